"""The welcome page: what it offers, by mouse, by keyboard and by dropping."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from annotator.settings import RECENT_LIBRARIES, Settings
from annotator.ui.welcome import WelcomePage

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def page(settings: Settings, qtbot: QtBot) -> WelcomePage:
    made = WelcomePage(settings)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def mime(*paths: Path) -> QMimeData:
    found = QMimeData()
    found.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return found


def drop(page: WelcomePage, data: QMimeData) -> None:
    page.dropEvent(QDropEvent(QPointF(50, 50), COPY, data, LEFT, NONE))


@pytest.mark.parametrize(
    ("card", "signal"),
    [("sample_card", "sample_requested"), ("new_card", "new_requested"), ("open_card", "open_requested")],
)
def test_each_card_asks_for_its_thing_by_mouse_and_by_enter(
    card: str, signal: str, page: WelcomePage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.mouseClick(getattr(page, card), LEFT)
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.keyClick(getattr(page, card), Qt.Key.Key_Return)


def test_recent_libraries_are_offered_and_missing_ones_greyed(
    page: WelcomePage, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    there = tmp_path / "Harbour.sqlite"
    there.touch()
    settings.set(RECENT_LIBRARIES, [str(tmp_path / "Gone.sqlite"), str(there)])
    page.refresh()
    gone, found = page.recent_cards
    assert (gone.text(), gone.isEnabled()) == ("Gone", False)
    assert gone.explanation.startswith("no longer in ")
    with qtbot.waitSignal(page.library_chosen) as signal:
        qtbot.mouseClick(found, LEFT)
    assert signal.args == [there]


def test_a_dropped_library_is_chosen(page: WelcomePage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.library_chosen) as signal:
        drop(page, mime(tmp_path / "notes.sqlite"))
    assert signal.args == [tmp_path / "notes.sqlite"]


def test_dropped_texts_are_passed_on(page: WelcomePage, tmp_path: Path, qtbot: QtBot) -> None:
    files = [tmp_path / "one.pdf", tmp_path / "two.docx"]
    with qtbot.waitSignal(page.texts_dropped) as signal:
        drop(page, mime(*files))
    assert signal.args == [files]


def test_only_files_of_this_machine_are_taken(page: WelcomePage) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/treaty.pdf")])
    event = QDragEnterEvent(QPointF(50, 50).toPoint(), COPY, data, LEFT, NONE)
    event.ignore()
    page.dragEnterEvent(event)
    assert not event.isAccepted()
