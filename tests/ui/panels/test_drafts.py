"""What was being typed when the program stopped, and libraries that cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.operations.libraries import open_library, read_library
from annotator.settings import Settings
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.notes import NotesPanel

Show = Callable[[QWidget], None]
RESTORED = "Restored what you were typing"


@pytest.fixture
def note(mark: Callable[..., Annotation]) -> Annotation:
    return mark("art. 2(1)", "domestic law", commentary="Why?")


@pytest.fixture
def crashed(
    show: Show, bridge: Bridge, note: Annotation, patience: Patience, qtbot: QtBot, path: Path, settings: Settings
) -> Bridge:
    """A bridge to the library after a program that was typing has ended without leaving its editor."""
    panel = NotesPanel(bridge, patience=patience)
    show(panel)
    panel.show_annotation(note.id, focus_commentary=True)
    qtbot.keyClicks(panel.editor.commentary.edit, " Because")
    qtbot.waitUntil(lambda: bool(bridge.library.drafts()))
    with qtbot.waitSignal(panel.destroyed):
        panel.editor.commentary.edit.left.disconnect()
        panel.deleteLater()
    bridge.close()
    again = Bridge(settings, bridge)
    again.open(open_library(path))
    return again


@pytest.fixture
def panel(show: Show, crashed: Bridge, patience: Patience) -> NotesPanel:
    found = NotesPanel(crashed, patience=patience)
    show(found)
    return found


def test_a_draft_is_offered_and_kept(panel: NotesPanel, crashed: Bridge, note: Annotation) -> None:
    assert panel.editor.shown_id == note.id
    assert panel.editor.commentary.edit.words == "Why? Because"
    assert (panel.editor.strip.text, panel.editor.strip.isVisible()) == (RESTORED, True)
    assert crashed.library.annotation(note.id).commentary == "Why?"
    panel.editor.strip.buttons[0].click()
    assert crashed.library.annotation(note.id).commentary == "Why? Because"
    assert crashed.library.drafts() == {}
    assert not panel.editor.strip.isVisible()
    crashed.close()


def test_a_draft_is_discarded(panel: NotesPanel, crashed: Bridge, note: Annotation) -> None:
    panel.editor.strip.buttons[1].click()
    assert panel.editor.commentary.edit.words == "Why?"
    assert crashed.library.drafts() == {}
    assert panel.commit()
    assert crashed.library.annotation(note.id).commentary == "Why?"
    crashed.close()


def test_a_draft_that_nobody_answered_for_stays_one(panel: NotesPanel, crashed: Bridge, note: Annotation) -> None:
    panel.show_annotation(None)
    assert crashed.library.annotation(note.id).commentary == "Why?"
    panel.show_annotation(note.id)
    assert panel.editor.strip.isVisible()
    crashed.close()


def test_typing_on_keeps_a_draft(panel: NotesPanel, crashed: Bridge, note: Annotation, qtbot: QtBot) -> None:
    panel.show_annotation(note.id, focus_commentary=True)
    qtbot.keyClicks(panel.editor.commentary.edit, " of this")
    assert not panel.editor.strip.isVisible()
    panel.commit()
    assert crashed.library.annotation(note.id).commentary == "Why? Because of this"
    assert crashed.library.drafts() == {}
    crashed.close()


def test_a_draft_that_says_what_is_there_already_is_dropped(
    show: Show, crashed: Bridge, note: Annotation, settings: Settings
) -> None:
    edit_annotations(crashed.library, [note.id], Assignment(commentary="Why? Because"), settings.person)
    panel = NotesPanel(crashed)
    show(panel)
    assert panel.editor.shown_id == ""
    assert crashed.library.drafts() == {}
    crashed.close()


def test_closing_the_library_writes_what_was_being_typed(
    show: Show, bridge: Bridge, note: Annotation, patience: Patience, qtbot: QtBot, path: Path
) -> None:
    panel = NotesPanel(bridge, patience=patience)
    show(panel)
    panel.show_annotation(note.id, focus_commentary=True)
    qtbot.keyClicks(panel.editor.commentary.edit, "!")
    bridge.close()
    assert panel.editor.shown_id == ""
    assert panel.list.shown == []
    with read_library(path) as library:
        assert library.annotation(note.id).commentary == "Why?!"
        assert library.drafts() == {}


def test_read_only_shows_everything_and_lets_nothing_be_changed(
    show: Show, bridge: Bridge, note: Annotation, path: Path, qtbot: QtBot
) -> None:
    bridge.open(read_library(path))
    panel = NotesPanel(bridge)
    show(panel)
    assert panel.read_only_strip.isVisible()
    assert path.name in panel.read_only_strip.text
    panel.show_annotation(note.id, focus_commentary=True)
    editor = panel.editor
    with qtbot.assertNotEmitted(bridge.problem):
        qtbot.keyClicks(editor.commentary.edit, "x")
        assert panel.commit()
    assert editor.commentary.edit.words == "Why?"
    assert not editor.judgement.stance.isEnabled()
    assert not editor.delete_button.isVisible()
    assert not editor.categories.add_button.isVisible()
    assert not editor.details.audience.isEnabled()
    assert editor.ask.wording.isReadOnly()


def test_words_that_cannot_be_written_stay_in_the_editor(
    show: Show, bridge: Bridge, note: Annotation, patience: Patience, qtbot: QtBot
) -> None:
    panel = NotesPanel(bridge, patience=patience)
    show(panel)
    panel.show_annotation(note.id, focus_commentary=True)
    qtbot.keyClicks(panel.editor.commentary.edit, "!")
    library = bridge.library
    library._db.execute("PRAGMA query_only = ON")  # the disk is full, as far as SQLite is concerned
    with qtbot.waitSignal(bridge.problem):
        panel.show_annotation(None)
    assert panel.editor.shown_id == note.id
    assert panel.editor.commentary.edit.words == "Why?!"
    library._db.execute("PRAGMA query_only = OFF")
    panel.show_annotation(None)
    assert library.annotation(note.id).commentary == "Why?!"


def test_without_a_library_it_is_empty(show: Show, settings: Settings) -> None:
    panel = NotesPanel(Bridge(settings))
    show(panel)
    assert panel.editor.shown_id == ""
    assert panel.list.hint.text() == ""
    assert panel.commit()
