from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.shown import ALL
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import Theme, load_theme
from tests.ui.reader.treaty_samples import (
    ARABIC,
    annotate,
    annotate_whole,
    annotate_words,
    make_codebook,
    make_text,
)

Key, Held = Qt.Key, Qt.KeyboardModifier
KeyPress = tuple[Qt.Key, Qt.KeyboardModifier]


def _spot(view: ReaderView, offset: int) -> QPoint:
    """A point on the character at `offset`, in the viewport."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._to_qt(offset))
    here = view.cursorRect(cursor)
    cursor.setPosition(view._to_qt(offset + 1))
    return QPoint((here.center().x() + view.cursorRect(cursor).center().x()) // 2, here.center().y())


def _place(text: Text, words: str) -> tuple[int, int]:
    start = text.text.index(words)
    return start, start + len(words)


def _image(view: ReaderView) -> QImage:
    return view.viewport().grab().toImage()


def _share(image: QImage, area: tuple[int, int, int, int], colour: QColor) -> float:
    left, top, right, bottom = area
    pixels = [image.pixelColor(x, y).name() for x in range(left, right) for y in range(top, bottom)]
    return pixels.count(colour.name()) / len(pixels)


def _around(view: ReaderView, start: int, end: int) -> tuple[int, int, int, int]:
    """The area of words that stand on one line."""
    first, last = _spot(view, start), _spot(view, end - 1)
    left, right = sorted((first.x(), last.x()))
    return left + 1, first.y() - 4, right - 1, first.y() + 4


# Selection and copying ---------------------------------------------------------------------------------------------


def test_a_selection_made_with_keys_is_told_in_code_points(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    start, end = _place(treaty, "It enters")
    view.go_to(start)
    with qtbot.waitSignals([view.selection_changed] * (end - start)):
        for _ in range(end - start):
            qtbot.keyClick(view, Key.Key_Right, Held.ShiftModifier)
    assert view.selection() == (start, end)
    assert view.selected_text() == "It enters"


def test_one_step_over_an_emoji_selects_it_whole(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    start = treaty.text.index("📖")
    view.go_to(start)
    qtbot.keyClick(view, Key.Key_Right, Held.ShiftModifier)
    assert (view.selection(), view.selected_text()) == ((start, start + 1), "📖")


def test_copying_keeps_spaces_that_qt_changes(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    start, end = _place(treaty, "article\u00a01, paragraph\u00a0(a)")
    view.select(start, end)
    with qtbot.waitSignal(view.copy_requested):
        qtbot.keyClick(view, Key.Key_C, Held.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "article\u00a01, paragraph\u00a0(a)"
    assert clipboard.mimeData().formats() == ["text/plain"]


def test_what_is_dragged_out_is_the_canonical_text_and_plain(view: ReaderView, treaty: Text) -> None:
    start, end = treaty.text.index("article\u00a01"), treaty.text.index("In accordance")
    view.select(start, end)
    data = view.createMimeDataFromSelection()
    assert data.formats() == ["text/plain"]
    assert data.text() == treaty.text[start:end]


def test_copying_nothing_leaves_the_clipboard_alone(qtbot: QtBot, view: ReaderView) -> None:
    QGuiApplication.clipboard().setText("before")
    with qtbot.assertNotEmitted(view.copy_requested):
        qtbot.keyClick(view, Key.Key_C, Held.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"


def test_copying_with_its_citation_is_asked_for(qtbot: QtBot, view: ReaderView) -> None:
    view.select(0, 5)
    with qtbot.waitSignal(view.copy_with_citation_requested):
        qtbot.keyClick(view, Key.Key_C, Held.ControlModifier | Held.ShiftModifier)


def _drag(qtbot: QtBot, view: ReaderView, start: int, end: int, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    """Draw the mouse from before the character at `start` to before that at `end`."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._to_qt(start))
    first = view.cursorRect(cursor).center()
    cursor.setPosition(view._to_qt(end))
    last = view.cursorRect(cursor).center()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, held, first)
    qtbot.mouseMove(view.viewport(), last)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, held, last)


