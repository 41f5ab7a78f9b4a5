"""A quiet label that is as high as its words, and no higher than a few lines."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPalette, QResizeEvent, QTextLayout, QTextLine
from PySide6.QtWidgets import QLabel, QWidget


class BriefLabel(QLabel):
    """Shows plain words in at most `most` lines. Where there are more, "…" ends the last and the tooltip has all."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)

    def show_words(self, words: str) -> None:
        self.words = words
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._cut(self.contentsRect().width())
        is_cut = shown != self.words
        self.setAccessibleName(self.words)
        self.setToolTip(_as_tip(self.words) if is_cut else "")
        if shown != self.text():
            self.setText(shown)
            self.updateGeometry()

    def _cut(self, width: int) -> str:
        layout = QTextLayout(self.words, self.font())
        layout.beginLayout()
        lines: list[QTextLine] = []
        while len(lines) <= self._most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            lines.append(line)
        layout.endLayout()
        if len(lines) <= self._most:
            return self.words
        last = lines[self._most - 1].textStart()
        # Shorter than the line by a little: "…" must not be what makes the label wrap once more
        room = width - QFontMetricsF(self.font()).averageCharWidth()
        rest = QFontMetricsF(self.font()).elidedText(self.words[last:], Qt.TextElideMode.ElideRight, room)
        return self.words[:last] + rest


def _as_tip(words: str) -> str:
    """As rich text, so that it wraps, with nothing in it taken for markup."""
    return f"<qt>{escape(words)}</qt>"
