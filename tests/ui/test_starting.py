"""The window starts with the text that is read: nothing else is loaded or made before it, and nothing jumps."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.operations.samples import FEATURED, ensure_sample_library
from annotator.settings import COLOUR_SCHEME, Settings
from annotator.ui import app
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window

ROOT = Path(__file__).resolve().parents[2]

NOT_FOR_THE_FIRST_PAGE = (
    *("sqlite_utils", "tomlkit", "rapidfuzz", "markdown_it", "nupunkt", "click", "rich", "docx", "lxml", "dateutil"),
    *(
        "hashlib",
        "socket",
        "html",
        "annotator.store.search",
        "annotator.store.history",
        "annotator.store.merges",
    ),
    *("pypdfium2", "platformdirs", "logging.handlers", "PySide6.QtPrintSupport"),
    *(
        "annotator.sources",
        "annotator.export",
        "annotator.cli",
        "annotator.model.alignment",
        "annotator.model.references",
        "annotator.model.linking",
        "annotator.model.redline",
    ),
    *("annotator.store.anchor_check", "annotator.operations.marking", "annotator.ui.commands", "annotator.ui.welcome"),
    *("annotator.ui.control_style", "annotator.ui.actions", "annotator.ui.icons", "annotator.ui.reader.find_bar"),
    *("annotator.ui.reader.minimap", "annotator.ui.reader.following", "PySide6.QtSvg"),
    *("annotator.ui.panels.notes", "annotator.ui.panels.layers", "annotator.ui.panels.outline"),
    *("annotator.ui.dialogs", "annotator.ui.print_pages", "annotator.ui.guide"),
)
"""Each of these takes longer to load than the page does to be laid out, or brings something that does."""

_LOADED = """
import json, os, sys
from annotator.ui import app, parts

def tell(window):
    shown = window.room.active.version is not None
    sys.stdout.write(json.dumps([shown, sorted(sys.modules)]))
    sys.stdout.flush()
    os._exit(0)  # what a window does when it is closed is another matter

parts.Parts._step = tell  # the first step after the first page was painted
app.run(samples=True)
"""


@pytest.fixture
def starting(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """A window as a start makes it, on the sample library; nothing of it is painted yet."""
    ensure_sample_library()
    monkeypatch.setattr(app, "_report_defects_in", lambda _window: None)  # pytest hears of them
    made = app.begin(_application(), _light(), samples=True)
    qtbot.addWidget(made)
    yield made
    made.close()


def _application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def _light() -> Settings:
    settings = Settings()
    settings.set(COLOUR_SCHEME, "light")
    return settings


def test_only_what_the_first_page_needs_is_loaded_for_it() -> None:
    ensure_sample_library()
    command = [sys.executable, "-c", _LOADED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    is_shown, loaded = json.loads(done.stdout)
    assert is_shown
    early = [name for name in loaded if name in NOT_FOR_THE_FIRST_PAGE]
    assert early == [], "import it where it is used, or in a part that follows (ui/parts.py)"


def test_the_text_that_is_read_comes_first_and_nothing_moves_when_the_rest_follows(
    starting: Window, qtbot: QtBot
) -> None:
    reader, room = starting.room.active.reader, starting.room
    assert reader.visible_provision() == "art_24"
    parts = ("outline", "layers", "notes", "search", "commands", "actions_by_name", "welcome")
    assert not any(starting.has(part) for part in parts)
    assert len(room.panes) == 1
    with qtbot.waitExposed(starting):
        starting.show()
    kept = [starting.left, starting.beside, starting.statusBar(), room.active, reader]
    before, at = [_place(part) for part in (*kept, *room.grid.panes)], reader.verticalScrollBar().value()
    _wait_for_the_rest(starting, qtbot)
    assert len(room.panes) == 2
    kept[1] = starting.beside
    assert [_place(part) for part in (*kept, *room.panes)] == before
    assert reader.verticalScrollBar().value() == at
    for part in (starting.outline, starting.layers, starting.notes):
        assert part.isVisible()
        assert part.width() > 150
    assert starting.notes.editor.shown_id == FEATURED
    assert starting.outline.provisions.current == "art_24"
    assert starting.layers.tree.model().rowCount() > 0
    assert reader.hasFocus()
    assert room.together.leader is room.active


def test_in_the_end_it_looks_like_a_window_that_was_made_at_once(starting: Window, qtbot: QtBot) -> None:
    with qtbot.waitExposed(starting):
        starting.show()
    _wait_for_the_rest(starting, qtbot)
    qtbot.waitUntil(starting.room.panes[1].header.answer.chip.isVisible)
    pictures = _pictures(starting)
    starting.close()
    whole = Window(_light(), ThemeKeeper(_application(), "light"))
    qtbot.addWidget(whole)
    whole.opening.show_samples(ensure_sample_library())
    with qtbot.waitExposed(whole):
        whole.show()
    for name in pictures:
        qtbot.waitUntil(lambda name=name: _pictures(whole)[name] == pictures[name])
    whole.close()


def test_a_window_that_is_closed_at_once_remembers_what_it_was_about_to_show(starting: Window, qtbot: QtBot) -> None:
    with qtbot.waitExposed(starting):
        starting.show()
    wanted = [place.version for place in starting.room.places]
    assert all(wanted)
    path = starting.bridge.library.path
    starting.close()
    assert not starting._later.isActive()
    again = Window(Settings(), starting.themes)
    qtbot.addWidget(again)
    again.opening.open_path(path)
    assert [place.version for place in again.room.places] == wanted
    again.close()


def test_what_is_asked_for_early_is_there(starting: Window, qtbot: QtBot) -> None:
    with qtbot.waitExposed(starting):
        starting.show()
    starting.actions_by_name["find_everywhere"].trigger()
    assert starting.left.currentWidget() is starting.search
    starting.commands.undo()
    starting.finish()
    assert starting.left.currentWidget() is starting.search
    assert [starting.left.widget(at) for at in (0, 1)] == [starting.outline, starting.search]


def test_another_library_that_is_opened_meanwhile_is_shown_whole(
    starting: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    copy = tmp_path / "Copy.sqlite"
    shutil.copy(ensure_sample_library(tmp_path / "Samples.sqlite"), copy)
    with qtbot.waitExposed(starting):
        starting.show()
    starting.opening.open_path(copy)
    starting.finish()
    assert [pane.version.id for pane in starting.room.panes if pane.version] == [
        row.id for row in starting.catalogue.versions[:2]
    ]


def _wait_for_the_rest(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window._steps and not window._later.isActive())


def _pictures(window: Window) -> dict[str, QImage]:
    parts = {"menus": window.menuWidget(), "texts": window.room, "panels": window.left, "layers": window.layers}
    return {name: part.grab().toImage() for name, part in parts.items()}


def _place(widget: QWidget) -> tuple[QPoint, int, int]:
    return widget.mapTo(widget.window(), QPoint()), widget.width(), widget.height()
