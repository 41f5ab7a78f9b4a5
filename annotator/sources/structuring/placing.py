"""Blocks divided where a heading and the words of its provision share a line, and placed in the canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.sources.languages import phrase_pattern
from annotator.sources.structuring.blocks import Block, part_of

_PREAMBLE = re.compile(r"(?i:preamble|préambule|preámbulo|preambule|преамбула|序言|الديباجة)\s*[.:–—-]?\s+(?=\S)")
_RECITAL = re.compile(rf"(?<=[;,；，؛،])\s*(?=(?:{phrase_pattern('recitals').pattern}|{phrase_pattern('closing').pattern}))", re.IGNORECASE)


@dataclass(slots=True)
class Placed:
    """A block at `[start, end)` of the canonical text."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text


def divided(blocks: Sequence[Block]) -> list[Block]:
    """Every heading in a block of its own, and a preamble written as one paragraph cut into its recitals."""
    found = [part for block in blocks for part in _heading_apart(block)]
    return [part for block in found for part in _recitals_apart(block)]


def _heading_apart(block: Block) -> Iterator[Block]:
    heading = block.heading
    if heading is None or heading.body[0] >= heading.body[1]:
        yield block
        return
    cut = heading.body[0]
    first = part_of(block, 0, cut)
    edge = (len(first.text), len(first.text))
    first.heading = replace(heading, title=edge, body=edge)
    yield first
    yield part_of(block, cut, len(block.text))


def _recitals_apart(block: Block) -> Iterator[Block]:
    opening = phrase_pattern("opening").search(block.text[:160])
    if block.drop or block.heading is not None or block.is_note or opening is None:
        yield block
        return
    cuts = [match.end() for match in _RECITAL.finditer(block.text) if block.text[match.end()].isupper()]
    if len(cuts) < 2:
        cuts = []
    named = _PREAMBLE.match(block.text)
    if named:
        cuts.insert(0, named.end())
    edges = [0, *cuts, len(block.text)]
    for start, end in zip(edges, edges[1:], strict=False):
        yield part_of(block, start, end) if cuts else block


def placed(blocks: Sequence[Block]) -> tuple[str, list[Placed]]:
    """The canonical text of the blocks that are not dropped, and where each stands in it."""
    found: list[Placed] = []
    at = 0
    for block in blocks:
        if not block.drop:
            found.append(Placed(block, at, at + len(block.text)))
            at += len(block.text) + 1
    return "\n".join(row.text for row in found), found
