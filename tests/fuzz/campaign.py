"""A run: which reader gets which inputs, on how many workers, for how long; and what is kept of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.figures import SLOW, Figures, breaks_limits, outcome_of
from tests.fuzz.lane import COMMAND, PATIENCE, Lane, Order, Tried
from tests.fuzz.seeds import READERS, instructions, mutant
from tests.fuzz.shares import TimeShares

INPUTS_IN_AN_ORDER = 250
MOST_KEPT = 48
MOST_KEPT_ALIKE = 3


@dataclass(frozen=True)
class Plan:
    """`seconds` by the clock, shared evenly by the readers that have not enough yet.

    A reader has enough when `goal` inputs were tried on this code, over all runs.
    """

    readers: Sequence[str]
    seed: int = 1
    seconds: float = 600.0
    workers: int = 2
    goal: int = 100_000
    command: Sequence[str] = COMMAND
    patience: float = PATIENCE


class Campaign:
    """One run of a plan."""

    def __init__(self, plan: Plan, figures: Figures, kept: Path, progress: Callable[[str], None]) -> None:
        self._plan = plan
        self._figures = figures
        self._kept = kept
        self._progress = progress
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._planned = {reader: int(figures.of(reader)["tried"]) for reader in plan.readers}
        self._cursor = {reader: figures.next_number(reader, plan.seed) for reader in plan.readers}
        self._shares = TimeShares(plan.readers)
        self._alike: dict[str, int] = {}
        self._deadline = 0.0
        self.found: list[tuple[str, Tried]] = []
        """Each (reader, input) of this run that is a failure or slow."""

    def run(self) -> None:
        """Until the time is over or every reader has its goal; an order that was begun is finished."""
        self._deadline = time.monotonic() + self._plan.seconds
        with ThreadPoolExecutor(self._plan.workers) as pool:
            lanes = [pool.submit(self._lane) for _ in range(self._plan.workers)]
            try:
                for lane in lanes:
                    lane.result()
            finally:
                self._stopped.set()

    def _lane(self) -> None:
        lane = Lane(self._plan.command, self._plan.patience)
        try:
            while (order := self._next_order()) is not None:
                began = time.monotonic()
                results = list(lane.work(order))
                with self._lock:
                    self._shares.settle(order, time.monotonic() - began)
                    self._note(order, results)
        finally:
            self._stopped.set()
            lane.close()

    def _next_order(self) -> Order | None:
        with self._lock:
            waiting = [name for name in self._plan.readers if self._planned[name] < self._plan.goal]
            if not waiting or time.monotonic() > self._deadline or self._stopped.is_set():
                return None
            reader = self._shares.least(waiting)
            count = min(INPUTS_IN_AN_ORDER, self._plan.goal - self._planned[reader])
            first = self._cursor[reader]
            self._cursor[reader] += count
            self._planned[reader] += count
            order = Order(reader, self._plan.seed, first, first + count)
            self._shares.expect(order)
            return order

    def _note(self, order: Order, results: list[Tried]) -> None:
        native = READERS[order.reader].is_native
        self._figures.add(order, results, native=native)
        for tried in results:
            outcome = outcome_of(tried, native=native)
            if (
                outcome in ("defect", "crash", "hang", "ended", "exhausted")
                or tried.seconds > SLOW
                or breaks_limits(tried)
            ):
                self.found.append((order.reader, tried))
                self._keep(order, tried, outcome)

    def _keep(self, order: Order, tried: Tried, outcome: str) -> None:
        """The input and what was said of it; only a few that end alike, since they are mostly one defect."""
        place = [line for line in tried.detail.splitlines() if line.startswith("  File ")][-1:]
        alike = f"{order.reader} {outcome} {place} {tried.detail.splitlines()[-1:]}"
        self._alike[alike] = self._alike.get(alike, 0) + 1
        if self._alike[alike] > MOST_KEPT_ALIKE or sum(self._alike.values()) > MOST_KEPT:
            return
        self._kept.mkdir(parents=True, exist_ok=True)
        name = f"{order.reader}-{order.seed}-{tried.number}"
        (self._kept / (name + READERS[order.reader].suffix)).write_bytes(mutant(order.reader, order.seed, tried.number))
        asked = instructions(order.reader, order.seed, tried.number)
        said = f"{outcome}, {tried.seconds} s, peak {tried.memory} bytes\n{asked}\n{tried.detail}\n"
        (self._kept / f"{name}.log").write_text(said, encoding="utf-8", errors="backslashreplace")
        self._progress(f"{outcome}: {name} ({(tried.detail.splitlines() or [''])[-1][:100]})")
