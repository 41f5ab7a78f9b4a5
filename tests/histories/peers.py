"""Libraries in memory, each with its owner and their clock; and what everybody must see alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.model.change import Edit
from annotator.store import identity
from annotator.store.connection import prepared
from annotator.store.database import Database
from annotator.store.library import Library
from annotator.store.lock import WriterLock
from tests.store.samples import WORDS, make_text

TEXTS = tuple(make_text(WORDS.replace("heard", word)) for word in ("heard", "seen", "read"))
"""Every library has the first."""


DAY = 24 * 60 * 60 * 1000
BEGIN = 1_767_225_600_000
"""1 January 2026, in milliseconds since 1970."""


@contextmanager
def clock_at(milliseconds: int) -> Iterator[None]:
    """What the clock says meanwhile."""
    before = identity.clock
    identity.clock = lambda: milliseconds * 1_000_000
    try:
        yield
    finally:
        identity.clock = before


@dataclass
class Peer:
    """One person's library. `offset` is how far their clock is from the true time, in milliseconds."""

    name: str
    library: Library
    offset: int

    @property
    def db(self) -> Database:
        return self.library._db

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(sql, parameters).fetchall()

    def close(self) -> None:
        self.db.close()


@cache
def _template(number: int) -> bytes:
    """A library with one text and two layers, made the usual way; another number is another one of the same kind."""
    layers = [
        Edit("category", name, {"name": name.title(), "mark": "solid", "position": number})
        for number, name in enumerate(("oversight", "surveillance"))
    ]
    with TemporaryDirectory() as folder, clock_at(BEGIN - 30 * DAY):
        path = Path(folder) / "library.sqlite"
        with Library.create(path, f"first-{number}", layers) as library:
            values = {"label": "Sample", "sha256": TEXTS[0].sha256}
            library.apply([Edit("version", TEXTS[0].id, values)], "First", texts=[TEXTS[0]])
        return path.read_bytes()


def copied(origin: str, number: int = 0) -> Library:
    """A library of that installation, which began as a copy."""
    path = Path("/nowhere") / f"{origin}.sqlite"
    db = prepared(sqlite3.connect(":memory:", cached_statements=1000))
    db.conn.deserialize(_template(number))
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = MEMORY")
    return Library(path, db, origin, WriterLock(path))


_DERIVED = (
    *("version", "codebook", "category", "authority", "annotation", "annotation_category", "annotation_tag"),
    *("annotation_authority", "reply", "alignment", "conflict", "lacking"),
)


def dump(peer: Peer) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the derived tables."""
    found = {table: peer.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in _DERIVED}
    found["commentary"] = peer.rows("SELECT entity_id, annotation, folded FROM commentary ORDER BY 1")
    found["version_text"] = peer.rows("SELECT * FROM version_text ORDER BY 1")
    return found


def assert_same(wanted: dict[str, list[tuple[Any, ...]]], found: dict[str, list[tuple[Any, ...]]], who: str) -> None:
    for table, rows in wanted.items():
        assert rows == found[table], f"{who} differ in {table}: {set(rows) ^ set(found[table])}"
