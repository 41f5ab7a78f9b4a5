"""The page: a version laid out with its annotations painted on it, which knows what lies at a point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext

from PySide6.QtCore import QPoint, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.decorations import Beside, Decorations, Layers, draw_blocks
from annotator.ui.reader.document import ReadingDocument, Setting
from annotator.ui.reader.intervals import Intervals
from annotator.ui.reader.layering import Span
from annotator.ui.reader.marks import Marks
from annotator.ui.reader.overlays import Overlays
from annotator.ui.reader.sheet import Sheet
from annotator.ui.reader.shown import ALL, Shown
from annotator.ui.reader.typography import USUAL, Typography
from annotator.ui.theme import LARGEST, SMALLEST, Theme

_FLASH_MILLISECONDS = 1100
_NARROWEST = 160  # pixels


class Page(Sheet):
    """Shows one version with its annotations."""

    marks_changed = Signal(int, int)
    """From where to where other annotations are shown, or they look otherwise; (0, -1) for everywhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._percent = 100
        self._typography = USUAL
        self._codebook: Codebook | None = None
        self._shown = ALL
        self._tinting = 1.0
        self._marks = Marks()
        self._intervals = Intervals()
        self._decorations: Decorations | None = None
        self._overlays = Overlays()
        self._fading = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_FLASH_MILLISECONDS)
        self._fading.valueChanged.connect(self._fade)
        self._set_colours()

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def intervals(self) -> Intervals:
        """The annotations by place, hidden ones too."""
        return self._intervals

    @property
    def look(self) -> Layers:
        """How layers look here."""
        return self._layers()

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def percent(self) -> int:
        """Text size, where 100 is the theme's own."""
        return self._percent

    def show_text(self, text: Text | None, data: VersionData | None = None) -> None:
        """Show `text`, set in the language and direction of `data`; None empties the page. Annotations are dropped."""
        self._intervals = Intervals()
        self._overlays = Overlays()
        self._fading.stop()
        self._decorations = None
        self._data = data or VersionData()
        self._put(ReadingDocument(text, self._setting(), self) if text else None)
        self._lay_out()

    def set_codebook(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._paint_anew()

    @property
    def shown(self) -> Shown:
        return self._shown

    def set_shown(self, shown: Shown) -> None:
        """Show these annotations and no others."""
        if shown != self._shown:
            self._shown = shown
            self._paint_anew(self._layers().showing(shown))

    def set_tinting(self, strength: float) -> None:
        """How strong the ground behind marked words is: one of `theme.TINTS`. Without it each passage is underlined."""
        if strength != self._tinting:
            self._tinting = strength
            self._paint_anew()

    def set_annotations(self, annotations: Sequence[Annotation]) -> None:
        """Replace all annotations of this version."""
        self._intervals = Intervals(annotations)
        self._overlays.current = self._intervals.get(self._overlays.current.id if self._overlays.current else None)
        self._paint_anew()

    def put_annotation(self, annotation: Annotation) -> None:
        """Add one annotation, or replace the one with its id, in time that does not grow with how many there are."""
        replaced = self._intervals.remove(annotation.id)
        self._intervals.put(annotation)
        for row in (replaced, annotation):
            if row:
                self._paint_around(row)

    def remove_annotation(self, annotation_id: str) -> None:
        removed = self._intervals.remove(annotation_id)
        if removed:
            self._paint_around(removed)

    def set_current(self, annotation_id: str | None) -> None:
        """Emphasise one annotation; None for none."""
        self._overlays.current = self._intervals.get(annotation_id)
        self.viewport().update()

    def preview(self, annotation_id: str) -> None:
        """Let one annotation stand out for now, whatever the current one is; empty for the current one again."""
        self._overlays.preview = self._intervals.get(annotation_id)
        self.viewport().update()

    @property
    def current(self) -> str | None:
        """The id of the emphasised annotation."""
        return self._overlays.current.id if self._overlays.current else None

    def set_found(self, spans: Sequence[Span], current: int = -1) -> None:
        """Show search hits, sorted and apart; `current` is the number of the one that is framed."""
        self._overlays.found, self._overlays.current_found = spans, current
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._set_colours()
        self._set_again()

    def set_zoom(self, percent: int) -> None:
        """Text size in per cent, kept within `SMALLEST` and `LARGEST`."""
        percent = min(LARGEST, max(SMALLEST, percent))
        if percent != self._percent:
            self._percent = percent
            self._set_again()

    def set_typography(self, typography: Typography) -> None:
        """Set the text anew in another typeface, measure or leading; the words at the top stay there."""
        if typography != self._typography:
            self._typography = typography
            self._set_again()

    def zoom(self, factor: float) -> None:
        """Make the text `factor` times its present size."""
        self.set_zoom(round(self._percent * factor))

    def flash(self, start: int, end: int) -> None:
        """Draw the eye to `[start, end)` for a second."""
        self._overlays.flash = (start, end)
        self._fading.stop()
        self._fading.start()

    # What lies where ---------------------------------------------------------------------------------------------

    def annotations_at(self, point: QPoint) -> list[Annotation]:
        """The annotations drawn at `point` (words, or stripes and counts in the margin), shortest first."""
        if self._decorations is None or self._reading is None:
            return []
        spot = self._on_page(point)
        block = self._block_at(spot)
        beside = self._decorations.beside(block, spot)
        if beside and beside.all_lines:
            start, end = self._reading.paragraph_of(block).start, self._reading.paragraph_of(block).end
        else:
            start, end = self._stretch_at(block, spot, whole_line=beside is not None)
        return _shortest_first(row for row in self._shown_in(start, end) if self._is_drawn(row, beside))

    def is_margin(self, point: QPoint) -> bool:
        """Whether `point` lies where stripes run rather than on words."""
        spot = self._on_page(point)
        return self._decorations is not None and self._decorations.beside(self._block_at(spot), spot) is not None

    def annotations_over(self, start: int, end: int) -> list[Annotation]:
        """The annotations shown that cross `[start, end)`, shortest first."""
        return _shortest_first(self._shown_in(start, end))

    # Painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self._decorations is not None:
            painter = QPainter(self.viewport())
            painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
            blocks = self._blocks_in(event.rect())
            draw_blocks(painter, self._decorations, blocks)
            self._overlays.draw(painter, self._decorations, blocks)
            painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay_out()

    # ---------------------------------------------------------------------------------------------------------------

    def _setting(self) -> Setting:
        return Setting.of(self._theme, self._data, self._percent, self._typography)

    def _shown_in(self, start: int, end: int) -> list[Annotation]:
        return [row for row in self._intervals.crossing(start, end) if self._shown.shows(row)]

    def _is_drawn(self, row: Annotation, beside: Beside | None) -> bool:
        if beside is None:
            return not row.facets.whole
        layers = self._shown.layers_of(row)
        return any(stripe.whole == row.facets.whole and stripe.layer in layers for stripe in beside.stripes)

    def _lay_out(self) -> None:
        """Give the page its best width, in the middle of the pane, or the whole pane where that is narrower."""
        if self._reading is None:
            return
        room = max(_NARROWEST, self.contentsRect().width() - self.verticalScrollBar().sizeHint().width())
        width = min(round(self._reading.best_width()), room)
        side = (room - width) // 2
        if width != self.lineWrapColumnOrWidth() or self._decorations is None:
            with nullcontext() if self._decorations is None else self._place_kept():
                self.setLineWrapColumnOrWidth(width)
            before = self._decorations
            self._decorations = Decorations(self._reading, self._intervals, self._layers(), width, before)
        if side != self.viewportMargins().left():
            self.setViewportMargins(side, 0, side, 0)

    def _layers(self) -> Layers:
        if self._decorations is not None:
            return self._decorations.layers
        return self._new_layers()

    def _new_layers(self) -> Layers:
        if self._marks.ratio != self.devicePixelRatioF():
            self._marks = Marks(self.devicePixelRatioF())
        return Layers(self._theme, self._codebook, self._shown, self._marks, self._tinting)

    def _set_again(self) -> None:
        if self._reading is None:
            return
        with self._place_kept():
            self._reading.set_setting(self._setting())
            self._decorations = None
            self._lay_out()
        self.viewport().update()

    def _paint_anew(self, layers: Layers | None = None) -> None:
        if self._reading is not None and self._decorations is not None:
            before = self._decorations
            layers = layers or self._new_layers()
            self._decorations = Decorations(self._reading, self._intervals, layers, before.page_width, before)
        self.viewport().update()
        self.marks_changed.emit(0, -1)

    def _paint_around(self, row: Annotation) -> None:
        if self._decorations is not None:
            self._decorations.drop_around(row.anchor.start, row.anchor.end)
        if self._overlays.current and self._overlays.current.id == row.id:
            self._overlays.current = self._intervals.get(row.id)
        self.viewport().update()
        self.marks_changed.emit(row.start, row.end)

    def _fade(self, strength: float) -> None:
        self._overlays.flash_strength = strength
        self.viewport().update()

    def _set_colours(self) -> None:
        palette = self.palette()
        page, words = self._theme.colour("page"), self._theme.colour("words")
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, page)
        palette.setColor(QPalette.ColorRole.Text, words)
        selection = QColor(self._theme.colour("selection"))
        selection.setAlpha(85)
        palette.setColor(QPalette.ColorRole.Highlight, selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, words)
        self.setPalette(palette)


def _shortest_first(rows: Sequence[Annotation] | Iterator[Annotation]) -> list[Annotation]:
    return sorted(rows, key=lambda row: (row.end - row.start, row.id))
