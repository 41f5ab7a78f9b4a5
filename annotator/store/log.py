"""The append-only log, and which change is the latest word on each field (`head`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.change import DELETED, ENTITIES, Change, ChangeSet, Edit
from annotator.model.clock import Stamp, next_stamp
from annotator.store.database import Database
from annotator.store.identity import new_id

Heads = dict[str, list[Change]]
"""Field to the changes that nothing has replaced, the displayed one first."""

COLUMNS = "id, change_set, reverses, entity, entity_id, hlc, origin, author, previous, fields, signature"


def last_stamp(db: Database) -> Stamp:
    """The greatest clock value in the log."""
    row = db.execute("SELECT max(hlc) FROM change").fetchone()
    return Stamp.parse(row[0]) if row and row[0] else Stamp(0)


def heads(db: Database, entity: str, entity_id: str) -> Heads:
    """What each field of an entity was last set to, and by whom."""
    rows = db.execute(
        f"SELECT head.field, {', '.join('change.' + name for name in COLUMNS.split(', '))} FROM head "
        "JOIN change ON change.id = head.change WHERE head.entity = ? AND head.entity_id = ?",
        [entity, entity_id],
    ).fetchall()
    found: Heads = {}
    for row in rows:
        found.setdefault(row[0], []).append(change_from_row(row[1:]))
    for changes in found.values():
        changes.sort(key=lambda change: (change.hlc, change.origin, change.id), reverse=True)
    return found


def current(found: Heads, entity: str) -> dict[str, Any]:
    """The displayed value of every field, defaults included; `deleted` as the design's merge rule shows it."""
    values = dict(ENTITIES[entity])
    for field, changes in found.items():
        values[field] = changes[0].fields[field]
    values[DELETED] = bool(values.get(DELETED)) and not _edited_beside(found)
    return values


def append(db: Database, edits: Iterable[Edit], origin: str, author: str, now: int, reverses: str | None) -> ChangeSet:
    """Write `edits` as one change set. Fields that already have their value are left out; so are empty changes."""
    change_set, stamp, written = new_id(), last_stamp(db), []
    for edit in edits:
        before = heads(db, edit.entity, edit.entity_id)
        values = current(before, edit.entity)
        fields = {
            name: value
            for name, value in edit.fields.items()
            if (name not in before and name != DELETED) or value != values[name]
        }
        if not fields:
            continue
        stamp = next_stamp(stamp, now)
        seen = before if fields.get(DELETED) else {name: before.get(name, []) for name in fields}
        previous = {name: tuple(change.id for change in changes) for name, changes in seen.items()}
        change = Change(
            new_id(), change_set, reverses, edit.entity, edit.entity_id, str(stamp), origin, author, previous, fields
        )
        _insert(db, change)
        written.append(change)
    return ChangeSet(change_set, tuple(written), reverses)


def changes_of(db: Database, change_set: str) -> tuple[Change, ...]:
    rows = db.execute(f"SELECT {COLUMNS} FROM change WHERE change_set = ? ORDER BY hlc", [change_set]).fetchall()
    return tuple(change_from_row(row) for row in rows)


def notice(entity: str, entity_id: str) -> Change:
    """A change that was never written: what listeners get where an entity looks different, though nobody edited it."""
    return Change("", "", None, entity, entity_id, "", "", "", {}, {})


def changes_by_id(db: Database, ids: Sequence[str]) -> list[Change]:
    marks = ", ".join("?" * len(ids))
    found = db.execute(f"SELECT {COLUMNS} FROM change WHERE id IN ({marks})", list(ids)).fetchall()
    return [change_from_row(row) for row in found]


def change_from_row(row: Sequence[Any]) -> Change:
    """`row` has the log's columns in their order."""
    previous = {name: tuple(ids) for name, ids in json.loads(row[8]).items()}
    id, change_set, reverses, entity, entity_id, hlc, origin, author = row[:8]
    return Change(
        *(id, change_set, reverses, entity, entity_id, hlc, origin, author), previous, json.loads(row[9]), row[10]
    )


def _insert(db: Database, change: Change) -> None:
    row = (
        *(change.id, change.change_set, change.reverses, change.entity, change.entity_id, change.hlc),
        *(change.origin, change.author, _json(change.previous), _json(change.fields), change.signature),
    )
    db.execute(f"INSERT INTO change ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    key = (change.entity, change.entity_id)
    for field in change.fields:
        db.execute("DELETE FROM head WHERE entity = ? AND entity_id = ? AND field = ?", [*key, field])
        db.execute("INSERT INTO head VALUES (?, ?, ?, ?)", [*key, field, change.id])


def _edited_beside(found: Heads) -> bool:
    """Whether somebody edited the entity without knowing of its deletion: it stays visible until that is settled."""
    deletion = found[DELETED][0]
    return any(
        change.id != deletion.id and change.id not in deletion.previous.get(field, ())
        for field, changes in found.items()
        if field != DELETED
        for change in changes
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
