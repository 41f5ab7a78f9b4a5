"""How annotations looked before something came, and how they look after: what a merge says it did."""

from __future__ import annotations

from annotator.model.change import ENTITIES
from annotator.store.database import Database
from annotator.store.schema import columns

_ROW = ", ".join(name for name in columns("annotation") if name != "modified")
_LOOKS = (
    f"digest(json_array({_ROW}, facets, "
    "(SELECT json_group_array(authority) FROM (SELECT authority FROM annotation_authority l "
    "WHERE l.annotation = annotation.id AND NOT l.deleted ORDER BY authority)), "
    "(SELECT json_group_array(json_array(id, commentary, author, organisation, deleted)) "
    "FROM (SELECT * FROM reply r WHERE r.annotation = annotation.id ORDER BY id))))"
)
"""SQL for what a person sees of a row of `annotation`, as a number; the moment of the latest edit is no part of it."""

Ids = tuple[str, ...]


def remember(db: Database) -> None:
    """Keep how the annotations that are touched look now; those of them that are not here, too."""
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS told (id TEXT PRIMARY KEY, is_shown INTEGER, looks INTEGER) WITHOUT ROWID"
    )
    db.execute("DELETE FROM told")
    db.execute(
        f"INSERT INTO told SELECT t.entity_id, coalesce(NOT annotation.deleted, 0), "
        f"CASE WHEN annotation.id IS NULL THEN 0 ELSE {_LOOKS} END "
        "FROM touched t LEFT JOIN annotation ON annotation.id = t.entity_id WHERE t.entity = 'annotation'"
    )


def compare(db: Database) -> tuple[Ids, Ids, Ids]:
    """Which of the annotations that were remembered are shown since, look different, are shown no more."""
    is_shown = "EXISTS (SELECT 1 FROM annotation a WHERE a.id = told.id AND NOT a.deleted)"
    queries = (
        f"SELECT id FROM told WHERE NOT is_shown AND {is_shown}",
        "SELECT told.id FROM told CROSS JOIN annotation ON annotation.id = told.id "
        f"WHERE told.is_shown AND NOT annotation.deleted AND told.looks <> {_LOOKS}",
        f"SELECT id FROM told WHERE is_shown AND NOT {is_shown}",
    )
    added, changed, deleted = (tuple(row[0] for row in db.execute(sql)) for sql in queries)
    return added, changed, deleted


def touched(db: Database) -> dict[str, frozenset[str]]:
    """What was derived last, by kind of entity."""
    sql = "SELECT entity_id FROM touched WHERE entity = ?"
    found = {entity: frozenset(row[0] for row in db.execute(sql, [entity])) for entity in ENTITIES}
    return {entity: ids for entity, ids in found.items() if ids}
