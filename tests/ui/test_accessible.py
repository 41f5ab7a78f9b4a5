"""Every control that the keyboard reaches says its name to a screen reader and shows that it has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.operations.samples import ensure_sample_library
from annotator.settings import INTRODUCED, Settings
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window

DIALOGS: dict[str, Callable[[Window], object]] = {
    "about": lambda window: window.commands.show_about(),
    "brief": lambda window: window.commands.export_brief(),
    "history": lambda window: window.commands.show_history(),
    "library": lambda window: window.commands.library_information(),
    "paste": lambda window: window.commands.paste_text(),
    "person": lambda window: window.commands.who_am_i(),
    "guide": lambda window: window.commands.show_guide(),
    "shortcuts": lambda window: window.commands.show_shortcuts(),
    "typeface": lambda window: window.commands.typeface_other(),
    "palette": lambda window: window.commands.palette(),
    "share": lambda window: window.commands.share_annotations(),
    "several": lambda window: window.commands.edit_several(),
    "merged files": lambda window: window.commands.show_merges(),
    "conflicts": lambda window: window.commands.settle(),
    "version": lambda window: window.commands.edit_version(window.catalogue.versions[0].id),
}
_AROUND = 4  # pixels around a control in which its focus may be shown


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_sample_library(tmp_path_factory.mktemp("samples") / "Sample library.sqlite")


@pytest.fixture(params=["light", "dark"])
def window(qtbot: QtBot, library: Path, request: pytest.FixtureRequest) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings()
    settings.set(INTRODUCED, True)
    made = Window(settings, ThemeKeeper(app, request.param))
    qtbot.addWidget(made)
    made.resize(1500, 1000)
    with qtbot.waitExposed(made):
        made.show()
        made.activateWindow()
    made.commands.show_samples(library)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    for top in QApplication.topLevelWidgets():
        if top is not made and top.isVisible() and (isinstance(top, QDialog) or top.parent() is made):
            top.close()
    made.close()


def controls(root: QWidget) -> list[QWidget]:
    """What Tab or a shortcut brings the keyboard to, and can be seen."""
    return [
        row
        for row in root.findChildren(QWidget)
        if row.focusPolicy() & Qt.FocusPolicy.TabFocus
        and row.isVisibleTo(root)
        and row.isEnabled()
        and row.focusProxy() is None
        and row.window() is root.window()
        and not (isinstance(row, QLineEdit) and row.objectName() == "qt_spinbox_lineedit")
    ]


def path(widget: QWidget) -> str:
    names: list[str] = []
    while widget is not None and not widget.isWindow():
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(names[:4])


def nameless(root: QWidget) -> list[str]:
    found = []
    for control in controls(root):
        told = QAccessible.queryAccessibleInterface(control)
        if told is None or not told.text(QAccessible.Text.Name).strip():
            found.append(path(control))
    return found


def without_focus_shown(root: QWidget) -> list[str]:
    found = []
    root.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    root.setFocus()
    QTest.keyClick(root, Qt.Key.Key_Tab)  # some show their focus only to who uses the keyboard
    for control in controls(root):
        if control.visibleRegion().isEmpty() or (isinstance(control, QAbstractItemView) and not _rows(control)):
            continue
        root.setFocus()
        before = _picture(root, control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        after = _picture(root, control)
        if QApplication.focusWidget() is control and after == before:
            found.append(path(control))
    return found


def _picture(root: QWidget, control: QWidget) -> QImage:
    corner = control.mapTo(root, QPoint(0, 0))
    area = QRect(corner, control.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    if isinstance(control, QAbstractScrollArea):
        area = area.adjusted(0, -60, 0, 0)  # the line above a text shows which one has the keyboard
    return root.grab(area.intersected(root.rect())).toImage()


def test_every_control_of_the_window_has_a_name(window: Window) -> None:
    assert len(controls(window)) > 20
    assert nameless(window) == []


def test_every_control_of_the_window_shows_its_focus(window: Window) -> None:
    assert without_focus_shown(window) == []


def test_the_search_tab_too(window: Window) -> None:
    window.commands.find_everywhere()
    window.room.active.open_find()
    assert nameless(window) == []
    assert without_focus_shown(window) == []


def test_the_welcome_page_too(window: Window) -> None:
    window.commands.close_library()
    assert nameless(window) == []
    assert without_focus_shown(window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_has_a_name_and_shows_its_focus(window: Window, name: str, qtbot: QtBot) -> None:
    known = set(map(id, _windows()))
    DIALOGS[name](window)
    opened = next(row for row in _windows() if id(row) not in known)
    qtbot.waitUntil(opened.isVisible)
    opened.activateWindow()
    is_popup = opened.windowType() == Qt.WindowType.Popup
    qtbot.waitUntil(lambda: is_popup or QApplication.activeWindow() is opened)
    assert controls(opened)
    assert nameless(opened) == []
    assert without_focus_shown(opened) == []
    opened.close()


def test_a_control_without_a_name_or_a_visible_focus_is_noticed(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    field, blank = QLineEdit(root), QWidget(root)
    blank.setGeometry(0, 40, 80, 20)
    blank.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    with qtbot.waitExposed(root):
        root.show()
        root.activateWindow()
    QTest.qWait(0)
    assert len(nameless(root)) == 2
    field.setAccessibleName("Field")
    assert nameless(root) == ["QWidget"]
    assert without_focus_shown(root) == ["QWidget"]


def _rows(view: QAbstractItemView) -> int:
    model = view.model()
    return model.rowCount() if model else 0


def _windows() -> list[QWidget]:
    return [row for row in QApplication.topLevelWidgets() if row.isVisible()]
