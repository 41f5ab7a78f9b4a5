"""Ends a process at work in every way there is, and looks at what it leaves.

    python -m tests.torture kills|losses|failures --seconds 600 --seed 7

The same seed gives the same acts. A run goes on where the last one with its seed ended, and its counts are added to
those in build/torture.json. Exit status 1: a promise was broken; what was found is kept in build/torture.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Protocol

from rich.console import Console

from tests.torture import shim
from tests.torture.figures import COUNTS, ROOT, Figures, code_hash
from tests.torture.outcome import Tried

CONSOLE = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
SAVED_EVERY = 100
MOST_TOLD = 20


class Campaign(Protocol):
    """Trials one after the other; None where there are no more."""

    def next(self) -> Tried | None: ...


def main(arguments: list[str]) -> int:
    """Runs and shows the figures; gives the exit status."""
    chosen = _arguments(arguments)
    if reason := shim.why_not():
        CONSOLE.print(reason)
        return 1
    if not shim.is_loaded():
        command = [sys.executable, "-m", "tests.torture", *arguments]
        os.execve(sys.executable, command, shim.surroundings(shim.build(chosen.folder / "torture")))
    figures = Figures(chosen.folder / "torture.json", code_hash())
    memory = Path("/dev/shm")  # what is tried is the order of calls; the speed of the disk is nothing to it
    with tempfile.TemporaryDirectory(prefix="annotator-torture-", dir=memory if memory.is_dir() else None) as folder:
        try:
            _run(chosen, figures, Path(folder).resolve())
        except KeyboardInterrupt:
            CONSOLE.print("Stopped; what was finished counts.")
    figures.save()
    row = figures.of(chosen.campaign)
    CONSOLE.print(f"{chosen.campaign}: " + ", ".join(f"{row[name]:,} {said}" for name, said in COUNTS.items()))
    CONSOLE.print(
        f"{row['seconds']:.0f} s; by {row['by']}; in {row['in']}; with any code {figures.ever(chosen.campaign):,}"
    )
    return int(row["wrong"] > 0)


def _run(chosen: argparse.Namespace, figures: Figures, folder: Path) -> None:
    row = figures.of(chosen.campaign)
    campaign = _campaign(chosen, folder, int(row["next"].get(str(chosen.seed), 0)))
    began, told = time.monotonic(), 0
    until = began + chosen.seconds
    while row["ended"] < chosen.goal and time.monotonic() < until:
        tried = campaign.next()
        if tried is None:
            return
        figures.add(chosen.campaign, chosen.seed, tried, time.monotonic() - began)
        began = time.monotonic()
        if row["tried"] % SAVED_EVERY == 0:
            figures.save()
        if tried.complaints and (told := told + 1) <= MOST_TOLD:
            CONSOLE.print(f"{chosen.campaign} {chosen.seed} {tried.number} ({tried.situation}, by {tried.by}):")
            CONSOLE.print("\n".join(f"  {complaint}" for complaint in tried.complaints))
            if chosen.first_wrong:
                return


def _campaign(chosen: argparse.Namespace, folder: Path, first: int) -> Campaign:
    if chosen.campaign == "kills":
        from tests.torture.kills import Kills

        return Kills(folder, chosen.seed, first, chosen.situation)
    if chosen.campaign == "losses":
        from tests.torture.losses import Losses

        return Losses(folder, chosen.seed, first, chosen.situation, chosen.folder / "torture")
    from tests.torture.failures import Failures

    return Failures(folder, chosen.seed, first, chosen.situation)


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("campaign", choices=("kills", "losses", "failures"))
    parser.add_argument("--seconds", type=float, default=1200.0, help="how long to run at most (1200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other trials (1)")
    parser.add_argument("--goal", type=int, default=10_000, help="ends over all runs with this code (10000)")
    parser.add_argument("--situation", default="", help="only this situation, or for failures this act (all)")
    parser.add_argument("--first-wrong", action="store_true", help="end at the first promise that is broken")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
