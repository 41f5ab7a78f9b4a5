"""How the panels look: a category's colour and mark, quiet colours, sizes. All from the palette, light or dark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QTreeView

from annotator.model.codebook import Category, Mark
from annotator.model.colour import DARK, LIGHT

MARGIN = 14
"""Pixels between a panel's edge and what is in it."""

GAP = 8
"""Pixels between one thing and the next."""

_DASHES: dict[Mark, list[float]] = {"dashed": [2.2, 1.6], "dotted": [0.1, 2.0]}
_STEP = 2.5
_ALARM = ("#b3362c", "#f0968c")
_GOOD = ("#2f7a4d", "#83c99a")


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightnessF() < 0.5


def category_colour(category: Category, palette: QPalette) -> QColor:
    """The layer's colour on the ground that the palette has."""
    return QColor(category.colour_dark if is_dark(palette) else category.colour)


def tint(colour: QColor, palette: QPalette, strength: float = 1.0) -> QColor:
    """`colour` as the light ground of marked words, to be laid over what is there."""
    share = (DARK if is_dark(palette) else LIGHT).tint
    laid = QColor(colour)
    laid.setAlphaF(min(1.0, share * strength))
    return laid


def quiet(palette: QPalette) -> QColor:
    """The colour of words that explain."""
    return palette.color(QPalette.ColorRole.PlaceholderText)


def hairline(palette: QPalette) -> QColor:
    """The colour of thin lines and of empty bars."""
    return palette.color(QPalette.ColorRole.Mid)


def alarm(palette: QPalette) -> QColor:
    """For a red line, and for words that are struck."""
    return QColor(_ALARM[is_dark(palette)])


def good(palette: QPalette) -> QColor:
    """For words that are inserted."""
    return QColor(_GOOD[is_dark(palette)])


def paint_mark(painter: QPainter, rect: QRectF, category: Category, palette: QPalette, *, faint: bool = False) -> None:
    """A swatch of the layer: its tint, and under it a line in its mark, as the text shows both."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.35 if faint else 1.0)
    colour = category_colour(category, palette)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(colour, palette, 1.6))
    painter.drawRoundedRect(rect, 3, 3)
    line = QRectF(rect.left() + 1.5, rect.bottom() - 5, rect.width() - 3, 4)
    paint_line(painter, line, category.mark or "solid", colour)
    painter.restore()


def paint_line(painter: QPainter, rect: QRectF, mark: Mark, colour: QColor) -> None:
    """A line in the style of `mark` through the middle of `rect`, fine enough to be told apart at 13 pixels.

    The lines in the text are coarser: they are long, and there may be thousands of them.
    """
    pen = QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    middle = rect.center().y()
    if mark in _DASHES:
        pen.setDashPattern(_DASHES[mark])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if mark == "dashed" else Qt.PenCapStyle.RoundCap)
    points = [QPointF(rect.left(), middle), QPointF(rect.right(), middle)]
    lines = [points]
    if mark == "double":
        pen.setWidthF(1.3)
        lines = [[point + QPointF(0, offset) for point in points] for offset in (-1.5, 1.5)]
    elif mark == "wavy":
        pen.setWidthF(1.5)
        steps = range(int(rect.width() / _STEP) + 1)
        lines = [[QPointF(rect.left() + step * _STEP, middle + (1.4 if step % 2 else -1.4)) for step in steps]]
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(line)


def fill_with_mark(painter: QPainter, rect: QRectF, mark: Mark, colour: QColor) -> None:
    """A solid piece in `colour` that the mark is cut out of, fine enough to be told apart at 6 pixels' height."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    path = QPainterPath()
    path.addRoundedRect(rect, 1.5, 1.5)
    if mark == "double":
        path -= _boxes([QRectF(rect.left(), rect.center().y() - 0.8, rect.width(), 1.6)])
    elif mark == "dashed":
        path -= _boxes([QRectF(x, rect.top(), 1.6, rect.height()) for x in _steps(rect, 6.0, 5.0)])
    elif mark == "dotted":
        path -= _boxes([QRectF(x, rect.top(), 1.2, rect.height()) for x in _steps(rect, 2.8, 2.0)])
    elif mark == "wavy":
        low, high = rect.center().y(), rect.top()
        for number, x in enumerate(_steps(rect, 3.0, 0.0)):
            path -= _boxes([QRectF(x, low if number % 2 else high, 3.0, rect.height() / 2 - 0.8)])
    painter.drawPath(path)
    painter.restore()


def _steps(rect: QRectF, step: float, first: float) -> list[float]:
    return [rect.left() + first + number * step for number in range(int(max(0.0, rect.width() - first) // step) + 1)]


def _boxes(rows: Sequence[QRectF]) -> QPainterPath:
    path = QPainterPath()
    for row in rows:
        path.addRect(row)
    return path


def mark_icon(category: Category, palette: QPalette, ratio: float = 1.0) -> QIcon:
    """The swatch as an icon, for menus and buttons. `ratio` is the screen's device pixel ratio."""
    size = QSize(16, 16)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_mark(painter, QRectF(0.5, 0.5, 15, 15), category, palette)
    painter.end()
    return QIcon(picture)


def lay_flat(tree: QTreeView) -> None:
    """Show a tree of two levels as a list of rows under captions, which the pointer lights up."""
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setItemsExpandable(False)
    tree.setIndentation(0)
    tree.setMouseTracking(True)
    tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
