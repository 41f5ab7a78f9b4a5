"""Changes between the child process and the program, and on their way to the store: many in one frame, as text.

A column never holds a control character (JSON escapes them), so two of those part columns and rows: quicker than any
encoding that has to look at each character, and nothing to be deceived by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from annotator.model.delivery import Row
from annotator.sources.wire import FrameError, read_frame

BETWEEN_COLUMNS = "\x1f"
BETWEEN_ROWS = "\x1e"

COLUMNS = 11
ROWS_IN_A_FRAME = 2_000
MOST_BYTES = 64 * 2**20
"""Of one frame."""


def frame_of(lines: Iterable[str]) -> bytes:
    """Rows, each joined by `BETWEEN_COLUMNS` with "" for None, as the payload of one frame."""
    return BETWEEN_ROWS.join(lines).encode()


def check_frame(payload: bytes) -> None:
    """Raises FrameError where this is no frame of rows. Quick; whoever sends it may have been taken over."""
    if len(payload) > MOST_BYTES or not payload:
        raise FrameError("a frame of rows is too large or empty")
    rows = payload.split(BETWEEN_ROWS.encode())
    between = BETWEEN_COLUMNS.encode()
    if len(rows) > ROWS_IN_A_FRAME or any(row.count(between) != COLUMNS - 1 for row in rows):
        raise FrameError("a frame of rows has other columns")
    try:
        payload.decode()
    except UnicodeDecodeError as error:
        raise FrameError("a frame of rows is no text") from error


def rows_of(payload: bytes) -> list[Row]:
    """The rows of a frame that was checked."""
    found = []
    for line in payload.decode().split(BETWEEN_ROWS):
        columns: list[str | None] = [*line.split(BETWEEN_COLUMNS)]
        columns[2] = columns[2] or None
        columns[10] = columns[10] or None
        found.append(cast(Row, tuple(columns)))
    return found


def batches(frames: Path) -> Iterable[Sequence[Row]]:
    """The rows of a file of checked frames, from its first on, a frame at a time."""
    with frames.open("rb") as spool:
        while (payload := read_frame(spool)) is not None:
            yield rows_of(payload)
