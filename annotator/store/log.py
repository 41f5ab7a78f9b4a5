"""The append-only log: reading what was said of an entity, and adding to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.model.change import DELETED, Change, ChangeSet, Edit
from annotator.model.clock import AHEAD_LIMIT, Stamp, next_stamp
from annotator.model.merging import Lineage
from annotator.store.database import Database
from annotator.store.identity import new_id

_NAMES = (
    *("id", "change_set", "reverses", "entity", "entity_id", "hlc"),
    *("origin", "author", "previous", "fields", "signature"),
)
COLUMNS = ", ".join(_NAMES)
"""Of `change`, in order."""

KNOWN = f"{', '.join('c.' + name for name in _NAMES)}, EXISTS (SELECT 1 FROM unapplied u WHERE u.change = c.id)"
"""SQL for a row of `change c`, and whether it is not applied."""


def last_stamp(db: Database, now: int) -> Stamp:
    """The greatest clock value in the log that can be believed; `now` in milliseconds."""
    row = db.execute("SELECT max(hlc) FROM change WHERE hlc <= ?", [latest_believable(now)]).fetchone()
    return Stamp.parse(row[0]) if row[0] else Stamp(0)


def latest_believable(now: int) -> str:
    """The last stamp that is not too far ahead of `now`, in milliseconds."""
    return str(Stamp(now + AHEAD_LIMIT, 0xFFFFFF))


def lineage(db: Database, entity: str, entity_id: str) -> Lineage:
    """All that is known of an entity."""
    sql = f"SELECT {KNOWN} FROM change c WHERE c.entity = ? AND c.entity_id = ?"
    return lineage_of_rows(entity, db.execute(sql, [entity, entity_id]).fetchall())


def lineage_of_rows(entity: str, rows: Iterable[Sequence[Any]]) -> Lineage:
    """`rows` are as `KNOWN` gives them."""
    changes, unapplied = [], set()
    for row in rows:
        changes.append(change_from_row(row))
        if row[-1]:
            unapplied.add(row[0])
    return Lineage(entity, changes, unapplied)


def append(
    db: Database,
    edits: Iterable[Edit],
    origin: str,
    author: str,
    now: int,
    reverses: str | None,
    settles: bool = False,
) -> ChangeSet:
    """Write `edits` as one change set. Fields that already have their value are left out, unless it `settles` what is
    said of them; so are empty changes."""
    change_set, stamp, written = new_id(), last_stamp(db, now), []
    for edit in edits:
        before = lineage(db, edit.entity, edit.entity_id)
        fields = dict(edit.fields) if settles else _new_values(before, edit)
        if not fields:
            continue
        stamp = next_stamp(stamp, now)
        seen = before.heads if fields.get(DELETED) else {name: before.heads.get(name, ()) for name in fields}
        previous = {name: tuple(change.id for change in changes) for name, changes in seen.items()}
        change = Change(
            new_id(), change_set, reverses, edit.entity, edit.entity_id, str(stamp), origin, author, previous, fields
        )
        _insert(db, change)
        written.append(change)
    return ChangeSet(change_set, tuple(written), reverses)


def has_set(db: Database, change_set: str) -> bool:
    """Whether the log has anything of that change set."""
    return db.execute("SELECT 1 FROM change WHERE change_set = ?", [change_set]).fetchone() is not None


def changes_of(db: Database, change_set: str) -> tuple[Change, ...]:
    sql = f"SELECT {COLUMNS} FROM change WHERE change_set = ? ORDER BY hlc, rowid"
    return tuple(change_from_row(row) for row in db.execute(sql, [change_set]).fetchall())


def changes_by_id(db: Database, ids: Sequence[str]) -> list[Change]:
    marks = ", ".join("?" * len(ids))
    found = db.execute(f"SELECT {COLUMNS} FROM change WHERE id IN ({marks})", list(ids)).fetchall()
    return [change_from_row(row) for row in found]


def change_from_row(row: Sequence[Any]) -> Change:
    """`row` begins with the log's columns in their order."""
    previous = {name: tuple(ids) for name, ids in json.loads(row[8]).items()}
    id, change_set, reverses, entity, entity_id, hlc, origin, author = row[:8]
    return Change(
        *(id, change_set, reverses, entity, entity_id, hlc, origin, author), previous, json.loads(row[9]), row[10]
    )


def json_text(value: Mapping[str, Any]) -> str:
    """`value` as the log has it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _new_values(before: Lineage, edit: Edit) -> dict[str, Any]:
    values = before.current()
    return {
        name: value
        for name, value in edit.fields.items()
        if (name not in before.heads and name != DELETED) or value != values[name]
    }


def _insert(db: Database, change: Change) -> None:
    row = (
        *(change.id, change.change_set, change.reverses, change.entity, change.entity_id, change.hlc),
        *(change.origin, change.author, json_text(change.previous), json_text(change.fields), change.signature),
    )
    db.execute(f"INSERT INTO change ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
