"""Feeds damaged documents to the readers: `make fuzz ARGS="--seconds 600 --reader pdf --seed 7"`.

The same seed gives the same inputs. A run goes on where the last one with its seed ended, and its counts are added to
those in build/fuzz.json. Readers that have not reached the goal share the time evenly.
Input that shows a defect is kept in build/fuzz/defects. Exit status 1: something is amiss.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tests.fuzz.campaign import Campaign, Plan
from tests.fuzz.figures import COUNTS, FAILURES, Figures, code_hash
from tests.fuzz.lane import ROOT
from tests.fuzz.seeds import READERS


def main(arguments: list[str]) -> int:
    """Runs and shows the figures; gives the exit status."""
    chosen = _arguments(arguments)
    readers = chosen.reader or list(READERS)
    figures = Figures(chosen.folder / "fuzz.json", code_hash())
    plan = Plan(readers, chosen.seed, chosen.seconds, chosen.workers, chosen.goal)
    console = Console()
    campaign = Campaign(
        plan, figures, chosen.folder / "fuzz" / "defects", lambda line: console.print(line, highlight=False)
    )
    try:
        campaign.run()
    except KeyboardInterrupt:
        console.print("Stopped; what was finished counts.")
    console.print(_table(figures, readers))
    for line in _failures(figures, readers):
        console.print(line, highlight=False)
    return int(figures.failed(readers))


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make fuzz ARGS=…", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600.0, help="how long to run (600)")
    parser.add_argument("--reader", action="append", choices=READERS, help="one reader; may be given again (all)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other inputs (1)")
    parser.add_argument("--workers", type=int, default=2, help="processes at a time (2)")
    parser.add_argument("--goal", type=int, default=100_000, help="inputs for a reader over all runs (100000)")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


_SHOWN = {
    "tried": "tried",
    "read": "read",
    "refused": "refused",
    "exhausted": "memory",
    "ended": "ended",
    "slow": "slow",
}


def _table(figures: Figures, readers: list[str]) -> Table:
    """A row for each reader, narrow enough for a terminal of 80 columns."""
    table = Table(box=SIMPLE_HEAD, padding=0, title=f"Inputs tried with the readers as they are (code {figures.code})")
    table.add_column("reader", no_wrap=True)
    for name in (*_SHOWN.values(), "failed", "per s", "ever"):
        table.add_column(name, justify="right")
    for reader in readers:
        row = figures.of(reader)
        counts = [*(row[name] for name in _SHOWN), sum(row[name] for name in FAILURES)]
        table.add_row(reader, *(f"{count:,}" for count in (*counts, round(figures.pace(reader)), figures.ever(reader))))
    table.caption = "; ".join(f"{_SHOWN[name]}: {COUNTS[name]}" for name in ("exhausted", "ended", "slow"))
    table.caption += "; per s: inputs in a second of processor time; ever: tried with any code"
    return table


def _failures(figures: Figures, readers: list[str]) -> list[str]:
    rows = ((reader, COUNTS[name], figures.of(reader)[name]) for reader in readers for name in FAILURES)
    return [f"{reader}: {said}: {count:,}" for reader, said, count in rows if count]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
