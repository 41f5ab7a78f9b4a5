"""Two engines that tell what a PDF prints and where: PDFium through pypdfium2, and pdf-inspector.

Both give `PrintedLine`s in the order in which the file draws them, so that everything after is written once.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import pdf_inspector
import pypdfium2
import pypdfium2.raw as pdfium

WIDE_GAP = 6.0
"""In font sizes: words farther apart on one line are two lines (a symbol left, a page mark right; cells of a table)."""

_SAME_LINE = 0.5
_FARTHEST = 1e6
"""Points. No page is that large (ISO 32000-1, annex C.2)."""
_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18
_LINE_END_HYPHENS = "\x02\ufffe"
"""What PDFium gives for a hyphen at which a line ends; no line end follows it."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words on one baseline. Lengths are points; `top` grows downwards from the page's upper edge to the baseline."""

    page: int
    text: str
    left: float
    right: float
    top: float
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page (`number` from 1) and its lines. `has_pictures` where images are drawn on it."""

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    has_pictures: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    first: int
    end: int


def _points(length: float) -> float:
    """A length that can be reckoned with, whatever the file says: no infinity, and 0 for what is no number."""
    return 0.0 if math.isnan(length) else min(max(length, -_FARTHEST), _FARTHEST)


def _font_size(size: float) -> float:
    """In tenths of a point, and never 0: words that small are drawn, if not seen, and count."""
    return round(abs(_points(size)), 1) or 1.0


def pages_by_pdfium(document: pypdfium2.PdfDocument) -> list[PrintedPage]:
    """All pages as PDFium reads them. Raises pypdfium2.PdfiumError where a page is damaged."""
    return [_pdfium_page(document, index) for index in range(len(document))]


def _pdfium_page(document: pypdfium2.PdfDocument, index: int) -> PrintedPage:
    page = document[index]
    width, height = page.get_size()
    text_page = page.get_textpage()
    lines = [
        _pdfium_line(text_page.raw, words, index + 1, height)
        for row in _character_rows(text_page)
        for words in _split_at_gaps(text_page.raw, row)
    ]
    pictures = any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    text_page.close()
    page.close()
    return PrintedPage(index + 1, width, height, tuple(lines), pictures)


def _character_rows(text_page: pypdfium2.PdfTextPage) -> Iterator[list[tuple[int, str]]]:
    """Characters with their indices, up to each line end that PDFium finds."""
    row: list[tuple[int, str]] = []
    for index in range(text_page.count_chars()):
        mark = chr(pdfium.FPDFText_GetUnicode(text_page.raw, index))
        is_hyphen = mark in _LINE_END_HYPHENS
        if mark not in "\r\n":
            row.append((index, "-" if is_hyphen else mark))
        if row and (is_hyphen or mark in "\r\n"):
            yield row
            row = []
    if row:
        yield row


def _split_at_gaps(raw: pdfium.FPDF_TEXTPAGE, row: list[tuple[int, str]]) -> Iterator[list[_Word]]:
    words: list[_Word] = []
    size = 0.0
    for is_space, group in groupby(row, key=lambda pair: pair[1].isspace()):
        if is_space:
            continue
        word = _word(raw, list(group))
        size = size or _size(raw, word.first)
        if words and word.left - words[-1].right > WIDE_GAP * size:
            yield words
            words = []
        words.append(word)
    if words:
        yield words


def _word(raw: pdfium.FPDF_TEXTPAGE, characters: list[tuple[int, str]]) -> _Word:
    first, last = characters[0][0], characters[-1][0]
    start, end = _box(raw, first), _box(raw, last)
    # Surrogate halves come one by one; right-to-left words end where they are leftmost.
    text = "".join(mark for _, mark in characters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _Word(text, min(start[0], end[0]), max(start[1], end[1]), first, last)


def _box(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, index, box)
    return box.left, box.right


def _size(raw: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(raw, index, matrix):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
    return _font_size(pdfium.FPDFText_GetFontSize(raw, index) * scale)


def _baseline(raw: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
    return y.value


def _pdfium_line(raw: pdfium.FPDF_TEXTPAGE, words: list[_Word], page: int, height: float) -> PrintedLine:
    middle = words[len(words) // 2]
    fonts = [_font(raw, index) for index in {words[0].first, middle.first, words[-1].end}]
    return PrintedLine(
        page=page,
        text=" ".join(word.text for word in words),
        left=_points(min(word.left for word in words)),
        right=_points(max(word.right for word in words)),
        top=_points(height - _baseline(raw, middle.first)),
        size=_size(raw, middle.first),
        bold=all(bold for bold, _ in fonts),
        italic=all(italic for _, italic in fonts),
    )


def _font(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[bool, bool]:
    """Whether the font of a character is bold, and whether it is italic: by name, flags or weight."""
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 256, flags)
    told = name.value.decode("utf-8", "replace").lower()
    weight = pdfium.FPDFText_GetFontWeight(raw, index)
    bold = "bold" in told or (bool(flags.value & _FORCE_BOLD_FLAG) and weight >= _BOLD_WEIGHT)
    return bold, "italic" in told or "oblique" in told or bool(flags.value & _ITALIC_FLAG)


def pages_by_inspector(data: bytes, frames: list[PrintedPage]) -> list[PrintedPage]:
    """All pages as pdf-inspector reads them; sizes of the pages are taken from `frames`. Raises ValueError."""
    items = [item for item in pdf_inspector.extract_text_with_positions_bytes(data) if item.item_type == "text"]
    by_page = {number: list(group) for number, group in groupby(items, key=lambda item: int(item.page))}
    return [
        PrintedPage(
            frame.number,
            frame.width,
            frame.height,
            tuple(_inspector_line(row, frame) for row in _item_rows(by_page.get(frame.number, []))),
            frame.has_pictures,
        )
        for frame in frames
    ]


def _item_rows(items: list[pdf_inspector.TextItem]) -> Iterator[list[pdf_inspector.TextItem]]:
    """Items on one baseline. The same words painted twice, a hair apart, are a way to print bold: kept once."""
    row: list[pdf_inspector.TextItem] = []
    for item in items:
        if not item.text.strip():
            continue
        if row and _is_painted_twice(row[-1], item):
            continue
        if row and not _goes_on(row[-1], item):
            yield row
            row = []
        row.append(item)
    if row:
        yield row


def _is_painted_twice(before: pdf_inspector.TextItem, item: pdf_inspector.TextItem) -> bool:
    near = abs(before.x - item.x) < 0.15 * item.font_size and abs(before.y - item.y) < 0.15 * item.font_size
    return bool(near and before.text == item.text)


def _goes_on(before: pdf_inspector.TextItem, item: pdf_inspector.TextItem) -> bool:
    gap = item.x - (before.x + before.width)
    size = max(before.font_size, item.font_size)
    return bool(abs(before.y - item.y) < _SAME_LINE * size and -0.5 * size < gap < WIDE_GAP * size)


def _inspector_line(row: list[pdf_inspector.TextItem], frame: PrintedPage) -> PrintedLine:
    text = row[0].text
    for before, item in pairwise(row):
        apart = item.x - (before.x + before.width) > 0.15 * item.font_size
        text += (" " if apart and not text.endswith(" ") else "") + item.text
    return PrintedLine(
        page=frame.number,
        text=" ".join(text.split()),
        left=_points(row[0].x),
        right=_points(row[-1].x + row[-1].width),
        top=_points(frame.height - row[0].y),
        size=_font_size(row[0].font_size),
        bold=all(item.is_bold for item in row),
        italic=all(item.is_italic for item in row),
    )
