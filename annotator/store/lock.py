"""One writer at a time: an operating-system lock on a file beside the library, which dies with its process."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from annotator.model.problems import LibraryInUse, Problem

_LOCKED_BYTE = 1 << 30  # far behind the holder's name, so that others can read it (Windows locks are mandatory)


class WriterLock:
    """Held from `acquire` to `release`. The file names user, host and process of the holder."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._path = library.with_name(library.name + ".lock")
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Raises LibraryInUse, naming the holder, or Problem where the folder cannot be written to."""
        while self._file is None:
            try:
                candidate = self._path.open("a+", encoding="utf-8")
            except OSError as error:
                raise Problem(
                    f"{self._library} cannot be changed, because its folder cannot be written to "
                    f"({error.strerror}); copy the library to a folder of your own."
                ) from error
            if not _try_lock(candidate):
                candidate.close()
                holder = self._holder()
                raise LibraryInUse(
                    f"{self._library} is open in another window or program ({holder or 'its name is not readable'}); "
                    "close it there first. Reading works meanwhile.",
                    holder,
                )
            if self._is_current(candidate):
                self._file = candidate
                with contextlib.suppress(OSError):  # the lock holds also where the disk is too full for a name
                    self._say_who()
            else:  # the last holder removed the file between our opening and our locking it
                candidate.close()

    def release(self) -> None:
        """Remove the file while it is still ours, then let go."""
        if self._file is None:
            return
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # a disk that can only be read by now: it is let go all the same
                self._path.unlink(missing_ok=True)
        self._file.close()
        self._file = None

    def _is_current(self, candidate: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(candidate.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _say_who(self) -> None:
        assert self._file is not None
        self._file.truncate(0)
        who = json.dumps({"user": _user(), "host": _host(), "pid": os.getpid()})
        # Not through the file's buffer: what a full disk refuses would be tried again when the file is closed
        os.write(self._file.fileno(), who.encode())

    def _holder(self) -> str:
        try:
            who = json.loads(self._path.read_text(encoding="utf-8"))
            return f"{who['user']} on {who['host']}, process {who['pid']}"
        except (OSError, ValueError, KeyError, TypeError):
            return ""


def _user() -> str:
    """The name that the system's surroundings give this user; who cannot say that asks the system's list of users."""
    named = next(filter(None, map(os.environ.get, ("LOGNAME", "USER", "LNAME", "USERNAME"))), None)
    if named is None:
        import getpass  # a start does without

        named = getpass.getuser()
    return named


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        position = file.tell()
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(position)
        return True
else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
