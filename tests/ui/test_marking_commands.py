"""Marking in the whole window: chips, layers by key, repeating, splitting, joining, duplicating, taking off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Annotation, Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate, reply
from annotator.operations.libraries import new_library
from annotator.settings import NAME, RECENT_LAYERS, Settings
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

ENGLISH = make_text(TREATY)
SISTER = make_text(TREATY.replace("an effective remedy", "an adequate remedy").replace("🕯️ It", "It"))
Key, Held = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
ME = Person("Reader")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """Two sister texts side by side; "an effective remedy" is annotated in the first."""
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        for text, label in ((ENGLISH, "Lamps"), (SISTER, "Lanterns")):
            fields = {"label": label, "instrument": label, "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
        given = Assignment(categories=("oversight-and-remedy",), commentary="Only after the fact.", tags=("late",))
        annotate(made, anchor_quote(ENGLISH, "an effective remedy"), given, ME)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    shown = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.commands.open_path(path)
    yield shown
    shown.close()


def _pane(window: Window, version: str = ENGLISH.id) -> ReaderPane:
    return next(pane for pane in window.room.panes if pane.version and pane.version.id == version)


def _reader(window: Window) -> ReaderView:
    return _pane(window).reader


def _first(window: Window) -> Annotation:
    return window.bridge.library.annotations()[0]


def _select(window: Window, words: str) -> None:
    start = ENGLISH.text.index(words)
    _reader(window).setFocus()
    _reader(window).go_to(start)
    _reader(window).select(start, start + len(words))


def _edge(view: ReaderView, offset: int) -> QPoint:
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._to_qt(offset))
    return view.cursorRect(cursor).center()


def _draw_over(window: Window, qtbot: QtBot, words: str) -> None:
    """Select `words` with the mouse."""
    view = _reader(window)
    start = ENGLISH.text.index(words)
    view.go_to(start)
    first, last = _edge(view, start), _edge(view, start + len(words))
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, first)
    qtbot.mouseMove(view.viewport(), last)
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, last)


def _open(window: Window, id: str) -> None:
    window.commands.go_to_annotation(id)
    window.notes.show_annotation(id)
    _reader(window).setFocus()


def _menu(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _choose(qtbot: QtBot, words: str) -> None:
    """Click the entry for `words`, behind its digit, in the menu that is open."""
    menu = _menu(qtbot)
    entry = next(row for row in menu.actions() if row.text().rpartition("   ")[2].startswith(words))
    QTest.mouseClick(menu, LEFT, Held.NoModifier, menu.actionGeometry(entry).center())


# The bar -----------------------------------------------------------------------------------------------------------


def test_layers_appear_beside_a_selection_and_a_click_annotates(window: Window, qtbot: QtBot) -> None:
    window.settings.set(RECENT_LAYERS, ["surveillance"])
    _draw_over(window, qtbot, "keep its lamps lit")
    bar = _reader(window)._chips
    assert not bar.isVisible(), "it waits until the mouse has settled"
    qtbot.waitUntil(bar.isVisible)
    assert _reader(window).hasFocus()
    assert bar.buttons[0].text() == "Surveillance  5"
    assert all(button.accessibleName() for button in bar.buttons)
    boxes = _reader(window).boxes_of(*_reader(window).selection())  # type: ignore[misc]
    assert not any(box.toRect().intersects(bar.geometry()) for box in boxes)
    other = next(row for row in bar.buttons if row.accessibleName() == "Expansion")
    with qtbot.waitSignal(window.bridge.changed):
        QTest.mouseClick(other, LEFT)
    made = next(row for row in window.bridge.library.annotations() if row.anchor.exact == "keep its lamps lit")
    assert made.categories == ("expansion",)
    assert not bar.isVisible()
    assert window.settings.get(RECENT_LAYERS) == ["expansion", "surveillance"]


def test_escape_closes_the_bar_and_then_lets_the_words_go(window: Window, qtbot: QtBot) -> None:
    _draw_over(window, qtbot, "keep its lamps lit")
    view = _reader(window)
    qtbot.waitUntil(view._chips.isVisible)
    QTest.keyClick(view, Key.Key_Escape)
    assert not view._chips.isVisible()
    assert view.selected_text() == "keep its lamps lit"
    QTest.keyClick(view, Key.Key_Escape)
    assert view.selection() is None


@pytest.mark.parametrize("away", ["scroll", "click", "arrow"])
def test_the_bar_goes_when_one_reads_on(window: Window, qtbot: QtBot, away: str) -> None:
    window.room.set_zoom(200)
    _draw_over(window, qtbot, "keep its lamps")
    view = _reader(window)
    qtbot.waitUntil(view._chips.isVisible)
    if away == "scroll":
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 20)
    elif away == "click":
        QTest.mouseClick(view.viewport(), LEFT, Held.NoModifier, QPoint(3, 3))
    else:
        QTest.keyClick(view, Key.Key_Right)
    assert not view._chips.isVisible()


def test_all_layers_are_behind_the_last_chip(window: Window, qtbot: QtBot) -> None:
    _draw_over(window, qtbot, "keep its lamps lit")
    view = _reader(window)
    qtbot.waitUntil(view._chips.isVisible)
    QTest.mouseClick(view._chips.buttons[-1], LEFT)
    menu = _menu(qtbot)
    assert len([row for row in menu.actions() if row.isEnabled()]) == len(window.bridge.library.codebook().layers)
    with qtbot.waitSignal(window.bridge.changed):
        QTest.keyClick(menu, Key.Key_Return)
    assert len(window.bridge.library.annotations()) == 2


def test_a_selection_made_with_keys_shows_no_bar(window: Window) -> None:
    _select(window, "keep its")
    QTest.keyClick(_reader(window), Key.Key_Right, Held.ShiftModifier)
    assert not _reader(window)._chips._settling.isActive()


# Layers and repeating ----------------------------------------------------------------------------------------------


def test_one_key_annotates_as_before(window: Window, qtbot: QtBot) -> None:
    window.settings.set(NAME, "Reader")
    _select(window, "keep its lamps lit")
    with qtbot.waitSignal(window.bridge.changed):
        QTest.keyClick(_reader(window), Key.Key_R)
    made = next(row for row in window.bridge.library.annotations() if row.anchor.exact == "keep its lamps lit")
    assert (made.categories, made.tags, made.stance) == (("oversight-and-remedy",), ("late",), "risk")
    assert made.commentary == ""
    assert _reader(window).hasFocus(), "one goes on reading"


def test_alt_and_a_digit_put_the_annotation_into_another_layer_and_take_it_out(window: Window) -> None:
    id = _first(window).id
    _open(window, id)
    QTest.keyClick(_reader(window), Key.Key_5, Held.AltModifier)
    assert set(_first(window).categories) == {"oversight-and-remedy", "surveillance"}
    QTest.keyClick(_reader(window), Key.Key_7, Held.AltModifier)
    assert _first(window).categories == ("surveillance",)
    window.actions_by_name["undo"].trigger()
    assert set(_first(window).categories) == {"oversight-and-remedy", "surveillance"}


def test_all_places_found_are_annotated_at_once(window: Window, qtbot: QtBot) -> None:
    _reader(window).setFocus()
    window.actions_by_name["find_here"].trigger()
    bar = _pane(window).find_bar
    QTest.keyClicks(bar.field, "State Party")
    assert bar.annotate_button.text() == "Annotate all 2…"
    QTest.mouseClick(bar.annotate_button, LEFT)
    with qtbot.waitSignal(window.bridge.changed):
        _choose(qtbot, "Surveillance")
    assert len(window.bridge.library.annotations()) == 3
    assert "2 places" in window.statusBar().currentMessage()
    window.actions_by_name["undo"].trigger()
    assert len(window.bridge.library.annotations()) == 1
    bar.field.setText("zebra")
    assert not bar.annotate_button.isVisible()


def test_all_places_in_all_texts_are_annotated_at_once(window: Window, qtbot: QtBot) -> None:
    window.actions_by_name["find_everywhere"].trigger()
    with qtbot.waitSignal(window.search.searched):
        QTest.keyClicks(window.search.field, "independent body")
    assert window.search.annotate_button.text() == "Annotate all 2 in the texts…"
    QTest.mouseClick(window.search.annotate_button, LEFT)
    with qtbot.waitSignal(window.bridge.changed):
        _choose(qtbot, "Surveillance")
    made = [row for row in window.bridge.library.annotations() if row.categories == ("surveillance",)]
    assert {row.version for row in made} == {ENGLISH.id, SISTER.id}
    assert {row.anchor.exact for row in made} == {"independent body"}
    window.actions_by_name["undo"].trigger()
    assert len(window.bridge.library.annotations()) == 1


# Ends, splitting, joining ------------------------------------------------------------------------------------------


def test_an_end_is_drawn_with_the_mouse_and_undone(window: Window, qtbot: QtBot) -> None:
    id = _first(window).id
    _open(window, id)
    view = _reader(window)
    to = _edge(view, ENGLISH.text.index("before an independent body") + len("before an independent body"))
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, view.handles()["end"].center().toPoint())
    qtbot.mouseMove(view.viewport(), to)
    with qtbot.waitSignal(window.bridge.changed):
        QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, to)
    assert _first(window).anchor.exact == "an effective remedy before an independent body"
    assert view._overlays.current == _first(window)
    window.actions_by_name["undo"].trigger()
    assert _first(window).anchor.exact == "an effective remedy"


def test_an_end_is_moved_with_keys(window: Window) -> None:
    _open(window, _first(window).id)
    view = _reader(window)
    QTest.keyClick(view, Key.Key_E)
    assert view.is_adjusting
    assert not view.viewport().grab().isNull(), "what is being moved can be painted"
    assert "Enter" in window.statusBar().currentMessage()
    QTest.keyClick(view, Key.Key_Right, Held.AltModifier)
    QTest.keyClick(view, Key.Key_Return)
    assert _first(window).anchor.exact == "an effective remedy before"


def test_an_end_that_is_held_stays_in_its_text_when_another_is_clicked(window: Window) -> None:
    _open(window, _first(window).id)
    QTest.keyClick(_reader(window), Key.Key_E)
    QTest.keyClick(_reader(window), Key.Key_Right, Held.AltModifier)
    other = _pane(window, SISTER.id).reader
    QTest.mouseClick(other.viewport(), LEFT, Held.NoModifier, QPoint(60, 60))
    row = _first(window)
    assert (row.version, row.anchor.exact) == (ENGLISH.id, "an effective remedy before")
    assert window.room.active.reader is other
    window.room.ends_moved.emit(row.id, row.start, row.end - len(" before"))
    assert (_first(window).version, _first(window).anchor.exact) == (ENGLISH.id, "an effective remedy")


def test_the_neighbour_is_looked_for_in_the_text_of_the_annotation(window: Window) -> None:
    long = "In this Convention: " * 60
    text = make_text(f"= Longer\n## Article 1. One\n{long}{TREATY.split('Article 2. Duties', 1)[1]}")
    window.bridge.library.apply([Edit("version", text.id, {"label": "Longer"})], ME, texts=[text])
    given = Assignment(categories=("oversight-and-remedy",))
    annotate(window.bridge.library, anchor_quote(ENGLISH, "before an independent body"), given, ME)
    window.room.show_version(text.id, 1)
    window.room.set_current(_first(window).id)
    assert window.room.active.version is not None
    assert window.room.active.version.id == text.id
    window.actions_by_name["join_annotations"].trigger()
    assert _first(window).anchor.exact == "an effective remedy before an independent body"


def test_a_window_that_closes_forgets_an_end_that_is_held(window: Window) -> None:
    _open(window, _first(window).id)
    QTest.keyClick(_reader(window), Key.Key_E)
    QTest.keyClick(_reader(window), Key.Key_Right, Held.AltModifier)
    window.close()
    _reader(window).finish_adjusting()
    assert not window.bridge.is_open


def test_the_annotation_is_split_at_the_caret_and_joined_again(window: Window) -> None:
    id = _first(window).id
    reply(window.bridge.library, id, "Indeed", ME)
    _open(window, id)
    _reader(window).go_to(ENGLISH.text.index("remedy before"))
    window.actions_by_name["split_annotation"].trigger()
    first, second = window.bridge.library.annotations()
    assert (first.anchor.exact, second.anchor.exact) == ("an effective", "remedy")
    assert "an effective remedy" in second.commentary
    assert window.room.current == second.id
    QTest.keyClick(_reader(window), Key.Key_J, Held.ControlModifier)
    (row,) = window.bridge.library.annotations()
    assert (row.id, row.anchor.exact) == (id, "an effective remedy")
    assert row.commentary.startswith("Only after the fact.")
    assert window.room.current == id
    assert len(window.bridge.library.replies(id)) == 1


def test_a_remark_is_duplicated_to_the_provision_that_answers(window: Window, qtbot: QtBot) -> None:
    _open(window, _first(window).id)

    def made() -> list[Annotation]:
        return [row for row in window.bridge.library.annotations() if row.version == SISTER.id]

    window.actions_by_name["duplicate_annotation"].trigger()
    qtbot.waitUntil(lambda: len(made()) == 1)
    (row,) = made()
    assert row.anchor.exact == "an adequate remedy"
    assert row.commentary == "Only after the fact."
    assert row.anchor.provision == "art_2__para_2"
    assert "art. 2(2)" in window.statusBar().currentMessage()
    assert window.room.current == row.id


def test_a_key_that_is_still_held_selects_nothing_more_in_the_list(window: Window, qtbot: QtBot) -> None:
    """Ctrl of Ctrl+D is down while the copy is opened; through the window system, which knows of held keys."""
    _open(window, _first(window).id)
    qtbot.waitUntil(lambda: window.notes.list.selected == [_first(window).id])
    handle = window.windowHandle()
    QTest.keyPress(handle, Key.Key_D, Held.ControlModifier)
    try:
        qtbot.waitUntil(lambda: len(window.notes.list.shown) == 2 and bool(window.notes.list.selected))
        assert QApplication.keyboardModifiers() == Held.ControlModifier
        assert window.notes.list.selected == [window.room.current]
    finally:
        QTest.keyRelease(handle, Key.Key_D)


# Lists and taking off ----------------------------------------------------------------------------------------------


def test_delete_takes_off_the_only_annotation_here(window: Window) -> None:
    _reader(window).setFocus()
    _reader(window).go_to(ENGLISH.text.index("effective remedy"))
    QTest.keyClick(_reader(window), Key.Key_Delete)
    assert window.bridge.library.annotations() == []
    window.actions_by_name["undo"].trigger()
    assert len(window.bridge.library.annotations()) == 1


def test_where_several_lie_one_is_asked_which_to_take_off(window: Window, qtbot: QtBot) -> None:
    given = Assignment(categories=("surveillance", "data-transfer"))
    other = window.bridge.act(annotate, anchor_quote(ENGLISH, "an effective remedy"), given, ME)
    assert other is not None
    _reader(window).setFocus()
    _reader(window).go_to(ENGLISH.text.index("effective remedy"))
    QTest.keyClick(_reader(window), Key.Key_Delete)
    titles = [row.text() for row in _menu(qtbot).actions() if row.text()]
    assert len(titles) == 5, titles
    _choose(qtbot, "Surveillance")
    assert window.bridge.library.annotation(other.id).categories == ("data-transfer",)
    QTest.keyClick(_reader(window), Key.Key_Delete)
    _choose(qtbot, "Oversight and remedy")
    assert [row.id for row in window.bridge.library.annotations()] == [other.id]


def test_identical_passages_are_chosen_from_a_list_by_key(window: Window, qtbot: QtBot) -> None:
    other = window.bridge.act(annotate, anchor_quote(ENGLISH, "an effective remedy"), Assignment(commentary="B"), ME)
    assert other is not None
    _reader(window).setFocus()
    _reader(window).go_to(ENGLISH.text.index("effective remedy"))
    QTest.keyClick(_reader(window), Key.Key_L)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    listed = _reader(window)._list
    assert listed is not None
    shown = [row.id for row in listed._model.rows]
    assert set(shown) == {other.id, _first(window).id}
    QTest.keyClick(listed.rows, Key.Key_Down)
    QTest.keyClick(listed.rows, Key.Key_Return)
    assert window.room.current == shown[1]


def test_without_words_or_annotations_one_is_told_what_to_do(window: Window) -> None:
    view = _reader(window)
    view.setFocus()
    view.go_to(0)
    for key, said in [(Key.Key_R, "Select"), (Key.Key_Delete, "no annotation"), (Key.Key_L, "no annotation")]:
        QTest.keyClick(view, key)
        assert said in window.statusBar().currentMessage()
    window.room.set_current("")
    window.notes.show_annotation(None)
    for name in ("adjust_ends", "split_annotation", "duplicate_annotation", "annotate_as", "annotate_found"):
        window.statusBar().clearMessage()
        window.actions_by_name[name].trigger()
        assert window.statusBar().currentMessage()
    window.actions_by_name["join_annotations"].trigger()
    assert "Choose two" in window.problem.label.text()
