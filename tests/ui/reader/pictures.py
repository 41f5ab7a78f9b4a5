"""What a test sees of a page: its picture, and where words stand in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QTextCursor

from annotator.ui.reader.view import ReaderView

Area = tuple[int, int, int, int]


def image_of(view: ReaderView) -> QImage:
    return view.viewport().grab().toImage()


def spot_of(view: ReaderView, offset: int) -> QPoint:
    """A point on the character at `offset`, in the viewport."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(view._to_qt(offset))
    here = view.cursorRect(cursor)
    cursor.setPosition(view._to_qt(offset + 1))
    return QPoint((here.center().x() + view.cursorRect(cursor).center().x()) // 2, here.center().y())


def area_of(view: ReaderView, start: int, end: int, *, below: bool = False) -> Area:
    """The area of words that stand on one line, or of the bars under them."""
    first, last = spot_of(view, start), spot_of(view, end - 1)
    left, right = sorted((first.x(), last.x()))
    if below:
        return left + 1, first.y() + 9, right - 1, first.y() + 16
    return left + 1, first.y() - 4, right - 1, first.y() + 4


def share_of(image: QImage, area: Area, colour: QColor) -> float:
    """How much of `area` has exactly that colour, from 0 to 1."""
    left, top, right, bottom = area
    pixels = [image.pixelColor(x, y).name() for x in range(left, right) for y in range(top, bottom)]
    return pixels.count(colour.name()) / len(pixels)
