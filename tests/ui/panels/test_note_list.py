"""The list of annotations: order, filters, several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.model.selection import Filters
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.notes import NotesPanel
from tests.ui.panels.small_treaty import make_text

Mark = Callable[..., Annotation]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def notes(mark: Mark) -> list[Annotation]:
    """In reading order, though made in another."""
    given: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("art. 24(1)", "content data", {"categories": ("surveillance",), "severity": "red-line", "tags": ("silent",)}),
        ("art. 2(1)", "domestic law", {"categories": ("expansion", "surveillance"), "commentary": "La sécurité"}),
        ("art. 2", "", {"stance": "gap", "audience": "public", "author": "Li Wei", "status": "approved"}),
    )
    made = [mark(citation, quote, **values) for citation, quote, values in given]
    return [made[2], made[1], made[0]]


@pytest.fixture
def panel(show: Callable[[QWidget], None], bridge: Bridge, patience: Patience) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience, filter_patience=0)
    show(found)
    return found


def click(panel: NotesPanel, qtbot: QtBot, row: int, modifier: Qt.KeyboardModifier) -> None:
    at = panel.list.view.visualRect(panel.list.model.index(row)).center()
    qtbot.mouseClick(panel.list.view.viewport(), LEFT, modifier, at)


def choose(menu: QMenu, *path: str) -> None:
    """Trigger the entry under these titles."""
    for title in path:
        action = next(row for row in menu.actions() if row.text().startswith(title))
        inner = action.menu()
        if isinstance(inner, QMenu):
            menu = inner
        else:
            action.trigger()


def test_reading_order(panel: NotesPanel, notes: list[Annotation]) -> None:
    assert panel.list.shown == [row.id for row in notes]
    assert panel.list.number.text() == "3 annotations"


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("Layer", "Surveillance"), [1, 2]),
        (("Stance", "Gap"), [0]),
        (("Severity", "Red line"), [2]),
        (("Status", "Approved"), [0]),
        (("Audience", "Public"), [0]),
        (("Author", "Li Wei"), [0]),
        (("Tag", "silent"), [2]),
    ],
)
def test_filters_from_the_menu(
    panel: NotesPanel, notes: list[Annotation], titles: tuple[str, str], expected: list[int]
) -> None:
    choose(panel.list.filters.menu(), *titles)
    assert panel.list.shown == [notes[number].id for number in expected]
    assert panel.list.number.text() == f"{len(expected)} of 3"
    choose(panel.list.filters.menu(), *titles)
    assert len(panel.list.shown) == 3


def test_filters_by_words_without_accents(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.list.filters.field, "SECURITE")
    qtbot.waitUntil(lambda: panel.list.shown == [notes[1].id])
    qtbot.keyClicks(panel.list.filters.field, "zebra")
    qtbot.waitUntil(lambda: panel.list.hint.text() == "No annotation matches.")
    panel.list.clear_button.click()
    assert len(panel.list.shown) == 3


def test_only_the_text_that_is_read(panel: NotesPanel, notes: list[Annotation], library: Library) -> None:
    other = make_text(" Again.")
    library.apply([Edit("version", other.id, {"label": "Draft"})], "me", texts=[other])
    panel.set_place(other.id)
    choose(panel.list.filters.menu(), "This text")
    assert panel.list.shown == []
    panel.set_place(notes[0].version)
    assert len(panel.list.shown) == 3


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(category=("surveillance",), severity=("red-line", "watch")),
        Filters(provision=("art_2",)),
        Filters(provision=("art_2__para_1",), stance=("risk",)),
        Filters(text="DOMESTIC"),
        Filters(author=("Li Wei",), audience=("public",), status=("approved",)),
        Filters(tag=("silent",), since="2020-01-01"),
        Filters(since="2100-01-01"),
        Filters(ask=("amend",)),
        Filters(without_commentary=True),
        Filters(without_commentary=True, severity=("red-line",)),
    ],
)
def test_chooses_as_the_library_does(
    bridge: Bridge, notes: list[Annotation], library: Library, filters: Filters
) -> None:
    edit_annotations(library, [notes[0].id], Assignment(ask="amend"), bridge.person)
    assert Catalogue.of(bridge).choose(filters) == library.annotations(filters)


def test_all_panels_read_one_catalogue(panel: NotesPanel, bridge: Bridge) -> None:
    assert Catalogue.of(bridge) is Catalogue.of(bridge)
    assert len(bridge.findChildren(Catalogue)) == 1
    assert panel.list.shown == []


def test_the_catalogue_follows_every_change(bridge: Bridge, notes: list[Annotation], library: Library) -> None:
    catalogue = Catalogue.of(bridge)
    edit_annotations(library, [row.id for row in notes], Assignment(severity="watch"), bridge.person)
    assert catalogue.annotations == library.annotations()
    for _ in range(3):
        library.undo(bridge.person)
        assert catalogue.annotations == library.annotations()
    library.redo(bridge.person)
    assert catalogue.annotations == library.annotations()


def test_a_click_opens_and_goes_there(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.go_to_requested) as going:
        click(panel, qtbot, 1, Qt.KeyboardModifier.NoModifier)
    assert going.args == [notes[1].id]
    assert panel.editor.shown_id == notes[1].id
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Return)
    assert panel.editor.shown_id == notes[2].id


def test_several_are_edited_together(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    click(panel, qtbot, 2, Qt.KeyboardModifier.NoModifier)
    click(panel, qtbot, 0, Qt.KeyboardModifier.ControlModifier)
    assert panel.list.selected_number.text() == "2 selected"
    with qtbot.waitSignal(panel.batch_edit_requested) as asked:
        panel.list.edit_button.click()
    assert asked.args == [[notes[0].id, notes[2].id]]


def test_a_batch_keeps_the_selection(
    panel: NotesPanel, notes: list[Annotation], library: Library, bridge: Bridge
) -> None:
    panel.list.view.selectAll()
    edit_annotations(library, [row.id for row in notes], Assignment(severity="watch"), bridge.person)
    assert panel.list.selected == [row.id for row in notes]
    assert {row.severity for row in panel.list.model.rows} == {"watch"}


def test_several_are_deleted_as_one_change(
    panel: NotesPanel, notes: list[Annotation], library: Library, bridge: Bridge
) -> None:
    panel.list.view.selectAll()
    choose(panel.list.menu_for(panel.list.selected), "Delete 3")
    assert library.annotations() == []
    library.undo(bridge.person)
    assert panel.list.shown == [row.id for row in notes]


def test_says_how_to_begin(panel: NotesPanel) -> None:
    assert panel.list.hint.isVisible()
    assert panel.list.hint.text().endswith("press a layer's digit, e.g. 7.")


def test_a_screen_reader_hears_layers_and_words(panel: NotesPanel, notes: list[Annotation]) -> None:
    assert panel.list.shown[1] == notes[1].id
    told = panel.list.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "art. 2(1); Expansion, Surveillance; domestic law; La sécurité"
