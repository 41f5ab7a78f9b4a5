"""Which annotations came with a partner's file: the sender of the first that brought each, while that is merged."""

from __future__ import annotations

import json
from collections.abc import Iterable

from annotator.store.database import Database

_IS_MAKING = """c.entity = 'annotation' AND c.fields LIKE '%"created"%'"""
"""The change that made an annotation is the one that says when it was created."""

_ALL = f"""
SELECT c.entity_id, m.sender FROM received r CROSS JOIN change c ON c.id = r.change CROSS JOIN merge m ON m.id = r.merge
WHERE {_IS_MAKING} AND NOT m.withdrawn ORDER BY m.position DESC
"""
_SOME = f"""
SELECT c.entity_id, m.sender FROM json_each(?) one CROSS JOIN change c ON c.entity_id = one.value
CROSS JOIN received r ON r.change = c.id CROSS JOIN merge m ON m.id = r.merge
WHERE {_IS_MAKING} AND NOT m.withdrawn ORDER BY m.position DESC
"""
"""Joined in the order that reads least; SQLite has no statistics to find it by."""


def partners_of(db: Database, among: Iterable[str] | None = None) -> dict[str, str]:
    """Annotation id to sender, for those that came with a file; of all, or of those with these ids."""
    if db.execute("SELECT 1 FROM merge LIMIT 1").fetchone() is None:
        return {}
    if among is None:
        return dict(db.execute(_ALL).fetchall())
    return dict(db.execute(_SOME, [json.dumps(list(among))]).fetchall())
