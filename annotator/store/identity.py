"""Ids that sort by the time they were made (UUID version 7, RFC 9562), and the clock they are made with."""

from __future__ import annotations

import os
import time
import uuid


def now_milliseconds() -> int:
    """Milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """A UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    value = (now_milliseconds() << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
