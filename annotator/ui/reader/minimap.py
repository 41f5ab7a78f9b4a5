"""The minimap: the whole text as a strip beside its scroll bar, with a column for each layer and the part on view.

It is drawn into an image, a few rows at a time between other events, and again only where something has changed. To
scroll copies the image and draws one frame, whatever the text holds.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from annotator.model.codebook import Mark
from annotator.model.records import dataclass
from annotator.model.treaty import provision_at
from annotator.ui.reader.layering import merged
from annotator.ui.reader.page import Page
from annotator.ui.reader.shown import UNLAYERED
from annotator.ui.reader.wording import map_tip

_WORDS = 18  # pixels: how wide the text is drawn
_GAP = 4
_COLUMN = 4
_MOST_COLUMNS = 44  # pixels that the columns may take together
_SLICE = 0.006  # seconds of drawing between two other events
_BAND = 4  # rows that are drawn at a time
_ROW = 2  # pixels that a mark is high at least, so that a single word is seen
_INSET: dict[Mark, tuple[tuple[float, float], ...]] = {
    "dashed": ((0.0, 0.7),),
    "dotted": ((0.3, 0.4),),
    "double": ((0.0, 0.3), (0.6, 0.3)),
    "wavy": ((0.5, 0.5),),
}
"""From where and how wide a mark is drawn, in shares of its column."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Where a paragraph is on the page, in pixels, and in the text."""

    top: float
    bottom: float
    start: int
    end: int
    is_heading: bool
    level: int


