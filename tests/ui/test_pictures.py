"""The window at two scales, light and dark, from the left and from the right: nothing cut off, nothing overlapping.

`ANNOTATOR_DRAW=1` draws the pictures in `tests/ui/pictures` anew, for people to look at. Fonts differ from machine to
machine, so pictures are not compared; what is asserted is measured in the window itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.operations.samples import ensure_sample_library
from tests.ui.draw_window import faults

PICTURES = Path(__file__).parent / "pictures"
_WIDTH, _HEIGHT = 1366, 740
"""A small laptop's screen, less what its desktop takes."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_sample_library(tmp_path_factory.mktemp("samples") / "Sample library.sqlite")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1, 2])
def test_nothing_is_cut_off(scale: int, scheme: str, direction: str, library: Path, home: Path) -> None:
    drawn = PICTURES / f"{scale * 100}-{scheme}-{direction}.png"
    target = str(drawn) if os.environ.get("ANNOTATOR_DRAW") else ""
    asked = {"library": str(library), "target": target, "width": _WIDTH, "height": _HEIGHT}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.draw_window", json.dumps({**asked, "scheme": scheme, "direction": direction})],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_SCALE_FACTOR": str(scale), "ANNOTATOR_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert json.loads(done.stdout) == []


def test_what_is_cut_off_or_overlaps_is_noticed(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 100)
    column = QVBoxLayout(window)
    narrow, covered = QLabel("What a reader must see"), QPushButton("Under it")
    narrow.setFixedWidth(20)
    column.addWidget(narrow)
    column.addWidget(covered)
    window.show()
    qtbot.waitExposed(window)
    assert [row.partition(" in ")[0] for row in faults(window)] == ["“What a reader must see” is cut off"]
    narrow.setGeometry(covered.geometry())
    assert any("overlap" in row for row in faults(window))
