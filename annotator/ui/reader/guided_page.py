"""A page with what guides through it: links to other provisions, and focus on the one that is read."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.decorations import Decorations, Layers
from annotator.ui.reader.document import ReadingDocument, Setting
from annotator.ui.reader.focusing import draw_veil, lit_span
from annotator.ui.reader.links import Links
from annotator.ui.reader.marks import PaperMarks
from annotator.ui.reader.page import Page
from annotator.ui.theme import Theme

_SHARP = 4.0  # dots of a printed mark to a pixel


class GuidedPage(Page):
    """`links` are the references of the text on the page; None where there is no text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.links: Links | None = None
        self._focused = False
        self.has_links = True
        self.cursorPositionChanged.connect(self._move_focus)
        self.verticalScrollBar().valueChanged.connect(self._move_focus)

    def show_text(self, text: Text | None, data: VersionData | None = None) -> None:
        super().show_text(text, data)
        self.links = Links(self._reading, self._data) if self._reading else None

    def set_links_shown(self, is_shown: bool) -> None:
        """Underline references, or leave that for later: to find the first takes as long as to lay out a page."""
        self.has_links = is_shown
        self.viewport().update()

    def set_focused(self, focused: bool) -> None:
        """Let all but the provision that is read step back."""
        self._focused = focused
        self.viewport().update()

    def offset_at(self, point: QPoint) -> int | None:
        """The offset of the character drawn at `point`; None beside the words."""
        if self._reading is None:
            return None
        spot = self._on_page(point)
        start, end = self._stretch_at(self._block_at(spot), spot, whole_line=False)
        return start if start < end else None

    def read_offset(self) -> int:
        """Where one reads: at the caret while it is on view, else at the line where places come to stand."""
        on_view = self.viewport().rect().contains(self.cursorRect().center())
        return self._from_qt(self.textCursor().position()) if on_view else self.landing_offset()

    def fetch_caret(self) -> None:
        """Put a caret that was left behind where one reads, without scrolling, so that a key moves on from there."""
        cursor = self.textCursor()
        if not cursor.hasSelection() and not self.viewport().rect().intersects(self.cursorRect()):
            cursor.setPosition(self._to_qt(self.landing_offset()))
            self.setTextCursor(cursor)

    def standing_offset(self) -> int:
        """The offset of the line that is read, whatever the caret does."""
        return self.landing_offset()

    def laid_out_for(self, theme: Theme, width: float) -> Decorations | None:
        """The text with the annotations that are shown, set anew in `theme` on a page of `width` pixels, for paper."""
        if self._reading is None:
            return None
        setting = Setting.of(theme, self._data, 100, replace(self._typography, characters=0))
        document = ReadingDocument(self._reading.text, setting, self)
        document.setTextWidth(width)
        layers = Layers(theme, self._codebook, self._shown, PaperMarks(_SHARP), self._tinting)
        return Decorations(document, self._intervals, layers, width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self._reading is None or self.links is None or self._decorations is None:
            return
        painter = QPainter(self.viewport())
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        if self.has_links:
            self.links.draw(painter, self._theme, self._decorations.page_width, self._blocks_in(event.rect()))
        if self._focused:
            here = self.read_offset() if self.hasFocus() else self.standing_offset()
            lit = lit_span(self._reading, self.links.places, here)
            draw_veil(painter, self._reading, self._theme, lit, self.viewport().width())
        painter.end()

    def _move_focus(self) -> None:
        # A caret or a scroll paints only what it uncovers
        if self._focused:
            self.viewport().update()
