"""Under a note: what has happened to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.model.selection import Event
from annotator.ui.labels import plain_label
from annotator.ui.panels.dates import moment
from annotator.ui.panels.frames import Section, caption, clear, column, text_button


class History(Section):
    """What has happened to the annotation, the latest first. Read when it is unfolded.

    `compare_requested` asks for what each event changed, and for putting values back.
    """

    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        body = QWidget()
        super().__init__(body, parent)
        self.heading.setText(self.tr("History"))
        self.compare_button = text_button(
            self.tr("Compare and restore…"),
            self.compare_requested.emit,
            self.tr("What each event changed (Ctrl+Shift+H)"),
        )
        self._list = QWidget()
        column(self._list, gap=8)
        layout = column(body, gap=8)
        layout.addWidget(self.compare_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._list)

    def show_events(self, events: Sequence[Event]) -> None:
        clear(self._list)
        rows = self._list.layout()
        assert isinstance(rows, QVBoxLayout)
        for row in events:
            rows.addWidget(_entry(" · ".join(part for part in (row.who, moment(row.when)) if part), row.what))


def _entry(about: str, words: str) -> QWidget:
    entry = QWidget()
    layout = column(entry, gap=1)
    what = plain_label(words)
    what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for label in (caption(about), what):
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(label)
    return entry
