"""Bringing libraries of older versions of the program up to date, with a backup first."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import tempfile
from pathlib import Path

from sqlite_utils import Database

from annotator.model.problems import Problem
from annotator.store import connection, schema

_UNFINISHED = ".new"


def upgrade(db: Database, path: Path) -> None:
    """Migrate the library, which is open for writing, after a backup beside it. Nothing happens to one that is new
    enough. Raises Problem, and then nothing was changed."""
    if schema.is_behind(db):
        back_up(db, path)
        schema.migrate(db)


def back_up(db: Database, path: Path) -> Path:
    """Copy the library through SQLite's own means, so that the copy is whole whatever happens; returns its path."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H.%M.%S")
    backup = backup_folder(path) / f"{moment}, version {version}.sqlite"
    unfinished = backup.with_suffix(_UNFINISHED)
    try:
        backup.parent.mkdir(exist_ok=True)
        forget_unfinished(path)
        _copy(db, unfinished)
        unfinished.replace(backup)
    except (OSError, sqlite3.DatabaseError) as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise Problem(
            f"{path} is of an older version and could not be backed up to {backup.parent} ({error}); make room, or "
            "move it to a folder that you may write to. The library was not changed."
        ) from error
    return backup


def backup_folder(library: Path) -> Path:
    """Where the backups of a library lie: beside it."""
    return library.with_name(library.name + ".backups")


def forget_unfinished(library: Path) -> None:
    """Remove what a crash left of a backup, so that erased words do not live on in it. The library is open for writing:
    nobody else is making one."""
    for leftover in backup_folder(library).glob(f"*{_UNFINISHED}*"):
        leftover.unlink(missing_ok=True)


def upgraded_copy(db: Database, path: Path) -> tuple[Database, tempfile.TemporaryDirectory[str]]:
    """For reading a library of an older version that is not ours to change: a private copy, brought up to date."""
    folder = tempfile.TemporaryDirectory(prefix="annotator-upgraded-")
    try:
        copy = Path(folder.name) / path.name
        _copy(db, copy)
        made = connection.open_for_writing(copy)
        try:
            schema.migrate(made)
        except BaseException:
            made.close()
            raise
    except BaseException:
        folder.cleanup()
        raise
    return made, folder


def _copy(db: Database, to: Path) -> None:
    with contextlib.closing(sqlite3.connect(to)) as target:
        db.conn.backup(target)
