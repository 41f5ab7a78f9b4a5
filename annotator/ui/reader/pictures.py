"""The picture of one block: what is painted behind its words and beside them.

Where little lies, each stripe of a layer runs in a lane of its own. Where much lies, the lanes give way to a count
and a small chart, so that the margin stays legible however many annotations there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import cached_property
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock

from annotator.model.records import dataclass
from annotator.ui.reader.geometry import Piece, Row
from annotator.ui.reader.layering import Lying, Segment, Spans, Stripe, bars, segments
from annotator.ui.reader.marks import Look, Stroke, draw_strokes

if TYPE_CHECKING:
    from annotator.ui.reader.decorations import Decorations

MOST_BARS = 4
MOST_LANES = 5
WORDS_HIGH = 0.52  # em that small words take
_WIDEST_PITCH = 0.2  # em, from one bar to the next
_CHART_STEP = 0.36  # em, from one bar of a chart in the margin to the next
_CLUSTERED = 8
"""Beyond so many stripes, or `_COUNTED` annotations, beside one paragraph they become one counted chart."""
_COUNTED = 99
_FAR = 1e9  # pixels
_AROUND = 3  # pixels to the left and to the right of small words, together
_MOST_CAPS = 8
"""Beyond so many passages of one stripe in a paragraph, each one's beginning is no longer shown."""


class Stretch:
    """What is shown on one block."""

    def __init__(self, lying: Lying, everything: Stretch | None = None) -> None:
        """`everything` is the same with all layers, from which what is known of each stripe is taken over."""
        self.lying = lying
        self._everything = everything
        self.total = lying.total
        self.is_clustered = len(lying.pieces) > _CLUSTERED or self.total > _COUNTED

    @cached_property
    def spans(self) -> dict[Stripe, Spans]:
        if self._everything is None:
            return self.lying.spans()
        return {stripe: self._everything.spans[stripe] for stripe in self.lying.pieces}

    @cached_property
    def from_above(self) -> set[Stripe]:
        return self.lying.from_above() if self._everything is None else self._everything.from_above

    @cached_property
    def to_below(self) -> set[Stripe]:
        return self.lying.to_below() if self._everything is None else self._everything.to_below


@dataclass(frozen=True, slots=True)
class Chart:
    """Where beside a block bars stand below one another, each `step` high, and of which layers they are."""

    left: float
    right: float
    top: float
    step: float
    layers: tuple[str, ...]

    def layer_at(self, spot: QPointF) -> str | None:
        """The layer of the bar at `spot`, in page x and y of the block."""
        number = floor((spot.y() - self.top) / self.step)
        is_inside = self.left <= spot.x() <= self.right and 0 <= number < len(self.layers)
        return self.layers[number] if is_inside else None


@dataclass(slots=True)
class Picture:
    """Strokes, then small words with a ground of their own, then counts in a frame; in page x and y of the block.

    `chart` is what stands there instead of lanes, if it does. (A QPicture would write every tile out as a PNG file, and
    lose its resolution.)
    """

    strokes: list[Stroke] = field(default_factory=list)
    words: list[tuple[QRectF, str]] = field(default_factory=list)
    counts: list[tuple[QRectF, str]] = field(default_factory=list)
    chart: Chart | None = None