class Minimap(QWidget):
    """Follows a page. A click or a drag brings that part of the text into view. Hidden, it costs nothing."""

    drawn = Signal()
    """Everything that has changed is in the picture."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._image = QImage()
        self._paragraphs: list[_Paragraph] = []
        self._tops: list[float] = []
        self._starts: list[int] = []
        self._waiting: list[tuple[int, int]] = []
        self._is_stale = True
        self.rows_drawn = 0
        """How many rows were drawn since it was made."""
        self.setAccessibleName(self.tr("Map of the text"))
        self.setFixedWidth(_WORDS + 2 * _GAP + _MOST_COLUMNS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._draw_some)
        bar = page.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self.update())
        bar.rangeChanged.connect(lambda _low, _high: self._start_anew())
        page.marks_changed.connect(self._follow)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be drawn."""
        return self._timer.isActive()

    def row_of(self, offset: int) -> int:
        """The row in which the character at `offset` is drawn."""
        if not self._paragraphs:
            return 0
        row = self._paragraphs[max(0, bisect_right(self._starts, offset) - 1)]
        share = (offset - row.start) / max(1, row.end - row.start)
        return int((row.top + min(1.0, share) * (row.bottom - row.top)) * self._scale)

    def image(self) -> QImage:
        """What is drawn of the text and its marks, without the frame of what is on view."""
        return self._image

    # Events ------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._start_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._start_anew()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._page.theme
        painter.fillRect(self.rect(), theme.colour("page"))
        if not self._image.isNull():
            painter.drawImage(0, 0, self._image)
        frame = self._frame()
        ground = theme.colour("focus")
        ground.setAlpha(28)
        painter.fillRect(frame, ground)
        painter.setPen(QPen(theme.colour("focus"), 1))
        painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QPen(theme.colour("separator"), 1))
        edge = self.width() - 0.5 if self._is_mirrored else 0.5
        painter.drawLine(QRectF(edge, 0, 0, self.height()).topLeft(), QRectF(edge, 0, 0, self.height()).bottomLeft())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._scroll_to(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scroll_to(event.position().y())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        QApplication.sendEvent(self._page.verticalScrollBar(), event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos().y()), self)
            return True
        return super().event(event)

    # Drawing -----------------------------------------------------------------------------------------------------

    def _start_anew(self) -> None:
        """Another text, size or layout: everything is drawn again, soon."""
        self._is_stale = True
        if self.isVisible():
            self._waiting = []
            self._timer.start()

    def _follow(self, start: int, end: int) -> None:
        """The marks on `[start, end)` have changed; on all of the text where `end` is negative."""
        if self._is_stale or not self.isVisible():
            return
        if end < 0:
            self._waiting = [(0, self.height())]
        else:
            self._waiting.append((self.row_of(start), self.row_of(end) + _ROW))
        self._timer.start()

    def _draw_some(self) -> None:
        if self._is_stale:
            self._measure()
        until = time.perf_counter() + _SLICE
        painter = QPainter(self._image) if not self._image.isNull() else None
        while painter and self._waiting and time.perf_counter() < until:
            first, last = self._waiting.pop()
            last = min(last, self.height())
            between = min(first + _BAND, last)
            self._draw_rows(painter, first, between)
            if between < last:
                self._waiting.append((between, last))
        if painter:
            painter.end()
        self.update()
        if not self._waiting:
            self._timer.stop()
            self.drawn.emit()

    def _measure(self) -> None:
        """Where each paragraph stands on the page, which is laid out to its end for that."""
        self._is_stale = False
        ratio = self.devicePixelRatioF()
        self._image = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(Qt.GlobalColor.transparent)
        self._paragraphs = []
        reading = self._page.reading
        if reading is not None:
            reading.documentLayout().documentSize()
            block = reading.begin()
            for row in reading.paragraphs:
                top = block.layout().position().y()
                bottom = top + block.layout().boundingRect().height()
                heading = row.role not in {"body", "note"}
                self._paragraphs.append(_Paragraph(top, bottom, row.start, row.end, heading, row.level))
                block = block.next()
        self._tops = [row.top for row in self._paragraphs]
        self._starts = [row.start for row in self._paragraphs]
        self._waiting = [(0, self.height())]

    def _draw_rows(self, painter: QPainter, first: int, last: int) -> None:
        self.rows_drawn += max(0, last - first)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(0, first, self.width(), last - first, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for row in range(first, last):
            here = self._paragraph_at(row)
            if here and row / self._scale < here.bottom:
                self._draw_words(painter, row, here)
        layers, columns = self._layers_in(first, last), self._columns()
        wide = min(_COLUMN, _MOST_COLUMNS / max(1, len(columns)))
        for place, layer in enumerate(columns):
            if layer in layers:
                self._draw_marks(painter, layers[layer], layer, _WORDS + 2 * _GAP + place * wide, wide)

    def _draw_words(self, painter: QPainter, row: int, here: _Paragraph) -> None:
        colour = QColor(self._page.theme.colour("quiet"))
        colour.setAlpha(150 if here.is_heading else 60)
        indent = 0 if here.is_heading else 3 * min(3, 1 + here.level)
        self._fill(painter, _GAP + indent, row, _WORDS - indent, colour)

    def _layers_in(self, first: int, last: int) -> dict[str, set[int]]:
        """In which rows from `first` on, and before `last`, each layer that is shown has a mark."""
        above = first - _ROW + 1  # a mark may begin in a row above, and is higher than that
        edges = [self._offset_at(row / self._scale) for row in range(above, last + 1)]
        found: dict[str, set[int]] = {}
        shown = self._page.shown
        for facets, spans in self._page.intervals.kinds_crossing(edges[0], max(edges)).items():
            layers = shown.layers_of(facets)
            if not layers:
                continue
            rows: set[int] = set()
            for start, end in merged(spans):
                top = above + max(0, bisect_right(edges, start) - 1)
                rows.update(range(max(first, top), min(last, above + bisect_left(edges, end) - 1 + _ROW)))
            for layer in layers:
                found.setdefault(layer, set()).update(rows)
        return found

    def _draw_marks(self, painter: QPainter, rows: set[int], layer: str, left: float, wide: float) -> None:
        look = self._page.look
        colour = look.colour(layer)
        for inset, share in _INSET.get(look.mark(layer), ((0.0, 0.85),)):
            for row in rows:
                self._fill(painter, left + inset * wide, row, max(1.0, share * wide), colour)

    def _fill(self, painter: QPainter, left: float, row: int, width: float, colour: QColor) -> None:
        x = self.width() - left - width if self._is_mirrored else left
        painter.fillRect(QRectF(x, row, width, 1), colour)

    # ---------------------------------------------------------------------------------------------------------------

    def _columns(self) -> list[str]:
        return [*self._page.look.order, UNLAYERED]

    @property
    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    @property
    def _scale(self) -> float:
        """Pixels of the map for one of the page; a short text is not stretched."""
        return min(1.0, self.height() / max(1.0, self._length))

    @property
    def _length(self) -> float:
        bar = self._page.verticalScrollBar()
        return float(bar.maximum() + bar.pageStep())

    def _frame(self) -> QRectF:
        bar = self._page.verticalScrollBar()
        return QRectF(0, bar.value() * self._scale, self.width(), max(6.0, bar.pageStep() * self._scale))

    def _scroll_to(self, y: float) -> None:
        """Bring the place at `y` to the middle of the page."""
        bar = self._page.verticalScrollBar()
        bar.setValue(round(y / self._scale - bar.pageStep() / 2))

    def _paragraph_at(self, row: int) -> _Paragraph | None:
        place = bisect_right(self._tops, row / self._scale) - 1
        return self._paragraphs[place] if place >= 0 else None

    def _offset_at(self, height: float) -> int:
        place = bisect_right(self._tops, height) - 1
        if place < 0:
            return 0
        row = self._paragraphs[place]
        share = (height - row.top) / max(1.0, row.bottom - row.top)
        return round(row.start + min(1.0, share) * (row.end - row.start))

    def _tip(self, y: int) -> str:
        text = self._page.text
        if text is None or not self._paragraphs:
            return ""
        start, end = self._offset_at((y - _ROW) / self._scale), self._offset_at((y + _ROW) / self._scale)
        place = provision_at(text.provisions, start, start + 1)
        shown, look = self._page.shown, self._page.look
        kinds = self._page.intervals.kinds_crossing(start, max(end, start + 1))
        layers = {layer for facets in kinds for layer in shown.layers_of(facets)}
        return map_tip(place.citation if place else "", [id for id in self._columns() if id in layers], look.categories)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.width(), 200)
