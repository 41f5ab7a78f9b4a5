"""How partners' files come into a library that is open, and what people disagree on then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from annotator.model.change import ChangeSet
from annotator.model.later import later
from annotator.model.problems import NotFound
from annotator.model.records import dataclass
from annotator.store import connection
from annotator.store.changing_side import ChangingSide
from annotator.store.identity import now_milliseconds

if TYPE_CHECKING:
    from annotator.model.annotation import Person
    from annotator.model.delivery import Conflict, Delivery, Merge, Placement, Receipt
    from annotator.store import disputes, merges, received
    from annotator.store import placements as placing
    from annotator.store.merges import Touched
else:
    disputes, merges, placing, received = later("annotator.store", "disputes", "merges", "placements", "received")


class _TakenBack(Exception):  # noqa: N818 (no error: how a transaction is left without keeping it)
    """What was done is only to be told, not to be kept."""


@dataclass(slots=True)
class _Together:
    """Files that are merged as one, and what that touched."""

    merges: list[str] = field(default_factory=list)
    touched: Touched = field(default_factory=dict)

    def add(self, touched: Touched) -> None:
        for entity, ids in touched.items():
            self.touched[entity] = self.touched.get(entity, frozenset()) | ids


class MergingSide(ChangingSide):
    """Merging appends what the partner said, in their name; taking a merge back appends nothing."""

    _together: _Together | None = None

    @contextmanager
    def merging(self, *, preview: bool = False) -> Iterator[None]:
        """What is received within is one transaction, one thing to undo, and told to the listeners once, at the end.

        With `preview`, or when an error leaves it, nothing of it is kept.
        """
        self._together = together = _Together()
        self._following, known_texts = {}, set(self._texts)
        stack, self._undo_stack = self._undo_stack, None
        try:
            is_there = partial(merges.are_there, self._db, together.merges)
            with connection.much_in_memory(self._db), self._transaction(is_there):
                yield
                position = merges.join(self._db, together.merges)
                if preview:
                    raise _TakenBack
        except _TakenBack:
            self._undo_stack = stack
            return
        finally:
            self._together = None
            # What was read within may not be there any more
            self._following = {}
            self._texts = {id: text for id, text in self._texts.items() if id in known_texts}
        if position is not None and stack:
            stack.record(position)
            self._undo_stack = stack
        if together.touched:
            self._tell(ChangeSet("", (), also=together.touched))

    def receive(
        self,
        delivery: Delivery,
        author: str | Person,
        *,
        preview: bool = False,
        texts: Collection[str] | None = None,
        then: Callable[[], None] | None = None,
    ) -> Receipt:
        """Merge what a partner's file holds, and those of its `texts` (ids; all where it is None) that are not here.

        `then` is called when all of it is in its place; it may place annotations and match layers, as part of the
        merge. Where nothing is new nothing is kept. With `preview` neither: the receipt says what would be. Raises
        UnusableFile, and then nothing was changed.
        """
        if self._together is None:
            with self.merging(preview=preview):
                return self.receive(delivery, author, texts=texts, then=then)
        together, now = self._together, now_milliseconds()
        try:
            with self._transaction():
                receipt, touched = received.receive(self._db, delivery, self.origin, author, now, texts, then)
                if not receipt.merge and then is None:
                    raise _TakenBack
        except _TakenBack:
            return receipt
        if receipt.merge:
            together.merges.append(receipt.merge)
        together.add(touched)
        return receipt

    def merges(self) -> list[Merge]:
        """What was merged, the latest first."""
        with connection.explained(self.path):
            return merges.merges(self._db)

    def merged_files(self) -> dict[str, int]:
        """The SHA-256 of each file that was merged and not taken back since, with how many annotations it told of."""
        with connection.explained(self.path):
            return merges.merged_files(self._db)

    def has_merged(self, sha256: str) -> bool:
        """Whether a file of these bytes was merged, and not taken back since."""
        with connection.explained(self.path):
            return merges.has_merged(self._db, sha256)

    def merged_from(self, sender: str) -> frozenset[str]:
        """The annotations that came from a sender, whoever has edited them since."""
        with connection.explained(self.path):
            return merges.merged_from(self._db, sender)

    def unmerge(self, merge: str) -> ChangeSet:
        """Take back what came by this merge alone; the texts, layers and sources that something else needs stay.

        Appends nothing, so it never travels. Raises NotFound.
        """
        return self._turned(merge, merges.withdraw)

    def remerge(self, merge: str) -> ChangeSet:
        """Bring in again what was taken back. Raises NotFound."""
        return self._turned(merge, merges.remerge)

    def conflicts(self, annotation: str | None = None) -> list[Conflict]:
        """What people disagree on and nobody has settled, all or of one annotation with its links and replies."""
        with connection.explained(self.path):
            return disputes.conflicts(self._db, annotation, self.origin)

    def waiting(self) -> int:
        """How many changes are held because the clock of whoever made them is far ahead."""
        with connection.explained(self.path):
            return merges.waiting(self._db)

    def accept_waiting(self) -> ChangeSet:
        """Let them count now; our clock does not follow them."""
        self._following = {}
        with self._transaction():
            touched = merges.release(self._db, None)
        return self._told(touched)

    def place(self, placements: Iterable[Placement]) -> None:
        """Let annotations stand there whose own text is not here. That is no edit, and never travels.

        Raises Problem where a place is not in its text, and then nothing was changed.
        """
        rows = list(placements)
        if not rows:
            return
        self._following = {}
        with self._transaction():
            placing.place(self._db, rows)
        self._tell(ChangeSet("", (), also={"annotation": frozenset(row.annotation for row in rows)}))

    def _turned(self, merge: str, turn: Callable[..., Touched]) -> ChangeSet:
        known = {row.id: row for row in self.merges()}
        if merge not in known:
            raise NotFound(f"Nothing was merged as {merge} into {self.path.name}; “annotator merges” lists what was.")
        self._following = {}
        with self._transaction(lambda: merges.is_withdrawn(self._db, merge) is (turn is merges.withdraw)):
            touched = turn(self._db, [merge])
        self._undo_stack = None
        return self._told(touched)

    def _told(self, touched: Touched) -> ChangeSet:
        changed = ChangeSet("", (), also=touched)
        if touched:
            self._tell(changed)
        return changed

    def _tell(self, changed: ChangeSet) -> None:
        if self._together is None:
            super()._tell(changed)
            return
        touched: dict[str, set[str]] = {entity: set(ids) for entity, ids in changed.also.items()}
        for row in changed.changes:
            touched.setdefault(row.entity, set()).add(row.entity_id)
        self._together.add({entity: frozenset(ids) for entity, ids in touched.items()})
