"""Panes that show no text: the running commentary of a partner, and what a search found."""

from __future__ import annotations

from collections.abc import Iterator
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
from annotator.settings import Settings
from annotator.ui.arrangement import Place
from annotator.ui.dialogs.palette import CommandPalette
from annotator.ui.dialogs.search_panel import SearchPanel
from annotator.ui.pane_contents import key_of, place_of
from annotator.ui.panels.running_commentary import RunningCommentary
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

Key, Held = Qt.Key, Qt.KeyboardModifier
TEXT, OTHER = make_text(TREATY), make_text(TREATY.replace("lamps", "lanterns"))
PARTNER = Person("Ana", "Night Watch")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "Partners.sqlite"
    with new_library(path) as made:
        for label, text in (("Lamps", TEXT), ("Lanterns", OTHER)):
            fields = {"label": label, "instrument": label, "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
        for quote, words in (("keep its lamps lit", "Only **lamps**? <b>Why?</b>"), ("an effective remedy", "Good.")):
            given = Assignment(categories=("oversight-and-remedy",), commentary=words)
            annotate(made, anchor_quote(TEXT, quote), given, PARTNER)
        annotate(made, anchor_quote(TEXT, "is open to all"), Assignment(commentary="Mine."), Person("Me"))
    return path


def open_window(qtbot: QtBot, library: Path) -> Window:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(made)
    made.resize(1400, 700)
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
    made.close()


def choose(window: Window, pane: int, words: str) -> None:
    """Pick an entry of the header's list by keys."""
    chooser = window.room.panes[pane].header.versions
    chooser.setFocus()
    chooser.showPopup()
    popup = chooser.view()
    for row in range(chooser.count()):
        if chooser.itemText(row).startswith(words):
            popup.setCurrentIndex(chooser.model().index(row, 0))
    QTest.keyClick(popup, Key.Key_Return)


def commentary(window: Window, pane: int = 1) -> RunningCommentary:
    content = window.room.panes[pane].content
    assert isinstance(content, RunningCommentary)
    return content


def test_the_list_offers_texts_people_and_searches(window: Window) -> None:
    chooser = window.room.panes[1].header.versions
    window.room.panes[1].header.choices_wanted.emit()
    offered = [chooser.itemText(row) for row in range(chooser.count())]
    assert offered == [
        *("Lamps", "Lanterns", ""),
        *("Commentary of Ana (2)", "Commentary of Me (1)", "Commentary of Night Watch (2)", "Search results"),
    ]
    assert chooser.currentText() == "Lanterns"


def test_the_commentary_of_a_partner_runs_beside_the_text(window: Window) -> None:
    choose(window, 1, "Commentary of Night Watch")
    shown = commentary(window)
    assert [row.commentary for row in shown.model.rows] == ["Only **lamps**? <b>Why?</b>", "Good."]
    spoken = shown.model.index(0).data()
    assert "art. 2(1)" in spoken
    assert "keep its lamps lit" in spoken
    html = shown.delegate._html(shown.model.rows[0])
    assert "<strong>lamps</strong>" in html
    assert "&lt;b&gt;Why?" in html
    assert "“keep its lamps lit”" in html
    assert window.room.active is window.room.panes[0], "commands still go to the text"


def test_a_note_is_followed_to_its_passage(window: Window, qtbot: QtBot) -> None:
    choose(window, 1, "Commentary of Ana")
    shown = commentary(window)
    window.room.panes[0].reader.setFocus()
    QTest.keyClick(window.room.panes[0].reader, Key.Key_F6)
    assert shown.list.hasFocus()
    QTest.keyClick(shown.list, Key.Key_End)
    QTest.keyClick(shown.list, Key.Key_Return)
    assert window.room.panes[0].reader.caret() == TEXT.text.index("an effective remedy")
    assert window.room.current == shown.model.rows[1].id
    rect = shown.list.visualRect(shown.model.index(0))
    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert window.room.panes[0].reader.caret() == TEXT.text.index("keep its lamps lit")


def test_commentary_follows_the_text_that_is_read_and_says_why_it_is_empty(window: Window) -> None:
    choose(window, 1, "Commentary of Ana")
    window.room.show_version(OTHER.id, 0)
    shown = commentary(window)
    assert shown.model.rows == []
    assert shown.nothing.isVisible()
    assert shown.nothing.text() == "Ana has written nothing on this text."
    window.room.show_version(TEXT.id, 0)
    assert len(shown.model.rows) == 2


def test_new_commentary_is_seen_at_once(window: Window) -> None:
    choose(window, 1, "Commentary of Ana")
    anchor = anchor_quote(TEXT, "is open to all")
    annotate(window.bridge.library, anchor, Assignment(commentary="More."), PARTNER)
    assert [row.commentary for row in commentary(window).model.rows][-1] == "More."
    window.actions_by_name["undo"].trigger()
    assert len(commentary(window).model.rows) == 2


def test_the_header_keeps_its_choice_when_a_text_is_renamed(window: Window) -> None:
    choose(window, 1, "Commentary of Ana")
    window.bridge.library.apply([Edit("version", OTHER.id, {"label": "Renamed"})], "Me")
    chooser = window.room.panes[1].header.versions
    assert chooser.currentText() == "Commentary of Ana"
    assert chooser.findText("Renamed") >= 0


def test_the_hits_of_a_search_in_a_pane_lead_to_their_places(window: Window, qtbot: QtBot) -> None:
    choose(window, 1, "Search results")
    panel = window.room.panes[1].content
    assert isinstance(panel, SearchPanel)
    window.room.panes[0].reader.setFocus()
    QTest.keyClick(window.room.panes[0].reader, Key.Key_F6)
    assert panel.field.hasFocus()
    with qtbot.waitSignal(panel.searched):
        qtbot.keyClicks(panel.field, "effective remedy")
    qtbot.keyClick(panel.field, Key.Key_Return)
    reader = window.room.active.reader
    assert reader.text is not None
    assert reader.caret() == reader.text.text.index("effective remedy")
    assert window.room.panes[1].content is panel, "the results stay"


def test_what_panes_show_is_found_again(window: Window, library: Path, qtbot: QtBot) -> None:
    window.room.set_count(3)
    choose(window, 1, "Commentary of Ana")
    choose(window, 2, "Search results")
    panel = window.room.panes[2].content
    assert isinstance(panel, SearchPanel)
    panel.field.setText("remedy")
    window.close()
    again = open_window(qtbot, library)
    assert [place.view for place in again.room.places] == ["text", "commentary", "search"]
    assert len(commentary(again).model.rows) == 2
    found = again.room.panes[2].content
    assert isinstance(found, SearchPanel)
    assert found.model.rows
    again.close()


def test_commentary_comes_beside_the_text_from_the_palette(window: Window, qtbot: QtBot) -> None:
    window.room.set_count(1)
    window.actions_by_name["palette"].trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    qtbot.keyClicks(palette.field, "commentary of ana")
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert [place.view for place in window.room.places] == ["text", "commentary"]
    assert commentary(window).list.hasFocus()
    assert window.room.active is window.room.panes[0]


def test_a_text_takes_the_place_of_a_commentary(window: Window) -> None:
    choose(window, 1, "Commentary of Ana")
    header = window.room.panes[1].header
    assert not header.place.isVisible()
    choose(window, 1, "Lanterns")
    assert window.room.panes[1].content is None
    assert window.room.panes[1].reader.isVisible()
    assert header.place.isVisible()


def test_a_pane_with_commentary_is_closed_by_its_own_key(window: Window) -> None:
    choose(window, 1, "Commentary of Ana")
    window.room.panes[1].take_keyboard()
    QTest.keyClick(commentary(window).list, Key.Key_F4, Held.ControlModifier)
    assert [place.view for place in window.room.places] == ["text"]


def test_keys_and_places_are_each_other() -> None:
    for place in (Place("v"), Place("", view="commentary", of="A: b"), Place("", view="search")):
        assert place_of(key_of(place)) == place
