"""What APSW is allowed to do with a partner's file: read four tables of our own making, and nothing else."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from annotator.model.problems import UnusableFile
from annotator.store import partner_file
from annotator.store.connection import open_for_writing
from annotator.store.partner_file import PartnerFile
from annotator.store.partner_schema import forms
from annotator.store.schema import migrate
from annotator.store.shared_file import build_shared_file
from annotator.store.shared_schema import STATEMENTS
from tests.store.samples import make_text

TEXT = make_text()
ROW = (
    *("0193a9c0-0000-7000-8000-000000000001", "0193a9c0-0000-7000-9000-000000000000", None, "authority", "a"),
    *("018f00000000.000000", "here", "Ana", '{"title":[]}', '{"title":"General Comment 16"}', None),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A shared file with a text, two changes and a sender."""
    rows = [ROW, ("0193a9c0-0000-7000-8000-000000000002", *ROW[1:])]
    path = tmp_path / "copy.sqlite"
    path.write_bytes(build_shared_file([TEXT], rows, {"sender": "Lamps"}, [("About", "Words")]))
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A whole library as a database, with nothing in it."""
    path = tmp_path / "library.sqlite"
    path.touch()
    db = open_for_writing(path)
    migrate(db)
    db.close()
    (tmp_path / "library.sqlite-journal").unlink(missing_ok=True)
    return path


def opened(path: Path, deadline: float = 60.0) -> PartnerFile:
    return PartnerFile(path, "sent.sqlite", time.monotonic() + deadline)


def read_all(path: Path) -> None:
    with opened(path) as file:
        list(file.texts())
        list(file.changes(10))


def refused(path: Path) -> str:
    with pytest.raises(UnusableFile) as caught:
        read_all(path)
    return str(caught.value)


def edited(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


def test_rows_come_as_they_lie(path: Path) -> None:
    with opened(path) as file:
        assert (file.kind, file.sender(), file.most_changes()) == ("shared", "Lamps", 2)
        assert [len(rows) for rows in file.changes(1)] == [1, 1]
        (rows,) = file.changes(10)
        assert rows[0] == tuple(column or "" for column in ROW)
        ((text, provisions),) = file.texts()
        assert (text[0], text[1]) == (TEXT.id, TEXT.text)
        assert [row[2] for row in provisions] == [row.eid for row in TEXT.provisions]


def test_a_library_says_no_sender_and_keeps_what_its_owner_has_unmerged(library: Path) -> None:
    marks = ", ".join("?" * len(ROW))
    with closing(sqlite3.connect(library)) as db:
        db.executemany(
            f"INSERT INTO change VALUES ({marks})", [ROW, ("0193a9c0-0000-7000-8000-000000000002", *ROW[1:])]
        )
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'unapplied'").fetchone():
            db.execute("INSERT INTO unapplied VALUES (?, 'withdrawn')", [ROW[0]])
            left = 1
        else:
            left = 2
        db.commit()
    with opened(library) as file:
        assert (file.kind, file.sender()) == ("library", "")
        assert sum(len(rows) for rows in file.changes(10)) == left


def test_both_forms_are_what_this_program_makes(path: Path, library: Path) -> None:
    shared, whole = (form.master() for form in forms())
    for file, master in ((path, shared), (library, whole)):
        with closing(sqlite3.connect(file)) as db:
            assert set(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")) == master
    assert {sql for *_, sql in shared if sql} == set(STATEMENTS)


@pytest.fixture
def connection(path: Path) -> Iterator[apsw.Connection]:
    """The connection of an open file: what a statement that got in somehow could do."""
    with opened(path) as file:
        assert file._db is not None
        yield file._db


NOT_ALLOWED = (
    "SELECT * FROM readme",
    "SELECT * FROM annotations",
    "SELECT sqlite_version()",
    "SELECT load_extension('x')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT count(*) FROM change",
    "SELECT * FROM json_each('[1]')",
    "SELECT * FROM pragma_table_info('change')",
    "SELECT rootpage FROM sqlite_master",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA database_list",
    "ATTACH ':memory:' AS other",
    "CREATE TEMP TABLE x (y)",
    "CREATE TEMP VIEW change AS SELECT 1",
    "INSERT INTO change SELECT * FROM change",
    "DELETE FROM change",
    "UPDATE change SET author = ''",
    "DROP TABLE change",
    "BEGIN IMMEDIATE",
    "SAVEPOINT x",
    "VACUUM INTO '/tmp/x'",
    "ANALYZE",
    "REINDEX",
    "EXPLAIN SELECT readme.words FROM readme",
)


@pytest.mark.parametrize("statement", NOT_ALLOWED)
def test_nothing_else_is_allowed(connection: apsw.Connection, statement: str) -> None:
    with pytest.raises((apsw.AuthError, apsw.SQLError, apsw.ReadOnlyError)):
        connection.execute(statement).fetchall()


def test_without_the_authorizer_the_other_locks_still_hold(connection: apsw.Connection, tmp_path: Path) -> None:
    connection.authorizer = None
    for statement in ("DELETE FROM change", "CREATE TABLE x (y)", f"ATTACH '{tmp_path / 'x'}' AS x"):
        with pytest.raises((apsw.ReadOnlyError, apsw.SQLError)):
            connection.execute(statement).fetchall()
    with pytest.raises(apsw.SQLError, match="access to view"):
        connection.execute("SELECT * FROM annotations").fetchall()
    with pytest.raises(apsw.SQLError, match="no such column"):
        connection.execute('SELECT "x"').fetchall()
    with pytest.raises(apsw.SQLError, match=r"not authorized|no such function"):
        connection.execute("SELECT load_extension('x')").fetchall()
    assert connection.execute("PRAGMA mmap_size").fetchall() in ([], [(0,)])
    assert connection.execute("PRAGMA cell_size_check").fetchall() == [(1,)]
    assert connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, -1) == 1
    assert connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, -1) == 0
    assert connection.limit(apsw.SQLITE_LIMIT_ATTACHED) == 0


def test_a_clock_that_has_run_out_stops_any_statement(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_file, "MOST_STEPS_BETWEEN_LOOKS", 1)
    with pytest.raises(UnusableFile, match="takes too long to read"), opened(path, deadline=-1.0):
        pytest.fail("it was opened")


def test_memory_that_does_not_suffice_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_file: PartnerFile) -> None:
        raise apsw.NoMemError

    monkeypatch.setattr(PartnerFile, "_check_pages", fail)
    assert "needs too much memory" in refused(path)


HOSTILE = {
    "a check": "CREATE TABLE sharing (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (randomblob(1e9))) STRICT",
    "a default": "CREATE TABLE sharing (key TEXT PRIMARY KEY, value TEXT NOT NULL DEFAULT (random())) STRICT",
    "a generated column": "CREATE TABLE sharing (key TEXT PRIMARY KEY, value TEXT NOT NULL AS (key)) STRICT",
    "a view": "CREATE VIEW sharing AS SELECT 1 AS key, 2 AS value",
    "a virtual table": "CREATE VIRTUAL TABLE sharing USING fts5(key, value)",
    "another case": "CREATE TABLE sharing (key text PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "a comment": "CREATE TABLE sharing (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT -- x",
    "no strictness": "CREATE TABLE sharing (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
}


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE)
def test_every_statement_is_compared_to_the_letter(path: Path, statement: str) -> None:
    edited(path, "DROP TABLE sharing", statement)
    said = refused(path)
    assert "“sharing” in it is not as this program makes it" in said or "“sharing_config” in it" in said


def test_the_name_of_a_strange_table_cannot_act(path: Path) -> None:
    edited(path, 'CREATE TABLE "a\u202e\nb" (x)')
    assert "“a??b” in it is not as" in refused(path)


def damaged(path: Path, place: int, data: bytes) -> Path:
    content = bytearray(path.read_bytes())
    content[place : place + len(data)] = data
    path.write_bytes(content)
    return path


def page_of(path: Path, table: str) -> int:
    """Where the page begins that the table's rows begin in."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        return int(db.execute("PRAGMA page_size").fetchone()[0] * (root - 1))


