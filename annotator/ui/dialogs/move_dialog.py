"""Waiting while a library is moved to another folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from annotator.operations.copying import move_library
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, quiet_label
from annotator.ui.tasks import Task


class MovingDialog(Dialog):
    """Moves the library, which is closed, and stays until that is done.

    `moved` carries an empty sentence, or what did not go well.
    """

    moved = Signal(str)

    def __init__(self, library: Path, to: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Move the library"), parent, QSize(440, 0))
        self.body.addWidget(heading_label(self.tr("Moving…")))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(self.tr("Moving…"))
        self.body.addWidget(bar)
        self.body.addWidget(quiet_label(self.tr("It is copied and checked first; only then the old file goes.")))
        self.buttons.hide()
        self._sentence = ""
        self._library = library
        self._task = Task(lambda _progress, _cancelled: move_library(library, to), self)
        self._task.done.connect(self._finish)
        self._task.failed.connect(self._fail)
        self._task.finished.connect(self._tell)
        self._task.start()

    def reject(self) -> None:
        """Escape does not stop it half way."""

    def _finish(self, is_removed: bool) -> None:
        if not is_removed:
            left = self.tr("It is copied, but the old file could not be removed: delete {file} yourself.")
            self._sentence = left.format(file=self._library)

    def _fail(self, sentence: str) -> None:
        self._sentence = sentence

    def _tell(self) -> None:
        self.accept()
        self.moved.emit(self._sentence)
