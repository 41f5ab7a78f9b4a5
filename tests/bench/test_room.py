"""What the reading room promises: `make bench` prints the table and keeps it in `build/bench.json`.

A figure over its budget fails. `make bench ARGS="-k 1000"` measures a part; the figures of others stay in the file.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.bench.figures import ROOT, Figure, p95
from tests.bench.keeping import kept_figures  # noqa: F401 (a fixture)
from tests.bench.libraries import library_of

pytestmark = pytest.mark.bench

SIZES = (1_000, 10_000, 100_000)
BUDGETS: dict[str, tuple[float, float, float]] = {
    "open to the first painted page, beyond an empty library": (40, 100, 400),
    "a scroll frame, 95th percentile": (4, 6, 8),
    "a jump to an unpainted page, 95th percentile": (8, 12, 16),
    "annotate: key press to painted and on disk": (25, 25, 30),
    "toggle a layer, to painted": (16, 16, 16),
    "filter the notes, to painted": (30, 30, 50),
}
MEMORY = 250  # megabytes of the whole process, resident
BLOCK = 100  # milliseconds in which the window answers
STARTS = 7
TEXTS = 10

Keep = Callable[[Figure], None]


def child(module: str, *arguments: object) -> Any:
    """Run a module of the bench in a process of its own; what it prints, as JSON."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("count", SIZES)
def test_the_reading_room_keeps_its_promises(count: int, keep: Keep) -> None:
    found = child("room", library_of(count), library_of(0, 0), library_of(0, 1))
    place, scale = SIZES.index(count), f"{count:,} annotations"
    part = f"reading room, {scale}"
    names = iter(BUDGETS.items())

    def measured(samples: Sequence[Sequence[float]], pick: Callable[..., float], **more: Any) -> None:
        what, budgets = next(names)
        clock, busy = pick([row[0] for row in samples]), pick([row[1] for row in samples])
        keep(Figure(part, what, "", clock, budget=budgets[place], cpu=busy, **more))

    def clock(name: str) -> float:
        return statistics.median(row[0] for row in found[name])

    empty = {"baseline": clock("open empty"), "baseline_name": "an empty library"}
    measured(found["open"], statistics.median, beyond=True, **empty)
    measured(found["scroll"], p95)
    measured(found["jump"], p95)
    commit = {"baseline": clock("commit"), "baseline_name": "one row committed as safely"}
    measured(found["annotate"], statistics.median, **commit)
    measured(found["toggle"], statistics.median)
    measured(found["filter"], statistics.median)
    bare = {"baseline": clock("open bare"), "baseline_name": "the same text without annotations"}
    keep(Figure(part, "open, beyond the same text without annotations", "", clock("open"), beyond=True, **bare))
    for name, what in (("block opening", "longest block while opening"), ("block", "longest block while reading")):
        keep(Figure(part, what, "", max(found[name])))
    if count == SIZES[-1]:
        memory, before = found["memory"], found["memory empty"]
        window = {"unit": "MB", "baseline_name": "the window without a library"}
        keep(Figure(part, "memory resident", "", memory["rss"], budget=MEMORY, baseline=before["rss"], **window))
        keep(Figure(part, "memory of its own", "", memory["uss"], baseline=before["uss"], **window))


@pytest.mark.timeout(600)
def test_ten_texts_cost_ten_times_one_at_most(keep: Keep) -> None:
    found = child("room", library_of(10_000, TEXTS))
    first, *others = (row[0] for row in found["texts"])
    part, one = "ten texts open", {"baseline_name": "ten times the first"}
    keep(
        Figure(
            part, "shown one after the other", "", first + sum(others), budget=10 * first, baseline=10 * first, **one
        )
    )
    most = 10 * found["first"]
    keep(Figure(part, "memory", "", found["all"], unit="MB", budget=most, baseline=most, **one))


@pytest.mark.timeout(600)
def test_the_window_starts_in_twice_the_time_of_an_empty_one(keep: Keep) -> None:
    took: dict[str, list[float]] = {"empty": [], "samples": []}
    start("samples")  # makes the sample library
    for _ in range(STARTS):
        for what, samples in took.items():
            samples.append(start(what))
    baseline = statistics.median(took["empty"])
    more = {"budget": 2 * baseline, "baseline": baseline, "baseline_name": "an empty window of PySide6"}
    keep(
        Figure(
            "start", "to the first painted page of the sample library", "", statistics.median(took["samples"]), **more
        )
    )


def start(what: str) -> float:
    """Milliseconds from before the process starts until it has painted."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "tests.bench.starting", what]
    surroundings = {**os.environ, "QT_LOGGING_RULES": "default.warning=false"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=surroundings) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "painted\n"
        return 1000 * (time.perf_counter() - began)
