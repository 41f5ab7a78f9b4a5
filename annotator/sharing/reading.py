"""A partner's file as a delivery: copied, read in a child process, and nothing of either believed.

The rows go from the child into a file of their own in the private folder, not into memory, so that a preview and the
merge after it can both have them. Whatever is wrong with the file is known before a library is touched.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from annotator.model.characters import is_line, shown_line
from annotator.model.delivery import Delivery
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Text
from annotator.sharing.child import Child, ChildEndedError, LateError, Limits, worker_command
from annotator.sharing.copying import copy_privately
from annotator.sharing.frames import batches, check_frame
from annotator.sharing.texts import rebuilt_text
from annotator.sources.wire import FrameError, write_frame

COPYING, READING = "copying", "reading"
"""The steps that progress is told of."""

MOST_SENDER = 200
"""Characters of a sender's name."""

Progress = Callable[[str, float], None]
_log = logging.getLogger(__name__)


@contextmanager
def read_delivery(
    path: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    known: Collection[str] = (),
) -> Iterator[Delivery]:
    """What the file at `path` holds, a shared file or a whole library; its copy is gone when the block is left.

    Never the file of a library that this process has open: closing another descriptor of it drops SQLite's locks.
    `progress` is called with a step and a share from 0 to 1, `cancelled` is asked about 20 times a second. A file whose
    SHA-256 is `known` is not read: its delivery is empty. Raises UnusableFile, one sentence, or Cancelled.
    """
    say, is_cancelled = progress or (lambda _step, _share: None), cancelled or (lambda: False)
    name, stem = shown_line(path.name), shown_line(path.stem)
    with _room_for(name):
        folder = Path(tempfile.mkdtemp(prefix="annotator-partner-"))
    try:
        copy, digest = copy_privately(path, folder, partial(say, COPYING), is_cancelled)
        if digest in known:
            yield Delivery(name, digest, stem, (), lambda: ())
            return
        rows = folder / "rows"
        with _room_for(name), rows.open("xb") as spool:
            reading = _Reading(name, spool, partial(say, READING), 2 * copy.stat().st_size)
            sender = _read(copy, reading, is_cancelled, limits)
        copy.unlink()
        yield Delivery(name, digest, sender or stem, tuple(reading.texts), partial(batches, rows))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _room_for(name: str) -> Iterator[None]:
    """What the disk of private copies says, as a sentence."""
    try:
        yield
    except OSError as error:
        raise UnusableFile(
            f"{name} cannot be laid aside to look at it ({error.strerror or error}); make room on this computer's disk."
        ) from error


@dataclass
class _Reading:
    """What has come from the child so far."""

    name: str
    spool: IO[bytes]
    report: Callable[[float], None]
    most: int
    """Bytes of rows that may still come: a child that was taken over must not fill the disk."""
    texts: list[Text] = field(default_factory=list)

    def take_text(self, value: Any) -> None:
        row, provisions = value
        self.texts.append(rebuilt_text(self.name, row, provisions))

    def take_rows(self, payload: bytes) -> None:
        self.most -= len(payload)
        if self.most < 0:
            raise FrameError("more rows than the file can hold")
        check_frame(payload)
        write_frame(self.spool, payload)


def _read(copy: Path, reading: _Reading, cancelled: Callable[[], bool], limits: Limits) -> str:
    """Has the child read the copy; gives the sender."""
    seconds = limits.for_size(copy.stat().st_size)
    name = reading.name
    with Child(worker_command(limits.memory, seconds), cancelled) as child:
        try:
            child.message(time.monotonic() + limits.start_seconds)
            child.ask({"path": str(copy), "name": name})
            return _taken(child, reading, time.monotonic() + seconds)
        except LateError:
            raise UnusableFile(
                f"{name} takes longer than {seconds:.0f} seconds to read, as no sound file does; "
                "ask for it to be shared anew."
            ) from None
        except (ChildEndedError, FrameError, KeyError, TypeError, ValueError) as error:
            _log.warning("The partner worker broke on %s: %s", name, error)
            raise UnusableFile(
                f"{name} broke the reader, so it is damaged or hostile; do not merge it, and ask its sender about it."
            ) from error


def _taken(child: Child, reading: _Reading, deadline: float) -> str:
    while True:
        message = child.message(deadline)
        if "progress" in message:
            reading.report(float(message["progress"]))
        elif "text" in message:
            reading.take_text(message["text"])
        elif "rows" in message:
            reading.take_rows(child.frame(deadline))
        elif "problem" in message:
            raise UnusableFile(_sentence(message["problem"]))
        elif "defect" in message:
            _log.error("The partner worker failed on %s:\n%s", reading.name, message["defect"])
            raise UnusableFile(
                f"{reading.name} has something in it that the reader does not understand; ask for it to be shared "
                "anew, and tell us."
            )
        else:
            return _sender(message["sender"])


def _sentence(value: Any) -> str:
    """What the child says is wrong, fit to be shown. Raises ValueError where it is not."""
    if type(value) is not str or not is_line(value):
        raise ValueError("the child says what is no sentence")
    return value


def _sender(value: Any) -> str:
    """A name as it may be shown; empty where it is none."""
    return value.strip() if type(value) is str and is_line(value, MOST_SENDER) else ""
