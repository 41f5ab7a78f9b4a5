"""What must come of a history, worked out from who knew what when they wrote, not from what changes say they replaced.

Whoever edits a field has seen what is applied in their library, and what those had seen who wrote that. Two changes of
a field of which neither had seen the other are concurrent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from annotator.model.change import DELETED, LINKS, Change

Known = Mapping[tuple[str, str], Iterable[tuple[str, Collection[str]]]]
"""Entity and id to the changes of it that somebody sees: ids, and the fields that each sets."""

Stamps = Mapping[str, str]
"""Change to its clock as somebody knows it: of what came with days alone they know only the day."""

_UNDISPUTED = {"imported", "source_name", "source_sha256"}


class Oracle:
    """Hears of every change where it is made."""

    def __init__(self) -> None:
        self.changes: dict[str, Change] = {}
        self._seen: dict[tuple[str, str], set[str]] = {}

    def note(self, changes: Iterable[Change], known: Known) -> None:
        for change in changes:
            self.changes[change.id] = change
            there = known.get((change.entity, change.entity_id), ())
            every = {field for _id, fields in there for field in fields}
            for field in set(change.fields) | (every if change.fields.get(DELETED) else set()):
                seen = {id for id, fields in there if field in fields}
                self._seen[change.id, field] = seen.union(*(self._seen.get((id, field), ()) for id in seen))

    def lost_with(self, erased: Collection[str]) -> set[str]:
        """The changes that went with annotations that somebody erased: theirs, their links', their replies'."""
        homes = {row.entity_id: row.fields["annotation"] for row in self.changes.values() if "annotation" in row.fields}
        return {
            row.id
            for row in self.changes.values()
            if row.entity_id in erased
            or (row.entity in LINKS and row.entity_id.partition(":")[0] in erased)
            or (row.entity == "reply" and homes.get(row.entity_id) in erased)
        }

    def conflicts(self, known: Known, stamps: Stamps) -> set[str]:
        """The ids of the conflicts that somebody must see to whom these changes are applied."""
        pairs = ((key, field) for key, rows in known.items() for field in self._disputed(list(rows), stamps))
        return {f"{entity}.{id}.{field}" for (entity, id), field in pairs}

    def displayed(self, known: Known, stamps: Stamps, entity: str, id: str, field: str) -> object:
        """The value that somebody must see."""
        heads = self._heads([(row, fields) for row, fields in known[entity, id]], field)
        return _latest(heads, stamps).fields[field]

    def _disputed(self, known: list[tuple[str, Collection[str]]], stamps: Stamps) -> set[str]:
        heads = {field: self._heads(known, field) for field in {name for _id, fields in known for name in fields}}
        deletions = [row for row in heads.get(DELETED, ()) if row.fields[DELETED]]
        unseen = {row.id: self._unseen(row, heads) for row in deletions}
        is_deleted = deletions and len(deletions) == len(heads[DELETED]) and not unseen[_latest(deletions, stamps).id]
        if is_deleted:
            return set()
        found = {
            field
            for field, rows in heads.items()
            if field not in _UNDISPUTED and any(row.fields[field] != rows[0].fields[field] for row in rows)
        }
        # What a library begins with disputes nothing
        found = {field for field in found if any(row.origin for row in heads[field])}
        return found | ({DELETED} if any(unseen.values()) else set())

    def _heads(self, known: Iterable[tuple[str, Collection[str]]], field: str) -> list[Change]:
        setting = [self.changes[id] for id, fields in known if field in fields]
        replaced = {id for row in setting for id in self._seen[row.id, field]}
        found = [row for row in setting if row.id not in replaced]
        return [row for row in found if row.origin] or found

    def _unseen(self, deletion: Change, heads: Mapping[str, list[Change]]) -> set[str]:
        return {
            row.id
            for field, rows in heads.items()
            if field != DELETED
            for row in rows
            if row.origin and row.id != deletion.id and row.id not in self._seen.get((deletion.id, field), ())
        }


def _latest(changes: Iterable[Change], stamps: Stamps) -> Change:
    return max(changes, key=lambda row: (stamps[row.id], row.origin, row.id))
