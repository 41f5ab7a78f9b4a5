"""The sheet: a read-only text edit that holds a version as it is set, and knows where its characters are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QPalette, QTextBlock, QTextCursor, QTextDocument, QTextLine
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.document import ReadingDocument
from annotator.ui.reader.geometry import BlockGeometry

_CARET = 2
_LANDING = 0.22  # of the height of the page: where the line one goes to comes to stand
_SURE = 0.75  # of the estimated height of a text: there is surely a page to scroll to
_ROUNDED = 2  # pixels by which what is drawn may begin higher than it is
_INSIDE = 4  # pixels below the top of a line: surely on it


class Sheet(QTextEdit):
    """Offsets are code points of the canonical text; points are on the viewport, spots on the whole page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_viewport()
        self._data = VersionData()
        self._reading: ReadingDocument | None = None
        self._blank = QTextDocument(self)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setAcceptDrops(False)

    @property
    def text(self) -> Text | None:
        return self._reading.text if self._reading else None

    @property
    def version_id(self) -> str:
        """The id of the version on the page; empty where there is none."""
        return self._reading.text.id if self._reading else ""

    @property
    def data(self) -> VersionData:
        return self._data

    def top_offset(self) -> int:
        """The offset of the first character on view."""
        return self._offset_at(0)

    def landing_offset(self) -> int:
        """The offset at the line that `scroll_to` brings places to, or nearer to the top where the text begins."""
        return self._offset_at(min(self._landing(), self.verticalScrollBar().value()))

    @property
    def landing_height(self) -> int:
        """How far below the top of the page `landing_offset` is, in pixels."""
        return min(self._landing(), self.verticalScrollBar().value())

    @property
    def reading(self) -> ReadingDocument | None:
        """The text as it is set."""
        return self._reading

    def scroll_to(self, offset: int) -> None:
        """Bring the line of `offset` to the upper quarter of the page."""
        top = round(self._page_top(offset)) - self._landing()
        bar = self.verticalScrollBar()
        if top > _SURE * bar.maximum():  # an estimate until all is laid out: enough to go anywhere but to the end
            height = self.document().documentLayout().documentSize().height()
            top = min(top, ceil(height) - self.viewport().height())
        bar.setValue(top)

    def loadResource(self, _type: int, _name: QUrl | str, /) -> None:  # noqa: N802
        """Nothing in a treaty is fetched from anywhere."""

    # ---------------------------------------------------------------------------------------------------------------

    def _put(self, reading: ReadingDocument | None) -> None:
        """Show this document, or none; the former one is done with."""
        former, self._reading = self._reading, reading
        self.setDocument(reading or self._blank)
        self.setCursorWidth(_CARET)  # Qt keeps it with the document
        if former:
            former.deleteLater()

    def _make_viewport(self) -> None:
        """As Qt makes it, but here: else Python would load every widget there is to find out what Qt has made."""
        viewport = QWidget(self)
        viewport.setObjectName("qt_scrollarea_viewport")
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        self.document().documentLayout().setPaintDevice(viewport)  # it knows the former one, which is deleted here
        self.setViewport(viewport)
        viewport.setCursor(Qt.CursorShape.IBeamCursor)
        viewport.setMouseTracking(True)
        viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def _to_qt(self, offset: int) -> int:
        return self._reading.offsets.to_qt(offset) if self._reading else 0

    def _from_qt(self, position: int) -> int:
        return self._reading.offsets.from_qt(position) if self._reading else 0

    def _landing(self) -> int:
        return round(self.viewport().height() * _LANDING)

    def _offset_at(self, height: int) -> int:
        """The offset in the line that begins `height` pixels below the top of the viewport."""
        cursor = self.cursorForPosition(QPoint(self.viewport().width() // 2, height + _INSIDE))
        if cursor.atBlockEnd() and not cursor.atBlockStart():  # beside or below a last line: between two provisions
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        return self._from_qt(cursor.position())

    def _on_page(self, point: QPoint) -> QPointF:
        return QPointF(point) + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _stretch_at(self, block: QTextBlock, spot: QPointF, *, whole_line: bool) -> tuple[int, int]:
        """Offsets of the character at `spot`, or of its line; an empty stretch where there is none."""
        assert self._reading is not None
        geometry = BlockGeometry(self._reading, block)
        within = spot - geometry.origin
        row = next((row for row in reversed(geometry.rows) if row.top <= within.y()), None)
        if row is None:
            return 0, 0
        base = block.position()
        if whole_line:
            return self._from_qt(base + row.start), self._from_qt(base + row.end)
        if not row.left <= within.x() < row.right:
            return 0, 0
        at = row.line.xToCursor(within.x(), QTextLine.CursorPosition.CursorOnCharacter)
        offset = self._from_qt(base + at)
        return offset, offset + 1

    def _block_at(self, spot: QPointF) -> QTextBlock:
        position = self.document().documentLayout().hitTest(spot, Qt.HitTestAccuracy.FuzzyHit)
        return self.document().findBlock(max(0, position))

    def _blocks_in(self, rect: QRect) -> list[QTextBlock]:
        """The blocks on view in `rect`, and those beside it whose bars, stripes or handles reach into it."""
        scrolled, em = self.verticalScrollBar().value(), self._setting_em()
        top, bottom = rect.top() + scrolled, rect.bottom() + scrolled + _ROUNDED
        layout, blocks = self.document().documentLayout(), []
        block = self._block_at(QPointF(0, top))
        before = block.previous()
        if before.isValid() and layout.blockBoundingRect(before).bottom() + em > top:
            block = before
        # Asking for its rectangle lays a block out, if it was not yet. Stripes run up to the block above
        while block.isValid() and layout.blockBoundingRect(block).top() - max(em, _space_above(block)) <= bottom:
            blocks.append(block)
            block = block.next()
        return blocks

    def _setting_em(self) -> float:
        return self._reading.setting.em if self._reading else 0.0

    def _page_top(self, offset: int) -> float:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._to_qt(offset))
        # Asking for a block lays the text out as far as there; the rest follows between events
        self.document().documentLayout().blockBoundingRect(cursor.block())
        return float(self.cursorRect(cursor).top() + self.verticalScrollBar().value())

    @contextmanager
    def _place_kept(self) -> Iterator[None]:
        """The words that are read stay at their height, whatever happens to the layout meanwhile."""
        if self._reading is None or not self.verticalScrollBar().value():
            yield
            return
        offset = self.landing_offset()
        distance = self._page_top(offset) - self.verticalScrollBar().value()
        yield
        self.verticalScrollBar().setValue(round(self._page_top(offset) - distance))


def _space_above(block: QTextBlock) -> float:
    return block.blockFormat().topMargin()
