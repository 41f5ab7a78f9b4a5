"""What the shim recorded, call by call."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tests.torture.shim import Call

_HEAD = struct.Struct("=IBiqqI")


@dataclass(frozen=True, slots=True)
class Event:
    """One call that succeeded. `a` and `b` are: of OPEN the flags and whether the file is new; of WRITE offset and
    length; of TRUNCATE the size. `data` is what was written, or the second path."""

    kind: Call
    file: int
    a: int
    b: int
    path: str
    data: bytes


def events(recorded: bytes) -> Iterator[Event]:
    """Every record that was completed, in order."""
    at = 0
    while at + _HEAD.size <= len(recorded):
        length, kind, file, a, b, path_length = _HEAD.unpack_from(recorded, at)
        end = at + 4 + length
        if end > len(recorded):
            return
        path_end = at + _HEAD.size + path_length
        path = recorded[at + _HEAD.size : path_end].decode()
        yield Event(Call(kind), file, a, b, path, recorded[path_end:end])
        at = end
