"""The program's side of the partner worker: starts it, reads its frames under a deadline, and ends it."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from annotator.model.problems import Cancelled
from annotator.sources.readers import child_environment
from annotator.sources.wire import FrameError, object_of, read_frame, write_message

_POLL_SECONDS = 0.05
_SECONDS_TO_END = 1.0
_FRAMES_WAITING = 4
"""Frames that the child may be ahead: more would only fill memory."""
_MOST_BYTES_IN_A_FRAME = 64 * 2**20


class ChildEndedError(Exception):
    """The child ended, or said nonsense, before it had answered."""


class LateError(Exception):
    """The child did not answer in time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: `memory` in bytes of address space; `seconds` for any file and those for each megabyte;
    `start_seconds` to start."""

    memory: int = 512 * 2**20
    seconds: float = 5.0
    seconds_for_a_megabyte: float = 0.25
    start_seconds: float = 30.0

    def for_size(self, size: int) -> float:
        """Seconds for a file of `size` bytes."""
        return self.seconds + self.seconds_for_a_megabyte * size / 2**20


def worker_command(memory: int, seconds: float) -> list[str]:
    """How the child is started: from a bundle by its own program, else by this Python."""
    numbers = [str(memory), str(max(1, round(seconds)))]
    if getattr(sys, "frozen", False):
        return [sys.executable, "--partner-worker", *numbers]
    # -P: a file called apsw.py in the folder a person happens to work in must not become our parser.
    return [sys.executable, "-P", "-m", "annotator.sharing.worker", *numbers]


class Child:
    """One child process for one request. A context manager that leaves no process and no thread."""

    def __init__(self, command: list[str], cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._frames: queue.Queue[bytes | None] = queue.Queue(_FRAMES_WAITING)
        self._is_over = threading.Event()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    @property
    def process_id(self) -> int:
        return self._process.pid

    def __enter__(self) -> Child:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_over.set()
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def ask(self, request: dict[str, Any]) -> None:
        """Hand over the request. Standard input stays open: the child ends where it is closed."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # a child that has ended is noticed where its answer is read
            write_message(self._process.stdin, request)

    def message(self, deadline: float) -> dict[str, Any]:
        """The next frame as a message; see `frame`."""
        try:
            return object_of(self.frame(deadline))
        except FrameError as error:
            raise ChildEndedError(str(error)) from error

    def frame(self, deadline: float) -> bytes:
        """The next frame. Raises Cancelled, LateError after `deadline` (of `time.monotonic`), ChildEndedError."""
        while True:
            if self._cancelled():
                raise Cancelled
            try:
                found = self._frames.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise LateError from None
                continue
            if found is None:
                raise ChildEndedError(self._why_it_ended())
            return found

    def _why_it_ended(self) -> str:
        """One that said nonsense may go on as if nothing were: it is not waited for."""
        try:
            return f"it ended with status {self._process.wait(_SECONDS_TO_END)}"
        except subprocess.TimeoutExpired:
            return "it said what is no frame"

    def _collect(self) -> None:
        """Passes frames on, then None; runs in a thread, since a pipe cannot be polled on Windows."""
        assert self._process.stdout is not None
        with contextlib.suppress(FrameError, OSError):
            while (frame := read_frame(self._process.stdout, _MOST_BYTES_IN_A_FRAME)) is not None:
                self._put(frame)
        self._put(None)

    def _put(self, frame: bytes | None) -> None:
        while not self._is_over.is_set():
            with contextlib.suppress(queue.Full):
                self._frames.put(frame, timeout=_POLL_SECONDS)
                return
