"""Selecting with real keys and a real mouse: exact in every script and size."""

from __future__ import annotations

import unicodedata

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Ledger, Provision, Text, VersionData
from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.reader.view import ReaderView
from annotator.ui.reader.words import whole_words
from tests.ui.reader.treaty_samples import ARABIC, make_text

Key, Held = Qt.Key, Qt.KeyboardModifier
SENTENCE = Held.AltModifier | Held.ShiftModifier
PARAGRAPH = Held.ControlModifier | Held.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def _plain(words: str) -> Text:
    end = len(words)
    whole = Provision("art_1", None, "article", "1", "", "", "art. 1", 0, end)
    return Text.of(words, (whole,), Ledger(end, end))


def _spots(view: ReaderView, offset: int) -> list[QPoint]:
    """Points on the character at `offset` as it is drawn: near its left edge, in its middle, near its right edge."""
    assert view._reading is not None
    block = view._reading.block_at(offset)
    geometry = BlockGeometry(view._reading, block)
    words = view._reading.text.text
    end = offset + 1
    while end < len(words) and unicodedata.category(words[end])[0] == "M":
        end += 1  # Qt knows where a letter is drawn with its marks, not without
    boxes = geometry.rectangles(offset, end)
    if not boxes or unicodedata.category(words[offset])[0] == "M":
        return []  # drawn as one with the letter before it
    box = boxes[0].translated(geometry.origin)
    y = round(box.center().y()) - view.verticalScrollBar().value()
    inset = min(1.5, box.width() / 4)
    return [QPoint(round(x), y) for x in (box.left() + inset, box.center().x(), box.right() - inset) if box.width() > 3]


def _double_click(view: ReaderView, spot: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, spot)
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, spot)
    QTest.mouseDClick(view.viewport(), LEFT, Held.NoModifier, spot)
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, spot)


ENGLISH_WORDS = "Each State Party (a “party”) shall keep its co-operation, art. 24(2) and café: 📖 lit."
ARABIC_WORDS = "تحترم كل دولة طرف حُقُوق الإنسان (Convention) وما بعدها."
CHINESE_WORDS = "各缔约国应采取措施。Article 5 适用 👩‍👧。"


@pytest.mark.parametrize("percent", [70, 100, 200])
@pytest.mark.parametrize(
    ("words", "language"), [(ENGLISH_WORDS, "en"), (ARABIC_WORDS, "ar"), (CHINESE_WORDS, "zh"), (ARABIC_WORDS, "en")]
)
def test_a_double_click_never_misses_by_a_character(view: ReaderView, words: str, language: str, percent: int) -> None:
    view.show_text(_plain(words), VersionData(language=language))
    view.set_zoom(percent)
    missed = []
    for offset, character in enumerate(words):
        expected = whole_words(words, offset, offset + 1)
        if character.isspace() or (expected[1] - expected[0] == 1 and not character.isalnum()):
            continue
        for spot in _spots(view, offset):
            _double_click(view, spot)
            if view.selection() != expected:
                missed.append((offset, character, view.selected_text()))
            view.select(0, 0)
    assert missed == []


def test_a_double_click_after_the_last_word_of_a_line_takes_that_word(view: ReaderView) -> None:
    view.show_text(_plain("keep its lamps\nlit"), VersionData())
    spot = _spots(view, 13)[-1] + QPoint(60, 0)
    _double_click(view, spot)
    assert view.selected_text() == "lamps"


def test_three_clicks_take_the_paragraph(view: ReaderView, treaty: Text) -> None:
    spot = _spots(view, treaty.text.index("lamps lit"))[1]
    _double_click(view, spot)
    QTest.mousePress(view.viewport(), LEFT, Held.NoModifier, spot)
    QTest.mouseRelease(view.viewport(), LEFT, Held.NoModifier, spot)
    words = view.selected_text()
    assert words.startswith("1. Each State Party")
    assert words.endswith("may do more.")


