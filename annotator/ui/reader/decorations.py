"""Decorations: tints behind words, bars under them, stripes in the margin, painted once per block and then replayed.

A block's picture is made when the block first comes into view, and dropped when its annotations, the layers shown or
the layout change. Cost therefore grows with what is visible, not with what exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextBlock

from annotator.model.codebook import Category, Codebook, Mark
from annotator.ui.reader.document import ReadingDocument
from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.reader.intervals import Intervals
from annotator.ui.reader.layering import (
    Bar,
    Segment,
    Spans,
    Stripe,
    bars,
    lanes,
    segments,
    spans_by_stripe,
    stripes,
    uncounted,
)
from annotator.ui.reader.marks import Look, Marks, Stroke, draw_stroke
from annotator.ui.reader.shown import Shown
from annotator.ui.theme import Theme

MOST_BARS = 4
MOST_LANES = 5
_WIDEST_PITCH = 0.2  # em, from one bar to the next


class Layers:
    """The codebook as paint: colour, mark and rank of each layer, and what is shown.

    `ratio` is how many device pixels of the screen make a pixel, `tinting` one of `theme.TINTS`.
    """

    def __init__(
        self, theme: Theme, codebook: Codebook | None, shown: Shown, ratio: float = 1.0, tinting: float = 1.0
    ) -> None:
        self.theme = theme
        self.tinting = tinting
        self.marks = Marks(ratio)
        self.categories: dict[str, Category] = {row.id: row for row in codebook.layers} if codebook else {}
        self.order = {layer: rank for rank, layer in enumerate(self.categories)}
        self.shown = shown
        self._colours = {layer: theme.layer(row) for layer, row in self.categories.items()}
        self._unlayered = theme.layer(None)
        self._tints: dict[tuple[str, ...], QColor] = {}

    def colour(self, layer: str) -> QColor:
        return self._colours.get(layer, self._unlayered)

    def mark(self, layer: str) -> Mark:
        return self.categories[layer].mark if layer in self.categories else "dotted"

    def tint(self, layers: tuple[str, ...]) -> QColor:
        """The ground behind words that lie in all of `layers`."""
        if layers not in self._tints:
            self._tints[layers] = self.theme.tinted((self.colour(layer) for layer in layers), self.tinting)
        return self._tints[layers]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What lies on one block, and which of it comes from the block above or goes on in the one below."""

    spans: dict[Stripe, Spans]
    from_above: set[Stripe]
    to_below: set[Stripe]


@dataclass(slots=True)
class Picture:
    """What is painted behind one block's words: strokes, then small words with a ground of their own.

    (A QPicture would write every tile out as a PNG file, and lose its resolution.)
    """

    strokes: list[Stroke] = field(default_factory=list)
    words: list[tuple[QRectF, str]] = field(default_factory=list)


