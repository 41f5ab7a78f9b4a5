"""Footnotes: the mark that a note begins with, and the paragraph in which that mark stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.instruments import is_titlelike

FARTHEST = 300
"""Paragraphs from a note within which a mark on the line is looked for, where the format has no pages."""

_STARS = "*†‡§"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?:\[\^(?P<name>[^\]\s]+)\]:|[\[(](?P<bracketed>\d{{1,3}}|[{_STARS}]{{1,3}})[\])]|"
    rf"(?P<number>\d{{1,3}}|[{_SUPERSCRIPTS}]{{1,3}}|[{_STARS}]{{1,3}})(?:\s*[/.)](?!\d)|(?=\s|[^\W\d])))"
)


def note_number(block: Block) -> tuple[str, str]:
    """The number of a note for its eId ("" where it has none) and the mark as printed."""
    if block.marks and block.marks[0][0] == 0:
        mark = block.marks[0][1]
        sign = _sign(mark)
        return (sign if sign.isalnum() else ""), mark
    match = _MARK.match(block.text)
    if not match:
        return "", ""
    number = _sign(match["name"] or match["bracketed"] or match["number"])
    return (number if number.isalnum() else ""), match[0]


def _sign(mark: str) -> str:
    return unicodedata.normalize("NFKC", mark).strip("()[],;: /").removeprefix("^")


def tie_notes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in order, each note moved behind the paragraph that holds its mark; others stay where they are.

    So do those that their reader put there.

    A note and its mark stand on one page, or the mark at the end of the page before.
    """
    notes = list(_notes(blocks))
    behind: dict[int, list[Block]] = {}
    moved: set[int] = set()
    used: set[tuple[int, int]] = set()
    for position, end in notes:
        found = _holder(blocks, position, used)
        if found is None:
            continue
        used.add(found)
        behind.setdefault(_end_of_title(blocks, found[0]), []).extend(blocks[position:end])
        moved.update(range(position, end))
        for block in blocks[position:end]:
            block.is_tied = True
    ordered: list[Block] = []
    for place, block in enumerate(blocks):
        if place not in moved:
            ordered.append(block)
        ordered += behind.get(place, [])
    return ordered


def _notes(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """`[position, end)` of each note that begins with a mark, with its further paragraphs."""
    for position, block in enumerate(blocks):
        if block.is_note and not block.drop and not block.is_tied and note_number(block)[1]:
            end = position + 1
            while end < len(blocks) and _is_further_paragraph(blocks[end]):
                end += 1
            yield position, end


def _is_further_paragraph(block: Block) -> bool:
    return block.is_note and not block.drop and not note_number(block)[1]


def _holder(blocks: Sequence[Block], note: int, used: set[tuple[int, int]]) -> tuple[int, int] | None:
    """The nearest paragraph that holds the mark of a note, and where in it: raised, or as "1/" or "*" on the line."""
    mark = note_number(blocks[note])[1]
    page = blocks[note].page_at(0)
    for search, reach in ((_raised, len(blocks)), (_printed, FARTHEST)):
        found = [
            (page_of != page, abs(place - note), place, at)
            for place in _around(blocks, note, reach)
            for at in search(blocks[place], mark)
            if (place, at) not in used and _is_near((page_of := blocks[place].page_at(at)), page)
        ]
        if found:
            return min(found)[2:]
    return None


def _around(blocks: Sequence[Block], note: int, reach: int) -> Iterator[int]:
    for place in range(max(0, note - reach), min(len(blocks), note + reach)):
        if not blocks[place].is_note and not blocks[place].drop:
            yield place


def _is_near(page: int | None, note_page: int | None) -> bool:
    return page is None or note_page is None or note_page - 1 <= page <= note_page


def _raised(block: Block, mark: str) -> Iterator[int]:
    for at, raised in block.marks:
        if _sign(mark) in re.split(r"[,;\s]+", _sign(raised)):
            yield at


def _printed(block: Block, mark: str) -> Iterator[int]:
    """Old typescripts have no raised signs: "the Convention 1/ and"; a star needs none."""
    sign = _sign(mark)
    if sign.isdecimal() and "/" in mark:
        pattern = rf"(?<=\S\s){sign}\s?/(?!\w)"
    elif sign and set(sign) <= set(_STARS):
        pattern = rf"(?<![{_STARS}]){re.escape(sign)}(?![{_STARS}])"
    else:
        return
    for match in re.finditer(pattern, block.text):
        yield match.start()


def _end_of_title(blocks: Sequence[Block], place: int) -> int:
    """A note to a heading stands behind the title below it."""
    heading = blocks[place].heading
    after = place + 1
    if heading is not None and heading.is_bare and after < len(blocks) and is_titlelike(blocks[after]):
        return after
    return place
