"""Work in the background, and who asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.problems import Cancelled
from annotator.ui.tasks import Task, end_tasks


def until_cancelled(began: threading.Event) -> Callable[[object, Callable[[], bool]], None]:
    def work(_progress: object, cancelled: Callable[[], bool]) -> None:
        began.set()
        pause = threading.Event()
        while not cancelled():
            pause.wait(0.002)
        raise Cancelled

    return work


def test_work_is_cancelled_when_its_owner_goes_away_and_outlives_it(qtbot: QtBot) -> None:
    began, owner = threading.Event(), QWidget()
    task = Task(until_cancelled(began), owner)
    task.start()
    assert began.wait(5)
    with qtbot.waitSignals([task.was_cancelled, task.finished]):
        owner.deleteLater()
        QApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)


def test_what_runs_is_ended_with_the_program() -> None:
    began = threading.Event()
    Task(until_cancelled(began)).start()
    assert began.wait(5)
    assert end_tasks()