class Decorations:
    """The pictures of one document's blocks. Pictures are in page x and in y from the top of their block's layout."""

    def __init__(self, document: ReadingDocument, intervals: Intervals, layers: Layers, page_width: float) -> None:
        self.document = document
        self.intervals = intervals
        self.layers = layers
        self.page_width = page_width
        self._pictures: dict[int, Picture] = {}
        self._stretches: dict[int, _Stretch] = {}
        self._lanes: dict[str, dict[Stripe, int]] = {}
        self._sections = _sections(document)

    def drop_around(self, start: int, end: int) -> None:
        """Forget what a change of annotations in `[start, end)` may have moved: the sections it touches."""
        first, last = self._number_at(start), self._number_at(max(start, end - 1))
        for section in {row.section for row in self.document.paragraphs[first : last + 1]}:
            self._lanes.pop(section, None)
            for number in self._sections[section]:
                self._pictures.pop(number, None)
                self._stretches.pop(number, None)

    def picture(self, block: QTextBlock) -> Picture:
        """What is painted behind the words of `block`; made on first demand."""
        number = block.blockNumber()
        found = self._pictures.get(number)
        if found is None:
            found = self._pictures[number] = self._paint(block)
        return found

    def stripes_at(self, block: QTextBlock, x: float) -> list[Stripe]:
        """The stripes whose lane lies at page coordinate `x` beside `block`; beyond the last lane, the hidden ones."""
        lane = self._lane_at(x)
        if lane is None:
            return []
        chosen = self.section_lanes(block)
        here = self._stretch(block.blockNumber())
        return [row for row in here.spans if chosen[row] == lane or (lane >= MOST_LANES and chosen[row] >= MOST_LANES)]

    def lane_x(self, lane: int) -> float:
        """The middle of a lane, on the page."""
        setting = self.document.setting
        from_start = setting.gutter - (lane + 1) * self.pitch
        return self.page_width - from_start if setting.is_mirrored else from_start

    @property
    def pitch(self) -> float:
        return self.document.setting.gutter / (MOST_LANES + 2.2)

    def small_font(self) -> QFont:
        """For the numbers of what has no room."""
        font = QFont(self.layers.theme.interface)
        font.setPixelSize(max(7, round(self.document.setting.em * 0.5)))
        return font

    def section_lanes(self, block: QTextBlock) -> dict[Stripe, int]:
        """The lanes of all stripes in the section of `block`."""
        section = self.document.paragraph_of(block).section
        if section not in self._lanes:
            self._lanes[section] = lanes(self._places(self._sections[section]), self.layers.order)
        return self._lanes[section]

    def _paint(self, block: QTextBlock) -> Picture:
        stretch = self._stretch(block.blockNumber())
        return _BlockPainter(self, block, stretch).paint() if stretch.spans else Picture()

    def _stretch(self, number: int) -> _Stretch:
        if number not in self._stretches:
            start, end = self.document.paragraphs[number].start, self.document.paragraphs[number].end
            rows = self.intervals.crossing(start, end)
            shown = self.layers.shown
            self._stretches[number] = _Stretch(
                spans_by_stripe(rows, shown, start, end),
                stripes((row for row in rows if row.anchor.start < start), shown),
                stripes((row for row in rows if row.anchor.end > end), shown),
            )
        return self._stretches[number]

    def _places(self, numbers: Sequence[int]) -> dict[Stripe, set[int]]:
        found: dict[Stripe, set[int]] = {}
        for number in numbers:
            for stripe in self._stretch(number).spans:
                found.setdefault(stripe, set()).add(number)
        return found

    def _lane_at(self, x: float) -> int | None:
        setting = self.document.setting
        from_start = self.page_width - x if setting.is_mirrored else x
        lane = round((setting.gutter - from_start) / self.pitch - 1)
        return min(lane, MOST_LANES) if lane >= 0 else None

    def _number_at(self, offset: int) -> int:
        return self.document.block_at(offset).blockNumber()


