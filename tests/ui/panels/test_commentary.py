"""Writing commentary: Markdown by keys, links to provisions that complete, and the preview that loads nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence, QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.commentary_edit import CommentaryEdit
from annotator.ui.panels.markdown_keys import next_line
from annotator.ui.panels.notes import NotesPanel
from tests.ui.panels.small_treaty import make_text

Mark = Callable[..., Annotation]
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sister(library: Library) -> Text:
    """Another text of the same shape, which can be named."""
    text = make_text(" Always.")
    fields = {"label": "Covenant (final)", "short_title": "ICCPR", "instrument": "Covenant", "sha256": text.sha256}
    library.apply([Edit("version", text.id, fields)], "me", texts=[text])
    return text


@pytest.fixture
def note(mark: Mark) -> Annotation:
    return mark("art. 2(1)", "safeguards", categories=("surveillance",))


@pytest.fixture
def panel(
    show: Callable[[QWidget], None], bridge: Bridge, patience: Patience, note: Annotation, qtbot: QtBot
) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience, filter_patience=0)
    show(found)
    found.show_annotation(note.id, focus_commentary=True)
    found.window().activateWindow()
    qtbot.waitUntil(found.editor.commentary.edit.hasFocus)
    return found


def edit_of(panel: NotesPanel) -> CommentaryEdit:
    return panel.editor.commentary.edit


def choose(edit: CommentaryEdit, words: str) -> None:
    cursor = edit.document().find(words)
    assert not cursor.isNull()
    edit.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- one", "- "),
        ("  * one", "  * "),
        ("9. nine", "10. "),
        ("3) three", "4) "),
        ("> words", "> "),
        ("> - words", "> - "),
        ("- ", ""),
        ("> ", ""),
        ("plain", None),
        ("**bold** words", None),
        ("-5 degrees", None),
        ("2026 was", None),
    ],
)
def test_what_the_next_line_begins_with(line: str, expected: str | None) -> None:
    assert next_line(line) == expected


@pytest.mark.parametrize(("key", "sign"), [(Qt.Key.Key_B, "**"), (Qt.Key.Key_I, "*")])
def test_emphasis_on_and_off(panel: NotesPanel, qtbot: QtBot, key: Qt.Key, sign: str) -> None:
    edit = edit_of(panel)
    qtbot.keyClicks(edit, "one two three")
    choose(edit, "two ")
    qtbot.keyClick(edit, key, CTRL)
    assert edit.words == f"one {sign}two{sign} three"
    assert edit.textCursor().selectedText() == "two"
    qtbot.keyClick(edit, key, CTRL)
    assert edit.words == "one two three"
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert edit.words == "one two three"


def test_bold_within_italic_and_out_again(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    edit.setPlainText("a 😀word b")
    choose(edit, "😀word")
    qtbot.keyClick(edit, Qt.Key.Key_I, CTRL)
    qtbot.keyClick(edit, Qt.Key.Key_B, CTRL)
    assert edit.words == "a ***😀word*** b"
    qtbot.keyClick(edit, Qt.Key.Key_I, CTRL)
    assert edit.words == "a **😀word** b"


def test_emphasis_without_a_selection_waits_for_words(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    qtbot.keyClick(edit, Qt.Key.Key_B, CTRL)
    qtbot.keyClicks(edit, "now")
    assert edit.words == "**now**"


def test_the_editor_goes_before_the_window(panel: NotesPanel, qtbot: QtBot) -> None:
    action = QAction(panel.window())
    action.setShortcut(QKeySequence("Ctrl+I"))
    panel.window().addAction(action)
    with qtbot.assertNotEmitted(action.triggered):
        qtbot.keyClick(edit_of(panel), Qt.Key.Key_I, CTRL)
    panel.list.filters.field.setFocus()
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(panel.list.filters.field, Qt.Key.Key_I, CTRL)


def test_enter_goes_on_with_a_list_and_ends_it(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    qtbot.keyClicks(edit, "1. one")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "two")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "1. one\n2. two\n3. "
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "1. one\n2. two\n"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "1. one\n2. two\n\n"


def test_the_toolbar(panel: NotesPanel, qtbot: QtBot) -> None:
    edit, buttons = edit_of(panel), panel.editor.commentary.bar.buttons
    qtbot.keyClicks(edit, "one")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "two")
    edit.selectAll()
    qtbot.mouseClick(buttons["bullets"], LEFT)
    assert edit.words == "- one\n- two"
    edit.selectAll()
    qtbot.mouseClick(buttons["numbers"], LEFT)
    assert edit.words == "1. one\n2. two"
    edit.selectAll()
    qtbot.mouseClick(buttons["numbers"], LEFT)
    qtbot.mouseClick(buttons["quote"], LEFT)
    assert edit.words == "> one\n> two"
    choose(edit, "one")
    qtbot.mouseClick(buttons["link"], LEFT)
    assert edit.words == "> [one](https://)\n> two"
    assert edit.textCursor().selectedText() == "https://"
    choose(edit, "two")
    qtbot.mouseClick(buttons["bold"], LEFT)
    assert edit.words.endswith("> **two**")
    assert edit.hasFocus()
    assert all(button.accessibleName() for button in buttons.values())


def test_arrows_go_along_the_toolbar(panel: NotesPanel, qtbot: QtBot) -> None:
    buttons = list(panel.editor.commentary.bar.buttons.values())
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(buttons[0], Qt.Key.Key_Right)
    assert buttons[1].hasFocus()
    assert [button.focusPolicy() == Qt.FocusPolicy.TabFocus for button in buttons].count(True) == 1
    qtbot.keyClick(buttons[1], Qt.Key.Key_Space)
    assert edit_of(panel).words == "**"
    buttons[1].setFocus()
    qtbot.keyClick(buttons[1], Qt.Key.Key_Left)
    qtbot.keyClick(buttons[0], Qt.Key.Key_Left)
    assert buttons[-1].hasFocus()


def test_a_link_completes_as_it_is_typed(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    completion = edit.completion
    qtbot.keyClicks(edit, "As [[2")
    assert completion.is_open
    assert completion.model.rows[0].title == "art. 2"
    assert len(completion.model.rows) == 5
    qtbot.keyClicks(edit, "(")
    assert [row.title for row in completion.model.rows] == ["art. 2(1)", "art. 2(2)"]
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "As [[2(2)]]"
    assert not completion.is_open
    qtbot.keyClicks(edit, " and [[intercep")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert edit.words == "As [[2(2)]] and [[24]]"
    assert edit.hasFocus()
    panel.commit()
    assert library.annotation(note.id).commentary == "As [[2(2)]] and [[24]]"


def test_escape_closes_the_list_and_only_then_leaves(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    qtbot.keyClicks(edit, "[[2")
    with qtbot.assertNotEmitted(panel.escaped):
        qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.completion.is_open
    with qtbot.waitSignal(panel.escaped):
        qtbot.keyClick(edit, Qt.Key.Key_Escape)


def test_another_text_is_named_then_its_provisions(panel: NotesPanel, sister: Text, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    panel.editor.show_again()
    qtbot.keyClicks(edit, f"[[{sister.id[:8]} 1(")
    assert [row.target for row in edit.completion.model.rows] == [f"{sister.id[:8]} 1(1)"]
    edit.clear()
    qtbot.keyClicks(edit, "[[icc")
    assert [(row.target, row.is_whole) for row in edit.completion.model.rows] == [("ICCPR", False)]
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "[[ICCPR "
    qtbot.keyClicks(edit, "24")
    assert edit.completion.model.rows[0].target == "ICCPR 24"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "[[ICCPR 24]]"


def test_a_click_takes_a_proposal(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    qtbot.keyClicks(edit, "[[2(")
    popup = edit.completion.popup
    at = popup.visualRect(edit.completion.model.index(1)).center()
    qtbot.mouseClick(popup.viewport(), LEFT, pos=at)
    assert edit.words == "[[2(2)]]"


def test_chosen_words_become_what_the_link_shows(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    qtbot.keyClicks(edit, "under the safeguards here")
    choose(edit, "the safeguards")
    qtbot.keyClick(edit, Qt.Key.Key_K, CTRL | SHIFT)
    assert edit.words == "under [[|the safeguards]] here"
    qtbot.keyClicks(edit, "2(1")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.words == "under [[2(1)|the safeguards]] here"
    qtbot.keyClicks(edit, "!")
    assert edit.words == "under [[2(1)|the safeguards]]! here"


def test_the_list_stays_within_the_window(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    qtbot.keyClicks(edit, "some words before it [[")
    popup = edit.completion.popup
    assert popup.window() is panel.window()
    assert panel.window().rect().contains(popup.geometry())
    assert not popup.hasFocus()
    panel.list.filters.field.setFocus()
    assert not popup.isVisible()


def anchor_at(panel: NotesPanel, words: str) -> QPoint:
    view = panel.editor.commentary.view
    cursor = view.document().find(words)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart() + 1)
    return view.cursorRect(cursor).center()


def test_a_link_goes_to_its_provision(panel: NotesPanel, note: Annotation, sister: Text, qtbot: QtBot) -> None:
    panel.editor.show_again()
    edit, view = edit_of(panel), panel.editor.commentary.view
    edit.setPlainText("See [[24(1)]], [[ICCPR 2(1)|the Covenant]] and [[99]].")
    qtbot.keyClick(edit, Qt.Key.Key_P, CTRL | SHIFT)
    assert view.toPlainText() == "See art. 24(1), the Covenant and 99 ?."
    assert not edit.isVisible()
    with qtbot.waitSignal(panel.provision_activated) as going:
        qtbot.mouseClick(view.viewport(), LEFT, pos=anchor_at(panel, "art. 24(1)"))
    assert going.args == [note.version, "art_24__para_1"]
    with qtbot.waitSignal(panel.provision_activated) as going:
        qtbot.mouseClick(view.viewport(), LEFT, pos=anchor_at(panel, "the Covenant"))
    assert going.args == [sister.id, "art_2__para_1"]
    with qtbot.assertNotEmitted(panel.provision_activated):
        qtbot.mouseClick(view.viewport(), LEFT, pos=anchor_at(panel, "99"))
    assert panel.editor.link_strip.isVisible()
    assert panel.editor.link_strip.text.startswith("No provision here is called “99”.")


def test_a_link_is_followed_by_keyboard(panel: NotesPanel, note: Annotation, qtbot: QtBot) -> None:
    edit, view = edit_of(panel), panel.editor.commentary.view
    edit.setPlainText("See [[24(1)]].")
    qtbot.keyClick(edit, Qt.Key.Key_P, CTRL | SHIFT)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(panel.provision_activated) as going:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert going.args == [note.version, "art_24__para_1"]


def test_a_link_is_followed_from_the_words_too(panel: NotesPanel, note: Annotation, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    edit.setPlainText("😀 See [[24(1)|this]] and [[99]].")
    choose(edit, "24(1")
    action = QAction(panel.window())
    action.setShortcut(QKeySequence("Ctrl+Return"))
    panel.window().addAction(action)
    with qtbot.waitSignal(panel.provision_activated) as going, qtbot.assertNotEmitted(action.triggered):
        qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert going.args == [note.version, "art_24__para_1"]
    with qtbot.waitSignal(panel.provision_activated):
        qtbot.mouseClick(edit.viewport(), LEFT, CTRL, edit.cursorRect(edit.document().find("this")).center())
    choose(edit, "99")
    qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert panel.editor.link_strip.isVisible()
    choose(edit, "See")
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)


def test_enter_in_the_preview_writes_on(panel: NotesPanel, qtbot: QtBot) -> None:
    edit, view = edit_of(panel), panel.editor.commentary.view
    edit.setPlainText("Words.")
    qtbot.keyClick(edit, Qt.Key.Key_P, CTRL | SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert edit.hasFocus()
    assert not view.isVisible()


def test_a_wide_panel_shows_both_and_follows_the_typing(panel: NotesPanel, qtbot: QtBot) -> None:
    edit, view = edit_of(panel), panel.editor.commentary.view
    panel.window().resize(900, 900)
    panel.setGeometry(panel.window().rect())
    qtbot.waitUntil(lambda: panel.editor.commentary.width() > 620)
    qtbot.keyClicks(edit, "a")
    qtbot.keyClick(edit, Qt.Key.Key_P, CTRL | SHIFT)
    assert edit.isVisible()
    assert view.isVisible()
    assert edit.geometry().right() < view.geometry().left()
    qtbot.keyClicks(edit, " **b** [[24")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.toPlainText() == "a b art. 24")


def test_the_page_follows_the_cursor(panel: NotesPanel, qtbot: QtBot) -> None:
    edit = edit_of(panel)
    edit.setPlainText("\n".join(f"line {number}" for number in range(40)))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    for _ in range(3):
        qtbot.keyClick(edit, Qt.Key.Key_Return)

    def is_in_sight() -> bool:
        at = edit.viewport().mapTo(panel.editor.viewport(), edit.cursorRect().center())
        return panel.editor.viewport().rect().contains(at)

    qtbot.waitUntil(is_in_sight)


def test_nothing_in_a_link_is_markup(panel: NotesPanel) -> None:
    edit, view = edit_of(panel), panel.editor.commentary.view
    edit.setPlainText("[[24|<b>x</b>]] [[<img src=x>]] [x](provision:a/b)")
    panel.editor.commentary.preview_button.setChecked(True)
    assert view.toPlainText() == "<b>x</b> <img src=x> ? x"
    told: list[str] = []
    panel.link_activated.connect(told.append)
    view.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert told == []
