"""The ask: what typing asks for, what an action leaves to word, where it scrolls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.ask_editor import AskEditor
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.notes import NotesPanel

LEFT = Qt.MouseButton.LeftButton
QUOTE = "safeguards under its domestic law"


@pytest.fixture
def panel(show: Callable[[QWidget], None], bridge: Bridge, patience: Patience) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience, filter_patience=0)
    show(found)
    return found


@pytest.fixture
def note(mark: Callable[..., Annotation]) -> Annotation:
    return mark("art. 2(1)", QUOTE)


@pytest.fixture
def ask(panel: NotesPanel, note: Annotation, qtbot: QtBot) -> AskEditor:
    """The ask of `note`, unfolded by hand."""
    panel.show_annotation(note.id)
    qtbot.mouseClick(panel.editor.ask.heading, LEFT)
    return panel.editor.ask


def choose(ask: AskEditor, action: str) -> None:
    ask.action.show_value(action)
    ask.action.activated.emit(ask.action.currentIndex())


def test_a_wording_typed_without_an_action_asks_to_amend(
    panel: NotesPanel, ask: AskEditor, note: Annotation, library: Library, qtbot: QtBot
) -> None:
    qtbot.keyClicks(ask.wording, "safeguards under international law")
    assert ask.action.value == "amend"
    assert ask.wording.words == "safeguards under international law"
    assert panel.commit()
    asked = library.annotation(note.id).ask
    assert (asked.action, asked.wording) == ("amend", "safeguards under international law")


def test_a_wording_leaves_an_action_that_was_chosen(
    ask: AskEditor, note: Annotation, library: Library, qtbot: QtBot
) -> None:
    choose(ask, "declare")
    qtbot.keyClicks(ask.wording, "A declaration.")
    assert library.annotation(note.id).ask.action == "declare"


def test_deleting_hides_the_wording_and_strikes_it_all(ask: AskEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(ask.wording, "safeguards under international law")
    choose(ask, "delete")
    assert not ask.wording.isVisible()
    assert not ask.start_button.isVisible()
    assert ask.redline.isVisible()
    assert ask.redline.accessibleName() == f"struck: {QUOTE}"
    choose(ask, "amend")
    assert ask.wording.isVisible()
    assert ask.wording.words == "safeguards under international law"


def test_unfolding_scrolls_to_it(panel: NotesPanel, note: Annotation, qtbot: QtBot) -> None:
    panel.resize(panel.width(), 420)
    panel.show_annotation(note.id)
    editor, ask = panel.editor, panel.editor.ask

    def is_seen() -> bool:
        place = QRect(ask.action.mapTo(editor.viewport(), ask.action.rect().topLeft()), ask.action.size())
        return ask.action.isVisible() and editor.viewport().rect().contains(place)

    assert editor.verticalScrollBar().value() == 0
    ask.heading.click()
    qtbot.waitUntil(lambda: editor.verticalScrollBar().value() > 0 and is_seen())
