"""Focus: the provision one reads stands out, everything else steps back."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from annotator.model.places import Places
from annotator.ui.reader.document import ReadingDocument
from annotator.ui.reader.layering import Span
from annotator.ui.theme import Theme

_VEIL = 185  # of 255: what is read at a second look still, and not at the first
_WITHIN = frozenset({"point", "item", "intro", "wrapup", "alternative", "text", "heading", "note"})
_HANGING = 0.4  # em that letters and bars hang below the last line of fixed height
_FAR = 1e6  # pixels


def lit_span(document: ReadingDocument, places: Places, offset: int) -> Span:
    """The paragraph that is read at `offset`, with all its points; the article where it has none."""
    row = places.at(offset)
    while row is not None and row.kind in _WITHIN and row.parent:
        row = places.get(row.parent)
    if row is None or row.start > offset:
        paragraph = document.paragraph_of(document.block_at(offset))
        return paragraph.start, paragraph.end
    first = next((child for child in places.children(row.eid) if child.kind not in _WITHIN), None)
    if first and offset < first.start:
        return row.start, max(row.start, first.start - 1)  # the heading of what has parts of its own
    return row.start, row.end


def draw_veil(painter: QPainter, document: ReadingDocument, theme: Theme, lit: Span, width: float) -> None:
    """Lay the page's colour thinly over all but `lit`, in page coordinates."""
    layout = document.documentLayout()
    top = layout.blockBoundingRect(document.block_at(lit[0])).top()
    bottom = layout.blockBoundingRect(document.block_at(max(lit[0], lit[1] - 1))).bottom()
    bottom += _HANGING * document.setting.em
    veil = theme.colour("page")
    veil.setAlpha(_VEIL)
    painter.fillRect(QRectF(0, top - _FAR, width, _FAR), veil)
    painter.fillRect(QRectF(0, bottom, width, _FAR), veil)
