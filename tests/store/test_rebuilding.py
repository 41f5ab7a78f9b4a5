"""What is derived from the log is checked against it, and made anew from it."""

from __future__ import annotations

import pytest

from annotator.model.annotation import Person
from annotator.model.change import DELETED, ENTITIES, Edit
from annotator.model.problems import Problem
from annotator.model.treaty import Text
from annotator.operations.libraries import rebuild_library
from annotator.store.backups import backup_folder, backups_of
from annotator.store.library import Library
from annotator.store.rebuilding import rebuild
from tests.store.samples import annotate

DERIVED = (*ENTITIES, "conflict", "lacking", "passage", "commentary")
DAMAGE = {
    "a word that nobody wrote": "UPDATE annotation SET commentary = 'Never written' WHERE id = 'a1'",
    "a row that is gone": "DELETE FROM annotation_category WHERE annotation = 'a1'",
    "a row from nowhere": "INSERT INTO annotation_tag SELECT 'a1:x', 'a1', 'x', modified, 0 FROM annotation LIMIT 1",
    "another moment": "UPDATE annotation SET modified = '2001-01-01T00:00:00.000Z' WHERE id = 'a1'",
    "a conflict that nobody has": "INSERT INTO conflict VALUES ('annotation', 'a1', 'stance', 'a1')",
    "a wait for nothing": "INSERT INTO lacking VALUES ('annotation', 'a1', 'somewhere')",
    "facets": "UPDATE annotation SET facets = '[]'",
    "an index without a text": "DELETE FROM passage",
    "an index without a note": "DELETE FROM commentary WHERE entity_id = 'a1'",
    "an index of other words": "UPDATE commentary SET folded = 'other'",
}


@pytest.fixture
def full(library: Library, text: Text) -> Library:
    """Notes that were edited, undone, deleted, replied to, and one that is deleted and was edited beside."""
    annotate(library, text, "heard", "a1", "First words")
    library.apply([Edit("annotation", "a1", {"commentary": "Second words", "stance": "risk"})], "Reader")
    annotate(library, text, "everyone", "a2", "To be deleted")
    library.apply([Edit("reply", "r1", {"annotation": "a1", "commentary": "An answer"})], "Other")
    library.apply([Edit("annotation", "a2", {DELETED: True})], "Reader")
    annotate(library, text, "Purpose", "a3", "To be undone")
    library.undo("Reader")
    library.undo("Reader")
    library.redo("Reader")
    return library


def derived(library: Library) -> dict[str, list[object]]:
    """Every derived row, but for numbers that SQLite gave."""
    found: dict[str, list[object]] = {}
    for table in DERIVED:
        names = [row[1] for row in library._db.execute(f"PRAGMA table_info({table})").fetchall()]
        columns = ", ".join(name for name in names if not (name == "id" and table in ("passage", "commentary")))
        found[table] = sorted(map(tuple, library._db.execute(f"SELECT {columns} FROM {table}").fetchall()))
    return found


def test_rebuilding_what_is_right_changes_nothing(full: Library) -> None:
    before = derived(full)
    with full._db.atomic():
        rebuild(full._db, full.path)
    assert derived(full) == before
    assert full.problems() == []
    assert [row.annotation for row in full.search("second words")] == ["a1"]
    assert len(full.search("heard")) == 1


@pytest.mark.parametrize("name", DAMAGE)
def test_each_damage_is_found_and_mended(full: Library, name: str) -> None:
    path, before = full.path, derived(full)
    full._db.execute("PRAGMA foreign_keys = OFF")
    full._db.execute(DAMAGE[name])
    assert full.problems() != []
    full.close()
    done = rebuild_library(path)
    assert done.found
    assert done.left == ()
    (backup,) = backups_of(path)
    assert (backup.path, backup.reason) == (done.backup, "rebuild")
    with Library.open(path, "here") as again:
        assert derived(again) == before
        assert again.can_undo
        annotate(again, again.text(again.versions()[0].id), "Purpose", "a4", "Goes on")
        assert again.problems() == []


def test_where_all_is_well_nothing_is_touched(full: Library) -> None:
    path = full.path
    full.close()
    before = path.read_bytes()
    assert rebuild_library(path).backup is None
    assert path.read_bytes() == before
    assert not backup_folder(path).exists()


def test_what_cannot_be_mended_from_the_log_is_left(full: Library) -> None:
    path = full.path
    full._db.execute("UPDATE change SET fields = '{' WHERE entity_id = 'a1'")
    full.close()
    done = rebuild_library(path)
    assert (done.found, done.backup) == (done.left, None)
    assert "of the log cannot be read" in done.left[0]


def test_without_a_backup_nothing_is_rebuilt(full: Library) -> None:
    path = full.path
    full._db.execute(DAMAGE["facets"])
    full.close()
    backup_folder(path).write_text("A file is in the way.")
    before = path.read_bytes()
    with pytest.raises(Problem, match="No backup of"):
        rebuild_library(path)
    assert path.read_bytes() == before


def test_what_the_log_does_not_have_any_more_waits(full: Library) -> None:
    full._db.execute("PRAGMA foreign_keys = OFF")
    full._db.execute("DELETE FROM change WHERE entity = 'category'")
    path = full.path
    full.close()
    rebuild_library(path)
    with Library.open(path, "here") as again:
        assert again.problems() == []
        assert again.annotation("a1").categories == ()
        again.apply([Edit("category", "oversight", {"name": "Oversight"})], "Reader")
        assert again.annotation("a1").categories == ("oversight",)
        assert again.problems() == []


def test_a_person_is_no_part_of_it(full: Library) -> None:
    full.apply([Edit("annotation", "a1", {"severity": "watch"})], Person("Reader"))
    before = full.annotation("a1")
    with full._db.atomic():
        rebuild(full._db, full.path)
    assert full.annotation("a1") == before
