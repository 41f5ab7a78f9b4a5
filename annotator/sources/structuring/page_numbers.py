"""Page numbers that a converter left between paragraphs: alone on their lines, and one more each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from annotator.sources.lines import Line
from annotator.sources.structuring.endings import pauses

FEWEST_PAGES = 3
SHORTEST_PAGE = 600
"""Characters that a page has on average; numbers that stand closer together count paragraphs."""

_ALONE = re.compile(
    r"[-–—\s|]*(?:page\s+|página\s+|pagina\s+|стр\.\s*)?(\d{1,4})(?:\s*(?:/|of|de|van|из)\s*\d{1,4})?[-–—\s|]*", re.I
)


def without_page_numbers(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines`, page numbers marked to be dropped, and what goes on behind one marked as no paragraph of its own."""
    numbers = {index: int(match[1]) for index, line in enumerate(lines) if (match := _number(line))}
    places, values = list(numbers), list(numbers.values())
    if len(values) < FEWEST_PAGES or values != list(range(values[0], values[0] + len(values))):
        return lines
    between = sum(len(line.text) for line in lines[places[0] : places[-1]])
    if between < SHORTEST_PAGE * (len(values) - 1):
        return lines
    marked = [
        replace(line, drop="page number") if index in numbers and not line.asked else line
        for index, line in enumerate(lines)
    ]
    for place in places:
        _rejoin(marked, place)
    return marked


def _number(line: Line) -> re.Match[str] | None:
    if line.drop or line.list_label or line.heading_level is not None:
        return None
    return _ALONE.fullmatch(line.text)


def _rejoin(lines: list[Line], number: int) -> None:
    """Marks the line after a page number as going on, where the one before it ends in mid sentence."""
    before = next((row for row in reversed(lines[:number]) if not row.drop and row.text.strip()), None)
    after = next((index for index in range(number + 1, len(lines)) if not lines[index].drop), None)
    if before is None or after is None or before.heading_level is not None or pauses(before.text.rstrip()):
        return
    if lines[after].text.lstrip()[:1].islower():
        lines[after] = replace(lines[after], starts_paragraph=False)
