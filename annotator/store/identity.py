"""Ids that never tell the hour, and the clock that changes are stamped with."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

_DAY = 24 * 60 * 60 * 1000
_RANDOM_BITS = 74
_LOW = 62
_day = -1
_tail = 0


clock: Callable[[], int] = time.time_ns
"""Nanoseconds since 1970 in UTC. All stamps and ids come from it, and nothing else in the store reads the time."""


def now_milliseconds() -> int:
    """Milliseconds since 1970 in UTC."""
    return clock() // 1_000_000


def new_id() -> str:
    """A UUIDv7 of which the timestamp is the day's beginning in UTC, as RFC 9562 6.1 allows: ids travel with what is
    shared, and must not tell when somebody was at work.

    Within a process each is greater than the one before (6.2, method 2: a random start and random steps), so that
    they lie together in the file; nothing may tell time from them.
    """
    global _day, _tail
    day = now_milliseconds() // _DAY
    if day != _day:
        _day, _tail = day, int.from_bytes(os.urandom(9), "big")  # two bits less than there is room for
    _tail = (_tail + 1 + int.from_bytes(os.urandom(5), "big")) % (1 << _RANDOM_BITS)
    high, low = _tail >> _LOW, _tail & ((1 << _LOW) - 1)
    digits = f"{day * _DAY << 80 | 0x7 << 76 | high << 64 | 0b10 << _LOW | low:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
