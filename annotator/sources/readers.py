"""The program's side of the reading worker: starts it, hands documents over, watches time and cancellation."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import annotator
from annotator.model.correcting import AS_IT_IS, Instructions
from annotator.model.problems import Cancelled, UnusableFile
from annotator.model.treaty import Reading, VersionData
from annotator.sources.wire import FrameError, read_message, reading_from_json, write_frame, write_message

MOST_BYTES = 256 * 2**20
"""A larger file is no treaty."""

_POLL_SECONDS = 0.05
_SECONDS_TO_END = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use: `memory` in bytes of address space, `seconds` for a document, `start_seconds` to start."""

    memory: int = 512 * 2**20
    seconds: float = 20.0
    start_seconds: float = 30.0


def worker_command(limits: Limits) -> list[str]:
    """How the worker is started: from a bundle by its own program, else by this Python."""
    numbers = [str(limits.memory), str(math.ceil(limits.seconds))]
    if getattr(sys, "frozen", False):
        return [sys.executable, "--reading-worker", *numbers]
    # -P: a file called lxml.py in the folder a person happens to work in must not become our parser.
    return [sys.executable, "-P", "-m", "annotator.sources.worker", *numbers]


class Readers:
    """Reads documents in a worker that lives as long as the batch. A context manager; one thread at a time.

    After a document that breaks the worker (crash, limit, cancelled), the next one gets a fresh worker.
    `start_seconds` says how long the last start took.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._threads: list[threading.Thread] = []
        self.start_seconds = 0.0

    @property
    def process_id(self) -> int | None:
        """The worker's process, where one is alive."""
        return self._process.pid if self._process is not None else None

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def read_file(
        self,
        path: Path,
        data: VersionData | None = None,
        *,
        instructions: Instructions = AS_IT_IS,
        progress: Callable[[str, float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Reading]:
        """The instruments in the file at `path`. Raises UnusableFile or Cancelled; both are one sentence.

        `progress` is called with a step and a share from 0 to 1; `cancelled` is asked about 20 times a second.
        """
        return self.read_bytes(
            path.name, file_bytes(path), data, instructions=instructions, progress=progress, cancelled=cancelled
        )

    def read_bytes(
        self,
        name: str,
        content: bytes,
        data: VersionData | None = None,
        *,
        instructions: Instructions = AS_IT_IS,
        progress: Callable[[str, float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Reading]:
        """As `read_file`, for bytes in memory (pasted text); the suffix of `name` tells their kind."""
        job = _Job(name, instructions, progress or (lambda _step, _share: None), cancelled or (lambda: False))
        try:
            process = self._started(job)
            return self._exchange(process, job, content, data)
        except _Refused:
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Ends the worker, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for thread in self._threads:
            thread.join()
        self._threads = []
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close_quietly(stream)

    def _started(self, job: _Job) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        began = time.monotonic()
        self._messages = queue.Queue()
        self._process = process = subprocess.Popen(
            worker_command(self._limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._begin_thread(_collect, process, self._messages)
        self._next_message(process, job, began + self._limits.start_seconds)
        self.start_seconds = time.monotonic() - began
        return process

    def _exchange(
        self, process: subprocess.Popen[bytes], job: _Job, content: bytes, data: VersionData | None
    ) -> list[Reading]:
        deadline = time.monotonic() + self._limits.seconds
        self._begin_thread(_send, process, job, content, data)
        while True:
            message = self._next_message(process, job, deadline)
            if "progress" in message:
                job.report(message["progress"])
            else:
                self._threads.pop().join()
                return _readings(job, message)

    def _begin_thread(self, target: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _next_message(self, process: subprocess.Popen[bytes], job: _Job, deadline: float) -> dict[str, Any]:
        while True:
            if job.cancelled():
                raise Cancelled
            try:
                message = self._messages.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise UnusableFile(
                        f"{job.name} takes longer than {self._limits.seconds:g} seconds to read, as no sound document "
                        "does; save it anew from its program."
                    ) from None
                continue
            if message is None:
                raise UnusableFile(
                    f"{job.name} broke the reader (it ended with status {_ended(process)}), so the file is damaged, "
                    "hostile or far too large; save it anew from its program."
                )
            return message


class _Refused(UnusableFile):
    """The worker itself said that a document is of no use: it is sound and can go on."""


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    instructions: Instructions
    progress: Callable[[str, float], None]
    cancelled: Callable[[], bool]

    def report(self, values: Any) -> None:
        step, share = values
        self.progress(str(step), float(share))


def file_bytes(path: Path) -> bytes:
    """The content of a file that is about to be imported. Raises UnusableFile with a sentence for each thing amiss."""
    try:
        if path.is_dir():
            raise UnusableFile(f"{path} is a folder; choose a file in it.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnusableFile(f"{path.name} has {size // 2**20} MB; files up to {MOST_BYTES // 2**20} MB are read.")
        if not path.is_file():
            raise UnusableFile(f"{path} is no ordinary file; copy its content into one.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnusableFile(f"{path} does not exist; check its name and folder.") from error
    except PermissionError as error:
        raise UnusableFile(f"{path} may not be read by you; change its permissions or copy it elsewhere.") from error
    except OSError as error:
        raise UnusableFile(f"{path} cannot be read ({error.strerror or error}); copy it to a local disk.") from error


def _readings(job: _Job, message: dict[str, Any]) -> list[Reading]:
    if "problem" in message:
        raise _Refused(str(message["problem"]))
    if "defect" in message:
        _log.error("The reader failed on %s:\n%s", job.name, message["defect"])
        raise _Refused(
            f"{job.name} has something in it that the reader does not understand; save it anew from its program, or as "
            "plain text, and tell us."
        )
    try:
        return [reading_from_json(value) for value in message["readings"]]
    except (FrameError, KeyError, TypeError) as error:
        raise UnusableFile(f"{job.name} broke the reader, which gave nonsense; save it anew.") from error


def _ended(process: subprocess.Popen[bytes]) -> int:
    """The status of a worker that says no more. One that said nonsense may go on as if nothing were: it is ended."""
    try:
        return process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _collect(process: subprocess.Popen[bytes], messages: queue.Queue[dict[str, Any] | None]) -> None:
    """Passes on what the worker says, then None; runs in a thread, since a pipe cannot be polled on Windows."""
    assert process.stdout is not None
    with contextlib.suppress(FrameError, OSError):
        while (message := read_message(process.stdout)) is not None:
            messages.put(message)
    messages.put(None)


def _send(process: subprocess.Popen[bytes], job: _Job, content: bytes, data: VersionData | None) -> None:
    """Hands a document over; a worker that died meanwhile is noticed where its answers are read."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        request = {"name": job.name, "data": asdict(data) if data else None, "instructions": asdict(job.instructions)}
        write_message(process.stdin, request)
        write_frame(process.stdin, content)


def _close_quietly(stream: IO[bytes]) -> None:
    """What is left in the buffer cannot reach a process that has ended."""
    with contextlib.suppress(OSError):
        stream.close()


def child_environment() -> dict[str, str]:
    """For a child process: ours, with the folder that this program was imported from in front of the worker's path."""
    root = str(Path(annotator.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
