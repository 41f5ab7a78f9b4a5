"""Icons: our own small SVG drawings, in a colour of the theme and sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.settings import resource
from annotator.ui.theme import Theme

_SIDE = 16
_SCALES = (1, 2, 3)


def icon(name: str, theme: Theme) -> QIcon:
    """The drawing `resources/icons/NAME.svg`, its `currentColor` being the colour of words, fainter when disabled."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, role in ((QIcon.Mode.Normal, "window_text"), (QIcon.Mode.Disabled, "field_border")):
        for scale in _SCALES:
            made.addPixmap(_pixmap(drawing, theme.colour(role), scale), mode)
    return made


def _pixmap(drawing: str, colour: QColor, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(_SIDE, _SIDE) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    renderer.render(painter, QRectF(0, 0, _SIDE * scale, _SIDE * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
