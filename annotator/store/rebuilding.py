"""Making anew what is derived from the log and the texts: the current tables, the conflicts, the search index."""

from __future__ import annotations

from pathlib import Path

from annotator.model.change import ENTITIES
from annotator.model.problems import UnusableLibrary
from annotator.store import search, texts
from annotator.store.database import Database
from annotator.store.derive import derive_touched
from annotator.store.standing import begin, touch_all


def rebuild(db: Database, path: Path) -> None:
    """Runs in a transaction. Raises UnusableLibrary where what is left of the tables does not fit together."""
    search.clear(db)
    for table in (*ENTITIES, "conflict", "lacking"):
        db.execute(f"DELETE FROM {table}")
    begin(db)
    touch_all(db)
    derive_touched(db)
    for (id,) in db.execute("SELECT id FROM version_text ORDER BY rowid").fetchall():
        text = texts.text(db, id)
        if text is not None:
            search.index_text(db, text)
    if db.execute("PRAGMA foreign_key_check").fetchone():
        raise UnusableLibrary(f"{path} cannot be rebuilt, because its tables do not fit together; restore a backup.")
