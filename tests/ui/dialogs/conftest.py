"""A real library with two short texts and a few annotations, and a window to open dialogs in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.importing import add_versions
from annotator.operations.libraries import new_library
from annotator.settings import NAME, ORGANISATION, Settings
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from tests.ui.dialogs.harbour import AUTHOR, made_reading


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings(tmp_path / "settings.toml")
    found.set(NAME, AUTHOR.name)
    found.set(ORGANISATION, AUTHOR.organisation)
    return found


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    made = new_library(tmp_path / "harbour.sqlite")
    readings = [made_reading(), made_reading("law.md", "Law of the harbour", kind="law")]
    for imported in add_versions(made, readings, AUTHOR):
        text = made.text(imported.version.id)
        for quote, category, severity in (
            ("protect people", "expansion", "watch"),
            ("prompt review by a judge", "serious-crime-reach", "must-change"),
        ):
            given = Assignment((category,), commentary=f"Why {quote} matters.", severity=severity)
            annotate(made, anchor_quote(text, quote), given, AUTHOR)
    return made


@pytest.fixture
def bridge(library: Library, settings: Settings, qapp: QApplication) -> Iterator[Bridge]:
    bridge = Bridge(settings, qapp)
    bridge.open(library)
    yield bridge
    bridge.close()
    bridge.deleteLater()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What dialogs stand in front of; they are its children, so it keeps them alive."""
    window = QWidget()
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    return window
