"""Icons: our own small SVG drawings, in a colour of the theme and sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.settings import resource
from annotator.ui.theme import Theme

_SIDE = 16
_SCALES = (1, 2, 3)


def icon(name: str, theme: Theme) -> QIcon:
    """The drawing `resources/icons/NAME.svg`, its `currentColor` being the colour of words, fainter when disabled."""
    return _drawn(name, theme.colour("window_text"), theme.colour("field_border"))


def palette_icon(name: str, palette: QPalette) -> QIcon:
    """As `icon`, in the colours of a palette; draw it anew when that changes."""
    words = QPalette.ColorRole.WindowText
    return _drawn(name, palette.color(words), palette.color(QPalette.ColorGroup.Disabled, words))


def _drawn(name: str, colour: QColor, disabled: QColor) -> QIcon:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, hue in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", hue.name()).encode()))
        for scale in _SCALES:
            made.addPixmap(_pixmap(renderer, scale), mode)
    return made


def _pixmap(renderer: QSvgRenderer, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(_SIDE, _SIDE) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, _SIDE * scale, _SIDE * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
