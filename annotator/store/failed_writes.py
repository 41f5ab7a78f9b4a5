"""After a write that failed.

Two things that SQLite does then are not what a person may see. Where a transaction larger than its cache fails in the
middle, full-text search takes the file for damaged from then on, until it is opened anew. And where COMMIT fails at its
last step, the change is there all the same: a transaction is committed when its journal is cut to nothing, and only
then is that synced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from annotator.model.problems import Problem
from annotator.store import connection
from annotator.store.database import Database
from annotator.store.schema import schema_version


def renew(db: Database, path: Path) -> None:
    """Go on with a new connection. Raises sqlite3.Error; then there is none, and this is to be done again."""
    db.close()  # first: after some failures it holds its lock until then
    try:
        db.conn = connection.open_for_writing(path).conn
    except Problem as problem:
        raise problem.__cause__ if isinstance(problem.__cause__, sqlite3.Error) else problem from None


def make_certain(db: Database) -> None:
    """Have all that the file says on the disk, by a commit that changes nothing. Raises sqlite3.Error."""
    if not db.renew_now():
        error = sqlite3.OperationalError("the connection is lent to whoever makes a copy")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR  # as that which made it doubtful: it can be tried again
        raise error
    db.execute(f"PRAGMA user_version = {schema_version()}")


def was_saved(db: Database, is_there: Callable[[], bool]) -> bool:
    """Whether what failed is in the file, as `is_there` reads it, and on the disk."""
    try:
        make_certain(db)
        return is_there()
    except (sqlite3.Error, Problem):
        return False
