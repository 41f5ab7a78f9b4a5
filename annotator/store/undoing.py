"""Undo and redo through the log: putting earlier values back is a change like any other, and travels like one."""

from __future__ import annotations

from annotator.model.change import DELETED, ENTITIES, Change, Edit
from annotator.store.database import Database
from annotator.store.log import changes_by_id, changes_of, current, heads


class UndoStack:
    """Which of this installation's own change sets can be undone and redone, the latest last."""

    def __init__(self, db: Database, origin: str) -> None:
        self.undoable: list[str] = []
        self.redoable: list[str] = []
        sql = "SELECT change_set, max(reverses) FROM change WHERE origin = ? GROUP BY change_set ORDER BY max(rowid)"
        for change_set, reverses in db.execute(sql, [origin]).fetchall() if origin else ():
            self.record(change_set, reverses)

    def record(self, change_set: str, reverses: str | None) -> None:
        """Take note of a set that was applied: a plain edit ends what could be redone."""
        if reverses is None:
            self.redoable.clear()
            self.undoable.append(change_set)
        elif reverses in self.undoable:
            self.undoable.remove(reverses)
            self.redoable.append(change_set)
        else:
            if reverses in self.redoable:
                self.redoable.remove(reverses)
            self.undoable.append(change_set)

    def skip(self, change_set: str) -> None:
        """Forget a set of which nothing is left to take back."""
        for stack in (self.undoable, self.redoable):
            if change_set in stack:
                stack.remove(change_set)


def reversal(db: Database, change_set: str) -> list[Edit]:
    """The edits that put back what the set replaced, except where somebody has changed the field since."""
    edits = (_reversal_of(db, change) for change in reversed(changes_of(db, change_set)))
    return [edit for edit in edits if edit is not None]


def _reversal_of(db: Database, change: Change) -> Edit | None:
    found = heads(db, change.entity, change.entity_id)
    if _created_it(db, change):
        others = any(head.id != change.id and head.origin != change.origin for row in found.values() for head in row)
        gone = current(found, change.entity)[DELETED]
        return None if others or gone else Edit(change.entity, change.entity_id, {DELETED: True})
    fields = {
        name: earlier(db, change, name) for name in change.fields if _still_stands(found.get(name, []), change, name)
    }
    return Edit(change.entity, change.entity_id, fields) if fields else None


def _still_stands(current_heads: list[Change], change: Change, field: str) -> bool:
    """Whether the field is as the change left it, by this installation's hand.

    The head may be a later change that put the same value back: that is what undoing and redoing in turn leaves.
    """
    match current_heads:
        case [head]:
            return head.origin == change.origin and bool(head.fields[field] == change.fields[field])
    return False


def _created_it(db: Database, change: Change) -> bool:
    sql = "SELECT NOT EXISTS (SELECT 1 FROM change WHERE entity = ? AND entity_id = ? AND hlc < ?)"
    return bool(db.execute(sql, [change.entity, change.entity_id, change.hlc]).fetchone()[0])


def earlier(db: Database, change: Change, field: str) -> object:
    """The value that the field had before the change."""
    ids = change.previous.get(field, ())
    if not ids:
        return False if field == DELETED else ENTITIES[change.entity][field]
    replaced = changes_by_id(db, ids)
    return max(replaced, key=lambda row: (row.hlc, row.origin, row.id)).fields[field]
