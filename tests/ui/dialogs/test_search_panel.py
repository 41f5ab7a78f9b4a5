"""Search over texts and commentary, and how a place is emphasised."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.operations.annotating import Assignment, edit_annotations
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.finding_delegate import hits
from annotator.ui.dialogs.search_panel import SearchPanel


@pytest.fixture
def panel(bridge: Bridge, window: QWidget, qtbot: QtBot) -> SearchPanel:
    made = SearchPanel(bridge, window)
    made.resize(340, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def search(panel: SearchPanel, qtbot: QtBot, words: str) -> list[tuple[str, bool]]:
    """Citation of each place, and whether it is in a note."""
    panel.field.clear()
    qtbot.keyClicks(panel.field, words)
    with qtbot.waitSignal(panel.searched):
        pass
    return [(row.citation, bool(row.annotation)) for row in panel.model.rows]


def test_texts_and_notes_are_searched_while_typing(panel: SearchPanel, qtbot: QtBot) -> None:
    found = search(panel, qtbot, "prompt review")
    assert found == [("art. 3", False), ("art. 3", False), ("art. 3", True), ("art. 3", True)]
    assert panel.status.text() == "4 places"


def test_only_texts_or_only_notes(panel: SearchPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "matters")
    panel.where.setCurrentIndex(panel.where.findData("text"))
    assert panel.model.rows == []
    assert panel.status.text().startswith("Nothing found")
    panel.where.setCurrentIndex(panel.where.findData("commentary"))
    assert len(panel.model.rows) == 4


def test_enter_opens_the_place(panel: SearchPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "anything")
    with qtbot.waitSignal(panel.found) as signal:
        qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert signal.args[0].citation == "art. 2"
    qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    assert panel.list.currentIndex().row() == 0
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.found) as signal:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert signal.args[0] == panel.model.rows[1]


def test_enter_right_after_typing_searches_at_once(panel: SearchPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.field, "anything")
    with qtbot.assertNotEmitted(panel.found):
        qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert len(panel.model.rows) == 2


def test_a_click_opens_the_place(panel: SearchPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "anything")
    place = panel.list.visualRect(panel.model.index(1)).center()
    with qtbot.waitSignal(panel.found) as signal:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert signal.args[0] == panel.model.rows[1]


def test_what_changes_is_searched_anew(panel: SearchPanel, bridge: Bridge, qtbot: QtBot) -> None:
    assert search(panel, qtbot, "lighthouse") == []
    first = bridge.library.annotations()[0]
    with qtbot.waitSignal(panel.searched):
        bridge.act(edit_annotations, [first.id], Assignment(commentary="A lighthouse."), bridge.person)
    assert [row.annotation for row in panel.model.rows] == [first.id]


def test_a_closed_library_leaves_nothing_behind(panel: SearchPanel, bridge: Bridge, qtbot: QtBot) -> None:
    search(panel, qtbot, "anything")
    bridge.close()
    assert panel.model.rows == []
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.model.rows == []


@pytest.mark.parametrize(
    ("snippet", "query", "words"),
    [
        ("La sécurité des données", "securite", ["sécurité"]),
        ("الحُقوق والواجبات", "حقوق", ["حُقوق"]),
        ("保护人权的", "人权", ["人权"]),
        ("domestic and other law", "domestic law", ["domestic", "law"]),
        ("its domestic law, and law", "domestic law", ["domestic law"]),
        ("nothing here", "absent", []),
        ("<b>law</b>", "law", ["law"]),
    ],
)
def test_hits_are_found_as_the_search_finds_them(snippet: str, query: str, words: list[str]) -> None:
    assert [snippet[start:end] for start, end in hits(snippet, query)] == words


def test_rows_are_as_high_as_their_words(panel: SearchPanel, qtbot: QtBot) -> None:
    search(panel, qtbot, "guarantee")
    wide = panel.list.visualRect(panel.model.index(0)).height()
    panel.resize(180, 500)
    qtbot.waitUntil(lambda: panel.list.visualRect(panel.model.index(0)).height() > wide)
    assert panel.list.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