class BlockPainter:
    """Paints one block's decorations in the coordinates of its picture."""

    def __init__(self, owner: Decorations, block: QTextBlock, stretch: Stretch) -> None:
        self._owner = owner
        self._layers = owner.layers
        self._block = block
        self._paragraph = owner.document.paragraph_of(block)
        self._geometry = owner.geometry(block)
        self._picture = Picture()
        self._left = self._geometry.origin.x()
        self._em = owner.document.setting.em
        self._stretch = stretch
        self._is_mirrored = owner.document.setting.is_mirrored

    def paint(self) -> Picture:
        spans = self._stretch.spans
        words = {stripe.layer: rows for stripe, rows in spans.items() if not stripe.whole}
        cut = segments(words, self._layers.order)
        placed = [self._geometry.pieces(segment.start, segment.end) for segment in cut]
        if self._layers.tinting:
            self._paint_tints(cut, placed)
        self._paint_bars(cut, least=2 if self._layers.tinting else 1)
        self._paint_rests(cut, placed)
        if self._stretch.is_clustered:
            self._paint_cluster()
        else:
            self._paint_stripes()
        return self._picture

    def _paint_stripes(self) -> None:
        chosen, stretch = self._owner.section_lanes(self._block), self._stretch
        drawn = {stripe: rows for stripe, rows in stretch.spans.items() if chosen[stripe] < MOST_LANES}
        for stripe, rows in drawn.items():
            self._paint_stripe(stripe, rows, self._owner.lane_x(chosen[stripe]))
        doubled = [stripe for stripe in drawn if stretch.lying.number(stripe) > len(stretch.spans[stripe])]
        if doubled or len(drawn) < len(stretch.spans):
            hidden = [stripe for stripe in stretch.spans if stripe in doubled or stripe not in drawn]
            self._paint_count(min(stretch.spans[stripe][0][0] for stripe in hidden))

    def _paint_tints(self, cut: Sequence[Segment], placed: Sequence[list[Piece]]) -> None:
        tint, edge = self._layers.tint, self._left
        for segment, pieces in zip(cut, placed, strict=True):
            ground = tint(segment.layers)
            self._picture.strokes += [
                (QRectF(edge + left, row.top, right - left, row.bottom - row.top), ground)
                for row, left, right in pieces
            ]

    def _paint_bars(self, cut: Sequence[Segment], least: int) -> None:
        found = bars(cut, MOST_BARS, least)
        if not found:
            return
        room = self._owner.document.setting.room_for_bars(self._paragraph.role)
        pitch = min(_WIDEST_PITCH * self._em, room / (1 + max(bar.level for bar in found)))
        edge, pieces = self._left, self._geometry.pieces
        for start, end, layer, level in found:
            line, below = self._layers.line(layer, pitch * 0.7), pitch * (0.6 + level)
            self._picture.strokes += [
                line.across(edge + left, edge + right, row.bottom + below) for row, left, right in pieces(start, end)
            ]

    def _paint_rests(self, cut: Sequence[Segment], placed: Sequence[list[Piece]]) -> None:
        """Say where more layers lie than have bars how many these are, unless a neighbour has just said so."""
        height, apart = WORDS_HIGH * self._em, 4 * self._em
        said_left = said_right = said_top = -_FAR
        for segment, pieces in zip(cut, placed, strict=True):
            if len(segment.layers) <= MOST_BARS or not pieces:
                continue
            words = f"+{len(segment.layers) - MOST_BARS}"
            row, left, right = pieces[-1]
            width = self._owner.width_of(words) + _AROUND
            x, y = self._left + (left if self._is_mirrored else right - width), row.bottom
            is_beside = said_left - apart < x + width and x < said_right + apart
            if is_beside and said_top - 1 < y + height and y < said_top + height + 1:
                continue
            said_left, said_right, said_top = x, x + width, y
            self._picture.words.append((QRectF(x, y, width, height), words))

    def _paint_count(self, start: int) -> None:
        """In a frame, outside all lanes: how many annotations there are, where the first lies that one cannot see."""
        lines = self._geometry.rows_of(start, start + 1) or self._geometry.rows
        words = str(self._stretch.total)
        width = max(self._owner.width_of(words), self._owner.metrics.height() * 0.7) + 3
        away = self._owner.pitch * 0.45 + width / 2
        outermost = self._owner.lane_x(MOST_LANES - 1)
        middle = outermost + away if self._is_mirrored else outermost - away
        self._put_count(words, middle, width, (lines[0].top + lines[0].bottom) / 2)

    def _put_count(self, words: str, x: float, width: float, y: float) -> None:
        height = self._owner.metrics.height() + 1
        self._picture.counts.append((QRectF(x - width / 2, y - height / 2, width, height), words))

    def _paint_cluster(self) -> None:
        """How many annotations lie here, and as far as there is room under that a bar for each layer, in its mark.

        The bars stand in the order of the codebook; their lengths are to scale within the paragraph.
        """
        owner, pitch = self._owner, self._owner.pitch
        inner, outer = owner.lane_x(0), owner.lane_x(MOST_LANES - 1)
        words, first = str(self._stretch.total), self._geometry.rows[0]
        width = min(self._owner.width_of(words) + 0.5 * self._em, abs(outer - inner) + 2 * pitch)
        self._put_count(words, (inner + outer) / 2, width, (first.top + first.bottom) / 2)
        numbers: dict[str, int] = {}
        for stripe in self._stretch.lying.pieces:
            numbers[stripe.layer] = numbers.get(stripe.layer, 0) + self._stretch.lying.number(stripe)
        step, top = _CHART_STEP * self._em, first.bottom + 0.15 * self._em
        most, room = max(numbers.values()), abs(outer - inner) + pitch
        fitting = sorted(numbers, key=numbers.__getitem__, reverse=True)[: int((self._geometry.bottom - top) / step)]
        order, last = self._layers.order, len(self._layers.order)
        ranked = sorted(fitting, key=lambda layer: (order.get(layer, last), layer))
        edge = inner + (-0.5 if self._is_mirrored else 0.5) * pitch
        for place, layer in enumerate(ranked):
            y, length = top + (place + 0.5) * step, max(room * numbers[layer] / most, 0.3 * self._em)
            left, right = (edge, edge + length) if self._is_mirrored else (edge - length, edge)
            self._picture.strokes.append(self._layers.line(layer, step * 0.55).across(left, right, y))
        low = edge if self._is_mirrored else edge - room
        self._picture.chart = Chart(low, low + room, top, step, tuple(ranked))

    def _paint_stripe(self, stripe: Stripe, rows: Spans, x: float) -> None:
        width = self._owner.pitch * (0.36 if stripe.whole else 0.52)
        line = self._layers.line(stripe.layer, width, upright=True)
        for top, bottom in self._runs(stripe, rows):
            self._picture.strokes.append(line.down(x, top, bottom))
            if stripe.whole:
                self._paint_arms(stripe, x, (top, bottom), (self._layers.colour(stripe.layer), width))
        if not stripe.whole and 1 < self._stretch.lying.number(stripe) <= _MOST_CAPS:
            self._paint_caps(stripe, x)

    def _paint_caps(self, stripe: Stripe, x: float) -> None:
        """Where several passages share a stripe, a cap on the line where each begins, to see and to take it by."""
        width, colour = 0.9 * self._owner.pitch, self._layers.colour(stripe.layer)
        ground = self._layers.theme.colour("page")
        for top in {row.top for start in self._stretch.lying.starts(stripe) for row in self._rows_at(start)}:
            self._picture.strokes.append((QRectF(x - width / 2, round(top) - 2, width, 2), ground))
            self._picture.strokes.append((QRectF(x - width / 2, round(top), width, 2), colour))

    def _rows_at(self, start: int) -> list[Row]:
        return self._geometry.rows_of(start, start + 1)

    def _paint_arms(self, stripe: Stripe, x: float, ends: tuple[float, float], look: Look) -> None:
        """A whole provision is held by a bracket: a thin stripe with an arm where the provision begins and ends."""
        arm = self._owner.pitch * (-0.85 if self._is_mirrored else 0.85)
        left, right = min(x, x + arm), max(x, x + arm)
        line = self._layers.marks.across("solid", look)
        for y, goes_on in zip(
            ends, (stripe in self._stretch.from_above, stripe in self._stretch.to_below), strict=True
        ):
            if not goes_on:
                self._picture.strokes.append(line.across(left, right, y))

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


class Inks(NamedTuple):
    """Colours of small words, and of the frame of a count; and how far below their top words stand, in pixels."""

    words: QColor
    page: QColor
    frame: QColor
    field: QColor
    baseline: float


def draw_picture(painter: QPainter, picture: Picture, inks: Inks) -> None:
    """Replay a picture; the painter has the font of `Decorations.small_font`, and its origin at the block's top."""
    draw_strokes(painter, picture.strokes)
    painter.setPen(inks.words)
    # At its place, not in its room: Qt would lay out as a paragraph each of the hundred on a page
    for room, words in picture.words:
        painter.fillRect(room, inks.page)
        painter.drawText(QPointF(room.x() + _AROUND / 2, room.y() + inks.baseline), words)
    for room, words in picture.counts:
        _draw_count(painter, room, words, inks)


def _draw_count(painter: QPainter, room: QRectF, words: str, inks: Inks) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(inks.frame, 1))
    painter.setBrush(inks.field)
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(inks.words)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
