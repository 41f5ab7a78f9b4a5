from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFont, QHelpEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QStyleOptionComboBox,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from annotator.model.treaty import Text, Version, VersionData
from annotator.ui.reader.pane import ReaderPane
from annotator.ui.theme import Theme, load_theme
from tests.ui.reader.treaty_samples import ARABIC, annotate_words, make_codebook, make_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform, on a window

Key, Held = Qt.Key, Qt.KeyboardModifier


def _version(text: Text, **data: str) -> Version:
    return Version(text.id, VersionData(**data), text.sha256, "", "file.md", len(text.text))


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, treaty: Text) -> ReaderPane:
    shown = ReaderPane(theme)
    qtbot.addWidget(shown)
    shown.resize(700, 600)
    restated = _version(treaty, label="Lamps, restated", kind="restatement")
    shown.set_versions([restated, _version(make_text(ARABIC), label="Arabic", language="ar")])
    shown.show_version(restated, treaty)
    with qtbot.waitExposed(shown):
        shown.show()
        shown.activateWindow()
    shown.reader.setFocus()
    qtbot.waitUntil(shown.reader.hasFocus)
    return shown


def test_an_empty_pane_says_how_to_get_a_text(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.show_version(None, None)
    assert pane.empty.isVisible()
    assert not pane.reader.isVisible()
    assert not pane.restatement.isVisible()
    with qtbot.waitSignal(pane.import_requested):
        qtbot.mouseClick(pane.empty.import_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(pane.paste_requested):
        qtbot.mouseClick(pane.empty.paste_button, Qt.MouseButton.LeftButton)


def test_a_restatement_says_so_and_offers_the_way_out(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    assert pane.restatement.isVisible()
    assert pane.restatement.label.text() == "Restated, not quotable"
    with qtbot.waitSignal(pane.import_requested):
        qtbot.mouseClick(pane.restatement.button, Qt.MouseButton.LeftButton)
    pane.show_version(_version(treaty, kind="official"), treaty)
    assert not pane.restatement.isVisible()


def test_a_warning_is_shown_as_plain_words_until_taken_back(pane: ReaderPane) -> None:
    pane.set_warning("Look at <b>art. 9</b>.")
    assert pane.warning.isVisible()
    assert pane.warning.label.textFormat() == Qt.TextFormat.PlainText
    pane.set_warning("")
    assert not pane.warning.isVisible()


def test_choosing_a_version_asks_for_it_and_no_more(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    chooser = pane.header.versions
    assert [chooser.itemText(index) for index in range(chooser.count())] == ["Lamps, restated", "Arabic"]
    chooser.setFocus()
    with qtbot.waitSignal(pane.version_chosen) as heard:
        qtbot.keyClick(chooser, Key.Key_Down)
    assert heard.args == [make_text(ARABIC).id]
    assert pane.reader.version_id == treaty.id


def test_the_list_of_texts_shows_whole_names_though_the_pane_is_narrow(qtbot: QtBot, pane: ReaderPane) -> None:
    name = "Report of the Ad Hoc Committee on the work of its concluding session, with annexes"
    pane.set_versions([_version(make_text(ARABIC), label=name)])
    pane.resize(320, 400)
    chooser = pane.header.versions
    qtbot.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=chooser.rect().center())
    qtbot.waitUntil(chooser.view().isVisible)
    assert chooser.view().viewport().width() > chooser.view().fontMetrics().horizontalAdvance(name) > chooser.width()
    assert chooser.itemData(0, Qt.ItemDataRole.FontRole).weight() == QFont.Weight.Normal
    chooser.hidePopup()
    assert not chooser.underMouse()


def test_new_versions_in_the_list_keep_the_one_that_is_read(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    with qtbot.assertNotEmitted(pane.version_chosen):
        pane.set_versions([_version(make_text(ARABIC), label="Arabic"), _version(treaty, label="Renamed")])
    assert pane.header.versions.currentText() == "Renamed"


def test_a_long_name_ends_with_an_ellipsis_and_is_told_in_full(pane: ReaderPane, treaty: Text) -> None:
    name = "A convention with a name that goes on and on, restated at length, with everything in it"
    pane.set_versions([_version(treaty, label=name)])
    chooser, option = pane.header.versions, QStyleOptionComboBox()
    pane.resize(380, 600)
    QApplication.processEvents()
    chooser.initStyleOption(option)
    shown = option.currentText.rstrip("\u200e")  # which keeps the end at the end
    assert shown.endswith("…")
    assert name.startswith(shown[:-1])
    assert chooser.fontMetrics().horizontalAdvance(shown) < chooser.width()
    point = chooser.rect().center()
    QApplication.sendEvent(chooser, QHelpEvent(QEvent.Type.ToolTip, point, chooser.mapToGlobal(point)))
    assert chooser.toolTip() == name
    QToolTip.hideText()


def test_going_to_a_provision_by_its_citation(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    pane.header.place.setFocus()
    qtbot.keyClicks(pane.header.place, "2(2)")
    qtbot.keyClick(pane.header.place, Key.Key_Return)
    assert pane.reader.caret() == treaty.text.index("2. In accordance")
    assert pane.reader.hasFocus()
    assert pane.header.place.text() == ""


def test_citations_complete(pane: ReaderPane) -> None:
    completer = pane.header.place.completer()
    completer.setCompletionPrefix("2(")
    model = completer.completionModel()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert offered == ["art. 2(1)", "art. 2(2)"]


def test_an_unknown_place_leaves_the_reader_where_it_is(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.reader.go_to(30)
    pane.header.place.setFocus()
    qtbot.keyClicks(pane.header.place, "99(9)")
    qtbot.keyClick(pane.header.place, Key.Key_Return)
    assert (pane.reader.caret(), pane.header.place.text()) == (30, "99(9)")


def test_the_header_says_where_one_is(pane: ReaderPane, treaty: Text) -> None:
    pane.resize(420, 240)
    pane.reader.go_to_provision("art_3")
    here = next(row for row in treaty.provisions if row.eid == pane.reader.visible_provision())
    assert pane.header.place.placeholderText() == here.citation
    assert here.eid != "art_1"
    pane.show_version(None, None)
    assert pane.header.place.placeholderText() == "e.g. 24(2)"


def test_finding_words_with_the_keyboard_alone(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    pane.open_find()
    assert pane.find_bar.isVisible()
    qtbot.keyClicks(pane.find_bar.field, "state party")
    places = [treaty.text.index("State Party shall keep"), treaty.text.index("State Party shall provide")]
    assert pane.find_bar._count.text() == "1 of 2"
    assert pane.reader.caret() == places[0]
    qtbot.keyClick(pane.find_bar.field, Key.Key_Return)
    assert (pane.find_bar._count.text(), pane.reader.caret()) == ("2 of 2", places[1])
    qtbot.keyClick(pane.find_bar.field, Key.Key_Return)
    assert pane.reader.caret() == places[0]
    qtbot.keyClick(pane.find_bar.field, Key.Key_Return, Held.ShiftModifier)
    assert pane.reader.caret() == places[1]
    qtbot.keyClicks(pane.find_bar.field, "zzz")
    assert pane.find_bar._count.text() == "Not found"
    qtbot.keyClick(pane.find_bar.field, Key.Key_Escape)
    assert not pane.find_bar.isVisible()
    assert pane.reader.hasFocus()


def test_the_key_that_finds_is_left_to_the_window(qtbot: QtBot, pane: ReaderPane) -> None:
    action = QAction(pane.window())
    action.setShortcut(QKeySequence.StandardKey.Find)
    pane.window().addAction(action)
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(pane.reader, Key.Key_F, Held.ControlModifier)


def test_selected_words_are_looked_for(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    start = treaty.text.index("lamps lit")
    pane.reader.select(start, start + 5)
    qtbot.mouseClick(pane.header.find_button, Qt.MouseButton.LeftButton)
    assert pane.find_bar.field.text() == "lamps"


def test_what_the_reader_tells_reaches_the_pane(qtbot: QtBot, pane: ReaderPane, treaty: Text) -> None:
    pane.reader.set_codebook(make_codebook())
    pane.reader.set_annotations([annotate_words(treaty, "one", "domestic law", "layer-1")])
    with qtbot.waitSignals([pane.selection_changed, pane.layer_key_pressed, pane.annotation_activated]):
        pane.reader.select(0, 5)
        qtbot.keyClick(pane.reader, Key.Key_3)
        qtbot.keyClick(pane.reader, Key.Key_N)


def test_the_pane_tells_when_it_gets_the_keyboard(qtbot: QtBot, pane: ReaderPane) -> None:
    pane.header.place.setFocus()
    with qtbot.waitSignal(pane.focused):
        pane.reader.setFocus()


def test_every_control_has_a_name_for_a_screen_reader(pane: ReaderPane) -> None:
    pane.open_find()
    controls = [row for row in pane.findChildren(QWidget) if isinstance(row, _CONTROLS) and row.isVisible()]
    unnamed = [row for row in controls if not (row.accessibleName() or _caption(row))]
    assert unnamed == []
    assert len(controls) >= 8


_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QTextEdit)


def _caption(row: QWidget) -> str:
    # The button that clears a field is Qt's own, and part of the field
    if isinstance(row, QAbstractButton):
        return row.text() or (row.parent().objectName() or "clear" if isinstance(row.parent(), QLineEdit) else "")
    return ""


def test_a_theme_reaches_every_part(pane: ReaderPane) -> None:
    dark = load_theme("dark")
    pane.set_theme(dark)
    assert pane.reader.theme is dark
    image = pane.header.find_button.icon().pixmap(16, 16).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(16) for y in range(16)}
    assert dark.colour("window_text").name() in colours


def test_a_pane_leaves_nothing_behind(qtbot: QtBot, theme: Theme, treaty: Text) -> None:
    shown = ReaderPane(theme)
    shown.show_version(_version(treaty), treaty)
    parts = [shown.reader, shown.header, shown.find_bar, shown.empty]
    shown.deleteLater()
    qtbot.waitUntil(lambda: not any(isValid(part) for part in parts))
