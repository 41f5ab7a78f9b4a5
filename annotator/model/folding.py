"""Folded text: what search compares, so that "securite" finds "sécurité" and حقوق finds the vowelled word."""

from __future__ import annotations

import unicodedata

_TATWEEL = "ـ"  # Arabic letter stretching: typography, not spelling


def fold(text: str) -> str:
    """`text` case folded, compatibility forms resolved, combining marks and tatweel taken away."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(mark) for mark in text)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters (and its end) the offset in `text` that it came from."""
    folded: list[str] = []
    offsets: list[int] = []
    for offset, mark in enumerate(text):
        part = _fold_character(mark)
        folded.append(part)
        offsets.extend([offset] * len(part))
    offsets.append(len(text))
    return "".join(folded), offsets


def _fold_character(mark: str) -> str:
    if mark.isascii():
        return mark.lower()
    decomposed = unicodedata.normalize("NFKD", mark.casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part) and part != _TATWEEL)
