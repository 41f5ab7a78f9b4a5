"""The first minute: who you are, asked in a strip that can be skipped, and how to annotate, in six words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from annotator.settings import INTRODUCED, NAME, ORGANISATION, Settings


class IntroductionStrip(QFrame):
    """Asks for name and organisation across the top of the window; nothing waits for an answer."""

    answered = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._settings = settings
        self.name = QLineEdit(settings.get(NAME))
        self.name.setPlaceholderText(self.tr("Your name"))
        self.organisation = QLineEdit(settings.get(ORGANISATION))
        self.organisation.setPlaceholderText(self.tr("Your organisation"))
        for field, label in ((self.name, self.tr("Your name")), (self.organisation, self.tr("Your organisation"))):
            field.setAccessibleName(label)
            field.setMaximumWidth(220)
            field.returnPressed.connect(self._save)
        save = QPushButton(self.tr("Save"))
        skip = QPushButton(self.tr("Skip"))
        save.clicked.connect(self._save)
        skip.clicked.connect(self._finish)
        self.save_button, self.skip_button = save, skip
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(QLabel(self.tr("Who is annotating? Notes and internal copies carry this; public briefs do not.")))
        row.addStretch(1)
        for part in (self.name, self.organisation, save, skip):
            row.addWidget(part)
        self.setVisible(not settings.get(INTRODUCED))

    def _save(self) -> None:
        self._settings.set(NAME, self.name.text().strip())
        self._settings.set(ORGANISATION, self.organisation.text().strip())
        self._finish()

    def _finish(self) -> None:
        self._settings.set(INTRODUCED, True)
        self.hide()
        self.answered.emit()
