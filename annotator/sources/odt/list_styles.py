"""List styles of OpenDocument texts: how each level of a list prints its number.

ODF 1.3 part 3, §16.30 to 16.36 and §19.880 (`style:num-list-format`, which LibreOffice 7 writes as `loext:`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from annotator.sources.numerals import LATIN, numeral, repeated_letter, spreadsheet_letter
from annotator.sources.odt.parts import FO, LIBREOFFICE, STYLE, TEXT
from annotator.sources.odt.styles import OUTLINE, Styles, points, whole

DEEPEST = 10
"""Levels of a list in ODF."""

_PLACEHOLDER = re.compile(r"%(\d{1,2})%")
_LEVELS = frozenset(
    TEXT + name
    for name in (
        "list-level-style-number", "list-level-style-bullet", "list-level-style-image", "outline-level-style",
    )
)  # fmt: skip
_COUNTED = frozenset({f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"})


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `form` is a num-format, "" where it prints none, None for a bullet.

    `pieces` of the label are literals and, at odd indices, the numbers of the levels (from 0) to print; `frame` is
    what a level without a number still prints.
    """

    form: str | None
    is_synchronous: bool
    start: int
    pieces: tuple[str | int, ...]
    frame: str
    indent: float | None


_NO_NUMBER = Level(None, False, 1, (), "", None)


class ListStyles:
    """The list styles of a document by name; `OUTLINE` is that of headings."""

    def __init__(self, styles: Styles) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        for part in styles.parts:
            for element in part.iterfind(f"{TEXT}list-style"):
                self._styles[element.get(f"{STYLE}name") or ""] = _levels(element)
            for element in part.iterfind(f"{TEXT}outline-style"):
                self._styles[OUTLINE] = _levels(element)

    def level(self, style: str, index: int) -> Level:
        """Level `index` (from 0). A list without a style has bullets; a level that a style lacks counts 1. 2. 3."""
        levels = self._styles.get(style)
        if levels is None or (style == OUTLINE and index not in levels):
            return _NO_NUMBER
        return levels.get(index) or Level("1", False, 1, ("", index, "."), ".", None)

    def label(self, style: str, index: int, values: Mapping[int, int]) -> str:
        """What is printed before a paragraph at level `index` where the levels stand at `values`."""
        level = self.level(style, index)
        if not level.form:
            return level.frame.strip()
        printed, skips = "", False
        for place, piece in enumerate(level.pieces):
            if isinstance(piece, str):
                # A level without numbers takes the words up to the next level with it: "1.3", not "1..3".
                printed += "" if skips and place < len(level.pieces) - 1 else piece
            else:
                other = self.level(style, piece)
                skips = other.form == ""
                printed += _printed(other, values.get(piece, other.start))
        return printed.strip()


def _levels(element: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for row in element:
        number = whole(row.get(f"{TEXT}level"))
        if row.tag in _LEVELS and number is not None and 1 <= number <= DEEPEST:
            found[number - 1] = _level(row, number)
    return found


def _level(element: etree._Element, number: int) -> Level:
    prefix, suffix = element.get(f"{STYLE}num-prefix") or "", element.get(f"{STYLE}num-suffix") or ""
    is_counted = element.tag in _COUNTED
    shown = min(max(whole(element.get(f"{TEXT}display-levels")) or 1, 1), number)
    pattern = element.get(f"{LIBREOFFICE}num-list-format", element.get(f"{STYLE}num-list-format"))
    if pattern is None:
        pattern = prefix + ".".join(f"%{row}%" for row in range(number - shown + 1, number + 1)) + suffix
    pieces = _PLACEHOLDER.split(pattern)
    start = whole(element.get(f"{TEXT}start-value"))
    return Level(
        form=(element.get(f"{STYLE}num-format") or "") if is_counted else None,
        is_synchronous=element.get(f"{STYLE}num-letter-sync") == "true",
        start=start if start is not None else 1,
        pieces=tuple(int(piece) - 1 if at % 2 else piece for at, piece in enumerate(pieces)),
        frame=prefix + suffix if is_counted else "",
        indent=_indent(element),
    )


def _indent(element: etree._Element) -> float | None:
    """Where the first line begins, in points from the margin: by label alignment (ODF 1.2), else by label width."""
    properties = element.find(f"{STYLE}list-level-properties")
    if properties is None:
        return None
    aligned = properties.find(f"{STYLE}list-level-label-alignment")
    if aligned is not None:
        return (points(aligned.get(f"{FO}margin-left")) or 0.0) + (points(aligned.get(f"{FO}text-indent")) or 0.0)
    return points(properties.get(f"{TEXT}space-before"))


def _printed(level: Level, value: int) -> str:
    form = level.form or "none"
    if form in ("a", "A"):
        alphabet = LATIN if form == "a" else LATIN.upper()
        return (repeated_letter if level.is_synchronous else spreadsheet_letter)(value, alphabet)
    # LibreOffice names the numerals of other scripts by their first few: "一, 二, 三, ...", "١, ٢, ٣, ...".
    name = next((name for begin, name in _FORMS if form.startswith(begin)), "decimal")
    if name == "decimal" and unicodedata.decimal(form[0], 0) == 1:
        zero = ord(form[0]) - 1
        return str(value).translate({ord("0") + digit: zero + digit for digit in range(10)})
    return numeral(value, name)


_FORMS = (
    ("none", "none"),
    ("i", "lowerRoman"),
    ("I", "upperRoman"),
    ("1st", "ordinal"),
    ("01", "decimalZero"),
    ("أ, ب, ت", "arabicAlpha"),
    ("أ, ب, ج", "arabicAbjad"),
    ("一", "chineseCounting"),
    ("А, Б, .., Аа", "russianUpper"),
    ("а, б, .., аа", "russianLower"),
)
