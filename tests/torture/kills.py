"""Killing a real process at a moment chosen at random, and looking at what it leaves."""

from __future__ import annotations

import json
import os
import select
import signal
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import sqlite_utils  # noqa: F401 (before forking, or each child that migrates would load it)

from tests.torture.looking import complaints
from tests.torture.outcome import Tried, which
from tests.torture.shim import EVERY, TURNS, Shim, When
from tests.torture.situations import Bases, Situation, chosen_situation
from tests.torture.told import Told

MOST_ACTS = 400
_ROOMS = {"calls": EVERY, "turns": TURNS}
"""Of which calls one is chosen at random to be the last."""
_UNSEEN = 0.3
"""How many kills are followed by another before anybody looks: the second hits whoever recovers from the first."""


@dataclass(frozen=True, slots=True)
class End:
    """`by` says what `at` counts: seconds of the clock, calls, or turns. By "nothing" it comes after `acts` acts."""

    by: str
    at: float = 0.0
    when: When = When.BEFORE
    acts: int = MOST_ACTS


class Kills:
    """Trials one after the other in `folder`; the same seed and number give the same acts and the same call."""

    def __init__(self, folder: Path, seed: int, first: int = 0, only: str = "") -> None:
        self._folder = folder / "trial"
        folder.mkdir(parents=True, exist_ok=True)
        self._bases = Bases(folder)
        assert self._bases.partners  # made before anything is ended
        self._seed = seed
        self._only = only
        self._number = first
        self._told: Told | None = None
        self._shim = Shim()
        self._usual: dict[str, dict[str, float]] = {}
        """How many calls and turns there are in a situation that nobody disturbs, and how many seconds."""

    def next(self) -> Tried:
        """Prepare, kill, look."""
        random = Random(f"kill {self._seed} {self._number}")
        situation = chosen_situation(random, self._only)
        if situation.name not in self._usual:
            self._usual[situation.name] = self._rehearse(situation)
        told = situation.prepare(self._folder, self._bases, random, self._told)
        before = told.acknowledged
        end = self._end(random, self._usual[situation.name])
        wrong, was_killed = self._live(situation, told, random, end)
        found = ""
        if random.random() >= _UNSEEN or wrong:
            allowed = list(told.allowed)
            wrong += complaints(self._folder, told, self._number)
            found = which(told, allowed)
        tried = Tried(
            *(self._number, situation.name, tuple(wrong), told.acknowledged - before, found, was_killed, end.by)
        )
        self._told = None if wrong else told
        self._number += 1
        return tried

    def _rehearse(self, situation: Situation) -> dict[str, float]:
        """How much there is to it when nobody disturbs."""
        told = situation.prepare(self._folder, self._bases, Random(f"rehearsal {self._seed}"), None)
        began, heard = time.monotonic(), list[dict[str, Any]]()
        wrong, _ = self._live(situation, told, Random(f"rehearsal {self._seed}"), End("nothing", acts=8), heard)
        self._told = None
        if wrong:
            raise AssertionError(f"{situation.name} fails even where nobody is killed: {wrong}")
        counts = next(line["counts"] for line in heard if "counts" in line)
        return {**counts, "clock": time.monotonic() - began}

    def _end(self, random: Random, usual: dict[str, float]) -> End:
        by = random.choice(("clock", "calls", "turns", "turns"))
        if by == "clock":
            return End(by, random.uniform(0.0, usual[by]))
        return End(by, random.randint(1, int(usual[by])), random.choice(list(When)))

    def _live(
        self, situation: Situation, told: Told, random: Random, end: End, lines: list[dict[str, Any]] | None = None
    ) -> tuple[list[str], bool]:
        """In a child; what it told is heard, and what was wrong with that comes back, and whether it was killed."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._be_child(situation, random, writing, end)
        os.close(writing)
        heard = _listen(reading, child, end.at if end.by == "clock" else None)
        was_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        if lines is not None:
            lines += heard
        return [wrong for line in heard if (wrong := told.hear(line))], was_killed

    def _be_child(self, situation: Situation, random: Random, pipe: int, end: End) -> None:
        """Never returns."""

        def tell(line: dict[str, Any]) -> None:
            os.write(pipe, json.dumps(line).encode() + b"\n")

        try:
            self._shim.watch(self._folder)
            if end.by in _ROOMS:
                self._shim.kill(int(end.at), end.when, _ROOMS[end.by])
            situation.live(self._folder, self._bases, random, tell, end.acts)
            tell({"counts": {name: self._shim.calls(kinds) for name, kinds in _ROOMS.items()}})
        except BaseException:
            tell({"failed": traceback.format_exc()})
        finally:
            os._exit(0)


def _listen(pipe: int, child: int, seconds: float | None) -> list[dict[str, Any]]:
    """Every line that was told whole before the child ended, or was ended after that many seconds."""
    told, until = b"", None if seconds is None else time.monotonic() + seconds
    try:
        while True:
            left = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([pipe], [], [], left)[0]:
                os.kill(child, signal.SIGKILL)
                until = None
                continue
            part = os.read(pipe, 1 << 16)
            if not part:
                return [json.loads(line) for line in told.split(b"\n")[:-1]]
            told += part
    finally:
        os.close(pipe)
