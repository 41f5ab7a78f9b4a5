"""Decorations: tints behind words, bars under them, stripes in the margin, painted once per block and then replayed.

A block's picture is made when the block first comes into view, and dropped when its annotations, what is shown or
the layout change. Cost therefore grows with what is visible, not with what exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextBlock

from annotator.model.codebook import Category, Codebook, Mark
from annotator.model.records import dataclass
from annotator.ui.reader.document import ReadingDocument
from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.reader.intervals import Intervals
from annotator.ui.reader.layering import Sorter, Stripe, lanes, lying
from annotator.ui.reader.marks import Line, Marks
from annotator.ui.reader.pictures import MOST_LANES, WORDS_HIGH, BlockPainter, Inks, Picture, Stretch, draw_picture
from annotator.ui.reader.shown import EVERYTHING, Shown
from annotator.ui.reader.tints import Tints
from annotator.ui.theme import Theme


class Layers:
    """The codebook as paint: colour, mark and rank of each layer, and what is shown.

    `tinting` is one of `theme.TINTS`.
    """

    def __init__(
        self, theme: Theme, codebook: Codebook | None, shown: Shown, marks: Marks, tinting: float = 1.0
    ) -> None:
        self.theme = theme
        self.tinting = tinting
        self.marks = marks
        self.categories: dict[str, Category] = {row.id: row for row in codebook.layers} if codebook else {}
        self.order = {layer: rank for rank, layer in enumerate(self.categories)}
        self.shown = shown
        self._colours = {layer: theme.layer(row) for layer, row in self.categories.items()}
        self._unlayered = theme.layer(None)
        self._tints = Tints(theme, self._colours, tinting)
        self._lines: dict[tuple[str, float, bool], Line] = {}

    def showing(self, shown: Shown) -> Layers:
        """The same where others are shown."""
        found = copy(self)
        found.shown = shown
        return found

    def colour(self, layer: str) -> QColor:
        return self._colours.get(layer, self._unlayered)

    def mark(self, layer: str) -> Mark:
        return self.categories[layer].mark if layer in self.categories else "dotted"

    def tint(self, layers: tuple[str, ...]) -> QColor:
        """The ground behind words that lie in all of `layers`."""
        return self._tints[layers]

    def line(self, layer: str, width: float, *, upright: bool = False) -> Line:
        """Lines of a layer in its mark, so many pixels wide; from top to bottom, or else from left to right."""
        key = layer, width, upright
        if key not in self._lines:
            make = self.marks.down if upright else self.marks.across
            self._lines[key] = make(self.mark(layer), (self.colour(layer), width))
        return self._lines[key]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a place in the margin stands for: stripes, on one line or (`all_lines`) in the whole paragraph."""

    stripes: frozenset[Stripe]
    all_lines: bool = False


