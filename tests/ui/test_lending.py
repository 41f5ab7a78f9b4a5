"""A task that has the library: the window stands still meanwhile, and hears of everything afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import ChangeSet, Edit
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library
from annotator.settings import INTRODUCED, Settings
from annotator.store.backups import backups_of
from annotator.ui.tasks import Task
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

ENGLISH = make_text(TREATY)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        fields = {"label": "Lamps", "instrument": "Lamps", "language": "en", "sha256": ENGLISH.sha256}
        made.apply([Edit("version", ENGLISH.id, fields)], "", texts=[ENGLISH])
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings()
    settings.set(INTRODUCED, True)
    shown = Window(settings, ThemeKeeper(app, "light"))
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.commands.open_path(path)
    yield shown
    shown.close()


def test_what_a_task_changes_is_told_once_the_library_is_back(window: Window, qtbot: QtBot) -> None:
    bridge, told = window.bridge, list[tuple[ChangeSet, QThread]]()
    bridge.changed.connect(lambda change, _by: told.append((change, QThread.currentThread())))
    library = bridge.lend()
    anchor, given = anchor_quote(ENGLISH, "an effective remedy"), Assignment(categories=("oversight-and-remedy",))
    task = Task(lambda _progress, _cancelled: annotate(library, anchor, given, Person("Ada")), window)
    with qtbot.waitSignal(task.finished):
        task.start()
    assert told == []
    assert not window.room.isVisible(), "nobody paints from a library that a task has"
    bridge.take_back()
    assert [thread for _, thread in told] == [window.thread()]
    assert window.room.isVisible()
    assert [row.author for row in window.catalogue.annotations] == ["Ada"]
    task.deleteLater()


def test_the_window_looks_as_before_while_it_stands_still(window: Window) -> None:
    before = window.grab().toImage().size()
    window.bridge.lend()
    assert window._pages.currentWidget() is window._still
    picture = window.grab().toImage()
    assert picture.size() == before
    middle = {picture.pixelColor(x, picture.height() // 2).name() for x in range(0, picture.width(), 3)}
    assert len(middle) > 2, "an empty page would have one colour"
    window.bridge.take_back()
    assert window._pages.currentWidget() is window._columns


def test_a_backup_that_was_about_to_begin_waits_until_the_library_is_back(window: Window, qtbot: QtBot) -> None:
    keeper, library = window.backup_keeper, window.bridge.library
    keeper._quiet.setInterval(20)
    annotate(
        library, anchor_quote(ENGLISH, "an effective remedy"), Assignment(categories=("expansion",)), Person("Ada")
    )
    assert keeper._quiet.isActive()
    window.bridge.lend()
    assert not keeper._quiet.isActive()
    assert keeper._task is None
    assert backups_of(library.path) == []
    window.bridge.take_back()
    qtbot.waitUntil(lambda: len(backups_of(library.path)) == 1)
    qtbot.waitUntil(lambda: keeper._task is None)


def test_one_that_was_not_due_is_not_made_because_of_it(window: Window) -> None:
    window.bridge.lend()
    window.bridge.take_back()
    assert not window.backup_keeper._quiet.isActive()
