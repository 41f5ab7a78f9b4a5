"""A connection as the store uses it: statements that are durable one by one, or together in `atomic`.

Of sqlite-utils only the migrations are used (in `schema`), and imported when a file is behind: it takes longer to load
than a library takes to open.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_savepoints = itertools.count()


class Database:
    """Wraps `conn`, which begins no transactions of its own accord."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        conn.isolation_level = None  # or Python would begin some that nobody ends
        self.conn = conn
        self.renewal: Callable[[], bool] | None = None
        """Makes `conn` anew, where a write failed and it is not to be trusted since; for the next that uses it. It says
        whether it could: not while another thread copies from it."""

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement. Outside `atomic` what it writes is committed at once."""
        self.renew_now()
        return self.conn.execute(sql, parameters)

    def renew_now(self) -> bool:
        """Do it, where that is due; False where it is due still. Raises sqlite3.Error, and then it is, too."""
        if self.renewal is not None and self.renewal():
            self.renewal = None
        return self.renewal is None

    def close(self) -> None:
        self.conn.close()

    @contextlib.contextmanager
    def atomic(self) -> Iterator[None]:
        """All that is written in this block, or nothing. Within another block it is a part that can fail alone."""
        self.renew_now()
        if self.conn.in_transaction:
            name = f"part_{next(_savepoints)}"
            begin, end, back = f"SAVEPOINT {name}", f"RELEASE {name}", f"ROLLBACK TO {name}"
        else:
            begin, end, back = "BEGIN", "COMMIT", "ROLLBACK"
        self.conn.execute(begin)
        try:
            yield
            self.conn.execute(end)
        except BaseException:
            if self.conn.in_transaction:  # else the error has ended it already
                self.conn.execute(back)
            raise
