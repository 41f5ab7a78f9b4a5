"""A preamble that a file has in one paragraph: where its name, its list of parties, its recitals and its end begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.sources.languages import has_phrase, phrase_pattern, words_of

FEWEST_PARTS = 2
"""After the list of parties: a recital and the words of agreement, at least."""

_ENDS = re.compile("[;,；，؛،]")
"""With such a sign the list of parties and every recital end."""

OPENING_WITHIN = 120
"""Characters within which a preamble names its parties."""


def recitals_in(text: str) -> Iterator[int]:
    """Where the parts of a preamble begin in `text`, the first excepted; nothing where `text` is no whole preamble.

    A recital in small letters is one where nothing, not even a space, stands between it and the one before.
    """
    if len(_ENDS.findall(text)) < FEWEST_PARTS:
        return
    name = _name().match(text)
    begin = name.end() if name and not text[name.end()].islower() else 0
    if not has_phrase("opening", text[begin : begin + OPENING_WITHIN]):
        return
    found = [match for match in _part().finditer(text, begin + 1) if not match[0] or not text[match.end()].islower()]
    if len(found) < FEWEST_PARTS or all(match["closing"] for match in found):
        return
    if begin:
        yield begin
    yield from (match.end() for match in found)


@cache
def _name() -> re.Pattern[str]:
    """Converters glue it to the words after it: "PreambuleDe Staten"."""
    words = "|".join(re.escape(word) for word in words_of("preamble"))
    return re.compile(rf"(?:{words})\s*[.:–—-]?\s*(?=[^\W\d_])", re.IGNORECASE)


@cache
def _part() -> re.Pattern[str]:
    recital, closing = phrase_pattern("recitals").pattern, phrase_pattern("closing").pattern
    return re.compile(rf"(?<={_ENDS.pattern})\s*(?=(?:{recital})|(?P<closing>{closing}))", re.IGNORECASE)
