"""The library: one file, one writer, one way to change anything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from annotator.model.change import ChangeSet, Edit
from annotator.model.later import later
from annotator.store import backups, connection, creating, schema
from annotator.store.backups import Backup
from annotator.store.database import Database
from annotator.store.identity import now_milliseconds
from annotator.store.lock import WriterLock
from annotator.store.merging_side import MergingSide

if TYPE_CHECKING:
    from annotator.store import erasing, integrity, merges, rebuilding, upgrading
else:
    erasing, integrity, merges, rebuilding, upgrading = later(
        "annotator.store", "erasing", "integrity", "merges", "rebuilding", "upgrading"
    )


class Library(MergingSide):
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
        super().__init__(path, db, origin, is_writable=lock is not None)
        self._lock = lock
        self._folder = folder

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
                    if schema.is_behind(db):
                        upgrading.upgrade(db, path)
                    if db.execute("SELECT 1 FROM unapplied LIMIT 1").fetchone():
                        merges.release_due(db, now_milliseconds())
            except BaseException:
                db.close()
                raise
        except BaseException:
            connection.remove_empty_journal(path)
            lock.release()
            raise
        return cls(path, db, origin, lock)

    @classmethod
    def read(cls, path: Path, origin: str = "") -> Library:
        """Open for reading alone, whoever else has it open; after a crash on a recovered private copy.

        `origin` tells what was said here from what others said.
        """
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
        return cls(path, db, origin, None, folder)

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

    # -- what backups have a part in ----------------------------------------------------------------------------------

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


def _let_go(db: Database, folder: tempfile.TemporaryDirectory[str] | None) -> None:
    db.close()
    if folder:
        folder.cleanup()
