"""Gutters: where white space runs between two columns of prose."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from annotator.sources.pdf.footnotes import SMALL_PRINT
from annotator.sources.pdf.page import PrintedLine, PrintedPage, Word

WIDE = (0.8, 0.6, 0.0, 3)
"""Least gap between words of two columns and least width of their gutter, in font sizes, the least share of a page's
lines that must stand in columns, and the fewest lines of each."""
NARROW = (0.35, 0.35, 0.6, 6)
"""The same where two columns nearly touch, as cells of a table do: any words may be so far apart, and spaces of three
lines may stand below one another, but not all day."""
NARROWEST_COLUMN = 9.0
"""In font sizes: a narrower column holds labels or cells."""
FEWEST_LINES = 3
FILLED = 0.6
"""Share of the room up to the other column that the longest line of running text fills, at least."""
FULL_LINE = 0.7
"""Share of the longest line of its column that a full line of running text has."""
FULL_LINES = 1 / 3
"""Least share of full lines: a paragraph of two lines may have one, a short recital or point has none."""
CLEAR = 10
"""One line in so many may run across the gutter of a page that keeps clear of it: a title."""
LEAST_GAP = 0.5
"""In font sizes: the least distance of two words in which a line is cut at the edge of a column."""
MIDDLE = (0.2, 0.8)
"""Shares of the width of a page's text between which a gutter may run."""
FARTHEST_INDENT = 5.0
"""In font sizes: how far most lines of a column may stand to the right of where it begins: items of a third list do."""
SOLID = 2.0
"""In font sizes: lines of one paragraph are no farther apart."""
TOUCH = 1.0
"""Points by which words may stand over the edge of their column."""


class Gutter(NamedTuple):
    """White space between two columns, in points from the left edge of the page."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


class _Fragment(NamedTuple):
    """Words of a line without a wide gap."""

    left: float
    right: float
    top: float
    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands left and right of a gutter, between two lines that cross it."""

    left: list[_Fragment]
    right: list[_Fragment]


def gutters_of(pages: Sequence[PrintedPage]) -> list[Gutter | None]:
    """The gutter of each page that has columns."""
    for gap, narrowest, share, fewest in (WIDE, NARROW):
        fragments = [_fragments(page.lines, gap) for page in pages]
        gutters = [_gutter(row, narrowest, share, fewest) for row in fragments]
        if any(gutters):
            break
    usual = _usual(gutters, fragments)
    return [_best(row, own, usual) for row, own in zip(fragments, gutters, strict=True)]


def _best(fragments: list[_Fragment], own: Gutter | None, usual: Sequence[Gutter]) -> Gutter | None:
    """Of a page's own gutter and those of others that part it too, the one that the fewest lines run across."""
    fitted = [_within_columns(fragments, known) for known in usual if fragments]
    known = [gutter for gutter in fitted if _parts(fragments, gutter)]
    return min([own, *known] if own else known, key=lambda one: _crossing(fragments, one), default=None)


def _crossing(fragments: Sequence[_Fragment], gutter: Gutter) -> int:
    return sum(1 for _ in _bands(fragments, gutter)) - 1


def _fragments(lines: Sequence[PrintedLine], gap: float) -> list[_Fragment]:
    found: list[_Fragment] = []
    for line in lines:
        if line.angle:
            continue
        start = 0
        for place in range(1, len(line.words) + 1):
            if place == len(line.words) or gap_between(line.words[place - 1], line.words[place]) > gap * line.size:
                words = line.words[start:place]
                text = line.text if len(words) == len(line.words) else " ".join(word.text for word in words)
                left, right = min(word.left for word in words), max(word.right for word in words)
                found.append(_Fragment(left, right, line.top, text, line.size, line.bold))
                start = place
    return found


def gap_between(before: Word, word: Word) -> float:
    return max(word.left - before.right, before.left - word.right)


