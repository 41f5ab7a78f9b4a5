"""What PDFium (through pypdfium2) says a PDF prints, and where."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from annotator.sources.pdf_page import PrintedPage, Word, readable, whole_degrees
from annotator.sources.pdf_rows import lines_of

LARGE = 24.0
"""Points: the colour of smaller words is not asked for."""
LIGHT = 140
"""Of 255: paint above this is lighter than any text that is meant to be read at length."""

_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18
_LINE_END_HYPHENS = "\x02\ufffe"
"""What PDFium gives for a hyphen at which a line ends; no line end follows it."""
_SIGNS = frozenset("0123456789*†‡§¶#")
_ALEFS = "اأإآ"

Characters = list[tuple[int, str]]
"""Characters with their indices on a PDFium page."""


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


@dataclass(frozen=True, slots=True)
class _Token:
    """Characters between two spaces, or as many of them as look alike. `angle` in degrees."""

    characters: Characters
    glued: bool | None
    size: float
    angle: int


def pages_by_pdfium(document: pypdfium2.PdfDocument) -> list[PrintedPage]:
    """All pages as PDFium reads them. Raises pypdfium2.PdfiumError where a page is damaged."""
    fonts = _Fonts()
    return [_pdfium_page(document, index, fonts) for index in range(len(document))]


def _pdfium_page(document: pypdfium2.PdfDocument, index: int, fonts: _Fonts) -> PrintedPage:
    page = document[index]
    text_page = page.get_textpage()
    raw = text_page.raw
    tokens = [part for token in _tokens(raw, text_page.count_chars()) for part in _measured(raw, *token)]
    left, bottom, right, top = page.get_bbox()
    frame = _Frame(left, bottom, right, top, _usual_angle(tokens))
    words = [_word(raw, token, frame, fonts) for token in tokens]
    pictures = any(True for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    invisible = pictures and bool(tokens) and all(_is_invisible(raw, token) for token in _sample(tokens))
    lines = tuple(lines_of(index + 1, words))
    text_page.close()
    page.close()
    return PrintedPage(index + 1, *frame.size, lines, pictures, invisible)


def _tokens(raw: pdfium.FPDF_TEXTPAGE, count: int) -> Iterator[tuple[Characters, bool | None]]:
    """Characters between white space, and whether they are glued to those before (None at the start of a line)."""
    token: Characters = []
    glued: bool | None = None
    unicode_at = pdfium.FPDFText_GetUnicode
    for index in range(count):
        mark = chr(unicode_at(raw, index))
        if mark in _LINE_END_HYPHENS:
            yield [*token, (index, "-")], glued
            token, glued = [], None
        elif not mark.isspace():
            token.append((index, mark))
            continue
        elif token:
            yield token, glued
            token, glued = [], False
        if mark in "\r\n":
            glued = None
    if token:
        yield token, glued


def _measured(raw: pdfium.FPDF_TEXTPAGE, token: Characters, glued: bool | None) -> Iterator[_Token]:
    """The token in parts of one size each, and of one direction where it is Arabic or Hebrew."""
    size, angle = _size_and_angle(raw, token[0][0])
    if len(token) == 1:
        yield _Token(token, glued, size, angle)
        return
    parts = [token]
    if any("\u0590" <= mark <= "\u08ff" for _, mark in token):
        parts = list(_by_direction(_joined_letters(raw, token)))
    elif any(mark in _SIGNS for _, mark in token) or _size_and_angle(raw, token[-1][0])[0] != size:
        parts = list(_by_size(raw, token))
    for part in parts:
        size, angle = _size_and_angle(raw, part[0][0])
        yield _Token(part, glued, size, angle)
        glued = True


def _by_size(raw: pdfium.FPDF_TEXTPAGE, token: Characters) -> Iterator[Characters]:
    part: Characters = []
    size = 0.0
    for index, mark in token:
        here = _size_and_angle(raw, index)[0]
        if part and here != size:
            yield part
            part = []
        part.append((index, mark))
        size = here
    yield part


def _by_direction(token: Characters) -> Iterator[Characters]:
    part: Characters = []
    kind = ""
    for index, mark in token:
        here = "letter" if mark.isalpha() or mark == "\u0640" else "number" if mark.isdecimal() else kind or "sign"
        here = here if mark.isalnum() or ord(mark) > 0x590 else "sign"
        if part and here != kind:
            yield part
            part = []
        part.append((index, mark))
        kind = here
    yield part


def _joined_letters(raw: pdfium.FPDF_TEXTPAGE, token: Characters) -> Characters:
    """Lam and alef share one glyph; PDFium turns the two letters round with the rest of the line."""
    found = list(token)
    for place in range(len(found) - 1):
        (first, alef), (second, lam) = found[place : place + 2]
        if alef in _ALEFS and lam == "ل" and _origin(raw, first) == _origin(raw, second):
            found[place : place + 2] = [(first, lam), (second, alef)]
    return found


def _usual_angle(tokens: Sequence[_Token]) -> int:
    """The quarter turn that most characters of a page have."""
    angles: Counter[int] = Counter()
    for token in tokens:
        angles[token.angle] += len(token.characters)
    angle = angles.most_common(1)[0][0] if angles else 0
    return angle if angle % 90 == 0 else 0


def _word(raw: pdfium.FPDF_TEXTPAGE, token: _Token, frame: _Frame, fonts: _Fonts) -> Word:
    first, last = token.characters[0][0], token.characters[-1][0]
    start, end = _box(raw, first, frame), _box(raw, last, frame)
    # Surrogate halves come one by one; right-to-left words end where they are leftmost.
    text = "".join(mark for _, mark in token.characters)
    if not text.isascii():
        text = readable(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    bold, italic = fonts.look(raw, first)
    return Word(
        text=text,
        left=min(start[0], end[0]),
        right=max(start[1], end[1]),
        top=frame.place(*_origin(raw, first))[1],
        size=token.size,
        bold=bold,
        italic=italic,
        glued=token.glued,
        angle=(token.angle - frame.angle) % 360,
        is_light=token.size >= LARGE and _is_light(raw, first),
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
        angle = whole_degrees(math.degrees(math.atan2(matrix.b, matrix.a))) if matrix.b else 0
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
    shown = pdfium.FPDFText_GetTextObject(raw, token.characters[0][0])
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(shown) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


class _Fonts:
    """What the fonts of a document look like; each is asked once."""

    def __init__(self) -> None:
        self._looks: dict[int, tuple[bool, bool]] = {}

    def look(self, raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[bool, bool]:
        """Whether the font of a character is bold, and whether it is italic: by name, flags or weight."""
        shown = pdfium.FPDFText_GetTextObject(raw, index)
        font = pdfium.FPDFTextObj_GetFont(shown)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._looks:
            self._looks[key] = _look(raw, index)
        return self._looks[key]


def _look(raw: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[bool, bool]:
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 256, flags)
    told = name.value.decode("utf-8", "replace").lower()
    weight = pdfium.FPDFText_GetFontWeight(raw, index)
    bold = "bold" in told or (bool(flags.value & _FORCE_BOLD_FLAG) and weight >= _BOLD_WEIGHT)
    return bold, "italic" in told or "oblique" in told or bool(flags.value & _ITALIC_FLAG)
