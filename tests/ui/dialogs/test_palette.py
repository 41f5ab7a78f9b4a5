"""The command palette: found by a few letters, run by Enter, articles first."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.dialogs.palette import CommandPalette
from annotator.ui.dialogs.ranking import Command, Ranking, rank_commands

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
    assert palette.nothing.isVisible()
    assert "zzzzqq" in palette.nothing.text()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("text paste", "Paste a text…"), ("layers", "Show layers"), ("imprt", "Import texts…"), ("REDO", "Redo")],
)
def test_words_in_any_order_and_slips_are_understood(typed: str, first: str, ran: Ran) -> None:
    assert rank_commands(ran.commands(), typed)[0].title == first


def named(*titles: str) -> list[Command]:
    return [Command(title, "", lambda: None, key=title) for title in titles]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("undo", "Undo"),
        ("und", "Undo"),
        ("show", "Show log"),
        ("log", "Show log"),
        ("article 2", "Article 2"),
        ("art. 24", "Article 24 Conditions"),
        ("conditions", "Article 24 Conditions"),
        ("securite", "Article 3 Sécurité"),
        ("udno", "Undo"),
    ],
)
def test_the_obvious_stands_first(typed: str, first: str) -> None:
    rows = named("Undo the import", "Show log", "Undo", "Article 22", "Article 2", "Article 3 Sécurité")
    rows.append(Command("Article 24 Conditions", "", lambda: None, also="art. 24"))
    assert rank_commands(rows, typed)[0].title == first


def test_of_equals_the_weightier_and_then_the_latest_used_lead() -> None:
    rows = [
        Command("Open the sample", "", lambda: None, key="one", weight=1),
        Command("Open a library", "", lambda: None, key="two"),
        Command("Open another lib", "", lambda: None, key="three"),
    ]
    ranking = Ranking(rows)
    assert [row.key for row in ranking.fitting("open")] == ["two", "three", "one"]
    assert [row.key for row in ranking.fitting("open", ["one", "three"])] == ["one", "three", "two"]


def test_what_was_used_lately_stands_first_and_what_is_more_only_when_typed(window: QWidget, qtbot: QtBot) -> None:
    made = CommandPalette(named("One", "Two", "Three"), parent=window, more=named("Four"), recent=["Three", "gone"])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    assert shown(made) == ["Three", "One", "Two"]
    qtbot.keyClicks(made.field, "fou")
    assert shown(made) == ["Four"]
    with qtbot.waitSignal(made.used) as used:
        qtbot.keyClick(made.field, Qt.Key.Key_Return)
    assert used.args == ["Four"]


def test_thousands_of_entries_are_searched_within_a_frame() -> None:
    ranking = Ranking(
        [Command(f"Article {number} on matter {number % 97}", "", lambda: None) for number in range(5000)]
    )
    for typed in ("a", "ar", "art", "matter 13", "mattre 13", "zzz"):
        started = time.perf_counter()
        assert len(ranking.fitting(typed)) <= 300
        assert time.perf_counter() - started < 0.1
