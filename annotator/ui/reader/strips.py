"""Strips above a text: a sentence, perhaps with a button. And what a pane shows while it has no text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget


class Strip(QFrame):
    """One sentence across the pane, in plain text, with a button where there is something to do about it."""

    button_clicked = Signal()

    def __init__(self, button: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 12, 3)
        row.addWidget(self.label, 1)
        self.button = QPushButton(self)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.button_clicked)
        row.addWidget(self.button)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show `sentence`; nothing to say hides the strip."""
        self.label.setText(sentence)
        self.setVisible(bool(sentence))


class EmptyPane(QWidget):
    """What a pane without a text says, and the two ways to get one."""

    import_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Choose a text"), self)
        title.setObjectName("empty_title")
        hint = QLabel(self.tr("Pick a version above, or bring one in."), self)
        hint.setObjectName("quiet")
        hint.setWordWrap(True)
        self.import_button = QPushButton(self.tr("Import a file…"), self)
        self.paste_button = QPushButton(self.tr("Paste a text…"), self)
        self.import_button.clicked.connect(self.import_requested)
        self.paste_button.clicked.connect(self.paste_requested)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.import_button)
        buttons.addWidget(self.paste_button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
