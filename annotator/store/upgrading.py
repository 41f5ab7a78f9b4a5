"""Bringing libraries of older versions of the program up to date, with a backup first."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from pathlib import Path

from annotator.model.problems import Problem
from annotator.store import connection, schema
from annotator.store.backups import make_backup
from annotator.store.database import Database


def upgrade(db: Database, path: Path) -> None:
    """Migrate the library, which is open for writing, after a backup beside it. Nothing happens to one that is new
    enough. Raises Problem, and then nothing was changed."""
    if schema.is_behind(db):
        try:
            make_backup(db, path, "migration")
        except Problem as problem:
            raise Problem(f"{path} is of an older version and could not be backed up first. {problem}") from problem
        schema.migrate(db)


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
