"""An annotation as a card of three lines, in the list."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.annotation import Annotation
from annotator.model.linking import replace_links
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import VALUE
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.choices import level_of, paint_severity
from annotator.ui.panels.looks import hairline, paint_mark, quiet
from annotator.ui.panels.note_heads import paint_head
from annotator.ui.panels.note_order import Head
from annotator.ui.panels.provisions import paint_row_ground
from annotator.ui.words import choice_name

_MARKS = 3
_SWATCH = 13
_SIDE = 12
_TOP = 8
_DOT, _STEP = 7.0, 9.0
_WORDS = 300

_MARKUP = re.compile(r"[*_`#>]+|\]\([^)]*\)|\[")
"""The signs of Markdown: a card shows the words alone."""


class CardDelegate(QStyledItemDelegate):
    """Marks, citation, severity and stance; the first words of the quotation; the first words of the commentary."""

    def __init__(self, view: QAbstractItemView, catalogue: Catalogue) -> None:
        super().__init__(view)
        self._view = view
        self._catalogue = catalogue
        self.open_id = ""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(200, 3 * (option.fontMetrics.height() + 3) + 2 * _TOP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Annotation | Head = index.data(VALUE)
        if isinstance(row, Head):
            paint_head(painter, option, row)
        else:
            self._paint_card(painter, option, row)

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, note: Annotation) -> None:
        paint_row_ground(painter, option)
        painter.save()
        self._paint_open(painter, option, note)
        line = option.fontMetrics.height() + 3
        room = option.rect.adjusted(_SIDE, _TOP, -_SIDE, 0)
        first = QRect(room.left(), room.top(), room.width(), line)
        left = self._paint_marks(painter, option, first, note)
        right = self._paint_stance(painter, option, first, note)
        self._paint_citation(painter, option, _between(option, first, left, right), note)
        small = scaled_font(option.font, 0.96)
        painter.setFont(small)
        painter.setPen(option.palette.text().color())
        self._paint_line(painter, first.translated(0, line), self._quotation(note))
        painter.setPen(quiet(option.palette))
        self._paint_line(painter, first.translated(0, 2 * line), self._commentary(note))
        painter.setPen(hairline(option.palette))
        painter.drawLine(option.rect.left() + _SIDE, option.rect.bottom(), option.rect.right(), option.rect.bottom())
        painter.restore()

    def _quotation(self, note: Annotation) -> str:
        if note.anchor.whole:
            return self.tr("The provision as a whole")
        version = self._catalogue.version(note.version)
        words = note.anchor.exact[:_WORDS]
        return words if version and version.data.is_restated else f"“{words}”"

    def _commentary(self, note: Annotation) -> str:
        linker = self._catalogue.linker
        words = replace_links(note.commentary[:_WORDS], lambda link: linker.words(link, note.version))
        return _MARKUP.sub("", words)

    def _paint_open(self, painter: QPainter, option: QStyleOptionViewItem, note: Annotation) -> None:
        """The one that is open in the editor has a bar at its side."""
        if note.id == self.open_id:
            mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            side = option.rect.right() - 3 if mirrored else option.rect.left() + 1
            painter.fillRect(side, option.rect.top() + 6, 3, option.rect.height() - 12, option.palette.accent())

    def _paint_marks(self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, note: Annotation) -> int:
        """Returns how much room the marks took."""
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        taken = 0
        for category in self._catalogue.categories_of(note)[:_MARKS]:
            left = line.right() - taken - _SWATCH if mirrored else line.left() + taken
            swatch = QRectF(left, line.center().y() - _SWATCH / 2, _SWATCH, _SWATCH)
            paint_mark(painter, swatch, category, option.palette)
            taken += _SWATCH + 4
        return taken + 3 if taken else 0

    def _paint_stance(self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, note: Annotation) -> int:
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        font = scaled_font(option.font, 0.92)
        words = choice_name("stance", note.stance)
        if self._catalogue.conflicts_of(note.id):
            words = self.tr("in conflict · {stance}").format(stance=words)
        width = QFontMetrics(font).horizontalAdvance(words) + 2
        painter.setFont(font)
        painter.setPen(quiet(option.palette))
        where = QRect(line.left() if mirrored else line.right() - width, line.top(), width, line.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)
        level = level_of(note.severity)
        if not level:
            return width + 8
        dots = int(4 * _STEP)
        left = where.right() + 6 if mirrored else where.left() - dots - 6
        paint_severity(painter, self._view, QPointF(left, line.center().y() + 0.5), level, _DOT, _STEP)
        return width + dots + 14

    def _paint_citation(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, note: Annotation) -> None:
        version = self._catalogue.version(note.version)
        bold = scaled_font(option.font, 1.0, QFont.Weight.DemiBold)
        cited = self._catalogue.citation(note) or self.tr("whole text")
        painter.setFont(bold)
        painter.setPen(option.palette.text().color())
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        words = cut_off(QFontMetrics(bold), cited, room.width())
        painter.drawText(room, side, words)
        taken = QFontMetrics(bold).horizontalAdvance(words) + 8
        small = scaled_font(option.font, 0.92)
        painter.setFont(small)
        painter.setPen(QColor(quiet(option.palette)))
        rest = _between(option, room, taken, 0)
        name = cut_off(QFontMetrics(small), version.name if version else "", rest.width())
        if rest.width() > 40:
            painter.drawText(rest, side, name)

    def _paint_line(self, painter: QPainter, room: QRect, words: str) -> None:
        """Words run as they are read, whichever way the window does: else "…" would stand before a cut sentence."""
        mirrored = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        backwards = is_right_to_left(words)
        side = Qt.AlignmentFlag.AlignRight if mirrored or backwards else Qt.AlignmentFlag.AlignLeft
        shown = cut_off(painter.fontMetrics(), " ".join(words.split()), room.width())
        before = painter.layoutDirection()
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setLayoutDirection(before)


def is_right_to_left(words: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (UAX 9, P2)."""
    kinds = (unicodedata.bidirectional(mark) for mark in words[:_WORDS])
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def _between(option: QStyleOptionViewItem, line: QRect, start: int, end: int) -> QRect:
    """`line` without `start` pixels at the reading side and `end` at the other."""
    if option.direction == Qt.LayoutDirection.RightToLeft:
        return line.adjusted(end, 0, -start, 0)
    return line.adjusted(start, 0, -end, 0)