def _gutter(fragments: list[_Fragment], narrowest: float, share: float, fewest: int) -> Gutter | None:
    """The gutter that most lines keep clear of, if what stands at its two sides is running text; the widest of equals.

    Beside a column that is indented but for a few lines or their numbers, white space runs on into the indentation.
    """
    if len(fragments) < 2 * FEWEST_LINES:
        return None
    left, right = min(row.left for row in fragments), max(row.right for row in fragments)
    low, high = (left + place * (right - left) for place in MIDDLE)
    best: tuple[int, float] = (max(2 * FEWEST_LINES, int(share * len(fragments))), inf)
    found: Gutter | None = None
    size = median(row.size for row in fragments)
    for gutter in _candidates(fragments, low, high, narrowest * size, FARTHEST_INDENT * size):
        held = sum(
            len(band.left) + len(band.right) for band in _bands(fragments, gutter) if _is_prose(band, gutter, fewest)
        )
        if (held, gutter.width) > best:
            best, found = (held, gutter.width), gutter
    return found


def _candidates(
    fragments: list[_Fragment], low: float, high: float, narrowest: float, reach: float
) -> Iterator[Gutter]:
    """Left of where lines begin, or right of where they end (texts that are written from the right)."""
    begins, ends = [row.left for row in fragments], [row.right for row in fragments]
    fewest = 2 if len(_tops(fragments)) >= 4 * FEWEST_LINES else FEWEST_LINES
    for end, begin in _strips(begins, ends, (low, high), narrowest, reach, fewest):
        yield Gutter(end, begin)
    turned = [-end for end in ends], [-begin for begin in begins]
    for end, begin in _strips(*turned, (-high, -low), narrowest, reach, fewest):
        yield Gutter(-begin, -end)


def _strips(
    begins: Sequence[float],
    ends: Sequence[float],
    middle: tuple[float, float],
    narrowest: float,
    reach: float,
    fewest: int,
) -> Iterator[tuple[float, float]]:
    """White strips before where several lines begin, and before where single ones do within `reach` of those.

    Where no place is that of several, that of the `fewest` lines does: points of a short column are indented by turns.
    A line that ends within the `narrowest` gutter is the last one of a paragraph across the page.
    """
    low, high = middle
    within = [begin for begin in begins if low < begin < high]
    shared = _aligned(within, FEWEST_LINES) or _aligned(within, fewest)
    if not shared:
        return
    ordered = sorted(ends)
    nearby = {float(round(begin)) for begin in begins if any(0 < edge - begin < reach for edge in shared)}
    for edge in dict.fromkeys([*shared, *sorted(nearby)]):
        count = bisect_right(ordered, edge + TOUCH)
        if count and (edge in shared or ordered[count - 1] <= edge - narrowest):
            yield min(ordered[count - 1], edge - narrowest), edge


def _size(fragments: Sequence[_Fragment]) -> float:
    """A size of print, told by the distance of lines."""
    tops = sorted({round(row.top, 1) for row in fragments})
    return median([below - above for above, below in pairwise(tops) if below - above > 2] or [12.0]) / 1.2


def _aligned(edges: Sequence[float], fewest: int) -> list[float]:
    """Edges that are shared by several lines, commonest first."""
    counted = Counter(round(edge) for edge in edges)
    return [float(edge) for edge, count in counted.most_common(6) if count >= fewest]


def _bands(fragments: Sequence[_Fragment], gutter: Gutter) -> Iterator[_Band]:
    left: list[_Fragment] = []
    right: list[_Fragment] = []
    for row in sorted(fragments, key=lambda row: row.top):
        if row.right <= gutter.left + TOUCH:
            left.append(row)
        elif row.left >= gutter.right - TOUCH:
            right.append(row)
        else:
            yield _Band(left, right)
            left, right = [], []
    yield _Band(left, right)


def _is_prose(band: _Band, gutter: Gutter, fewest: int) -> bool:
    """Whether both sides hold running text: lines enough, wide enough, not few of them full, sentences that go on."""
    if min(len(_tops(band.left)), len(_tops(band.right))) < fewest:
        return False
    size = min(_size(band.left), _size(band.right))
    if not (_is_dense(band.left, size) and _is_dense(band.right, size)):
        return False
    start = min(row.left for row in band.left)
    end = max(row.right for row in band.right)
    return _runs_on(band.left, gutter.right - start, size) and _runs_on(band.right, end - gutter.right, size)


def _tops(rows: Sequence[_Fragment]) -> set[int]:
    return {round(row.top) for row in rows}


def _is_dense(rows: Sequence[_Fragment], size: float) -> bool:
    """Whether most lines stand close to the next; terms beside their definitions do not."""
    tops = sorted(_tops(rows))
    close = sum(below - above <= SOLID * size for above, below in pairwise(tops))
    return 2 * close >= len(tops) - 1


