"""Nobody who moves in a text waits for work that could be done later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.settings import Settings
from annotator.ui.bridge import Bridge
from annotator.ui.reading_room import ReadingRoom
from annotator.ui.rest import Rest
from annotator.ui.theme import load_theme


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:  # noqa: ARG001
    made = Bridge(Settings())
    yield made
    made.close()
    made.deleteLater()


def test_a_window_has_one_clock_of_moves(bridge: Bridge) -> None:
    assert Rest.of(bridge) is Rest.of(bridge)


def test_whoever_has_moved_rests_some_time_later(bridge: Bridge, qtbot: QtBot) -> None:
    rest = Rest.of(bridge)
    assert rest.remaining == 0
    rest.stir()
    assert 0 < rest.remaining <= 300
    qtbot.waitUntil(lambda: rest.remaining == 0)


@pytest.mark.parametrize("move", ["scroll", "show"])
def test_to_scroll_and_to_show_other_layers_is_to_move(move: str, bridge: Bridge, qtbot: QtBot) -> None:
    room = ReadingRoom(bridge, load_theme("light"))
    qtbot.addWidget(room)
    rest = Rest.of(bridge)
    qtbot.waitUntil(lambda: rest.remaining == 0)
    reader = room.panes[1].reader
    if move == "scroll":
        reader.verticalScrollBar().setRange(0, 100)
        reader.verticalScrollBar().setValue(40)
    else:
        room.set_shown(room.panes[0].reader.shown.with_layers(["a"]))
    assert rest.remaining > 0