class Decorations:
    """The pictures of one document's blocks. Pictures are in page x and in y from the top of their block's layout."""

    def __init__(
        self,
        document: ReadingDocument,
        intervals: Intervals,
        layers: Layers,
        page_width: float,
        before: Decorations | None = None,
    ) -> None:
        """`before` are decorations that these replace; what still holds of them is taken over."""
        self.document = document
        self.intervals = intervals
        self.layers = layers
        self.page_width = page_width
        self._pictures: dict[int, Picture] = {}
        self._stretches: dict[int, Stretch] = {}
        self._lanes: dict[str, dict[Stripe, int]] = {}
        is_same = before is not None and before.document is document
        self._sections = document.sections
        is_as_wide = before is not None and is_same and before.page_width == page_width
        self._geometries: dict[int, BlockGeometry] = before._geometries if before and is_as_wide else {}
        # With all layers, but of authors, stances … only what is shown: to switch a layer sorts nothing out again
        self._sorter = Sorter(layers.shown.with_layers(None))
        self._everything: dict[int, Stretch] = {}
        if before and is_same and before.intervals is intervals and before._sorter.shown == self._sorter.shown:
            self._sorter, self._everything = before._sorter, before._everything
        self._font = QFont(layers.theme.interface)
        self._font.setPixelSize(max(7, round(document.setting.em * 0.5)))
        self.metrics = QFontMetricsF(self._font)
        """Of `small_font`."""
        self._widths: dict[str, float] = {}

    def drop_around(self, start: int, end: int) -> None:
        """Forget what a change of annotations in `[start, end)` may have moved: the sections it touches."""
        first, last = self._number_at(start), self._number_at(max(start, end - 1))
        for section in {row.section for row in self.document.paragraphs[first : last + 1]}:
            self._lanes.pop(section, None)
            for number in self._sections[section]:
                self._pictures.pop(number, None)
                self._stretches.pop(number, None)
                self._everything.pop(number, None)

    def picture(self, block: QTextBlock) -> Picture:
        """What is painted behind the words of `block`; made on first demand."""
        number = block.blockNumber()
        found = self._pictures.get(number)
        if found is None:
            found = self._pictures[number] = self._paint(block)
        return found

    def beside(self, block: QTextBlock, spot: QPointF) -> Beside | None:
        """What the margin beside `block` shows at `spot` (page coordinates); None where that is no margin."""
        lane = self._lane_at(spot.x())
        if lane is None:
            return None
        here = self._stretch(block.blockNumber())
        if here.is_clustered:
            within = spot - QPointF(0, block.layout().position().y())
            chart = self.picture(block).chart
            layer = chart.layer_at(within) if chart else None
            return Beside(frozenset(row for row in here.lying.pieces if layer in (None, row.layer)), all_lines=True)
        if lane >= MOST_LANES:
            counted = self.picture(block).counts
            return Beside(frozenset(here.lying.pieces if counted else ()), all_lines=True)
        chosen = self.section_lanes(block)
        return Beside(frozenset(row for row in here.lying.pieces if chosen[row] == lane))

    def is_clustered(self, block: QTextBlock) -> bool:
        """Whether so much lies here that it is counted rather than drawn stripe by stripe."""
        return self._stretch(block.blockNumber()).is_clustered

    def geometry(self, block: QTextBlock) -> BlockGeometry:
        """Where the words of `block` are on the page."""
        number = block.blockNumber()
        if number not in self._geometries:
            self._geometries[number] = BlockGeometry(self.document, block)
        return self._geometries[number]

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
        return self._font

    def width_of(self, words: str) -> float:
        """How wide words are in `small_font`, in pixels: the same few numbers stand everywhere."""
        if words not in self._widths:
            self._widths[words] = self.metrics.horizontalAdvance(words)
        return self._widths[words]

    def section_lanes(self, block: QTextBlock) -> dict[Stripe, int]:
        """The lanes of all stripes in the section of `block`."""
        section = self.document.paragraph_of(block).section
        if section not in self._lanes:
            self._lanes[section] = lanes(self._places(self._sections[section]), self.layers.order)
        return self._lanes[section]

    def _paint(self, block: QTextBlock) -> Picture:
        stretch = self._stretch(block.blockNumber())
        return BlockPainter(self, block, stretch).paint() if stretch.lying.pieces else Picture()

    def _stretch(self, number: int) -> Stretch:
        if number not in self._stretches:
            start, end = self.document.paragraphs[number].start, self.document.paragraphs[number].end
            shown = self.layers.shown
            if number not in self._everything:
                near = self.intervals.columns_near(start, end)
                self._everything[number] = Stretch(lying(near, self._sorter, start, end))
            everything = self._everything[number]
            if shown.layers == EVERYTHING:
                self._stretches[number] = everything
            else:
                self._stretches[number] = Stretch(everything.lying.only(shown.layers), everything)
        return self._stretches[number]

    def _places(self, numbers: Sequence[int]) -> dict[Stripe, set[int]]:
        found: dict[Stripe, set[int]] = {}
        for number in numbers:
            stretch = self._stretch(number)
            for stripe in () if stretch.is_clustered else stretch.lying.pieces:
                found.setdefault(stripe, set()).add(number)
        return found

    def _lane_at(self, x: float) -> int | None:
        setting = self.document.setting
        from_start = self.page_width - x if setting.is_mirrored else x
        lane = round((setting.gutter - from_start) / self.pitch - 1)
        return min(lane, MOST_LANES) if lane >= 0 else None

    def _number_at(self, offset: int) -> int:
        return self.document.block_at(offset).blockNumber()


def draw_blocks(painter: QPainter, decorations: Decorations, blocks: Sequence[QTextBlock]) -> None:
    """Replay the pictures of `blocks` on a painter in page coordinates."""
    painter.setFont(decorations.small_font())
    theme = decorations.layers.theme
    metrics, high = decorations.metrics, WORDS_HIGH * decorations.document.setting.em
    inks = Inks(
        words=theme.colour("quiet"),
        page=theme.colour("page"),
        frame=theme.colour("field_border"),
        field=theme.colour("field"),
        baseline=(high - metrics.height()) / 2 + metrics.ascent(),
    )
    for block in blocks:
        top = block.layout().position().y()
        painter.translate(0, top)
        draw_picture(painter, decorations.picture(block), inks)
        painter.translate(0, -top)
