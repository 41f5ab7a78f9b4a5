"""Tables of contents: headings listed before the text that has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.sources.structuring.blocks import Block

CONTENTS = "table of contents"
_FEWEST = 3
"""Headings without words between them, that come again below, before they are taken for a table of contents."""

_LEADER = re.compile(r"(?:\.{3,}|…|(?:\. ){3,})\s*\d*\s*$")


def drop_contents(blocks: Sequence[Block]) -> None:
    """Mark the blocks of a table of contents as dropped."""
    start = next((index for index, row in enumerate(blocks) if row.heading and row.heading.kind == "contents"), None)
    first = _first_heading(blocks, 0 if start is None else start + 1)
    if first is None:
        return
    again = _again(blocks, first)
    if again is None:
        return
    end = _end_of_list(blocks, first, again)
    listed = [row for row in blocks[first:end] if row.heading is not None]
    if start is None and (len(listed) < _FEWEST or end < again and not _LEADER.search(blocks[first].text)):
        return
    for row in blocks[first if start is None else start : end]:
        row.drop = row.drop or CONTENTS


def _first_heading(blocks: Sequence[Block], start: int) -> int | None:
    found = (index for index in range(start, len(blocks)) if not blocks[index].drop and blocks[index].heading)
    return next((index for index in found if _name(blocks[index]) not in (None, ("preamble", ""))), None)


def _again(blocks: Sequence[Block], first: int) -> int | None:
    """Where the first heading of the list comes again."""
    wanted = _name(blocks[first])
    return next((index for index in range(first + 1, len(blocks)) if _name(blocks[index]) == wanted), None)


def _end_of_list(blocks: Sequence[Block], first: int, again: int) -> int:
    """The list ends before the first words that are neither a heading nor the title of one."""
    for index in range(first, again):
        row = blocks[index]
        if row.heading is None and not row.drop and len(row.text) > 120:
            return max(first, index)
        body = row.heading.body if row.heading is not None else (0, 0)
        if body[1] - body[0] > 120:
            return index
    return again


def _name(block: Block) -> tuple[str, str] | None:
    heading = block.heading
    return None if heading is None or block.drop else (heading.kind, heading.number)
