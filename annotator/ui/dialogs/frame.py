"""What every dialog has in common: how it opens, how large it is, where it says what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.notice import Notice
from annotator.ui.labels import GAP, MARGIN

_SCREEN_SHARE = 0.92


class Dialog(QDialog):
    """A window-modal dialog: a `body` to fill, a sentence on what is wrong, and a row of `buttons`.

    Show it with `open()`; it frees itself. Escape and Cancel reject it; what it made is told by a signal, never by a
    return value. A `size` without height makes it as high as what is in it, then and whenever that grows.
    """

    def __init__(self, title: str, parent: QWidget | None, size: QSize | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(size is not None)
        self.finished.connect(self.deleteLater)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self.problem = Notice("warning")
        self.buttons = QDialogButtonBox()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._fits = size is None or size.height() == 0
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN - 4)
        outer.setSpacing(MARGIN - 4)
        outer.addLayout(self.body, 1)
        outer.addWidget(self.problem)
        outer.addWidget(self.buttons)
        if size is not None:
            self.resize(size.boundedTo(self.screen().availableSize() * _SCREEN_SHARE))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._grow()
        return handled

    def _grow(self) -> None:
        """Be as high as wrapped words need; layouts alone ask for less."""
        needed = self._outer.totalHeightForWidth(self.width())
        if self._fits and self.height() < needed:
            self.resize(self.width(), needed)

    def tell_problems_of(self, bridge: Bridge) -> None:
        """Say here what an operation refuses while the dialog hides the window."""
        bridge.problem.connect(self.problem.say)

    def add_accept(self, text: str) -> QPushButton:
        """The button that does what the dialog is for: the default one."""
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        button.setDefault(True)
        return button

    def add_cancel(self) -> QPushButton:
        return self._add_reject(self.tr("Cancel"))

    def add_close(self) -> QPushButton:
        button = self._add_reject(self.tr("Close"))
        button.setDefault(True)
        return button

    def _add_reject(self, text: str) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.RejectRole)
        button.setAutoDefault(False)
        return button
