"""A partner's file as APSW reads it: nothing in it is run, and nothing of it is believed.

Only for the child process that reads such files (`sharing/worker.py`): a process that holds a library open must never
load APSW, since two copies of SQLite in one process drop each other's locks.

The order matters. The header is looked at without SQLite. Then the statements that made the tables are compared with
ours, since checking the tables' pages already evaluates their CHECK clauses; then the pages are checked; then rows are
read, from the tables themselves and not from their indexes. See "Defense Against The Dark Arts",
https://www.sqlite.org/security.html.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn
from urllib.parse import quote

import apsw

from annotator.model.problems import UnusableFile
from annotator.store.partner_schema import Form, forms
from annotator.store.shared_schema import SHARED_CHANGE_COLUMNS

MOST_BYTES_IN_A_VALUE = 64 * 2**20
MOST_STEPS_BETWEEN_LOOKS = 2_000
"""Instructions of SQLite's machine between two looks at the clock."""

_HEADER = struct.Struct(">16sHBBB3x12I20x8x")
"""The first 100 bytes of a database (https://www.sqlite.org/fileformat.html, 1.3)."""

_TABLES = {
    "change": SHARED_CHANGE_COLUMNS,
    "version_text": (
        *("id", "text", "sha256", "source_characters", "kept_characters", "generated_characters", "dropped"),
        "warnings",
    ),
    "provision": (
        *("version", "position", "eid", "parent", "kind", "number", "label", "heading", "citation", "start", "end"),
        "page",
    ),
    "sharing": ("key", "value"),
    "unapplied": ("change", "why"),
    "sqlite_master": ("type", "name", "tbl_name", "sql"),
}
"""What may be read: tables with their columns."""

_READABLE = {(table, column) for table, columns in _TABLES.items() for column in (*columns, "ROWID", "")}
"""That, as SQLite asks for leave; "" is a table of which no column is read."""

_FUNCTIONS = frozenset({"ifnull", "max"})

