"""Tables of contents: under their heading, with leaders to page numbers, or headings that all come again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import Heading
from annotator.sources.structuring.instruments import is_titlelike

FEWEST_ENTRIES = 3

_LEADERS = re.compile(r"(?:(?:\.\s?){4,}|…{2,}|_{4,})\s*\d{1,4}$")


def _has_leaders(block: Block) -> bool:
    return block.text[-1:].isdigit() and bool(_LEADERS.search(block.text))


Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Run:
    """Blocks `[start, end)` that could be entries. `again` is the place of the heading whose repetition ended them."""

    start: int
    end: int
    again: int | None


def drop_contents(blocks: list[Block]) -> None:
    """Marks the blocks of each table of contents as dropped; they name nothing then."""
    last = {_key(block.heading): place for place, block in enumerate(blocks) if block.heading is not None}
    position = 0
    while position < len(blocks):
        first = blocks[position]
        if first.drop or (first.heading is None and not _has_leaders(first)):
            position += 1
            continue
        run = _entries_from(blocks, position)
        if not _are_contents(blocks, run, last):
            position = _next_start(blocks, run, last)
            continue
        for block in blocks[position : run.end]:
            if not block.line.asked:
                block.drop, block.heading = block.drop or "table of contents", None
        position = max(run.end, position + 1)


def _key(heading: Heading) -> Key:
    return heading.kind, heading.number, heading.language


def _names_contents(block: Block) -> bool:
    return block.heading is not None and block.heading.kind == "contents"


def _are_contents(blocks: Sequence[Block], run: _Run, last: Mapping[Key, int]) -> bool:
    named = _names_contents(blocks[run.start])
    entries = blocks[run.start + named : run.end]
    corrected = sum(bool(block.line.asked) for block in entries)  # they were entries before a person put them back
    few = max(1, FEWEST_ENTRIES - corrected)
    if sum(_has_leaders(block) for block in entries) >= few:
        return True
    headings = [block.heading for block in entries if block.heading is not None]
    articles = [row for row in headings if named or row.kind == "article"]
    return len(articles) >= few and all(last[_key(row)] >= run.end for row in headings)


def _next_start(blocks: Sequence[Block], run: _Run, last: Mapping[Key, int]) -> int:
    """Where a table may begin after all, now that none begins at `run.start`.

    Until a heading of the run that does not come again is behind, none can; nor where all of the run was too little.
    """
    once, following = run.end - 1, run.end
    for place in range(run.end - 1, run.start, -1):
        heading = blocks[place].heading
        if heading is not None and last[_key(heading)] < run.end:
            once = place
            break
    else:
        once = run.start
    for place in range(run.start + 1, run.end):
        if _names_contents(blocks[place]):
            following = place
            break
    stop = once if run.again is None else min(once, run.again)
    return max(run.start + 1, min(stop + 1, following))


def _entries_from(blocks: Sequence[Block], position: int) -> _Run:
    """Entries go on until words follow, or a heading that was there before: the text itself begins."""
    seen: dict[tuple[str, str], int] = {}
    end, again = position, None
    while end < len(blocks):
        block = blocks[end]
        heading = block.heading
        if heading is not None:
            again = seen.get((heading.kind, heading.number))
            if again is not None or heading.body[0] < heading.body[1]:
                break
            seen[heading.kind, heading.number] = end
        elif not block.drop and not block.line.asked and not _has_leaders(block) and not is_titlelike(block):
            break
        end += 1
    return _Run(position, _without_next_title(blocks, position, end), again)


def _without_next_title(blocks: Sequence[Block], position: int, end: int) -> int:
    """Titles after the last entry (and its own) are those of the text."""
    last = end
    while last > position and blocks[last - 1].heading is None and not _has_leaders(blocks[last - 1]):
        last -= 1
    heading = blocks[last - 1].heading if last > position else None
    follows = last < end and heading is not None and heading.is_bare and not blocks[last].is_marked
    return last + 1 if follows else last