class _BlockPainter:
    """Paints one block's decorations in the coordinates of its picture."""

    def __init__(self, owner: Decorations, block: QTextBlock, stretch: _Stretch) -> None:
        self._owner = owner
        self._layers = owner.layers
        self._block = block
        self._paragraph = owner.document.paragraph_of(block)
        self._geometry = BlockGeometry(owner.document, block)
        self._picture = Picture()
        self._metrics = QFontMetricsF(owner.small_font())
        self._left = self._geometry.origin.x()
        self._em = owner.document.setting.em
        self._counted = QRectF()
        self._stretch = stretch

    def paint(self) -> Picture:
        spans = self._stretch.spans
        words = {stripe.layer: rows for stripe, rows in spans.items() if not stripe.whole}
        cut = segments(words, self._layers.order)
        for segment in cut if self._layers.tinting else ():
            self._paint_tint(segment)
        self._paint_bars(bars(cut, MOST_BARS, least=2 if self._layers.tinting else 1))
        chosen = self._owner.section_lanes(self._block)
        for stripe, rows in spans.items():
            if chosen[stripe] < MOST_LANES:
                self._paint_stripe(stripe, rows, self._owner.lane_x(chosen[stripe]))
        hidden = sum(chosen[stripe] >= MOST_LANES for stripe in spans)
        if hidden:
            self._paint_hidden(hidden)
        return self._picture

    def _paint_tint(self, segment: Segment) -> None:
        tint = self._layers.tint(segment.layers)
        for box in self._geometry.rectangles(segment.start, segment.end):
            self._picture.strokes.append((box.translated(self._left, 0), tint))

    def _paint_bars(self, found: Sequence[Bar]) -> None:
        if not found:
            return
        levels = min(MOST_BARS, 1 + max(bar.level for bar in found))
        room = self._owner.document.setting.room_for_bars(self._paragraph.role)
        pitch = min(_WIDEST_PITCH * self._em, room / levels)
        for bar in found:
            if bar.level < MOST_BARS:
                self._paint_bar(bar, pitch)
        for start, end, hidden in uncounted(found, MOST_BARS):
            self._paint_rest(self._geometry.rectangles(start, end)[-1:], hidden)

    def _paint_bar(self, bar: Bar, pitch: float) -> None:
        look = (self._layers.colour(bar.layer), pitch * 0.7)
        mark = self._layers.mark(bar.layer)
        for box in self._geometry.rectangles(bar.start, bar.end):
            y = box.bottom() + pitch * (0.6 + bar.level)
            left = self._left + box.left()
            self._picture.strokes.append(self._layers.marks.across(left, left + box.width(), y, mark, look))

    def _paint_rest(self, boxes: Sequence[QRectF], count: int) -> None:
        """Say how many layers have no bar, unless a neighbour has just said so."""
        words = f"+{count}"
        width = self._metrics.horizontalAdvance(words) + 3
        for box in boxes:
            room = QRectF(self._left + box.right() - width, box.bottom(), width, 0.52 * self._em)
            if not self._counted.adjusted(-4 * self._em, -1, 4 * self._em, 1).intersects(room):
                self._counted = room
                self._picture.words.append((room, words))

    def _paint_hidden(self, count: int) -> None:
        words, row = f"+{count}", self._geometry.rows[0]
        width = self._metrics.horizontalAdvance(words)
        away = self._owner.pitch * 0.5 + width / 2
        outermost = self._owner.lane_x(MOST_LANES - 1)
        middle = outermost + away if self._owner.document.setting.is_mirrored else outermost - away
        self._picture.words.append((QRectF(middle - width / 2, row.top, width, row.bottom - row.top), words))

    def _paint_stripe(self, stripe: Stripe, rows: Spans, x: float) -> None:
        look = (self._layers.colour(stripe.layer), self._owner.pitch * (0.36 if stripe.whole else 0.52))
        mark = self._layers.mark(stripe.layer)
        for top, bottom in self._runs(stripe, rows):
            self._picture.strokes.append(self._layers.marks.down(x, top, bottom, mark, look))
            if stripe.whole:
                self._paint_arms(stripe, x, (top, bottom), look)

    def _paint_arms(self, stripe: Stripe, x: float, ends: tuple[float, float], look: Look) -> None:
        """A whole provision is held by a bracket: a thin stripe with an arm where the provision begins and ends."""
        arm = self._owner.pitch * (-0.85 if self._owner.document.setting.is_mirrored else 0.85)
        left, right = min(x, x + arm), max(x, x + arm)
        for y, goes_on in zip(
            ends, (stripe in self._stretch.from_above, stripe in self._stretch.to_below), strict=True
        ):
            if not goes_on:
                self._picture.strokes.append(self._layers.marks.across(left, right, y, "solid", look))

    def _runs(self, stripe: Stripe, rows: Spans) -> list[tuple[float, float]]:
        """From top to bottom of the lines that hold each span; up to the block before, where the words go on there."""
        found: list[tuple[float, float]] = []
        for start, end in rows:
            lines = self._geometry.rows_of(start, end)
            if not lines:
                continue
            goes_on = start == self._paragraph.start and stripe in self._stretch.from_above
            top = -self._block.blockFormat().topMargin() if goes_on else lines[0].top
            if found and top - found[-1][1] < self._em:
                top = found.pop()[0]
            to_below = end == self._paragraph.end and stripe in self._stretch.to_below
            found.append((top, self._geometry.bottom if to_below else lines[-1].bottom))
        return found


def draw_blocks(painter: QPainter, decorations: Decorations, blocks: Sequence[QTextBlock]) -> None:
    """Replay the pictures of `blocks` on a painter in page coordinates."""
    theme = decorations.layers.theme
    painter.setFont(decorations.small_font())
    painter.setPen(theme.colour("quiet"))
    ground = theme.colour("page")
    for block in blocks:
        picture = decorations.picture(block)
        top = block.layout().position().y()
        painter.translate(0, top)
        for stroke in picture.strokes:
            draw_stroke(painter, stroke)
        for room, words in picture.words:
            painter.fillRect(room, ground)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        painter.translate(0, -top)


def _sections(document: ReadingDocument) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, paragraph in enumerate(document.paragraphs):
        found.setdefault(paragraph.section, []).append(number)
    return found
