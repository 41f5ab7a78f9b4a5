"""Overlays: what changes too often to be kept in pictures. The current annotation, search hits, the flash of a jump."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock

from annotator.model.annotation import Annotation
from annotator.ui.reader.decorations import Decorations
from annotator.ui.reader.layering import Span, Stripe
from annotator.ui.reader.marks import draw_strokes
from annotator.ui.reader.pictures import MOST_LANES
from annotator.ui.reader.shown import UNLAYERED

End = Literal["start", "end"]
ENDS: tuple[End, End] = ("start", "end")

_HANDLE = 0.2  # em: radius of the knob by which an end is drawn
_EMPHASIS = 2.0  # times the usual tint of a passage, and more where all tints are stronger
_MORE = 0.7
_FLASH = 150  # of 255: opacity at which a flash begins


class Overlays:
    """What is laid over the decorations and under the words, painted anew at each frame for visible blocks only."""

    def __init__(self) -> None:
        self.current: Annotation | None = None
        self.preview: Annotation | None = None
        self.has_handles = False
        self.grip: End | Literal[""] = ""
        """The end of the current annotation that is being moved."""
        self.found: Sequence[Span] = ()
        self.current_found = -1
        self.flash: Span | None = None
        self.flash_strength = 0.0

    def draw(self, painter: QPainter, decorations: Decorations, blocks: Sequence[QTextBlock]) -> None:
        """Paint in page coordinates."""
        for block in blocks:
            paragraph = decorations.document.paragraph_of(block)
            drawing = _Drawing(painter, decorations, block)
            row = self.preview or self.current
            if row and _meet((row.anchor.start, row.anchor.end), paragraph.start, paragraph.end):
                drawing.current(row, handles=self.has_handles and not self.preview, grip=self.grip)
            for index in self._found_in(paragraph.start, paragraph.end):
                drawing.found(self.found[index], index == self.current_found)
            if self.flash and self.flash_strength and _meet(self.flash, paragraph.start, paragraph.end):
                drawing.flash(self.flash, self.flash_strength)

    def _found_in(self, start: int, end: int) -> range:
        first = bisect_left(self.found, start, key=lambda span: span[1])
        last = bisect_left(self.found, end, key=lambda span: span[0])
        return range(first, last)


class _Drawing:
    """One block, with its geometry worked out only if something lies there."""

    def __init__(self, painter: QPainter, decorations: Decorations, block: QTextBlock) -> None:
        self._painter = painter
        self._owner = decorations
        self._block = block
        self._paragraph = decorations.document.paragraph_of(block)
        self._theme = decorations.layers.theme

    def current(self, row: Annotation, *, handles: bool, grip: str) -> None:
        # What is open is seen even where it would be hidden: one has come to read it
        layers = self._owner.layers.shown.layers_of(row) or row.categories or (UNLAYERED,)
        colours = [self._owner.layers.colour(layer) for layer in layers]
        boxes = self._boxes(row.anchor.start, row.anchor.end)
        if not row.anchor.whole:
            ground = self._theme.tinted(colours, max(_EMPHASIS, self._owner.layers.tinting + _MORE))
            for box in boxes:
                self._painter.fillRect(box, ground)
            self._ends(row, boxes, colours[0], handles=handles, grip=grip)
        for layer in layers:
            self._thicker_stripe(Stripe(layer, row.anchor.whole), boxes)

    def found(self, span: Span, is_current: bool) -> None:
        ground = self._theme.colour("found")
        for box in self._boxes(*span):
            self._painter.fillRect(box.adjusted(-1, 0, 1, 0), ground)
            if is_current:
                self._painter.setPen(self._theme.colour("words"))
                self._painter.drawRect(box.adjusted(-1.5, -0.5, 1.5, 0.5))

    def flash(self, span: Span, strength: float) -> None:
        ground = self._theme.colour("found")
        ground.setAlpha(round(_FLASH * strength))
        for box in self._boxes(*span):
            self._painter.fillRect(box, ground)

    def _ends(self, row: Annotation, boxes: Sequence[QRectF], colour: QColor, *, handles: bool, grip: str) -> None:
        """A post where the passage begins and one where it ends: the extent is clear without the tint.

        With `handles` each has a knob, above the first word and below the last; that of `grip` is larger and hollow.
        """
        if not boxes:
            return
        mirrored = self._owner.document.setting.is_mirrored
        width = max(1.5, 0.1 * self._owner.document.setting.em)
        for end, box in (("start", boxes[0]), ("end", boxes[-1])):
            is_here = (
                row.anchor.start >= self._paragraph.start if end == "start" else row.anchor.end <= self._paragraph.end
            )
            if not is_here:
                continue
            on_left = (end == "start") is not mirrored
            x = box.left() - width if on_left else box.right()
            self._painter.fillRect(QRectF(x, box.top(), width, box.height()), colour)
            if handles:
                knob = QPointF(x + width / 2, box.top() if end == "start" else box.bottom())
                self._knob(knob, colour, is_held=end == grip)

    def _knob(self, at: QPointF, colour: QColor, *, is_held: bool) -> None:
        radius = _HANDLE * self._owner.document.setting.em * (1.5 if is_held else 1.0)
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(colour, 2) if is_held else Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.colour("page") if is_held else colour)
        self._painter.drawEllipse(at, radius, radius)
        self._painter.restore()

    def _thicker_stripe(self, stripe: Stripe, boxes: Sequence[QRectF]) -> None:
        lane = self._owner.section_lanes(self._block).get(stripe, MOST_LANES)
        if not boxes or lane >= MOST_LANES or self._owner.is_clustered(self._block):
            return
        layers = self._owner.layers
        x = self._owner.lane_x(lane)
        halo = self._theme.tinted([layers.colour(stripe.layer)], _EMPHASIS)
        height = boxes[-1].bottom() - boxes[0].top()
        self._painter.fillRect(QRectF(x - self._owner.pitch / 2, boxes[0].top(), self._owner.pitch, height), halo)
        look = (layers.colour(stripe.layer), self._owner.pitch * 0.6)
        line = layers.marks.down(layers.mark(stripe.layer), look)
        draw_strokes(self._painter, [line.down(x, boxes[0].top(), boxes[-1].bottom())])

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        geometry = self._owner.geometry(self._block)
        start, end = max(start, self._paragraph.start), min(end, self._paragraph.end)
        return [box.translated(geometry.origin) for box in geometry.rectangles(start, end)] if start < end else []


def _meet(span: Span, start: int, end: int) -> bool:
    return span[0] < end and start < span[1]
