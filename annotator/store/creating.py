"""Making a library under another name and moving it into place, so that whatever bears a library's name is whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from annotator.model.problems import LibraryInUse, Problem
from annotator.store.durable import sync_folder
from annotator.store.lock import WriterLock


@contextlib.contextmanager
def made_in_place(path: Path) -> Iterator[Path]:
    """Where to make the library that is to be at `path`: it has its name, on the disk, when the block is left.

    Raises Problem where something bears that name already, or where its folder cannot be written to; an error in the
    block leaves nothing behind.
    """
    if path.exists():
        raise _exists(path)
    lock = WriterLock(path)
    try:
        lock.acquire()
    except LibraryInUse:
        raise
    except Problem as problem:
        why = getattr(problem.__cause__, "strerror", None) or problem
        raise Problem(
            f"{path} cannot be made ({why}); choose a folder that exists and that you may write to."
        ) from problem
    try:
        forget_unfinished(path)  # of a crash: nobody else makes this one, or the lock would be theirs
        unfinished = _unfinished(path)
        unfinished.touch(exist_ok=False)
        yield unfinished
        put_in_place(unfinished, path)
    except OSError as error:
        raise Problem(
            f"{path} cannot be made ({error.strerror or error}); make room there, or choose another folder."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            forget_unfinished(path)
        lock.release()


def put_in_place(unfinished: Path, path: Path) -> None:
    """Give a finished library its name, which is on the disk when this returns.

    Raises Problem where something bears that name, and OSError.
    """
    if path.exists():
        raise _exists(path)
    # That of a library which is gone: SQLite would roll it into the new one
    path.with_name(path.name + "-journal").unlink(missing_ok=True)
    sync_folder(path.parent)
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:  # no hard links: FAT, exFAT and many network drives
        unfinished.replace(path)
    unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def forget_unfinished(path: Path) -> None:
    """Remove what was left of a library that was never finished. The caller holds the writer's lock of `path`."""
    unfinished = _unfinished(path)
    for leftover in (unfinished, unfinished.with_name(unfinished.name + "-journal")):
        leftover.unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _exists(path: Path) -> Problem:
    return Problem(f"{path} exists already; choose another name, or open it.")
