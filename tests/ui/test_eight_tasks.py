"""The eight tasks of the guide's page on the keyboard, done with the keys that it names, and with no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, annotate
from annotator.operations.libraries import new_library
from annotator.settings import INTRODUCED, NAME, Settings, resource
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import ThemeKeeper
from annotator.ui.window import Window
from tests.ui.reader.treaty_samples import make_text

_PARAGRAPHS = "\n".join(
    f"{number}. Each Party may lend its lamp number {number} to another Party." for number in range(1, 24)
)
ADOPTED = make_text(
    "= A Convention on Lamps\n"
    "## Article 1. Duties\n"
    "1. Each Party shall keep its lamps lit. Each Party may do more.\n"
    "2. Each Party shall provide for review, and may provide for notice.\n"
    f"## Article 40. Mutual help\n{_PARAGRAPHS}\n"
)
DRAFT = make_text("= A Convention on Lamps\n## Article 1. Duties\n1. Each Party should keep its lamps lit.\n")
_ROW = re.compile(r"^\| (?P<task>[^|]+?) \| (?P<keys>[^|]*`[^|]+?) \| (?P<count>\d+) \|$", re.MULTILINE)
Do = Callable[[str], None]
_STROKE = re.compile(r"`(?P<key>[^`]+)`|\*(?P<words>[^*]+)\*")


def _tasks() -> dict[str, tuple[str, int]]:
    """What the guide says: each task, its keys, and how many these are, the words that one types not counted."""
    page = resource("guide", "4-keyboard.md").read_text(encoding="utf-8")
    section = page.partition("## Eight tasks")[2].partition("\n## ")[0]
    return {row["task"]: (row["keys"], int(row["count"])) for row in _ROW.finditer(section)}


TASKS = _tasks()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """The adopted text alone in its pane, the draft in the library; two annotations in two layers."""
    path = tmp_path / "Coalition.sqlite"
    with new_library(path) as made:
        for text, label in ((ADOPTED, "Adopted text"), (DRAFT, "Second draft")):
            fields = {"label": label, "instrument": "Lamps", "language": "en", "sha256": text.sha256}
            made.apply([Edit("version", text.id, fields)], "", texts=[text])
        for quote, layer in (("provide for review", "oversight-and-remedy"), ("lamp number 9", "surveillance")):
            annotate(made, anchor_quote(ADOPTED, quote), Assignment(categories=(layer,)), Person("Reader"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings()
    settings.set(INTRODUCED, True)
    settings.set(NAME, "Reader")
    shown = Window(settings, ThemeKeeper(app, "light"))
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
    shown.commands.open_path(path)
    shown.commands.one_text()
    shown.room.show_version(ADOPTED.id)
    reader = shown.room.active.reader
    reader.select(*[ADOPTED.text.index("Each Party shall keep")] * 2)
    reader.setFocus()
    yield shown
    shown.close()


@pytest.fixture
def do(qtbot: QtBot) -> Callable[[str], None]:
    """`do("undo")` presses the keys of that task where the keyboard is, and sees that there are as many as is said."""
    return lambda task: _do(task, qtbot)


def _do(task: str, qtbot: QtBot) -> None:
    keys, count = TASKS[task]
    strokes = list(_STROKE.finditer(keys))
    assert sum(row["key"] is not None for row in strokes) == count
    for stroke in strokes:
        if stroke["words"]:
            QTest.keyClicks(_keyboard(), stroke["words"])
        else:
            pressed: QKeyCombination = QKeySequence(stroke["key"])[0]
            QTest.keyClick(_keyboard(), pressed.key(), pressed.keyboardModifiers())
        qtbot.waitUntil(lambda: _keyboard() is not None)


def _keyboard() -> QWidget | None:
    """What hears the keys: in a popup that is open, else in the active window."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    focused = QApplication.focusWidget()
    is_heard = focused is not None and focused.window() is QApplication.activeWindow()
    return focused if is_heard else None


def _reader(window: Window) -> ReaderView:
    return window.room.active.reader


def test_there_are_eight() -> None:
    assert len(TASKS) == 8


def test_a_passage_is_annotated_and_commented_on(window: Window, do: Do) -> None:
    library = window.bridge.library
    do("mark the sentence at the caret in layer 7")
    (made,) = [row for row in library.annotations() if row.anchor.exact.startswith("Each Party shall keep")]
    assert made.anchor.exact.endswith("lamps lit.")
    assert made.categories == ("oversight-and-remedy",)
    do("say why, and return to the text")
    assert library.annotation(made.id).commentary == "Who checks?"
    assert _reader(window).hasFocus()


def test_one_goes_to_a_paragraph(window: Window, do: Do) -> None:
    do("go to article 40(22)")
    provision = next(row for row in ADOPTED.provisions if row.eid == "art_40__para_22")
    assert provision.start <= _reader(window).textCursor().position() <= provision.end
    assert _reader(window).hasFocus()


def test_one_layer_is_shown_alone_and_all_again(window: Window, do: Do) -> None:
    do("see layer 7 alone; the same again brings the others back")
    assert window.layers.visible_layers == {"oversight-and-remedy"}
    do("see layer 7 alone; the same again brings the others back")
    assert {"oversight-and-remedy", "surveillance"} <= window.layers.visible_layers


def test_the_draft_stands_beside_the_text(window: Window, do: Do) -> None:
    do("put the draft beside the text")
    assert window.room.shown_versions == [ADOPTED.id, DRAFT.id]


def test_every_may_is_found(window: Window, do: Do) -> None:
    do("find every “may”")
    pane = window.room.active
    assert len(pane.found) == len(re.findall("may", ADOPTED.text))


def test_the_next_annotation_is_gone_to_and_a_change_undone(window: Window, do: Do) -> None:
    do("go to the next annotation")
    assert window.room.current == window.bridge.library.annotations()[0].id
    _reader(window).setFocus()
    _reader(window).select(*[ADOPTED.text.index("Each Party shall keep")] * 2)
    do("mark the sentence at the caret in layer 7")
    assert len(window.bridge.library.annotations()) == 3
    _reader(window).setFocus()
    do("undo")
    assert len(window.bridge.library.annotations()) == 2
