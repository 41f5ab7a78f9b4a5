"""The rail between two pages: how far down the one is to stand while the other is read."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from annotator.ui.reader.course import Course, Stretch
from annotator.ui.reader.document import ReadingDocument
from annotator.ui.reader.page import Page

_Heights = tuple[tuple[float, float, float], tuple[float, float, float]]
"""On either page: where the words of a stretch begin and end, and where the next one begins."""


class Rail:
    """Follows a course on two pages as they are set. Heights are asked once for each stretch that is read."""

    def __init__(self, leading: Page, following: Page, course: Course) -> None:
        self._leading, self._following, self._course = leading, following, course
        self._heights: dict[int, _Heights] = {}
        self._set: tuple[object, ...] = ()

    def value(self, offset: int) -> float | None:
        """Where the other page is to be scrolled to, so that what answers `offset` stands at the same height; None
        where nothing does. Within a stretch it glides: in the middle of one stands the middle of the other."""
        number = self._course.at(offset)
        documents = self._leading.reading, self._following.reading
        if number < 0 or documents[0] is None or documents[1] is None:
            return None
        (top, end, bottom), (other_top, other_end, other_bottom) = self._stretch(number, documents[0], documents[1])
        scrolled = self._leading.verticalScrollBar().value()
        height = min(max(scrolled + self._leading.landing_height, top), bottom)
        if height <= end:
            return _between(height, (top, end), (other_top, other_end)) - (height - scrolled)
        return _between(height, (end, bottom), (other_end, other_bottom)) - (height - scrolled)

    def _stretch(self, number: int, one: ReadingDocument, other: ReadingDocument) -> _Heights:
        now = (one, _size(one), other, _size(other))
        if now != self._set:
            self._heights, self._set = {}, now
        if number not in self._heights:
            self._heights[number] = _measure(self._course.stretches[number], one, other)
        return self._heights[number]


def _size(document: QTextDocument) -> tuple[float, float]:
    """Changes whenever the text is set anew; asking lays out what is not laid out yet."""
    size = document.documentLayout().documentSize()
    return size.width(), size.height()


def _between(height: float, one: tuple[float, float], other: tuple[float, float]) -> float:
    """As far from one end to the other on the second page as `height` is on the first."""
    share = (height - one[0]) / (one[1] - one[0]) if one[1] > one[0] else 0.0
    return other[0] + share * (other[1] - other[0])


def _measure(stretch: Stretch, one: ReadingDocument, other: ReadingDocument) -> _Heights:
    return _reach(one, stretch.start, stretch.end), _reach(other, stretch.other_start, stretch.other_end)


def _reach(document: ReadingDocument, start: int, end: int) -> tuple[float, float, float]:
    """The room below a last line is apart: else lines as many as those beside them would drift from their height."""
    top, bottom = _top(document, start), _bottom(document, end)
    block = document.block_at(max(start, end - 1))
    return top, min(max(top, document.documentLayout().blockBoundingRect(block).bottom()), bottom), bottom


def _top(document: ReadingDocument, offset: int) -> float:
    """Of the line that holds `offset`, in pixels from the top of the page."""
    position = document.offsets.to_qt(offset)
    block = document.findBlock(position)
    top = document.documentLayout().blockBoundingRect(block).top()
    line = block.layout().lineForTextPosition(position - block.position())
    return top + line.y() if line.isValid() else top


def _bottom(document: ReadingDocument, offset: int) -> float:
    """Where what comes before `offset` ends: at the top of the next paragraph, if it ends a paragraph."""
    block = document.block_at(offset)
    ends_here = document.offsets.to_qt(offset) >= block.position() + block.length() - 1
    if not ends_here:
        return _top(document, offset)
    following = block.next()
    rect = document.documentLayout().blockBoundingRect(following if following.isValid() else block)
    return rect.top() if following.isValid() else rect.bottom()
