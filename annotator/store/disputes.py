"""What people disagree on, as values of the model."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model.change import DELETED
from annotator.model.clock import moment
from annotator.model.delivery import Claim, Conflict
from annotator.store.database import Database
from annotator.store.log import lineage

Key = tuple[str, str, str]
"""Entity, id, field."""

_KNOWN = "SELECT entity, entity_id, field FROM conflict"


def conflicts(db: Database, annotation: str | None, origin: str) -> list[Conflict]:
    """All that wait to be settled, or those of one annotation; nothing of annotations that are deleted."""
    about = "WHERE annotation NOT IN (SELECT id FROM annotation WHERE deleted)"
    if annotation is not None:
        about += " AND annotation = ?"
    found = db.execute(
        f"{_KNOWN} {about} ORDER BY entity, entity_id, field", [annotation] if annotation is not None else []
    ).fetchall()
    return _conflicts(db, found, origin)


def keys(db: Database) -> set[Key]:
    """Everything that is in conflict."""
    return set(db.execute(_KNOWN).fetchall())


def new(db: Database, before: set[Key], origin: str) -> tuple[Conflict, ...]:
    """What is in conflict now, and was not `before`."""
    return tuple(_conflicts(db, sorted(keys(db) - before), origin))


def _conflicts(db: Database, wanted: Iterable[Key], origin: str) -> list[Conflict]:
    found = []
    for entity, id, field in wanted:
        rows = lineage(db, entity, id).disputes().get(field, ())
        claims = tuple(
            Claim(
                row.id,
                row.fields.get(DELETED, False) if field == DELETED else row.fields[field],
                row.author,
                moment(row.hlc),
                row.origin == origin and not _came_in_a_file(db, row.id),
                is_displayed=place == 0,
            )
            for place, row in enumerate(rows)
        )
        sql = "SELECT annotation FROM conflict WHERE entity = ? AND entity_id = ? AND field = ?"
        annotation = db.execute(sql, [entity, id, field]).fetchone()
        found.append(Conflict(entity, id, annotation[0] if annotation else "", field, claims))
    return found


def _came_in_a_file(db: Database, change: str) -> bool:
    """Whatever such a change says of who made it: only what was made here is surely ours."""
    return db.execute("SELECT 1 FROM received WHERE change = ? LIMIT 1", [change]).fetchone() is not None
