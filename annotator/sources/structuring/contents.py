"""Tables of contents: under their heading, with leaders to page numbers, or headings that all come again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import Heading
from annotator.sources.structuring.instruments import is_titlelike

FEWEST_ENTRIES = 3

_LEADERS = re.compile(r"(?:(?:\.\s?){4,}|…{2,}|_{4,})\s*\d{1,4}$")


def _has_leaders(block: Block) -> bool:
    return block.text[-1:].isdigit() and bool(_LEADERS.search(block.text))


def drop_contents(blocks: list[Block]) -> None:
    """Marks the blocks of each table of contents as dropped; they name nothing then."""
    position = 0
    while position < len(blocks):
        end = _end_of_contents(blocks, position)
        for block in blocks[position:end]:
            if not block.line.asked:
                block.drop, block.heading = block.drop or "table of contents", None
        position = max(end, position + 1)


def _end_of_contents(blocks: Sequence[Block], position: int) -> int:
    """Where the table of contents ends that begins at `position`; `position` itself where none begins."""
    first = blocks[position]
    named = first.heading is not None and first.heading.kind == "contents"
    if first.drop or (first.heading is None and not _has_leaders(first)):
        return position
    end = _end_of_entries(blocks, position)
    entries = blocks[position + named : end]
    leaders = sum(_has_leaders(block) for block in entries)
    headings = [block.heading for block in entries if block.heading is not None]
    articles = [row for row in headings if named or row.kind == "article"]
    corrected = sum(bool(block.line.asked) for block in entries)  # they were entries before a person put them back
    few = max(1, FEWEST_ENTRIES - corrected)
    if leaders >= few or (len(articles) >= few and _come_again(headings, blocks[end:])):
        return end
    return position


def _come_again(headings: Sequence[Heading], following: Sequence[Block]) -> bool:
    later = {(row.heading.kind, row.heading.number, row.heading.language) for row in following if row.heading}
    return all((row.kind, row.number, row.language) in later for row in headings)


def _end_of_entries(blocks: Sequence[Block], position: int) -> int:
    """Entries go on until words follow, or a heading that was there before: the text itself begins."""
    seen: set[tuple[str, str]] = set()
    end = position
    while end < len(blocks):
        block = blocks[end]
        heading = block.heading
        if heading is not None:
            if (heading.kind, heading.number) in seen or heading.body[0] < heading.body[1]:
                break
            seen.add((heading.kind, heading.number))
        elif not block.drop and not block.line.asked and not _has_leaders(block) and not is_titlelike(block):
            break
        end += 1
    return _without_next_title(blocks, position, end)


def _without_next_title(blocks: Sequence[Block], position: int, end: int) -> int:
    """Titles after the last entry (and its own) are those of the text."""
    last = end
    while last > position and blocks[last - 1].heading is None and not _has_leaders(blocks[last - 1]):
        last -= 1
    heading = blocks[last - 1].heading if last > position else None
    follows = last < end and heading is not None and heading.is_bare and not blocks[last].is_marked
    return last + 1 if follows else last
