"""What leaves of a thing, from all that the log knows of it: what it says now, and bare ids of what that replaced."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.change import DELETED, Change
from annotator.model.delivery import Row
from annotator.model.sharing import Disguise


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands: for each field the changes that nothing has replaced, the displayed one first.

    It is gone where it is deleted and nobody edited it beside that.
    """

    heads: Mapping[str, Sequence[Change]]
    is_gone: bool

    def values(self, field: str) -> list[Any]:
        """What the field says, the displayed value first; several where people did not know of each other."""
        return [change.fields[field] for change in self.heads.get(field, ())]

    def value(self, field: str) -> Any:
        """What is displayed, or None where nobody ever said anything."""
        return next(iter(self.values(field)), None)


class Lineage:
    """The changes of one thing, and what each of them replaced. `unapplied` are known here, and count for nothing but
    as ancestors."""

    def __init__(self, history: Iterable[Change], unapplied: Collection[str] = ()) -> None:
        self._known = {row.id: row for row in history}
        self._applied = [row for row in self._known.values() if row.id not in unapplied]

    def standing(self) -> Standing:
        names = dict.fromkeys(name for row in self._applied for name in row.fields)
        heads = {name: self._heads(name) for name in names}
        return Standing(heads, self._is_gone(heads))

    def replaced(self, changes: Iterable[Change], field: str) -> set[str]:
        """The ids of all changes that these replaced in a field, directly or through others."""
        found: set[str] = set()
        waiting = [id for row in changes for id in row.previous.get(field, ())]
        while waiting:
            id = waiting.pop()
            if id not in found:
                found.add(id)
                waiting += self._known[id].previous.get(field, ()) if id in self._known else ()
        return found

    def _heads(self, field: str) -> list[Change]:
        # A deletion tells which edits it knew, and replaces none of them: it may be taken back
        setting = [row for row in self._applied if field in row.fields]
        replaced = self.replaced(setting, field)
        found = [row for row in setting if row.id not in replaced]
        return sorted(found, key=lambda row: (row.hlc, row.origin, row.id), reverse=True)

    def _is_gone(self, heads: Mapping[str, Sequence[Change]]) -> bool:
        deletion = next(iter(heads.get(DELETED, ())), None)
        if deletion is None or not deletion.fields[DELETED]:
            return False
        return all(
            row.id == deletion.id or row.id in self.replaced([deletion], name)
            for name, rows in heads.items()
            if name != DELETED
            for row in rows
        )


def leaving_rows(lineage: Lineage, disguise: Disguise) -> list[Row]:
    """What leaves of a thing: of each change the fields that it still decides, and all that it replaced in them.

    Of a thing that is gone only that it is gone.
    """
    standing = lineage.standing()
    kept: dict[str, tuple[Change, list[str]]] = {}
    for name, changes in standing.heads.items():
        if name == DELETED or not standing.is_gone:
            for change in changes:
                kept.setdefault(change.id, (change, []))[1].append(name)
    rows = (_row(change, names, lineage, disguise) for change, names in kept.values())
    return sorted((row for row in rows if row is not None), key=lambda row: row[0])


def _row(change: Change, names: Sequence[str], lineage: Lineage, disguise: Disguise) -> Row | None:
    fields = disguise.fields(change.entity, {name: change.fields[name] for name in names})
    if not fields:
        return None
    # A deletion tells of every field which edits it knew
    wanted = {*fields, *change.previous} if fields.get(DELETED) else set(fields)
    previous = {name: sorted(lineage.replaced([change], name)) for name in sorted(wanted)}
    return (
        *(change.id, change.change_set, None, change.entity, change.entity_id, disguise.hlc(change.hlc)),
        *(disguise.origin(change.origin), disguise.author(change.author)),
        *(_json({name: ids for name, ids in previous.items() if ids}), _json(fields), None),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
