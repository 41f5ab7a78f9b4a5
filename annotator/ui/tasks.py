"""Long work off the window's thread, with progress and Cancel."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from annotator.model.problems import Cancelled, Problem

_log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
Work = Callable[[Progress, Callable[[], bool]], Any]
"""Given `progress(step, share from 0 to 1)` and `cancelled()`, does the work and returns its result."""


class Task(QThread):
    """One piece of long work. It must not touch the library, which belongs to the window's thread.

    Exactly one of `done` (with the result), `failed` (with a sentence) or `was_cancelled` is emitted, then `finished`.
    It is cancelled when its `owner` goes away, and outlives it until it has ended: Qt ends the program where a thread
    that runs is destroyed.
    """

    progressed = Signal(str, float)
    done = Signal(object)
    failed = Signal(str)
    was_cancelled = Signal()

    def __init__(self, work: Work, owner: QObject | None = None) -> None:
        super().__init__()
        self._work = work
        self._cancelled = threading.Event()
        self.finished.connect(self._let_go)
        if owner is not None:
            owner.destroyed.connect(self.cancel)

    def run(self) -> None:
        try:
            result = self._work(self.progressed.emit, self._cancelled.is_set)
        except Cancelled:
            self.was_cancelled.emit()
        except Problem as problem:
            self.failed.emit(str(problem))
        except Exception:
            _log.exception("A task in the background failed")
            self.failed.emit(self.tr("Something went wrong inside the program; Help ▸ Show log has the details."))
        else:
            self.done.emit(result)

    def cancel(self) -> None:
        """Ask the work to stop; it says so with `was_cancelled`."""
        self._cancelled.set()

    def start(self, priority: QThread.Priority = QThread.Priority.InheritPriority) -> None:
        _running.add(self)
        super().start(priority)

    def _let_go(self) -> None:
        self.wait()  # `finished` is said a moment before the thread is
        _running.discard(self)


_running: set[Task] = set()
"""Held until they have ended, whoever asked for them."""


def end_tasks(milliseconds: int = 10_000) -> bool:
    """Cancel what runs and wait for it, so long at most; whether all has ended."""
    for task in _running:
        task.cancel()
    _running.difference_update([task for task in _running if task.wait(milliseconds)])
    return not _running
