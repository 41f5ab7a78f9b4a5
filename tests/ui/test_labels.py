"""Words that are cut off end with "…" at their own end, in a window of either direction."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from annotator.ui.labels import cut_off

LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.usefixtures("qapp")
def test_an_english_name_keeps_its_beginning_and_ends_with_dots(direction: Qt.LayoutDirection) -> None:
    """IIII… has its tall letters on the left and nothing but dots on the right."""
    font = QFont(QApplication.font())
    font.setPixelSize(20)
    metrics = QFontMetrics(font)
    words = cut_off(metrics, "I" * 100, 90)
    image = QImage(100, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    painter.setFont(font)
    painter.drawText(QRect(0, 0, 100, 40), LEADING, words)
    painter.end()
    tall = [x for x in range(100) if image.pixelColor(x, 15) != QColor(Qt.GlobalColor.white)]
    any_ink = [x for x in range(100) for y in range(40) if image.pixelColor(x, y) != QColor(Qt.GlobalColor.white)]
    assert min(tall) - min(any_ink) < 4
    assert max(any_ink) - max(tall) > 6


def test_words_that_fit_are_left_alone(qapp: QApplication) -> None:
    assert cut_off(QFontMetrics(qapp.font()), "Short", 500) == "Short"
