"""A real library in a file, with one small treaty and a bridge to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_provision, anchor_quote
from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library, open_library
from annotator.operations.naming import find_provision
from annotator.settings import NAME, ORGANISATION, Settings
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.panels.autosave import Patience
from tests.ui.panels.small_treaty import make_text


@pytest.fixture
def text() -> Text:
    return make_text()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    found = Settings(tmp_path / "settings.toml")
    found.set(NAME, "Amina Diallo")
    found.set(ORGANISATION, "Digital Rights Watch")
    return found


@pytest.fixture
def path(tmp_path: Path, settings: Settings, text: Text) -> Path:
    """A library file with one version on it, closed."""
    file = tmp_path / "treaties.sqlite"
    with new_library(file) as library:
        fields = {"label": "Adopted text", "instrument": "Treaty on Testing", "sha256": text.sha256}
        library.apply([Edit("version", text.id, fields)], settings.person, texts=[text])
    return file


@pytest.fixture
def bridge(path: Path, settings: Settings, qapp: QApplication) -> Iterator[Bridge]:
    """A bridge with the library open for writing."""
    found = Bridge(settings, qapp)
    found.open(open_library(path))
    yield found
    found.close()
    found.deleteLater()


@pytest.fixture
def library(bridge: Bridge) -> Library:
    return bridge.library


@pytest.fixture
def mark(bridge: Bridge, text: Text) -> Callable[..., Annotation]:
    """`mark("art. 2(1)", "domestic law", categories=("surveillance",))`; without a quotation the whole provision."""

    def make(citation: str, quote: str = "", **given: Any) -> Annotation:
        provision = find_provision(text.provisions, citation)
        anchor = anchor_quote(text, quote, provision) if quote else anchor_provision(text, provision)
        return annotate(bridge.library, anchor, Assignment(**given), bridge.person)

    return make


@pytest.fixture
def patience() -> Patience:
    """No waiting for the draft; no change before the editor is left."""
    return Patience(draft=0, idle=3_600_000, fields=3_600_000)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    """Show a panel in a window without a layout: the offscreen platform warns where one dictates a size."""
    windows: list[QWidget] = []

    def put(panel: QWidget) -> None:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(360, 900)
        panel.setParent(window)
        panel.setGeometry(window.rect())
        window.show()
        qtbot.waitExposed(window)

    return put
