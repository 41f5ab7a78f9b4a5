"""A strip with one sentence that should not be overlooked: a file that was refused, a text that is there already."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from annotator.ui.labels import plain_label

Tone = Literal["info", "warning", "done"]

_HUES: dict[Tone, tuple[str, str]] = {
    "info": ("#4b6fa5", "#8fb2ea"),
    "warning": ("#a8681a", "#e3ab62"),
    "done": ("#3a7a4f", "#83c99a"),
}
_SIGN = 18


class Notice(QWidget):
    """A tinted strip with a sign and a sentence; hidden while it has nothing to say."""

    def __init__(self, tone: Tone = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._label = plain_label()
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14 + _SIGN + 8, 10, 14, 10)
        layout.addWidget(self._label)
        self.setVisible(False)

    @property
    def label(self) -> QLabel:
        return self._label

    def text(self) -> str:
        return self._label.text()

    def say(self, sentence: str, tone: Tone | None = None) -> None:
        """Show `sentence`; an empty one hides the strip."""
        self._tone = tone or self._tone
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.update()
        if sentence:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hue = self._hue()
        tint = QColor(hue)
        tint.setAlphaF(0.13)
        painter.setBrush(tint)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        self._paint_sign(painter, hue)

    def _paint_sign(self, painter: QPainter, hue: QColor) -> None:
        centre = QPointF(14 + _SIGN / 2, 10 + self.fontMetrics().height() / 2)
        painter.setPen(QPen(hue, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 7.5, 7.5)
        if self._tone == "done":
            painter.drawPolyline(
                [centre + QPointF(-3.2, 0.3), centre + QPointF(-0.9, 2.8), centre + QPointF(3.4, -2.6)]
            )
            return
        way = -1.0 if self._tone == "info" else 1.0  # an i, or the same upside down: an exclamation mark
        painter.drawLine(centre + QPointF(0, -3.6 * way), centre + QPointF(0, 0.9 * way))
        painter.drawPoint(centre + QPointF(0, 3.6 * way))

    def _hue(self) -> QColor:
        light, dark = _HUES[self._tone]
        return QColor(light if self.palette().color(QPalette.ColorRole.Window).lightnessF() > 0.5 else dark)
