"""Making anew what is derived from the log and the texts: the heads, the current tables, the search index."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.model.change import ENTITIES
from annotator.model.problems import UnusableLibrary
from annotator.store import queries, search
from annotator.store.database import Database
from annotator.store.derive import derive

Head = tuple[str, str, str, str]
"""Entity, id, field, and the change that is the latest word on it: a row of `head`."""


def replayed_heads(db: Database) -> set[Head]:
    """The rows that `head` must have: each field that a change sets, unless a change that sets it again names it."""
    found: set[Head] = set()
    replaced: set[Head] = set()
    for change, entity, id, fields, previous in db.execute(
        "SELECT id, entity, entity_id, fields, previous FROM change"
    ).fetchall():
        known = json.loads(previous)
        for field in json.loads(fields):
            found.add((entity, id, field, change))
            replaced.update((entity, id, field, other) for other in known.get(field, ()))
    return found - replaced


def rebuild(db: Database, path: Path) -> None:
    """Runs in a transaction. Raises UnusableLibrary where the log itself names something that is missing."""
    search.clear(db)
    for table in ("head", *ENTITIES):
        db.execute(f"DELETE FROM {table}")
    heads = sorted(replayed_heads(db))
    db.conn.executemany("INSERT INTO head VALUES (?, ?, ?, ?)", heads)
    entities = dict.fromkeys(head[:2] for head in heads)
    # Annotations first: their links and replies make them newer
    derive(db, sorted(entities, key=lambda row: row[0] != "annotation"))
    for (id,) in db.execute("SELECT id FROM version_text ORDER BY rowid").fetchall():
        text = queries.text(db, id)
        if text is not None:
            search.index_text(db, text)
    if db.execute("PRAGMA foreign_key_check").fetchone():
        raise UnusableLibrary(
            f"{path} cannot be rebuilt, because its log names something that is missing; restore a backup."
        )
