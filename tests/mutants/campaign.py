"""A run: mutants of each kind in turn, on one worker, until time is over or there are enough; what failed is kept."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.figures import Figures
from tests.fuzz.lane import MEMORY, ROOT, Lane, Order, Tried
from tests.mutants.seeds import KINDS, make_seeds, mutant

SECONDS = 5
"""Of processor time for one mutant: the kernel ends a worker that takes longer, and that is a failure."""
PATIENCE = 60.0
"""Seconds by the clock without a word: the machine may be busy."""
IN_AN_ORDER = 500
MOST_KEPT = 20
FAILURES = ("exhausted", "defect", "crash", "hang")
_READ_BY = (
    *(
        f"sharing/{name}.py"
        for name in ("changes", "frames", "heads", "strict_json", "templates", "texts", "values", "worker")
    ),
    *("store/partner_*.py", "store/shared_schema.py", "store/schema.py", "model/change.py"),
)


def code_hash() -> str:
    """A digest of the modules that read partners' files: figures of other code say nothing of this."""
    digest, folder = hashlib.sha256(), ROOT / "annotator"
    for path in sorted(path for pattern in _READ_BY for path in folder.glob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def worker_command(seeds: Path, scratch: Path) -> list[str]:
    return [sys.executable, "-m", "tests.mutants.worker", str(MEMORY), str(SECONDS), str(seeds), str(scratch)]


@dataclass(frozen=True)
class Plan:
    """`seconds` by the clock; `goal` mutants of all kinds over all runs with this code."""

    folder: Path
    seed: int = 1
    seconds: float = 600.0
    goal: int = 1_000_000
    command: Callable[[Path, Path], Sequence[str]] = worker_command


class Campaign:
    """One run of a plan. `found` has what failed, with the kind of file."""

    def __init__(self, plan: Plan, figures: Figures, progress: Callable[[str], None]) -> None:
        self._plan, self._figures, self._progress = plan, figures, progress
        self._seeds = plan.folder / "mutants" / f"seeds-{figures.code}"
        self.found: list[tuple[str, Tried]] = []

    def run(self) -> None:
        """An order that was begun is finished."""
        make_seeds(self._seeds)
        deadline = time.monotonic() + self._plan.seconds
        with tempfile.TemporaryDirectory(prefix="mutants-", dir=memory_folder()) as scratch:
            lane = Lane(self._plan.command(self._seeds, Path(scratch)), PATIENCE)
            try:
                while time.monotonic() < deadline and (order := next_order(self._plan, self._figures)):
                    self._note(order, list(lane.work(order)))
            finally:
                lane.close()

    def _note(self, order: Order, results: list[Tried]) -> None:
        self._figures.add(order, results, native=False)
        for tried in results:
            if tried.outcome in FAILURES:
                self.found.append((order.reader, tried))
                self._keep(order, tried)

    def _keep(self, order: Order, tried: Tried) -> None:
        name = f"{order.reader}-{order.seed}-{tried.number}"
        self._progress(f"{tried.outcome}: {name} ({(tried.detail.splitlines() or [''])[-1][:100]})")
        if len(self.found) > MOST_KEPT:
            return
        kept = self._plan.folder / "mutants" / "defects"
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{name}.sqlite").write_bytes(mutant(self._seeds, order.reader, order.seed, tried.number))
        (kept / f"{name}.log").write_text(
            f"{tried.outcome}, {tried.seconds} s\n{tried.detail}\n", encoding="utf-8", errors="backslashreplace"
        )


def next_order(plan: Plan, figures: Figures, lane: str = "", most: int = IN_AN_ORDER) -> Order | None:
    """Of the kind that fewest were tried of in this lane; None where there are enough."""
    tried = {kind: int(figures.of(f"{lane}{kind}")["tried"]) for kind in KINDS}
    left = plan.goal - sum(tried.values())
    name = lane + min(KINDS, key=lambda kind: tried[kind])
    first = figures.next_number(name, plan.seed)
    return Order(name, plan.seed, first, first + min(most, left)) if left > 0 else None


def memory_folder() -> Path | None:
    """Where files are made that only processes look at: what is tried is the code, and not the disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


def failures(figures: Figures) -> dict[str, int]:
    """How many failed in each way, over all runs with this code; what took more than `SECONDS`, too."""
    ways, names = (*FAILURES, "slow", "limit"), (*KINDS, *(f"merged {kind}" for kind in KINDS))
    return {way: count for way in ways if (count := sum(int(figures.of(name)[way]) for name in names))}
