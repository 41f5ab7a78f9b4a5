"""Links: the references of a text to its own provisions, underlined quietly, found once per paragraph that is seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen, QTextBlock

from annotator.model.places import Places
from annotator.model.treaty import Provision, VersionData
from annotator.ui.reader.document import ReadingDocument
from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.model.references import Reference, References

_QUIET = 120  # of 255
_BELOW_LETTERS = 0.13  # em above the bottom of the box that letters fill: clear of the bars of layers


class Links:
    """The references in one document. `lit` is the one that is pointed at or that the caret stands on."""

    def __init__(self, document: ReadingDocument, data: VersionData) -> None:
        self.document = document
        self.lit: Reference | None = None
        self._data = data
        self._places: Places | None = None
        self._references: References | None = None
        self._found: dict[int, tuple[Reference, ...]] = {}
        self._lines: dict[int, list[tuple[Reference, QLineF]]] = {}
        self._laid_out: tuple[float, object] | None = None

    def in_block(self, block: QTextBlock) -> tuple[Reference, ...]:
        """The references in a paragraph, in reading order; looked for on first demand."""
        number = block.blockNumber()
        if number not in self._found:
            paragraph = self.document.paragraphs[number]
            self._found[number] = self._all().within(paragraph.start, paragraph.end)
        return self._found[number]

    def at(self, offset: int) -> Reference | None:
        """The reference that holds the code point at `offset`, or ends there."""
        rows = self.in_block(self.document.block_at(offset))
        index = bisect_right(rows, offset, key=lambda row: row.start) - 1
        return rows[index] if index >= 0 and offset <= rows[index].end else None

    def target(self, reference: Reference) -> Provision | None:
        """The provision that is meant."""
        return self.places.get(reference.eid)

    @property
    def places(self) -> Places:
        """The text's tree."""
        if self._places is None:
            self._places = Places(self.document.text.provisions)
        return self._places

    def draw(self, painter: QPainter, theme: Theme, page_width: float, blocks: Sequence[QTextBlock]) -> None:
        """Underline the references of `blocks`, in page coordinates."""
        laid_out = (page_width, self.document.setting)
        if self._laid_out is None or self._laid_out[0] != page_width or self._laid_out[1] is not laid_out[1]:
            self._laid_out = laid_out
            self._lines.clear()
        faint = theme.colour("link")
        faint.setAlpha(_QUIET)
        width = max(1.0, 0.05 * self.document.setting.em)
        plain, quiet = QPen(theme.colour("link"), 2 * width), QPen(faint, width)
        for block in blocks:
            top = block.layout().position()
            for reference, line in self._lines_of(block):
                painter.setPen(plain if reference == self.lit else quiet)
                painter.drawLine(line.translated(top))

    def _lines_of(self, block: QTextBlock) -> list[tuple[Reference, QLineF]]:
        number = block.blockNumber()
        if number not in self._lines:
            rows = self.in_block(block)
            geometry = BlockGeometry(self.document, block) if rows else None
            up = _BELOW_LETTERS * self.document.setting.em
            self._lines[number] = [
                (row, QLineF(box.left(), box.bottom() - up, box.right(), box.bottom() - up))
                for row in rows
                for box in (geometry.rectangles(row.start, row.end) if geometry else ())
            ]
        return self._lines[number]

    def _all(self) -> References:
        if self._references is None:
            from annotator.model.references import References  # its grammar is long, and pages come first

            self._references = References(self.document.text, self._data, self.places)
        return self._references
