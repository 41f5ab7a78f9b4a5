"""A text on paper: its words with their layers, the instrument above, page numbers below, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextBlock
from PySide6.QtPrintSupport import QPrinter

from annotator.model.citing import instrument_citation
from annotator.model.treaty import VersionData
from annotator.ui.labels import with_end
from annotator.ui.reader.decorations import Decorations, draw_blocks
from annotator.ui.reader.marks import draw_strokes
from annotator.ui.theme import Theme, load_theme

EM_MILLIMETRES = 3.7
"""Size of the text on paper: about 10.5 points."""
_EM = 16.0  # pixels of the same size on the page that is laid out
_HEAD, _FOOT = 34.0, 30.0  # pixels above and below the words
_ROW = 26.0  # pixels of a row of the legend
_HANGING = 0.42  # em that letters and bars hang below their line of fixed height
_SMALL = 11  # pixels
_MARGIN = 18.0  # millimetres


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page: the stretch `[top, bottom)` of the text as laid out, or else rows of the legend."""

    top: float = 0.0
    bottom: float = 0.0
    legend: tuple[str, ...] = ()
    at: float = 0.0


def paper_theme() -> Theme:
    """The light theme on white: ink saves more than paper colours please."""
    theme = load_theme("light")
    return replace(theme, roles={**theme.roles, "page": QColor("#ffffff"), "words": QColor("#000000")})


def page_width(printer: QPrinter) -> float:
    """How many pixels wide the text is to be laid out for the paper of `printer`."""
    return printer.pageRect(QPrinter.Unit.Millimeter).width() / EM_MILLIMETRES * _EM


def set_margins(printer: QPrinter) -> None:
    layout = printer.pageLayout()
    layout.setUnits(layout.Unit.Millimeter)
    margins = layout.margins()
    for side in ("Left", "Right", "Top", "Bottom"):
        getattr(margins, f"set{side}")(_MARGIN)
    layout.setMargins(margins)
    printer.setPageLayout(layout)


