"""A sentence across the top of the window with what can be done about it. It stays, and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

Answer = tuple[str, Callable[[], object]]
"""What a button says, and what it does."""


class Banner(QFrame):
    """Hidden until it has something to say. Answers leave it where it is; Close, where there is one, hides it."""

    def __init__(self, name: str = "problem", parent: QWidget | None = None, *, closes: bool = True) -> None:
        """`name` is what the style sheet knows it by: "problem" or "banner"."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.hide)
        self.close_button.setVisible(closes)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 12, 6)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.close_button)
        self.hide()

    def say(self, sentence: str, answers: Sequence[Answer] = ()) -> None:
        """Show `sentence` with a button for each answer."""
        is_new = self.isHidden() or sentence != self.label.text()
        self.label.setText(sentence)
        self.setAccessibleName(sentence)
        if [words for words, _ in answers] != [button.text() for button in self.buttons]:
            self._offer(answers)
        self.show()
        if is_new:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _offer(self, answers: Sequence[Answer]) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for place, (words, act) in enumerate(answers, 1):
            button = QPushButton(words)
            button.clicked.connect(partial(_answer, act))
            self._row.insertWidget(place, button)
            self.buttons.append(button)


def _answer(act: Callable[[], object], _checked: bool = False) -> None:
    act()
