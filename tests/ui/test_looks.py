"""View: what is chosen there is seen at once, ticked in the menu, and there again next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library
from annotator.settings import MINIMAP, TINT, Settings
from annotator.ui.theme import TINTS, ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

Open = Callable[[], Window]
TEXT = make_text(TREATY)


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens a window on a library of one text and one annotation; the window before it is closed."""
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        made.apply([Edit("version", TEXT.id, {"label": "Lamps", "sha256": TEXT.sha256})], "", texts=[TEXT])
        given = Assignment(categories=("oversight-and-remedy",))
        annotate(made, anchor_quote(TEXT, "an effective remedy"), given, Person("Reader"))
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


def test_what_is_hidden_is_said_in_the_status_line_and_shown_again_from_there(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    assert not window.hidden.isVisible()
    window.layers.toggle_solo("surveillance")
    assert window.hidden.isVisible()
    assert window.hidden.text() == "Showing 0 of 1 here — show all"
    reader = window.room.active.reader
    assert reader.shown == window.layers.shown
    qtbot.mouseClick(window.hidden, Qt.MouseButton.LeftButton)
    assert not window.hidden.isVisible()
    assert reader.shown.is_everything


def test_to_hide_something_moves_nothing_else(open_window: Open, qtbot: QtBot) -> None:
    """What is under the pointer stays there, and no page is laid out anew for a line of words."""
    window = open_window()
    window.layers.tree.select("surveillance")
    box, page = window.layers.tree.box_of("surveillance"), window.room.active.reader.geometry()
    tree = window.layers.tree.mapTo(window, box.topLeft())
    window.layers.toggle_solo("surveillance")
    qtbot.waitUntil(lambda: window.hidden.height() == window.counts.height())  # laid out
    assert window.layers.tree.box_of("surveillance") == box
    assert window.layers.tree.mapTo(window, box.topLeft()) == tree
    assert window.room.active.reader.geometry() == page


def test_stepping_passes_over_what_is_hidden(open_window: Open) -> None:
    window = open_window()
    reader = window.room.active.reader
    reader.setFocus()
    window.layers.toggle_facet("stance", ["risk"])
    QTest.keyClick(reader, Qt.Key.Key_N)
    assert reader.current is None
    window.actions_by_name["show_everything"].trigger()
    QTest.keyClick(reader, Qt.Key.Key_N)
    assert reader.current is not None


def test_annotating_in_a_hidden_layer_says_that_it_is_hidden_and_shows_it_while_it_is_open(
    open_window: Open,
) -> None:
    window = open_window()
    window.layers.toggle("oversight-and-remedy")
    reader = window.room.active.reader
    start = TEXT.text.index("keep its lamps lit")
    reader.select(start, start + 18)
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_7)
    assert window.statusBar().currentMessage().endswith("which is hidden at present")
    assert reader.current is not None


def test_the_layers_are_reached_by_key_and_one_shown_alone(open_window: Open) -> None:
    window = open_window()
    window.actions_by_name["focus_layers"].trigger()
    assert window.layers.tree.hasFocus()
    window.layers.tree.select("expansion")
    QTest.keyClick(window.layers.tree, Qt.Key.Key_S)
    assert window.layers.visible_layers == {"expansion"}


def test_the_map_is_off_at_first_and_then_kept(open_window: Open) -> None:
    window = open_window()
    maps = [pane.minimap for pane in window.room.panes]
    assert not any(shown.isVisible() for shown in maps)
    assert not window.actions_by_name["minimap"].isChecked()
    window.actions_by_name["minimap"].trigger()
    assert any(shown.isVisible() for shown in maps)
    again = open_window()
    assert again.actions_by_name["minimap"].isChecked()
    assert all(pane.minimap.isVisible() for pane in again.room.panes if pane.version)
    again.actions_by_name["minimap"].trigger()
    assert again.settings.get(MINIMAP) is False
