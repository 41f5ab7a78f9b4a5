"""Check boxes and radio buttons: each state is drawn apart, and can be seen in light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from annotator.model.colour import contrast_ratio
from annotator.ui.control_style import ControlStyle

OFF, SOME, ON = Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked


def drawn(qtbot: QtBot, state: Qt.CheckState, ground: str, ink: str) -> QImage:
    box = QCheckBox()
    box.setTristate(True)
    box.setCheckState(state)
    return picture(qtbot, box, ground, ink)


def picture(qtbot: QtBot, box: QAbstractButton, ground: str, ink: str) -> QImage:
    qtbot.addWidget(box)
    style = ControlStyle()
    style.setParent(box)
    box.setStyle(style)
    palette = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        palette.setColor(role, ground)
    for role in (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Accent):
        palette.setColor(role, ink)
    palette.setColor(QPalette.ColorRole.HighlightedText, ground)
    box.setPalette(palette)
    return box.grab().toImage()


@pytest.mark.parametrize(("ground", "ink"), [("#f3f1ec", "#655f56"), ("#232428", "#a3a09a")])
def test_the_three_states_look_different_and_stand_out(ground: str, ink: str, qtbot: QtBot) -> None:
    pictures = [drawn(qtbot, state, ground, ink) for state in (OFF, SOME, ON)]
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]
    for picture in pictures:
        seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
        assert max(contrast_ratio(colour, ground) for colour in seen) >= 3


@pytest.mark.parametrize(("ground", "ink"), [("#f3f1ec", "#655f56"), ("#232428", "#a3a09a")])
def test_a_radio_button_that_is_chosen_looks_different_and_both_stand_out(ground: str, ink: str, qtbot: QtBot) -> None:
    pictures = []
    for is_on in (False, True):
        button = QRadioButton()
        button.setChecked(is_on)
        pictures.append(picture(qtbot, button, ground, ink))
    assert pictures[0] != pictures[1]
    for drawing in pictures:
        seen = {drawing.pixelColor(x, y).name() for x in range(drawing.width()) for y in range(drawing.height())}
        assert max(contrast_ratio(colour, ground) for colour in seen) >= 3


def test_the_row_with_the_keyboard_has_a_ring_and_no_ground_of_fusions(qtbot: QtBot) -> None:
    table = QTreeWidget()
    qtbot.addWidget(table)
    style = ControlStyle()
    style.setParent(table)
    table.setStyle(style)
    table.setAllColumnsShowFocus(True)
    palette = table.palette()
    palette.setColor(QPalette.ColorRole.Accent, "#28568c")
    table.setPalette(palette)
    table.addTopLevelItem(QTreeWidgetItem(["Commentary"]))
    table.setCurrentItem(table.topLevelItem(0))
    table.clearSelection()
    table.show()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    item = table.topLevelItem(0)
    assert item is not None
    row = table.visualItemRect(item)
    drawing = table.viewport().grab().toImage()
    end = table.viewport().width() - 12
    assert drawing.pixelColor(end, row.center().y()) == table.palette().base().color()
    assert drawing.pixelColor(end, row.top() + 1).blue() > drawing.pixelColor(end, row.top() + 1).red()
