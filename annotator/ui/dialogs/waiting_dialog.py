"""Waiting for something that writes and takes longer than a moment; the library is lent to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label
from annotator.ui.tasks import Task


class WaitingDialog(Dialog):
    """Runs `act(library)` in a task, and stays until it has ended. `ended` carries what it returned, after the window
    has heard of what changed; where it failed, the bridge says so and `ended` is not emitted."""

    ended = Signal(object)

    def __init__(self, bridge: Bridge, title: str, act: Callable[[Library], Any], parent: QWidget | None = None):
        super().__init__(title, parent, QSize(420, 0))
        self._bridge = bridge
        self._result: list[Any] = []
        self._sentence = ""
        self.body.addWidget(heading_label(title))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(title)
        self.body.addWidget(bar)
        self.buttons.hide()
        library = bridge.lend()
        self._task = Task(lambda _progress, _cancelled: act(library), self)
        self._task.done.connect(self._result.append)
        self._task.failed.connect(self._fail)
        self._task.finished.connect(self._finish)
        self._task.start()

    def reject(self) -> None:
        """Escape does not stop it half way."""

    def _fail(self, sentence: str) -> None:
        self._sentence = sentence

    def _finish(self) -> None:
        self._bridge.take_back()
        self.accept()
        if self._sentence:
            self._bridge.problem.emit(self._sentence)
        else:
            self.ended.emit(self._result[0] if self._result else None)
