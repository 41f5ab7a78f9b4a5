"""A preamble that a file has in one paragraph: where its name, its list of parties, its recitals and its end begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.sources.languages import phrase_pattern

FEWEST_RECITALS = 2
OPENING_WITHIN = 120
"""Characters within which a preamble names its parties."""


def recitals_in(text: str) -> Iterator[int]:
    """Where the parts of a preamble begin in `text`, the first excepted; nothing where `text` is no whole preamble."""
    name = _name().match(text)
    begin = name.end() if name else 0
    if not phrase_pattern("opening").search(text, begin, begin + OPENING_WITHIN):
        return
    found = [match for match in _part().finditer(text, begin + 1) if text[match.end()].isupper()]
    recitals = sum(match["closing"] is None for match in found)
    if recitals < FEWEST_RECITALS:
        return
    if name:
        yield name.end()
    yield from (match.end() for match in found)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrase_pattern('preamble').pattern})\s*[.:–—-]?\s+(?=\S)", re.IGNORECASE)


@cache
def _part() -> re.Pattern[str]:
    recital, closing = phrase_pattern("recitals").pattern, phrase_pattern("closing").pattern
    return re.compile(rf"(?<=[;,；，؛،])\s*(?=(?:{recital})|(?P<closing>{closing}))", re.IGNORECASE)
