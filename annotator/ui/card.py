"""A large button with a title and a line that explains it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

_RADIUS = 9.0


class Card(QAbstractButton):
    """`strong` is for the one that most people want; `compact` ones stand in a list and have no border."""

    def __init__(
        self,
        title: str,
        explanation: str,
        *,
        strong: bool = False,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._explanation = explanation
        self._strong = strong
        self._compact = compact
        self.setText(title)
        self.setAccessibleDescription(explanation)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def explanation(self) -> str:
        return self._explanation

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        padding = 7 if self._compact else 14
        return QSize(240, QFontMetrics(self._title_font()).height() + self.fontMetrics().height() + 2 * padding + 3)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 (Qt's name)
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        words, quiet = self._inks()
        side = 12 if self._compact else 18
        title, plain = self._title_font(), self.font()
        heights = QFontMetrics(title).height(), QFontMetrics(plain).height()
        top = (self.height() - sum(heights) - 3) // 2
        room = QRect(side, top, self.width() - 2 * side, heights[0])
        self._paint_line(painter, room, self.text(), title, words)
        room = QRect(side, top + heights[0] + 3, self.width() - 2 * side, heights[1])
        self._paint_line(painter, room, self._explanation, plain, quiet)

    def _paint_ground(self, painter: QPainter) -> None:
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        hovered = self.underMouse() and self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        if self._strong:
            painter.setBrush(accent.lighter(112) if hovered else accent)
        elif self._compact:
            painter.setBrush(palette.color(QPalette.ColorRole.Button) if hovered else Qt.BrushStyle.NoBrush)
        else:
            edge = accent if hovered else palette.color(QPalette.ColorRole.Mid)
            painter.setPen(QPen(edge, 1))
            painter.setBrush(palette.color(QPalette.ColorRole.Button))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = palette.color(QPalette.ColorRole.HighlightedText) if self._strong else accent
            painter.setPen(QPen(ring, 2))
            inset = 3.5 if self._strong else 1
            painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), _RADIUS - inset, _RADIUS - inset)

    def _paint_line(self, painter: QPainter, room: QRect, words: str, font: QFont, ink: QColor) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)

    def _inks(self) -> tuple[QColor, QColor]:
        """For the title and for the explanation."""
        palette = self.palette()
        if self._strong:
            light = palette.color(QPalette.ColorRole.HighlightedText)
            return light, light
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        return (palette.color(QPalette.ColorRole.WindowText), quiet) if self.isEnabled() else (quiet, quiet)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
