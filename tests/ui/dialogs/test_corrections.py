"""Correcting what was read: with mouse and keys, on a real file that is read again in the background."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.correcting import ReadLine
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.import_dialog import ImportDialog
from annotator.ui.dialogs.line_table import LineTable, WordsDelegate
from annotator.ui.dialogs.reading_page import ReadingPage
from tests.sources.word_file import body, paragraph, run

MILLS = """Mill Code

Article 1
Mills turn by day.

Page 2

Use of water
Rivers are shared.

Article 2
Mills rest by night.
"""


@pytest.fixture
def mills(tmp_path: Path) -> Path:
    path = tmp_path / "mills.txt"
    path.write_text(MILLS, encoding="utf-8")
    return path


@pytest.fixture
def dialog(bridge: Bridge, window: QWidget, qtbot: QtBot, mills: Path) -> Iterator[ImportDialog]:
    made = ImportDialog(bridge, [mills], window)
    made.open()
    wait(made, qtbot)
    yield made
    wait(made, qtbot)


def wait(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Until nothing is being read."""
    qtbot.waitUntil(lambda: bool(dialog.pages) and dialog.pages[0].is_ready, timeout=20_000)


def page_of(dialog: ImportDialog) -> ReadingPage:
    (page,) = dialog.pages
    return page


def click_line(page: ReadingPage, words: str, qtbot: QtBot) -> None:
    """Show the lines, and click the one with these words."""
    page.show_table()
    table = page.lines
    row = next(row for row, line in enumerate(table.lines()) if words in line.words)
    index = table.model().index(row, 0)
    table.scrollTo(index)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def read_as(page: ReadingPage, kind: str) -> None:
    """Choose an entry of the menu that the button opens."""
    menu = page.bar.read_as.menu()
    next(action for action in menu.actions() if action.data() == kind).trigger()


