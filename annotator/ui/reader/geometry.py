"""Where code points are on the page: rectangles of a stretch of one block, right for mixed directions too."""

from __future__ import annotations

import re

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
        self._xs: dict[tuple[int, int], float] = {}
        self._is_mixed = _RIGHT_TO_LEFT.search(block.text()) is not None

    def rectangles(self, start: int, end: int) -> list[QRectF]:
        """The boxes of the words `[start, end)` (code points of the text), one a line or more where directions mix."""
        return [box for row, low, high in self._parts(start, end) for box in self._boxes(row, low, high)]

    def rows_of(self, start: int, end: int) -> list[Row]:
        """The lines that hold any of `[start, end)`."""
        return [row for row, _low, _high in self._parts(start, end)]

    def _parts(self, start: int, end: int) -> list[tuple[Row, int, int]]:
        first = self._offsets.to_qt(start) - self._base
        last = self._offsets.to_qt(end) - self._base
        return [
            (row, max(first, row.start), min(last, row.end))
            for row in self.rows
            if row.start < last and first < row.end
        ]

    def _boxes(self, row: Row, low: int, high: int) -> list[QRectF]:
        if self._is_mixed:
            return _merge_boxes(row, low, high)
        left = self._x_of(row, low)
        right = min(self._x_of(row, high), row.right)
        return [QRectF(left, row.top, right - left, row.bottom - row.top)] if right > left else []

    def _x_of(self, row: Row, position: int) -> float:
        """Many words and bars begin where others end, and Qt measures the line from its start each time."""
        key = row.start, position
        if key not in self._xs:
            self._xs[key] = x_of(row.line, position)
        return self._xs[key]


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


def _merge_boxes(row: Row, low: int, high: int) -> list[QRectF]:
    """Glyph runs say where words are drawn when their order on the page is not their order in the text."""
    height = row.bottom - row.top
    spans = sorted(
        (box.left(), box.right()) for box in (run.boundingRect() for run in row.line.glyphRuns(low, high - low))
    )
    boxes: list[QRectF] = []
    for left, right in spans:
        left, right = max(left, row.left), min(right, row.right)
        if boxes and left <= boxes[-1].right() + 0.5:
            boxes[-1].setRight(max(right, boxes[-1].right()))
        elif right > left:
            boxes.append(QRectF(left, row.top, right - left, height))
    return boxes
