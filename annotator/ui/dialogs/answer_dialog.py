"""Choosing the provision that answers another: the outline of the other text, with a field that narrows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.model.treaty import Text, Version
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import quiet_label
from annotator.ui.panels.looks import quiet
from annotator.ui.panels.provisions import ProvisionTree

_SIZE = QSize(520, 560)


class AnswerDialog(Dialog):
    """`chosen` carries the eId of the provision that a person picked."""

    chosen = Signal(str)

    def __init__(self, title: str, version: Version, text: Text, current: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, _SIZE)
        self._text = text
        self._is_mirrored = version.data.direction == "rtl"
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type 24(2), or a word"))
        self.field.setAccessibleName(self.tr("Find in the outline"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.tree = ProvisionTree(lambda _category: ("", quiet(self.palette()), ""))
        self.tree.installEventFilter(self)
        self.tree.doubleClicked.connect(lambda _index: self.accept())
        self.tree.show_text(text, right_to_left=self._is_mirrored)
        self.tree.set_current(current)
        self.body.addWidget(quiet_label(self.tr("The provision of “{name}”:").format(name=version.name)))
        self.body.addWidget(self.field)
        self.body.addWidget(self.tree, 1)
        self.link = self.add_accept(self.tr("Link"))
        self.add_cancel()
        self.tree.selectionModel().currentChanged.connect(self._enable)
        self._enable()
        self.field.setFocus()

    def accept(self) -> None:
        if self.tree.current:
            self.chosen.emit(self.tree.current)
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """The arrow down goes from the field into the outline; Enter links, there too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.field and event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                return True
            if watched is self.tree and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, words: str) -> None:
        wanted = words.strip()
        self.tree.show_text(self._text, right_to_left=self._is_mirrored, wanted=wanted)
        match = self.tree.first_match(wanted) if wanted else ""
        if match:
            self.tree.set_current(match)
        self._enable()

    def _enable(self) -> None:
        self.link.setEnabled(bool(self.tree.current))
