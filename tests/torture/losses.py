"""Taking the power away: what a real process told the disk, and every state the disk may be in after that."""

from __future__ import annotations

import copy
import json
import os
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import IO, Any

from tests.torture.disk import Disk
from tests.torture.looking import complaints
from tests.torture.outcome import Tried, which
from tests.torture.shim import Call, Shim
from tests.torture.situations import Bases, Situation, chosen_situation, clear
from tests.torture.told import Told
from tests.torture.trace import Event, events

LOSSES_OF_A_RECORD = 50
ACTS = 8


@dataclass(frozen=True)
class Record:
    """What one process did, from the disk as it was before. `told` knows of that time alone."""

    situation: str
    disk: Disk
    events: tuple[Event, ...]
    told: Told


class Losses:
    """Losses one after the other, in `folder`; fifty of what one process did."""

    def __init__(self, folder: Path, seed: int, first: int = 0, only: str = "", kept: Path | None = None) -> None:
        self._folder, self._lost = folder / "recorded", folder / "lost"
        folder.mkdir(parents=True, exist_ok=True)
        self._bases = Bases(folder)
        assert self._bases.partners  # made before anything is ended
        self._seed = seed
        self._only = only
        self._kept = kept
        self._number = -(-first // LOSSES_OF_A_RECORD) * LOSSES_OF_A_RECORD  # none is done in part
        self._told: Told | None = None
        self._waiting: Iterator[Tried] = iter(())

    def next(self) -> Tried:
        """Lose power once more, and look."""
        tried = next(self._waiting, None)
        if tried is None:
            self._waiting = self._of_a_record(self._number // LOSSES_OF_A_RECORD)
            tried = next(self._waiting)
        self._number += 1
        return tried

    def _of_a_record(self, number: int) -> Iterator[Tried]:
        random = Random(f"loss {self._seed} {number}")
        situation = chosen_situation(random, self._only)
        record = self._recorded(situation, random)
        disk, told, reached = record.disk, record.told, 0
        before = told.acknowledged
        for index, point in enumerate(_points(record, random)):
            for event in record.events[reached:point]:
                disk.feed(event)
                if event.kind is Call.MARK:
                    told.hear(json.loads(event.data))
            reached = point
            tried = self._lose(disk, told.copy(), random, number * LOSSES_OF_A_RECORD + index)
            yield replace(tried, situation=situation.name, acknowledged=told.acknowledged - before)
            before = told.acknowledged

    def _lose(self, disk: Disk, told: Told, random: Random, number: int) -> Tried:
        clear(self._lost)
        again = copy.copy(random)
        disk.put_lost(self._lost, random)
        allowed = list(told.allowed)
        wrong = complaints(self._lost, told, number)
        if wrong and self._kept:
            clear(kept := self._kept / f"loss {self._seed} {number}")
            disk.put_lost(kept, again)
        return Tried(number, "", tuple(wrong), 0, which(told, allowed), True, "power")

    def _recorded(self, situation: Situation, random: Random) -> Record:
        """Raises AssertionError where the process failed, or where the record has not all that it did."""
        told = situation.prepare(self._folder, self._bases, random, self._told)
        disk, again = Disk.of(self._folder), Disk.of(self._folder)
        with tempfile.TemporaryFile() as file:
            child = os.fork()
            if child == 0:
                self._be_child(situation, random, file)
            os.waitpid(child, 0)
            file.seek(0)
            recorded = tuple(events(file.read()))
        self._told = after = told.copy()
        for event in recorded:
            again.feed(event)
            if event.kind is Call.MARK and (wrong := after.hear(json.loads(event.data))):
                raise AssertionError(wrong)
        there = {str(path): path.read_bytes() for path in self._folder.rglob("*") if path.is_file()}
        if again.content() != there:
            raise AssertionError("The shim did not see everything that the process did.")
        return Record(situation.name, disk, recorded, told)

    def _be_child(self, situation: Situation, random: Random, file: IO[bytes]) -> None:
        """Never returns."""
        shim = Shim()

        def tell(line: dict[str, Any]) -> None:
            shim.mark(json.dumps(line).encode())

        try:
            shim.watch(self._folder)
            shim.record(file.fileno())
            situation.live(self._folder, self._bases, random, tell, ACTS)
        except BaseException:
            tell({"failed": traceback.format_exc()})
        finally:
            os._exit(0)


def _points(record: Record, random: Random) -> list[int]:
    """Moments at which the power goes: between any two calls, beside one that is no mere write, and right after
    something was told."""
    every = range(len(record.events))
    turns = [index for index in every if record.events[index].kind is not Call.WRITE]
    told = [index for index in every if record.events[index].kind is Call.MARK]
    chosen = random.choices(every, k=LOSSES_OF_A_RECORD)
    chosen[::3] = (index + random.randint(0, 1) for index in random.choices(turns, k=len(chosen[::3])))
    chosen[::5] = (index + 1 for index in random.choices(told, k=len(chosen[::5])))
    return sorted(chosen)
