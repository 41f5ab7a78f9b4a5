"""Disks that do not take what is written, as far as a test can have them: each ends with its block."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from annotator.store import connection
from annotator.store.database import Database
from annotator.store.library import Library

NEEDS_LIMITS = pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size.")


@contextlib.contextmanager
def refusing(file: Path) -> Iterator[None]:
    """No file can be longer than `file` is: the write stops as on a disk that fails, or a quota that is used up."""
    import resource

    limit, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, limit[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)


@contextlib.contextmanager
def full(library: Library) -> Iterator[None]:
    """SQLite finds no room for one more page, and says so as on a full disk."""
    most = library._db.execute("PRAGMA max_page_count").fetchone()[0]
    # Of one page SQLite takes: not one more than there are
    with _set(library, "PRAGMA max_page_count = 1", f"PRAGMA max_page_count = {most}"):
        yield


@contextlib.contextmanager
def small_disk(at: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of that size, mounted at `at`; skips the test where this system does not let it mount one."""
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(at)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("This system lets nobody mount a small disk here.")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


@contextlib.contextmanager
def read_only(library: Library) -> Iterator[None]:
    """SQLite says of every write what it says on a disk that turned read-only."""
    with _set(library, "PRAGMA query_only = ON", "PRAGMA query_only = OFF"):
        yield


@contextlib.contextmanager
def _set(library: Library, begin: str, end: str) -> Iterator[None]:
    """Of the library's connection, and of any that takes its place after a write that failed."""

    def opened(path: Path, *arguments: Any) -> Database:
        db = real(path, *arguments)
        if path == library.path:
            db.execute(begin)
        return db

    real = connection.open_for_writing
    library._db.execute(begin)
    try:
        with mock.patch.object(connection, "open_for_writing", opened):
            yield
    finally:
        with contextlib.suppress(sqlite3.ProgrammingError):  # it was closed meanwhile
            library._db.execute(end)
