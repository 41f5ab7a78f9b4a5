"""Preambles: where one begins that no heading names, and one written as a single paragraph cut into its recitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from annotator.sources.languages import phrase_pattern, words_of
from annotator.sources.structuring.blocks import Block, part_of
from annotator.sources.structuring.headings import DIVISIONS, heading_of
from annotator.sources.structuring.labels import label_at

FEWEST_RECITALS = 2
NEAR = 200
"""Characters within which a preamble names its parties."""


def preambles_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with "Preamble The Parties …, Recalling …, Have agreed:" as a heading and a block for each recital."""
    return [part for block in blocks for part in _apart(block)]


def _apart(block: Block) -> Iterator[Block]:
    if block.drop or block.heading is not None or block.is_note:
        yield block
        return
    cuts = [*_after_name(block.text), *_recitals(block.text)]
    if not cuts:
        yield block
        return
    for start, end in zip([0, *cuts], [*cuts, len(block.text)], strict=True):
        part = part_of(block, start, end)
        part.heading = heading_of(part.text, marked=False, starts=True) if start == 0 else None
        yield part


def _after_name(text: str) -> list[int]:
    """Where the words begin after "Preamble" on the same line, even if glued to it ("PreambleThe Parties")."""
    match = _named().match(text)
    return [match.end()] if match else []


def _recitals(text: str) -> list[int]:
    if not phrase_pattern("opening").search(text, 0, NEAR):
        return []
    cuts = [match.end() for match in _recital().finditer(text) if not text[match.end()].islower()]
    return cuts if len(cuts) >= FEWEST_RECITALS else []


@cache
def _named() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(words_of("preamble"), key=len, reverse=True))
    return re.compile(rf"(?i:{words})[.:]?\s*(?=[^\W\d_])(?![a-zа-я])")


@cache
def _recital() -> re.Pattern[str]:
    words = f"{phrase_pattern('recitals').pattern}|{phrase_pattern('closing').pattern}"
    return re.compile(rf"(?<=[;,；，؛،])\s*(?={words})", re.IGNORECASE)


def preamble_start(blocks: Sequence[Block]) -> int | None:
    """The block with which a preamble begins that no heading names; None where there is none."""
    headings = [block.heading.kind if block.heading else "" for block in blocks]
    if "preamble" in headings:
        return None
    has_articles = any(kind in ("article", *DIVISIONS) for kind in headings)
    for position, (block, kind) in enumerate(zip(blocks, headings, strict=True)):
        if kind or _is_first_paragraph(block):
            return _first_words(blocks[:position]) if has_articles else None
        if _begins_preamble(block):
            return position
    return None


def _begins_preamble(block: Block) -> bool:
    if block.is_note or block.is_marked or label_at(block.text) is not None:
        return False
    words = block.text.lstrip("[*")
    if phrase_pattern("opening").match(words):
        return words[-1:] in ",:;،，：" or len(words) > NEAR
    return bool(phrase_pattern("recitals").match(words)) and words[-1:] in ",;،，؛；"


def _is_first_paragraph(block: Block) -> bool:
    label = label_at(block.text)
    return label is not None and label.is_first() and label.form in (".", ")", "()") and not block.is_note


def _first_words(blocks: Sequence[Block]) -> int | None:
    """The first paragraph that is a sentence: what stands between a title and the first article is a preamble."""
    for position, block in enumerate(blocks):
        if not block.is_note and not block.is_marked and block.ends_sentence and not block.line.centred:
            return position
    return None
