"""Files to readings: one reader per format, one structurer for all, run in a worker process with limits.

`read_file` and `read_bytes` use a worker for one document; `Readers` keeps one for a batch.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.model.treaty import Reading, VersionData
from annotator.sources.kinds import KINDS_READ, SUFFIXES
from annotator.sources.readers import Limits, Readers

__all__ = ["KINDS_READ", "SUFFIXES", "Limits", "Readers", "read_bytes", "read_file"]


def read_file(
    path: Path,
    data: VersionData | None = None,
    *,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Reading]:
    """The instruments in the file at `path`; see `Readers.read_file`. Raises UnusableFile or Cancelled."""
    with Readers() as readers:
        return readers.read_file(path, data, progress=progress, cancelled=cancelled)


def read_bytes(
    name: str,
    content: bytes,
    data: VersionData | None = None,
    *,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Reading]:
    """The instruments in bytes that are in memory; the suffix of `name` tells their kind. Raises as `read_file`."""
    with Readers() as readers:
        return readers.read_bytes(name, content, data, progress=progress, cancelled=cancelled)
