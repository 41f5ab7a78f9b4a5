"""Typing is no history: a draft while the editor is open, one change when it is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.annotation import Person
from annotator.model.change import ChangeSet
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.store.library import Library
from annotator.ui.bridge import Bridge


@dataclass(frozen=True, slots=True)
class Patience:
    """Milliseconds from the last key to the draft on disk, and to the change (`fields`: of words without a draft)."""

    draft: int = 400
    idle: int = 20_000
    fields: int = 3_000


class Autosave(QObject):
    """The words of one annotation that were typed and are no change yet.

    `state_changed` says "unsaved", or "saved" once they are on the disk, as a draft or as a change.
    """

    state_changed = Signal(str)

    def __init__(self, bridge: Bridge, patience: Patience, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._patience = patience
        self._annotation = ""
        self._pending: dict[str, str] = {}
        self._has_draft = False
        self._draft_timer = self._timer(self._save_draft)
        self._commit_timer = self._timer(lambda: self.commit())
        self._draft_timer.setInterval(patience.draft)

    @property
    def pending(self) -> dict[str, str]:
        """Field to words that are typed and no change yet."""
        return dict(self._pending)

    def begin(self, annotation: str, *, has_draft: bool = False) -> None:
        """Go on with that annotation. Commit before, or what is pending is forgotten (a draft of it stays)."""
        self._annotation, self._pending, self._has_draft = annotation, {}, has_draft
        self._draft_timer.stop()
        self._commit_timer.stop()

    def type(self, field: str, words: str, saved: str) -> None:
        """Take note that `field` now reads `words`, where the library has `saved`."""
        if words == saved:
            self._pending.pop(field, None)
        else:
            self._pending[field] = words
        if field == "commentary":
            self._draft_timer.start()
        only_commentary = self._pending.keys() <= {"commentary"}
        self._commit_timer.start(self._patience.idle if only_commentary else self._patience.fields)
        self.state_changed.emit("unsaved" if self._pending else "saved")

    def commit(self) -> bool:
        """Make what was typed one change, and drop the draft. False where that failed; then nothing is lost."""
        self._draft_timer.stop()
        self._commit_timer.stop()
        if self._pending:
            done = self._bridge.act_for(self, _write, self._annotation, self.pending, self._bridge.person)
            if done is None:
                self._save_draft()
                return False
            self._pending = {}
        if self._has_draft:
            self.drop_draft()
        self.state_changed.emit("saved")
        return True

    @property
    def unwritten(self) -> list[Callable[[Library], object]]:
        """What would write the words that wait into a library."""
        if not self._pending:
            return []
        return [partial(_write, id=self._annotation, words=self.pending, person=self._bridge.person)]

    def give_up(self) -> None:
        """Forget the words that wait."""
        self.begin(self._annotation, has_draft=self._has_draft)

    def keep_as_draft(self) -> None:
        """Put the words of the commentary away for when the annotation is there again, and forget the rest."""
        if "commentary" in self._pending:
            self._save_draft()
        self.begin("")

    def drop_draft(self) -> None:
        """Forget the draft on disk."""
        self._has_draft = False
        self._bridge.act(Library.drop_draft, self._annotation)

    def _save_draft(self) -> None:
        self._draft_timer.stop()
        words = self._pending.get("commentary")
        if words is None:
            if self._has_draft:
                self.drop_draft()
            return
        self._has_draft = bool(self._bridge.act(_save_draft, self._annotation, words))
        if self._has_draft and self._pending.keys() == {"commentary"}:
            self.state_changed.emit("saved")

    def _timer(self, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        return timer


def _write(library: Library, id: str, words: dict[str, str], person: Person) -> ChangeSet:
    given: dict[str, Any] = dict(words)
    return edit_annotations(library, [id], Assignment(**given), person)


def _save_draft(library: Library, annotation: str, commentary: str) -> bool:
    library.save_draft(annotation, commentary)
    return True
