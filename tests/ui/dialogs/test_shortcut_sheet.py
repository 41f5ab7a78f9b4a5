"""The sheet of shortcuts: made of what the menus and the reader know, narrowed by words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.actions import MENUS
from annotator.ui.dialogs.shortcut_sheet import ShortcutSheet
from annotator.ui.reader.view import ReaderView
from annotator.ui.shortcuts import READER_KEYS, fitting, native, shortcut_groups
from annotator.ui.theme import load_theme


@pytest.fixture
def sheet(window: QWidget, qtbot: QtBot) -> ShortcutSheet:
    made = ShortcutSheet(window)
    with qtbot.waitExposed(made):
        made.open()
    return made


def test_every_shortcut_of_the_menus_is_on_it(sheet: ShortcutSheet) -> None:
    shown = sheet.view.toPlainText()
    for _menu, specs in MENUS:
        for spec in specs:
            if spec.shortcut:
                assert QKeySequence(spec.shortcut).toString(QKeySequence.SequenceFormat.NativeText) in shown
    assert "previous or next article" in shown


def test_every_key_that_the_reader_binds_is_on_it(qtbot: QtBot) -> None:
    reader = ReaderView(load_theme("light"))
    qtbot.addWidget(reader)
    listed = {part for _group, rows in READER_KEYS for keys, _what in rows for part in keys.split("|")}
    bound = {QKeySequence(combined).toString() for combined in reader._keys}
    assert {keys for keys in bound if not keys.startswith("Num+")} - listed == set()


def test_words_narrow_it(sheet: ShortcutSheet) -> None:
    QTest.keyClicks(sheet.filter, "sentence")
    assert [row.what for group in sheet.shown for row in group.rows] == ["select by sentence", "by a sentence"]
    assert "New library" not in sheet.view.toPlainText()
    QTest.keyClicks(sheet.filter, " zzz")
    assert sheet.view.toPlainText() == "No shortcut has these words."


def test_keys_are_found_too() -> None:
    assert [row.what for group in fitting(shortcut_groups(), "ctrl+k") for row in group.rows][:1] == ["Commands"]


def test_what_keys_have_in_common_is_said_once() -> None:
    assert native("Ctrl+Up|Ctrl+Down") == "Ctrl+Up / Down"
    assert native("N|]") == "N / ]"
    assert native("1 … 9, 0") == "1 … 9, 0"


def test_it_is_printed_as_it_is_shown(sheet: ShortcutSheet, qtbot: QtBot) -> None:
    QTest.keyClicks(sheet.filter, "library")
    with qtbot.waitSignal(sheet.print_requested) as asked:
        QTest.mouseClick(sheet.printing, Qt.MouseButton.LeftButton)
    paper = asked.args[0]
    assert isinstance(paper, QTextDocument)
    assert "New library" in paper.toPlainText()
    assert "Undo" not in paper.toPlainText()


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Escape])
def test_f1_and_escape_close_it(sheet: ShortcutSheet, key: Qt.Key) -> None:
    QTest.keyClick(sheet, key)
    assert not sheet.isVisible()


def test_a_narrow_window_has_fewer_columns(sheet: ShortcutSheet) -> None:
    sheet.resize(1080, 600)
    wide = sheet._columns
    sheet.resize(500, 600)
    assert sheet._columns < wide
    assert "New library" in sheet.view.toPlainText()
