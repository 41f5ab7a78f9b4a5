"""How a library that is open is changed: edits, undo and redo, one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from annotator.model.annotation import Person
from annotator.model.change import ChangeSet, Edit, check_edits, clean_edits, clean_name
from annotator.model.later import later
from annotator.model.problems import Problem, UnusableLibrary
from annotator.model.treaty import Text
from annotator.store import connection, layer_matches
from annotator.store.backups import BackupMaker
from annotator.store.database import Database
from annotator.store.identity import now_milliseconds
from annotator.store.reading_side import ReadingSide
from annotator.store.texts import add_text

if TYPE_CHECKING:
    from annotator.store import derive, drafts, failed_writes, log, looks, merges, standing, undoing
else:
    derive, drafts, failed_writes, log, looks, merges, standing, undoing = later(
        "annotator.store", "derive", "drafts", "failed_writes", "log", "looks", "merges", "standing", "undoing"
    )

Listener = Callable[[ChangeSet], None]

_AWAITED = frozenset({"category", "authority"})
"""What is tied to annotations, which look different once it appears or goes."""


class ChangingSide(ReadingSide):
    """Nothing else writes. `origin` names this installation, and lives outside the library."""

    def __init__(self, path: Path, db: Database, origin: str, is_writable: bool) -> None:
        super().__init__(path, db)
        self.origin = origin
        self._is_writable = is_writable
        self._listeners: list[Listener] = []
        self._undo_stack: undoing.UndoStack | None = None
        self._is_doubtful = False  # after a write that failed
        self.backups = BackupMaker(db, path)

    @property
    def is_writable(self) -> bool:
        return self._is_writable

    def apply(
        self,
        edits: Iterable[Edit],
        author: str | Person,
        *,
        texts: Iterable[Text] = (),
        reverses: str | None = None,
        settles: bool = False,
    ) -> ChangeSet:
        """Write `edits` as one change set in one transaction, with the words of new versions, and tell the listeners.

        Edits that change nothing are left out, and the set that comes back may be empty, unless it `settles` what
        people disagree on. Raises Problem, and then nothing was changed.
        """
        edits = clean_edits(edits)
        check_edits(edits)
        self._following = {}
        with self._transaction(lambda: log.has_set(self._db, applied.id)):
            added = [text.id for text in texts if add_text(self._db, text)]
            applied = log.append(
                self._db, edits, self.origin, clean_name(str(author)), now_milliseconds(), reverses, settles
            )
            derive.derive(self._db, [(change.entity, change.entity_id) for change in applied.changes], added)
            if missing := standing.nowhere(self._db):
                raise Problem(f"{missing} is neither in {self.path.name} nor waited for, so nothing can refer to it.")
            if added or any(change.entity in _AWAITED for change in applied.changes):
                applied = replace(applied, also=looks.touched(self._db))
        if applied.changes or applied.also:
            if self._undo_stack and applied.changes:
                self._undo_stack.record(applied.id, applied.reverses)
            self._tell(applied)
        return applied

    def undo(self, author: str | Person) -> ChangeSet | None:
        """Put back what this installation's last edit replaced; None where there is nothing to undo.

        What somebody else has changed since stays as it is.
        """
        return self._reverse("undoable", author)

    def redo(self, author: str | Person) -> ChangeSet | None:
        """Put back what the last undo took away; None where there is nothing to redo."""
        return self._reverse("redoable", author)

    def turns_merge(self, verb: Literal["undo", "redo"]) -> bool:
        """Whether what `undo` or `redo` would do next is a whole merge, which may take a while."""
        stack = self._stack.undoable if verb == "undo" else self._stack.redoable
        return bool(stack) and isinstance(stack[-1], int)

    @property
    def can_undo(self) -> bool:
        return bool(self._stack.undoable)

    @property
    def can_redo(self) -> bool:
        return bool(self._stack.redoable)

    def match_layers(self, matches: Mapping[str, str]) -> None:
        """Read layers of partners as layers of ours; as themselves again where that is "". Never travels.

        Raises Problem, and then nothing was changed.
        """
        if not matches:
            return
        self._following = {}
        with self._transaction():
            layer_matches.match(self._db, matches)
        self._tell(ChangeSet("", (), also={"category": frozenset(matches)}))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change set; the function that comes back ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- drafts: typing is no history ---------------------------------------------------------------------------------

    def save_draft(self, annotation: str, commentary: str) -> None:
        """Keep what is being typed, outside the log, against a crash; of replies too (`store/drafts.py`)."""
        with self._transaction():
            drafts.save(self._db, annotation, commentary)

    def drop_draft(self, annotation: str) -> None:
        with self._transaction():
            drafts.drop(self._db, annotation)

    # -- inside -------------------------------------------------------------------------------------------------------

    @property
    def _stack(self) -> undoing.UndoStack:
        if self._undo_stack is None:
            self._undo_stack = undoing.UndoStack(self._db, self.origin if self._is_writable else "")
        return self._undo_stack

    def _reverse(self, which: str, author: str | Person) -> ChangeSet | None:
        stack: list[undoing.Step] = getattr(self._stack, which)
        while stack:
            step = stack[-1]
            if isinstance(step, int):
                return self._turn(step)
            edits = undoing.reversal(self._db, step, self.origin)
            applied = self.apply(edits, author, reverses=step) if edits else None
            if applied and applied.changes:
                return applied
            self._stack.skip(step)
        return None

    def _turn(self, position: int) -> ChangeSet:
        """Take a merge back, or bring it in again: into the log goes nothing, or it would travel to whoever sent it."""
        self._following = {}
        before = merges.standing(self._db, position)
        with self._transaction(lambda: merges.standing(self._db, position) != before):
            turned = ChangeSet("", (), also=merges.turn(self._db, position))
        self._stack.turned(position)
        self._tell(turned)
        return turned

    def _tell(self, changed: ChangeSet) -> None:
        for listener in list(self._listeners):
            listener(changed)

    @contextmanager
    def _transaction(self, is_there: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """All that is written in the block, or nothing; within another it is a part that can fail alone.

        `is_there` looks whether it is in the file, for a disk that fails when it is there already; without it such a
        transaction counts as failed, so it must bear to be repeated.
        """
        if not self._is_writable:
            raise UnusableLibrary(f"{self.path} is open for reading only; close it in the other program to change it.")
        if self._db.conn.in_transaction:
            with self._db.atomic():
                yield
            return
        is_written = False
        try:
            if self._is_doubtful:
                failed_writes.make_certain(self._db)
                self._is_doubtful = False
            with self._db.atomic():
                yield
                is_written = True
        except sqlite3.DatabaseError as error:
            self._undo_stack, self._is_doubtful, self._db.renewal = None, True, self._renew
            if not failed_writes.was_saved(self._db, lambda: is_written and is_there()):
                raise connection.explain(error, self.path, writing=True) from error

    def _renew(self) -> bool:
        if self.backups.is_making:
            return False
        failed_writes.renew(self._db, self.path)
        return True
