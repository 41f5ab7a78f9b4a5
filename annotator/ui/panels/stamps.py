"""Stamps: what is drawn in a row with smooth edges, drawn once and then put there again whenever the row is painted."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

_MOST = 200


class Stamps:
    """The stamps of one widget's rows. Words are no part of them: those are sharpest where they are drawn."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._made: dict[Hashable, QPixmap] = {}

    def put(
        self, painter: QPainter, room: QRect, palette: QPalette, key: Hashable, draw: Callable[[QPainter], None]
    ) -> None:
        """Put there what `draw` draws within `room`. `key` says what it looks like, besides size and colours."""
        ratio = self._widget.devicePixelRatioF()
        whole = key, room.width(), room.height(), palette.cacheKey(), ratio
        made = self._made.get(whole)
        if made is None:
            if len(self._made) >= _MOST:
                self._made.clear()
            made = self._made[whole] = _drawn(room, ratio, draw)
        painter.drawPixmap(room.topLeft(), made)


def _drawn(room: QRect, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    made = QPixmap(room.size() * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.translate(-room.topLeft())
    draw(painter)
    painter.end()
    return made