@pytest.mark.parametrize("table", ["change", "version_text", "provision", "sharing"])
def test_damaged_pages_are_seen_before_rows_are_read(path: Path, table: str) -> None:
    damaged(path, page_of(path, table), b"\x0d\xff\xff\x00\x09")
    assert refused(path) == "sent.sqlite is damaged; ask for it to be shared anew."


def test_damage_in_what_is_not_read_does_not_matter(path: Path) -> None:
    damaged(path, page_of(path, "readme"), b"\xff" * 40)
    with opened(path) as file:
        assert file.most_changes() == 2


def test_bytes_that_are_no_text_are_damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"General Comment 16", b"General Comment \xff6"))
    assert "is damaged" in refused(path)


def test_a_tree_without_its_text_is_refused(path: Path) -> None:
    edited(path, "DELETE FROM version_text")
    assert "has provisions of a text that it does not hold" in refused(path)


@pytest.mark.parametrize(
    ("place", "data"),
    [(16, b"\x00\x00"), (16, b"\x02\x00"), (20, b"\x01"), (28, b"\x00\x00\x00\x01"), (44, b"\x00\x00\x00\x01"),
     (56, b"\x00\x00\x00\x02")],
)  # fmt: skip
def test_a_header_that_is_not_ours_is_refused_without_sqlite(
    path: Path, place: int, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(partner_file.apsw, "Connection")
    assert "is cut short or damaged" in refused(damaged(path, place, data))
