"""The shim between this process and the C library (`shim.c`): built with the system's compiler, and told what to do."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class Call(IntEnum):
    """What a record is of; the kinds of `shim.c`."""

    OPEN = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    CLOSE = 10
    MARK = 11


LAST = 2**62
"""A number that no call reaches."""
EVERY = tuple(Call)
TURNS = tuple(set(Call) - {Call.WRITE})
"""Those after which the disk stands otherwise; between two of them there may be a hundred writes."""


class When(IntEnum):
    """At which moment of a call the process is killed; `HALFWAY` writes half of the bytes first."""

    BEFORE = 0
    AFTER = 1
    HALFWAY = 2


def why_not() -> str:
    """Why there can be no shim here; empty where there can."""
    if sys.platform != "linux":
        return "Only Linux has LD_PRELOAD as the shim needs it."
    return "" if _compiler() else "There is no C compiler (cc) to build the shim with."


def build(folder: Path) -> Path:
    """The shim, built unless it is there. Raises CalledProcessError with what the compiler says."""
    made = folder / f"shim-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(f".{os.getpid()}.new")
        options = ("-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(unfinished))
        subprocess.run([_compiler(), *options, str(SOURCE), "-ldl", "-lpthread"], check=True)
        unfinished.replace(made)
    return made


def surroundings(shim: Path) -> Mapping[str, str]:
    """The environment of a process that is to have it."""
    before = os.environ.get("LD_PRELOAD", "")
    return {**os.environ, "LD_PRELOAD": f"{shim} {before}".strip()}


def is_loaded() -> bool:
    return hasattr(ctypes.CDLL(None), "torture_watch")


class Shim:
    """The shim of this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.torture_calls.restype = ctypes.c_long
        self._library.torture_failed.restype = ctypes.c_long

    def watch(self, folder: Path) -> None:
        """Mind the files in `folder`, an absolute path without links; calls are counted from here."""
        self._library.torture_watch(os.fsencode(folder))

    def record(self, file: int) -> None:
        """Record every call to that descriptor."""
        self._library.torture_record(ctypes.c_int(file))

    def mark(self, words: bytes) -> None:
        """Put `words` between the recorded calls."""
        self._library.torture_mark(words, ctypes.c_size_t(len(words)))

    def kill(self, at: int, when: When, kinds: Iterable[Call] = EVERY) -> None:
        """End this process at the call of that number, where only calls of these kinds count."""
        self._library.torture_kill(*(ctypes.c_long(number) for number in (at, when, _chosen(kinds))))

    def fail(self, first: int, last: int, error: int, kinds: Iterable[Call] = EVERY) -> None:
        """Let calls of these kinds fail, from the first to the last of them, counted from now."""
        self._library.torture_fail(*(ctypes.c_long(number) for number in (first, last, error, _chosen(kinds))))

    def heal(self) -> int:
        """Let nothing fail any more; gives how many calls did."""
        failed = int(self._library.torture_failed())
        self.fail(LAST, 0, 0, ())
        return failed

    def calls(self, kinds: Iterable[Call] = EVERY) -> int:
        """How many of these there were since `watch`."""
        return int(self._library.torture_calls(ctypes.c_long(_chosen(kinds))))


def _chosen(kinds: Iterable[Call]) -> int:
    return sum(1 << kind for kind in kinds)


def _compiler() -> str:
    return shutil.which(os.environ.get("CC", "cc")) or ""
