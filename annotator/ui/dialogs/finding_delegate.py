"""How a place that a search found is drawn: where it is, and its words with the hit emphasised."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.model.folding import fold, fold_with_offsets
from annotator.model.selection import Finding
from annotator.ui.labels import cut_off
from annotator.ui.models import VALUE
from annotator.ui.reader.offsets import Offsets

Index = QModelIndex | QPersistentModelIndex

_SIDE, _TOP, _GAP = 8, 7, 2
_LINES = 3


class FindingDelegate(QStyledItemDelegate):
    """Draws a Finding; `query` is what was searched. Words are drawn as they are: nothing in them is markup."""

    def __init__(self, version_name: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = ""
        self._version_name = version_name

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 (Qt's name)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else 300
        font: QFont = option.font
        layout = self._snippet(index.data(VALUE), font, width - 2 * _SIDE)
        return QSize(width, round(QFontMetrics(font).height() + layout.boundingRect().height()) + 2 * _TOP + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding = index.data(VALUE)
        self.initStyleOption(option, index)
        widget: QWidget = option.widget
        option.text = ""
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        rect: QRect = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        words, quiet = self._colours(option, widget)
        self._paint_place(painter, rect, finding, words, quiet)
        layout = self._snippet(finding, painter.font(), rect.width())
        painter.setPen(words)
        layout.draw(painter, QPointF(rect.left(), rect.top() + painter.fontMetrics().height() + _GAP))

    def _paint_place(self, painter: QPainter, rect: QRect, finding: Finding, words: QColor, quiet: QColor) -> None:
        plain, strong = QFont(painter.font()), QFont(painter.font())
        strong.setWeight(QFont.Weight.DemiBold)
        line = QRect(rect.left(), rect.top(), rect.width(), QFontMetrics(strong).height())
        citation = finding.citation or self.tr("whole text")
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(strong)
        painter.setPen(words)
        painter.drawText(line, side, citation)
        left = QFontMetrics(strong).horizontalAdvance(citation) + 10
        name = self._version_name(finding.version)
        told = self.tr("note on {name}").format(name=name) if finding.annotation else name
        painter.setFont(plain)
        painter.setPen(quiet)
        rest = line.adjusted(left, 0, 0, 0)
        painter.drawText(rest, side, cut_off(QFontMetrics(plain), told, rest.width()))

    def _snippet(self, finding: Finding, font: QFont, width: int) -> QTextLayout:
        layout = QTextLayout(finding.snippet, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        units = Offsets(finding.snippet)
        places = hits(finding.snippet, self.query)
        layout.setFormats([_emphasis(units.to_qt(start), units.to_qt(end)) for start, end in places])
        layout.beginLayout()
        height = 0.0
        for _ in range(_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 40))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout

    def _colours(self, option: QStyleOptionViewItem, widget: QWidget) -> tuple[QColor, QColor]:
        """For words and for quiet words, on the ground that the row has."""
        palette = widget.palette()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen and widget.hasFocus():
            light = palette.color(QPalette.ColorRole.HighlightedText)
            return light, light
        return palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.PlaceholderText)


def hits(snippet: str, query: str) -> list[tuple[int, int]]:
    """Where the words of `query` stand in `snippet`, whatever their case and accents: as `[start, end)` ranges."""
    words = re.findall(r"\w+", fold(query))
    if not words:
        return []
    folded, offsets = fold_with_offsets(snippet)
    whole = list(re.finditer(r"\W+".join(map(re.escape, words)), folded))
    found = whole or list(re.finditer("|".join(map(re.escape, words)), folded))
    return [(offsets[row.start()], offsets[row.end() - 1] + 1) for row in found]


def _emphasis(start: int, end: int) -> QTextLayout.FormatRange:
    """Of the UTF-16 units from `start` to `end`."""
    emphasis = QTextCharFormat()
    emphasis.setFontWeight(QFont.Weight.Bold)
    emphasis.setFontUnderline(True)
    row = QTextLayout.FormatRange()
    row.start = start
    row.length = end - start
    row.format = emphasis
    return row
