"""Before a library is left whose disk does not take what was done: nothing is lost without being asked about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, plain_label


class UnsavedDialog(Dialog):
    """Says `why`, and how many changes wait. It closes when whoever hears of a choice closes it, or by Cancel."""

    retry_requested = Signal()
    copy_requested = Signal()
    loss_accepted = Signal()

    def __init__(self, why: str, count: int, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Not saved"), parent, QSize(560, 0))
        self.body.addWidget(heading_label(why))
        waiting = self.tr("One change is in this window only.")
        if count > 1:
            waiting = self.tr("{count} changes are in this window only.").format(count=count)
        advice = self.tr("Make room and try again, or save a copy of the library, with all of it, on another disk.")
        self.body.addWidget(plain_label(waiting))
        self.body.addWidget(plain_label(advice))
        self.loss_button = self._add(self.tr("Leave without it"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.copy_button = self._add(self.tr("Save a copy elsewhere…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.retry_button = self._add(self.tr("Try again"), QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel_button = self.add_cancel()
        self.retry_button.setDefault(True)
        self.retry_button.setFocus()
        self.retry_button.clicked.connect(self.retry_requested)
        self.copy_button.clicked.connect(self.copy_requested)
        self.loss_button.clicked.connect(self.loss_accepted)

    def _add(self, text: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        button = self.buttons.addButton(text, role)
        button.setAutoDefault(False)
        return button
