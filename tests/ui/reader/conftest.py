from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import Theme, load_theme
from tests.ui.reader.treaty_samples import TREATY, make_codebook, make_text


@pytest.fixture
def theme(qapp: QApplication) -> Theme:  # noqa: ARG001 (fonts need an application)
    return load_theme("light")


@pytest.fixture
def treaty() -> Text:
    return make_text(TREATY)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, treaty: Text) -> ReaderView:
    """The sample treaty in a window of its own, with the keyboard."""
    reader = ReaderView(theme)
    qtbot.addWidget(reader)
    reader.resize(720, 640)
    reader.set_codebook(make_codebook())
    reader.show_text(treaty, VersionData(label="A Convention for Tests"))
    with qtbot.waitExposed(reader):
        reader.show()
        reader.activateWindow()
    reader.setFocus()
    return reader
