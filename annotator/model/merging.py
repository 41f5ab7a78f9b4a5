"""What stands, when several people said things of one entity: a pure function of the changes that are applied.

Each change names, for every field, the changes that it replaced, directly or through others. So whoever has the same
changes sees the same, in whichever order they came, how often, and whatever the clocks said.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.model.change import DELETED, ENTITIES, Change

Heads = Mapping[str, Sequence[Change]]
"""Field to the changes that nothing has replaced, the displayed one first."""

MOST_DELETIONS = 20
"""Deletions of one thing, none of which knew of another, that are asked which edits they did not know of: a file may
have been made with thousands, and each look goes through all that was ever said."""

UNDISPUTED = {"version": frozenset({"imported", "source_name", "source_sha256"})}
"""Fields in which two libraries may differ without anybody disagreeing: how a text came to them."""


class Lineage:
    """What is known of one entity. `unapplied` are changes that wait or were withdrawn: what they replaced is known
    through them, what they say is not."""

    def __init__(self, entity: str, known: Iterable[Change], unapplied: Container[str] = ()) -> None:
        self.entity = entity
        self._known = {change.id: change for change in known}
        setting: dict[str, list[Change]] = {}
        for change in self._known.values():
            if change.id not in unapplied:
                for field in change.fields:
                    setting.setdefault(field, []).append(change)
        self.heads: Heads = {
            field: rows if len(rows) == 1 else self._standing(field, rows) for field, rows in setting.items()
        }

    def __bool__(self) -> bool:
        """Whether anything was said of it, and is applied."""
        return bool(self.heads)

    @property
    def is_deleted(self) -> bool:
        """Whether it was deleted, and nobody edited or restored it without knowing of that."""
        rows = self.heads.get(DELETED, ())
        return bool(rows) and all(row.fields[DELETED] for row in rows) and not self._beside(rows[0])

    @property
    def latest(self) -> str:
        """The greatest clock of all heads."""
        return max(change.hlc for rows in self.heads.values() for change in rows)

    def current(self) -> dict[str, Any]:
        """The displayed value of every field, defaults included."""
        values = dict(ENTITIES[self.entity])
        for field, rows in self.heads.items():
            values[field] = rows[0].fields[field]
        values[DELETED] = self.is_deleted
        return values

    def disputes(self) -> dict[str, list[Change]]:
        """The fields in conflict, each with the changes that stand against each other, the displayed one first.

        A deletion beside edits that did not know of it is one about `deleted`, with those edits.
        """
        if self.is_deleted:
            return {}
        left_alone = UNDISPUTED.get(self.entity, ())
        found = {
            field: list(rows) for field, rows in self.heads.items() if field not in left_alone and _differ(field, rows)
        }
        rows = self.heads.get(DELETED, ())
        deletions = [row for row in rows if row.fields[DELETED]][:MOST_DELETIONS]
        beside = {edit.id: edit for row in deletions for edit in self._beside(row)}
        if beside or DELETED in found:
            kept = [row for row in rows if row.id not in beside]
            found[DELETED] = [*sorted(beside.values(), key=_rank, reverse=True), *kept]
            found[DELETED].sort(key=lambda row: bool(row.fields.get(DELETED)))  # it is visible
        return found

    def replaced(self, field: str, changes: Iterable[Change]) -> set[str]:
        """Ids of all that these changes replaced in that field, through changes that are not applied too."""
        found: set[str] = set()
        ahead = [id for change in changes for id in change.previous.get(field, ())]
        while ahead:
            id = ahead.pop()
            if id not in found:
                found.add(id)
                through = self._known.get(id)
                if through:
                    ahead += through.previous.get(field, ())
        return found

    def _beside(self, deletion: Change) -> list[Change]:
        """The changes that whoever deleted the entity did not know of."""
        found = []
        for field, rows in self.heads.items():
            if field != DELETED:
                seen = self.replaced(field, [deletion])
                found += [row for row in rows if row.id not in seen and row.id != deletion.id and row.origin]
        return found

    def _standing(self, field: str, rows: list[Change]) -> list[Change]:
        replaced = self.replaced(field, rows)
        found = [row for row in rows if row.id not in replaced]
        if len(found) < len(rows):
            known = self.replaced(field, found).union(row.id for row in found)
            if ring := [row for row in rows if row.id not in known]:
                found += self._unringed(field, ring)
        # What a library begins with is nobody's word: it yields to anybody's
        said = [row for row in found if row.origin]
        return sorted(said or found, key=_rank, reverse=True)

    def _unringed(self, field: str, rows: list[Change]) -> list[Change]:
        """Of changes that claim to have replaced each other, which no honest file has: those that none replaced that
        they did not replace too. Else a forged line would make a field's values vanish."""
        below: dict[str, Sequence[str]] = {}
        order = self._finished(field, rows, below)
        above: dict[str, list[str]] = {}
        for id, ids in below.items():
            for other in ids:
                above.setdefault(other, []).append(id)
        seen: set[str] = set()
        first: set[str] = set()
        for id in reversed(order):  # whatever replaced it, and it did not, stands before it
            if id not in seen:
                _reach(id, above, first)
                _reach(id, below, seen)
        return [row for row in rows if row.id in first]

    def _finished(self, field: str, rows: list[Change], below: dict[str, Sequence[str]]) -> list[str]:
        """All that these changes replaced in the field, and they: each after what it replaced, as far as there is
        such an order. `below` gets what each replaced itself."""
        order: list[str] = []
        for row in rows:
            path = [] if row.id in below else [(row.id, self._open(field, row.id, below))]
            while path:
                id, ahead = path[-1]
                following = next((other for other in ahead if other not in below), None)
                if following is None:
                    order.append(id)
                    path.pop()
                else:
                    path.append((following, self._open(field, following, below)))
        return order

    def _open(self, field: str, id: str, below: dict[str, Sequence[str]]) -> Iterator[str]:
        known = self._known.get(id)
        below[id] = known.previous.get(field, ()) if known else ()
        return iter(below[id])


def _reach(id: str, ways: Mapping[str, Sequence[str]], found: set[str]) -> None:
    """Add it to `found`, and all that can be come to from it through what is not there yet."""
    ahead = [id]
    while ahead:
        id = ahead.pop()
        if id not in found:
            found.add(id)
            ahead += ways.get(id, ())


def _differ(field: str, rows: Sequence[Change]) -> bool:
    return len(rows) > 1 and bool(rows[0].origin) and any(row.fields[field] != rows[0].fields[field] for row in rows)


def _rank(change: Change) -> tuple[str, str, str]:
    """What is displayed of several that stand: the greatest."""
    return change.hlc, change.origin, change.id
