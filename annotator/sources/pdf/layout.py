"""From printed lines to lines of text: what is read after what, and where a paragraph may begin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from annotator.model.treaty import canonical_characters
from annotator.sources.lines import NOTE_STYLE, Line
from annotator.sources.pdf.columns import Region, regions_of
from annotator.sources.pdf.footnotes import Footnotes
from annotator.sources.pdf.furniture import furniture
from annotator.sources.pdf.margins import without_margins
from annotator.sources.pdf.page import PrintedLine, PrintedPage, is_right_to_left
from annotator.sources.pdf.streams import streams_of

LINES_TO_TELL_DIRECTION = 2000
PARAGRAPH_GAP = 1.3
"""A distance to the line above of more than this many usual ones begins a paragraph."""
INDENT = 0.7
"""In font sizes: a shift to the right that the eye takes for an indentation."""
SHORT_LINES = 0.8
DIFFERENT_LENGTHS = 4

_WORD_IN_SENTENCE = re.compile(r"(?!(?:[ivxl]{1,5}|[a-z]{1,2})[.)])[^\W\d_]{2,}")
_BARE_LETTER = re.compile(r"(?:[a-z]|[ivx]{2,4})\s")
"""A point may be lettered without brackets; a wrapped line that begins with the word "a" has no room above."""
_LABEL = re.compile(r"^(?:\(?\w{1,5}[.)]+|[-–—•*])$")


@dataclass(frozen=True, slots=True)
class Typography:
    """What is usual in a document. `leading` is the distance of baselines within a paragraph, in font sizes.

    `stops` are the edges (whole points) at which lines of different lengths begin: none of those is centred. They
    begin at the left, or `from_the_right`.
    """

    size: float
    leading: float
    stops: frozenset[int]
    from_the_right: bool = False

    def is_at_stop(self, line: PrintedLine) -> bool:
        return _begin(line, from_the_right=self.from_the_right) in self.stops


@dataclass(frozen=True, slots=True)
class Column:
    """The edges between which a page's text runs."""

    left: float
    right: float

    def holds_centred(self, line: PrintedLine) -> bool:
        """Whether the line stands clear of both edges by the same distance."""
        before, after = line.left - self.left, self.right - line.right
        return before > 1.5 * line.size and abs(before - after) < max(1.5 * line.size, 0.12 * (before + after))


def lay_out(pages: Sequence[PrintedPage]) -> list[Line]:
    """All lines of a document. What is no part of its text has the reason in `drop`."""
    pages, dropped = without_margins(pages)
    dropped |= furniture([_without(page, dropped) for page in pages])
    bodies = [_without(page, dropped) for page in pages]
    rows = [line for page in bodies for line in page.lines]
    from_the_right = is_right_to_left(" ".join(line.text for line in rows[:LINES_TO_TELL_DIRECTION]))
    streams = streams_of(regions_of(bodies, from_the_right=from_the_right))
    whole = [region for stream in streams for region in stream]
    flow = _Flow(_typography(whole, from_the_right=from_the_right))
    furnished = {page.number: [line for line in page.lines if line in dropped] for page in pages}
    for stream in streams:
        flow.turn()
        usual = {place: _column(_lines_at(place, stream), None) for place in ("whole", "left", "right")}
        for number, regions in groupby(stream, key=lambda region: region.page):
            above, below = _above_and_below(furnished.pop(number, []), pages[number - 1])
            flow.drop(above, dropped)
            for region in regions:
                flow.add_region(region, usual[region.place], is_foot=_is_foot(region, stream))
            flow.drop(below, dropped)
    for lines in furnished.values():
        flow.drop(lines, dropped)
    return flow.finish()


def _above_and_below(lines: list[PrintedLine], page: PrintedPage) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """What is dropped stands before or behind the text of its page, where it may be put back."""
    middle = page.height / 2
    return [line for line in lines if line.top < middle], [line for line in lines if line.top >= middle]


def _is_foot(region: Region, stream: Sequence[Region]) -> bool:
    """Whether nothing across the page stands below a region."""
    bottom = region.lines[-1].top
    return not any(
        row.page == region.page and row.place == "whole" and row is not region and row.lines[0].top > bottom
        for row in stream
    )


def _without(page: PrintedPage, dropped: Mapping[PrintedLine, str]) -> PrintedPage:
    return replace(page, lines=tuple(line for line in page.lines if line not in dropped))


def _lines_at(place: str, regions: Sequence[Region]) -> list[PrintedLine]:
    return [line for region in regions if region.place == place for line in region.lines]