_OFF = (
    *(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, apsw.SQLITE_DBCONFIG_ENABLE_VIEW, apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER),
    *(apsw.SQLITE_DBCONFIG_DQS_DDL, apsw.SQLITE_DBCONFIG_DQS_DML, apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION),
    *(apsw.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, apsw.SQLITE_DBCONFIG_WRITABLE_SCHEMA),
    *(apsw.SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, apsw.SQLITE_DBCONFIG_ENABLE_FKEY),
    *(apsw.SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, apsw.SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE),
)
_LIMITS = {
    apsw.SQLITE_LIMIT_LENGTH: MOST_BYTES_IN_A_VALUE,
    apsw.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    apsw.SQLITE_LIMIT_COLUMN: 100,
    apsw.SQLITE_LIMIT_EXPR_DEPTH: 100,
    apsw.SQLITE_LIMIT_COMPOUND_SELECT: 3,
    apsw.SQLITE_LIMIT_VDBE_OP: 25_000,
    apsw.SQLITE_LIMIT_FUNCTION_ARG: 8,
    apsw.SQLITE_LIMIT_ATTACHED: 0,
    apsw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    apsw.SQLITE_LIMIT_VARIABLE_NUMBER: 10,
    apsw.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    apsw.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_PRAGMAS = ("cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY", "query_only = ON", "cache_size = -8000")

_ASK_AGAIN = "ask for it to be shared anew"


class PartnerFile:
    """The private copy at `path`, which SQLite has not opened yet, of the file that people call `name`.

    A context manager; everything that is wrong is raised as UnusableFile. `deadline` is a time of `time.monotonic`.
    """

    def __init__(self, path: Path, name: str, deadline: float) -> None:
        self._path = path
        self._name = name
        self._deadline = deadline
        self._db: apsw.Connection | None = None
        self._form = self._look_at_header()

    @property
    def kind(self) -> str:
        """`shared`, or `library` for a whole one."""
        return self._form.kind

    def __enter__(self) -> PartnerFile:
        with self._explained():
            self._db = self._opened()
            self._compare_statements()
            self._check_pages()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._db is not None:
            self._db.close()

    def sender(self) -> str:
        """What a shared file says of its sender; empty for a library, which does not say."""
        if self.kind != "shared":
            return ""
        with self._explained():
            found = dict(self._rows("sharing"))
        sender = found.get("sender", "")
        return sender if isinstance(sender, str) else ""

    def texts(self) -> Iterator[tuple[Sequence[Any], list[Sequence[Any]]]]:
        """Each row of `version_text` with its rows of `provision`, in order. Their types are not checked."""
        with self._explained():
            provisions: dict[Any, list[Sequence[Any]]] = {}
            for row in self._rows("provision"):
                provisions.setdefault(row[0], []).append(row)
            for row in self._rows("version_text"):
                yield row, sorted(provisions.pop(row[0], ()), key=self._position)
        if provisions:
            self._refuse(f"has provisions of a text that it does not hold; {_ASK_AGAIN}")

    def most_changes(self) -> int:
        """No more changes than this are in the file, if it is sound: for saying how far the reading is."""
        with self._explained():
            found = self._execute("SELECT max(rowid) FROM change").fetchone()
        return found[0] if found and isinstance(found[0], int) else 0

    def changes(self, count: int) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of `change`, at most `count` at a time, as they lie. Their types are not checked.

        Where there is none, `reverses` and `signature` are empty. Of a library, what its owner has unmerged stays out.
        """
        listed = ", ".join(f"ifnull({name}, '')" if name in ("reverses", "signature") else name for name in _CHANGE)
        with self._explained():
            withdrawn = self._withdrawn()
            cursor = self._execute(f"SELECT {listed} FROM change NOT INDEXED")
            while rows := list(islice(cursor, count)):
                yield [row for row in rows if row[0] not in withdrawn] if withdrawn else rows

    # -- before anything is read --------------------------------------------------------------------------------------

    def _look_at_header(self) -> Form:
        """What the first hundred bytes say, without SQLite."""
        with self._path.open("rb") as file:
            head = file.read(_HEADER.size)
            size = file.seek(0, 2)
        if len(head) < _HEADER.size or not head.startswith(b"SQLite format 3\0"):
            self._refuse("is no file of annotations; choose one that was shared, or a library")
        _magic, page, writes, reads, reserved, *numbers = _HEADER.unpack(head)
        _counter, pages, _free, _count, _cookie, form, _cache, _root, encoding, version, _vacuum, identity = numbers
        known = [row for row in forms() if row.application_id == identity]
        if not known:
            self._refuse("is a database of another program; choose a file that was shared by this one")
        if version != known[0].version:
            self._refuse_version(known[0], version)
        if (writes, reads) != (1, 1):
            self._refuse(f"was changed by another program, which left a part of it elsewhere; {_ASK_AGAIN}")
        if size != pages * (65536 if page == 1 else page) or (reserved, form, encoding) != (0, 4, 1):
            self._refuse(f"is cut short or damaged; {_ASK_AGAIN}")
        return known[0]

    def _refuse_version(self, form: Form, version: int) -> NoReturn:
        if version > form.version:
            self._refuse("was made by a newer version of the program; install that version to merge it")
        if form.kind == "library":
            self._refuse("is a library of an older version; let its owner open it with this version, or share from it")
        self._refuse(f"was shared by an older version of the program; {_ASK_AGAIN}")

    def _opened(self) -> apsw.Connection:
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_NOFOLLOW
        uri = f"file:{quote(str(self._path.absolute()))}?mode=ro&immutable=1"
        db = apsw.Connection(uri, flags=flags | apsw.SQLITE_OPEN_PRIVATECACHE)
        db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        for option in _OFF:
            db.config(option, 0)
        for limit, most in _LIMITS.items():
            db.limit(limit, most)
        db.set_progress_handler(self._is_late, MOST_STEPS_BETWEEN_LOOKS)
        for pragma in _PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        db.authorizer = _authorised
        return db

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _compare_statements(self) -> None:
        found = self._execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        expected = self._form.master()
        if len(found) == len(expected) and set(found) == expected:
            return
        strange = [_printable(row[1]) for row in found if row not in expected]
        lacking = [row[1] for row in expected - set(found)]
        what = (
            f"“{min(strange)}” in it is not as this program makes it"
            if strange
            else f"it lacks “{min(lacking)}”"
            if lacking
            else "it holds a table twice"
        )
        self._refuse(f"cannot be trusted, since {what}; {_ASK_AGAIN}")

    def _check_pages(self) -> None:
        """SQLite's own check of the tables that are read; damage in others does not matter here."""
        for table in ("version_text", "provision", "change", *(("sharing",) if self.kind == "shared" else ())):
            found = self._execute(f"PRAGMA quick_check({table})").fetchone()
            if found != ("ok",):
                self._refuse(f"is damaged; {_ASK_AGAIN}")

    # -- reading ------------------------------------------------------------------------------------------------------

    def _rows(self, table: str) -> apsw.Cursor:
        listed = ", ".join(f'"{name}"' for name in _TABLES[table])
        return self._execute(f"SELECT {listed} FROM {table} NOT INDEXED")

    def _position(self, provision: Sequence[Any]) -> int:
        position = provision[1]
        if type(position) is not int:
            self._refuse(f"is damaged; {_ASK_AGAIN}")
        return position

    def _withdrawn(self) -> frozenset[Any]:
        """Changes that the owner of a whole library has unmerged."""
        if not any(row[1] == "unapplied" for row in self._form.master()):
            return frozenset()
        return frozenset(change for change, why in self._rows("unapplied") if why == "withdrawn")

    def _execute(self, sql: str) -> apsw.Cursor:
        assert self._db is not None
        return self._db.execute(sql)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what SQLite, or the decoding of its strings, says into a sentence."""
        try:
            yield
        except apsw.InterruptError:
            self._refuse("takes too long to read, as no sound file does; " + _ASK_AGAIN)
        except (apsw.NoMemError, MemoryError):
            self._refuse("needs too much memory to read; ask for less in one file")
        except apsw.AuthError:  # only a statement of ours that we did not allow
            raise
        except (apsw.Error, UnicodeDecodeError):
            self._refuse(f"is damaged; {_ASK_AGAIN}")

    def _refuse(self, what: str) -> NoReturn:
        raise UnusableFile(f"{self._name} {what}.")


_CHANGE = _TABLES["change"]


def _printable(name: object) -> str:
    """The name of a table as it may stand in a sentence: people have to find it, and nothing more."""
    return "".join(mark if mark.isprintable() else "?" for mark in str(name)[:60])


def _authorised(action: int, one: str | None, two: str | None, _database: str | None, inner: str | None) -> int:
    """Deny whatever is not one of the few statements above; `inner` names a view or trigger that asks."""
    allowed = inner is None and (
        action == apsw.SQLITE_SELECT
        or (action == apsw.SQLITE_READ and (one, two) in _READABLE)
        or (action == apsw.SQLITE_FUNCTION and two in _FUNCTIONS)
        or (action == apsw.SQLITE_PRAGMA and one == "quick_check")
    )
    return apsw.SQLITE_OK if allowed else apsw.SQLITE_DENY