def _runs_on(rows: Sequence[_Fragment], width: float, size: float) -> bool:
    lines = _whole_lines(_in_plain_print(rows))
    widest = max(right - left for left, right, _ in lines)
    if len(lines) < FEWEST_LINES or widest < max(NARROWEST_COLUMN * size, FILLED * width):
        return False
    full = sum(right - left > FULL_LINE * widest for left, right, _ in lines)
    cased = [text for _, _, text in lines if text[:1].upper() != text[:1].lower() or text[:1].isascii()]
    if full < FULL_LINES * len(lines):
        return False
    small = sum(text.lstrip("[")[:1].islower() for text in cased)
    return 5 * small >= len(cased) or 2 * len(cased) < len(lines) or _broken_off(lines) >= max(2, len(lines) / 5)


def _broken_off(lines: Sequence[tuple[float, float, str]]) -> int:
    """How many lines begin in small letters, or with a word for which there was no room behind a small one."""
    edge = max(right for _, right, _ in lines)
    found = 0
    for (_, reached, above), (left, right, text) in pairwise([(0.0, 0.0, ""), *lines]):
        last, first = above.rpartition(" ")[2], text.partition(" ")[0]
        width = (right - left) * (len(first) + 1) / max(len(text), 1)
        is_broken = last.isalpha() and last.islower() and reached + width > edge
        found += is_broken or text.lstrip("[")[:1].islower()
    return found


def _in_plain_print(rows: Sequence[_Fragment]) -> Sequence[_Fragment]:
    """What is left without headings and notes, whose lines are short; all of a column that is bold."""
    usual = median(row.size for row in rows)
    plain = [row for row in rows if not row.bold and row.size >= SMALL_PRINT * usual]
    return plain if len(plain) >= FEWEST_LINES else rows


def _whole_lines(rows: Sequence[_Fragment]) -> list[tuple[float, float, str]]:
    """Fragments of one column that stand on one baseline, together."""
    found: dict[int, tuple[float, float, str]] = {}
    for row in rows:
        left, right, text = found.get(round(row.top), (row.left, row.right, row.text))
        found[round(row.top)] = min(left, row.left), max(right, row.right), text
    return list(found.values())


def _usual(gutters: Sequence[Gutter | None], fragments: Sequence[list[_Fragment]]) -> list[Gutter]:
    """Gutters that pages share (odd and even pages may differ), each as narrow as any of its pages has it.

    One that a single page shows counts where half of the document has it, or keeps clear of it.
    """
    groups: list[tuple[Gutter, int]] = []
    for gutter in gutters:
        if gutter is None:
            continue
        for place, (known, count) in enumerate(groups):
            shared = Gutter(max(known.left, gutter.left), min(known.right, gutter.right))
            if 2 * shared.width >= min(known.width, gutter.width):
                groups[place] = shared, count + 1
                break
        else:
            groups.append((gutter, 1))
    common = [row for row in groups if row[1] > 1 or 2 * _clear(fragments, row[0]) >= len(gutters)]
    return [gutter for gutter, _ in sorted(common, key=lambda row: -row[1])]


def _clear(pages: Sequence[list[_Fragment]], gutter: Gutter) -> int:
    """How many pages have lines beside a gutter, and hardly any across it."""
    fitted = [(page, _within_columns(page, gutter)) for page in pages if page]
    return sum(CLEAR * _crossing(page, known) <= len(_tops(page)) and _parts(page, known) for page, known in fitted)


def _parts(fragments: Sequence[_Fragment], gutter: Gutter) -> bool:
    """Whether a gutter of other pages parts this page too, which has too few lines to tell by itself.

    They may fill a part of one column only.
    """
    bands = list(_bands(fragments, gutter))
    return len(bands) == 1 or any(band.left and band.right for band in bands)


def _within_columns(fragments: Sequence[_Fragment], gutter: Gutter) -> Gutter:
    """A gutter of other pages as narrow as a page has it: its lines may be longer, those of the others all indented."""
    least = LEAST_GAP * median(row.size for row in fragments)
    ends = (row.right for row in fragments if row.left < gutter.left < row.right < gutter.right - least)
    left = max(ends, default=gutter.left)
    begins = (row.left for row in fragments if left + least < row.left < gutter.right < row.right)
    return Gutter(left, min(begins, default=gutter.right))
