"""Plain text in any encoding: lines, and which of them begin paragraphs."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from charset_normalizer import from_bytes

from annotator.model.problems import UnusableFile
from annotator.model.treaty import canonical_characters
from annotator.sources.language_detection import common_words
from annotator.sources.languages import words_of
from annotator.sources.lines import Extraction, Line
from annotator.sources.text_pages import furniture_of_pages

WIDEST_WRAP = 110
"""Characters: a text with longer lines was not wrapped at a margin."""
SHARE_FULL = 0.8
"""A line that fills less than this of the margin ended on purpose."""
FEWEST_LINES = 8

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NUMBERED = re.compile(r"(?:\s*[(\[]?\w{1,5}[.)\]]+(?=\s)){1,2}\s*|\s*[-–•]\s+")
_PAGE_NUMBER = re.compile(
    r"[-–—]\s?\d{1,4}\s?[-–—]|(?:page|página|стр\.|صفحة)\s+\d{1,4}(?:\s+(?:of|de|/)\s+\d{1,4})?", re.I
)


def read_plain_text(data: bytes) -> Extraction:
    """The lines of a text file. Raises UnusableFile where `data` is empty or no text."""
    text, encoding = _decoded_text(data)
    lines = tuple(_lines(text))
    if not any(line.text.strip() for line in lines):
        raise UnusableFile("This file is empty; choose a file that has text in it.")
    return Extraction(lines=lines, engine="plain text", encoding=encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """`data` as text in canonical characters, and the name of its encoding: by its mark, else UTF-8, else by its look.

    Raises UnusableFile where no encoding makes text of it.
    """
    text, encoding = _decoded_text(data)
    return canonical_characters(text), encoding


def _decoded_text(data: bytes) -> tuple[str, str]:
    """As `decoded`, the characters as they are: form feeds part pages."""
    text, encoding = _decoded(data)
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise UnusableFile("This file is binary, not text; open it in the program that made it and save it as text.")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(_without_mark(encoding, mark), errors="replace"), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and text.count("\0") * 100 <= len(text):
        return text, "utf-8"
    if text or not data:
        guess = _utf16_without_mark(data)
        return (data.decode(guess, errors="replace"), guess) if guess else (text, "utf-8")
    guess = _utf16_without_mark(data)
    if guess:
        return data.decode(guess, errors="replace"), guess
    best = from_bytes(data).best()
    if best is None:
        raise UnusableFile("This file is binary, or in an encoding that cannot be told; save it as UTF-8.")
    return str(best), best.encoding.replace("_", "-")


def _without_mark(encoding: str, mark: bytes) -> str:
    """Python's name of an encoding whose byte order is known, so that its mark is not needed."""
    order = {
        codecs.BOM_UTF16_LE: "-le",
        codecs.BOM_UTF16_BE: "-be",
        codecs.BOM_UTF32_LE: "-le",
        codecs.BOM_UTF32_BE: "-be",
    }
    return encoding + order.get(mark, "")


def _utf16_without_mark(data: bytes) -> str:
    """In UTF-16 every other byte of most texts is the same high byte: zeros for Latin script, 0x06 for Arabic."""
    head = data[:4000]
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high and max(high.count(value) for value in set(high)) > 0.6 * len(high) and b"\0" in high:
            return encoding
    return ""


def _lines(text: str) -> list[Line]:
    pages = [[row.rstrip() for row in canonical_characters(page).split("\n")] for page in text.split("\f")]
    dropped = furniture_of_pages(pages) if len(pages) > 1 else {}
    margin = _margin([row for rows in pages for row in rows])
    found: list[Line] = []
    above = ""
    for page, rows in enumerate(pages):
        drops = [dropped.get((page, index), "") or _drop(row) for index, row in enumerate(rows)]
        kept = [index for index, row in enumerate(rows) if row.strip() and not drops[index]]
        for index, (row, drop) in enumerate(zip(rows, drops, strict=True)):
            is_inside = bool(kept) and kept[0] <= index <= kept[-1]
            if row.strip():
                starts = not above.strip() or margin is None or _ends_early(above, row, margin)
                number = page + 1 if len(pages) > 1 else None
                found.append(Line(row.strip(), number, indent=_indent(row), starts_paragraph=starts, drop=drop))
            if not drop and is_inside:
                above = row  # what is empty at the edge of a page ends no paragraph
    return found


def _drop(row: str) -> str:
    return "page number" if _PAGE_NUMBER.fullmatch(row.strip()) else ""


def _indent(row: str) -> float:
    return 6.0 * (len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip()))


def _ends_early(above: str, row: str, margin: int) -> bool:
    """Whether the line above had room for the first word of this one, or this one is indented."""
    first = row.split(maxsplit=1)[0]
    last = above.split()[-1].casefold()
    if first[:1].islower() or last in common_words() or (first[:1].isdigit() and last in words_of("article")):
        return False
    deeper = _indent(row) > _indent(above) and not _hangs(above, row)
    return deeper or len(above) + 1 + len(first) <= SHARE_FULL * margin


def _hangs(above: str, row: str) -> bool:
    """Whether a row stands below the words that follow the number of the row above."""
    numbered = _NUMBERED.match(above.expandtabs(4))
    return numbered is not None and abs(numbered.end() - len(row.expandtabs(4)) + len(row.expandtabs(4).lstrip())) <= 1


def _margin(rows: list[str]) -> int | None:
    """The width at which lines were wrapped, or None where each line is a paragraph."""
    lengths = sorted(len(row) for row in rows if row.strip())
    pairs = [(above, row) for above, row in pairwise(rows) if above.strip() and row.strip()]
    if len(lengths) < FEWEST_LINES or lengths[-1] > WIDEST_WRAP or not pairs:
        return None
    full = sum(len(above) > SHARE_FULL * lengths[-1] for above, _ in pairs)
    cut = sum(row.strip()[0].islower() and above[-1].isalpha() for above, row in pairs)
    return lengths[-1] if full * 3 > len(pairs) or cut * 5 > len(pairs) else None
