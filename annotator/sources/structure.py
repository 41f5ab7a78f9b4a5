"""The structurer: from the lines of any format to texts with their trees, and an exact account of every character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from annotator.model.treaty import Dropped, ForeignNote, Ledger, LinePlace, Reading, Text, VersionData, solid_length
from annotator.sources.language_detection import detect_language
from annotator.sources.lines import Extraction, LineNote
from annotator.sources.structuring.blocks import Block, blocks_of
from annotator.sources.structuring.cautions import cautions
from annotator.sources.structuring.citing import provisions_of
from annotator.sources.structuring.completing import complete
from annotator.sources.structuring.contents import drop_contents
from annotator.sources.structuring.doubtful import drop_doubled_names, take_back_doubtful_names
from annotator.sources.structuring.instruments import split_instruments
from annotator.sources.structuring.naming import proposed_data
from annotator.sources.structuring.nesting import nest
from annotator.sources.structuring.notes import tie_notes
from annotator.sources.structuring.page_numbers import without_page_numbers
from annotator.sources.structuring.sections import make_articles_of_sections


def structure(
    extraction: Extraction, source_name: str, source_sha256: str, data: VersionData | None = None
) -> list[Reading]:
    """Every text in `extraction`, in order.

    `data` says what the user knows: its label, instrument, short title, symbol, series and language are taken where the
    file holds one text only, the rest for all; what it leaves empty is proposed from the file. Its language counts
    unless it is "en", the default, which the words of the text then confirm or not.
    """
    blocks = tie_notes(blocks_of(without_page_numbers(extraction.lines)))
    drop_contents(blocks)
    take_back_doubtful_names(blocks)
    drop_doubled_names(blocks)
    texts = [row for row in split_instruments(blocks) if row]
    _share_cut_lines(texts)
    for row in texts:
        make_articles_of_sections(row)
    return [_reading(extraction, row, source_name, source_sha256, data, alone=len(texts) == 1) for row in texts]


def _share_cut_lines(texts: Sequence[Sequence[Block]]) -> None:
    """A line in whose middle the next text begins is a line of that text too."""
    for before, after in pairwise(texts):
        first, lines = after[0], [line for block in before for line, _ in block.pieces]
        is_cut = first.line is before[-1].line  # else it begins with the number of its own line, which nobody typed
        if is_cut and lines and (not first.pieces or first.pieces[0][1] > 0):
            first.pieces.insert(0, (lines[-1], 0))


def _reading(
    extraction: Extraction,
    blocks: Sequence[Block],
    source_name: str,
    source_sha256: str,
    data: VersionData | None,
    *,
    alone: bool,
) -> Reading:
    kept = [block for block in blocks if not block.drop]
    words = "\n".join(block.text for block in kept)
    starts, place = [], 0
    for block in kept:
        starts.append(place)
        place += len(block.text) + 1
    root = nest(kept, starts, words)
    complete(root, words)
    provisions, repeated = provisions_of(root)
    language = detect_language(words) or next((row.heading.language for row in kept if row.heading), "en")
    proposed = proposed_data(kept, language, extraction.title, source_name)
    found = merged_data(proposed, data, alone=alone)
    ledger = _ledger(blocks, words)
    ledger = replace(ledger, warnings=cautions(root, provisions, repeated, words, kept, found))
    return Reading(
        text=Text.of(words, provisions, ledger),
        data=found,
        source_sha256=source_sha256,
        source_name=source_name,
        engine=extraction.engine,
        encoding=extraction.encoding,
        notes=_foreign_notes(extraction, kept, starts, words),
        revisions=extraction.revisions,
        places=tuple(_places(extraction, kept, starts)),
    )


def _places(extraction: Extraction, blocks: Sequence[Block], starts: Sequence[int]) -> Iterator[LinePlace]:
    """Where each source line stands, a number that is computed for it included."""
    for block, start in zip(blocks, starts, strict=True):
        for index, (line, at) in enumerate(block.pieces):
            is_after_number = index == 0 and block.generated
            yield LinePlace(line, start if is_after_number else start + max(0, at), extraction.lines[line].page)


def _ledger(blocks: Sequence[Block], words: str) -> Ledger:
    source = sum(block.source_characters for block in blocks)
    generated = sum(block.generated for block in blocks if not block.drop)
    dropped = [row for block in blocks for row in (*_whole(block), *block.removed)]
    return Ledger(source, solid_length(words) - generated, generated, tuple(dropped))


def _whole(block: Block) -> list[Dropped]:
    """What is dropped of each line of a block that is no part of the text: lines are put back one by one."""
    if not block.drop:
        return []
    ends = [*(at for _, at in block.pieces[1:]), len(block.text)]
    said = [block.text[max(0, at) : end].strip() for (_, at), end in zip(block.pieces, ends, strict=True)]
    return [
        Dropped(block.drop, words, block.page_at(max(0, at)), line)
        for (line, at), words in zip(block.pieces, said, strict=True)
        if words
    ]


_ONE_TEXT = ("label", "instrument", "short_title", "symbol", "series")


def merged_data(proposed: VersionData, given: VersionData | None, *, alone: bool) -> VersionData:
    """What is proposed for a text, with what the user has `given` in its place; `alone`: the file has no other text."""
    if given is None:
        return proposed
    names = ("date", "place", "url", *(_ONE_TEXT if alone else ()))
    changes = {name: value for name in names if (value := getattr(given, name))}
    language = given.language if alone and given.language not in ("", "en") else proposed.language
    kind = given.kind if given.kind != "official" else proposed.kind
    return replace(proposed, **changes, language=language, kind=kind)


def _foreign_notes(
    extraction: Extraction, blocks: Sequence[Block], starts: Sequence[int], words: str
) -> tuple[ForeignNote, ...]:
    """Comments of the source, with the passage they are about found again in the canonical text."""
    if not extraction.notes:
        return ()
    places = {
        line: start + max(0, at) for block, start in zip(blocks, starts, strict=True) for line, at in block.pieces
    }
    found = (_foreign_note(row, extraction.lines[row.line].text, places, words) for row in extraction.notes)
    return tuple(row for row in found if row is not None)


def _foreign_note(note: LineNote, line: str, places: dict[int, int], words: str) -> ForeignNote | None:
    begin = places.get(note.line)
    if begin is None:
        return None
    pattern = _spaced(line[note.start : note.end]) or _spaced(line)
    if not pattern:
        return None
    before = len(re.findall(pattern, line[: note.start])) if line[note.start : note.end].strip() else 0
    matches = list(re.finditer(pattern, words[begin : begin + 2 * len(line) + 20]))
    if not matches:
        return None
    match = matches[min(before, len(matches) - 1)]
    return ForeignNote(begin + match.start(), begin + match.end(), note.commentary, note.author, note.created)


def _spaced(quote: str) -> str:
    return r"\s*".join(re.escape(word) for word in quote.split())
