"""Which annotations came with a partner's file: the sender of the first that brought each, while that is merged."""

from __future__ import annotations

import json
from collections.abc import Iterable

from annotator.store.database import Database

_IS_MAKING = """c.entity = 'annotation' AND instr(c.fields, '"created"')"""
"""The change that made an annotation says when it was created. What was made here was never received."""

_ALL = f"SELECT c.entity_id, r.merge FROM change c CROSS JOIN received r ON r.change = c.id WHERE {_IS_MAKING}"
_SOME = (
    "SELECT c.entity_id, r.merge FROM json_each(?) one CROSS JOIN change c ON c.entity_id = one.value "
    f"CROSS JOIN received r ON r.change = c.id WHERE {_IS_MAKING}"
)
"""Joined in the order that reads least; SQLite has no statistics to find it by."""


def partners_of(db: Database, among: Iterable[str] | None = None) -> dict[str, str]:
    """Annotation id to sender, for those that came with a file; of all, or of those with these ids."""
    merges = db.execute("SELECT id, sender FROM merge WHERE NOT withdrawn ORDER BY position, id").fetchall()
    if not merges:
        return {}
    rows = db.execute(_ALL) if among is None else db.execute(_SOME, [json.dumps(list(among))])
    if len(merges) == 1:
        ((only, sender),) = merges
        return {annotation: sender for annotation, merge in rows if merge == only}
    place = {id: number for number, (id, _sender) in enumerate(merges)}
    first: dict[str, int] = {}
    for annotation, merge in rows:
        number = place.get(merge, len(merges))
        if number < first.get(annotation, len(merges)):
            first[annotation] = number
    return {annotation: merges[number][1] for annotation, number in first.items()}
