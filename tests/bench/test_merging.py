"""What merging promises: the file of a partner read in its child process, merged, and found by search."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bench.figures import ROOT, Figure
from tests.bench.keeping import kept_figures  # noqa: F401 (a fixture)
from tests.bench.libraries import library_of

pytestmark = [pytest.mark.bench, pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by resource")]

MEMORY = 300
"""Megabytes resident, of the program that merges."""
AGAIN = 300
"""Milliseconds for a file in which nothing is new."""

Keep = Callable[[Figure], None]


def measured(folder: Path, library: Path, *targets: Path) -> Any:
    sent = folder / "sent.sqlite"
    child("share", library, sent)
    return json.loads(child("merge", sent, *targets))


def child(*arguments: object) -> str:
    command = [sys.executable, "-m", "tests.bench.merging", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def keep_all(keep: Keep, part: str, found: Any, budget: float) -> None:
    for name, most in (("first", budget), ("first, once it is read", None), ("again", AGAIN)):
        clock, busy = found[name]
        keep(Figure(part, f"merged, {name}", "", clock, budget=most, cpu=busy))
    keep(Figure(part, "memory resident", "", found["memory"], unit="MB", budget=MEMORY))


@pytest.mark.timeout(1800)
def test_a_hundred_thousand_come_into_an_empty_library(keep: Keep, tmp_path: Path) -> None:
    found = measured(tmp_path, library_of(100_000))
    assert (found["first, added"], found["again, added"]) == (100_000, 0)
    keep_all(keep, "merging 100,000 annotations into an empty library", found, 4000)


@pytest.mark.timeout(1800)
def test_ten_thousand_come_to_ten_thousand(keep: Keep, tmp_path: Path) -> None:
    found = measured(tmp_path, library_of(10_000), library_of(10_001))
    assert (found["first, added"], found["again, added"]) == (10_000, 0)
    keep_all(keep, "merging 10,000 annotations into 10,000", found, 1000)
