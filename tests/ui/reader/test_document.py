from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Ledger, Text, VersionData
from annotator.ui.reader.document import ReadingDocument, Setting
from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import Theme, load_theme
from tests.ui.reader.treaty_samples import ARABIC, TREATY, make_text


def _setting(theme: Theme, language: str = "en") -> Setting:
    return Setting.of(theme, VersionData(language=language), 100)


@pytest.mark.parametrize("markup", [TREATY, ARABIC])
def test_setting_changes_no_character(theme: Theme, markup: str) -> None:
    text = make_text(markup)
    document = ReadingDocument(text, _setting(theme))
    units = len(text.text.encode("utf-16-le")) // 2
    assert document.characterCount() == units + 1  # Qt counts the end of the last block
    cursor = QTextCursor(document)
    for offset, mark in enumerate(text.text):
        cursor.setPosition(document.offsets.to_qt(offset))
        cursor.setPosition(document.offsets.to_qt(offset + 1), QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == {"\n": "\u2029"}.get(mark, mark)


def test_unusual_white_space_keeps_its_place(theme: Theme) -> None:
    words = "a\u00a0b\u202fc\td\u2003e\u200bf\n\ng\u00adh\ufffci"
    document = ReadingDocument(Text.of(words, (), Ledger(9, 9)), _setting(theme))
    assert [document.characterAt(index) for index in range(len(words))] == list(words.replace("\n", "\u2029"))


def test_a_paragraph_is_a_block(theme: Theme, treaty: Text) -> None:
    document = ReadingDocument(treaty, _setting(theme))
    assert document.blockCount() == len(treaty.text.split("\n"))
    start = treaty.text.index("2. In accordance")
    assert document.paragraph_of(document.block_at(start + 5)).start == start


def test_nothing_is_ever_loaded(theme: Theme, treaty: Text, qtbot: QtBot) -> None:
    document = ReadingDocument(treaty, _setting(theme))
    for kind in QTextDocument.ResourceType:
        assert document.resource(kind.value, QUrl("https://example.org/x.png")) is None
    reader = ReaderView(theme)
    qtbot.addWidget(reader)
    assert reader.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("file:///etc/hostname")) is None


def test_markup_is_words_like_any_other(theme: Theme) -> None:
    words = '<img src="https://example.org/x.png"> <b>not bold</b> & so on'
    document = ReadingDocument(Text.of(words, (), Ledger(9, 9)), _setting(theme))
    assert document.toPlainText() == words


def test_text_is_set_from_the_side_where_its_script_begins(theme: Theme) -> None:
    arabic = ReadingDocument(make_text(ARABIC), _setting(theme, "ar"))
    english = ReadingDocument(make_text(TREATY), _setting(theme))
    assert arabic.block_at(0).textDirection() == Qt.LayoutDirection.RightToLeft
    assert english.block_at(0).textDirection() == Qt.LayoutDirection.LeftToRight
    form = arabic.block_at(0).blockFormat()
    assert form.rightMargin() > form.leftMargin()


def test_points_are_indented_and_their_numbers_hang(theme: Theme, treaty: Text) -> None:
    document = ReadingDocument(treaty, _setting(theme))
    chapeau = document.block_at(treaty.text.index("In this Convention")).blockFormat()
    point = document.block_at(treaty.text.index("(b)")).blockFormat()
    item = document.block_at(treaty.text.index("(ii)")).blockFormat()
    assert chapeau.leftMargin() < point.leftMargin() < item.leftMargin()
    assert chapeau.textIndent() == 0
    assert point.textIndent() < 0
    assert item.textIndent() < 0


def test_a_line_is_no_longer_than_is_easily_read(theme: Theme) -> None:
    words = "the reader of a treaty looks for what it does not say and asks why " * 20
    document = ReadingDocument(Text.of(words, (), Ledger(9, 9)), _setting(theme))
    document.setTextWidth(document.best_width())
    document.documentLayout().documentSize()
    rows = BlockGeometry(document, document.begin()).rows
    assert all(60 <= row.end - row.start <= 78 for row in rows[:-1])


def test_with_large_letters_the_room_is_for_words(theme: Theme) -> None:
    data = VersionData(language="en")
    usual, large = Setting.of(theme, data, 100), Setting.of(theme, data, 300)
    assert large.gutter <= usual.gutter * 1.3
    assert large.margin <= usual.margin * 1.3


def test_a_larger_size_and_another_theme_set_the_same_words(theme: Theme, treaty: Text) -> None:
    document = ReadingDocument(treaty, _setting(theme))
    width = document.best_width()
    document.set_setting(Setting.of(load_theme("dark"), VersionData(), 200))
    assert document.best_width() > 1.8 * width
    assert document.toPlainText().replace("\u00a0", " ") == treaty.text.replace("\u00a0", " ")


def test_the_boxes_of_mixed_directions_cover_just_their_words(theme: Theme) -> None:
    text = make_text(ARABIC)
    document = ReadingDocument(text, _setting(theme, "ar"))
    document.setTextWidth(2000)
    document.documentLayout().documentSize()
    start = text.text.index("الاتفاقية (Convention) وما")
    geometry = BlockGeometry(document, document.block_at(start))
    latin = text.text.index("Convention")
    (inner,) = geometry.rectangles(latin, latin + len("Convention"))
    (before,) = geometry.rectangles(start, start + len("الاتفاقية"))
    (after,) = geometry.rectangles(latin + len("Convention) "), latin + len("Convention) وما"))
    assert after.right() <= inner.left()
    assert inner.right() <= before.left()
    (row,) = geometry.rows
    whole = geometry.rectangles(start - 40, start + 30)
    assert sum(box.width() for box in whole) <= row.right - row.left + 1
