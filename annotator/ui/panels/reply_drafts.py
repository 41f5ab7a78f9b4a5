"""Answers that are typed and not sent: on the disk a moment after the last key, so that no crash takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from annotator.model.annotation import answer_draft
from annotator.model.change import ChangeSet
from annotator.store.library import Library
from annotator.ui.bridge import Bridge


class ReplyDrafts(QObject):
    """Words by where they belong: `answer_draft(annotation)` for a new answer, a reply's id for one that is edited."""

    def __init__(self, bridge: Bridge, patience: int, parent: QObject) -> None:
        """`patience` is milliseconds from the last key to the disk."""
        super().__init__(parent)
        self._bridge = bridge
        self._words: dict[str, str] = {}
        self._unwritten: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(patience)
        self._timer.timeout.connect(self.flush)

    def read(self) -> None:
        """Begin with what another library keeps."""
        self._timer.stop()
        self._unwritten.clear()
        self._words = dict(self._bridge.library.drafts()) if self._bridge.is_open else {}

    def words(self, place: str) -> str | None:
        """What is typed there and not sent; None where nobody is typing."""
        return self._words.get(place)

    @property
    def answered(self) -> list[str]:
        """The annotations under which an answer was begun."""
        places = {place.partition(":")[0]: place for place in self._words if ":" in place}
        return [id for id, place in places.items() if place == answer_draft(id) and self._words[place].strip()]

    def type(self, place: str, words: str) -> None:
        self._words[place] = words
        self._unwritten.add(place)
        self._timer.start()

    def forget(self, place: str) -> None:
        """It was sent, or given up."""
        self._unwritten.discard(place)
        if self._words.pop(place, None) is not None:
            self._bridge.act(Library.drop_draft, place)

    def forget_erased(self, change: ChangeSet) -> None:
        """What was erased for good must not live on in a draft."""
        replies = {row.entity_id for row in change.changes if row.entity == "reply"}
        for place in replies | {answer_draft(id) for id in change.annotations}:
            self.forget(place)

    @property
    def unwritten(self) -> list[Callable[[Library], object]]:
        """What would write what is not on the disk yet into a library."""
        words = {place: self._words[place] for place in sorted(self._unwritten)}
        return [partial(_write, place=place, words=row) for place, row in words.items()]

    def flush(self) -> None:
        """Write what is not on the disk yet. What the library cannot take now stays here, and is tried again."""
        self._timer.stop()
        for place in sorted(self._unwritten):
            if self._bridge.act(_write, place, self._words[place]) is None:
                return
            self._unwritten.discard(place)


def _write(library: Library, place: str, words: str) -> bool:
    if words.strip():
        library.save_draft(place, words)
    else:
        library.drop_draft(place)
    return True
