"""Undo and redo through the log: putting earlier values back is a change like any other, and travels like one."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model.change import DELETED, ENTITIES, LINKS, Change, Edit
from annotator.store.database import Database
from annotator.store.log import changes_by_id, changes_of, lineage

Step = str | int
"""A change set of ours by its id, or what was merged together by its place in the log."""


_FOUNDING = {
    "annotation": {"anchor"},
    "reply": {"annotation"},
    "alignment": {"version", "provision", "other_version", "other_provision"},
    **{link: {"annotation", other} for link, other in LINKS.items()},
}
"""What an entity is about, which is never blank."""


class UndoStack:
    """Which of this installation's own change sets and merges can be undone and redone, the latest last."""

    def __init__(self, db: Database, origin: str) -> None:
        self.undoable: list[Step] = []
        self.redoable: list[Step] = []
        for step, reverses, is_withdrawn in _steps(db, origin) if origin else ():
            self.record(step, reverses)
            if is_withdrawn:
                self.turned(step)

    def record(self, step: Step, reverses: str | None = None) -> None:
        """Take note of a set that was applied, or of a merge: but for a reversal it ends what could be redone."""
        if reverses is None:
            self.redoable.clear()
            self.undoable.append(step)
        elif reverses in self.undoable:
            self.undoable.remove(reverses)
            self.redoable.append(step)
        else:
            if reverses in self.redoable:
                self.redoable.remove(reverses)
            self.undoable.append(step)

    def turned(self, step: Step) -> None:
        """Take note of a merge that was taken back, or brought in again."""
        here, there = (self.undoable, self.redoable) if step in self.undoable else (self.redoable, self.undoable)
        if step in here:
            here.remove(step)
            there.append(step)

    def skip(self, step: Step) -> None:
        """Forget a set of which nothing is left to take back."""
        for stack in (self.undoable, self.redoable):
            if step in stack:
                stack.remove(step)


_MADE_HERE = "origin = ? AND NOT EXISTS (SELECT 1 FROM received r WHERE r.change = c.id)"
"""SQL for a change `c`: what comes in a file is nobody's step here, whatever it says of who made it."""


def _steps(db: Database, origin: str) -> list[tuple[Step, str | None, bool]]:
    """Each with what it reverses and whether it is a merge that is withdrawn, in the order they happened here."""
    sets = f"SELECT change_set, max(reverses), 0, max(rowid), 0 FROM change c WHERE {_MADE_HERE} GROUP BY change_set"
    merges = "SELECT position, NULL, min(withdrawn), position, 1 FROM merge GROUP BY position"
    rows = db.execute(f"{sets} UNION ALL {merges} ORDER BY 4, 5", [origin]).fetchall()
    return [(step, reverses, bool(is_withdrawn)) for step, reverses, is_withdrawn, *_ in rows]


def reversal(db: Database, change_set: str, origin: str) -> list[Edit]:
    """The edits that put back what the set replaced, except where somebody has changed the field since.

    `origin` is this installation: what others say was in the set is theirs.
    """
    sql = f"SELECT id FROM change c WHERE change_set = ? AND {_MADE_HERE}"
    own = {row[0] for row in db.execute(sql, [change_set, origin]).fetchall()}
    made = [change for change in changes_of(db, change_set) if change.id in own]
    edits = (_reversal_of(db, change) for change in reversed(made))
    return [edit for edit in edits if edit is not None]


def _reversal_of(db: Database, change: Change) -> Edit | None:
    found = lineage(db, change.entity, change.entity_id)
    if _created_it(db, change):
        others = any(
            head.id != change.id and head.origin != change.origin for rows in found.heads.values() for head in rows
        )
        return None if others or found.is_deleted else Edit(change.entity, change.entity_id, {DELETED: True})
    fields = {
        name: earlier(db, change, name)
        for name in change.fields
        if _still_stands(found.heads.get(name, ()), change, name) and not _is_founding(change, name)
    }
    return Edit(change.entity, change.entity_id, fields) if fields else None


def _is_founding(change: Change, field: str) -> bool:
    """Whether the change said for the first time what the entity is about: there is nothing to put back then. All that
    was known of a link before may be that a partner took it off."""
    return field in _FOUNDING.get(change.entity, ()) and not change.previous.get(field)


def _still_stands(heads: Sequence[Change], change: Change, field: str) -> bool:
    """Whether the field is as the change left it, by this installation's hand.

    The head may be a later change that put the same value back: that is what undoing and redoing in turn leaves.
    """
    match heads:
        case [head]:
            return head.origin == change.origin and bool(head.fields[field] == change.fields[field])
    return False


def _created_it(db: Database, change: Change) -> bool:
    """Whether nothing was said of the entity before, as this library heard it: clocks may be wrong."""
    sql = (
        "SELECT NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = ? AND c.entity_id = ? "
        "AND c.rowid < (SELECT rowid FROM change WHERE id = ?) "
        "AND NOT EXISTS (SELECT 1 FROM unapplied u WHERE u.change = c.id))"
    )
    return bool(db.execute(sql, [change.entity, change.entity_id, change.id]).fetchone()[0])


def earlier(db: Database, change: Change, field: str) -> object:
    """The value that the field had before the change; what it begins with, where that never came to this library."""
    replaced = [row for row in changes_by_id(db, change.previous.get(field, ())) if field in row.fields]
    if not replaced:
        return False if field == DELETED else ENTITIES[change.entity][field]
    return max(replaced, key=lambda row: (row.hlc, row.origin, row.id)).fields[field]
