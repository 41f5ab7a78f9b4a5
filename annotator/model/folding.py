"""Folded text: what search compares, so that "securite" finds "sécurité" and حقوق finds the vowelled word."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

_TATWEEL = "ـ"  # Arabic letter stretching: typography, not spelling
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CHANGING = re.compile(r"[A-Z]+|[^\x00-\x7f]+")


def fold(text: str) -> str:
    """`text` case folded, compatibility forms resolved, combining marks and tatweel taken away."""
    if text.isascii():
        return text.lower()
    return _CHANGING.sub(_fold_part, text)


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Folded text, and for each of its characters (and its end) the offset in `text` that it came from."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded: list[str] = []
    offsets = array("I")
    done = 0
    for found in _FOREIGN.finditer(text):
        folded.append(text[done : found.start()].lower())
        offsets.extend(range(done, found.start()))
        for offset, mark in enumerate(found[0], start=found.start()):
            part = _fold_character(mark)
            folded.append(part)
            offsets.extend([offset] * len(part))
        done = found.end()
    folded.append(text[done:].lower())
    offsets.extend(range(done, len(text) + 1))
    return "".join(folded), offsets


def _fold_part(found: re.Match[str]) -> str:
    part = found[0]
    return part.lower() if part.isascii() else "".join(map(_fold_character, part))


@lru_cache(4096)  # the same quotation marks, accents and letters come again and again
def _fold_character(mark: str) -> str:
    decomposed = unicodedata.normalize("NFKD", mark.casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part) and part != _TATWEEL)