def _typography(regions: Sequence[Region], *, from_the_right: bool) -> Typography:
    """The commonest size, weighed by characters, and the commonest distance between lines of that size.

    Lines that go on in small letters tell it first: in a short text most distances may be those of paragraphs.
    """
    sizes: Counter[float] = Counter()
    for region in regions:
        for line in region.lines:
            sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    distances = [
        (round((below.top - above.top) / size, 1), _goes_on(below))
        for region in regions
        for above, below in pairwise(region.lines)
        if above.size == below.size == size and 0.8 * size < below.top - above.top < 3 * size
    ]
    gaps = Counter(row for row, goes_on in distances if goes_on) or Counter(row for row, _ in distances)
    # Of distances that are equally common the lesser one is within paragraphs
    leading = max(gaps, key=lambda row: (gaps[row], -row), default=1.2)
    return Typography(size, leading, _stops(regions, from_the_right=from_the_right), from_the_right)


def _goes_on(line: PrintedLine) -> bool:
    """Whether a line begins with a word in small letters, which is no label."""
    first = _WORD_IN_SENTENCE.match(line.text)
    return first is not None and first[0].islower()


def _begin(line: PrintedLine, *, from_the_right: bool) -> int:
    return round(line.right if from_the_right else line.left)


def _stops(regions: Sequence[Region], *, from_the_right: bool) -> frozenset[int]:
    """Centred lines that begin at the same place are equally long; aligned ones are not."""
    lengths: dict[int, set[int]] = defaultdict(set)
    for region in regions:
        for line in region.lines:
            begin = _begin(line, from_the_right=from_the_right)
            lengths[begin].add(round((line.right - line.left) / line.size))
    return frozenset(begin for begin, found in lengths.items() if len(found) >= DIFFERENT_LENGTHS)


