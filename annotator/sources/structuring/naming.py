"""What a text calls itself: instrument, label and kind, proposed from its titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from annotator.model.treaty import Provision, VersionData, VersionKind
from annotator.sources.languages import detect_language, phrase_pattern
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS

LONGEST_SHORT_TITLE = 60
DRAFT_BRACKETS = 20
"""So many square brackets are options still open: the text is a draft."""


def proposed_data(
    blocks: Sequence[Block], provisions: Sequence[Provision], language: str, file_title: str, source_name: str
) -> VersionData:
    """A proposal that the user may change; nothing of it is in the text's hash."""
    titles = list(_titles(blocks))
    instrument = _instrument(titles, language) or file_title or next(iter(titles), "") or PurePath(source_name).stem
    short = instrument if len(instrument) <= LONGEST_SHORT_TITLE else ""
    label = (
        file_title if file_title and file_title != instrument else f"{short or PurePath(source_name).stem} ({language})"
    )
    return VersionData(
        label=label, instrument=instrument, short_title=short, language=language, kind=_kind(blocks, titles, file_title)
    )


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """The titles before the text's first words, lines of one title joined."""
    lines: list[str] = []
    for block in blocks:
        if block.heading is not None and block.heading.kind in ("article", "preamble", *DIVISIONS):
            break
        if block.is_note or (block.text.endswith((".", ",", ";", ":")) and not block.is_marked):
            break
        if block.heading is not None:
            continue
        joins = lines and block.text.isupper() and lines[-1].isupper() and not block.is_marked
        if joins:
            lines[-1] = f"{lines[-1]} {block.text}"
        else:
            lines.append(block.text)
    yield from lines


def _instrument(titles: Sequence[str], language: str) -> str:
    """The title that names a treaty, in the language of the text where titles stand in several."""
    named = [row for row in titles if phrase_pattern("instruments").search(row)]
    own = [row for row in named if detect_language(row) in (language, "")]
    found = next(iter(own or named), "")
    return re.sub(r"\s+", " ", found).strip(" *")


def _kind(blocks: Sequence[Block], titles: Sequence[str], file_title: str) -> VersionKind:
    said = " ".join([*titles, file_title])
    brackets = sum(block.text.count("[") for block in blocks if not block.is_note)
    return "draft" if phrase_pattern("draft").search(said) or brackets >= DRAFT_BRACKETS else "official"