def test_drawing_over_an_emoji_of_several_code_points_takes_it_whole(view: ReaderView) -> None:
    view.show_text(_plain("a 👩‍👧 b"), VersionData())
    start, end = _spots(view, 0)[0], _spots(view, 6)[-1]
    QTest.mousePress(view.viewport(), LEFT, Held.AltModifier, start)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, Held.AltModifier, end)
    assert view.selected_text().startswith("a 👩‍👧")


def test_one_key_takes_the_sentence_and_the_next(view: ReaderView, qtbot: QtBot) -> None:
    words = "Each Party acts under art. 2(1). It may do more! “No,” says nobody."
    view.show_text(_plain(words), VersionData())
    view.go_to(words.index("acts"))
    qtbot.keyClick(view, Key.Key_Right, SENTENCE)
    assert view.selected_text() == "Each Party acts under art. 2(1)."
    qtbot.keyClick(view, Key.Key_Right, SENTENCE)
    assert view.selected_text() == "Each Party acts under art. 2(1). It may do more!"
    qtbot.keyClick(view, Key.Key_Left, SENTENCE)
    assert view.selected_text().strip() == "Each Party acts under art. 2(1)."


def test_in_arabic_the_left_arrow_goes_forwards(view: ReaderView, qtbot: QtBot) -> None:
    text = make_text(ARABIC)
    view.show_text(text, VersionData(language="ar"))
    view.go_to(text.text.index("الإنسان"))
    qtbot.keyClick(view, Key.Key_Left, SENTENCE)
    assert view.caret() == view.selection()[1]  # type: ignore[index]
    assert view.selected_text().startswith("تحترم")


def test_paragraphs_are_taken_with_ctrl_shift_and_arrows(view: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    view.go_to(treaty.text.index("lamps lit"))
    qtbot.keyClick(view, Key.Key_Down, PARAGRAPH)
    assert view.selected_text().startswith("1. Each State Party")
    assert view.selected_text().endswith("may do more.")
    qtbot.keyClick(view, Key.Key_Down, PARAGRAPH)
    assert view.selected_text().endswith("before an independent body.")
    qtbot.keyClick(view, Key.Key_Up, PARAGRAPH)
    assert view.selected_text().rstrip().endswith("may do more.")


def test_words_are_taken_with_ctrl_shift_and_arrows(view: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    view.go_to(treaty.text.index("lamps lit"))
    qtbot.keyClick(view, Key.Key_Right, PARAGRAPH)
    qtbot.keyClick(view, Key.Key_Right, PARAGRAPH)
    assert view.selected_text().strip() == "lamps lit"


def test_a_selection_is_widened_to_provisions_and_narrowed_again(view: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    view.go_to(treaty.text.index("effective remedy"))
    seen = []
    for _ in range(4):
        qtbot.keyClick(view, Key.Key_Up, SENTENCE)
        seen.append(view.selection())
    assert view.selected_text().startswith("Article 2. Duties")
    for before in reversed(seen[:-1]):
        qtbot.keyClick(view, Key.Key_Down, SENTENCE)
        assert view.selection() == before
    assert view.selected_text() == "effective"


def test_escape_lets_the_selection_go(view: ReaderView, qtbot: QtBot) -> None:
    view.select(3, 9)
    qtbot.keyClick(view, Key.Key_Escape)
    assert view.selection() is None
    assert view.caret() == 9


def test_the_mouse_tells_when_it_has_let_go(view: ReaderView, treaty: Text, qtbot: QtBot) -> None:
    spot = _spots(view, treaty.text.index("lamps lit"))[1]
    with qtbot.waitSignal(view.selection_settled):
        _double_click(view, spot)


def test_the_caret_is_seen_where_one_reads(view: ReaderView, treaty: Text) -> None:
    view.go_to(treaty.text.index("lamps lit"))
    caret = view.cursorRect()
    picture = view.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    column = [
        picture.pixelColor(round(caret.left() * ratio), round(y * ratio)).lightness()
        for y in range(caret.top() + 2, caret.bottom() - 1)
    ]
    dark = [lightness for lightness in column if lightness < 80]
    assert view.theme.colour("page").lightness() > 200
    assert len(dark) > 0.8 * len(column)
