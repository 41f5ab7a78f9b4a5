"""Names of articles that only begin a sentence ("Article 5 Parties shall …" within article 3), or come twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from annotator.sources.structuring.blocks import Block

DOUBLED = "doubled line"
FEWEST_MARKED = 2
"""Article headings that the format itself marks, so that the others may be expected to be marked too."""


def take_back_doubtful_names(blocks: Sequence[Block]) -> None:
    """Takes the heading from a paragraph that has words right behind the name of an article, where it is none.

    That is so where the format marks the headings of articles and not this one, or where the articles before and after
    count on from one another without it.
    """
    named = [block for block in blocks if block.heading is not None and block.heading.kind == "article"]
    marks = sum(block.is_marked for block in named) >= FEWEST_MARKED
    before: Block | None = None
    for place, block in enumerate(named):
        after = named[place + 1] if place + 1 < len(named) else None
        if _runs_into_words(block) and ((marks and not block.is_marked) or _is_out_of_order(before, block, after)):
            block.heading = None
        else:
            before = block


def drop_doubled_names(blocks: Sequence[Block]) -> None:
    """Marks "Article 5" as dropped where it stands right above or below another that says as much or more."""
    named = [block for block in blocks if not block.drop]
    for above, below in pairwise(named):
        if above.drop or above.heading is None or below.heading is None or not _name_the_same(above, below):
            continue
        if _said(below) == _said(above):
            below.drop, below.heading = DOUBLED, None
        elif above.heading.is_bare and not below.heading.is_bare:
            above.drop, above.heading = DOUBLED, None


def _name_the_same(above: Block, below: Block) -> bool:
    one, other = above.heading, below.heading
    if one is None or other is None or above.line.asked or below.line.asked or not one.number:
        return False
    return (one.kind, one.number, one.language) == (other.kind, other.number, other.language)


def _said(block: Block) -> str:
    return "".join(mark for mark in block.plain.casefold() if mark.isalnum())


def _runs_into_words(block: Block) -> bool:
    """Whether no stop or dash, but words follow the name; what a person called an article is one."""
    heading = block.heading
    if block.line.asked or heading is None or heading.body[0] >= heading.body[1]:
        return False
    return not block.text[heading.label[1] : heading.body[0]].strip()


def _is_out_of_order(before: Block | None, block: Block, after: Block | None) -> bool:
    values = [row.heading.value if row is not None and row.heading is not None else 0 for row in (before, block, after)]
    return values[1] != values[0] + 1 and values[2] == values[0] + 1
