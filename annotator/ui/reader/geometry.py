"""Where code points are on the page: rectangles of a stretch of one block, right for mixed directions too."""

from __future__ import annotations

import re
from bisect import bisect_right

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from annotator.model.records import dataclass
from annotator.ui.reader.document import ReadingDocument

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Row:
    """One visual line of a block: UTF-16 positions in the block, and the box that its letters fill."""

    line: QTextLine
    start: int
    end: int
    left: float
    right: float
    top: float
    bottom: float


Piece = tuple[Row, float, float]
"""On one line, from where to where, in the coordinates of the layout."""


class BlockGeometry:
    """The lines of one laid-out block, in the coordinates of its layout (`origin` is where those begin on the page)."""

    def __init__(self, document: ReadingDocument, block: QTextBlock) -> None:
        # Asking for its rectangle lays the text out as far as this block; one that is not must not be asked for lines
        document.documentLayout().blockBoundingRect(block)
        layout = block.layout()
        self.origin = layout.position()
        reach = document.setting.reach(document.paragraph_of(block).role)
        self.rows = [_row(layout.lineAt(index), *reach) for index in range(layout.lineCount())]
        self.bottom = layout.boundingRect().bottom()
        self._offsets = document.offsets
        self._base = block.position()
        paragraph = document.paragraph_of(block)
        is_plain = block.length() - 1 == paragraph.end - paragraph.start
        self._plain_start = paragraph.start if is_plain else None
        """Where each of its characters is one unit: what an offset is counted from."""
        self._starts = [row.start for row in self.rows]
        self._xs: list[dict[int, float]] = [{} for _ in self.rows]
        self._is_mixed = _RIGHT_TO_LEFT.search(block.text()) is not None
        self._merged: dict[tuple[int, int], list[Piece]] = {}

    def pieces(self, start: int, end: int) -> list[Piece]:
        """Where the words `[start, end)` (code points of the text) are, once a line or more where directions mix."""
        found: list[Piece] = []
        for number, low, high in self._parts(start, end):
            row = self.rows[number]
            if self._is_mixed:
                found += self._merged_pieces(row, low, high)
                continue
            known = self._xs[number]
            left, right = known.get(low), known.get(high)  # many words and bars begin where others end
            if left is None:
                left = known[low] = x_of(row.line, low)
            if right is None:
                right = known[high] = x_of(row.line, high)
            if right > row.right:
                right = row.right
            if right > left:
                found.append((row, left, right))
        return found

    def rectangles(self, start: int, end: int) -> list[QRectF]:
        """The boxes of the same words."""
        return [
            QRectF(left, row.top, right - left, row.bottom - row.top) for row, left, right in self.pieces(start, end)
        ]

    def rows_of(self, start: int, end: int) -> list[Row]:
        """The lines that hold any of `[start, end)`."""
        return [self.rows[number] for number, _low, _high in self._parts(start, end)]

    def _parts(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """On which lines the words are, and from which position to which on each."""
        first, last = self._position(start), self._position(end)
        number = max(0, bisect_right(self._starts, first) - 1)
        if self.rows and last <= self.rows[number].end:  # as most are: on one line
            return [(number, first, last)] if first < last and first >= self.rows[number].start else []
        found: list[tuple[int, int, int]] = []
        for row in self.rows[number:]:
            if row.start >= last:
                break
            if first < row.end:
                found.append((number, first if first > row.start else row.start, last if last < row.end else row.end))
            number += 1
        return found

    def _position(self, offset: int) -> int:
        if self._plain_start is not None:
            return offset - self._plain_start
        return self._offsets.to_qt(offset) - self._base

    def _merged_pieces(self, row: Row, low: int, high: int) -> list[Piece]:
        key = low, high
        if key not in self._merged:
            self._merged[key] = _merge_runs(row, low, high)
        return self._merged[key]


def x_of(line: QTextLine, position: int) -> float:
    """Where the caret stands before `position`, in the coordinates of the layout."""
    found = line.cursorToX(position)
    # The stubs say object; Qt gives the x and the position it settled on
    assert isinstance(found, tuple)
    return float(found[0])


def _row(line: QTextLine, above: float, below: float) -> Row:
    box = line.naturalTextRect()
    start = line.textStart()
    baseline = line.y() + line.ascent()
    return Row(line, start, start + line.textLength(), box.left(), box.right(), baseline - above, baseline + below)


def _merge_runs(row: Row, low: int, high: int) -> list[Piece]:
    """Glyph runs say where words are drawn when their order on the page is not their order in the text."""
    spans = sorted(
        (box.left(), box.right()) for box in (run.boundingRect() for run in row.line.glyphRuns(low, high - low))
    )
    found: list[Piece] = []
    for left, right in spans:
        left, right = max(left, row.left), min(right, row.right)
        if found and left <= found[-1][2] + 0.5:
            found[-1] = row, found[-1][1], max(right, found[-1][2])
        elif right > left:
            found.append((row, left, right))
    return found
