"""Anchors: how an annotation holds on to its passage.

An anchor keeps what the W3C Web Annotation model calls a TextPositionSelector (`start`, `end`: code points) and a
TextQuoteSelector (`exact`, `prefix`, `suffix`), and the eId of the innermost provision around it. The text of a version
never changes, so the position holds; quote and context are for another version, a partner's file, a damaged one.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from annotator.model.problems import NotFound
from annotator.model.records import dataclass
from annotator.model.treaty import Provision, Text, provision_at

CONTEXT = 32
"""Characters of prefix and suffix kept: enough to tell repetitions apart, few enough to read in a table."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage `[start, end)` of one version. `whole` marks a provision as such: a gap has no words to point at."""

    version: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    provision: str
    whole: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Anchor:
        return cls(**value)


def anchor_range(text: Text, start: int, end: int) -> Anchor:
    """The anchor of `[start, end)` in `text`, without the white space at its edges.

    Raises NotFound where the range is empty or outside the text.
    """
    if not 0 <= start < end <= len(text.text):
        raise NotFound(f"The range {start}–{end} is not in this text, which has {len(text.text)} characters.")
    words = text.text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if start >= end:
        raise NotFound("The range holds only white space; choose some words.")
    around = provision_at(text.provisions, start, end)
    return _anchor(text, start, end, around.eid if around else "", whole=False)


def anchor_provision(text: Text, provision: Provision) -> Anchor:
    """The anchor of a whole provision."""
    return _anchor(text, provision.start, provision.end, provision.eid, whole=True)


def anchor_quote(text: Text, quote: str, within: Provision | None = None, occurrence: int = 1) -> Anchor:
    """The anchor of the nth `occurrence` (from 1) of the exact words `quote`, inside `within` where it is given.

    Runs of white space in `quote` match any white space, since people copy across line ends. Raises NotFound.
    """
    low, high = (within.start, within.end) if within else (0, len(text.text))
    found = list(occurrences(text.text[low:high], quote))
    place = within.citation if within else "the text"
    if not found:
        raise NotFound(f"The words “{quote[:80]}” are not in {place}; copy them exactly as the text has them.")
    if not 1 <= occurrence <= len(found):
        raise NotFound(
            f"“{quote[:80]}” occurs {len(found)} time(s) in {place}, so there is no occurrence {occurrence}."
        )
    start, end = found[occurrence - 1]
    return anchor_range(text, low + start, low + end)


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Every `[start, end)` at which the words of `quote` stand in `text`, whatever white space lies between them."""
    words = quote.split()
    if not words:
        return []
    found: list[tuple[int, int]] = []
    start = text.find(words[0])
    while start != -1:
        end = _match_words(text, start, words)
        if end is not None:
            found.append((start, end))
        start = text.find(words[0], start + 1)
    return found


def _match_words(text: str, start: int, words: list[str]) -> int | None:
    position = start
    for index, word in enumerate(words):
        if index:
            after = position
            while position < len(text) and text[position].isspace():
                position += 1
            if position == after:
                return None
        if not text.startswith(word, position):
            return None
        position += len(word)
    return position


def _anchor(text: Text, start: int, end: int, provision: str, *, whole: bool) -> Anchor:
    words = text.text
    return Anchor(
        version=text.id,
        start=start,
        end=end,
        exact=words[start:end],
        prefix=words[max(0, start - CONTEXT) : start],
        suffix=words[end : end + CONTEXT],
        provision=provision,
        whole=whole,
    )
