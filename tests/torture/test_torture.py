"""Kills, losses of power and failing disks: a small share of what `make torture` runs, and proof that it would tell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture import shim
from tests.torture.figures import ROOT

pytestmark = pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not() or "There is a shim.")
RUN = "import sys; from tests.torture.__main__ import main; sys.exit(main(sys.argv[1:]))"


def run(folder: Path, *arguments: str, spoilt: str = "") -> tuple[int, str]:
    """Exit status and what was printed, of a run with the code changed as `spoilt` says."""
    done = subprocess.run(
        [sys.executable, "-c", f"{spoilt}\n{RUN}", *arguments, "--folder", str(folder)],
        env=dict(shim.surroundings(shim.build(folder / "torture"))),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("campaign", "goal"), [("kills", 80), ("losses", 120), ("failures", 40)])
def test_a_share(tmp_path: Path, campaign: str, goal: int) -> None:
    status, said = run(tmp_path, campaign, "--goal", str(goal))
    assert status == 0, said
    counts = next(iter(json.loads((tmp_path / "torture.json").read_text()).values()))[campaign]
    assert (counts["ended"], counts["wrong"]) == (goal, 0)
    assert counts["before"] + counts["after"] > goal / 4, "hardly any act was under way when the end came"


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("campaign", "goal"), [("kills", 10_000), ("losses", 10_000), ("failures", 10_000)])
def test_all(campaign: str, goal: int) -> None:
    """As far as it comes in ten minutes, or as is said; the next run goes on."""
    seconds = os.environ.get("ANNOTATOR_TORTURE_SECONDS", "600")
    status, said = run(ROOT / "build", campaign, "--goal", str(goal), "--seconds", seconds)
    sys.stdout.write(said)
    assert status == 0, said


@pytest.mark.parametrize(("campaign", "expected"), [("kills", 5), ("losses", 52)])
def test_a_run_goes_on_where_the_last_one_ended(tmp_path: Path, campaign: str, expected: int) -> None:
    """Of what one process did, losses are counted from the first."""
    for goal in ("3", "5"):
        assert run(tmp_path, campaign, "--goal", goal, "--situation", "create")[0] == 0
    counts = next(iter(json.loads((tmp_path / "torture.json").read_text()).values()))[campaign]
    assert (counts["ended"], counts["next"]) == (5, {"1": expected})


WITHOUT_SYNC = """
from annotator.store import connection
real = connection.open_for_writing
def careless(*arguments, **more):
    db = real(*arguments, **more)
    db.execute("PRAGMA synchronous = OFF")
    return db
connection.open_for_writing = careless
"""
WITHOUT_JOURNAL = WITHOUT_SYNC.replace("synchronous = OFF", "journal_mode = MEMORY")
NAMES_NOT_SYNCED = """
from annotator.store import creating
creating.sync_folder = lambda _folder: None
"""
HALF_AN_ACT = """
from annotator.store import log
real = log.append
def in_two(db, *arguments, **more):
    done = real(db, *arguments, **more)
    db.conn.execute("COMMIT")
    db.conn.execute("BEGIN")
    return done
log.append = in_two
"""
TOLD_TOO_EARLY = """
from contextlib import contextmanager
from tests.torture.person import Person
@contextmanager
def told(self, what, wanted, **more):
    self._tell({"doing": what, "seen": wanted, **more})
    self._tell({"done": what})
    yield
    self.seen = wanted
Person.told = told
"""


@pytest.mark.parametrize(
    ("spoilt", "arguments"),
    [
        pytest.param(WITHOUT_SYNC, ("losses", "--goal", "100", "--situation", "work"), id="writes are not synced"),
        pytest.param(WITHOUT_JOURNAL, ("kills", "--goal", "60", "--situation", "work"), id="no journal on the disk"),
        pytest.param(NAMES_NOT_SYNCED, ("losses", "--goal", "200", "--situation", "create"), id="names are not synced"),
        pytest.param(HALF_AN_ACT, ("kills", "--goal", "60", "--situation", "work"), id="an act in two transactions"),
        pytest.param(TOLD_TOO_EARLY, ("kills", "--goal", "60", "--situation", "work"), id="acknowledged too early"),
    ],
)
def test_a_promise_that_is_broken_is_noticed(tmp_path: Path, spoilt: str, arguments: tuple[str, ...]) -> None:
    status, said = run(tmp_path, *arguments, "--first-wrong", spoilt=spoilt)
    assert status == 1, said
    assert " 0 promises broken" not in said
