"""Libraries of an older version of the program: backed up, brought up to date, or read without being touched."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from annotator.model.change import DELETED, ChangeSet, Edit, link_id
from annotator.model.problems import Problem
from annotator.model.treaty import Text
from annotator.store import connection, schema
from annotator.store.backups import backup_folder
from annotator.store.library import Library
from annotator.store.schema import schema_version
from tests.store.samples import annotate

LATER = ("conflict", "lacking", "merge", "received", "unapplied", "erased", "placement")
HEAD = """CREATE TABLE head (
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  field TEXT NOT NULL,
  change TEXT NOT NULL REFERENCES change(id),
  PRIMARY KEY (entity, entity_id, field, change)
) STRICT, WITHOUT ROWID"""


@pytest.fixture
def older(library: Library, text: Text, tmp_path: Path) -> Path:
    """A library as version 2 left it: without what later versions added."""
    annotate(library, text, "heard", "a1", "A note from before")
    library.close()
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as db:
        for table in (
            "alignment",
            "layer_match",
            "conflict",
            "lacking",
            "merge",
            "received",
            "unapplied",
            "erased",
            "placement",
        ):
            db.execute(f"DROP TABLE {table}")
        db.execute("DROP INDEX annotation_by_creation")
        db.execute(HEAD)
        db.execute("INSERT INTO head SELECT entity, entity_id, j.key, change.id FROM change, json_each(fields) j")
        db.execute("UPDATE change SET entity_id = 'a1:oversight' WHERE entity = 'annotation_category'")
        db.execute("UPDATE annotation_category SET id = 'a1:oversight'")
        db.execute("DELETE FROM _sqlite_migrations WHERE name >= 'm003'")
        db.execute("PRAGMA user_version = 2")
    db.close()
    return path


def version_of(path: Path) -> int:
    db = sqlite3.connect(path)
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    return found


def tables_of(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT name FROM sqlite_master ORDER BY name")]


def test_an_older_library_is_backed_up_and_brought_up_to_date(older: Path, text: Text) -> None:
    with Library.open(older, "here") as opened:
        assert [row.commentary for row in opened.annotations()] == ["A note from before"]
        assert opened.links(text.id, text.id) == []
        assert opened.problems() == []
    assert version_of(older) == schema_version()
    (backup,) = backup_folder(older).iterdir()
    assert (backup.suffix, version_of(backup)) == (".sqlite", 2)
    with Library.open(older, "here"):
        pass
    assert len(list(backup_folder(older).iterdir())) == 1, "one that is up to date needs no backup"


def test_the_id_of_a_link_tells_no_word_of_its_other_end(older: Path) -> None:
    with Library.open(older, "here") as opened:
        found = opened._db.execute("SELECT entity_id FROM change WHERE entity = 'annotation_category'").fetchall()
        assert found == [(link_id("a1", "oversight"),)]
        assert opened.annotation("a1").categories == ("oversight",)
        opened.apply([Edit("annotation_category", link_id("a1", "oversight"), {DELETED: True})], "Reader")
        assert opened.annotation("a1").categories == ()


def test_a_backup_is_a_library_that_can_be_opened(older: Path) -> None:
    with Library.open(older, "here") as opened:
        opened.apply([Edit("annotation", "a1", {"commentary": "Later words"})], "Reader")
    (backup,) = backup_folder(older).iterdir()
    with Library.open(backup, "here") as again:
        assert [row.commentary for row in again.annotations()] == ["A note from before"]


def test_without_a_backup_nothing_is_changed(older: Path) -> None:
    backup_folder(older).write_text("A file is in the way.")
    before = older.read_bytes()
    with pytest.raises(Problem, match="could not be backed up"):
        Library.open(older, "here")
    assert older.read_bytes() == before


def test_an_upgrade_that_stops_half_way_changes_nothing(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    before = tables_of(older)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "schema_version", stopped)
        db = connection.open_for_writing(older)
        with pytest.raises(KeyboardInterrupt):
            schema.migrate(db)
        db.close()
    assert (tables_of(older), version_of(older)) == (before, 2)
    with Library.open(older, "here") as opened:
        assert opened.problems() == []
    assert version_of(older) == schema_version()


def test_reading_an_older_library_leaves_it_alone(older: Path, text: Text) -> None:
    before = older.read_bytes()
    with Library.read(older) as opened:
        assert [row.commentary for row in opened.annotations()] == ["A note from before"]
        assert opened.links(text.id, "another") == []
    assert older.read_bytes() == before
    assert not backup_folder(older).exists()


def test_erasing_reaches_backups_of_an_older_version(older: Path) -> None:
    with Library.open(older, "here") as opened:
        opened.erase(["a1"])
    (backup,) = backup_folder(older).iterdir()
    assert b"A note from before" not in backup.read_bytes()


def test_nothing_is_erased_while_a_backup_keeps_the_words(older: Path) -> None:
    with Library.open(older, "here") as opened:
        (backup,) = backup_folder(older).iterdir()
        kept = backup.read_bytes()
        backup.write_bytes(b"Not a library" * 100)
        with pytest.raises(Problem, match=f"{backup.name} .* Nothing was erased from the library"):
            opened.erase(["a1"])
        assert [row.id for row in opened.annotations()] == ["a1"]
        backup.write_bytes(kept)
        heard: list[ChangeSet] = []
        opened.listen(heard.append)
        opened.erase(["a1"])
        assert [row.annotations for row in heard] == [{"a1"}]
        assert opened.annotations() == []
    assert b"A note from before" not in backup.read_bytes()


def test_erasing_reaches_a_backup_that_a_crash_left_unfinished(older: Path) -> None:
    with Library.open(older, "here") as opened:
        (backup,) = backup_folder(older).iterdir()
        unfinished = backup.with_suffix(".new")
        unfinished.write_bytes(backup.read_bytes())
        opened.erase(["a1"])
        assert list(backup_folder(older).iterdir()) == [backup]


def test_a_library_open_for_reading_erases_nothing(older: Path) -> None:
    with Library.open(older, "here"):
        pass
    (backup,) = backup_folder(older).iterdir()
    before = backup.read_bytes()
    with Library.read(older) as opened, pytest.raises(Problem, match="reading only"):
        opened.erase(["a1"])
    assert backup.read_bytes() == before
