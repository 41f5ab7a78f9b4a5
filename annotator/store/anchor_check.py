"""Whether anchors fit their texts, looked at some at a time: one text after the other, one in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from annotator.model.anchoring import Anchor
from annotator.model.reanchoring import Doubt, Doubtful
from annotator.store import queries
from annotator.store.connection import explained
from annotator.store.database import Database
from annotator.store.placements import own_anchor

_ROWS = (
    "SELECT a.version, a.id, a.start, a.end, a.exact, a.provision, coalesce(v.deleted, 1), p.how IS 'review' "
    "FROM annotation a LEFT JOIN version v ON v.id = a.version "
    "LEFT JOIN placement p ON p.annotation = a.id AND p.version = a.version WHERE NOT a.deleted AND "
)
_PLACE = "(a.version, a.start, a.end, a.id)"


class AnchorCheck:
    """Walks through all annotations of the library at `path`. Make a new one after versions have changed.

    Both methods raise Problem where the file cannot be read.
    """

    def __init__(self, db: Database, path: Path) -> None:
        self._db, self._path = db, path
        self._reached: tuple[str, int, int, str] = ("", -1, -1, "")
        self._version = ""
        self._text: str | None = None
        self._eids: frozenset[str] = frozenset()

    def step(self, limit: int) -> list[Doubtful] | None:
        """Look at the next `limit` annotations and return those that do not fit; None once all were looked at."""
        # In the order of an index, so that each step costs what it looks at
        sql = f"{_ROWS} {_PLACE} > (?, ?, ?, ?) ORDER BY a.version, a.start, a.end, a.id LIMIT ?"
        with explained(self._path):
            rows = self._db.execute(sql, [*self._reached, limit]).fetchall()
            found = self._doubtful(rows)
        if not rows:
            self._text, self._version = None, ""
            return None
        version, id, start, end = rows[-1][:4]
        self._reached = (version, start, end, id)
        return found

    def among(self, ids: Iterable[str]) -> list[Doubtful]:
        """Those of these annotations that do not fit."""
        wanted = list(ids)
        marks = ", ".join("?" * len(wanted))
        sql = f"{_ROWS} a.id IN ({marks}) ORDER BY a.version, a.id"
        with explained(self._path):
            return self._doubtful(self._db.execute(sql, wanted).fetchall())

    # -- inside -------------------------------------------------------------------------------------------------------

    def _doubtful(self, rows: Iterable[Sequence[Any]]) -> list[Doubtful]:
        doubts: dict[str, Doubt] = {}
        for row in rows:
            found = self._doubt(row)
            if found:
                doubts[row[1]] = found
        known = queries.by_ids(self._db, doubts) if doubts else []
        return [Doubtful(row, doubts[row.id], self._made_on(row.id, doubts[row.id])) for row in known]

    def _made_on(self, id: str, doubt: Doubt) -> Anchor | None:
        return own_anchor(self._db, id) if doubt == "review" else None

    def _doubt(self, row: Sequence[Any]) -> Doubt:
        version, _id, start, end, exact, provision, is_removed, is_for_review = row
        if is_removed:
            return "text"
        self._read(version)
        if self._text is None:
            return "text"
        if not 0 <= start < end <= len(self._text) or self._text[start:end] != exact:
            return "words"
        if provision and provision not in self._eids:
            return "provision"
        return "review" if is_for_review else ""

    def _read(self, version: str) -> None:
        if version == self._version:
            return
        self._version = version
        found = self._db.execute("SELECT text FROM version_text WHERE id = ?", [version]).fetchone()
        self._text = found[0] if found else None
        rows = self._db.execute("SELECT eid FROM provision WHERE version = ?", [version]).fetchall()
        self._eids = frozenset(row[0] for row in rows)
