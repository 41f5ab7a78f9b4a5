"""A module that comes later is as one that is there, and comes when it is asked."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from annotator.model import anchoring
from annotator.model.later import Later, later

ROOT = Path(__file__).resolve().parents[2]

_LOADING = """
import sys
from annotator.model.later import later

redline, clock = later("annotator.model", "redline", "clock")
print([name in sys.modules for name in ("annotator.model.redline", "annotator.model.clock")])
print(redline.__name__)
print([name in sys.modules for name in ("annotator.model.redline", "annotator.model.clock")])
"""


def test_a_module_is_loaded_when_something_of_it_is_asked_for() -> None:
    command = [sys.executable, "-c", textwrap.dedent(_LOADING)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["[False, False]", "annotator.model.redline", "[True, False]"]


def test_it_has_what_the_module_has(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = later("annotator.model", "anchoring")
    assert found.anchor_range is anchoring.anchor_range
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = found.nothing_such
    monkeypatch.setattr(found, "anchor_range", None)
    assert anchoring.anchor_range is None


def test_an_attribute_can_be_taken_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Later("annotator.model.anchoring")
    monkeypatch.setattr(found, "something_new", 1, raising=False)
    assert found.something_new == 1
    monkeypatch.undo()
    assert not hasattr(anchoring, "something_new")


def test_a_module_that_is_not_there_is_said_when_it_is_asked_for() -> None:
    (missing,) = later("annotator.model", "no_such_module")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        _ = missing.anything
