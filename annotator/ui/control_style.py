"""Check boxes, radio buttons and tree rows as the theme wants them: Fusion's are hardly seen on a dark ground."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

_BOXES = (QStyle.PrimitiveElement.PE_IndicatorCheckBox, QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck)
_TICK = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.31))


class ControlStyle(QProxyStyle):
    """Fusion, with boxes drawn from the palette, no second ground behind chosen rows, and a ring around the row that
    has the keyboard."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(  # noqa: N802 (Qt's name)
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in _BOXES:
            _paint_box(painter, option)
        elif element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            _paint_radio(painter, option)
        elif element == QStyle.PrimitiveElement.PE_FrameFocusRect and widget is None:  # a tree's row, says Qt's source
            _paint_ring(painter, QRectF(option.rect).adjusted(3, 3, -3, -3), option.palette, 4)
        elif element != QStyle.PrimitiveElement.PE_PanelItemViewRow:
            super().drawPrimitive(element, option, painter, widget)


def _paint_box(painter: QPainter, option: QStyleOption) -> None:
    state, palette = option.state, option.palette
    enabled = bool(state & QStyle.StateFlag.State_Enabled)
    full = bool(state & QStyle.StateFlag.State_On)
    half = bool(state & QStyle.StateFlag.State_NoChange)
    box = _place(option)
    quiet = palette.color(QPalette.ColorRole.PlaceholderText)
    fill = palette.color(QPalette.ColorRole.Accent) if enabled else quiet
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(fill if full or half else quiet, 1.2))
    painter.setBrush(fill if full or half else palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(box, 3.5, 3.5)
    if state & QStyle.StateFlag.State_HasFocus:
        _paint_ring(painter, box, palette, 5)
    mark = palette.color(QPalette.ColorRole.HighlightedText)
    painter.setPen(QPen(mark, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    if half:
        painter.drawLine(_at(box, 0.28, 0.5), _at(box, 0.72, 0.5))
    elif full:
        painter.drawPolyline([_at(box, x, y) for x, y in _TICK])
    painter.restore()


def _paint_radio(painter: QPainter, option: QStyleOption) -> None:
    """A ring, with a dot in it where it is chosen."""
    state, palette = option.state, option.palette
    is_on = bool(state & QStyle.StateFlag.State_On)
    circle = _place(option)
    quiet = palette.color(QPalette.ColorRole.PlaceholderText)
    ink = palette.color(QPalette.ColorRole.Accent) if state & QStyle.StateFlag.State_Enabled else quiet
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink if is_on else quiet, 1.2))
    painter.setBrush(ink if is_on else palette.color(QPalette.ColorRole.Base))
    painter.drawEllipse(circle)
    if state & QStyle.StateFlag.State_HasFocus:
        _paint_ring(painter, circle, palette, circle.width())
    if is_on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.HighlightedText))
        painter.drawEllipse(circle.center(), circle.width() * 0.21, circle.width() * 0.21)
    painter.restore()


def _place(option: QStyleOption) -> QRectF:
    """The square in which a sign is drawn."""
    side = min(option.rect.width(), option.rect.height(), 15) - 1
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(option.rect).center())
    return box


def _paint_ring(painter: QPainter, box: QRectF, palette: QPalette, radius: float) -> None:
    """Around a sign that has the keyboard, with a hair of the ground between."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 1.6))
    painter.drawRoundedRect(box.adjusted(-2.2, -2.2, 2.2, 2.2), radius, radius)
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())
