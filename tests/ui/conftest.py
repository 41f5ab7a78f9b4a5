"""What every test of the window is held to: nothing that it opened, started or asked to be called lives on."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import getCppPointer

from annotator.ui.tasks import end_tasks

_OF_QT = "Dummy"
"""How Python calls a thread that Qt started, also once it has ended."""


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a window, a thread, or a timer that runs. It ends last, once `qtbot` has closed all.

    The look of the application is again what it was, so that no test depends on those before it.
    """
    windows = set(map(_address, QApplication.topLevelWidgets()))
    threads = set(threading.enumerate())
    look = qapp.font(), qapp.palette(), qapp.styleSheet(), qapp.layoutDirection()
    yield
    left = _left(qapp, windows, threads)
    if left:
        gc.collect()  # what only a cycle of Python's holds is no leak of Qt's
        left = _left(qapp, windows, threads)
    if qapp.styleSheet() != look[2] or qapp.layoutDirection() != look[3]:
        qapp.setFont(look[0])
        qapp.setPalette(look[1])
        qapp.setStyleSheet(look[2])
        qapp.setLayoutDirection(look[3])
    assert left == []


def _left(application: QApplication, known: set[int], threads: set[threading.Thread]) -> list[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QThreadPool.globalInstance().waitForDone(1000)
    end_tasks()
    windows = [row for row in QApplication.topLevelWidgets() if _address(row) not in known]
    timers = [row for row in application.findChildren(QTimer) if row.isActive()]
    return [
        *(f"a window: {_named(row)}" for row in windows),
        *(f"a timer of {_named(row.parent())}" for row in timers),
        *(f"a thread: {row.name}" for row in set(threading.enumerate()) - threads if not row.name.startswith(_OF_QT)),
    ]


def _address(widget: QWidget) -> int:
    """Of the widget itself: what Python has for it is made anew each time."""
    return int(getCppPointer(widget)[0])


def _named(row: QObject | None) -> str:
    title = f" “{row.windowTitle()}”" if isinstance(row, QWidget) and row.windowTitle() else ""
    return f"{type(row).__name__}{title}"
