"""Marks: the line styles that tell layers of one hue apart, in the margin and under the line.

A page full of overlapping annotations has thousands of such lines, so each style is drawn once, on a small tile, and
the lines are tiled with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

from annotator.model.codebook import Mark
from annotator.model.records import dataclass

Look = tuple[QColor, float]
"""Colour, and width in pixels."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A mark for paper, drawn anew along its line: tiles would not be sharp there."""

    mark: Mark
    colour: QColor
    length: float
    thick: float
    ratio: float

    def draw(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.translate(box.topLeft())
        along = box.width()
        if box.height() > box.width():
            painter.translate(box.width(), 0)
            painter.rotate(90)
            along = box.height()
        painter.scale(1 / self.ratio, 1 / self.ratio)
        for _ in range(ceil(along * self.ratio / self.length)):
            painter.save()
            _STYLES[self.mark](painter, self.colour, self.length, self.thick)
            painter.restore()
            painter.translate(self.length, 0)
        painter.restore()


Stroke = tuple[QRectF, QColor | QPixmap | Repeated]
"""A box, and what fills it: a colour, or a tile again and again, or on paper a mark."""

_LONG = 240  # pixels of a tile at least

_Key = tuple[Mark, int, int, bool]


class Line:
    """A mark in one look, made ready to be laid along many lines."""

    __slots__ = ("_filling", "_half", "_ratio", "_thick")

    def __init__(self, filling: QColor | QPixmap | Repeated, thick: float, ratio: float) -> None:
        """`thick` is in pixels; what is drawn begins on whole ones, of which the device has `ratio` to one."""
        self._filling, self._thick, self._half, self._ratio = filling, thick, thick / 2, ratio

    def across(self, left: float, right: float, y: float) -> Stroke:
        """A horizontal line whose middle is at `y`."""
        near, ratio = round(left), self._ratio
        top = round((y - self._half) * ratio) / ratio
        return QRectF(near, top, round(right) - near, self._thick), self._filling

    def down(self, x: float, top: float, bottom: float) -> Stroke:
        """A vertical line whose middle is at `x`."""
        near, ratio = round(top), self._ratio
        left = round((x - self._half) * ratio) / ratio
        return QRectF(left, near, self._thick, round(bottom) - near), self._filling


class Marks:
    """Makes lines in the style of a mark, sharp on a screen with `ratio` device pixels to a pixel."""

    def __init__(self, ratio: float = 1.0) -> None:
        self.ratio = ratio
        self._tiles: dict[_Key, QPixmap] = {}

    def across(self, mark: Mark, look: Look) -> Line:
        """For horizontal lines."""
        return self._line(mark, look, upright=False)

    def down(self, mark: Mark, look: Look) -> Line:
        """For vertical lines."""
        return self._line(mark, look, upright=True)

    def _line(self, mark: Mark, look: Look, *, upright: bool) -> Line:
        colour, width = look
        thick = self._thick(width, mark)
        is_plain = mark in {"", "solid"}
        filling = colour if is_plain else self._filling((mark, int(colour.rgba()), thick, upright), colour)
        return Line(filling, thick / self.ratio, self.ratio)

    def _filling(self, key: _Key, colour: QColor) -> QPixmap | Repeated:
        mark, _colour, thick, upright = key
        if key not in self._tiles:
            self._tiles[key] = self._tile(mark, colour, thick, upright=upright)
        return self._tiles[key]

    def _thick(self, width: float, mark: Mark) -> int:
        """Device pixels across. Two lines with a space between them need three, a wave one more than a line."""
        across = max(1, round(width * self.ratio))
        if mark == "wavy":
            return across + 1
        return max(3, across) if mark == "double" and width * self.ratio >= 2 else across

    def _tile(self, mark: Mark, colour: QColor, thick: int, *, upright: bool) -> QPixmap:
        length = max(3, ceil(_PERIODS[mark] * thick))
        tile = QPixmap(QSize(length, thick))
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _STYLES[mark](painter, colour, float(length), float(thick))
        painter.end()
        tile = _lengthened(tile)
        if upright:
            tile = tile.transformed(QTransform().rotate(90))
        tile.setDevicePixelRatio(self.ratio)
        return tile


class PaperMarks(Marks):
    """Marks for a printer or a PDF file."""

    def _filling(self, key: _Key, colour: QColor) -> QPixmap | Repeated:
        mark, _colour, thick, _upright = key
        return Repeated(mark, colour, float(max(3, ceil(_PERIODS[mark] * thick))), float(thick), self.ratio)


def _lengthened(tile: QPixmap) -> QPixmap:
    """The tile again and again: a line is then put together from a few long tiles, which is far faster."""
    times = ceil(_LONG / tile.width())
    long = QPixmap(QSize(tile.width() * times, tile.height()))
    long.fill(Qt.GlobalColor.transparent)
    painter = QPainter(long)
    painter.drawTiledPixmap(long.rect(), tile)
    painter.end()
    return long


def draw_strokes(painter: QPainter, strokes: Iterable[Stroke]) -> None:
    """Fill the boxes, one after the other."""
    fill, tile = painter.fillRect, painter.drawTiledPixmap
    for box, filling in strokes:
        if isinstance(filling, QColor):
            fill(box, filling)
        elif isinstance(filling, Repeated):
            filling.draw(painter, box)
        else:
            tile(box, filling)


def _dashed(painter: QPainter, colour: QColor, length: float, thick: float) -> None:
    painter.fillRect(QRectF(0, 0, round(length * 0.62), thick), colour)


def _dotted(painter: QPainter, colour: QColor, length: float, thick: float) -> None:
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    if thick < 3:
        painter.fillRect(QRectF(0, 0, thick, thick), colour)
    else:
        painter.drawEllipse(QPointF(length / 2, thick / 2), thick / 2, thick / 2)


def _double(painter: QPainter, colour: QColor, length: float, thick: float) -> None:
    line = max(1.0, thick // 3)
    painter.fillRect(QRectF(0, 0, length, line), colour)
    painter.fillRect(QRectF(0, thick - line, length, line), colour)


def _wavy(painter: QPainter, colour: QColor, length: float, thick: float) -> None:
    pen = max(1.0, thick * 0.36)
    low, high = pen / 2, thick - pen / 2
    path = QPainterPath(QPointF(0, low))
    path.cubicTo(QPointF(length / 4, low), QPointF(length / 4, high), QPointF(length / 2, high))
    path.cubicTo(QPointF(3 * length / 4, high), QPointF(3 * length / 4, low), QPointF(length, low))
    painter.strokePath(path, QPen(colour, pen))


_PERIODS: dict[Mark, float] = {"dashed": 4.5, "dotted": 2.0, "double": 3.0, "wavy": 3.6}  # in widths of the line
_STYLES: dict[Mark, Callable[[QPainter, QColor, float, float], None]] = {
    "dashed": _dashed,
    "dotted": _dotted,
    "double": _double,
    "wavy": _wavy,
}