class PrintPages:
    """The pages of one text. `decorations` must be laid out `page_width(printer)` wide, in `paper_theme()`."""

    def __init__(self, decorations: Decorations, data: VersionData) -> None:
        self._decorations = decorations
        self._data = data
        self._document = decorations.document
        self._theme = decorations.layers.theme
        self._document.documentLayout().documentSize()  # asking for it lays all of the text out

    def print_to(self, printer: QPrinter) -> int:
        """Print all pages that the printer asks for; returns how many the text has."""
        scale = printer.pageRect(QPrinter.Unit.DevicePixel).width() / self._decorations.page_width
        size = printer.pageRect(QPrinter.Unit.DevicePixel).size() / scale
        sheets = self._sheets(size)
        first = max(1, printer.fromPage())
        last = min(len(sheets), printer.toPage() or len(sheets))
        painter = QPainter(printer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        for number in range(first, last + 1):
            if number > first:
                printer.newPage()
            self._draw(painter, sheets[number - 1], size, number, len(sheets))
        painter.end()
        return len(sheets)

    # -- what stands on which page ------------------------------------------------------------------------------------

    def _sheets(self, size: QSizeF) -> list[_Sheet]:
        room = size.height() - _HEAD - _FOOT
        sheets = list(self._text_sheets(room))
        rows = tuple(self._used_layers())
        if not rows:
            return sheets
        needed = _ROW * (len(rows) + 2)
        filled = sheets[-1].bottom - sheets[-1].top if sheets else room
        if sheets and filled + needed <= room:
            sheets[-1] = replace(sheets[-1], legend=rows, at=filled + _ROW)
        else:
            fitting = max(1, int(room / _ROW) - 2)
            sheets += [_Sheet(legend=rows[start : start + fitting]) for start in range(0, len(rows), fitting)]
        return sheets

    def _text_sheets(self, room: float) -> Iterator[_Sheet]:
        """Cut between lines, and never between a heading and what it heads."""
        top = last = kept = 0.0
        for line_bottom, is_heading in self._lines():
            if line_bottom - top > room and last > top:
                cut = kept if kept > top else last
                yield _Sheet(top, cut)
                top = cut
            last = line_bottom
            kept = last if not is_heading else kept
        if last > top:
            yield _Sheet(top, last)

    def _lines(self) -> Iterator[tuple[float, bool]]:
        """Where each line ends, letters and bars that hang below it left out, and whether it is one of a heading."""
        block = self._document.begin()
        while block.isValid():
            origin, layout = block.layout().position().y(), block.layout()
            is_heading = self._document.paragraph_of(block).role not in ("body", "note")
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                yield origin + line.y() + line.height(), is_heading
            block = block.next()

    def _used_layers(self) -> list[str]:
        """The layers that are shown on this text, in the order of the codebook."""
        shown = self._decorations.layers.shown
        rows = self._decorations.intervals.crossing(0, len(self._document.text.text))
        used = {layer for row in rows for layer in shown.layers_of(row)}
        return [layer for layer in self._decorations.layers.categories if layer in used]

    # -- painting -----------------------------------------------------------------------------------------------------

    def _draw(self, painter: QPainter, sheet: _Sheet, size: QSizeF, number: int, count: int) -> None:
        self._draw_frame(painter, size, number, count)
        painter.save()
        painter.translate(0, _HEAD)
        if sheet.bottom > sheet.top:
            painter.save()
            hanging = _HANGING * _EM
            painter.translate(0, -sheet.top)
            painter.setClipRect(QRectF(0, sheet.top + hanging, size.width(), sheet.bottom - sheet.top))
            draw_blocks(painter, self._decorations, list(self._blocks(sheet)))
            painter.setClipping(False)
            self._draw_words(painter, sheet)
            painter.restore()
        if sheet.legend:
            self._draw_legend(painter, sheet)
        painter.restore()

    def _draw_words(self, painter: QPainter, sheet: _Sheet) -> None:
        """Line by line: what is only clipped away would be found and copied in a PDF file still."""
        painter.setPen(self._theme.colour("words"))
        for block in self._blocks(sheet):
            layout = block.layout()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                middle = layout.position().y() + line.y() + line.height() / 2
                if sheet.top <= middle < sheet.bottom:
                    line.draw(painter, layout.position())

    def _blocks(self, sheet: _Sheet) -> Iterator[QTextBlock]:
        block = self._document.begin()
        while block.isValid():
            top = block.layout().position().y()
            if top >= sheet.bottom + _EM:
                return
            if top + block.layout().boundingRect().height() > sheet.top:
                yield block
            block = block.next()

    def _draw_frame(self, painter: QPainter, size: QSizeF, number: int, count: int) -> None:
        painter.setFont(self._small())
        painter.setPen(self._theme.colour("quiet"))
        metrics = QFontMetricsF(self._small())
        title = instrument_citation(self._data)
        if self._data.is_restated:
            restated = QCoreApplication.translate("Print", "Restated in other words, not quotable: {title}")
            title = restated.format(title=title)
        title = with_end(metrics.elidedText(title, Qt.TextElideMode.ElideRight, size.width()))
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(QRectF(0, 0, size.width(), _HEAD), centre | Qt.AlignmentFlag.AlignTop, title)
        painter.setPen(self._theme.colour("separator"))
        painter.drawLine(QPointF(0, metrics.height() + 4), QPointF(size.width(), metrics.height() + 4))
        painter.setPen(self._theme.colour("quiet"))
        paged = QCoreApplication.translate("Print", "{number} of {count}").format(number=number, count=count)
        foot = QRectF(0, size.height() - _FOOT, size.width(), _FOOT)
        painter.drawText(foot, centre | Qt.AlignmentFlag.AlignBottom, paged)

    def _draw_legend(self, painter: QPainter, sheet: _Sheet) -> None:
        """Each layer with its tint and its mark, which a printer without colour prints too."""
        layers, left = self._decorations.layers, self._document.setting.gutter
        painter.setFont(self._bold())
        painter.setPen(self._theme.colour("words"))
        painter.drawText(QPointF(left, sheet.at + _ROW * 0.7), QCoreApplication.translate("Print", "Layers"))
        painter.setFont(self._small())
        for row, layer in enumerate(sheet.legend, 1):
            top = sheet.at + row * _ROW
            sample = QRectF(left, top + 3, 3 * _EM, _EM)
            painter.fillRect(sample, layers.tint((layer,)))
            line = layers.marks.across(layers.mark(layer), (layers.colour(layer), 2.4))
            draw_strokes(painter, [line.across(sample.left(), sample.right(), top + 22)])
            painter.setPen(self._theme.colour("words"))
            painter.drawText(QPointF(sample.right() + _EM, top + _EM), layers.categories[layer].name)

    def _small(self) -> QFont:
        font = QFont(self._theme.interface)
        font.setPixelSize(_SMALL)
        return font

    def _bold(self) -> QFont:
        font = self._small()
        font.setWeight(QFont.Weight.DemiBold)
        return font
