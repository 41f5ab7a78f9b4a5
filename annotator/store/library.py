"""The library: one file, one writer, one way to change anything."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from annotator.model.annotation import Annotation, Authority, Person, Reply
from annotator.model.change import ChangeSet, Edit, check_edits, link_id
from annotator.model.codebook import Codebook
from annotator.model.correspondence import Link
from annotator.model.problems import NotFound, UnusableLibrary
from annotator.model.selection import Event, Filters, Finding, Step
from annotator.model.treaty import Text, Version
from annotator.store import (
    backups,
    connection,
    creating,
    drafts,
    erasing,
    history,
    integrity,
    layer_matches,
    log,
    queries,
    rebuilding,
    schema,
    search,
    shelf,
    upgrading,
)
from annotator.store.backups import Backup, BackupMaker
from annotator.store.database import Database
from annotator.store.derive import derive
from annotator.store.identity import now_milliseconds
from annotator.store.lock import WriterLock
from annotator.store.undoing import UndoStack, reversal

if TYPE_CHECKING:
    from annotator.store.anchor_check import AnchorCheck
    from annotator.store.outgoing import Outgoing

Listener = Callable[[ChangeSet], None]


class Library:
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
        self.path = path
        self.origin = origin
        self._db = db
        self._lock = lock
        self._folder = folder
        self.backups = BackupMaker(db, path)
        self._listeners: list[Listener] = []
        self._texts: dict[str, Text] = {}
        self._following: dict[str, Annotation] = {}
        self._undo_stack: UndoStack | None = None

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
        self, edits: Iterable[Edit], author: str | Person, *, texts: Iterable[Text] = (), reverses: str | None = None
    ) -> ChangeSet:
        """Write `edits` as one change set in one transaction, with the words of new versions, and tell the listeners.

        Edits that change nothing are left out; the set that comes back may be empty. Raises Problem, and then nothing
        was changed.
        """
        edits = list(edits)
        check_edits(edits)
        self._following = {}
        with self._transaction():
            for text in texts:
                if self._db.execute("SELECT 1 FROM version_text WHERE id = ?", [text.id]).fetchone() is None:
                    queries.insert_text(self._db, text)
                    search.index_text(self._db, text)
            applied = log.append(self._db, edits, self.origin, str(author), now_milliseconds(), reverses)
            derive(self._db, ((change.entity, change.entity_id) for change in applied.changes))
        if applied.changes:
            if self._undo_stack:
                self._undo_stack.record(applied.id, applied.reverses)
            for listener in list(self._listeners):
                listener(applied)
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
        touched = tuple(log.notice("category", id) for id in matches)
        for listener in list(self._listeners):
            listener(ChangeSet("", touched))

    def erase(self, annotations: Iterable[str]) -> int:
        """Remove every trace of these annotations' words from log, tables, index, drafts and backups here.

        Copies that were sent out live on. Cannot be undone. Returns how many changes of the log were removed. Raises
        Problem where a backup cannot be changed, and then the library was not: erasing can be tried again.
        """
        ids = tuple(annotations)
        self._following = {}
        with self.backups.stopped(), self._transaction():
            erasing.erase_from_backups(self.path, ids)
            removed = erasing.erase(self._db, ids)
        self._undo_stack = None
        for listener in list(self._listeners):
            listener(ChangeSet("", removed))
        return len(removed)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change set; the function that comes back ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- reading ------------------------------------------------------------------------------------------------------

    def versions(self) -> list[Version]:
        with connection.explained(self.path):
            return queries.versions(self._db)

    def version(self, id: str) -> Version:
        """Raises NotFound. Prefixes and labels are resolved by the operations."""
        for row in self.versions():
            if row.id == id:
                return row
        raise NotFound(f"There is no version {id} in {self.path.name}; “annotator versions” lists them.")

    def text(self, version: str) -> Text:
        """The words and the tree of a version. Raises NotFound."""
        if version not in self._texts:
            with connection.explained(self.path):
                found = queries.text(self._db, version)
            if found is None:
                raise NotFound(f"There is no version {version} in {self.path.name}; “annotator versions” lists them.")
            self._texts[version] = found
        return self._texts[version]

    def has_text(self, version: str) -> bool:
        """Whether the words of that version are here, though it may have been removed."""
        return self._db.execute("SELECT 1 FROM version_text WHERE id = ?", [version]).fetchone() is not None

    def annotations(self, filters: Filters = Filters()) -> list[Annotation]:  # noqa: B008 (frozen)
        with connection.explained(self.path):
            return queries.choose(self._db, filters)

    def at_hand(self, version: str) -> list[Annotation]:
        """The annotations of a version, in reading order. Their words are read when asked for (`store/shelf.py`)."""
        with connection.explained(self.path):
            return shelf.shelved(self._db, version, queries.positions(self._db), self._words_of)

    def anchor_check(self) -> AnchorCheck:
        """Finds the annotations whose anchors do not fit, some at a time."""
        # Only here: it brings the comparing of words, which opening does without
        from annotator.store.anchor_check import AnchorCheck

        return AnchorCheck(self._db, self.path)

    def outgoing(self) -> Outgoing:
        """What may be shared, read within one moment."""
        from annotator.store.outgoing import Outgoing

        return Outgoing(self._db, self.path)

    def quoted(self, words: str) -> frozenset[str]:
        """The ids of annotations whose commentary has `words` in it, folded."""
        with connection.explained(self.path):
            return search.with_commentary(self._db, words)

    def newest(self) -> list[str]:
        """The ids of all annotations, those made last before others."""
        with connection.explained(self.path):
            return queries.newest(self._db)

    def annotation(self, id: str) -> Annotation:
        """Raises NotFound."""
        found = self.annotations(Filters(annotation=(id,)))
        if not found:
            raise NotFound(f"There is no annotation {id} in {self.path.name}; “annotator annotations” lists them.")
        return found[0]

    def annotation_ids(self, *, with_deleted: bool = False) -> frozenset[str]:
        """The id of every annotation, of the deleted ones too where they are asked for."""
        with connection.explained(self.path):
            return queries.annotation_ids(self._db, with_deleted)

    def codebook(self) -> Codebook:
        with connection.explained(self.path):
            return queries.codebook(self._db)

    def layer_matches(self) -> dict[str, str]:
        """Layers of partners to the layers of ours that they are read as."""
        with connection.explained(self.path):
            return layer_matches.matches(self._db)

    def link_ids(self, entity: str, annotation: str, other: str) -> list[str]:
        """The ids of the links that tie `other` to an annotation; `entity` is a key of `LINKS`.

        Several where layers of partners are read as that layer.
        """
        if entity != "annotation_category":
            return [link_id(annotation, other)]
        with connection.explained(self.path):
            return layer_matches.links_to(self._db, annotation, other)

    def authorities(self) -> list[Authority]:
        with connection.explained(self.path):
            return queries.authorities(self._db)

    def replies(self, annotation: str) -> list[Reply]:
        with connection.explained(self.path):
            return queries.replies(self._db, annotation)

    def links(self, version: str, other_version: str) -> list[Link]:
        """What people said of which provisions of these two versions answer each other, in whichever direction."""
        with connection.explained(self.path):
            return queries.links(self._db, version, other_version)

    def search(self, query: str, where: search.Where = "all", version: str | None = None) -> list[Finding]:
        with connection.explained(self.path):
            return list(search.every(self._db, query, where, version))

    def history(self, annotation: str | None = None, limit: int = 200) -> list[Event]:
        """What happened, the latest first."""
        with connection.explained(self.path):
            return history.events(self._db, annotation, limit)

    def steps(self, event: str, annotation: str | None = None) -> list[Step]:
        """What an event of the history did, field by field; with `annotation` what it did to that."""
        with connection.explained(self.path):
            return history.steps(self._db, event, annotation)

    def problems(self) -> list[str]:
        """What is wrong with the file as a whole, a sentence each; empty where all is well."""
        with connection.explained(self.path):
            return integrity.problems(self._db)

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

    def drafts(self) -> dict[str, str]:
        """What was being typed when the program last stopped, by where it belongs."""
        return drafts.all_of(self._db)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _words_of(self, row: shelf.ShelvedAnnotation) -> Annotation:
        """All of an annotation that is at hand; those that follow it are read too, since most readers go on there."""
        if row.id not in self._following:
            with connection.explained(self.path):
                self._following = {other.id: other for other in queries.following(self._db, row)}
        if row.id not in self._following:
            raise NotFound(f"The annotation {row.id} was erased from {self.path.name}; nothing of it can be shown.")
        return self._following[row.id]

    @property
    def _stack(self) -> UndoStack:
        if self._undo_stack is None:
            self._undo_stack = UndoStack(self._db, self.origin)
        return self._undo_stack

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
    def _transaction(self) -> Iterator[None]:
        if not self.is_writable:
            raise UnusableLibrary(f"{self.path} is open for reading only; close it in the other program to change it.")
        try:
            with self._db.atomic():
                yield
        except sqlite3.DatabaseError as error:
            raise connection.explain(error, self.path, writing=True) from error


def _let_go(db: Database, folder: tempfile.TemporaryDirectory[str] | None) -> None:
    db.close()
    if folder:
        folder.cleanup()
