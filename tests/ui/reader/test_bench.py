"""How fast a page is drawn when it is full of overlapping annotations.

Run with `pytest -m bench`; `--junitxml` keeps the figures.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.shown import ALL
from annotator.ui.reader.view import ReaderView
from annotator.ui.theme import load_theme
from tests.ui.reader.treaty_samples import annotate, make_codebook, make_text

pytestmark = pytest.mark.bench

_CHARACTERS = 130_000
_BUDGET = {"warm frame p95": 8, "jump p95": 16, "toggle a layer p95": 16, "annotate": 25}  # milliseconds
_SENTENCE = "Each State Party shall take such measures as may be necessary under its domestic law to do so. "


def _long_text() -> Text:
    lines = []
    for number in range(1, 1000):
        lines.append(f"## Article {number}. Measures")
        lines += [f"{paragraph}. {_SENTENCE * 3}" for paragraph in range(1, 6)]
        if sum(map(len, lines)) > _CHARACTERS:
            break
    return make_text("\n".join(lines))


def _many(text: Text, count: int) -> list[Annotation]:
    chance = random.Random(7)
    layers = [row.id for row in make_codebook().layers]
    rows = []
    for number in range(count):
        start = chance.randrange(len(text.text) - 320)
        rows.append(annotate(text, f"a{number}", start, start + chance.randrange(20, 300), chance.choice(layers)))
    return rows


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_frames_stay_within_their_budget(
    qtbot: QtBot, count: int, record_testsuite_property: Callable[..., None]
) -> None:
    text = _long_text()
    rows = _many(text, count)
    view = ReaderView(load_theme("light"))
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.set_codebook(make_codebook())
    view.show()
    page = view.viewport()
    bar = view.verticalScrollBar()

    def open_text() -> None:
        view.show_text(text, VersionData())
        view.set_annotations(rows)
        page.grab()

    figures = {"open": _milliseconds(open_text)}
    view.go_to(len(text.text) // 2)
    page.grab()
    top = bar.value()
    jumps = []
    for step in range(40):
        start = (len(text.text) * (step + 1)) // 42
        jumps.append(_milliseconds(lambda start=start: (view.go_to(start), page.grab())))
    bar.setValue(top)
    for step in range(40):
        bar.setValue(top + 3 * step)
        page.grab()
    warm = []
    for step in range(40):
        bar.setValue(top + 3 * step)
        warm.append(_milliseconds(page.grab))
    figures["jump p95"] = statistics.quantiles(jumps, n=20)[-1]
    figures["warm frame p95"] = statistics.quantiles(warm, n=20)[-1]
    toggles = []
    for number in range(20):
        chosen = None if number % 2 else {"layer-1", "layer-2", "layer-4"}
        toggles.append(_milliseconds(lambda chosen=chosen: (view.set_shown(ALL.with_layers(chosen)), page.grab())))
    figures["toggle a layer p95"] = statistics.quantiles(toggles, n=20)[-1]
    new = annotate(text, "new", view.top_offset() + 5, view.top_offset() + 90, "layer-2")
    figures["annotate"] = _milliseconds(lambda: (view.put_annotation(new), page.grab()))
    figures["resize"] = _milliseconds(lambda: (view.resize(500, 900), QApplication.processEvents(), page.grab()))
    for name, value in figures.items():
        record_testsuite_property(f"{name}, {count} annotations, ms", round(value, 2))
    late = {name: round(value, 1) for name, value in figures.items() if value > _BUDGET.get(name, 400)}
    assert late == {}
