"""A label in the type of treaty text."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.ui.theme import load_theme

_PERCENT = 88


@cache
def _font(language: str) -> QFont:
    return load_theme("light").reading_font(language, _PERCENT)


class ReadingLabel(QLabel):
    """Wraps its words, and is as narrow as it must be."""

    def __init__(self, text_format: Qt.TextFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: QFont | None = None
        self.setTextFormat(text_format)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_language(self, language: str, *, italic: bool = False) -> None:
        """Use the font for a text in `language` (a BCP 47 tag)."""
        self._reading = QFont(_font(language))
        self._reading.setItalic(italic)
        self.setFont(self._reading)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        # Another style sheet for the application makes Qt forget the fonts of single widgets
        if event.type() == QEvent.Type.StyleChange and self._reading is not None:
            self.setFont(self._reading)
