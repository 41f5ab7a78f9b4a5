"""Where a preamble begins that no heading names."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.sources.languages import phrase_pattern
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS
from annotator.sources.structuring.labels import label_at

LONGEST_OPENING = 200
"""Characters: a list of parties is shorter, or the whole preamble is one paragraph."""


def preamble_start(blocks: Sequence[Block]) -> int | None:
    """The block with which a preamble begins that no heading names; None where there is none."""
    asked = [place for place, block in enumerate(blocks) if block.line.asked == "preamble" and not block.heading]
    if asked:
        return asked[0]
    headings = [block.heading.kind if block.heading else "" for block in blocks]
    if "preamble" in headings:
        return None
    has_articles = any(kind in ("article", *DIVISIONS) for kind in headings)
    for position, (block, kind) in enumerate(zip(blocks, headings, strict=True)):
        if kind == "annex" and position == 0:
            continue
        if kind or _is_first_paragraph(block):
            return _first_words(blocks[:position]) if has_articles else None
        if _begins_preamble(block, has_articles=has_articles):
            return position
    return None


def _begins_preamble(block: Block, *, has_articles: bool) -> bool:
    if block.is_note or block.is_marked or label_at(block.text) is not None:
        return False
    words = block.plain.strip("[* ")
    if phrase_pattern("opening").match(words):
        return words[-1:] in ",:;،，：" or (has_articles and len(words) > LONGEST_OPENING)
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
