"""One file, several texts: where a translation, a protocol or the treaty annexed to a resolution begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.sources.languages import detect_language, phrase_pattern
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import Heading

LONGEST_NAME = 300
"""Characters of the name of an instrument, at most."""

_SENTENCE_END = re.compile(r"[.;:,。；：،؛]$")


def instruments_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each instrument, in order; one list where the file has a single text."""
    starts = sorted({0, *_restarts(blocks), *_annexed_treaty(blocks)})
    return [list(blocks[start:end]) for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)]


def names_instrument(block: Block) -> bool:
    """Whether the block can be the title of a treaty: short, no sentence, with the word for one."""
    if block.drop or block.is_note or block.heading is not None or len(block.text) > LONGEST_NAME:
        return False
    named = phrase_pattern("instruments").search(block.text)
    return bool(named) and not _SENTENCE_END.search(block.text) and (block.is_marked or _is_loud(block))


def _is_loud(block: Block) -> bool:
    line = block.line
    set_apart = line.centred or line.bold or block.text.isupper()
    return set_apart or (line.starts_paragraph and not block.text[:1].islower() and len(block.text) < 160)


def _articles(blocks: Sequence[Block]) -> list[tuple[int, Heading]]:
    found = ((index, block.heading) for index, block in enumerate(blocks) if not block.drop)
    return [(index, heading) for index, heading in found if heading is not None and heading.kind == "article"]


def _restarts(blocks: Sequence[Block]) -> list[int]:
    """Where the numbers of articles begin again under another title, or in another language."""
    articles = _articles(blocks)
    found: list[int] = []
    for (before, last), (index, heading) in zip(articles, articles[1:], strict=False):
        if (heading.value, heading.rank) > (last.value, last.rank) or heading.value > 3:
            continue
        boundary = _boundary(blocks, before, index, heading, last)
        if boundary is not None:
            found.append(boundary)
    return found


def _boundary(blocks: Sequence[Block], before: int, index: int, heading: Heading, last: Heading) -> int | None:
    """The first block after article `before` that belongs to the instrument of the article at `index`."""
    between = range(before + 2, index)
    annexes = [place for place in between if _is_annex(blocks[place])]
    titles = [place for place in between if names_instrument(blocks[place]) and not _is_inside(blocks, place, index)]
    other_language = heading.language != last.language or _changes_language(blocks, before, index)
    if titles and not (annexes and not other_language and annexes[0] <= titles[0]):
        return _with_titles_above(blocks, titles[0], before)
    if not other_language:
        return None
    marked = [place for place in between if blocks[place].is_marked and blocks[place].heading is None]
    divisions = [place for place in between if blocks[place].heading is not None]
    return min([*marked, *divisions, index])


def _is_inside(blocks: Sequence[Block], place: int, index: int) -> bool:
    """Whether the block is but the title of the heading before it."""
    above = blocks[place - 1].heading
    return above is not None and above.is_bare and above.kind != "annex" and place < index


def _with_titles_above(blocks: Sequence[Block], place: int, before: int) -> int:
    """The first of several marked lines that make one title."""
    while place - 1 > before + 1 and blocks[place - 1].is_marked and blocks[place - 1].heading is None:
        place -= 1
    return place


def _is_annex(block: Block) -> bool:
    return block.heading is not None and block.heading.kind == "annex"


def _changes_language(blocks: Sequence[Block], before: int, index: int) -> bool:
    old = detect_language(_words(blocks, max(0, before - 20), before + 2))
    new = detect_language(_words(blocks, index, index + 20))
    return bool(old and new) and old != new


def _words(blocks: Sequence[Block], start: int, end: int) -> str:
    return " ".join(block.text for block in blocks[start:end] if not block.drop)[:4000]


def _annexed_treaty(blocks: Sequence[Block]) -> list[int]:
    """Where the treaty begins that a resolution has as its annex: at the annex's heading."""
    first_article = next((index for index, _ in _articles(blocks)), None)
    if first_article is None:
        return []
    annex = next((index for index in range(first_article) if _is_annex(blocks[index])), None)
    if not annex:
        return []
    before = [block for block in blocks[:annex] if not block.drop]
    adopts = any(phrase_pattern("resolution").search(block.text) for block in before[:12])
    named = any(names_instrument(block) for block in blocks[annex + 1 : min(annex + 6, first_article)])
    acts = any(phrase_pattern("opening").search(block.text[:80]) for block in before)
    return [annex] if adopts and (named or acts) and len(before) > 2 else []
