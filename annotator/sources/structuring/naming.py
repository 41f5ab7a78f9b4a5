"""What a text calls itself: instrument, label and kind, proposed from its titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from annotator.model.treaty import VersionData, VersionKind
from annotator.sources.language_detection import detect_language
from annotator.sources.languages import LANGUAGES, phrase_pattern
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS
from annotator.sources.structuring.instruments import is_titlelike
from annotator.sources.structuring.preambles import preamble_start

LONGEST_SHORT_TITLE = 60
DRAFT_BRACKETS = 20
"""So many square brackets are options still open: the text is a draft."""


def proposed_data(blocks: Sequence[Block], language: str, file_title: str, source_name: str) -> VersionData:
    """A proposal that the user may change; nothing of it is in the text's hash."""
    titles = _titles(blocks)
    file_title = file_title if _names_text(file_title) else ""
    stem = PurePath(source_name).stem
    instrument = _instrument(titles, language) or file_title or next(iter(titles), "") or stem
    short = instrument if len(instrument) <= LONGEST_SHORT_TITLE else ""
    return VersionData(
        label=file_title if file_title and file_title != instrument else f"{short or stem} ({language})",
        instrument=instrument,
        short_title=short,
        language=language,
        kind=_kind(blocks, titles, file_title),
    )


def _titles(blocks: Sequence[Block]) -> list[str]:
    """The titles before the preamble or the first article, the lines of one title joined."""
    titles: list[str] = []
    above: Block | None = None
    start = preamble_start(blocks)
    for position, block in enumerate(blocks):
        kind = block.heading.kind if block.heading is not None else ""
        if position == start or kind in ("article", "preamble", *DIVISIONS):
            break
        if kind or not is_titlelike(block):
            above = None
            continue
        if above is not None and _goes_on(above, block):
            titles[-1] = f"{titles[-1]} {block.text}"
        else:
            titles.append(block.text)
        above = block
    return titles


def _names_text(title: str) -> bool:
    """Whether a file's own title is about the text: templates and scanners leave others there."""
    return any(phrase_pattern(name).search(title) for name in ("instruments", "draft"))


def _goes_on(above: Block, block: Block) -> bool:
    """Whether a title runs over both: capitals of one size on one page, not each marked as a heading."""
    alike = above.line.size == block.line.size and above.line.page == block.line.page
    return alike and above.text.isupper() and block.text.isupper() and not block.is_marked


def _instrument(titles: Sequence[str], language: str) -> str:
    """The title that names a treaty, in the language of the text where titles stand in several."""
    named = [row for row in titles if phrase_pattern("instruments").search(row)]
    own = [row for row in named if detect_language(row) in (language, "")]
    found = next(iter(sorted(own or named, key=lambda row: not _names_in(row, language))), "")
    return re.sub(r"\s+", " ", found).strip(" *")


def _names_in(title: str, language: str) -> bool:
    """Whether a title calls its text by a word of `language`: "Verdrag" above a French text names a translation."""
    match = phrase_pattern("instruments").search(title)
    words = next((row.instruments for row in LANGUAGES if row.code == language), "")
    return match is not None and match[0].casefold() in words.split("|")


def _kind(blocks: Sequence[Block], titles: Sequence[str], file_title: str) -> VersionKind:
    said = " ".join([*titles, file_title])
    brackets = sum(block.text.count("[") for block in blocks if not block.is_note)
    return "draft" if phrase_pattern("draft").search(said) or brackets >= DRAFT_BRACKETS else "official"