def _column(lines: Sequence[PrintedLine], usual: Column | None) -> Column:
    """Edges between which lines run: where the longer ones begin, and how far they commonly reach.

    A page with short lines only has the `usual` edges of the document, and so has one whose lines are all indented.
    """
    widest = max((line.right - line.left for line in lines), default=0.0)
    if usual and widest < SHORT_LINES * (usual.right - usual.left):
        return usual
    if not lines:
        return Column(0.0, 0.0)
    long = [line for line in lines if line.right - line.left >= min(0.6 * widest, widest)]
    rights = sorted(line.right for line in long)
    left, right, size = min(line.left for line in long), rights[int(0.9 * (len(rights) - 1))], lines[0].size
    # Where a column stands elsewhere on the page, both of its edges do
    if usual and left - usual.left > INDENT * size and abs(right - usual.right) < size:
        left = usual.left
    return Column(left, right)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line in its column. `in_title`: it belongs to a paragraph that is bold or stands under a centred line."""

    line: PrintedLine
    column: Column
    centred: bool
    from_the_right: bool = False
    in_title: bool = False

    @property
    def indent(self) -> float:
        if self.from_the_right:
            return self.column.right - self.line.right
        return self.line.left - self.column.left

    @property
    def room_around(self) -> float:
        """What the column has left and right of a centred line."""
        return self.column.right - self.column.left - (self.line.right - self.line.left)

    @property
    def room_behind(self) -> float:
        """How far the column runs on behind the line."""
        return self.line.left - self.column.left if self.from_the_right else self.column.right - self.line.right


class _Flow:
    """Puts lines behind one another and says where a paragraph may begin."""

    def __init__(self, typography: Typography) -> None:
        self._typography = typography
        self._footnotes = Footnotes(typography.size)
        self._lines: list[Line] = []
        self._notes: list[Line] = []
        self._above: _Placed | None = None

    def turn(self) -> None:
        """Another stream begins: nothing goes on from what stands above."""
        self._release_notes()
        self._above = None

    def add_region(self, region: Region, usual: Column, *, is_foot: bool) -> None:
        """A region, with the notes at its foot if it reaches down to that of the page."""
        notes = self._footnotes.of(region.lines) if is_foot else {}
        column = _column(region.lines, usual)
        for line in region.lines:
            if line in notes:
                self.add_note(line, notes[line])
            else:
                self.add(line, column)

    def add(self, line: PrintedLine, column: Column) -> None:
        typography = self._typography
        centred = column.holds_centred(line) and not typography.is_at_stop(line)
        placed = _Placed(line, column, centred, typography.from_the_right)
        above = self._above
        starts = above is None or self._starts_paragraph(above, placed)
        if starts and self._notes:
            self._release_notes()
        self._lines.append(_line(placed, starts=starts))
        in_title = line.bold or above is None or above.centred if starts or above is None else above.in_title
        self._above = replace(placed, in_title=in_title)

    def drop(self, lines: Sequence[PrintedLine], reasons: Mapping[PrintedLine, str]) -> None:
        self._lines += [
            Line(text=_canonical(line.text), page=line.page, size=line.size, drop=reasons[line]) for line in lines
        ]

    def add_note(self, line: PrintedLine, reason: str) -> None:
        self._notes.append(
            Line(
                text=_canonical(line.text),
                page=line.page,
                size=line.size,
                style=NOTE_STYLE,
                starts_paragraph=self._footnotes.begins_note(line),
                drop=reason,
                marks=_marks(line),
            )
        )

    def finish(self) -> list[Line]:
        self._release_notes()
        return self._lines

    def _release_notes(self) -> None:
        self._lines += self._notes
        self._notes = []

    def _starts_paragraph(self, above: _Placed, here: _Placed) -> bool:
        """By the white space before the line, its look, its indentation, or room left over on the line above."""
        line, before = here.line, above.line
        if before.page == line.page and line.top > before.top:
            usual = self._typography.leading * max(line.size, before.size)
            if line.top - before.top > PARAGRAPH_GAP * usual:
                return True
        if _looks_different(above, here):
            return True
        if line.text[:1].islower() and not _BARE_LETTER.match(line.text):
            return False
        if not here.centred and here.indent > above.indent + INDENT * line.size:
            return not (_hangs(above, here) or _breaks_off(above, here))
        return _has_room(above, here)


def _looks_different(above: _Placed, here: _Placed) -> bool:
    sizes_differ = abs(here.line.size - above.line.size) > 0.1 * above.line.size
    if sizes_differ or here.line.bold != above.line.bold:
        return True
    if here.centred == above.centred:
        return False
    return not (_stands_below(above, here) or _is_one_title(above, here))


def _stands_below(above: _Placed, here: _Placed) -> bool:
    """Whether one of two lines only seems to be centred: both begin at one edge, or the first line fills its column.

    That is a heading in two lines, or an item that hangs out.
    """
    shift = here.indent - above.indent
    if abs(shift) < 1 or (shift > 0 and not here.line.bold and _hangs(above, here)):
        return True
    return here.centred and here.line.bold and _goes_on(here.line)


def _is_one_title(above: _Placed, here: _Placed) -> bool:
    """Whether two lines are of one title, only one of which stands clear of both edges and of where others begin.

    In the next column a title goes on in small letters only.
    """
    is_small = here.line.bold and here.line.text[:1].islower()
    if not above.in_title or _is_next_column(above, here):
        return above.in_title and is_small
    middles = [row.line.left + row.line.right for row in (above, here)]
    return abs(middles[0] - middles[1]) <= here.line.size and (here.centred or is_small)


def _is_next_column(above: _Placed, here: _Placed) -> bool:
    return above.line.page != here.line.page or here.line.top <= above.line.top


def _hangs(above: _Placed, here: _Placed) -> bool:
    """Whether the line above begins with a number that hangs out to the left of its own words: "(a)    To promote"."""
    label, _, rest = above.line.text.partition(" ")
    shift = here.indent - above.indent
    return bool(rest and _LABEL.match(label)) and shift < 6 * here.line.size


def _breaks_off(above: _Placed, here: _Placed) -> bool:
    """Whether a column ends with a full line amid a sentence: how the next is indented may be misjudged, so it goes on.

    Where all lines of a column are indented, nothing shows where it begins.
    """
    is_labelled = bool(_LABEL.match(here.line.text.partition(" ")[0]))
    return (
        _is_next_column(above, here)
        and above.line.text[-1:].isalnum()
        and not is_labelled
        and not _has_room(above, here)
    )


def _has_room(above: _Placed, here: _Placed) -> bool:
    """Whether the first word of the line would have fitted on the line above, which therefore ended on purpose.

    A line with a number only seems to be centred where the next begins at the same place.
    """
    line = here.line
    first_word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * (len(first_word) + 1) / max(len(line.text), 1)
    is_around = above.centred and here.centred
    if abs(here.indent - above.indent) < 1 and _LABEL.match(above.line.text.partition(" ")[0]):
        is_around = False
    return width + line.size < (above.room_around if is_around else above.room_behind)


def _line(placed: _Placed, *, starts: bool) -> Line:
    line = placed.line
    return Line(
        text=_canonical(line.text),
        page=line.page,
        indent=round(placed.indent, 1) + 0.0,
        size=line.size,
        bold=line.bold,
        italic=line.italic,
        centred=placed.centred,
        starts_paragraph=starts,
        # A raised digit in front is the number of a paragraph.
        marks=tuple(row for row in _marks(line) if row[0] > 0),
    )


def _marks(line: PrintedLine) -> tuple[tuple[int, str], ...]:
    """The marks with their offsets in the canonical characters of the line."""
    return tuple((len(_canonical(line.text[:at])), mark) for at, mark in line.marks)


def _canonical(text: str) -> str:
    """Printable ASCII is canonical already."""
    return text if text.isascii() and text.isprintable() else canonical_characters(text)
