"""Moving the ends of an annotation, with the mouse and with keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.view import ReaderView
from tests.ui.reader.treaty_samples import ARABIC, annotate_whole, annotate_words, make_text

Key, Held = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def current(view: ReaderView, treaty: Text) -> ReaderView:
    """ "effective remedy" is annotated and current, and may be changed."""
    view.set_annotations([annotate_words(treaty, "a", "effective remedy", "layer-1")])
    view.set_editable(True)
    view.set_current("a")
    view.go_to(treaty.text.index("effective"))
    return view


def _edge(view: ReaderView, offset: int) -> QPoint:
    """The middle of the line, before the character at `offset`."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._to_qt(offset))
    return view.cursorRect(cursor).center()


def _middle(view: ReaderView, side: str) -> QPoint:
    return view.handles()[side].center().toPoint()  # type: ignore[index]


def _draw(view: ReaderView, side: str, to: QPoint, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, _middle(view, side))
    QTest.mouseMove(view.viewport(), to)
    QTest.mouseRelease(view.viewport(), LEFT, held, to)


def test_the_end_is_drawn_to_a_word_and_told_once(current: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    heard: list[tuple[str, int, int]] = []
    current.ends_moved.connect(lambda *told: heard.append(told))
    QTest.mousePress(current.viewport(), LEFT, Held.NoModifier, _middle(current, "end"))
    for words in ("before an", "before an indepen"):
        to = treaty.text.index("before an") + len(words)
        qtbot.mouseMove(current.viewport(), _edge(current, to))
    assert heard == []
    shown = treaty.text[slice(*current.adjusted)]  # type: ignore[misc]
    assert shown == "effective remedy before an independent"
    QTest.mouseRelease(current.viewport(), LEFT, Held.NoModifier, _edge(current, to))
    start = treaty.text.index("effective")
    assert heard == [("a", start, start + len(shown))]
    assert current.selection() is None


def test_the_beginning_is_drawn_too_but_never_past_the_end(current: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    end = treaty.text.index("remedy") + len("remedy")
    with qtbot.waitSignal(current.ends_moved) as heard:
        _draw(current, "start", _edge(current, treaty.text.index("remedy")))
    assert heard.args == ["a", treaty.text.index("remedy"), end]
    with qtbot.assertNotEmitted(current.ends_moved):
        _draw(current, "start", _edge(current, end + 6))


def test_escape_leaves_an_end_that_is_being_drawn(current: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(current.ends_moved):
        QTest.mousePress(current.viewport(), LEFT, Held.NoModifier, _middle(current, "end"))
        qtbot.mouseMove(current.viewport(), _edge(current, treaty.text.index("before an")))
        assert current.is_adjusting
        qtbot.keyClick(current, Key.Key_Escape)
        assert not current.is_adjusting
        QTest.mouseRelease(current.viewport(), LEFT, Held.NoModifier, QPoint(5, 5))
    assert current._overlays.current is not None
    assert current._overlays.current.anchor.exact == "effective remedy"
    assert current._overlays.current.anchor.end - current._overlays.current.anchor.start == len("effective remedy")


def test_the_pointer_says_that_an_end_can_be_drawn(current: ReaderView, qtbot: QtBot) -> None:
    qtbot.mouseMove(current.viewport(), _middle(current, "end"))
    assert current.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    qtbot.mouseMove(current.viewport(), QPoint(5, 5))
    assert current.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_what_may_not_be_changed_has_no_handles(current: ReaderView, treaty: Text) -> None:
    current.set_editable(False)
    assert current.handles() == {}
    assert not current.begin_adjusting()
    current.set_editable(True)
    current.put_annotation(annotate_whole(treaty, "whole", "art_2", "layer-1"))
    current.set_current("whole")
    assert current.handles() == {}
    current.show_text(treaty, VersionData())
    current.set_annotations([annotate_words(treaty, "a", "effective remedy", "layer-1")])
    current.set_current("a")
    assert set(current.handles()) == {"start", "end"}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([(Key.Key_Right, Held.NoModifier)], "effective remedy b"),
        ([(Key.Key_Left, Held.NoModifier)], "effective remed"),
        ([(Key.Key_Right, Held.AltModifier)] * 2, "effective remedy before an"),
        ([(Key.Key_Left, Held.AltModifier)], "effective"),
        ([(Key.Key_Left, Held.ControlModifier)] * 9, "effective"),
        ([(Key.Key_Down, Held.NoModifier)], "effective remedy before an independent body."),
        ([(Key.Key_Tab, Held.NoModifier), (Key.Key_Left, Held.AltModifier)], "an effective remedy"),
        ([(Key.Key_Tab, Held.NoModifier), (Key.Key_Right, Held.AltModifier)], "remedy"),
        ([(Key.Key_Tab, Held.NoModifier), (Key.Key_Left, Held.NoModifier)], "n effective remedy"),
        ([(Key.Key_Backtab, Held.ShiftModifier), (Key.Key_Left, Held.AltModifier)], "an effective remedy"),
    ],
)
def test_keys_move_the_end_that_is_held(
    current: ReaderView,
    treaty: Text,
    qtbot: QtBot,
    keys: list[tuple[Qt.Key, Qt.KeyboardModifier]],
    expected: str,
) -> None:
    assert current.begin_adjusting()
    for key, held in keys:
        qtbot.keyClick(current, key, held)
    with qtbot.waitSignal(current.ends_moved) as heard:
        qtbot.keyClick(current, Key.Key_Return)
    assert heard.args[0] == "a"
    assert treaty.text[slice(*heard.args[1:])] == expected
    assert current.hasFocus()


def test_escape_gives_up_what_keys_have_moved(current: ReaderView, qtbot: QtBot) -> None:
    current.begin_adjusting()
    qtbot.keyClick(current, Key.Key_Right, Held.AltModifier)
    with qtbot.assertNotEmitted(current.ends_moved):
        qtbot.keyClick(current, Key.Key_Escape)
    assert not current.is_adjusting


def test_a_digit_marks_nothing_while_an_end_is_held(current: ReaderView, qtbot: QtBot) -> None:
    current.begin_adjusting()
    with qtbot.assertNotEmitted(current.layer_key_pressed):
        qtbot.keyClick(current, Key.Key_7)


def test_in_arabic_the_left_arrow_moves_an_end_forwards(view: ReaderView, qtbot: QtBot) -> None:
    text = make_text(ARABIC)
    view.show_text(text, VersionData(language="ar"))
    view.set_annotations([annotate_words(text, "a", "كل دولة", "layer-1")])
    view.set_editable(True)
    view.set_current("a")
    view.begin_adjusting()
    qtbot.keyClick(view, Key.Key_Left, Held.AltModifier)
    with qtbot.waitSignal(view.ends_moved) as heard:
        qtbot.keyClick(view, Key.Key_Return)
    assert text.text[slice(*heard.args[1:])] == "كل دولة طرف"
    boxes = view.handles()
    assert boxes["start"].center().x() > boxes["end"].center().x()


def test_words_beside_a_handle_can_still_be_selected(current: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    start = treaty.text.index("effective remedy")
    QTest.mousePress(current.viewport(), LEFT, Held.NoModifier, _edge(current, start))
    assert not current.is_adjusting
    qtbot.mouseMove(current.viewport(), _edge(current, start + len("effective")))
    QTest.mouseRelease(current.viewport(), LEFT, Held.NoModifier, _edge(current, start + len("effective")))
    assert current.selected_text() == "effective"
