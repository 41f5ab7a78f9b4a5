"""The list of annotations sorted, grouped and gone through with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.settings import NOTES_ORDER, Settings
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.note_filters import NO_COMMENTARY, THIS_ARTICLE
from annotator.ui.panels.note_order import GROUPINGS, Arrangement, Head
from annotator.ui.panels.notes import NotesPanel

Mark = Callable[..., Annotation]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def notes(mark: Mark) -> list[Annotation]:
    """In reading order."""
    given: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("art. 1(1)", "purposes", {"categories": ("surveillance", "expansion"), "author": "Zoe", "severity": "watch"}),
        ("art. 2(1)", "domestic law", {"categories": ("expansion",), "commentary": "Why?", "author": "Amina"}),
        ("art. 2(2)", "as appropriate", {"author": "Amina", "severity": "red-line", "status": "approved"}),
        ("art. 24(1)", "content data", {"categories": ("surveillance",), "author": "Li", "stance": "gap"}),
    )
    return [mark(citation, quote, **values) for citation, quote, values in given]


@pytest.fixture
def panel(show: Callable[[QWidget], None], bridge: Bridge, patience: Patience, notes: list[Annotation]) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience, filter_patience=0)
    show(found)
    assert found.list.shown == [row.id for row in notes]
    return found


def choose(menu: QMenu, title: str) -> None:
    next(row for row in menu.actions() if row.text() == title).trigger()


def told(panel: NotesPanel, notes: list[Annotation]) -> list[str]:
    """The list as "Heading 2" for a heading and "0" for the first of `notes`."""
    ids = [row.id for row in notes]
    return [
        f"{row.title} {row.count}" if isinstance(row, Head) else str(ids.index(row.id)) for row in panel.list.model.rows
    ]


def rect_of(panel: NotesPanel, row: int) -> QPoint:
    return panel.list.view.visualRect(panel.list.model.index(row)).center()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Article", ["art. 1 · Statement of purpose 1", "0", "art. 2 · Conditions and safeguards 2", "1", "2"]),
        ("Layer", ["Surveillance 2", "0", "3", "Expansion 2", "0", "1", "No layer 1", "2"]),
        ("Severity", ["Red line 1", "2", "Watch 1", "0", "Severity not said 2", "1", "3"]),
        ("Author", ["Amina 2", "1", "2", "Li 1", "3", "Zoe 1", "0"]),
        ("Status", ["Draft 3", "0", "1", "3", "Approved 1", "2"]),
        ("Not grouped", ["0", "1", "2", "3"]),
    ],
)
def test_groups(panel: NotesPanel, notes: list[Annotation], title: str, expected: list[str]) -> None:
    choose(panel.list.order.menu_now(), title)
    shown = told(panel, notes)
    assert shown[: len(expected)] == expected or _by_layers(shown) == _by_layers(expected)
    assert panel.list.number.text() == "4 annotations"


def _by_layers(rows: list[str]) -> set[tuple[str, ...]]:
    """Groups without their order: the codebook gives it for layers."""
    found: list[list[str]] = []
    for row in rows:
        if row.isdigit():
            found[-1].append(row)
        else:
            found.append([row])
    return {tuple(row) for row in found}


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Most severe first", "2 0 1 3"), ("By author", "1 2 3 0"), ("Reading order", "0 1 2 3")],
)
def test_sorts(panel: NotesPanel, notes: list[Annotation], title: str, expected: str) -> None:
    choose(panel.list.order.menu_now(), title)
    assert told(panel, notes) == expected.split()


def test_newest_first(panel: NotesPanel, mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.operations.annotating.now", lambda: "2100-01-01T00:00:00Z")
    latest = mark("art. 2(1)", "safeguards")
    choose(panel.list.order.menu_now(), "Newest first")
    assert panel.list.shown[0] == latest.id


def test_the_arrangement_is_remembered(
    panel: NotesPanel, bridge: Bridge, settings: Settings, show: Callable[[QWidget], None]
) -> None:
    choose(panel.list.order.menu_now(), "Author")
    choose(panel.list.order.menu_now(), "Newest first")
    assert settings.get(NOTES_ORDER) == "newest author"
    again = NotesPanel(bridge)
    show(again)
    assert again.list.order.arrangement == Arrangement("newest", "author")
    assert Arrangement.parse("nonsense") == Arrangement()


def test_a_group_closes_and_opens(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    choose(panel.list.order.menu_now(), "Author")
    qtbot.mouseClick(panel.list.view.viewport(), LEFT, pos=rect_of(panel, 0))
    assert told(panel, notes)[:2] == ["Amina 2", "Li 1"]
    assert panel.list.number.text() == "4 annotations"
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Right)
    assert told(panel, notes)[:3] == ["Amina 2", "1", "2"]
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Left)
    assert told(panel, notes)[:2] == ["Amina 2", "Li 1"]
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Return)
    assert told(panel, notes)[:3] == ["Amina 2", "1", "2"]
    choose(panel.list.order.menu_now(), "Close all groups")
    assert told(panel, notes) == ["Amina 2", "Li 1", "Zoe 1"]
    choose(panel.list.order.menu_now(), "Open all groups")
    assert len(panel.list.shown) == 4


def test_arrows_mirror_where_the_window_does(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    choose(panel.list.order.menu_now(), "Author")
    panel.list.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.list.view.setCurrentIndex(panel.list.model.index(1))
    qtbot.keyClick(panel.list.view, Qt.Key.Key_Right)
    assert told(panel, notes)[:2] == ["Amina 2", "Li 1"]


def test_filters_count_within_groups(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    choose(panel.list.order.menu_now(), "Author")
    qtbot.keyClicks(panel.list.filters.field, "as appropriate")
    qtbot.waitUntil(lambda: told(panel, notes) == ["Amina 1", "2"])
    assert panel.list.number.text() == "1 of 4"


def test_one_in_two_layers_counts_once(panel: NotesPanel, notes: list[Annotation]) -> None:
    choose(panel.list.order.menu_now(), "Layer")
    panel.list.filters.toggle("author", "Zoe")
    assert panel.list.number.text() == "1 of 4"
    assert panel.list.shown == [notes[0].id, notes[0].id]
    panel.list.view.selectAll()
    assert panel.list.selected == [notes[0].id]


def test_all_by_keyboard(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    field, view = panel.list.filters.field, panel.list.view
    view.window().activateWindow()
    panel.list.focus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert panel.editor.shown_id == notes[3].id
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert panel.editor.shown_id == notes[1].id
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.list.selected == [notes[1].id, notes[2].id]
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert field.hasFocus()


def test_typing_in_the_list_goes_on_in_the_field(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    field, view = panel.list.filters.field, panel.list.view
    view.window().activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_C)
    assert field.hasFocus()
    qtbot.keyClicks(field, "ontent")
    assert field.text() == "content"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.editor.shown_id == notes[3].id
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert len(panel.list.shown) == 4


def test_chips_take_filters_away(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    filters = panel.list.filters
    filters.toggle("category", "surveillance")
    filters.toggle("author", "Amina")
    assert [chip.text for chip in filters.chips] == ["Surveillance", "Amina"]
    assert panel.list.hint.text() == "No annotation has all of these."
    assert panel.list.number.text() == "0 of 4"
    qtbot.mouseClick(filters.chips[1].cross, LEFT)
    assert panel.list.shown == [notes[0].id, notes[3].id]
    filters.toggle_flag(NO_COMMENTARY)
    assert filters.chips[1].text == "No commentary yet"
    qtbot.mouseClick(filters.chips[0].cross, LEFT)
    assert panel.list.shown == [notes[0].id, notes[2].id, notes[3].id]


def test_in_this_article_follows_the_reading(panel: NotesPanel, notes: list[Annotation]) -> None:
    panel.set_place(notes[0].version, "art_2")
    panel.list.filters.toggle_flag(THIS_ARTICLE)
    assert panel.list.shown == [notes[1].id, notes[2].id]
    panel.set_place(notes[0].version, "art_24")
    assert panel.list.shown == [notes[3].id]


def test_what_needs_review(panel: NotesPanel, notes: list[Annotation]) -> None:
    filters = panel.list.filters
    assert not next(row for row in filters.menu().actions() if row.text() == "Needs review").isEnabled()
    filters.set_doubtful([notes[1].id])
    choose(filters.menu(), "Needs review")
    assert panel.list.shown == [notes[1].id]
    filters.set_doubtful([])
    assert panel.list.shown == []
    assert filters.chips[0].text == "Needs review"


def test_without_a_severity(panel: NotesPanel, notes: list[Annotation]) -> None:
    panel.list.filters.toggle("severity", "")
    assert panel.list.filters.chips[0].text == "Severity not said"
    assert panel.list.shown == [notes[1].id, notes[3].id]


def test_a_change_leaves_selection_and_place(panel: NotesPanel, notes: list[Annotation], bridge: Bridge) -> None:
    view = panel.list.view
    view.setCurrentIndex(panel.list.model.index(2))
    resets: list[int] = []
    panel.list.model.modelReset.connect(lambda: resets.append(1))
    edit_annotations(bridge.library, [notes[0].id], Assignment(severity="red-line"), bridge.person)
    panel.list.delete([notes[1].id])
    assert panel.list.selected == [notes[2].id]
    assert panel.list.shown == [notes[0].id, notes[2].id, notes[3].id]
    bridge.library.undo(bridge.person)
    assert panel.list.selected == [notes[2].id]
    assert view.currentIndex().row() == 2
    assert resets == []


def test_arranging_anew_keeps_selection_and_place(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    view = panel.list.view
    view.setCurrentIndex(panel.list.model.index(0))
    for arrangement in (Arrangement("severity", "provision"), Arrangement("author", "none"), Arrangement()):
        panel.list.order.choose(arrangement)
        assert panel.list.selected == [notes[0].id]
        assert panel.list.model.rows[view.currentIndex().row()].id == notes[0].id
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert panel.list.selected == [notes[1].id]
    panel.list.filters.toggle("author", "Zoe")
    assert panel.list.selected == []
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert panel.list.selected == [notes[0].id]


def test_a_note_that_moves_takes_the_keyboard_along(panel: NotesPanel, notes: list[Annotation], bridge: Bridge) -> None:
    panel.list.order.choose(Arrangement("severity", "none"))
    panel.list.view.setCurrentIndex(panel.list.model.index(3))
    assert panel.list.selected == [notes[3].id]
    edit_annotations(bridge.library, [notes[3].id], Assignment(severity="red-line"), bridge.person)
    assert panel.list.shown[:2] == [notes[2].id, notes[3].id]
    assert panel.list.selected == [notes[3].id]
    assert panel.list.view.currentIndex().row() == 1


def test_after_deleting_the_next_one_is_there(panel: NotesPanel, notes: list[Annotation], qtbot: QtBot) -> None:
    view = panel.list.view
    view.setCurrentIndex(panel.list.model.index(1))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert panel.list.shown == [notes[0].id, notes[2].id, notes[3].id]
    assert view.currentIndex().row() in (0, 1)
    assert len(panel.list.selected) == 1


def test_only_rows_in_sight_are_painted(panel: NotesPanel, mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(60):
        mark("art. 24(1)", "content data")
    view = panel.list.view
    painted: list[int] = []
    delegate = view.itemDelegate()
    real = delegate.paint
    monkeypatch.setattr(delegate, "paint", lambda *given: (painted.append(given[2].row()), real(*given)))
    view.lay_out()
    view.viewport().grab()
    assert painted
    assert painted == list(range(len(painted)))
    assert len(painted) < 10
    view.scrollTo(panel.list.model.index(63), QAbstractItemView.ScrollHint.EnsureVisible)
    assert view.visualRect(panel.list.model.index(63)).bottom() == view.viewport().height() - 1
    assert view.indexAt(QPoint(5, view.viewport().height() - 2)).row() == 63


def test_headings_are_painted(panel: NotesPanel) -> None:
    for group in GROUPINGS:
        panel.list.order.choose(Arrangement("reading", group))
        panel.list.view.lay_out()
        picture = panel.list.view.viewport().grab().toImage()
        colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(4, 24)}
        assert len(colours) > 8, group


def test_a_screen_reader_finds_a_list_of_items(panel: NotesPanel) -> None:
    found = QAccessible.queryAccessibleInterface(panel.list.view)
    assert found.role() == QAccessible.Role.List
    assert found.childCount() == 4
    second = found.child(1)
    assert second.role() == QAccessible.Role.ListItem
    assert second.text(QAccessible.Text.Name) == "art. 2(1); Expansion; domestic law; Why?"
    assert second.rect().height() == panel.list.view.visualRect(panel.list.model.index(1)).height()


def test_a_screen_reader_hears_groups(panel: NotesPanel) -> None:
    choose(panel.list.order.menu_now(), "Author")
    told_head = panel.list.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told_head == "Amina; 2 annotations; open"
    assert panel.list.order.accessibleName() == "Sort and group the list: Author · Reading order"
