"""One worker at a time, watched: who dies or falls silent is found out, and the next one goes on after the culprit."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.sources.wire import FrameError, read_message, write_message

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 512 * 2**20
SECONDS = 20
PATIENCE = 30.0
"""Seconds by the clock without a word; longer than `SECONDS` of processor time, since the machine may be busy."""
RETIRES_AFTER = 4000
"""Inputs: what C libraries never give back must not add up to the memory limit."""

COMMAND = (sys.executable, "-m", "tests.fuzz.worker", str(MEMORY), str(SECONDS))


class WorkerError(Exception):
    """The worker does not even start."""


@dataclass(frozen=True, slots=True)
class Order:
    """Inputs `[first, end)` of a reader with a seed."""

    reader: str
    seed: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one input: "read", "refused", "exhausted", "defect", or for its worker "crash" or "hang"."""

    number: int
    outcome: str
    seconds: float = 0.0
    detail: str = ""
    memory: int = 0


class Lane:
    """A sequence of workers; not for several threads."""

    def __init__(self, command: Sequence[str] = COMMAND, patience: float = PATIENCE) -> None:
        self._command = command
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._told: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._served = 0

    def work(self, order: Order) -> Iterator[Tried]:
        """Every input of `order`, in order."""
        number = order.first
        while number < order.end:
            for tried in self._serve(order, number):
                yield tried
                number = tried.number + 1

    def close(self) -> None:
        """Ends the worker, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _serve(self, order: Order, first: int) -> Iterator[Tried]:
        """Inputs from `first` on, up to the end of the order or of the worker."""
        process = self._started()
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            fields = {"reader": order.reader, "seed": order.seed, "first": first, "end": order.end}
            write_message(process.stdin, fields)
        for number in range(first, order.end):
            tried = self._next(process, number)
            self._served += 1
            if tried.outcome in ("crash", "hang", "exhausted"):
                self.close()
            yield tried
            if self._process is None:
                return
        if self._served >= RETIRES_AFTER:
            self.close()

    def _next(self, process: subprocess.Popen[bytes], number: int) -> Tried:
        try:
            message = self._told.get(timeout=self._patience)
        except queue.Empty:
            return Tried(number, "hang", self._patience, f"no word for {self._patience:g} s")
        if message is not None:
            return Tried(**message)
        status = process.wait()
        # Its processor time was used up: the kernel ended it before our clock did.
        timed_out = os.name == "posix" and status in (-signal.SIGXCPU, -signal.SIGKILL)
        return Tried(number, "hang" if timed_out else "crash", detail=f"the worker ended with status {status}")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        self._told = queue.Queue()
        self._served = 0
        self._process = process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
        )
        threading.Thread(target=_collect, args=(process, self._told), daemon=True).start()
        if self._told.get() is None:
            self.close()
            raise WorkerError(f"The fuzzing worker does not start; see what it says: {' '.join(self._command)}")
        return process


def _collect(process: subprocess.Popen[bytes], told: queue.Queue[dict[str, Any] | None]) -> None:
    assert process.stdout is not None
    with contextlib.suppress(FrameError, OSError, ValueError):
        while (message := read_message(process.stdout)) is not None:
            told.put(message)
    told.put(None)
