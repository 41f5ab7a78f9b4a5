"""Code points and Qt's positions: the one place where they are converted.

Everything in this program counts Unicode code points. Qt counts UTF-16 units, of which a character beyond the Basic
Multilingual Plane (an emoji, for instance) takes two.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Offsets:
    """Converts between offsets in one text (code points) and positions in a QTextDocument of it (UTF-16 units)."""

    def __init__(self, text: str) -> None:
        self._wide = [found.start() for found in _ASTRAL.finditer(text)]
        self._wide_units = [offset + index for index, offset in enumerate(self._wide)]

    def to_qt(self, offset: int) -> int:
        """The position at which the code point number `offset` begins."""
        return offset + bisect_left(self._wide, offset)

    def from_qt(self, position: int) -> int:
        """The offset of the code point at `position`; the middle of a surrogate pair counts as its character's."""
        return position - bisect_left(self._wide_units, position)
