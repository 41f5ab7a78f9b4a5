"""One to four panes: opening, closing, moving between them by key, and finding them again as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from annotator.model.change import Edit
from annotator.operations.libraries import new_library
from annotator.settings import WINDOW, Settings
from annotator.ui.arrangement import Arrangement, Place
from annotator.ui.dialogs.palette import CommandPalette
from annotator.ui.pane_grid import PaneGrid, shape
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import ARABIC, TREATY, make_text

Key, Held = Qt.Key, Qt.KeyboardModifier
TEXTS = {
    "Arabic": make_text(ARABIC),
    "Draft": make_text(TREATY.replace("lamps lit", "lanterns lit")),
    "Lamps": make_text(TREATY),
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "Three.sqlite"
    with new_library(path) as made:
        for label, text in TEXTS.items():
            fields = {"label": label, "instrument": label, "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
    return path


def open_window(qtbot: QtBot, library: Path) -> Window:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
        made.activateWindow()
    made.commands.open_path(library)
    qtbot.waitUntil(made.room.active.reader.hasFocus)
    return made


@pytest.fixture
def window(qtbot: QtBot, library: Path) -> Iterator[Window]:
    made = open_window(qtbot, library)
    yield made
    made.themes.set_scheme("light")  # colours are the whole application's
    made.close()


def shown(window: Window) -> list[str]:
    return [pane.version.name if pane.version else "" for pane in window.room.panes]


def press(window: Window, key: Key, *held: Held) -> None:
    modifiers = Held.NoModifier
    for one in held:
        modifiers |= one
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def test_two_at_first_and_one_to_four_by_key(window: Window) -> None:
    assert shown(window) == ["Arabic", "Draft"]
    press(window, Key.Key_3, Held.ControlModifier, Held.ShiftModifier)
    assert shown(window) == ["Arabic", "Draft", "Lamps"]
    assert window.room.active.reader.hasFocus()
    assert window.room.active is window.room.panes[0]
    press(window, Key.Key_4, Held.ControlModifier, Held.ShiftModifier)
    assert shown(window) == ["Arabic", "Draft", "Lamps", ""]
    press(window, Key.Key_1, Held.ControlModifier, Held.ShiftModifier)
    assert shown(window) == ["Arabic"]
    press(window, Key.Key_3, Held.ControlModifier, Held.ShiftModifier)
    assert shown(window) == ["Arabic", "Draft", "Lamps"]


def test_a_fifth_pane_is_refused_in_words(window: Window) -> None:
    for _ in range(3):
        press(window, Key.Key_T, Held.ControlModifier)
    assert len(window.room.panes) == 4
    assert "Four panes are the most" in window.statusBar().currentMessage()


def test_closing_a_pane_keeps_the_others_where_they_are(window: Window) -> None:
    window.room.panes[1].reader.go_to_provision("art_2")
    press(window, Key.Key_F4, Held.ControlModifier)
    assert shown(window) == ["Draft"]
    assert window.room.places[0].eid == "art_2"
    assert window.room.active.reader.hasFocus()
    press(window, Key.Key_F4, Held.ControlModifier)
    assert shown(window) == ["Draft"]
    press(window, Key.Key_Backslash, Held.ControlModifier)
    assert shown(window) == ["Arabic", "Draft"], "a pane comes back where it was"
    assert window.room.active.version == window.catalogue.version(TEXTS["Draft"].id)


def test_a_pane_is_closed_with_the_mouse_and_the_last_one_cannot(window: Window) -> None:
    first, second = window.room.panes
    QTest.mouseClick(second.header.close_button, Qt.MouseButton.LeftButton)
    assert shown(window) == ["Arabic"]
    assert not first.header.close_button.isVisible()
    assert first.reader.hasFocus()


def test_the_keyboard_goes_from_pane_to_pane(window: Window) -> None:
    window.room.set_count(3)
    panes = window.room.panes
    for pane in (1, 2, 0):
        press(window, Key.Key_F6)
        assert panes[pane].reader.hasFocus()
        assert window.room.active is panes[pane]
    press(window, Key.Key_F6, Held.ShiftModifier)
    assert panes[2].reader.hasFocus()
    press(window, Key.Key_2, Held.ControlModifier)
    assert panes[1].reader.hasFocus()
    press(window, Key.Key_4, Held.ControlModifier)
    assert "no pane D" in window.statusBar().currentMessage()


def test_swapping_moves_the_texts_and_not_their_places(window: Window) -> None:
    window.room.panes[0].reader.go_to_provision("art_2")
    before = window.room.places
    press(window, Key.Key_F7)
    assert window.room.places == before[::-1]
    left, right = (pane.mapToGlobal(pane.rect().topLeft()) for pane in window.room.panes)
    assert (left.y(), left.x()) < (right.y(), right.x())
    assert window.outline.versions.panes == tuple(place.version for place in before[::-1])


def test_the_draft_beside_the_text_from_the_list(window: Window) -> None:
    window.room.set_count(1)
    press(window, Key.Key_7, Held.ControlModifier)
    assert window.outline.versions.hasFocus()
    while window.outline.versions.current != TEXTS["Draft"].id:
        press(window, Key.Key_Down)
    press(window, Key.Key_Return, Held.ControlModifier)
    assert shown(window) == ["Arabic", "Draft"]
    assert window.room.panes[1].reader.hasFocus()


def test_the_draft_beside_the_text_from_the_palette(window: Window, qtbot: QtBot) -> None:
    window.actions_by_name["palette"].trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    qtbot.keyClicks(palette.field, "lamps beside")
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert shown(window) == ["Arabic", "Lamps"]


def test_a_provision_beside_the_same_text(window: Window) -> None:
    window.outline.provisions.set_current("art_2")
    window.outline.provisions.setFocus()
    QTest.keyClick(window.outline.provisions, Key.Key_Return, Held.ControlModifier)
    assert shown(window) == ["Arabic", "Arabic"]
    assert window.room.places[1].eid == "art_2"


def test_panes_are_found_again_as_they_were(window: Window, library: Path, qtbot: QtBot) -> None:
    window.room.set_count(3)
    window.room.panes[2].reader.setFocus()
    window.room.panes[2].reader.go_to_provision("art_3")
    before = window.room.arrangement
    window.close()
    again = open_window(qtbot, library)
    assert again.room.places == list(before.places)
    assert again.room.active is again.room.panes[2]
    again.close()


def test_a_new_pane_is_like_the_others(window: Window) -> None:
    window.actions_by_name["larger"].trigger()
    window.actions_by_name["dark_colours"].trigger()
    window.actions_by_name["no_layers"].trigger()
    window.actions_by_name["tint_strong"].trigger()
    window.room.add_pane()
    first, last = window.room.panes[0].reader, window.room.panes[-1].reader
    assert (last.percent, last.theme.name) == (first.percent, "dark")
    assert (last._layers().shown, last._layers().tinting) == (first._layers().shown, first._layers().tinting)
    assert last._layers().tinting > 1


def test_a_removed_version_leaves_its_pane_empty(window: Window) -> None:
    window.commands.remove_version(TEXTS["Draft"].id)
    assert shown(window) == ["Arabic", ""]


def test_what_was_remembered_before_and_what_is_damaged() -> None:
    assert Arrangement.from_json([["v", "art_1"], ["w", ""]]).places == (Place("v", "art_1"), Place("w"))
    full = Arrangement((Place("v", "art_1", 7), Place("v", view="commentary", of="Reader")), 1, False, ((1, 2), (3,)))
    assert Arrangement.from_json(json.loads(json.dumps(full.to_json()))) == full
    for damaged in (None, 7, "x", {"panes": 3}, {"panes": [[1], [], ["v", "e", "x"], ["v", "", 1, "poem", ""]]}):
        assert Arrangement.from_json(damaged).places == ()
    assert Arrangement.from_json({"panes": [["v"]], "active": 9, "shares": [["x"]]}) == Arrangement((Place("v"),))


def test_panes_of_which_one_is_gone(qtbot: QtBot, library: Path) -> None:
    place = [["gone", "", -1, "text", ""], [TEXTS["Lamps"].id, "art_2", -1, "text", ""]]
    Settings().set(WINDOW, json.dumps({"places": {str(library): {"panes": place, "active": 1}}}))
    window = open_window(qtbot, library)
    assert shown(window) == ["Lamps"]
    window.close()


@pytest.mark.parametrize(
    ("count", "width", "wanted"),
    [
        (1, 100, (1,)),
        (2, 700, (2,)),
        (2, 400, (1, 1)),
        (3, 960, (3,)),
        (3, 959, (2, 1)),
        (4, 1280, (4,)),
        (4, 706, (2, 2)),
    ],
)
def test_panes_wrap_where_they_would_be_too_narrow(count: int, width: int, wanted: tuple[int, ...]) -> None:
    assert shape(count, width) == wanted


def test_four_panes_are_rearranged_as_the_window_grows_and_shrinks(qtbot: QtBot) -> None:
    grid = PaneGrid()
    qtbot.addWidget(grid)
    panes = [QLabel(letter) for letter in "ABCD"]
    for pane in panes:
        pane.setMinimumWidth(240)
    grid.resize(1400, 600)
    with qtbot.waitExposed(grid):
        grid.show()
    grid.show_panes(panes)
    assert grid.shape == (4,)
    grid.resize(706, 600)
    qtbot.waitUntil(lambda: grid.shape == (2, 2))
    assert grid.width() == 706
    shares = grid.shares()
    assert [len(row) for row in shares] == [2, 2, 2]
    qtbot.waitUntil(lambda: panes[2].mapTo(grid, panes[2].rect().topLeft()).y() > 200)
    assert panes[1].mapTo(grid, panes[1].rect().topLeft()).x() > 200
    grid.take_shares([[300, 406], [353, 353], [200, 400]])
    assert grid.shares()[0] != shares[0]
    grid.take_shares([[1], [2]])
    assert len(grid.shares()) == 3
