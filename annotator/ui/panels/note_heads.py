"""A heading in the list of annotations: an arrow, a mark, a title, and how many are under it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.panels.looks import hairline, paint_mark, quiet
from annotator.ui.panels.note_order import Head
from annotator.ui.words import number_words

_SIDE = 12
_ARROW = 14
_SWATCH = 13
_OPEN = ((-3.2, -1.6), (0.0, 1.8), (3.2, -1.6))
_CLOSED = ((-1.6, -3.2), (1.8, 0.0), (-1.6, 3.2))
_SMALL = 0.92


def paint_head(painter: QPainter, option: QStyleOptionViewItem, head: Head) -> None:
    """Paint it into the whole of `option.rect`, mirrored where that is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, option)
    mirrored = option.direction == Qt.LayoutDirection.RightToLeft
    room = (
        option.rect.adjusted(_SIDE - 4, 0, -_SIDE, 0) if not mirrored else option.rect.adjusted(_SIDE, 0, 4 - _SIDE, 0)
    )
    _paint_arrow(painter, option, _take(room, _ARROW, mirrored), is_open=head.is_open)
    room = _rest(room, _ARROW + 2, mirrored)
    if head.category:
        place = _take(room, _SWATCH, mirrored)
        top = place.center().y() - _SWATCH / 2
        paint_mark(painter, QRectF(place.left(), top, _SWATCH, _SWATCH), head.category, option.palette)
        room = _rest(room, _SWATCH + 6, mirrored)
    count = number_words(head.count)
    small = scaled_font(option.font, _SMALL)
    width = QFontMetrics(small).horizontalAdvance(count) + 4
    painter.setFont(small)
    painter.setPen(quiet(option.palette))
    painter.drawText(_take(room, width, not mirrored), Qt.AlignmentFlag.AlignCenter, count)
    _paint_words(painter, option, _rest(room, width + 8, not mirrored), head)
    painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    palette = option.palette
    ground = QColor(palette.color(QPalette.ColorRole.Text))
    ground.setAlphaF(0.09 if option.state & QStyle.StateFlag.State_MouseOver else 0.045)
    painter.fillRect(option.rect, ground)
    painter.setPen(hairline(palette))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 1.6))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -3), 4, 4)


def _paint_arrow(painter: QPainter, option: QStyleOptionViewItem, place: QRect, *, is_open: bool) -> None:
    turn = -1 if option.direction == Qt.LayoutDirection.RightToLeft and not is_open else 1
    middle = QRectF(place).center()
    points = [middle + QPointF(x * turn, y) for x, y in (_OPEN if is_open else _CLOSED)]
    painter.setPen(QPen(quiet(option.palette), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline(QPolygonF(points))


def _paint_words(painter: QPainter, option: QStyleOptionViewItem, room: QRect, head: Head) -> None:
    """The title, and after it the detail where there is room for it."""
    mirrored = option.direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
    bold = scaled_font(option.font, 1.0, QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(option.palette.text().color())
    title = cut_off(QFontMetrics(bold), head.title, room.width())
    painter.drawText(room, side, title)
    rest = _rest(room, QFontMetrics(bold).horizontalAdvance(title) + 10, mirrored)
    if head.detail and rest.width() > 60:
        small = scaled_font(option.font, _SMALL)
        painter.setFont(small)
        painter.setPen(quiet(option.palette))
        detail = cut_off(QFontMetrics(small), head.detail, rest.width())
        painter.drawText(rest, side, detail)


def _take(room: QRect, width: int, at_right: bool) -> QRect:
    left = room.right() + 1 - width if at_right else room.left()
    return QRect(left, room.top(), width, room.height())


def _rest(room: QRect, taken: int, at_right: bool) -> QRect:
    return room.adjusted(0, 0, -taken, 0) if at_right else room.adjusted(taken, 0, 0, 0)
