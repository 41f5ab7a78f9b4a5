"""Which way words run."""

from __future__ import annotations

import unicodedata

from annotator.model.treaty import Direction


def direction_of(words: str) -> Direction:
    """The direction of the first letter that has one (Unicode Annex 9, rule P2)."""
    for mark in words:
        kind = unicodedata.bidirectional(mark)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"
