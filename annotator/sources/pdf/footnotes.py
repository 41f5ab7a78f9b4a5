"""Footnotes: which lines at the foot of a column are notes, and which of them begins one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from annotator.sources.pdf.page import PrintedLine

SMALL_PRINT = 0.93
LONGEST_NOTES = 12
"""Lines: a page with more of small print and nothing else is no page of notes."""

_RULE = re.compile(r"^[_\-–—―─]{5,}$")
_MARK = re.compile(r"^(?:\d{1,3}|[*†‡§]{1,3})(?:\s*/|\s|(?=[^\W\d]))|^\(\d{1,3}\)\s")
_NUMBERED_MARK = re.compile(r"^\d{1,3}[.)]\s")


class Footnotes:
    """Finds the notes of one region after another; a note may go on in the next."""

    def __init__(self, size: float) -> None:
        self._size = size
        self._last: PrintedLine | None = None

    def of(self, lines: Sequence[PrintedLine]) -> dict[PrintedLine, str]:
        """Lines under a rule, or in small print at the foot: "" for a note, why it is dropped for its rule."""
        found = self._under_rule(lines) or self._marked(lines) or self._in_small_print(lines)
        notes = [line for line, reason in found.items() if not reason]
        if notes:
            self._last = notes[-1]
        return found

    def begins_note(self, line: PrintedLine) -> bool:
        if line.marks and line.marks[0][0] == 0:
            return True
        is_small = line.size < SMALL_PRINT * self._size
        return bool(_MARK.match(line.text) or (is_small and _NUMBERED_MARK.match(line.text)))

    def _under_rule(self, lines: Sequence[PrintedLine]) -> dict[PrintedLine, str]:
        for index, (line, below) in enumerate(pairwise(lines), start=1):
            # "2." in the size of the text is a paragraph below a line to sign on.
            if _RULE.match(line.text) and (self.begins_note(below) or self._may_go_on(below)):
                return {line: "footnote rule", **dict.fromkeys(lines[index:], "")}
        return {}

    def _marked(self, lines: Sequence[PrintedLine]) -> dict[PrintedLine, str]:
        """From the first line at the foot that begins with a raised mark, if what follows is no larger."""
        for index, line in enumerate(lines):
            if line.marks and line.marks[0][0] == 0 and len(line.text) > len(line.marks[0][1]):
                foot = lines[index:]
                if all(row.size <= 1.05 * line.size for row in foot) and self._is_foot(lines, index):
                    start = index
                    while start > 0 and self._may_go_on(lines[start - 1]):
                        start -= 1
                    return dict.fromkeys(lines[start:], "")
        return {}

    def _is_foot(self, lines: Sequence[PrintedLine], index: int) -> bool:
        """A note in the size of the text is told by its mark above and the white space between.

        Some laws number their paragraphs with raised digits.
        """
        line = lines[index]
        if line.size < SMALL_PRINT * self._size:
            return True
        mark = line.marks[0][1]
        is_announced = any(said == mark for row in lines[:index] for at, said in row.marks if at > 0)
        return is_announced and line.top - lines[index - 1].top > 1.5 * line.size

    def _in_small_print(self, lines: Sequence[PrintedLine]) -> dict[PrintedLine, str]:
        start = len(lines)
        while start > 0 and lines[start - 1].size < SMALL_PRINT * self._size:
            start -= 1
        if start == 0 and len(lines) > LONGEST_NOTES:
            return {}
        first = start
        while start < len(lines) and not self.begins_note(lines[start]):
            start += 1
        if first < len(lines) and all(self._may_go_on(line) for line in lines[first:start]):
            start = first
        return dict.fromkeys(lines[start:], "")

    def _may_go_on(self, line: PrintedLine) -> bool:
        """Whether a line may be the rest of the note at the foot of the page or column before."""
        last = self._last
        if last is None or not 0 <= line.page - last.page <= 1 or line.size >= SMALL_PRINT * self._size:
            return False
        return abs(line.size - last.size) < 0.5
