"""Hybrid logical clock: when something was said, in an order that several laptops agree on.

After Kulkarni et al., "Logical Physical Clocks" (2014): the wall clock in milliseconds and a counter that breaks ties
and never runs backwards, even where the laptop's clock does.
"""

from __future__ import annotations

import datetime

from annotator.model.records import dataclass

AHEAD_LIMIT = 24 * 60 * 60 * 1000
"""Milliseconds: a stamp further ahead of now than this is not believed, else one wrong laptop clock wins for ever."""


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
        moment = datetime.datetime.fromtimestamp(self.milliseconds / 1000, datetime.UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def next_stamp(last: Stamp, now: int) -> Stamp:
    """The stamp of an event here, `now` in milliseconds: after `last`, whatever the wall clock says."""
    return Stamp(now) if now > last.milliseconds else Stamp(last.milliseconds, last.counter + 1)


def is_believable(stamp: Stamp, now: int) -> bool:
    """False for a stamp so far ahead that it must wait to be applied."""
    return stamp.milliseconds <= now + AHEAD_LIMIT


def observe(last: Stamp, received: Stamp, now: int) -> Stamp:
    """Our clock after seeing `received`: never behind it, and never advanced by an unbelievable one."""
    return max(last, received) if is_believable(received, now) else last
