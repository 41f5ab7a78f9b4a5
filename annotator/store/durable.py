"""Names in a folder that outlast a loss of power: a file that is on the disk may still have no name there."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_NOT_OFFERED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM)
"""What some network drives answer, and folders that may be written to but not listed: SQLite goes on then, so do we."""


def sync_file(path: Path) -> None:
    """Have what was written to a file on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too, where the system can do that. Windows has no such step, and needs
    none. Raises OSError where the disk fails.
    """
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
