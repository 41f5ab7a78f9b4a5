"""The inspector by keyboard: everything has a name, and Tab goes from top to bottom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.operations.annotating import reply
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from annotator.ui.panels.note_cards import is_right_to_left
from annotator.ui.panels.notes import NotesPanel

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit, QPlainTextEdit)


@pytest.fixture
def panel(
    show: Callable[[QWidget], None],
    bridge: Bridge,
    patience: Patience,
    mark: Callable[..., Annotation],
    qtbot: QtBot,
) -> NotesPanel:
    found = NotesPanel(bridge, patience=patience)
    show(found)
    bridge.library.apply([Edit("authority", "gc16", {"title": "General Comment 16", "url": "https://example.org"})], "")
    note = mark(
        *("art. 2(1)", "safeguards"),
        categories=("surveillance", "expansion"),
        tags=("may",),
        authorities=("gc16",),
        ask="amend",
        wording="strong safeguards",
    )
    reply(bridge.library, note.id, "Mine", bridge.person)
    found.show_annotation(note.id)
    found.window().activateWindow()
    for section in (found.editor.ask, found.editor.replies, found.editor.history):
        section.unfold(True)
    qtbot.waitUntil(lambda: found.editor.replies.entries[0].edit_button.isVisible())
    return found


def told(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if callable(text) else "")


def test_everything_that_takes_the_keyboard_has_a_name(panel: NotesPanel) -> None:
    controls = [row for row in panel.findChildren(QWidget) if isinstance(row, CONTROLS) and row.isVisible()]
    assert len(controls) > 30
    assert [row for row in controls if row.focusPolicy() != Qt.FocusPolicy.NoFocus and not told(row)] == []


def test_tab_goes_from_top_to_bottom(panel: NotesPanel, qtbot: QtBot) -> None:
    panel.editor.head.go_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.editor.head.go_button.hasFocus)
    stops: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in stops and panel.editor.isAncestorOf(now):
        stops.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    page = panel.editor.widget()
    assert page is not None
    tops = [row.mapTo(page, QPoint(0, row.height())).y() for row in stops]
    names = [told(row) for row in stops]
    steps_back = [names[row : row + 2] for row in range(len(tops) - 1) if tops[row + 1] < tops[row] - 14]
    assert steps_back == []
    for name in ("Remove Surveillance", "Commentary", "Do not cite General Comment 16 here", "Remove may", "Edit"):
        assert name in names


def test_nothing_is_wider_than_the_panel(panel: NotesPanel) -> None:
    page = panel.editor.widget()
    assert page is not None
    wide = [
        row
        for row in page.findChildren(QWidget)
        if row.isVisible() and row.mapTo(page, QPoint(row.width(), 0)).x() > panel.editor.viewport().width() + 1
    ]
    assert wide == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [("“in real time", False), ("“حقوق” and", True), ("1. (עברית)", True), ("123", False), ("", False)],
)
def test_which_way_words_run(words: str, expected: bool) -> None:
    assert is_right_to_left(words) is expected
