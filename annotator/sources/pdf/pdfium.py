"""What PDFium (through pypdfium2) says a PDF prints, and where."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from annotator.sources.pdf.page import PrintedPage, Word, even_angle, readable
from annotator.sources.pdf.rows import lines_of

LARGE = 24.0
"""Points: the colour of smaller words is not asked for."""
ENOUGH_SHAPES = 100
LIGHT = 140
"""Of 255: paint above this is lighter than any text that is meant to be read at length."""

_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18
_LINE_END_HYPHENS = "\x02\ufffe"
"""What PDFium gives for a hyphen at which a line ends; no line end follows it."""
_SIGNS = re.compile(r"[\d*†‡§¶#]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")
_ALEFS = "اأإآ"

_TOKEN = re.compile(rf"(?P<before>[\s\x00]*)(?P<token>[^\s\x00{_LINE_END_HYPHENS}]*[{_LINE_END_HYPHENS}]?)")


class _Look(NamedTuple):
    """How the characters of one text object are printed: their size in points, the angle of their baseline, …"""

    size: float
    angle: int
    bold: bool
    italic: bool
    is_light: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a page is turned so that its words run from left to right: corners of the box, the angle of its words."""

    left: float
    bottom: float
    right: float
    top: float
    angle: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.angle in (90, 270) else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """How far right and how far down a point of the page is."""
        match self.angle:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y


class _Token(NamedTuple):
    """Characters between two spaces, or as many of them as look alike, from PDFium's index `start` on."""

    text: str
    start: int
    glued: bool | None
    look: _Look


def pages_by_pdfium(document: pypdfium2.PdfDocument) -> list[PrintedPage]:
    """All pages as PDFium reads them. Raises pypdfium2.PdfiumError where a page is damaged."""
    fonts = _Fonts()
    return [_pdfium_page(document, index, fonts) for index in range(len(document))]


def _pdfium_page(document: pypdfium2.PdfDocument, index: int, fonts: _Fonts) -> PrintedPage:
    page = document[index]
    text_page = page.get_textpage()
    raw = text_page.raw
    looks = _Looks(raw, fonts)
    text = _text(raw, text_page.count_chars())
    tokens = [part for token in _tokens(text) for part in _measured(looks, *token)]
    left, bottom, right, top = page.get_bbox()
    frame = _Frame(left, bottom, right, top, _usual_angle(tokens))
    words = [_word(raw, token, frame) for token in tokens]
    pictures = any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    drawn = not tokens and _is_drawn(page)
    invisible = pictures and bool(tokens) and all(_is_invisible(raw, token) for token in _sample(tokens))
    lines = tuple(lines_of(index + 1, words))
    text_page.close()
    page.close()
    return PrintedPage(index + 1, *frame.size, lines, pictures or drawn, invisible, frame.angle)


