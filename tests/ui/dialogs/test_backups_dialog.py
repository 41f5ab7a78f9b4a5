"""The backups of a library in the window: seen, made, read, and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.change import DELETED, Edit
from annotator.model.problems import Problem
from annotator.operations.annotating import delete_annotations
from annotator.operations.libraries import open_library
from annotator.settings import RECENT_LIBRARIES, Settings
from annotator.store.backups import backup_folder, backups_of
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.backups_dialog import BackupsDialog
from annotator.ui.dialogs.restore_dialog import RestoreDialog, RestoringDialog
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window

Open = Callable[[], BackupsDialog]


@pytest.fixture
def opened(bridge: Bridge, window: QWidget, qtbot: QtBot) -> Open:
    def make() -> BackupsDialog:
        made = BackupsDialog(bridge, window)
        made.open()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def room(library: Library, settings: Settings, qtbot: QtBot) -> Iterator[Window]:
    """The real window on the library, which has a backup with two annotations more than there are now."""
    library.backups.make("by hand")
    delete_annotations(library, [row.id for row in library.annotations()][:2], settings.person)
    library.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Window(settings, ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    made.show()
    made.commands.open_path(library.path)
    yield made
    made.close()


def shown(window: QWidget, kind: type[QWidget], qtbot: QtBot) -> QWidget:
    found: list[QWidget] = []

    def is_there() -> bool:
        found[:] = [row for row in window.findChildren(kind) if row.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there)
    return found[0]


def open_backups(room: Window, qtbot: QtBot) -> BackupsDialog:
    room.actions_by_name["show_backups"].trigger()
    dialog = shown(room, BackupsDialog, qtbot)
    assert isinstance(dialog, BackupsDialog)
    qtbot.waitUntil(lambda: dialog.preview.texts.isVisible())
    return dialog


def test_without_any_it_says_when_there_will_be_one_and_makes_one(opened: Open, bridge: Bridge, qtbot: QtBot) -> None:
    dialog = opened()
    assert dialog.empty.isVisible()
    assert "first change of each day" in dialog.empty.text()
    assert not dialog.restore_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "the copy is whole" in dialog.notice.text())
    (made,) = backups_of(bridge.library.path)
    assert dialog.chosen == made
    assert dialog.table.topLevelItem(0).text(1) == "By hand"
    qtbot.waitUntil(lambda: "leave the same texts" in dialog.preview.comparison.text())
    assert dialog.restore_button.isEnabled()
    dialog.reject()


def test_the_preview_counts_and_compares(opened: Open, bridge: Bridge, qtbot: QtBot) -> None:
    library = bridge.library
    library.backups.make("daily")
    notes, law = library.annotations(), library.versions()[1]
    delete_annotations(library, [notes[0].id], bridge.person)
    library.apply([Edit("version", law.id, {DELETED: True})], bridge.person)
    dialog = opened()
    qtbot.waitUntil(lambda: dialog.preview.texts.isVisible())
    assert (dialog.preview.texts.text(), dialog.preview.annotations.text()) == ("2", str(len(notes)))
    told = dialog.preview.comparison.text().split("\n")
    assert told[0].startswith("+ bring back ")
    assert told[-1] == f"+ bring back {law.name}"
    dialog.reject()


def test_the_list_is_walked_with_keys_and_each_is_read_once(opened: Open, bridge: Bridge, qtbot: QtBot) -> None:
    for _ in range(3):
        bridge.library.backups.make("daily")
    dialog = opened()
    qtbot.waitUntil(dialog.table.hasFocus)
    for _ in range(2):
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.chosen == backups_of(bridge.library.path)[2]
    qtbot.waitUntil(lambda: dialog.preview.texts.isVisible())
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    question = shown(dialog, RestoreDialog, qtbot)
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert not question.isVisible(), "Cancel is the default"
    assert dialog.isVisible()
    dialog.reject()


def test_one_that_cannot_be_read_says_so_and_offers_nothing(opened: Open, bridge: Bridge, qtbot: QtBot) -> None:
    made = bridge.library.backups.make("daily")
    made.path.write_bytes(b"Not a library. " * 500)
    dialog = opened()
    qtbot.waitUntil(lambda: "is not a library" in dialog.preview.comparison.text())
    assert not dialog.restore_button.isEnabled()
    assert not dialog.open_button.isEnabled()
    dialog.reject()


def test_where_none_can_be_made_the_dialog_says_so(opened: Open, bridge: Bridge, qtbot: QtBot) -> None:
    backup_folder(bridge.library.path).write_text("A file is in the way.")
    dialog = opened()
    qtbot.mouseClick(dialog.now_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "No backup of harbour.sqlite could be made" in dialog.problem.text()
    assert not dialog.notice.isVisible()
    dialog.reject()


def test_its_folder_is_shown(opened: Open, bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bridge.library.backups.make("daily")
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    dialog = opened()
    qtbot.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in asked] == [backup_folder(bridge.library.path)]
    dialog.reject()


def test_restoring_in_the_window(room: Window, qtbot: QtBot) -> None:
    before = len(room.bridge.library.annotations())
    dialog = open_backups(room, qtbot)
    assert "+ bring back 2 annotations" in dialog.preview.comparison.text()
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    question = shown(dialog, RestoreDialog, qtbot)
    assert isinstance(question, RestoreDialog)
    qtbot.mouseClick(question.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.bridge.is_open and len(room.bridge.library.annotations()) == before + 2)
    assert room.bridge.is_writable
    assert "Restored" in room.statusBar().currentMessage()
    assert [row.reason for row in backups_of(room.bridge.library.path)] == ["restore", "by hand"]
    assert not room.problem.isVisible()


def test_what_cannot_be_restored_leaves_the_library_open(
    room: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.ui.dialogs import restore_dialog

    def refused(_library: Path, _backup: Path) -> None:
        raise Problem("The disk is full; make room. It is as it was.")

    monkeypatch.setattr(restore_dialog, "restore_backup", refused)
    path = room.bridge.library.path
    room.commands.restore_backup(backups_of(path)[0].path)
    waiting = shown(room, RestoringDialog, qtbot)
    QTest.keyClick(waiting, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: room.bridge.is_open)
    assert room.bridge.library.path == path
    assert "The disk is full" in room.problem.label.text()


def test_a_backup_is_read_and_never_written(room: Window, qtbot: QtBot) -> None:
    path = room.bridge.library.path
    (backup,) = backups_of(path)
    content = backup.path.read_bytes()
    dialog = open_backups(room, qtbot)
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.bridge.is_open and room.bridge.library.path == backup.path)
    assert not room.bridge.is_writable
    assert "A backup, open for reading only" in room.problem.label.text()
    again = open_backups(room, qtbot)
    assert (again.chosen, again.now_button.isEnabled()) == (backup, False)
    assert "+ bring back 2 annotations" in again.preview.comparison.text()
    qtbot.mouseClick(again.restore_button, Qt.MouseButton.LeftButton)
    question = shown(again, RestoreDialog, qtbot)
    assert isinstance(question, RestoreDialog)
    qtbot.mouseClick(question.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.bridge.is_open and room.bridge.library.path == path)
    assert backup.path.read_bytes() == content
    assert str(backup.path) not in room.settings.get(RECENT_LIBRARIES)


def test_closing_while_a_backup_is_read_leaves_no_thread(opened: Open, bridge: Bridge) -> None:
    bridge.library.backups.make("daily")
    opened().reject()
    path = bridge.library.path
    bridge.close()
    with open_library(path) as again:
        assert again.problems() == []
