"""Columns of prose: in which order the lines at the two sides of a gutter are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from annotator.sources.pdf.footnotes import SMALL_PRINT
from annotator.sources.pdf.gutters import LEAST_GAP, TOUCH, Gutter, gap_between, gutters_of
from annotator.sources.pdf.page import PrintedLine, PrintedPage
from annotator.sources.pdf.rows import line_of

Place = Literal["whole", "left", "right"]

WHITE_BAND = 2.5
"""Distances of lines: white space of this height beside a heading says that both columns end above it."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that are read from top to bottom: a column, or what stands across the page above or below columns."""

    page: int
    place: Place
    lines: tuple[PrintedLine, ...]


def regions_of(pages: Sequence[PrintedPage], *, from_the_right: bool) -> list[list[Region]]:
    """The regions of each page in reading order; a page without columns is one region in the engine's order."""
    return [
        _regions(page, gutter, from_the_right=from_the_right)
        for page, gutter in zip(pages, gutters_of(pages), strict=True)
    ]


def _regions(page: PrintedPage, gutter: Gutter | None, *, from_the_right: bool) -> list[Region]:
    if gutter is None:
        return [Region(page.number, "whole", page.lines)] if page.lines else []
    found: list[Region] = []
    sides: dict[Place, list[PrintedLine]] = {"whole": [], "left": [], "right": []}
    order: tuple[Place, ...] = ("whole", "right", "left") if from_the_right else ("whole", "left", "right")

    def close() -> None:
        for place in order:
            if sides[place]:
                found.append(Region(page.number, place, tuple(_from_the_top(sides[place]))))
                sides[place] = []

    for place, line in sorted(_with_headings(list(_placed(page, gutter))), key=lambda pair: pair[1].top):
        if place == "whole" and (sides["left"] or sides["right"]):
            close()
        sides[place].append(line)
    close()
    return _joined(found)


def _with_headings(placed: Sequence[tuple[Place, PrintedLine]]) -> Iterator[tuple[Place, PrintedLine]]:
    """A short heading in the left column stands across the page where both columns break off around it.

    Above its notes a column breaks off for no heading.
    """
    least = SMALL_PRINT * median(line.size for _, line in placed)
    tops = sorted({line.top for place, line in placed if place == "right" and line.size >= least})
    usual = median([below - above for above, below in pairwise(tops)] or [0.0])
    breaks = [(above, below) for above, below in pairwise(tops) if below - above > WHITE_BAND * usual]
    beside = [
        [line for place, line in placed if place == "left" and above + 0.9 * usual < line.top < below - 0.9 * usual]
        for above, below in breaks
    ]
    across = {line for lines in beside if all(map(_is_loud, lines)) for line in lines}
    for place, line in placed:
        yield ("whole" if line in across else place), line


def _is_loud(line: PrintedLine) -> bool:
    return line.bold or line.text.isupper()


def _joined(regions: list[Region]) -> list[Region]:
    """The last, short line under lines across the page belongs to them, not to a column of its own."""
    found: list[Region] = []
    for index, region in enumerate(regions):
        above = found[-1] if found else None
        following = regions[index + 1] if index + 1 < len(regions) else None
        alone = region.place == "left" and (following is None or following.place == "whole")
        if above is not None and above.place == "whole" and (alone or region.place == "whole"):
            found[-1] = Region(region.page, "whole", above.lines + region.lines)
        else:
            found.append(region)
    return found


def _placed(page: PrintedPage, gutter: Gutter) -> Iterator[tuple[Place, PrintedLine]]:
    """Each line with its place; one that runs over the gutter in a single row of both columns is cut there."""
    for line in page.lines:
        end = gutter.right - TOUCH if _begins_column(line, gutter) else gutter.left + TOUCH
        left = [word for word in line.words if word.right <= end]
        right = [word for word in line.words if word.left >= gutter.right - TOUCH]
        if len(left) + len(right) < len(line.words):
            yield "whole", line
        elif left and right:
            yield "left", line_of(page.number, left)
            yield "right", line_of(page.number, right)
        else:
            yield ("left" if left else "right"), line


def _begins_column(line: PrintedLine, gutter: Gutter) -> bool:
    """Whether a word stands right at the edge of the right column, apart from the one before."""
    return any(
        abs(word.left - gutter.right) <= TOUCH and gap_between(before, word) > LEAST_GAP * line.size
        for before, word in pairwise(line.words)
    )


def _from_the_top(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """From top to bottom; on one baseline from left to right."""
    ordered: list[PrintedLine] = []
    row: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: line.top):
        if row and line.top - row[0].top > 0.4 * line.size:
            ordered += sorted(row, key=lambda line: line.left)
            row = []
        row.append(line)
    return ordered + sorted(row, key=lambda line: line.left)
