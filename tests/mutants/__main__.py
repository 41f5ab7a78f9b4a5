"""Reads damaged and hostile files of partners: `python -m tests.mutants --seconds 600 --seed 7`.

With --merge what can be read is merged into libraries, too, which takes thirty times as long. A run goes on where the
last one with its seed ended, and its counts are added to those in build/mutants.json. What shows a defect is kept in
build/mutants/defects. Exit status 1: something is amiss.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from tests.fuzz.figures import Figures
from tests.fuzz.lane import ROOT
from tests.mutants import merging
from tests.mutants.campaign import Campaign, Plan, code_hash, failures
from tests.mutants.seeds import KINDS


def main(arguments: list[str]) -> int:
    """Runs and shows the figures; gives the exit status."""
    chosen = _arguments(arguments)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    figures = Figures(chosen.folder / "mutants.json", code_hash())
    plan = Plan(chosen.folder, chosen.seed, chosen.seconds, chosen.goal)
    try:
        if chosen.merge:
            merging.run(plan, figures, console.print)
        else:
            Campaign(plan, figures, console.print).run()
    except KeyboardInterrupt:
        console.print("Stopped; what was finished counts.")
    for line in told(figures):
        console.print(line)
    return int(bool(failures(figures)))


def told(figures: Figures) -> list[str]:
    """A line for each kind of file, and one for what failed."""
    lines = []
    for name in (*KINDS, *(f"merged {kind}" for kind in KINDS)):
        row = figures.of(name)
        done = "merged and taken back" if name not in KINDS else "read"
        lines.append(
            f"{name}: {row['tried']:,} mutants, {row['read']:,} {done}, {row['refused']:,} refused in one sentence; "
            f"{figures.pace(name):,.0f} in a second of processor time; with any code {figures.ever(name):,}"
        )
    return [*lines, f"failed: {failures(figures) or 'none'}"]


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600.0, help="how long to run (600)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other mutants (1)")
    parser.add_argument("--goal", type=int, default=1_000_000, help="mutants over all runs (1000000)")
    parser.add_argument("--merge", action="store_true", help="merge what is read, and take it back")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
