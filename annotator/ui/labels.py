"""Labels that show words as they are, never as markup, and the distances between things in a dialog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFormLayout

MARGIN = 20
"""Pixels between a dialog's edge and what is in it."""

GAP = 12
"""Pixels between one thing in a dialog and the next."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def cut_off(metrics: QFontMetrics, words: str, room: float) -> str:
    """`words` as far as `room` pixels allow, ended with "…" at their own end where they are cut."""
    return with_end(metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room)))


def with_end(words: str) -> str:
    """Keep the "…" of words that were cut at their own end, whichever way the window around them reads."""
    if not words.endswith("…") or len(words) == 1:
        return words
    return words + ("\u200f" if _RIGHT_TO_LEFT.search(words) else "\u200e")


def plain_label(text: str = "", *, wrap: bool = True) -> QLabel:
    """A label that never takes its words for markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setText(text)
    return label


def quiet_label(text: str = "", *, wrap: bool = True) -> QLabel:
    """A plain label in the palette's quiet colour, for what explains and does not ask."""
    label = plain_label(text, wrap=wrap)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def heading_label(text: str = "", scale: float = 1.25) -> QLabel:
    """A plain label in larger, heavier letters."""
    label = plain_label(text)
    label.setFont(scaled_font(label.font(), scale, QFont.Weight.DemiBold))
    return label


def scaled_font(font: QFont, scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """`font` made larger or smaller, whether its size is in points or pixels."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * scale)
    else:
        scaled.setPixelSize(max(1, round(font.pixelSize() * scale)))
    scaled.setWeight(weight)
    return scaled


def form_layout() -> QFormLayout:
    """A form whose names stand quietly at the right of their column."""
    from PySide6.QtWidgets import QFormLayout  # a start has no form

    form = QFormLayout()
    form.setHorizontalSpacing(10)
    form.setVerticalSpacing(8)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def add_row(form: QFormLayout, name: str, field: QWidget) -> None:
    """Put a field with its name at the end of a form; an ampersand in the name makes a shortcut."""
    label = quiet_label(name, wrap=False)
    label.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(name.replace("&", ""))
    form.addRow(label, field)


def rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setForegroundRole(QPalette.ColorRole.Mid)
    line.setFrameShadow(QFrame.Shadow.Plain)
    return line
