"""The derived tables of a library, written so that two libraries that say the same are the same to the letter."""

from __future__ import annotations

import json

from annotator.model.change import ENTITIES
from annotator.store.library import Library
from annotator.store.schema import columns

DERIVED = (*ENTITIES, "conflict", "lacking", "passage", "commentary")


def derived(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """Every derived row, but for numbers that SQLite gave, in the order of their cells."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in DERIVED:
        names = [row[1] for row in library._db.execute(f"PRAGMA table_info({table})").fetchall()]
        wanted = ", ".join(name for name in names if not (name == "id" and table in ("passage", "commentary")))
        found[table] = sorted(map(tuple, library._db.execute(f"SELECT {wanted} FROM {table}").fetchall()))
    return found


def dump(library: Library, *, with_deleted: bool = True) -> str:
    """The same as text. What was deleted may be known in part, where it came in a shared file: it can be left out."""
    rows = derived(library)
    if not with_deleted:
        for entity in ENTITIES:
            place = 1 + columns(entity).index("deleted")
            rows[entity] = [row for row in rows[entity] if not row[place]]
    return json.dumps(rows, ensure_ascii=False, indent=1)