def _is_drawn(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text has so many shapes that they may be letters."""
    shapes = page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    return sum(1 for _ in islice(shapes, ENOUGH_SHAPES)) == ENOUGH_SHAPES


def _text(raw: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """As many UTF-16 units as the page has characters: offsets in the text are PDFium's indices."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(text) == count and "\x00" not in text:
            return text
    # Characters that stand for nothing, or for more than one unit, are told one by one only.
    return "".join(chr(pdfium.FPDFText_GetUnicode(raw, index)) for index in range(count))


def _tokens(text: str) -> Iterator[tuple[str, int, bool | None]]:
    """Characters between white space, their index, and whether they are glued to those before (None: another line)."""
    is_after_hyphen = True
    for match in _TOKEN.finditer(text):
        before, token = match.groups()
        if not token:
            continue
        glued = None if is_after_hyphen or "\n" in before or "\r" in before else not before
        is_after_hyphen = token[-1] in _LINE_END_HYPHENS
        if is_after_hyphen:
            token = f"{token[:-1]}-"
        yield token, match.start("token"), glued


def _measured(looks: _Looks, token: str, start: int, glued: bool | None) -> Iterator[_Token]:
    """The token in parts that look alike, and of one direction where it is Arabic or Hebrew."""
    look = looks.of(start)
    cuts: list[int] = []
    if len(token) > 1:
        if not token.isascii() and _RIGHT_TO_LEFT.search(token):
            token = _joined_letters(looks.raw, token, start)
            cuts = list(_turns(token))
        elif _SIGNS.search(token) or looks.of(start + len(token) - 1).size != look.size:
            sizes = [looks.of(index).size for index in range(start, start + len(token))]
            cuts = [place for place in range(1, len(sizes)) if sizes[place] != sizes[place - 1]]
    if not cuts:
        yield _Token(token, start, glued, look)
        return
    for begin, end in pairwise([0, *cuts, len(token)]):
        yield _Token(token[begin:end], start + begin, True if begin else glued, looks.of(start + begin))


def _turns(token: str) -> Iterator[int]:
    """Where letters, numbers and signs meet: they run in directions of their own."""
    kinds = ["letter" if mark.isalpha() else "number" if mark.isdecimal() else "sign" for mark in token]
    for place in range(1, len(token)):
        is_combining = kinds[place] == "sign" and ord(token[place]) > 0x590
        if is_combining:
            kinds[place] = kinds[place - 1]
        if kinds[place] != kinds[place - 1]:
            yield place


def _joined_letters(raw: pdfium.FPDF_TEXTPAGE, token: str, start: int) -> str:
    """Lam and alef share one glyph; PDFium turns the two letters round with the rest of the line."""
    found = list(token)
    for place in range(len(found) - 1):
        alef, lam = found[place : place + 2]
        if alef in _ALEFS and lam == "ل" and _origin(raw, start + place) == _origin(raw, start + place + 1):
            found[place : place + 2] = [lam, alef]
    return "".join(found)


def _usual_angle(tokens: Sequence[_Token]) -> int:
    """The quarter turn that most characters of a page have."""
    angles: Counter[int] = Counter()
    for token in tokens:
        angles[token.look.angle] += len(token.text)
    angle = angles.most_common(1)[0][0] if angles else 0
    return angle if angle % 90 == 0 else 0


def _word(raw: pdfium.FPDF_TEXTPAGE, token: _Token, frame: _Frame) -> Word:
    first, last = token.start, token.start + len(token.text) - 1
    start = _box(raw, first, frame)
    end = _box(raw, last, frame) if last != first else start
    text = token.text
    if not text.isascii():
        # Surrogate halves come one by one; right-to-left words end where they are leftmost.
        text = readable(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    look = token.look
    return Word(
        text=text,
        left=min(start[0], end[0]),
        right=max(start[1], end[1]),
        top=frame.place(*_origin(raw, first))[1],
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        glued=token.glued,
        angle=(look.angle - frame.angle) % 360,
        is_light=look.is_light,
    )


def _box(raw: pdfium.FPDF_TEXTPAGE, index: int, frame: _Frame) -> tuple[float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, index, box)
    if frame.angle == 0:
        return box.left - frame.left, box.right - frame.left
    one, other = frame.place(box.left, box.bottom)[0], frame.place(box.right, box.top)[0]
    return min(one, other), max(one, other)


def _origin(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
    return x.value, y.value


def _size_and_angle(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, int]:
    matrix = pdfium.FS_MATRIX()
    scale, angle = 1.0, 0
    if pdfium.FPDFText_GetMatrix(raw, index, matrix):
        scale = math.hypot(matrix.c, matrix.d)
        angle = even_angle(math.degrees(math.atan2(matrix.b, matrix.a))) if matrix.b or matrix.a < 0 else 0
    return float(round(pdfium.FPDFText_GetFontSize(raw, index) * scale, 1)) or 1.0, angle


def _is_light(raw: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(raw, index, red, green, blue, alpha):
        return False
    opaque = alpha.value / 255
    return all(255 - (255 - part.value) * opaque >= LIGHT for part in (red, green, blue))


def _sample(tokens: Sequence[_Token]) -> Sequence[_Token]:
    return tokens[:: max(1, len(tokens) // 8)]


def _is_invisible(raw: pdfium.FPDF_TEXTPAGE, token: _Token) -> bool:
    shown = pdfium.FPDFText_GetTextObject(raw, token.start)
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(shown) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


class _Fonts:
    """What the fonts of a document look like; each is asked once."""

    def __init__(self) -> None:
        self._looks: dict[int, tuple[bool, bool]] = {}

    def look(self, raw: pdfium.FPDF_TEXTPAGE, index: int, shown: pdfium.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
        """Whether the font of a text object is bold, and whether it is italic: by name, flags or weight."""
        font = pdfium.FPDFTextObj_GetFont(shown) if shown else None
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._looks:
            self._looks[key] = _look(raw, index)
        return self._looks[key]


class _Looks:
    """How the characters of a page are printed; those of one text object alike."""

    def __init__(self, raw: pdfium.FPDF_TEXTPAGE, fonts: _Fonts) -> None:
        self.raw = raw
        self._fonts = fonts
        self._found: dict[int, _Look] = {}

    def of(self, index: int) -> _Look:
        shown = pdfium.FPDFText_GetTextObject(self.raw, index)
        key = ctypes.addressof(shown.contents) if shown else 0
        found = self._found.get(key)
        if found is None:
            size, angle = _size_and_angle(self.raw, index)
            bold, italic = self._fonts.look(self.raw, index, shown)
            found = _Look(size, angle, bold, italic, size >= LARGE and _is_light(self.raw, index))
            if key:
                self._found[key] = found
        return found


def _look(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[bool, bool]:
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 256, flags)
    told = name.value.decode("utf-8", "replace").lower()
    weight = pdfium.FPDFText_GetFontWeight(raw, index)
    bold = "bold" in told or (bool(flags.value & _FORCE_BOLD_FLAG) and weight >= _BOLD_WEIGHT)
    return bold, "italic" in told or "oblique" in told or bool(flags.value & _ITALIC_FLAG)
