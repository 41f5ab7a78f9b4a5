"""The one structurer for all formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.model.problems import UnusableFile
from annotator.model.treaty import (
    Caution,
    Dropped,
    ForeignNote,
    Ledger,
    Reading,
    Text,
    VersionData,
    solid_length,
)
from annotator.sources.lines import Extraction
from annotator.sources.structuring.blocks import Block, blocks_of, evenly_spaced
from annotator.sources.structuring.cautions import cautions_of
from annotator.sources.structuring.citing import provisions_of
from annotator.sources.structuring.contents import drop_contents
from annotator.sources.structuring.describing import described
from annotator.sources.structuring.instruments import instruments_of
from annotator.sources.structuring.nesting import tree_of
from annotator.sources.structuring.placing import Placed, divided, placed


def structure(
    extraction: Extraction, source_name: str, source_sha256: str, data: VersionData | None = None
) -> list[Reading]:
    """The instruments that the lines hold, each with canonical text, tree and exact ledger.

    `data` describes them; what it leaves empty is proposed from the text. Raises UnusableFile where there are no words.
    """
    blocks = divided(blocks_of(extraction.lines))
    drop_contents(blocks)
    if all(block.drop for block in blocks):
        raise UnusableFile(f"{source_name}: the file holds no text; import one that does.")
    return [
        _reading(part, extraction, source_name, source_sha256, data)
        for part in instruments_of(blocks)
        if any(not block.drop for block in part)
    ]


def _reading(
    blocks: Sequence[Block], extraction: Extraction, source_name: str, source_sha256: str, data: VersionData | None
) -> Reading:
    words, rows = placed(blocks)
    root = tree_of(rows)
    provisions = provisions_of(root)
    ledger = _ledger(words, blocks, cautions_of(words, provisions))
    return Reading(
        Text.of(words, provisions, ledger),
        described(words, blocks, extraction, data),
        source_sha256,
        source_name,
        extraction.engine,
        extraction.encoding,
        tuple(_notes(extraction, rows)),
    )


def _ledger(text: str, blocks: Sequence[Block], cautions: tuple[Caution, ...]) -> Ledger:
    dropped: list[Dropped] = []
    generated = 0
    for block in blocks:
        if block.drop:
            dropped.append(Dropped(block.drop, block.text[block.generated_end :], block.line.page))
        else:
            generated += block.generated
        dropped += block.removed
    kept = solid_length(text) - generated
    return Ledger(kept + sum(solid_length(row.text) for row in dropped), kept, generated, tuple(dropped), cautions)


def _notes(extraction: Extraction, rows: Sequence[Placed]) -> Iterator[ForeignNote]:
    """The comments of the source on the words of this text that they mark."""
    pieces: dict[int, list[tuple[Placed, int]]] = {}
    for row in rows:
        for line, offset in row.block.pieces:
            pieces.setdefault(line, []).append((row, offset))
    for note in extraction.notes:
        text = extraction.lines[note.line].text
        before, until = (len(evenly_spaced(text[:edge]).lstrip()) for edge in (note.start, note.end))
        for row, offset in pieces.get(note.line, []):
            start, end = max(0, offset + before), min(len(row.text), offset + until)
            if start < end or (start == end and 0 < end):
                yield ForeignNote(row.start + start, row.start + end, note.commentary, note.author, note.created)
                break
