"""The command palette: found by a few letters, run by Enter, articles first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.dialogs.palette import Command, CommandPalette, rank_commands

TITLES = ("Import texts…", "Paste a text…", "Export a brief…", "Undo", "Redo", "Show layers")


class Ran(list[str]):
    """What was run, in order."""

    def commands(self) -> list[Command]:
        return [Command(title, "Ctrl+X", lambda title=title: self.append(title)) for title in TITLES]

    def places(self, typed: str) -> Sequence[Command]:
        return [Command("art. 24(2)", "", lambda: self.append("jump"))] if typed == "24(2)" else []


@pytest.fixture
def ran() -> Ran:
    return Ran()


@pytest.fixture
def palette(ran: Ran, window: QWidget) -> CommandPalette:
    made = CommandPalette(ran.commands(), ran.places, window)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    return made


def shown(palette: CommandPalette) -> list[str]:
    return [row.title for row in palette.model.rows]


def test_all_commands_stand_there_at_first(palette: CommandPalette) -> None:
    assert shown(palette) == list(TITLES)
    assert palette.list.currentIndex().row() == 0


def test_a_few_letters_and_enter_run_a_command(palette: CommandPalette, ran: Ran, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "exp")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["Export a brief…"]
    assert not palette.isVisible()


def test_the_arrows_choose_and_go_round(palette: CommandPalette, ran: Ran, qtbot: QtBot) -> None:
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(TITLES) - 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["Paste a text…"]


def test_a_click_runs(palette: CommandPalette, ran: Ran, qtbot: QtBot) -> None:
    place = palette.list.visualRect(palette.model.index(3)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ran == ["Undo"]


def test_a_citation_jumps(palette: CommandPalette, ran: Ran, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "24(2)")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["jump"]


def test_escape_runs_nothing(palette: CommandPalette, ran: Ran, qtbot: QtBot) -> None:
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert ran == []


def test_enter_on_nothing_found_does_nothing(palette: CommandPalette, ran: Ran, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "zzzzqq")
    assert shown(palette) == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("text paste", "Paste a text…"), ("layers", "Show layers"), ("imprt", "Import texts…"), ("REDO", "Redo")],
)
def test_words_in_any_order_and_slips_are_understood(typed: str, first: str, ran: Ran) -> None:
    assert rank_commands(ran.commands(), typed)[0].title == first
