"""A library that another window holds, and one whose folder other machines write to."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from annotator.operations.libraries import new_library, open_library, read_library
from annotator.settings import INTRODUCED, Settings
from annotator.store.backups import backup_folder
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings()
    settings.set(INTRODUCED, True)
    made = Window(settings, ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    folder = tmp_path / "Nextcloud"
    folder.mkdir()
    path = folder / "Coalition.sqlite"
    new_library(path).close()
    return path


def _press(window: Window, words: str, qtbot: QtBot) -> None:
    (button,) = [row for row in window.standing.banner.buttons if row.text() == words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_who_holds_the_library_is_said_and_it_can_be_tried_again(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Coalition.sqlite"
    holder = new_library(path)
    window.commands.open_path(path)
    said = window.standing.banner.label.text()
    assert f"{socket.gethostname()}, process {os.getpid()}" in said
    assert not window.bridge.is_writable
    _press(window, "Try again", qtbot)
    assert not window.bridge.is_writable
    assert "still open" in window.statusBar().currentMessage()
    holder.close()
    _press(window, "Try again", qtbot)
    assert window.bridge.is_writable
    assert not window.standing.banner.isVisible()
    assert window.actions_by_name["import_texts"].isEnabled()


def test_a_synced_folder_is_told_of_until_it_is_accepted(window: Window, synced: Path, qtbot: QtBot) -> None:
    window.commands.open_path(synced)
    assert "Nextcloud" in window.standing.banner.label.text()
    assert window.standing.banner.isVisible()
    _press(window, "Leave it here", qtbot)
    assert not window.standing.banner.isVisible()
    window.commands.close_library()
    window.commands.open_path(synced)
    assert not window.standing.banner.isVisible()
    assert json.dumps(str(synced)) in (Path(os.environ["ANNOTATOR_HOME"]) / "settings.toml").read_text(encoding="utf-8")


def test_a_library_of_this_machine_has_no_banner(window: Window, synced: Path, tmp_path: Path) -> None:
    window.commands.open_path(synced)
    new_library(tmp_path / "Mine.sqlite").close()
    window.commands.open_path(tmp_path / "Mine.sqlite")
    assert window.bridge.library.path.name == "Mine.sqlite"
    assert not window.standing.banner.isVisible()


def test_it_is_moved_with_its_backups(
    window: Window, synced: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(synced) as library:
        library.backups.make("by hand")
    to = tmp_path / "Mine" / "Coalition.sqlite"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(to), ""))
    window.commands.open_path(synced)
    _press(window, "Move it…", qtbot)
    qtbot.waitUntil(lambda: window.bridge.is_open, timeout=10_000)
    assert window.bridge.library.path == to
    assert window.bridge.is_writable
    assert not window.standing.banner.isVisible()
    assert len(list(backup_folder(to).iterdir())) == 1
    assert list(synced.parent.iterdir()) == []


def test_a_move_that_fails_leaves_it_where_it_was(
    window: Window, synced: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "a file"
    to.write_text("not a folder", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(to / "Coalition.sqlite"), ""))
    window.commands.open_path(synced)
    _press(window, "Move it…", qtbot)
    qtbot.waitUntil(lambda: window.bridge.is_open, timeout=10_000)
    assert window.bridge.library.path == synced
    assert "could not be copied" in window.problem.label.text()
    with read_library(synced) as library:
        assert library.problems() == []


def test_it_is_not_moved_from_one_synced_folder_into_another(
    window: Window, synced: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dropbox").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "Dropbox" / "x.sqlite"), ""))
    window.commands.open_path(synced)
    _press(window, "Move it…", qtbot)
    assert window.bridge.library.path == synced
    assert "choose another" in window.problem.label.text()
