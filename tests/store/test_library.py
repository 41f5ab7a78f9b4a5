"""What goes into a library comes out of it, and only one process writes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model.anchoring import anchor_quote
from annotator.model.change import DELETED, ChangeSet, Edit
from annotator.model.problems import LibraryInUse, NotFound, Problem, UnusableLibrary
from annotator.model.selection import Filters
from annotator.model.treaty import Text
from annotator.store.library import Library
from annotator.store.schema import APPLICATION_ID
from tests.store.samples import annotate


def test_a_text_comes_back_as_it_went_in(library: Library, text: Text, tmp_path: Path) -> None:
    library.close()
    with Library.read(tmp_path / "library.sqlite") as again:
        assert again.text(text.id) == text
        assert [row.data.label for row in again.versions()] == ["Sample"]
        assert again.problems() == []


def test_an_annotation_survives_closing(library: Library, text: Text, tmp_path: Path) -> None:
    annotate(library, text, "حُقُوق الإنسان", "a1", "Why *not*?")
    library.close()
    with Library.read(tmp_path / "library.sqlite") as again:
        found = again.annotation("a1")
    assert (found.anchor.exact, found.categories, found.commentary) == ("حُقُوق الإنسان", ("oversight",), "Why *not*?")
    assert found.anchor.provision == "art_1__para_2"
    assert text.text[found.anchor.start : found.anchor.end] == found.anchor.exact


def test_listeners_hear_what_was_touched(library: Library, text: Text) -> None:
    heard: list[ChangeSet] = []
    stop = library.listen(heard.append)
    annotate(library, text, "shall protect", "a1")
    stop()
    annotate(library, text, "everyone", "a2")
    assert len(heard) == 1
    assert heard[0].touches("annotation", "a1", "commentary")
    assert not heard[0].touches("annotation", "a2")
    assert heard[0].annotations == {"a1"}


def test_an_edit_that_changes_nothing_is_no_change(library: Library, text: Text) -> None:
    annotate(library, text, "shall protect", "a1", "Words")
    applied = library.apply([Edit("annotation", "a1", {"commentary": "Words"})], "Reader")
    assert applied.changes == ()
    assert len(library.history("a1")) == 1


@pytest.mark.parametrize(
    "edit",
    [
        Edit("annotation", "a1", {"colour": "red"}),
        Edit("annotation", "a1", {"commentary": 3}),
        Edit("treaty", "t1", {"label": "x"}),
        Edit("annotation", "a1", {DELETED: "yes"}),
    ],
)
def test_what_an_entity_does_not_have_cannot_be_set(library: Library, edit: Edit) -> None:
    with pytest.raises(Problem):
        library.apply([edit], "Reader")
    assert library.problems() == []


def test_a_failing_change_set_changes_nothing(library: Library, text: Text) -> None:
    anchor = anchor_quote(text, "everyone").to_json()
    edits = [
        Edit("annotation", "a1", {"anchor": anchor}),
        Edit("annotation_category", "a1:nowhere", {"annotation": "a1", "category": "nowhere"}),
    ]
    with pytest.raises(Problem, match="nowhere is neither in"):
        library.apply(edits, "Reader")
    assert library.annotations() == []
    assert library.problems() == []


def test_filters_choose(library: Library, text: Text) -> None:
    annotate(library, text, "shall protect", "a1", "Élan vital", "surveillance")
    annotate(library, text, "shall be heard", "a2", category="oversight")

    def chosen(filters: Filters) -> list[str]:
        return [row.id for row in library.annotations(filters)]

    assert chosen(Filters()) == ["a1", "a2"]
    assert chosen(Filters(category=("surveillance",))) == ["a1"]
    assert chosen(Filters(category=("surveillance", "oversight"))) == ["a1", "a2"]
    assert chosen(Filters(provision=("art_1",))) == ["a1"]
    assert chosen(Filters(provision=("art_2",), category=("surveillance",))) == []
    assert chosen(Filters(text="elan")) == ["a1"]
    assert chosen(Filters(text="SHALL BE")) == ["a2"]
    assert chosen(Filters(author=("Nobody",))) == []
    assert chosen(Filters(since="2999-01-01")) == []


def test_deleting_a_version_hides_what_is_on_it(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1")
    library.apply([Edit("version", text.id, {DELETED: True})], "Reader")
    assert (library.versions(), library.annotations()) == ([], [])
    library.undo("Reader")
    assert [row.annotations for row in library.versions()] == [1]


def test_a_second_process_reads_and_learns_who_writes(library: Library, text: Text, tmp_path: Path) -> None:
    annotate(library, text, "everyone", "a1")
    script = (
        "import sys; from pathlib import Path; from annotator.store.library import Library; path = Path(sys.argv[1])\n"
        "with Library.read(path) as library: print(len(library.annotations()))\n"
        "try: Library.open(path, 'other')\n"
        "except Exception as problem: print(type(problem).__name__, problem)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "library.sqlite")], capture_output=True, text=True, check=True
    )
    count, refused = done.stdout.splitlines()
    assert count == "1"
    assert refused.startswith("LibraryInUse")
    assert f"process {os.getpid()}" in refused


def test_closing_lets_go_and_leaves_nothing_behind(library: Library, tmp_path: Path) -> None:
    library.close()
    assert [row.name for row in tmp_path.iterdir()] == ["library.sqlite"]
    Library.open(tmp_path / "library.sqlite", "here").close()


@pytest.mark.usefixtures("library")
def test_a_library_held_here_cannot_be_opened_twice(tmp_path: Path) -> None:
    with pytest.raises(LibraryInUse, match="close it there"):
        Library.open(tmp_path / "library.sqlite", "here")


def test_reading_cannot_write(library: Library, tmp_path: Path) -> None:
    library.close()
    with Library.read(tmp_path / "library.sqlite") as again, pytest.raises(Problem, match="reading only"):
        again.apply([Edit("category", "x", {"name": "X"})], "Reader")


def test_making_one_where_one_is_leaves_it_alone(library: Library, tmp_path: Path) -> None:
    library.close()
    before = (tmp_path / "library.sqlite").read_bytes()
    with pytest.raises(Problem, match="exists already"):
        Library.create(tmp_path / "library.sqlite", "here")
    assert (tmp_path / "library.sqlite").read_bytes() == before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="choose a folder that exists"):
        Library.create(tmp_path / "nowhere" / "library.sqlite", "here")


def _not_a_library(path: Path) -> None:
    path.write_bytes(b"Dear Sir or Madam, " * 200)


def _another_database(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipe (name TEXT)")
    db.close()


def _newer(path: Path) -> None:
    Library.create(path, "here").close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda _path: None, "There is no library"),
        (lambda path: path.touch(), "is empty"),
        (lambda path: path.mkdir(), "is a folder"),
        (_not_a_library, "is not a library"),
        (_another_database, "not a Treaty Annotator library"),
        (_newer, "newer version"),
    ],
)
@pytest.mark.parametrize("writing", [True, False])
def test_what_is_no_library_is_refused_in_a_sentence(
    tmp_path: Path, make: object, sentence: str, writing: bool
) -> None:
    path = tmp_path / "thing.sqlite"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UnusableLibrary, match=sentence) as caught:
        Library.open(path, "here") if writing else Library.read(path)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not path.with_name("thing.sqlite.lock").exists()


def test_the_file_is_plain_sqlite(library: Library, text: Text, tmp_path: Path) -> None:
    annotate(library, text, "everyone", "a1", "Words")
    library.close()
    db = sqlite3.connect(tmp_path / "library.sqlite")
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    assert db.execute("SELECT commentary, exact, provision FROM annotation").fetchall() == [
        ("Words", "everyone", "art_1__para_1")
    ]
    tables = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL").fetchall()
    ours = [(name, sql) for name, sql in tables if "_words" not in name and "_trigrams" not in name]
    assert [name for name, sql in ours if "STRICT" not in sql] == ["_sqlite_migrations"]
    assert db.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchone() == (0,)
    log = db.execute("SELECT fields, previous FROM change WHERE entity = 'annotation'").fetchall()
    assert [json.loads(fields)["commentary"] for fields, _ in log] == ["Words"]
    db.close()


def test_unknown_things_are_named(library: Library) -> None:
    with pytest.raises(NotFound, match="a9"):
        library.annotation("a9")
    with pytest.raises(NotFound, match="v9"):
        library.text("v9")


def test_a_read_only_folder_can_be_read_and_says_why_not_written(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.close()
    if os.geteuid() == 0:
        refuse = PermissionError(13, "Permission denied")
        real = Path.open

        def guarded(path: Path, mode: str = "r", **named: object) -> object:
            if "a" in mode and path.name.endswith(".lock"):  # root may write anywhere, so the refusal is played
                raise refuse
            return real(path, mode, **named)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", guarded)
    else:
        tmp_path.chmod(0o500)
    try:
        with Library.read(tmp_path / "library.sqlite") as again:
            assert len(again.versions()) == 1
        with pytest.raises(Problem, match="copy the library"):
            Library.open(tmp_path / "library.sqlite", "here")
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_said_and_changes_nothing(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1", "Words")
    library._db.execute("PRAGMA max_page_count = 1")  # SQLite's own way of being full
    with pytest.raises(Problem, match="disk is full"):
        library.apply([Edit("annotation", "a1", {"commentary": "Long words. " * 20_000})], "Reader")
    library._db.execute("PRAGMA max_page_count = 1073741823")
    assert library.annotation("a1").commentary == "Words"
    assert library.problems() == []


def test_a_foreign_database_is_not_touched_by_being_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE recipe (name TEXT)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(UnusableLibrary):
        Library.open(path, "here")
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*-journal"))


@pytest.mark.skipif(sys.platform == "win32", reason="Links need a privilege on Windows")
def test_a_link_to_a_library_is_the_library(library: Library, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(library.path)
    with pytest.raises(LibraryInUse):
        Library.open(link, "here")


def test_a_drive_without_hard_links_holds_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)  # as FAT and many network drives answer
    with Library.create(tmp_path / "stick.sqlite", "here") as made:
        assert made.problems() == []
    assert [row.name for row in tmp_path.iterdir()] == ["stick.sqlite"]


def test_checking_finds_what_was_done_to_the_file(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1")
    columns = "SELECT 'forged', version, provision, start, end, exact, prefix, suffix, whole"
    rest = [row[1] for row in library._db.execute("PRAGMA table_info(annotation)").fetchall()][9:]
    with library._db.atomic():
        library._db.execute(f"INSERT INTO annotation {columns}, {', '.join(rest)} FROM annotation")
        library._db.execute("UPDATE passage SET folded = 'other words' WHERE id = 1")
    found = " ".join(library.problems())
    assert "forged is nowhere in the log" in found
    assert "search index" in found
    with library._db.atomic():
        library._db.execute("UPDATE change SET fields = '{' WHERE entity = 'annotation'")
    assert "cannot be read" in " ".join(library.problems())


def test_a_note_is_as_new_as_its_latest_layer_or_reply(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1")
    before = library.annotation("a1").modified
    library.apply([Edit("reply", "r1", {"annotation": "a1", "commentary": "Why?"})], "Partner")
    assert library.annotation("a1").modified > before
    assert library.problems() == []
