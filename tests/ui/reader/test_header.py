"""The header of a pane: the name of the text has all the room that there is for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from annotator.ui.reader import header
from annotator.ui.reader.header import PaneHeader, VersionChooser
from annotator.ui.theme import apply_theme, load_theme

LEFT_FREE = 4  # pixels that styles leave free between a name and the edge of its field


def field_of(chooser: VersionChooser) -> QRect:
    option = QStyleOptionComboBox()
    QComboBox.initStyleOption(chooser, option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return chooser.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, chooser)


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


@pytest.mark.parametrize("width", [180, 301])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_name_has_the_room_that_the_style_leaves_it(
    scheme: str, width: int, dressed: QApplication, qtbot: QtBot
) -> None:
    apply_theme(dressed, load_theme(scheme))
    made = PaneHeader()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.versions.setFixedWidth(width)
    for _ in range(2):
        assert field_of(made.versions).width() - LEFT_FREE == width - header._BESIDE_NAME
        made.versions.setFocus()
        qtbot.waitUntil(made.versions.hasFocus)
