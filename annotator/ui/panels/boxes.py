"""Rows with a box that shows or hides what they stand for: how the box is drawn, where it is, and its keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from annotator.ui.panels.looks import quiet

BOX = 14
LEAD = 8
"""Pixels from the reading side to the box."""

_TICK = ((-3.5, 0.2), (-1.0, 2.8), (3.6, -2.6))


def paint_box(painter: QPainter, box: QRectF, ink: QColor, palette: QPalette, *, shown: int, of: int) -> None:
    """A box that is ticked where all `of` are shown, has a line where some are, and is empty where none is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink if shown else quiet(palette), 1.3))
    painter.setBrush(ink if shown == of else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3.5, 3.5)
    if shown == of:
        painter.setPen(QPen(palette.base().color(), 1.8, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([box.center() + QPointF(*step) for step in _TICK])
    elif shown:
        painter.setPen(QPen(ink, 2))
        painter.drawLine(box.center() - QPointF(3, 0), box.center() + QPointF(3, 0))
    painter.restore()


def box_area(widget: QWidget, row: QRect) -> QRect:
    """Where in a row a click is one on its box."""
    if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return QRect(row.right() - LEAD - BOX - 4, row.top(), BOX + LEAD, row.height())
    return QRect(row.left(), row.top(), BOX + LEAD + 4, row.height())
