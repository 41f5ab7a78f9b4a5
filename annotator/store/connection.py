"""Opening the file: pragmas, reading after a crash, and SQLite's errors in words.

Not WAL: a WAL beside a file on a synced folder or a USB stick is how annotation tools have lost people's work.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from annotator.model.clock import moment
from annotator.model.folding import fold
from annotator.model.problems import NotSaved, Problem, UnusableLibrary
from annotator.store.database import Database
from annotator.store.schema import APPLICATION_ID, schema_version

BUSY_SECONDS = 5.0

_CACHE = 64 * 1024
"""KiB that pages may take while much is written: each is then written once."""


def open_for_writing(path: Path, check: Callable[[Database, Path], None] = lambda _db, _path: None) -> Database:
    """The caller holds the writer's lock. `check` is asked before anything in the file may change."""
    db = _connect(path, "rw")
    with explained(path), _closed_on_error(db):
        check(db, path)
        db.execute("PRAGMA journal_mode = TRUNCATE")
        db.execute("PRAGMA synchronous = EXTRA")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = ON")
    return db


@contextlib.contextmanager
def much_in_memory(db: Database) -> Iterator[None]:
    """Let pages take more memory for a while, unless their number was set by hand, and give it back."""
    usual: int = db.execute("PRAGMA cache_size").fetchone()[0]
    if usual > 0:  # a number of pages; SQLite's own is negative, in KiB
        yield
        return
    db.execute(f"PRAGMA cache_size = {-_CACHE}")
    try:
        yield
    finally:
        with contextlib.suppress(sqlite3.DatabaseError):  # of a disk that fails, which is told otherwise
            db.execute(f"PRAGMA cache_size = {usual}")
            db.execute("PRAGMA shrink_memory")


def open_for_reading(path: Path) -> tuple[Database, tempfile.TemporaryDirectory[str] | None]:
    """A read-only connection, on a recovered private copy where a crash left a hot journal beside the file.

    A read-only connection cannot roll a hot journal back. The folder is returned so that the caller can remove it.
    """
    db = _connect(path, "ro")
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        is_busy = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if is_busy or not _has_journal(path):
            raise explain(error, path) from error
        folder = tempfile.TemporaryDirectory(prefix="annotator-recovered-")
        copy = Path(folder.name) / path.name
        for suffix in ("", "-journal"):
            shutil.copyfile(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
        return open_for_writing(copy), folder
    except sqlite3.DatabaseError as error:
        db.close()
        raise explain(error, path) from error
    return db, None


def prepared(connection: sqlite3.Connection) -> Database:
    """The connection with the functions that our SQL calls; what opens a library otherwise than by its path begins
    here."""
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.create_function("has_words", 1, lambda text: bool(text.strip()), deterministic=True)
    connection.create_function("digest", 1, hash, deterministic=True)
    connection.create_function("moment", 1, moment, deterministic=True)
    connection.execute("PRAGMA temp_store = MEMORY")  # nobody's words in a file of SQLite's choosing
    with contextlib.suppress(sqlite3.DatabaseError):
        connection.execute("PRAGMA trusted_schema = OFF")
    return Database(connection)


def check_identity(db: Database, path: Path) -> None:
    """Raise UnusableLibrary where this is no library of ours, or one from a newer program."""
    with explained(path):
        application_id = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise UnusableLibrary(f"{path} is not a Treaty Annotator library; choose a file made by this program.")
    if version > schema_version():
        raise UnusableLibrary(
            f"{path} was made by a newer version of Treaty Annotator; install that version to open it. "
            "The file was not changed."
        )


def is_library(path: Path) -> bool:
    """Whether the file at `path` is a database: one that is open here, or that begins like one.

    The file of a library that is held open is not looked into: closing it would drop SQLite's locks.
    """
    if path.with_name(path.name + ".lock").exists():
        return True
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def check_path(path: Path) -> None:
    """Raise UnusableLibrary where there is no file that could be a library."""
    try:
        if not path.exists():
            raise UnusableLibrary(f"There is no library at {path}; make one with “annotator new {path.name}”.")
        if path.is_dir():
            raise UnusableLibrary(f"{path} is a folder; name the library file in it.")
        if path.stat().st_size == 0:
            raise UnusableLibrary(f"{path} is empty, so it is not a library; choose another file or restore a backup.")
    except OSError as error:
        raise UnusableLibrary(f"{path} cannot be read ({error.strerror}); check its folder's permissions.") from error


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences about the library at `path`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error


def explain(error: sqlite3.DatabaseError, path: Path, *, writing: bool = False) -> Problem:
    """What an error of SQLite means for the person at the screen; defects of ours are raised as they are.

    `writing` says that it came of a change, and so that the disk did not take it.
    """
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        wrong = "is not a library, or is encrypted" if code == sqlite3.SQLITE_NOTADB else "is damaged"
        return UnusableLibrary(f"{path} {wrong}; choose another file or restore a backup.")
    if code in _NOT_SAVED or (writing and code in _NOT_SAVED_WRITING):
        sentence, why = (_NOT_SAVED | _NOT_SAVED_WRITING if writing else _NOT_SAVED)[code]
        return NotSaved(f"{path} {sentence}", why)
    if code in _SENTENCES:
        return Problem(f"{path} {_SENTENCES[code]}")
    raise error


_NOT_SAVED: dict[int, tuple[str, Literal["full", "read-only", "failed"]]] = {
    sqlite3.SQLITE_FULL: (
        "could not be saved, because the disk is full; make room and try again. Nothing changed.",
        "full",
    ),
    sqlite3.SQLITE_READONLY: (
        "cannot be changed, because it is read-only; copy it to a folder of your own.",
        "read-only",
    ),
}
_NOT_SAVED_WRITING: dict[int, tuple[str, Literal["full", "read-only", "failed"]]] = {
    sqlite3.SQLITE_IOERR: (
        "could not be saved, because the disk refused it (it may be full, or gone); see to it and try again. "
        "Nothing changed.",
        "failed",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be changed, because its folder cannot be written to; see to it and try again. Nothing changed.",
        "read-only",
    ),
}
"""What means something else where a file is opened or read."""

_SENTENCES = {
    sqlite3.SQLITE_IOERR: "could not be read or written, because the disk failed; check the drive and try again.",
    sqlite3.SQLITE_BUSY: "is busy in another program; close it there and try again.",
    sqlite3.SQLITE_LOCKED: "is busy in another program; close it there and try again.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that you may read it and its folder.",
    sqlite3.SQLITE_PERM: "cannot be opened; check that you may read it and its folder.",
    sqlite3.SQLITE_AUTH: "cannot be opened; check that you may read it and its folder.",
}


def remove_empty_journal(path: Path) -> None:
    """Tidy up behind a closed connection: an emptied journal means nothing, but people wonder what it is."""
    journal = path.with_name(path.name + "-journal")
    with contextlib.suppress(OSError):
        if journal.stat().st_size == 0:
            journal.unlink()


def real_path(path: Path) -> Path:
    """The file itself: SQLite's journal and our lock lie beside it, not beside a link to it."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise Problem(f"{path} leads nowhere; check the link.") from error


def _connect(path: Path, mode: str) -> Database:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    try:
        # One thread uses it, but for backups: see `backups.BackupMaker`
        shared = mode == "rw" and sqlite3.threadsafety == 3
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=not shared)
    except sqlite3.DatabaseError as error:
        raise explain(error, path) from error
    return prepared(connection)


def _has_journal(path: Path) -> bool:
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


@contextlib.contextmanager
def _closed_on_error(db: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise
