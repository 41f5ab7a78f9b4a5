"""The library: one file, one writer, one way to change anything."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from annotator.model.annotation import Person
from annotator.model.change import ChangeSet, Edit, check_edits
from annotator.model.delivery import Placement
from annotator.model.problems import Problem, UnusableLibrary
from annotator.model.treaty import Text
from annotator.store import (
    backups,
    connection,
    creating,
    drafts,
    erasing,
    failed_writes,
    integrity,
    layer_matches,
    log,
    rebuilding,
    schema,
    upgrading,
)
from annotator.store import placements as placing
from annotator.store.backups import Backup, BackupMaker
from annotator.store.database import Database
from annotator.store.derive import derive
from annotator.store.identity import now_milliseconds
from annotator.store.lock import WriterLock
from annotator.store.reading_side import ReadingSide
from annotator.store.standing import nowhere
from annotator.store.texts import add_text
from annotator.store.undoing import UndoStack, reversal

Listener = Callable[[ChangeSet], None]


class Library(ReadingSide):
    """An open library file. Make one with `create`, `open` or `read`; use it on the thread that opened it.

    `origin` names this installation, and lives outside the library. Errors are Problems with a sentence each.
    """

    def __init__(
        self,
        path: Path,
        db: Database,
        origin: str,
        lock: WriterLock | None,
        folder: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        super().__init__(path, db)
        self.origin = origin
        self._lock = lock
        self._folder = folder
        self.backups = BackupMaker(db, path)
        self._listeners: list[Listener] = []
        self._undo_stack: UndoStack | None = None
        self._is_doubtful = False  # after a write that failed

    # -- opening and closing ------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, origin: str, edits: Iterable[Edit] = (), author: str = "") -> Library:
        """Make a library at `path`, with `edits` (its codebook) as its first change, and open it for writing.

        It is made under another name and moved into place, so neither a full disk nor a crash leaves half of one.
        """
        path = connection.real_path(path)
        with creating.made_in_place(path) as unfinished:
            # No origin: what a library begins with is nobody's edit, and nobody can undo it
            db = connection.open_for_writing(unfinished)
            with connection.explained(path), cls(path, db, "", WriterLock(unfinished)) as library:
                schema.migrate(db)
                library.apply(edits, author)
        return cls.open(path, origin)

    @classmethod
    def open(cls, path: Path, origin: str) -> Library:
        """Open for writing. Raises LibraryInUse where another process does, UnusableLibrary where it is none."""
        path = connection.real_path(path)
        connection.check_path(path)
        lock = WriterLock(path)
        lock.acquire()
        try:
            with suppress(OSError):  # a disk that can only be read by now: they are in nobody's way
                creating.forget_unfinished(path)
                backups.forget_unfinished(path)
            db = connection.open_for_writing(path, connection.check_identity)
            try:
                with connection.explained(path):
                    upgrading.upgrade(db, path)
            except BaseException:
                db.close()
                raise
        except BaseException:
            connection.remove_empty_journal(path)
            lock.release()
            raise
        return cls(path, db, origin, lock)

    @classmethod
    def read(cls, path: Path) -> Library:
        """Open for reading alone, whoever else has it open; after a crash on a recovered private copy."""
        path = connection.real_path(path)
        connection.check_path(path)
        db, folder = connection.open_for_reading(path)
        try:
            connection.check_identity(db, path)
            with connection.explained(path):
                if schema.is_behind(db):
                    older = db, folder
                    db, folder = upgrading.upgraded_copy(db, path)
                    _let_go(*older)
        except BaseException:
            _let_go(db, folder)
            raise
        return cls(path, db, "", None, folder)

    def close(self) -> None:
        """Let the file go. Everything applied is on disk already."""
        self.backups.stop()
        _let_go(self._db, self._folder)
        if self._lock:
            connection.remove_empty_journal(self.path)
            self._lock.release()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def is_writable(self) -> bool:
        return self._lock is not None

    # -- changing -----------------------------------------------------------------------------------------------------

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
        edits = list(edits)
        check_edits(edits)
        self._following = {}
        with self._transaction(lambda: log.has_set(self._db, applied.id)):
            added = [text.id for text in texts if add_text(self._db, text)]
            applied = log.append(self._db, edits, self.origin, str(author), now_milliseconds(), reverses, settles)
            derive(self._db, [(change.entity, change.entity_id) for change in applied.changes], added)
            if missing := nowhere(self._db):
                raise Problem(f"{missing} is neither in {self.path.name} nor waited for, so nothing can refer to it.")
        if applied.changes:
            if self._undo_stack:
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

    def erase(self, annotations: Iterable[str]) -> int:
        """Remove every trace of these annotations' words from log, tables, index, drafts and backups here.

        Copies that were sent out live on. Cannot be undone. Returns how many changes of the log were removed. Raises
        Problem where a backup cannot be changed, and then the library was not: erasing can be tried again.
        """
        ids = tuple(annotations)
        self._following = {}
        with self.backups.stopped(), self._transaction(lambda: not erasing.traces(self._db, ids)):
            erasing.erase_from_backups(self.path, ids)
            removed = erasing.erase(self._db, ids)
        self._undo_stack = None
        self._tell(ChangeSet("", removed))
        return len(removed)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change set; the function that comes back ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def rebuild(self) -> Backup | None:
        """Where what is derived is not what log and texts say, make that anew after a backup, which is returned.

        Raises Problem, and then nothing was changed.
        """
        with connection.explained(self.path):
            if not integrity.can_be_mended(self._db):
                return None
        made = self.backups.make("rebuild")
        with self.backups.stopped(), self._transaction():
            rebuilding.rebuild(self._db, self.path)
        self._undo_stack, self._following = None, {}
        return made

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
    def _stack(self) -> UndoStack:
        if self._undo_stack is None:
            self._undo_stack = UndoStack(self._db, self.origin)
        return self._undo_stack

    def _tell(self, change: ChangeSet) -> None:
        for listener in list(self._listeners):
            listener(change)

    def _reverse(self, which: str, author: str | Person) -> ChangeSet | None:
        stack: list[str] = getattr(self._stack, which)
        while stack:
            change_set = stack[-1]
            edits = reversal(self._db, change_set)
            applied = self.apply(edits, author, reverses=change_set) if edits else None
            if applied and applied.changes:
                return applied
            self._stack.skip(change_set)
        return None

    @contextmanager
    def _transaction(self, is_there: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """All that is written in the block, or nothing. `is_there` looks whether it is in the file, for a disk that
        fails when it is there already; without it such a transaction counts as failed, so it must bear to be repeated.
        """
        if not self.is_writable:
            raise UnusableLibrary(f"{self.path} is open for reading only; close it in the other program to change it.")
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


def _let_go(db: Database, folder: tempfile.TemporaryDirectory[str] | None) -> None:
    db.close()
    if folder:
        folder.cleanup()
