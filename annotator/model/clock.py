"""Hybrid logical clock: when something was said, in an order that several laptops agree on.

After Kulkarni et al., "Logical Physical Clocks" (2014): the wall clock in milliseconds and a counter that breaks ties
and never runs backwards, even where the laptop's clock does.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from annotator.model.records import dataclass

AHEAD_LIMIT = 24 * 60 * 60 * 1000
"""Milliseconds: a stamp further ahead of now than this is not believed, else one wrong laptop clock wins for ever."""

_MOST_COUNTED = 0xFFFFFF
"""What six digits count to. Somebody else's stamp may be there already."""

LAST_STAMP = "e677d21fdbff.ffffff"
"""The last that can be shown as a date: the end of the year 9999."""


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """Milliseconds since 1970 in UTC, and a counter. Its text sorts as it does."""

    milliseconds: int
    counter: int = 0

    def __str__(self) -> str:
        return f"{self.milliseconds:012x}.{self.counter:06x}"

    @classmethod
    def parse(cls, text: str) -> Stamp:
        """Raises ValueError where `text` is no stamp."""
        milliseconds, counter = text.split(".")
        return cls(int(milliseconds, 16), int(counter, 16))

    @property
    def when(self) -> str:
        """ISO 8601 in UTC, to the millisecond."""
        return _when(self.milliseconds)


def moment(stamp: str) -> str:
    """ISO 8601 in UTC of a stamp's text. Raises ValueError where it is none."""
    return _when(int(stamp[:12], 16))


def _when(milliseconds: int) -> str:
    return f"{_second(milliseconds // 1000)}.{milliseconds % 1000:03d}Z"


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def next_stamp(last: Stamp, now: int) -> Stamp:
    """The stamp of an event here, `now` in milliseconds: after `last`, whatever the wall clock says."""
    if now > last.milliseconds:
        return Stamp(now)
    if last.counter >= _MOST_COUNTED:  # a seventh digit would sort before the sixth, and no partner would take it in
        return Stamp(last.milliseconds + 1)
    return Stamp(last.milliseconds, last.counter + 1)


def is_believable(stamp: Stamp, now: int) -> bool:
    """False for a stamp so far ahead that it must wait to be applied."""
    return stamp.milliseconds <= now + AHEAD_LIMIT


def observe(last: Stamp, received: Stamp, now: int) -> Stamp:
    """Our clock after seeing `received`: never behind it, and never advanced by an unbelievable one."""
    return max(last, received) if is_believable(received, now) else last
