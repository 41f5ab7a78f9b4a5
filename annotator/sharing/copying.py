"""A private copy of a file that came from outside, so that nobody changes it while it is read.

SQLite never opens the file itself: it would look for a journal beside it and roll that back into it, wait for whoever
holds it, or hang on a pipe that was given a file's name.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from annotator.model.problems import Cancelled, UnusableFile

MOST_BYTES = 2**30
"""A library of 100,000 annotations with its search index has about half of that."""

_CHUNK = 2**20
_JOURNALS = ("-journal", "-wal")
_OPENING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_CREATING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def copy_privately(
    path: Path, folder: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[Path, str]:
    """Copy `path` into `folder`, which nobody else can read; gives the copy and the SHA-256 of its bytes.

    Raises UnusableFile where it is no ordinary file, is too large, or has a journal beside it: what an interrupted
    program left of its last change. Raises Cancelled.
    """
    _refuse_journal(path)
    copy = folder / "copy.sqlite"
    if path.is_symlink():  # Windows cannot refuse one when opening it
        raise UnusableFile(f"{path.name} is only a link; choose the file that it leads to.")
    try:
        source = os.open(path, _OPENING)
    except OSError as error:
        _explain(path, error)
    try:
        size = _size(path, os.fstat(source))
        digest, done = _copy(source, copy, size, progress, cancelled)
        if done != size:
            raise UnusableFile(f"{path.name} was written to while it was copied; wait until it is complete.")
    except OSError as error:
        raise UnusableFile(
            f"{path.name} cannot be copied to look at it ({error.strerror or error}); make room on this "
            "computer's disk, or copy it to another drive."
        ) from error
    finally:
        os.close(source)
    _refuse_journal(path)
    return copy, digest


def _copy(
    source: int, copy: Path, size: int, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[str, int]:
    """The SHA-256 of what was copied, and how many bytes it had."""
    digest, done = hashlib.sha256(), 0
    with os.fdopen(os.open(copy, _CREATING, 0o600), "wb") as target:
        while chunk := os.read(source, _CHUNK):
            if cancelled():
                raise Cancelled
            done += len(chunk)
            if done > size:
                break
            digest.update(chunk)
            target.write(chunk)
            progress(min(1.0, done / max(1, size)))
    return digest.hexdigest(), done


def _size(path: Path, found: os.stat_result) -> int:
    if stat.S_ISDIR(found.st_mode):
        raise UnusableFile(f"{path.name} is a folder; choose the file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise UnusableFile(f"{path.name} is no ordinary file; copy its content into one.")
    if found.st_size > MOST_BYTES:
        large, most = found.st_size // 2**20, MOST_BYTES // 2**20
        raise UnusableFile(
            f"{path.name} has {large} MB, and files up to {most} MB are merged; ask for less in one file."
        )
    return found.st_size


def _refuse_journal(path: Path) -> None:
    for suffix in _JOURNALS:
        beside = path.with_name(path.name + suffix)
        try:
            is_hot = beside.lstat().st_size > 0
        except OSError:
            continue
        if is_hot:
            raise UnusableFile(
                f"{path.name} is not complete: {beside.name} beside it holds a change that was not finished; close it "
                "in every program, or ask for it to be saved anew, and try again."
            )


def _explain(path: Path, error: OSError) -> NoReturn:
    if isinstance(error, FileNotFoundError):
        raise UnusableFile(f"{path} does not exist; check its name and folder.") from error
    if path.is_dir():
        raise UnusableFile(f"{path.name} is a folder; choose the file in it.") from error
    raise UnusableFile(
        f"{path} cannot be read ({error.strerror or error}); copy it to a folder of your own and try again."
    ) from error
