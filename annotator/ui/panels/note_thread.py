"""Under a note: what others answered, and what has happened to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.annotation import Person, Reply
from annotator.model.selection import Event
from annotator.ui.labels import plain_label, quiet_label, scaled_font
from annotator.ui.panels.dates import moment
from annotator.ui.panels.frames import Section, clear, column
from annotator.ui.panels.growing_edit import GrowingEdit


class Replies(Section):
    """The replies and a field for another. `replied` carries its words; those not sent wait for their annotation."""

    replied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        body = QWidget()
        super().__init__(body, parent)
        self.heading.setText(self.tr("Replies"))
        self._annotation = ""
        self._unsent: dict[str, str] = {}
        self._list = QWidget()
        column(self._list, gap=10)
        self.field = GrowingEdit(1, 8)
        self.field.setPlaceholderText(self.tr("Reply"))
        self.field.setAccessibleName(self.tr("Reply"))
        self.send_button = QPushButton(self.tr("Reply"))
        self.send_button.clicked.connect(lambda _checked: self._send())
        self.field.typed.connect(self._note)
        layout = column(body)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.addWidget(self._list)
        layout.addWidget(self.field)
        layout.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_replies(self, annotation: str, replies: Sequence[Reply]) -> None:
        self._annotation = annotation
        clear(self._list)
        for row in replies:
            _show(self._list, f"{Person(row.author, row.organisation)} · {moment(row.created)}", row.commentary)
        self._list.setVisible(bool(replies))
        self.field.show_words(self._unsent.get(annotation, ""))
        self.send_button.setVisible(bool(self.field.words.strip()))
        self.summarise(str(len(replies)) if replies else self.tr("none"))

    def set_editable(self, is_editable: bool) -> None:
        self.field.setVisible(is_editable)
        self.send_button.setVisible(is_editable and bool(self.field.words.strip()))

    def _note(self, words: str) -> None:
        self._unsent[self._annotation] = words
        self.send_button.setVisible(bool(words.strip()))

    def _send(self) -> None:
        words = self.field.words.strip()
        self._unsent.pop(self._annotation, None)
        self.field.show_words("")
        self.send_button.hide()
        self.replied.emit(words)


class History(Section):
    """What has happened to the annotation, the latest first. Read when it is unfolded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        body = QWidget()
        super().__init__(body, parent)
        self.heading.setText(self.tr("History"))
        column(body, gap=8)

    def show_events(self, events: Sequence[Event]) -> None:
        clear(self.body)
        for row in events:
            _show(self.body, " · ".join(part for part in (row.who, moment(row.when)) if part), row.what)


def _show(on: QWidget, about: str, words: str) -> None:
    entry = QWidget()
    layout = column(entry, gap=1)
    who = quiet_label(about.lstrip(" ·"))
    who.setFont(scaled_font(who.font(), 0.9, QFont.Weight.DemiBold))
    what = plain_label(words)
    what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for label in (who, what):
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(label)
    rows = on.layout()
    assert isinstance(rows, QVBoxLayout)
    rows.addWidget(entry)
