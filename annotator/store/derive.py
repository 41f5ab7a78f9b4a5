"""Current tables, derived from the log: what a person opening the file in Datasette reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from annotator.model.change import DELETED, LINKS
from annotator.model.clock import Stamp
from annotator.store import search
from annotator.store.database import Database
from annotator.store.log import Heads, current, heads
from annotator.store.schema import ANCHOR_COLUMNS, FACETS, columns


def derive(db: Database, entities: Iterable[tuple[str, str]]) -> None:
    """Bring the rows of these (entity, id) pairs up to date with the log, and the search index with them."""
    touched: dict[str, None] = {}
    for entity, entity_id in dict.fromkeys(entities):
        if entity == "annotation" or entity in LINKS:
            touched[entity_id.partition(":")[0]] = None
        found = heads(db, entity, entity_id)
        if not found:
            db.execute(f"DELETE FROM {entity} WHERE id = ?", [entity_id])
            search.forget_commentary(db, entity_id)
            continue
        row = current_row(entity, found)
        names = columns(entity)
        assignments = ", ".join(f"{name} = excluded.{name}" for name in names)
        db.execute(
            f"INSERT INTO {entity} (id, {', '.join(names)}) VALUES ({', '.join('?' * (len(names) + 1))}) "
            f"ON CONFLICT (id) DO UPDATE SET {assignments}",
            [entity_id, *(row[name] for name in names)],
        )
        if "annotation" in row:
            # A note is as new as its latest layer, tag or reply; a change of its own is always the latest there is
            db.execute(
                "UPDATE annotation SET modified = ? WHERE id = ? AND modified < ?",
                [row["modified"], row["annotation"], row["modified"]],
            )
        if entity in ("annotation", "reply"):
            annotation = entity_id if entity == "annotation" else row["annotation"]
            words = "" if row[DELETED] else row["commentary"]
            search.index_commentary(db, entity_id, annotation, words)
    for annotation in touched:
        db.execute(f"UPDATE annotation SET facets = {FACETS} WHERE id = ?", [annotation])


def current_row(entity: str, found: Heads) -> dict[str, Any]:
    """The row of the current table that these heads give."""
    values = current(found, entity)
    anchor = values.pop("anchor", None)
    if anchor is not None:
        blank = dict.fromkeys(ANCHOR_COLUMNS, "") | {"start": 0, "end": 0, "whole": False}
        values |= blank | anchor
    latest = max(change.hlc for changes in found.values() for change in changes)
    values["modified"] = Stamp.parse(latest).when
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
