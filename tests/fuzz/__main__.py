"""Feeds damaged documents to the readers: `make fuzz ARGS="--seconds 600 --reader pdf --seed 7"`.

The same seed gives the same inputs. A run goes on where the last one with its seed ended, and its counts are added to
those in build/fuzz.json. Input that shows a defect is kept in build/fuzz/defects. Exit status 1: something is amiss.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.fuzz.campaign import Campaign, Plan
from tests.fuzz.figures import COUNTS, Figures, code_hash
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


def _table(figures: Figures, readers: list[str]) -> Table:
    table = Table("", *readers, title=f"Inputs tried with the readers as they are (code {figures.code})")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, said in COUNTS.items():
        table.add_row(said, *(f"{figures.of(reader)[name]:,}" for reader in readers))
    table.add_row("tried with any code", *(f"{figures.ever(reader):,}" for reader in readers))
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
