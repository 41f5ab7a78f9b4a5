"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import uuid
from pathlib import Path

from annotator.model.problems import Problem

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write_atomically(target: Path, data: bytes) -> None:
    """Write `data` beside `target`, then put it in its place: a failure leaves what was there before.

    Raises Problem saying why it could not be written and what to do.
    """
    if "\0" in str(target):
        raise Problem("A file cannot have that name; choose another.")
    try:
        final = target.resolve()
        _check(target, final)
        _write(final, data)
    except OSError as error:
        raise Problem(_sentence(target, error)) from error


def _check(target: Path, final: Path) -> None:
    if not target.name or final.is_dir():
        raise Problem(f"{target} is a folder; name a file in it.")
    if final.exists() and not final.is_file():
        raise Problem(f"{target} is not an ordinary file; choose another name.")
    if not final.parent.is_dir():
        raise Problem(f"There is no folder {target.parent}; make it first, or choose another.")


def _write(final: Path, data: bytes) -> None:
    part = final.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)


def _sentence(target: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"There is no room left to write {target}; free some space, or choose another disk."
    if error.errno in _FORBIDDEN:
        return f"{target} may not be written; close it where it is open, or choose another folder."
    return f"{target} could not be written ({error.strerror or error}); choose another name or folder."
