"""A treaty as a PDF: wrapped lines in one column or two, notes at their foot, running heads and page numbers.

Where the end of a paragraph is also that of its column, and the next begins with no number, nothing shows that there
are two; such a last line is taken over to the next column.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from tests.sources.tiny_pdf import BOLD, REGULAR, Words, pdf
from tests.sources.treaty_drafts import Draft, Row

_OF_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
    556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
    556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
    500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_WIDTHS = dict(zip(map(chr, range(32, 127)), _OF_ASCII, strict=True))
"""Helvetica, in thousandths of the size (Adobe's metrics of the standard fonts); bold is at most a tenth wider."""

_SIZE, _LEADING, _GAP, _NOTE_SIZE, _NOTE_LEADING = 10.0, 12.0, 6.0, 7.5, 9.0
_LEFT, _RIGHT, _TOP, _GUTTER, _STEP = 72.0, 540.0, 720.0, 24.0, 14.0
_MEASURES = {1: 300.0, 2: (_RIGHT - _LEFT - _GUTTER) / 2}
"""Narrow, for most sentences to be wrapped: where hardly one is, nothing shows the distance of lines in a paragraph."""
_HEADINGS = ("title", "preamble", "division", "article", "annex", "heading title")
FEWEST_LINES = 6
"""What a column needs to be seen as one by itself."""
HEADER = "Records of the Assembly of Mills"


@dataclass(frozen=True)
class Setting:
    """How pages are set. `bottom` is where their text ends, in points from the lower edge.

    `by_rows`: the file says the lines of both columns in turn. `hangs`: what follows a number stands to its right.
    """

    columns: int = 2
    by_rows: bool = False
    hangs: bool = False
    has_header: bool = True
    number: str = "– {} –"
    bottom: float = 90.0


def rendered(draft: Draft, setting: Setting) -> tuple[bytes, list[tuple[str, str]]]:
    """The file, and its page furniture with the reason why each is dropped."""
    setter = _Setter(draft, setting)
    pages = setter.pages()
    dropped = []
    for number, page in enumerate(pages, 1):
        # On a single page nothing shows that a line at its head is no title
        if setting.has_header and len(pages) > 1:
            page.insert(0, Words(_centred(HEADER, _LEFT, _RIGHT, 9), 760, HEADER, size=9))
            dropped.append(("page header", HEADER))
        if setting.number:
            said = setting.number.format(number)
            page.append(Words(_centred(said, _LEFT, _RIGHT, 9), 40, said, size=9))
            dropped.append(("page number", said))
    return pdf(pages), dropped


def is_legible(draft: Draft, setting: Setting) -> bool:
    """Whether what the eye goes by is there.

    Where no sentence is wrapped, nothing shows how far lines of one paragraph stand apart; and a line or two that stand
    to the right of others, at the end of a text, are no column by themselves.
    """
    setter = _Setter(draft, setting)
    setter.pages()
    return setter.is_wrapped and not setter.is_doubtful and (setting.columns == 1 or _shows_columns(setter.lengths))


def _shows_columns(lengths: list[int]) -> bool:
    """Whether both columns are seen on some page: others have the same."""
    return any(right >= FEWEST_LINES for right in lengths[1::2])


def width_of(text: str, size: float) -> float:
    """The width of `text` in points; what is not ASCII counts as a letter."""
    return sum(_WIDTHS.get(mark, 556) for mark in text) * size / 1000


def _centred(text: str, left: float, right: float, size: float) -> float:
    return left + (right - left - width_of(text, size)) / 2


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class _Setter:
    """Fills column after column; the notes of a column are set when it is full."""

    def __init__(self, draft: Draft, setting: Setting) -> None:
        self._draft, self._setting = draft, setting
        self._width = _MEASURES[setting.columns]
        self._notes = {row.note: row for row in draft.rows if row.role == "note"}
        self._pages: list[list[Words]] = [[]]
        self._column = 0
        self._top = self._y = _TOP
        self._foot: list[list[str]] = []
        self.is_doubtful = False
        """Whether a column begins with a paragraph that has no number: it might go on from the one before."""
        self.is_wrapped = False
        """Whether a line goes on in small letters from the one above."""
        self.lengths: list[int] = [0]
        """How many lines each column has, once all pages are set."""

    def pages(self) -> list[list[Words]]:
        rows = [row for row in self._draft.rows if row.role != "note"]
        if rows and rows[0].role == "title":
            self._across(rows.pop(0))
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            self._set(row, following)
        self._end_column()
        self.lengths.pop()
        return [self._in_order(page) for page in self._pages if page]

    def _in_order(self, page: list[Words]) -> list[Words]:
        if not self._setting.by_rows:
            return page
        return [row for _, line in groupby(sorted(page, key=lambda row: -row.y), lambda row: row.y) for row in line]

    @property
    def _left(self) -> float:
        outer = (_RIGHT - _LEFT - self._width * self._setting.columns - _GUTTER * (self._setting.columns - 1)) / 2
        return _LEFT + outer + self._column * (self._width + _GUTTER)

    def _across(self, row: Row) -> None:
        """A title stands above the columns."""
        self._pages[-1].append(Words(_centred(row.words, _LEFT, _RIGHT, 12), self._y, row.words, size=12, font=BOLD))
        self._top = self._y = _TOP - 36

    def _set(self, row: Row, following: Row | None) -> None:
        is_heading = row.role in _HEADINGS
        indent = _STEP * max(0, row.depth)
        hang = _STEP if self._setting.hangs and row.role == "item" else 0.0
        size = _SIZE
        room = (self._width - indent - hang) * (0.85 if is_heading else 1)
        mark = str(row.note) if row.note else ""
        lines = _wrapped(row.said(mark), room, size)
        lines[-1] = lines[-1].removesuffix(mark)
        note = self._note_lines(row.note)
        needed = _LEADING * (len(lines) + 2) if is_heading else _LEADING
        if self._y != self._top:
            self._y -= 2 * _GAP if is_heading and row.role != "heading title" else _GAP
        if self._y - needed < self._floor(note if len(lines) == 1 else []):
            self._end_column()
        for index, line in enumerate(lines):
            is_last = index + 1 == len(lines)
            floor = self._floor(note if is_last else [])
            shows_end = not is_last or following is None or following.label or self._fits(following, floor)
            if self._y < floor or (not shows_end and self._y != self._top):
                self._end_column()
            self.is_doubtful |= not index and row.role == "words" and self._y == self._top and len(self.lengths) > 1
            self.is_wrapped |= index > 0 and not is_heading and self._y != self._top and line[0].islower()
            x = self._left + indent + (hang if index else 0)
            if is_heading:
                x = _centred(line, self._left, self._left + self._width, size)
            raised = mark if is_last else ""
            self._pages[-1].append(
                Words(x, self._y, line, size=size, font=BOLD if is_heading else REGULAR, raised=raised)
            )
            self._y -= _LEADING
            self.lengths[-1] += 1
            if raised:
                self._foot.append(note)

    def _fits(self, following: Row, floor: float) -> bool:
        """Whether the first two lines of the next paragraph stand in this column, their note below."""
        note = _NOTE_LEADING * len(self._note_lines(following.note)) + _LEADING
        return self._y - 3 * _LEADING - _GAP >= floor + note

    def _note_lines(self, number: int) -> list[str]:
        if not number:
            return []
        return _wrapped(f"{number} {self._notes[number].words}", self._width, _NOTE_SIZE)

    def _floor(self, more: list[str]) -> float:
        """Where the text of the column has to end, its notes and `more` of them below it."""
        count = sum(map(len, self._foot)) + len(more)
        return self._setting.bottom + (count * _NOTE_LEADING + _LEADING if count else 0)

    def _end_column(self) -> None:
        y = self._setting.bottom + (sum(map(len, self._foot)) - 1) * _NOTE_LEADING
        for note in self._foot:
            for index, line in enumerate(note):
                mark, _, words = line.partition(" ")
                shown = ("", mark, f" {words}") if not index else (line, "", "")
                self._pages[-1].append(Words(self._left, y, shown[0], size=_NOTE_SIZE, raised=shown[1], after=shown[2]))
                y -= _NOTE_LEADING
        self._foot = []
        self.lengths.append(0)
        self._column += 1
        if self._column == self._setting.columns:
            self._column, self._top = 0, _TOP
            self._pages.append([])
        self._y = self._top
