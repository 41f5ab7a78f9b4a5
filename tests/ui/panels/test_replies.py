"""The thread under an annotation: answering, and changing one's own answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation, Person
from annotator.model.problems import NotFound, Problem
from annotator.operations.annotating import delete_reply, edit_reply, reply
from annotator.operations.libraries import open_library
from annotator.settings import NAME, Settings
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.notes import NotesPanel
from annotator.ui.panels.replies import Replies

Mark = Callable[..., Annotation]
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
OTHER = Person("Li Wei", "Net Watch")


@pytest.fixture
def note(mark: Mark) -> Annotation:
    return mark("art. 2(1)", "safeguards", categories=("surveillance",))


@pytest.fixture
def panel(
    show: Callable[[QWidget], None], bridge: Bridge, patience: Patience, note: Annotation, qtbot: QtBot
) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience, filter_patience=0)
    show(found)
    found.show_annotation(note.id)
    found.window().activateWindow()
    found.editor.focus_reply()
    qtbot.waitUntil(found.editor.replies.field.hasFocus)
    return found


def replies_of(panel: NotesPanel) -> Replies:
    return panel.editor.replies


def told(library: Library, note: Annotation) -> list[str]:
    return [row.commentary for row in library.replies(note.id)]


def test_an_answer_by_keyboard_alone(panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot) -> None:
    action = QAction(panel.window())
    action.setShortcut(QKeySequence("Ctrl+Return"))
    panel.window().addAction(action)
    qtbot.keyClicks(replies_of(panel).field, "See [[24")
    qtbot.keyClick(replies_of(panel).field, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(action.triggered):
        qtbot.keyClick(replies_of(panel).field, Qt.Key.Key_Return, CTRL)
    assert told(library, note) == ["See [[24]]"]
    assert replies_of(panel).field.words == ""
    entry = replies_of(panel).entries[0]
    assert entry.view.toPlainText() == "See art. 24"
    cursor = entry.view.document().find("art. 24")
    cursor.setPosition(cursor.selectionStart() + 1)
    at = entry.view.cursorRect(cursor).center()
    with qtbot.waitSignal(panel.provision_activated) as going:
        qtbot.mouseClick(entry.view.viewport(), LEFT, pos=QPoint(at))
    assert going.args == [note.version, "art_24"]


def test_ones_own_is_edited_and_deleted(
    panel: NotesPanel, note: Annotation, library: Library, bridge: Bridge, qtbot: QtBot
) -> None:
    reply(library, note.id, "I *disagree*", bridge.person)
    entry = replies_of(panel).entries[0]
    qtbot.mouseClick(entry.edit_button, LEFT)
    assert entry.edit.words == "I *disagree*"
    assert entry.edit.hasFocus()
    qtbot.keyClicks(entry.edit, " strongly")
    qtbot.keyClick(entry.edit, Qt.Key.Key_Return, CTRL)
    assert told(library, note) == ["I *disagree* strongly"]
    entry = replies_of(panel).entries[0]
    assert entry.view.toPlainText() == "I disagree strongly"
    qtbot.mouseClick(entry.delete_button, LEFT)
    assert told(library, note) == []
    library.undo(bridge.person)
    assert told(library, note) == ["I *disagree* strongly"]
    library.undo(bridge.person)
    assert told(library, note) == ["I *disagree*"]


def test_escape_and_cancel_leave_it_as_it_was(
    panel: NotesPanel, note: Annotation, library: Library, bridge: Bridge, qtbot: QtBot
) -> None:
    reply(library, note.id, "First", bridge.person)
    entry = replies_of(panel).entries[0]
    for leave in (lambda: qtbot.keyClick(entry.edit, Qt.Key.Key_Escape), entry.cancel_button.click):
        qtbot.mouseClick(entry.edit_button, LEFT)
        qtbot.keyClicks(entry.edit, " no")
        leave()
        assert not entry.edit.isVisible()
        assert entry.view.isVisible()
    assert told(library, note) == ["First"]


def test_somebody_elses_is_read_only(
    panel: NotesPanel, note: Annotation, library: Library, bridge: Bridge, qtbot: QtBot
) -> None:
    id = reply(library, note.id, "Theirs", OTHER)
    entry = replies_of(panel).entries[0]
    qtbot.waitUntil(entry.view.isVisible)
    assert not entry.edit_button.isVisible()
    assert not entry.delete_button.isVisible()
    with pytest.raises(Problem, match="Only who wrote"):
        edit_reply(library, note.id, id, "Mine", bridge.person)
    with pytest.raises(Problem, match="Only who wrote"):
        delete_reply(library, note.id, id, bridge.person)
    with pytest.raises(Problem, match="needs some words"):
        edit_reply(library, note.id, id, "  ", OTHER)
    delete_reply(library, note.id, id, OTHER)
    with pytest.raises(NotFound):
        delete_reply(library, note.id, id, OTHER)


def test_what_is_being_edited_survives_another_answer(
    panel: NotesPanel, note: Annotation, library: Library, bridge: Bridge, qtbot: QtBot
) -> None:
    reply(library, note.id, "Mine", bridge.person)
    qtbot.mouseClick(replies_of(panel).entries[0].edit_button, LEFT)
    qtbot.keyClicks(replies_of(panel).entries[0].edit, "!")
    reply(library, note.id, "Theirs", OTHER)
    entry = replies_of(panel).entries[0]
    qtbot.waitUntil(entry.edit.isVisible)
    assert entry.edit.words == "Mine!"
    qtbot.mouseClick(entry.save_button, LEFT)
    assert told(library, note) == ["Mine!", "Theirs"]


def test_under_another_name_they_are_somebody_elses(
    panel: NotesPanel, note: Annotation, library: Library, bridge: Bridge, settings: Settings, qtbot: QtBot
) -> None:
    reply(library, note.id, "Mine", bridge.person)
    settings.set(NAME, "Somebody Else")
    reply(library, note.id, "More", bridge.person)
    mine, more = replies_of(panel).entries
    qtbot.waitUntil(more.edit_button.isVisible)
    assert not mine.edit_button.isVisible()


def test_an_answer_that_was_not_sent_is_there_after_a_crash(
    panel: NotesPanel,
    note: Annotation,
    bridge: Bridge,
    settings: Settings,
    patience: Patience,
    path: Path,
    show: Callable[[QWidget], None],
    qtbot: QtBot,
) -> None:
    reply(bridge.library, note.id, "Mine", bridge.person)
    qtbot.mouseClick(replies_of(panel).entries[0].edit_button, LEFT)
    qtbot.keyClicks(replies_of(panel).entries[0].edit, " too")
    qtbot.keyClicks(replies_of(panel).field, "On second thought")
    qtbot.waitUntil(lambda: set(bridge.library.drafts().values()) == {"Mine too", "On second thought"})
    with qtbot.waitSignal(panel.destroyed):
        panel.deleteLater()
    bridge.close()
    again = Bridge(settings, bridge)
    again.open(open_library(path))
    found = NotesPanel(again, patience=patience)
    show(found)
    assert found.editor.shown_id == note.id
    qtbot.waitUntil(replies_of(found).field.isVisible)
    assert replies_of(found).field.words == "On second thought"
    assert replies_of(found).entries[0].edit.words == "Mine too"
    qtbot.keyClick(replies_of(found).field, Qt.Key.Key_Return, CTRL)
    qtbot.mouseClick(replies_of(found).entries[0].save_button, LEFT)
    assert told(again.library, note) == ["Mine too", "On second thought"]
    assert again.library.drafts() == {}
    again.close()


def test_what_was_erased_lives_on_in_no_answer(
    panel: NotesPanel, note: Annotation, library: Library, qtbot: QtBot
) -> None:
    qtbot.keyClicks(replies_of(panel).field, "Unless")
    library.erase([note.id])
    assert panel.editor.shown_id == ""
    assert panel.commit()
    assert library.drafts() == {}