def test_dragging_the_mouse_selects_whole_words(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    start, end = _place(treaty, "effective remedy")
    heard: list[tuple[int, int] | None] = []
    view.selection_changed.connect(heard.append)
    for first, last in [(start, end), (start + 3, end - 2), (end - 2, start + 3), (start - 1, end + 1)]:
        _drag(qtbot, view, first, last)
        assert view.selected_text() == "effective remedy"
        assert heard[-1] == (start, end)
        assert view.caret() == (end if first < last else start)
        view.go_to(0)


def test_with_alt_the_mouse_selects_exactly(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    start, end = _place(treaty, "effective remedy")
    _drag(qtbot, view, start + 3, end - 2, Held.AltModifier)
    assert view.selected_text() == "ective reme"


@pytest.mark.parametrize("beyond", ["2", "2.", "2. "])
def test_the_number_of_the_next_paragraph_is_not_selected(
    qtbot: QtBot, view: ReaderView, treaty: Text, beyond: str
) -> None:
    start, _end = _place(treaty, "may do more.")
    _drag(qtbot, view, start, treaty.text.index("2. In accordance") + len(beyond))
    assert view.selected_text() == "may do more."


def test_typing_never_changes_the_text(qtbot: QtBot, view: ReaderView) -> None:
    before = view.document().toRawText()
    view.selectAll()
    qtbot.keyClicks(view, "abc 7")
    for key in (Key.Key_Delete, Key.Key_Backspace, Key.Key_Return):
        qtbot.keyClick(view, key)
    QGuiApplication.clipboard().setText("pasted")
    qtbot.keyClick(view, Key.Key_V, Held.ControlModifier)
    qtbot.keyClick(view, Key.Key_X, Held.ControlModifier)
    assert view.document().toRawText() == before


# Keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "digit"), [("7", "7"), ("0", "0"), ("٣", "3"), ("۴", "4")])
def test_a_digit_asks_for_a_layer(qtbot: QtBot, view: ReaderView, typed: str, digit: str) -> None:
    view.select(0, 5)
    event = QKeyEvent(QEvent.Type.KeyPress, 0, Held.NoModifier, typed)
    with qtbot.waitSignal(view.layer_key_pressed) as heard:
        QApplication.sendEvent(view, event)
    assert heard.args == [digit]
    assert view.selection() == (0, 5)


def test_a_digit_with_a_modifier_is_somebody_elses_shortcut(qtbot: QtBot, view: ReaderView) -> None:
    with qtbot.assertNotEmitted(view.layer_key_pressed):
        qtbot.keyClick(view, Key.Key_7, Held.AltModifier)


def test_going_from_article_to_article(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    articles = [row.start for row in treaty.provisions if row.kind == "article"]
    view.go_to(0)
    for start in articles:
        qtbot.keyClick(view, Key.Key_Down, Held.ControlModifier)
        assert view.caret() == start
    for start in reversed(articles[:-1]):
        qtbot.keyClick(view, Key.Key_Up, Held.ControlModifier)
        assert view.caret() == start


@pytest.mark.parametrize(
    ("forth", "back"),
    [
        ((Key.Key_N, Held.NoModifier), (Key.Key_N, Held.ShiftModifier)),
        ((Key.Key_BracketRight, Held.NoModifier), (Key.Key_BracketLeft, Held.NoModifier)),
    ],
    ids=["n", "brackets"],
)
def test_stepping_reaches_identical_annotations_one_by_one(
    qtbot: QtBot, view: ReaderView, treaty: Text, forth: KeyPress, back: KeyPress
) -> None:
    view.set_annotations(
        [
            annotate_words(treaty, "x", "domestic law", "layer-1"),
            annotate_words(treaty, "y", "domestic law", "layer-2"),
            annotate_words(treaty, "hidden", "orders", "layer-3"),
            annotate_words(treaty, "z", "thirtieth day", "layer-1"),
        ]
    )
    view.set_shown(ALL.with_layers({"layer-1", "layer-2"}))
    view.go_to(0)
    heard: list[list[str]] = []
    view.annotation_activated.connect(heard.append)
    for _ in range(4):
        qtbot.keyClick(view, *forth)
    qtbot.keyClick(view, *back)
    assert heard == [["x"], ["y"], ["z"], ["y"]]
    assert view.current == "y"


def test_tab_leaves_the_view(qtbot: QtBot, view: ReaderView) -> None:
    assert view.tabChangesFocus()
    before = view.document().toRawText()
    qtbot.keyClick(view, Key.Key_Tab)
    assert view.document().toRawText() == before


def test_the_caret_can_be_seen(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    qtbot.waitUntil(view.hasFocus)
    view.go_to(_place(treaty, "may do more.")[1])  # where no letter is in its way
    assert view.cursorWidth() == 2
    box = view.cursorRect()

    def is_dark(column: int) -> bool:
        image = _image(view)
        return sum(image.pixelColor(column, y).lightness() < 128 for y in range(box.top(), box.bottom())) > 15

    qtbot.waitUntil(lambda: is_dark(box.left()) and is_dark(box.left() + 1))


# The mouse ---------------------------------------------------------------------------------------------------------


def test_a_click_tells_what_lies_there_shortest_first(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    view.set_annotations(
        [
            annotate_words(treaty, "long", "In accordance with its domestic law, each", "layer-1"),
            annotate_words(treaty, "short", "domestic law", "layer-2"),
            annotate_words(treaty, "elsewhere", "orders", "layer-2"),
        ]
    )
    with qtbot.waitSignal(view.annotation_activated) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_spot(view, treaty.text.index("domestic law")))
    assert heard.args == [["short", "long"]]


@pytest.mark.parametrize("index", range(12))
def test_a_click_never_misses_by_a_character(view: ReaderView, treaty: Text, index: int) -> None:
    start, _end = _place(treaty, "domestic law")
    letters = [place for place in range(12) if place != 8]
    rows = [annotate(treaty, f"{place}", start + place, start + place + 1, "layer-1") for place in letters]
    view.set_annotations(rows)
    found = view.annotations_at(_spot(view, start + index))
    assert [row.id for row in found] == ([] if index == 8 else [str(index)])


def test_a_click_on_a_stripe_tells_its_layer_only(view: ReaderView, treaty: Text) -> None:
    view.set_annotations(
        [
            annotate_words(treaty, "one", "domestic law", "layer-1"),
            annotate_words(treaty, "two", "domestic law", "layer-2"),
            annotate_whole(treaty, "gap", "art_2__para_2", "layer-1"),
        ]
    )
    image = _image(view)
    spot = _spot(view, treaty.text.index("domestic law"))
    found = {tuple(row.id for row in view.annotations_at(QPoint(x, spot.y()))) for x in range(2, 42)}
    assert {("one",), ("two",), ("gap",)} <= found
    assert image.width() == view.viewport().width()


def test_a_whole_provision_is_marked_in_the_margin_and_not_on_its_words(view: ReaderView, treaty: Text) -> None:
    start, end = _place(treaty, "remedy before")
    bare = _image(view)
    view.set_annotations([annotate_whole(treaty, "gap", "art_2__para_2", "layer-1")])
    image = _image(view)
    left, top, right, bottom = _around(view, start, end)
    assert image.copy(left, top, right - left, bottom - top) == bare.copy(left, top, right - left, bottom - top)
    assert image.copy(0, top, 42, 8) != bare.copy(0, top, 42, 8)
    assert view.annotations_at(_spot(view, start)) == []


def test_the_wheel_with_control_asks_for_another_size(qtbot: QtBot, view: ReaderView) -> None:
    def turn(by: int, held: Qt.KeyboardModifier) -> None:
        point = QPointF(50, 50)
        event = QWheelEvent(
            point, view.mapToGlobal(point), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)

    with qtbot.waitSignals([view.zoom_requested] * 2, check_params_cbs=[lambda by: by > 0, lambda by: by < 0]):
        turn(120, Held.ControlModifier)
        turn(-120, Held.ControlModifier)
    with qtbot.assertNotEmitted(view.zoom_requested):
        turn(-120, Held.NoModifier)


def test_one_can_scroll_and_select_from_the_empty_margin(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    view.resize(1400, 300)
    QApplication.processEvents()
    assert view.viewport().x() > 100
    point = QPointF(20, 150)
    event = QWheelEvent(
        point, view.mapToGlobal(point), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton, Held.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert view.verticalScrollBar().value() > 0
    view.verticalScrollBar().setValue(0)
    start, end = _place(treaty, "In this Convention:")
    y = view.viewport().y() + _spot(view, start).y()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
    qtbot.mouseMove(view, QPoint(view.width() - 40, y))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 40, y))
    assert view.selection() == (start, end)


def test_the_context_menu_is_asked_for_with_what_lies_there(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    spot = _spot(view, treaty.text.index("domestic law"))
    with qtbot.waitSignal(view.context_menu_requested) as heard:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.viewport().mapToGlobal(spot))
        QApplication.sendEvent(view.viewport(), event)
    assert heard.args == [view.viewport().mapToGlobal(spot), ["one"]]


def test_enter_opens_what_lies_at_the_caret(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    view.go_to(treaty.text.index("domestic law") + 3)
    with qtbot.waitSignal(view.annotation_activated) as heard:
        qtbot.keyClick(view, Key.Key_Return)
    assert heard.args == [["one"]]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_hovering_names_the_layers_and_their_commentary(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1", commentary="<i>Why</i>")])
    spot = _spot(view, treaty.text.index("domestic law"))
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == "<p><b>Layer 1</b><br>&lt;i&gt;Why&lt;/i&gt;</p>"
    QToolTip.hideText()


# Painting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_passage_is_tinted_and_its_neighbour_is_not(view: ReaderView, treaty: Text, name: str) -> None:
    theme = load_theme(name)
    view.set_theme(theme)
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    tint = theme.tinted([theme.layer(make_codebook().layers[0])])
    image = _image(view)
    assert _share(image, _around(view, *_place(treaty, "domestic law")), tint) > 0.4
    assert _share(image, _around(view, *_place(treaty, "accordance with")), theme.colour("page")) > 0.4


def test_a_hidden_layer_is_not_painted(view: ReaderView, treaty: Text) -> None:
    bare = _image(view)
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    assert _image(view) != bare
    view.set_shown(ALL.with_layers({"layer-2"}))
    assert _image(view) == bare
    view.set_shown(ALL.with_layers(None))
    assert _image(view) != bare


def test_an_annotation_in_no_layer_is_always_shown(view: ReaderView, treaty: Text) -> None:
    view.set_shown(ALL.with_layers(set()))
    bare = _image(view)
    view.set_annotations([annotate_words(treaty, "one", "domestic law")])
    assert _image(view) != bare
    assert view.annotations_at(_spot(view, treaty.text.index("domestic law")))[0].id == "one"


def _bars(view: ReaderView, start: int, end: int) -> list[QColor]:
    """The colours met on the way down from a character to the next line."""
    spot = _spot(view, (start + end) // 2)
    image = _image(view)
    down = [image.pixelColor(spot.x(), y) for y in range(spot.y(), spot.y() + 20)]
    wanted = [view.theme.layer(row).name() for row in make_codebook().layers]
    return [colour for colour in down if colour.name() in wanted]


def test_layers_that_overlap_have_a_bar_each_and_a_lone_one_has_none(view: ReaderView, treaty: Text) -> None:
    layers = make_codebook().layers
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    start, end = _place(treaty, "domestic law")
    assert _bars(view, start, end) == []
    view.put_annotation(annotate_words(treaty, "two", "domestic law", "layer-6"))
    found = [colour.name() for colour in _bars(view, start, end)]
    colours = [view.theme.layer(layers[0]).name(), view.theme.layer(layers[5]).name()]
    assert sorted(set(found), key=found.index) == colours


@pytest.mark.parametrize("count", [5, 6])
def test_more_layers_than_bars_are_counted(view: ReaderView, treaty: Text, count: int) -> None:
    words = "independent body"
    rows = [annotate_words(treaty, f"{number}", words, f"layer-{number}") for number in range(1, count + 1)]
    view.set_annotations(rows[:4])
    four = _image(view)
    view.set_annotations(rows)
    assert _image(view) != four
    assert len({row.id for row in view.annotations_at(_spot(view, treaty.text.index(words)))}) == count


def test_the_current_annotation_stands_out(view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    plain = _image(view)
    view.set_current("one")
    assert _image(view) != plain
    view.set_current(None)
    assert _image(view) == plain


def test_the_current_annotation_stands_out_after_it_is_edited(view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    view.set_current("one")
    _image(view)
    edited = annotate_words(treaty, "one", "its domestic law", "layer-2", commentary="Why")
    view.put_annotation(edited)
    assert view.current == "one"
    after = _image(view)
    view.set_annotations([edited])
    view.set_current(None)
    assert after != _image(view)
    view.set_current("one")
    assert after == _image(view)


def test_one_more_or_less_annotation_paints_like_all_anew(view: ReaderView, treaty: Text) -> None:
    rows = [
        annotate_words(treaty, "one", "domestic law", "layer-1"),
        annotate_words(treaty, "two", "keep its lamps lit", "layer-2"),
        annotate(
            treaty,
            "across",
            treaty.text.index("may do more"),
            treaty.text.index("each State Party shall pro"),
            "layer-4",
        ),
    ]
    view.set_annotations(rows)
    whole = _image(view)
    view.set_annotations(rows[:1])
    _image(view)
    view.put_annotation(rows[2])
    _image(view)
    view.put_annotation(rows[1])
    assert _image(view) == whole
    view.remove_annotation("across")
    _image(view)
    view.put_annotation(rows[2])
    assert _image(view) == whole


def test_search_hits_are_shown_and_a_jump_flashes(qtbot: QtBot, view: ReaderView, treaty: Text) -> None:
    start, end = _place(treaty, "domestic law")
    view.set_found([(start, end)])
    assert _share(_image(view), _around(view, start, end), view.theme.colour("found")) > 0.4
    view.set_found([])
    bare = _image(view)
    view.flash(start, end)
    qtbot.waitUntil(lambda: _image(view) != bare)
    qtbot.waitUntil(lambda: _image(view) == bare, timeout=5000)


def test_arabic_passages_are_tinted_where_they_stand(qtbot: QtBot, theme: Theme) -> None:
    text = make_text(ARABIC)
    reader = ReaderView(theme)
    qtbot.addWidget(reader)
    reader.resize(720, 500)
    reader.set_codebook(make_codebook())
    reader.show_text(text, VersionData(language="ar"))
    reader.show()
    words = "حُقُوق الإنسان"
    reader.set_annotations([annotate_words(text, "one", words, "layer-1")])
    tint = theme.tinted([theme.layer(make_codebook().layers[0])])
    assert _share(_image(reader), _around(reader, *_place(text, words)), tint) > 0.4
    assert [row.id for row in reader.annotations_at(_spot(reader, text.text.index(words) + 3))] == ["one"]
    page = _image(reader)
    middle = page.width() // 2
    stripe = theme.layer(make_codebook().layers[0])
    y = _spot(reader, text.text.index(words)).y()
    assert any(page.pixelColor(x, y) == stripe for x in range(middle, page.width()))
    assert not any(page.pixelColor(x, y) == stripe for x in range(middle))
    reader.select(*_place(text, words))
    assert reader.selected_text() == words


# Places ------------------------------------------------------------------------------------------------------------


def test_the_article_on_top_is_told_while_scrolling(view: ReaderView) -> None:
    view.resize(400, 160)
    QApplication.processEvents()
    heard: list[str] = []
    view.provision_changed.connect(heard.append)
    view.document().documentLayout().documentSize()
    bar = view.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, 20):
        bar.setValue(value)
    assert [row for row in heard if row.startswith("art")][:2] == ["art_1", "art_2"]
    assert view.visible_provision() == heard[-1]


def test_between_two_provisions_one_is_still_in_the_first(view: ReaderView, treaty: Text) -> None:
    bar = view.verticalScrollBar()
    for value in range(bar.minimum(), bar.maximum(), 3):
        bar.setValue(value)
        assert not treaty.text[view.landing_offset()].isspace() or treaty.text[view.landing_offset()] == " "


@pytest.mark.parametrize("key", ["Down", "Right"])
def test_a_key_moves_on_from_where_one_reads_though_the_caret_was_left_behind(
    qtbot: QtBot, view: ReaderView, key: str
) -> None:
    view.go_to(0)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    qtbot.keyClick(view, getattr(Qt.Key, f"Key_{key}"))
    assert bar.value() == bar.maximum() // 2
    assert view.viewport().rect().contains(view.cursorRect().center())


def test_a_selection_is_extended_from_its_own_end(qtbot: QtBot, view: ReaderView) -> None:
    view.select(0, 3)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == (0, 4)


def test_where_one_has_gone_is_where_one_is(view: ReaderView) -> None:
    view.resize(400, 200)
    QApplication.processEvents()
    assert view.visible_provision() == "chp_I"
    for eid in ("art_2", "art_3", "art_1", "art_2"):
        view.go_to_provision(eid)
        assert view.visible_provision() == eid
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 1)
        if view.verticalScrollBar().value() < view.verticalScrollBar().maximum():
            assert view.visible_provision() == eid
    view.verticalScrollBar().setValue(0)
    assert view.visible_provision() == "chp_I"


def test_where_nothing_scrolls_going_to_a_provision_is_told(qtbot: QtBot, view: ReaderView) -> None:
    view.resize(900, 2000)
    QApplication.processEvents()
    with qtbot.waitSignal(view.provision_changed) as heard:
        view.go_to_provision("art_3")
    assert heard.args == ["art_3"]


def test_going_to_a_provision_brings_it_into_view(view: ReaderView, treaty: Text) -> None:
    view.resize(400, 200)
    view.go_to_provision("art_3", flash=True)
    start = next(row.start for row in treaty.provisions if row.eid == "art_3")
    assert view.caret() == start
    assert view.viewport().rect().contains(_spot(view, start))
    view.go_to_provision("art_999")
    assert view.caret() == start


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view.resize(500, 260),
        lambda view: view.set_zoom(160),
        lambda view: view.zoom(0.8),
        lambda view: view.set_theme(load_theme("dark")),
    ],
    ids=["narrower", "larger", "smaller", "dark"],
)
def test_the_place_is_kept_when_the_page_changes(view: ReaderView, change: Callable[[ReaderView], None]) -> None:
    view.resize(640, 260)
    QApplication.processEvents()
    view.go_to_provision("art_2")
    before = view.top_offset()
    change(view)
    QApplication.processEvents()
    assert abs(view.top_offset() - before) < 80


def test_size_stays_within_its_limits(view: ReaderView) -> None:
    view.set_zoom(1)
    assert view.percent == 50
    view.set_zoom(10_000)
    assert view.percent == 300


def test_another_text_starts_clean(view: ReaderView, treaty: Text) -> None:
    view.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    view.set_current("one")
    arabic = make_text(ARABIC)
    view.show_text(arabic, VersionData(language="ar"))
    assert (view.version_id, view.current, view.selection()) == (arabic.id, None, None)
    view.show_text(None)
    assert (view.text, view.version_id, view.visible_provision(), view.selected_text()) == (None, "", "", "")
    assert view.annotations_at(QPoint(50, 50)) == []


# Saying ------------------------------------------------------------------------------------------------------------


def test_a_screen_reader_hears_what_lies_at_the_caret(view: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    row = annotate_words(treaty, "one", "domestic law", "layer-1", commentary="Leaves it   all\nto the State.")
    view.set_annotations([row])
    view.go_to(treaty.text.index("domestic law") + 2)
    assert view.accessibleName() == "Treaty text: A Convention for Tests"
    qtbot.waitUntil(lambda: view.accessibleDescription() == "art. 2(2). Layer 1: Leaves it all to the State.")


def test_nothing_is_left_behind(qtbot: QtBot, theme: Theme, treaty: Text) -> None:
    reader = ReaderView(theme)
    reader.show_text(treaty, VersionData())
    reader.flash(0, 5)
    first = reader.document()
    reader.show_text(make_text(ARABIC), VersionData(language="ar"))
    qtbot.waitUntil(lambda: not isValid(first))
    second = reader.document()
    reader.deleteLater()
    qtbot.waitUntil(lambda: not isValid(reader) and not isValid(second))
