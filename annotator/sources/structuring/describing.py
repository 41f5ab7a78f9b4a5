"""What a text says of itself: its name, its language, whether it is a draft."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model.treaty import VersionData
from annotator.sources.languages import detect_language, phrase_pattern
from annotator.sources.lines import Extraction
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS
from annotator.sources.structuring.instruments import names_instrument

LONGEST_SHORT_TITLE = 60
_SAMPLE = 20_000


def described(text: str, blocks: Sequence[Block], extraction: Extraction, data: VersionData | None) -> VersionData:
    """`data` as the user gave it where given, completed by what the text says; empty fields count as not given."""
    given = data or VersionData(language="")
    title = _title(blocks, detect_language(text[:_SAMPLE])) or extraction.title
    draft = phrase_pattern("draft").search(f"{extraction.title} {title}")
    named = " ".join(title.strip("[]*").split())
    return VersionData(
        label=given.label or (extraction.title if draft else ""),
        instrument=given.instrument or named,
        short_title=given.short_title or (named if len(named) <= LONGEST_SHORT_TITLE else ""),
        language=given.language if data and given.language else detect_language(text[:_SAMPLE]) or "en",
        kind=given.kind if data or not draft else "draft",
        symbol=given.symbol,
        series=given.series,
        date=given.date,
        place=given.place,
        url=given.url,
    )


def _title(blocks: Sequence[Block], language: str) -> str:
    """The first name of an instrument before the first provision; in the text's own language where there is one."""
    names: list[str] = []
    for block in blocks:
        if block.heading is not None and (block.heading.kind in DIVISIONS or block.heading.kind == "article"):
            break
        if names_instrument(block):
            names.append(block.text)
    own = [name for name in names if detect_language(name) == language]
    return next(iter(own or names), "")
