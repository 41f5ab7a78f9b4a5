"""What a proposed wording strikes from a quotation and what it inserts, word by word."""

from __future__ import annotations

import re
from typing import Literal

from rapidfuzz.distance import Levenshtein

Piece = tuple[Literal["same", "struck", "inserted"], str]

_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|[^\w\s]")
"""Words, white space, single punctuation marks; Chinese and Japanese, which leave no spaces, by the character."""


def redline(quotation: str, wording: str) -> list[Piece]:
    """The pieces of both texts in order: what stays, what is struck, what comes in. White space counts as one space."""
    return difference(" ".join(quotation.split()), " ".join(wording.split()))


def difference(before: str, after: str) -> list[Piece]:
    """As `redline`, for words whose lines matter."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for step in Levenshtein.opcodes(old, new):
        struck = "".join(old[step.src_start : step.src_end])
        inserted = "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces.append(("same", struck))
            continue
        pieces += [("struck", struck)] if struck else []
        pieces += [("inserted", inserted)] if inserted else []
    return _tidy(pieces)


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """Words that change one after the other are struck together and inserted together: a lone space does not count."""
    tidy: list[Piece] = []
    struck, inserted = "", ""
    for number, (kind, words) in enumerate(pieces):
        between = kind == "same" and words.isspace() and (struck or inserted) and number + 1 < len(pieces)
        if kind == "struck" or between:
            struck += words
        if kind == "inserted" or between:
            inserted += words
        if kind == "same" and not between:
            tidy += _changed(struck, inserted)
            struck, inserted = "", ""
            tidy.append((kind, words))
    return tidy + _changed(struck, inserted)


def _changed(struck: str, inserted: str) -> list[Piece]:
    pieces: list[Piece] = [("struck", struck), ("inserted", inserted)]
    return [piece for piece in pieces if piece[1]]
