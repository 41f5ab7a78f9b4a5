"""Restoring a backup: the question whether, and waiting for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from annotator.operations.backups import restore_backup
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, plain_label, quiet_label
from annotator.ui.tasks import Task


class RestoreDialog(Dialog):
    """Asks before the library is put back to what it was at the time `when` names; Cancel is the default."""

    def __init__(self, when: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Restore a backup"), parent, QSize(520, 0))
        self.body.addWidget(heading_label(self.tr("Restore the library as of {when}?").format(when=when)))
        self.body.addWidget(
            plain_label(
                self.tr(
                    "What is in the library now is backed up first, so nothing is lost: you find it in this list, and "
                    "can come back to it the same way."
                )
            )
        )
        self.restore_button = self.add_accept(self.tr("Restore"))
        self.restore_button.setDefault(False)
        self.restore_button.setAutoDefault(False)
        self.cancel_button = self.add_cancel()
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()


class RestoringDialog(Dialog):
    """Restores while the library is closed, and stays until that is done.

    `restored` carries an empty sentence, or why it was not.
    """

    restored = Signal(str)

    def __init__(self, library: Path, backup: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Restore a backup"), parent, QSize(440, 0))
        self.body.addWidget(heading_label(self.tr("Restoring…")))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(self.tr("Restoring…"))
        self.body.addWidget(bar)
        self.body.addWidget(quiet_label(self.tr("The present state is backed up, then the backup takes its place.")))
        self.buttons.hide()
        self._sentence = ""
        self._task = Task(lambda _progress, _cancelled: restore_backup(library, backup), self)
        self._task.failed.connect(self._fail)
        self._task.finished.connect(self._finish)
        self._task.start()

    def reject(self) -> None:
        """Escape does not stop it half way."""

    def _fail(self, sentence: str) -> None:
        self._sentence = sentence

    def _finish(self) -> None:
        self.accept()
        self.restored.emit(self._sentence)
