"""A backup at the first change of each day, made while nobody types."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.ui.bridge import Bridge

if TYPE_CHECKING:
    from annotator.ui.tasks import Task

QUIET_MILLISECONDS = 3000
"""How long nothing is changed before the backup of the day begins."""


class BackupKeeper(QObject):
    """Sees to it that the open library has a backup of today once it was changed. A failure is told once a day."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._seen: datetime.date | None = None
        self._task: Task | None = None
        self._is_broken_off = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MILLISECONDS)
        self._quiet.timeout.connect(self._begin)
        bridge.changed.connect(self._follow)
        bridge.closed.connect(self._stop)
        bridge.lent.connect(self._pause)
        bridge.returned.connect(self._resume)

    def _follow(self) -> None:
        if self._seen != _today() and self._task is None:
            self._quiet.start()

    def _begin(self) -> None:
        from annotator.operations.backups import back_up_daily
        from annotator.ui.tasks import Task

        self._seen = _today()
        library = self._bridge.library
        self._task = task = Task(lambda _progress, cancelled: back_up_daily(library, cancelled), self)
        task.failed.connect(self._bridge.problem)
        task.finished.connect(self._forget)
        task.start()

    def _stop(self) -> None:
        """The library is about to be closed."""
        self._pause()
        self._seen = None

    def _pause(self) -> None:
        """Nothing is copied while a task has the library: half of what it does would be in the backup."""
        self._is_broken_off = self._quiet.isActive() or self._task is not None
        self._quiet.stop()
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    def _resume(self) -> None:
        if self._is_broken_off:
            self._quiet.start()

    def _forget(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()
