"""What a PDF prints: words and lines with their places, the same from either engine."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

_PRESENTATION = re.compile(r"[\ufb00-\ufb1c\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_FARTHEST = 1e6
"""Points. No page is that large (ISO 32000-1, annex C.2)."""
_SOFT_HYPHEN = "\u00ad"


class Word(NamedTuple):
    """Characters that stand together. Lengths are points; `top` grows downwards from the page's upper edge.

    `glued` says whether white space parts it from the word before (None: the distance tells); `angle` is that of its
    baseline, in degrees counter-clockwise against most of the page.
    """

    text: str
    left: float
    right: float
    top: float
    size: float
    bold: bool = False
    italic: bool = False
    glued: bool | None = None
    angle: int = 0
    is_light: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PrintedLine:
    """Words on one baseline. Lengths as in `Word`; `marks` are raised signs, each with its offset in `text`."""

    page: int
    text: str
    left: float
    right: float
    top: float
    size: float
    bold: bool = False
    italic: bool = False
    words: tuple[Word, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def angle(self) -> int:
        return self.words[0].angle if self.words else 0

    @property
    def is_light(self) -> bool:
        return all(word.is_light for word in self.words)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page (`number` from 1), turned so that its words run from left to right; its lines in the engine's order.

    `has_pictures` where images are drawn on it (or letters as shapes), `is_invisible` where nothing of its text is
    painted (recognised text). `angle` says how far its words were turned, in degrees counter-clockwise.
    """

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    has_pictures: bool = False
    is_invisible: bool = False
    angle: int = 0


def within_bounds(word: Word) -> Word:
    """`word` with lengths that can be reckoned with, whatever the file says: no infinity, and a size that is none."""
    _, left, right, top, size, *_ = word
    if 1 <= size < _FARTHEST and -_FARTHEST < left <= right < _FARTHEST and -_FARTHEST < top < _FARTHEST:
        return word  # the usual case, and the quickest way
    size = round(abs(_points(word.size)), 1) or 1.0
    return word._replace(left=_points(word.left), right=_points(word.right), top=_points(word.top), size=size)


def _points(length: float) -> float:
    return 0.0 if math.isnan(length) else min(max(length, -_FARTHEST), _FARTHEST)


def readable(text: str) -> str:
    """`text` with ligatures and Arabic presentation forms as the letters that they show, so that a search finds them.

    Soft hyphens within a word say nothing; one at its end may be where the line was broken and stays.
    """
    if text.isascii():
        return text
    text = _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if _SOFT_HYPHEN in text:
        end = _SOFT_HYPHEN if text.endswith(_SOFT_HYPHEN) else ""
        text = text.replace(_SOFT_HYPHEN, "") + end
    return text


def is_right_to_left(text: str) -> bool:
    """Whether most letters are Arabic or Hebrew."""
    if text.isascii():
        return False
    right = len(_RIGHT_TO_LEFT.findall(text))
    return right > 0 and 2 * right > len(_NO_LETTERS.sub("", text))


def even_angle(degrees: float) -> int:
    """The nearest twenty-fourth of a turn, 0 to 345: lines of a page that was scanned a little askew are level."""
    return round(degrees / 15) * 15 % 360 if math.isfinite(degrees) else 0
