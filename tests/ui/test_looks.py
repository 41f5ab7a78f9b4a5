"""View: what is chosen there is seen at once, ticked in the menu, and there again next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.operations.libraries import new_library
from annotator.settings import TINT, Settings
from annotator.ui.theme import TINTS, ThemeKeeper
from annotator.ui.window import Window

Open = Callable[[], Window]


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    path = tmp_path / "Coalition.sqlite"
    new_library(path).close()
    opened: list[Window] = []

    def make() -> Window:
        for window in opened:
            window.close()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        window = Window(Settings(), ThemeKeeper(app, "light"))
        qtbot.addWidget(window)
        opened.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.commands.open_path(path)
        return window

    yield make
    opened[-1].close()


def _ticked(window: Window) -> list[str]:
    return [name for name in TINTS if window.actions_by_name[f"tint_{name}"].isChecked()]


def test_the_tint_is_the_usual_one_at_first(open_window: Open) -> None:
    assert _ticked(open_window()) == ["light"]


@pytest.mark.parametrize("strength", ["off", "strong"])
def test_the_tint_is_chosen_in_the_menu_and_kept(open_window: Open, strength: str) -> None:
    window = open_window()
    window.actions_by_name[f"tint_{strength}"].trigger()
    assert window.settings.get(TINT) == strength
    assert _ticked(window) == [strength]
    again = open_window()
    assert _ticked(again) == [strength]
    assert {pane.reader._layers().tinting for pane in again.room.panes} == {TINTS[strength]}


def test_a_tint_that_nobody_knows_is_the_usual_one(open_window: Open) -> None:
    Settings().set(TINT, "glaring")
    assert _ticked(open_window()) == ["light"]
