"""How the tracked changes of a document are read: as accepted, as never made, or both as two versions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from annotator.ui.labels import plain_label


class RevisionsBar(QWidget):
    """Shown where a file has tracked changes. `chosen` carries "accepted" or "rejected", `both` asks for both."""

    chosen = Signal(str)
    both = Signal()

    def __init__(self, revisions: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = QComboBox()
        self.combo.addItem(self.tr("as accepted"), "accepted")
        self.combo.addItem(self.tr("as never made"), "rejected")
        self.combo.setCurrentIndex(max(0, self.combo.findData(revisions)))
        self.combo.setAccessibleName(self.tr("How tracked changes are read"))
        self.combo.activated.connect(lambda _index: self.chosen.emit(self.combo.currentData()))
        self.add_other = QPushButton(self.tr("&Import both, as two versions"))
        self.add_other.setAutoDefault(False)
        self.add_other.clicked.connect(self.both)
        said = plain_label(self.tr("This file has tracked changes. They are read"), wrap=False)
        said.setBuddy(self.combo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(said)
        layout.addWidget(self.combo)
        layout.addWidget(self.add_other)
        layout.addStretch(1)
        self.setVisible(bool(revisions))
