"""What pdf-inspector says a PDF prints, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import pdf_inspector

from annotator.sources.pdf.page import PrintedPage, Word, even_angle, is_right_to_left, readable
from annotator.sources.pdf.pdfium import LARGE, LIGHT
from annotator.sources.pdf.rows import lines_of

_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴-⁹]+")
_RAISED_SIZE = 0.6
_RAISED_BY = 0.35


def pages_by_inspector(data: bytes, frames: list[PrintedPage]) -> list[PrintedPage]:
    """All pages as pdf-inspector reads them; the rest is known of the pages from `frames`. Raises ValueError."""
    items = [item for item in pdf_inspector.extract_text_with_positions_bytes(data) if item.item_type == "text"]
    by_page = {number: list(group) for number, group in groupby(items, key=lambda item: int(item.page))}
    return [_page(by_page.get(frame.number, []), frame) for frame in frames]


def _page(items: Sequence[pdf_inspector.TextItem], frame: PrintedPage) -> PrintedPage:
    said = {mark for line in frame.lines for mark in line.text if not mark.isascii()}
    shown = [item for item in _shown_once(items) if item.text.strip()]
    words: list[Word] = []
    for before, item in pairwise([None, *shown]):
        assert item is not None
        apart = item.text[:1].isspace() or (before is not None and before.text[-1:].isspace())
        words += _words(item, frame, said, glued=False if apart else None)
    if frame.angle and frame.lines and words:
        words = _shifted(words, frame)
    return replace(frame, lines=tuple(lines_of(frame.number, words)))


def _shifted(words: Sequence[Word], frame: PrintedPage) -> list[Word]:
    """Turned pages have an origin of their own: the first words are put where PDFium sees them."""
    right = min(line.left for line in frame.lines) - min(word.left for word in words)
    down = min(line.top for line in frame.lines) - min(word.top for word in words)
    return [
        word._replace(left=word.left + right, right=word.right + right, top=word.top + down, angle=0) for word in words
    ]


def _shown_once(items: Sequence[pdf_inspector.TextItem]) -> Iterator[pdf_inspector.TextItem]:
    """The same words painted twice, a hair apart, are a way to print bold: kept once."""
    before: pdf_inspector.TextItem | None = None
    for item in items:
        if before is None or not _is_painted_twice(before, item):
            yield item
            before = item


def _is_painted_twice(before: pdf_inspector.TextItem, item: pdf_inspector.TextItem) -> bool:
    near = abs(before.x - item.x) < 0.15 * item.font_size and abs(before.y - item.y) < 0.15 * item.font_size
    return bool(near and before.text == item.text)


def _words(item: pdf_inspector.TextItem, frame: PrintedPage, said: set[str], *, glued: bool | None) -> Iterator[Word]:
    """One item, without the raised digits that pdf-inspector fuses into it: it writes "word²" where the file has "2".

    A page that PDFium reads with the same raised character really says it.
    """
    text = " ".join(item.text.split())
    fused = [match for match in _SUPERSCRIPTS.finditer(text) if not said.issuperset(match[0])]
    left, width = _extent(item)
    width /= max(len(text), 1)
    place = 0
    for match in fused:
        if match.start() > place:
            yield _word(item, frame, text[place : match.start()], left + place * width, width, glued)
            glued = True
        digits = unicodedata.normalize("NFKC", match[0])
        yield _word(item, frame, digits, left + match.start() * width, width, glued, raised=True)
        place, glued = match.end(), True
    if place < len(text):
        yield _word(item, frame, text[place:], left + place * width, width, glued)


def _extent(item: pdf_inspector.TextItem) -> tuple[float, float]:
    """Left edge and width of an item without the white space around its words."""
    share = item.width / len(item.text)
    before, after = (len(item.text) - len(part) for part in (item.text.lstrip(), item.text.rstrip()))
    if is_right_to_left(item.text):
        before, after = after, before
    return item.x + before * share, item.width - (before + after) * share


def _word(
    item: pdf_inspector.TextItem,
    frame: PrintedPage,
    text: str,
    left: float,
    width: float,
    glued: bool | None,
    *,
    raised: bool = False,
) -> Word:
    size, top = float(item.font_size), frame.height - item.y
    if raised:
        size, top = _RAISED_SIZE * size, top - _RAISED_BY * size
    colour = item.fill_color
    return Word(
        text=readable(text),
        left=left,
        right=left + len(text) * width,
        top=top,
        size=round(size, 1),
        bold=item.is_bold,
        italic=item.is_italic,
        glued=glued,
        angle=even_angle(item.rotation),
        is_light=item.font_size >= LARGE and colour is not None and min(colour) >= LIGHT,
    )
