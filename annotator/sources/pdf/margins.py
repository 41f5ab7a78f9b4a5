"""What is printed beside or behind the text: line numbers, watermarks, words outside the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from statistics import median

from annotator.sources.pdf.page import PrintedLine, PrintedPage, Word
from annotator.sources.pdf.rows import line_of

LARGE = 2.0
"""In sizes of the text: light words from this size on are a watermark."""
FEWEST_NUMBERS = 4
STEPS = (1, 2, 5, 10)
ALIGNED = 3.0
STEADY = 0.8
"""Share of line numbers that must follow one another at the step of all."""


def without_margins(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], dict[PrintedLine, str]]:
    """The pages with each line number as a line of its own, and why lines beside and behind the text are dropped."""
    dropped = _watermarks(pages)
    numbered = [_line_numbers(page) for page in pages]
    pages_with = sum(bool(words) for words in numbered)
    texts = sum(len(page.lines) > 2 * FEWEST_NUMBERS for page in pages)
    if not pages_with or 2 * pages_with < texts:
        return list(pages), dropped
    found = []
    for page, words in zip(pages, numbered, strict=True):
        lines = [part for line in page.lines for part in _parted(line, words)]
        dropped |= {line: "line number" for line in lines if line.words and line.words[0] in words}
        found.append(replace(page, lines=tuple(lines)))
    return found, dropped


# --- watermarks


def _watermarks(pages: Sequence[PrintedPage]) -> dict[PrintedLine, str]:
    usual = _usual_size(pages)
    found: dict[PrintedLine, str] = {}
    repeated: dict[tuple[str, int, int], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            reason = _reason(line, page, usual)
            if reason:
                found[line] = reason
            elif line.size > LARGE * usual:
                repeated[line.text, round(line.left / 6), round(line.top / 6)].append(line)
    for lines in repeated.values():
        if len(lines) >= max(2, len(pages) // 2):
            found.update(dict.fromkeys(lines, "watermark"))
    return found


def _reason(line: PrintedLine, page: PrintedPage, usual: float) -> str:
    """Why a line is dropped for its own look."""
    if _is_outside(line, page):
        return "outside the page"
    if line.angle % 90 or (line.is_light and line.size > LARGE * usual):
        return "watermark"
    return "turned words" if line.angle else ""


def _usual_size(pages: Sequence[PrintedPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _is_outside(line: PrintedLine, page: PrintedPage) -> bool:
    return line.right < 0 or line.left > page.width or line.top < 0 or line.top - line.size > page.height


# --- line numbers


def _line_numbers(page: PrintedPage) -> frozenset[Word]:
    """Words that count the lines of a page at its left or right edge, one by one or every fifth."""
    lines = [line for line in page.lines if line.words and not line.angle]
    if len(lines) < FEWEST_NUMBERS:
        return frozenset()
    tops = sorted({round(line.top) for line in lines if any(mark.isalpha() for mark in line.text)})
    groups = [group for first in (True, False) for group in _aligned(_outer_numbers(lines, first=first))]
    return frozenset(max((group for group in groups if _counts_lines(group, tops)), key=len, default=()))


def _outer_numbers(lines: Sequence[PrintedLine], *, first: bool) -> list[Word]:
    """Numbers that begin (or end) a line, or are all of it; a raised one begins a footnote."""
    found = []
    for line in lines:
        if first and line.marks and not line.marks[0][0]:
            continue
        word = min(line.words, key=lambda word: word.left) if first else max(line.words, key=lambda word: word.right)
        if word.text.isdecimal() and len(word.text) <= 4:
            found.append(word)
    return found


def _aligned(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that end (or begin) at the same place, from the top."""
    for edge in (attrgetter("right"), attrgetter("left")):
        group: list[Word] = []
        for word in sorted(words, key=edge):
            if group and edge(word) - edge(group[0]) > ALIGNED:
                yield sorted(group, key=attrgetter("top"))
                group = []
            group.append(word)
        if group:
            yield sorted(group, key=attrgetter("top"))


def _counts_lines(words: Sequence[Word], tops: Sequence[int]) -> bool:
    """Whether the numbers grow by one step for as many lines as lie between them; numbers of paragraphs do not."""
    if len(words) < FEWEST_NUMBERS:
        return False
    steps = Counter(int(below.text) - int(above.text) for above, below in pairwise(words))
    step, count = steps.most_common(1)[0]
    if step not in STEPS or count < STEADY * (len(words) - 1):
        return False
    between = [
        sum(above.top + 2 < top <= below.top + 2 for top in tops)
        for above, below in pairwise(words)
        if int(below.text) - int(above.text) == step
    ]
    within = sum(1 <= number <= step for number in between)
    if step == 1:
        apart = [below.top - above.top for above, below in pairwise(words)]
        return within >= STEADY * len(between) and _is_even(apart) and len(words) >= 2 * FEWEST_NUMBERS
    return within >= STEADY * len(between) and median(between) >= step - 1


def _is_even(distances: Sequence[float]) -> bool:
    usual = median(distances)
    return sum(distance < 1.6 * usual for distance in distances) >= STEADY * len(distances)


def _parted(line: PrintedLine, numbers: frozenset[Word]) -> list[PrintedLine]:
    """The line in two where it holds a line number."""
    own = [word for word in line.words if word in numbers]
    rest = [word for word in line.words if word not in numbers]
    if not own or not rest:
        return [line]
    return [line_of(line.page, own), line_of(line.page, rest)]
