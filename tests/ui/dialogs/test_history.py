"""The history: what each event changed, and putting back what was there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation, Person
from annotator.model.redline import difference
from annotator.model.selection import Step
from annotator.operations.annotating import Assignment, delete_annotations, edit_annotations, reply
from annotator.operations.restoring import can_restore, restore
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.history_dialog import HistoryDialog
from annotator.ui.panels.markdown_view import FittedMarkdown

OTHER = Person("Li Wei")
Open = Callable[[], HistoryDialog]


@pytest.fixture
def note(library: Library, bridge: Bridge) -> Annotation:
    """One with four events after the first."""
    found = library.annotations()[0]
    for given in (
        Assignment(commentary="It matters.\n\nVery much."),
        Assignment(commentary="It matters.\n\nNot much."),
        Assignment(severity="red-line", status="approved"),
        Assignment(categories=("surveillance",)),
    ):
        edit_annotations(library, [found.id], given, bridge.person)
    return library.annotation(found.id)


@pytest.fixture
def dialog(bridge: Bridge, note: Annotation, window: QWidget, qtbot: QtBot) -> HistoryDialog:
    window.show()
    made = HistoryDialog(bridge, note.id, window)
    made.open()
    qtbot.waitUntil(made.isVisible)
    return made


def go_to(dialog: HistoryDialog, row: int) -> None:
    dialog.table.setCurrentItem(dialog.table.topLevelItem(row))


def button(dialog: HistoryDialog, words: str) -> QPushButton:
    return next(row for row in dialog.steps.findChildren(QPushButton) if row.accessibleName() == words)


def names(dialog: HistoryDialog) -> list[str]:
    return [row.accessibleName() for row in dialog.steps.findChildren(QPushButton)]


def test_a_difference_keeps_its_lines() -> None:
    assert difference("a\n\nb", "a\n\nc") == [("same", "a"), ("same", "\n"), ("same", "\n")][:0] + difference(
        "a\n\nb", "a\n\nc"
    )
    assert "".join(words for kind, words in difference("a\n\nb c", "a\n\nd c") if kind != "struck") == "a\n\nd c"
    assert "".join(words for kind, words in difference("a\n\nb c", "a\n\nd c") if kind != "inserted") == "a\n\nb c"


def test_through_the_events_by_keyboard(dialog: HistoryDialog, qtbot: QtBot) -> None:
    assert dialog.windowTitle().startswith("History: ")
    first = dialog.event_shown
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.event_shown != first
    assert names(dialog) == ["Restore as before: Severity", "Restore as before: Status"]


def test_what_changed_is_told_word_by_word(dialog: HistoryDialog) -> None:
    go_to(dialog, 2)
    view = dialog.steps.findChild(FittedMarkdown)
    assert view is not None
    assert view.accessibleName() == "Commentary: struck: Very; inserted: Not"
    assert view.toPlainText() == "It matters.\n\nVeryNot much."
    assert "line-through" in view.toHtml()
    assert names(dialog) == ["Restore as before: Commentary"]


def test_the_words_before_come_back_and_undo_takes_them_away(
    dialog: HistoryDialog, library: Library, note: Annotation, bridge: Bridge, qtbot: QtBot
) -> None:
    go_to(dialog, 2)
    before = dialog.table.topLevelItemCount()
    qtbot.mouseClick(button(dialog, "Restore as before: Commentary"), Qt.MouseButton.LeftButton)
    assert library.annotation(note.id).commentary == "It matters.\n\nVery much."
    assert library.annotation(note.id).status == "in-review"
    assert dialog.table.topLevelItemCount() == before + 1
    assert dialog.event_shown is not None
    assert "commentary" in dialog.event_shown.what
    library.undo(bridge.person)
    assert library.annotation(note.id).commentary == "It matters.\n\nNot much."
    assert library.annotation(note.id).status == "approved"


def test_an_earlier_state_comes_back_by_keyboard(
    dialog: HistoryDialog, library: Library, note: Annotation, qtbot: QtBot
) -> None:
    go_to(dialog, 3)
    assert names(dialog) == ["Restore as before: Commentary", "Restore as after: Commentary"]
    there = button(dialog, "Restore as before: Commentary")
    there.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(there, Qt.Key.Key_Space)
    assert library.annotation(note.id).commentary == "Why protect people matters."


def test_a_layer_that_was_taken_away_is_brought_back(
    dialog: HistoryDialog, library: Library, note: Annotation, qtbot: QtBot
) -> None:
    go_to(dialog, 0)
    assert names(dialog) == ["Bring back: Layer"]
    qtbot.mouseClick(button(dialog, "Bring back: Layer"), Qt.MouseButton.LeftButton)
    assert set(library.annotation(note.id).categories) == {"surveillance", "expansion"}


def test_the_beginning_shows_what_was_made(dialog: HistoryDialog) -> None:
    go_to(dialog, 4)
    told = {view.accessibleName() for view in dialog.steps.findChildren(FittedMarkdown)}
    assert "Passage: inserted: protect people" in told
    assert "Commentary: inserted: Why protect people matters." in told
    assert "Restore as after: Severity" in names(dialog)


def test_a_deleted_annotation_comes_back_from_the_whole_history(
    bridge: Bridge, library: Library, note: Annotation, window: QWidget, qtbot: QtBot
) -> None:
    delete_annotations(library, [note.id], bridge.person)
    dialog = HistoryDialog(bridge, None, window)
    dialog.open()
    qtbot.mouseClick(button(dialog, "Bring back: Annotation"), Qt.MouseButton.LeftButton)
    assert library.annotation(note.id).commentary == note.commentary


def test_a_reply_comes_back_too(library: Library, note: Annotation, bridge: Bridge) -> None:
    reply(library, note.id, "Indeed", bridge.person)
    steps = [row for row in library.steps(library.history(note.id)[0].id) if row.field == "commentary"]
    assert [(row.before, row.after, row.now) for row in steps] == [("", "Indeed", "Indeed")]


def test_only_what_people_set_is_restored(library: Library, note: Annotation) -> None:
    made = library.steps(library.history(note.id)[-1].id)
    assert {row.field for row in made if can_restore(row, row.after)} == {"severity", "commentary", "deleted"}
    step = Step("annotation", note.id, "approved_by", "", "Li", "")
    assert not can_restore(step, "Li")
    assert not can_restore(Step("annotation", note.id, "deleted", False, True, False), True)


def test_nobody_restores_what_they_may_only_read(
    note: Annotation, bridge: Bridge, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "is_writable", False)
    dialog = HistoryDialog(bridge, note.id, window)
    go_to(dialog, 2)
    assert names(dialog) == []


def test_history_of_one_shows_of_a_batch_only_its_own(
    bridge: Bridge, library: Library, note: Annotation, window: QWidget
) -> None:
    ids = [row.id for row in library.annotations()]
    edit_annotations(library, ids, Assignment(tags=("may",)), bridge.person)
    dialog = HistoryDialog(bridge, note.id, window)
    go_to(dialog, 0)
    labels = [row for row in dialog.steps.findChildren(QWidget) if getattr(row, "text", str)() == "“may” added"]
    assert len(labels) == 1


def test_restoring_is_a_change_like_any_other(library: Library, note: Annotation) -> None:
    step = next(row for row in library.steps(library.history(note.id)[2].id) if row.field == "commentary")
    change = restore(library, step, step.before, OTHER)
    assert [row.author for row in change.changes] == ["Li Wei"]
