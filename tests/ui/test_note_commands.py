"""Notes in the whole window: links that lead into the texts, history, replies and the list by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Annotation, Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate, edit_annotations
from annotator.operations.libraries import new_library
from annotator.settings import NOTES_SHARE, Settings
from annotator.ui.dialogs.history_dialog import HistoryDialog
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import TREATY, make_text

ENGLISH = make_text(TREATY)
SISTER = make_text(TREATY.replace("an effective remedy", "an adequate remedy"))
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ME = Person("Reader")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """Two sister texts side by side; "an effective remedy" is annotated in the first."""
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        for text, label in ((ENGLISH, "Lamps"), (SISTER, "Lanterns")):
            fields = {"label": label, "instrument": label, "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
        given = Assignment(categories=("oversight-and-remedy",), commentary="See [[3]] and [[Lanterns 2]].")
        annotate(made, anchor_quote(ENGLISH, "an effective remedy"), given, ME)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    shown = Window(Settings(), ThemeKeeper(app, "light"))
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.commands.open_path(path)
    shown.activateWindow()
    yield shown
    shown.close()


@pytest.fixture
def note(window: Window) -> Annotation:
    found = window.catalogue.annotations[0]
    window.notes.show_annotation(found.id, focus_commentary=True)
    return found


def test_a_link_leads_into_the_text_that_it_names(window: Window, note: Annotation, qtbot: QtBot) -> None:
    edit = window.notes.editor.commentary.edit
    qtbot.waitUntil(edit.hasFocus)
    edit.setTextCursor(edit.document().find("3"))
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
    room = window.room
    assert room.active.version is not None
    assert room.active.version.id == note.version
    assert room.active.reader.visible_provision() == "art_3"
    edit.setTextCursor(edit.document().find("Lanterns"))
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert room.active.version is not None
    assert room.active.version.id == SISTER.id
    assert room.active.reader.visible_provision() == "art_2"
    assert [place.version for place in room.places] == [ENGLISH.id, SISTER.id]


def test_the_list_by_key(window: Window, note: Annotation, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_8, CTRL)
    field = window.notes.list.filters.field
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "remedy")
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(window.notes.list.view, Qt.Key.Key_Return)
    assert window.notes.editor.shown_id == note.id


def test_the_history_of_the_note_that_is_open(window: Window, note: Annotation, qtbot: QtBot) -> None:
    edit_annotations(window.bridge.library, [note.id], Assignment(commentary="Other words."), ME)
    edit = window.notes.editor.commentary.edit
    qtbot.waitUntil(edit.hasFocus)
    QTest.keyClicks(edit, " More")
    QTest.keyClick(edit, Qt.Key.Key_H, CTRL | SHIFT)
    dialog = window.findChild(HistoryDialog)
    assert dialog is not None
    assert dialog.table.topLevelItemCount() == 3
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(HistoryDialog) is None


def test_a_reply_by_key(window: Window, note: Annotation, qtbot: QtBot) -> None:
    QTest.keyClick(window.notes.editor.commentary.edit, Qt.Key.Key_A, CTRL | SHIFT)
    field = window.notes.editor.replies.field
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "Indeed")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert [row.commentary for row in window.bridge.library.replies(note.id)] == ["Indeed"]


@pytest.mark.usefixtures("note")
def test_the_field_stays_in_sight_below_the_reply_that_was_sent(window: Window, qtbot: QtBot) -> None:
    window.resize(1200, 620)
    window.commands.reply()
    editor = window.notes.editor
    field = editor.replies.field
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "Indeed")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    assert len(editor.replies.entries) == 1

    def in_sight() -> bool:
        page = editor.viewport().rect()
        caret = field.viewport().mapTo(editor.viewport(), field.cursorRect().bottomLeft())
        return field.hasFocus() and page.contains(caret)

    qtbot.waitUntil(in_sight)


def test_what_needs_an_open_note_says_so(window: Window) -> None:
    window.notes.show_annotation(None)
    window.commands.annotation_history()
    assert window.statusBar().currentMessage() == "Open an annotation first."
    window.statusBar().clearMessage()
    window.commands.reply()
    assert window.statusBar().currentMessage() == "Open an annotation first."


def test_this_article_follows_the_page(window: Window) -> None:
    window.room.show_version(ENGLISH.id, 0, "art_3")
    window.notes.list.filters.toggle_flag("this article")
    assert window.notes.list.shown == []
    window.room.active.reader.go_to_provision("art_2")
    assert len(window.notes.list.shown) == 1


def test_the_share_of_the_note_is_kept(window: Window, note: Annotation, qtbot: QtBot) -> None:
    splitter = window.notes.splitter
    handle = splitter.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle.__class__(middle.x(), middle.y() - 120))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    upper, lower = splitter.sizes()
    qtbot.waitUntil(lambda: window.settings.get(NOTES_SHARE) == round(100 * upper / (upper + lower)))
    assert note.id == window.notes.editor.shown_id