def test_a_line_is_read_as_what_a_person_says(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    wait(dialog, qtbot)
    page = page_of(dialog)
    assert "heading_2" in {row.eid for row in page.reading().text.provisions}
    assert [line.words for line in page.selected()] == ["Use of water"]
    assert page.bar.said.text() == "1 line selected · 1 corrected"
    assert page.shows_table


def test_what_was_left_out_is_put_back_and_that_undone(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    item = page.dropped.topLevelItem(0)
    assert item is not None
    page.show_dropped()
    place = page.dropped.visualItemRect(item).center()
    qtbot.mouseClick(page.dropped.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(page.bar.put_back, Qt.MouseButton.LeftButton)
    wait(dialog, qtbot)
    assert "Page 2" in page_of(dialog).reading().text.text
    assert page_of(dialog).reading().text.ledger.dropped == ()
    with qtbot.waitSignal(page_of(dialog).undone):
        qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(dialog, qtbot)
    assert "Page 2" not in page_of(dialog).reading().text.text
    assert not page_of(dialog).bar.undo.isEnabled()


def test_delete_leaves_lines_out(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    click_line(page, "Use of water", qtbot)
    qtbot.keyClick(page.lines, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.lines, Qt.Key.Key_Delete)
    wait(dialog, qtbot)
    text = page_of(dialog).reading().text
    assert "Use of water" not in text.text
    assert "Rivers" not in text.text
    assert [row.text for row in text.ledger.dropped] == ["Page 2", "Use of water", "Rivers are shared."]


def test_selecting_thousands_of_lines_tells_once(qtbot: QtBot) -> None:
    lines = [ReadLine(index, "Mills turn.", None, 0, 0) for index in range(3000)]
    table = LineTable(lines, ())
    qtbot.addWidget(table)
    told: list[int] = []
    table.chosen.connect(lambda: told.append(len(table.selected())))
    table.show_lines(range(0, 3000, 2))
    table.show_lines([4, 5, 6, 2999])
    assert told == [1500, 4]
    assert [line.index for line in table.selected()] == [4, 5, 6, 2999]


def test_a_line_that_a_person_left_out_says_so_once(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    qtbot.keyClick(page_of(dialog).lines, Qt.Key.Key_Delete)
    wait(dialog, qtbot)
    model = page_of(dialog).lines.model()
    said = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert {"✎ left out by you", "left out: page number"} <= said


def test_words_stand_in_their_own_direction(qtbot: QtBot) -> None:
    words = {"(أ) حماية المطاحن؛": Qt.LayoutDirection.RightToLeft, "(a) mills;": Qt.LayoutDirection.LeftToRight}
    table = LineTable([ReadLine(index, line, None, 0, 0) for index, line in enumerate(words)], ())
    qtbot.addWidget(table)
    for row, direction in enumerate(words.values()):
        index, option = table.model().index(row, 3), QStyleOptionViewItem()
        delegate = table.itemDelegateForIndex(index)
        assert isinstance(delegate, WordsDelegate)
        delegate.initStyleOption(option, index)
        assert option.direction == direction


def test_each_button_and_field_has_a_letter_of_its_own(tracked: ImportDialog) -> None:
    letters = [
        widget.text()[widget.text().index("&") + 1].casefold()
        for kind in (QLabel, QPushButton)
        for widget in page_of(tracked).findChildren(kind)
        if "&" in widget.text()
    ]
    assert len(letters) > 10
    assert sorted(letters) == sorted(set(letters))


def test_a_provision_of_the_tree_is_read_as_something_else(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    (item,) = page.tree.findItems("Article 2", Qt.MatchFlag.MatchStartsWith)
    qtbot.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=page.tree.visualItemRect(item).center())
    read_as(page, "words")
    wait(dialog, qtbot)
    assert page_of(dialog).reading().counts["article"] == 1
    assert not page_of(dialog).shows_table


def test_the_menu_opens_where_a_line_is_clicked(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    click_line(page, "Use of water", qtbot)
    for part, is_of_lines in ((page.form, False), (page.lines, True)):
        place = part.mapTo(page, QPoint(9, 9))
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, page.mapToGlobal(place))
        QApplication.sendEvent(page, event)
        assert page.bar.read_as.menu().isVisible() == is_of_lines
    page.bar.read_as.menu().close()


def test_nothing_is_imported_or_gone_back_while_a_source_is_read_again(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    assert not dialog.accept_button.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    wait(dialog, qtbot)
    assert dialog.accept_button.isEnabled()


def test_delete_on_what_is_left_out_already_says_nothing(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    click_line(page, "Page 2", qtbot)
    with qtbot.assertNotEmitted(page.corrected):
        qtbot.keyClick(page.lines, Qt.Key.Key_Delete)


def test_put_back_leaves_what_was_said_of_the_lines_beside(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    wait(dialog, qtbot)
    page = page_of(dialog)
    page.lines.selectAll()
    qtbot.mouseClick(page.bar.put_back, Qt.MouseButton.LeftButton)
    wait(dialog, qtbot)
    text = page_of(dialog).reading().text
    assert "Page 2" in text.text
    assert "heading_2" in {row.eid for row in text.provisions}


def test_a_text_of_which_nothing_is_left_is_not_imported(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    page.show_table()
    page.lines.selectAll()
    qtbot.keyClick(page.lines, Qt.Key.Key_Delete)
    wait(dialog, qtbot)
    assert "Nothing is left" in dialog.problem.text()
    assert not dialog.accept_button.isEnabled()
    with qtbot.waitSignal(page_of(dialog).undone):
        qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(dialog, qtbot)
    assert dialog.problem.text() == ""
    assert dialog.accept_button.isEnabled()


def test_who_types_meanwhile_is_not_interrupted(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    label = page_of(dialog).form.line("label")
    label.setFocus()
    label.selectAll()
    qtbot.keyClicks(label, "Mills of 1999")
    label.setCursorPosition(5)
    wait(dialog, qtbot)
    label = page_of(dialog).form.line("label")
    assert label.hasFocus()
    assert (label.text(), label.cursorPosition()) == ("Mills of 1999", 5)
    assert [line.words for line in page_of(dialog).selected()] == ["Use of water"]


def test_an_unfinished_date_is_still_said_after_a_correction(dialog: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(page_of(dialog).form.line("date"), "1999-0")
    said = dialog.problem.text()
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    wait(dialog, qtbot)
    assert "date" in said
    assert dialog.problem.text() == said


def test_the_list_of_what_was_left_out_stays_open(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    page.show_dropped()
    click_line(page, "Article 1", qtbot)
    read_as(page, "words")  # which makes a warning, and that list would open
    wait(dialog, qtbot)
    assert page_of(dialog).reading().text.ledger.warnings
    assert page_of(dialog).dropped.isVisible()


def test_what_was_said_of_the_text_outlives_a_correction(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    page.form.line("label").selectAll()
    qtbot.keyClicks(page.form.line("label"), "Mills, spring text")
    click_line(page, "Use of water", qtbot)
    read_as(page, "heading")
    wait(dialog, qtbot)
    page = page_of(dialog)
    assert page.reading().data.label == "Mills, spring text"
    assert page.form.given() == {"label": "Mills, spring text"}


def test_a_corrected_reading_is_what_is_imported(dialog: ImportDialog, bridge: Bridge, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    qtbot.mouseClick(page_of(dialog).bar.leave_out, Qt.MouseButton.LeftButton)
    wait(dialog, qtbot)
    expected = page_of(dialog).reading().text
    with qtbot.waitSignal(dialog.imported) as imported:
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    (made,) = imported.args[0]
    assert bridge.library.text(made.version.id).text == expected.text
    assert "Use of water" not in expected.text


def test_a_file_that_changed_meanwhile_is_not_corrected(dialog: ImportDialog, mills: Path, qtbot: QtBot) -> None:
    mills.write_text("Mill Code\n\nOther words.\n", encoding="utf-8")
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    wait(dialog, qtbot)
    assert "has changed since it was read" in dialog.problem.text()
    assert "Rivers" in page_of(dialog).reading().text.text


@pytest.fixture
def tracked(bridge: Bridge, window: QWidget, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    """A Word file in which somebody has put "daily" into a sentence, and taken "slowly" out of it."""
    path = tmp_path / "mills.docx"
    stamp = 'w:id="1" w:author="A" w:date="2030-01-01T00:00:00Z"'
    changes = f"<w:ins {stamp}>{run('daily')}</w:ins><w:del {stamp}><w:r><w:delText>slowly</w:delText></w:r></w:del>"
    path.write_bytes(body(paragraph(run("Article 1")), paragraph(run("Mills turn ") + changes + run("."))))
    made = ImportDialog(bridge, [path], window)
    made.open()
    wait(made, qtbot)
    return made


def sentences(dialog: ImportDialog) -> list[str]:
    return [page.reading().text.text.split("\n")[-1] for page in dialog.pages]


def test_tracked_changes_are_read_as_never_made(tracked: ImportDialog, qtbot: QtBot) -> None:
    assert sentences(tracked) == ["Mills turn daily."]
    combo = page_of(tracked).revisions.combo
    assert combo.isVisible()
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    wait(tracked, qtbot)
    qtbot.waitUntil(lambda: sentences(tracked) == ["Mills turn slowly."])


def test_tracked_changes_are_imported_as_two_versions(tracked: ImportDialog, bridge: Bridge, qtbot: QtBot) -> None:
    qtbot.mouseClick(page_of(tracked).revisions.add_other, Qt.MouseButton.LeftButton)
    wait(tracked, qtbot)
    assert sentences(tracked) == ["Mills turn daily.", "Mills turn slowly."]
    assert not any(page.revisions.isVisible() for page in tracked.pages)
    assert tracked.list.isVisible()
    with qtbot.waitSignal(tracked.imported):
        qtbot.mouseClick(tracked.accept_button, Qt.MouseButton.LeftButton)
    labels = {row.data.label for row in bridge.library.versions()}
    assert {label.rpartition(", ")[2] for label in labels} >= {"changes accepted", "before the changes"}


def test_tracked_changes_chosen_again_take_no_correction_away(tracked: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(tracked), "Mills turn", qtbot)
    read_as(page_of(tracked), "paragraph")
    wait(tracked, qtbot)
    combo = page_of(tracked).revisions.combo
    combo.activated.emit(combo.currentIndex())
    wait(tracked, qtbot)
    assert page_of(tracked).reading().counts["paragraph"] == 1
    combo = page_of(tracked).revisions.combo
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: sentences(tracked) == ["Mills turn slowly."], timeout=20_000)
    wait(tracked, qtbot)
    qtbot.mouseClick(page_of(tracked).bar.undo, Qt.MouseButton.LeftButton)
    wait(tracked, qtbot)
    assert sentences(tracked) == ["Mills turn daily."]
    assert page_of(tracked).reading().counts["paragraph"] == 1


def test_a_text_beside_its_twin_is_still_corrected(tracked: ImportDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(page_of(tracked).revisions.add_other, Qt.MouseButton.LeftButton)
    wait(tracked, qtbot)
    page = tracked.pages[1]
    click_line(page, "Mills turn", qtbot)
    read_as(page, "paragraph")
    wait(tracked, qtbot)
    assert sentences(tracked) == ["Mills turn daily.", "Mills turn slowly."]
    assert tracked.pages[1].reading().counts["paragraph"] == 1
    assert "paragraph" not in tracked.pages[0].reading().counts
    assert not tracked.pages[1].revisions.isVisible()


def test_what_was_said_of_a_text_stays_with_it_when_the_one_before_is_joined(
    bridge: Bridge, window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "three.txt"
    codes = [
        f"{name} Code\n\nArticle 1\n{name}s are kept.\n\nArticle 2\n{name}s are shared.\n\nArticle 3\n{name}s rest.\n"
        for name in ("Mill", "Granary", "Village")
    ]
    path.write_text("\n".join(codes), encoding="utf-8")
    dialog = ImportDialog(bridge, [path], window)
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.pages) == 3 and dialog.pages[0].is_ready, timeout=20_000)
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.list.setCurrentRow(2)
    qtbot.keyClicks(dialog.pages[2].form.line("symbol"), "V/1")
    dialog.list.setCurrentRow(1)
    page = dialog.pages[1]
    wanted = [line.index for line in page.lines.lines() if line.words.startswith(("Granary Code", "Article"))]
    untouched = dialog.pages[2]
    page.corrected.emit("words", wanted)
    dialog.list.setCurrentRow(2)  # and looks at the last meanwhile
    wait(dialog, qtbot)
    assert len(dialog.pages) == 2
    assert dialog.list.currentRow() == 1
    assert dialog.pages[1].reading().data.symbol == "V/1"
    assert dialog.pages[1] is untouched
    assert dialog.stack.currentWidget() is untouched
    assert len(dialog.checked()) == 2
    wait(dialog, qtbot)


def test_leaving_out_an_article_of_the_tree_takes_all_of_it(dialog: ImportDialog, qtbot: QtBot) -> None:
    page = page_of(dialog)
    (item,) = page.tree.findItems("Article 2", Qt.MatchFlag.MatchStartsWith)
    qtbot.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=page.tree.visualItemRect(item).center())
    assert page.bar.said.text() == "The first of 2 lines; Leave out takes them all"
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    wait(dialog, qtbot)
    text = page_of(dialog).reading().text
    assert "Article 2" not in text.text
    assert "Mills rest" not in text.text
    assert {"Article 2", "Mills rest by night."} <= {row.text for row in text.ledger.dropped}


def test_escape_stops_only_the_reading_again(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    assert not page_of(dialog).is_ready
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    wait(dialog, qtbot)
    assert dialog.isVisible()
    assert "Rivers are shared." in page_of(dialog).reading().text.text


def test_corrections_are_not_lost_at_the_first_escape(dialog: ImportDialog, qtbot: QtBot) -> None:
    click_line(page_of(dialog), "Use of water", qtbot)
    read_as(page_of(dialog), "heading")
    wait(dialog, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "will be lost" in dialog.notice.text()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_without_corrections_escape_closes_at_once(dialog: ImportDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
