"""Anchors that do not fit: what is wrong with one, and where its words may stand now. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from annotator.model.anchoring import Anchor, anchor_provision, anchor_range, occurrences
from annotator.model.annotation import Annotation
from annotator.model.treaty import Provision, Text
from annotator.model.vocabulary import Vocabulary

Doubt = Literal["", "text", "words", "provision", "review"]
"""What is wrong: nothing, the text is not here, other words stand at the place, the provision is not in its tree; or it
was made on a partner's text, and nobody can be sure where its words stand in ours."""

_LIKE_ENOUGH = 72.0
"""Of 100: from which likeness on words are proposed that are not the same. Below, most proposals were wrong."""
_LIKE_ENOUGH_THERE = 60.0
"""The same inside one provision that is known to be the right one."""
_SAME = 100.0
_MOST_STEPS = 40
_LONG = 600  # characters from which words are compared one by one


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An annotation whose anchor does not fit, and what is wrong with it.

    `made_on` is its anchor in a partner's text, where it was only placed in ours.
    """

    annotation: Annotation
    doubt: Doubt
    made_on: Anchor | None = None

    @property
    def words(self) -> str:
        """What its author marked."""
        return (self.made_on or self.annotation.anchor).exact


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where an anchor's words may stand; `likeness` of 100 means exactly these words."""

    anchor: Anchor
    likeness: float

    @property
    def is_exact(self) -> bool:
        return self.likeness >= _SAME


def propose(anchor: Anchor, text: Text) -> Proposal | None:
    """The likeliest place of an anchor's words in `text`: the same words, best by context, or words much like them."""
    held = next((row for row in text.provisions if row.eid == anchor.provision), None)
    if anchor.whole:
        return Proposal(anchor_provision(text, held), _SAME) if held else None
    return _same_words(anchor, text, held) or _like_words(anchor, text, held)


def carried(anchor: Anchor, text: Text, onto: Provision) -> Anchor:
    """The anchor for the same remark on provision `onto` of another text: the same words there, or words much like
    them, or all of its words."""
    if anchor.whole:
        return anchor_provision(text, onto)
    found = occurrences(text.text[onto.start : onto.end], anchor.exact)
    if found:
        return anchor_range(text, onto.start + found[0][0], onto.start + found[0][1])
    like = _alignment(anchor.exact, text.text, onto.start, onto.end, _LIKE_ENOUGH_THERE)
    return like.anchored(text, anchor.exact) if like else anchor_range(text, onto.start, onto.end)


@dataclass(frozen=True, slots=True)
class _Like:
    start: int
    end: int
    score: float

    def anchored(self, text: Text, words: str) -> Anchor:
        return anchor_range(text, *_fitted(words, text.text, *_to_words(text.text, self.start, self.end)))


def _alignment(words: str, text: str, low: int, high: int, least: float = _LIKE_ENOUGH) -> _Like | None:
    if len(words) > _LONG:
        return _alignment_by_words(words, text, low, high, least)
    found = fuzz.partial_ratio_alignment(words, text[low:high], score_cutoff=least)
    if found is None or found.dest_end <= found.dest_start:
        return None
    return _Like(low + found.dest_start, low + found.dest_end, found.score)


def _alignment_by_words(words: str, text: str, low: int, high: int, least: float) -> _Like | None:
    """The same, word by word: letter by letter it would take seconds."""
    vocabulary = Vocabulary()
    wanted, there = vocabulary.read(words), vocabulary.read(text[low:high])
    found = fuzz.partial_ratio_alignment(wanted.coded, there.coded, score_cutoff=least)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start, last = there.starts[found.dest_start], there.starts[found.dest_end - 1]
    return _Like(low + start, low + last + 1, found.score)


def _same_words(anchor: Anchor, text: Text, held: Provision | None) -> Proposal | None:
    found = occurrences(text.text, anchor.exact)
    if not found:
        return None
    start, end = max(found, key=lambda span: _fitness(anchor, text, held, span))
    return Proposal(anchor_range(text, start, end), _SAME)


def _fitness(anchor: Anchor, text: Text, held: Provision | None, span: tuple[int, int]) -> tuple[float, bool, int]:
    """Words around it first, then its provision, then how near it is to where it was."""
    start, end = span
    before = text.text[max(0, start - len(anchor.prefix)) : start]
    after = text.text[end : end + len(anchor.suffix)]
    around = fuzz.ratio(anchor.prefix, before) + fuzz.ratio(anchor.suffix, after)
    is_held = held is not None and held.start <= start and end <= held.end
    return around, is_held, -abs(start - anchor.start)


def _like_words(anchor: Anchor, text: Text, held: Provision | None) -> Proposal | None:
    """In its own provision first, since sentences of treaties are much like one another."""
    places = [(held.start, held.end)] if held else []
    for low, high in [*places, (0, len(text.text))]:
        found = _alignment(anchor.exact, text.text, low, high)
        if found:
            return Proposal(found.anchored(text, anchor.exact), min(found.score, _SAME - 1))
    return None


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Alignment cuts words in two; take them whole."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _fitted(words: str, text: str, start: int, end: int) -> tuple[int, int]:
    """An alignment is as long as what was looked for: let its ends go on by words while that makes it more alike."""
    best = fuzz.ratio(words, text[start:end])
    for _ in range(_MOST_STEPS):
        ends = [(low, end) for low in _edges(text, start)] + [(start, high) for high in _edges(text, end)]
        tried = [(fuzz.ratio(words, text[low:high]), low, high) for low, high in ends if low < high]
        likeness, low, high = max(tried, default=(0.0, start, end))
        if likeness <= best:
            break
        best, start, end = likeness, low, high
    return start, end


def _edges(text: str, at: int) -> tuple[int, int]:
    """The ends of a word before and after that at `at`."""
    before, after = at - 1, at + 1
    while before > 0 and not _is_edge(text, before):
        before -= 1
    while after < len(text) and not _is_edge(text, after):
        after += 1
    return max(0, before), min(len(text), after)


def _is_edge(text: str, at: int) -> bool:
    return text[at - 1].isalnum() != text[at].isalnum()
