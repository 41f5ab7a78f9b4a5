"""Where an annotation of a partner's text stands in ours, where the two are nearly the same.

The same words under another tree keep their places. Another typesetting (a PDF beside a DOCX) is compared twice: within
the provision that answers, and along the whole of both texts. Only where both ways lead to the same place, and the
words there are the same or much alike, is an annotation said to be there; else it is pinned to the provision.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from annotator.model.alignment import align, is_one_instrument, language_of
from annotator.model.anchoring import Anchor, anchor_provision, anchor_range, occurrences
from annotator.model.correspondence import Correspondence
from annotator.model.delivery import Placing
from annotator.model.reanchoring import propose
from annotator.model.treaty import Provision, Text, VersionData, provision_at
from annotator.model.vocabulary import Vocabulary, Words
from annotator.model.word_map import Side, WordMap

NEAR = 95.0
"""Per cent of common words, in order, from which two texts of one instrument are taken for one text set twice."""

_ALIKE = 90.0
"""Per cent of common words from which a passage counts as moved; below, somebody has to look."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An anchor in our text, and how sure it is."""

    anchor: Anchor
    how: Placing


def may_be_one(theirs: VersionData, ours: VersionData) -> bool:
    """Whether two versions can be one text in two files: one instrument, language and kind, and no other date."""
    return (
        is_one_instrument(theirs.instrument, ours.instrument)
        and language_of(theirs) == language_of(ours)
        and theirs.kind == ours.kind
        and not (theirs.date and ours.date and theirs.date != ours.date)
    )


def nearness(theirs: Text, ours: Text) -> float:
    """Per cent of words that the two have in common, in order: 100 where no word differs, 0 for anything below NEAR.

    Whether less is 90 or 10 nobody needs to know, and a file may hold texts without end: they are not compared.
    """
    vocabulary = Vocabulary()
    return fuzz.ratio(vocabulary.read(theirs.text).coded, vocabulary.read(ours.text).coded, score_cutoff=NEAR)


class TextPlacer:
    """Places anchors of a partner's text on ours, which has the same words (`is_same`) or nearly the same."""

    def __init__(self, theirs: Text, ours: Text) -> None:
        self._theirs, self._ours = theirs, ours
        self._maps: dict[tuple[int, ...], WordMap] = {}

    @property
    def is_same(self) -> bool:
        return self._theirs.text == self._ours.text

    def place(self, anchor: Anchor) -> Placed | None:
        """None where nothing of ours answers the passage at all, not even a provision."""
        if not 0 <= anchor.start < anchor.end <= len(self._theirs.text):
            return place_by_words(anchor, self._ours)
        if self._theirs.text[anchor.start : anchor.end] != anchor.exact:
            return place_by_words(anchor, self._ours)
        if self.is_same:
            return place_on_same_words(anchor, self._ours)
        return self._near_whole(anchor) if anchor.whole else self._near(anchor)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _near_whole(self, anchor: Anchor) -> Placed | None:
        held = next((row for row in self._theirs.provisions if row.eid == anchor.provision), None)
        answer = self._answer(held)
        if held is None or answer is None:
            return None
        onto, is_itself = answer
        ours, theirs = self._ours.text[onto.start : onto.end], self._theirs.text[held.start : held.end]
        placed = anchor_provision(self._ours, onto)
        if not is_itself or _likeness(theirs, ours) < _ALIKE:
            return Placed(placed, "review")
        return Placed(placed, "exact" if onto.citation == held.citation else "moved")

    def _near(self, anchor: Anchor) -> Placed | None:
        held = provision_at(self._theirs.provisions, anchor.start, anchor.end)
        along = self._map(0, len(self._theirs.text), 0, len(self._ours.text)).range(anchor.start, anchor.end)
        answer = self._answer(held)
        if answer is None:
            return self._across(anchor, along)
        onto, is_itself = answer
        inside = None
        if held is not None and is_itself:
            inside = self._map(held.start, held.end, onto.start, onto.end).range(anchor.start, anchor.end)
        if inside is not None and (inside == along or (along is None and self._is_only(anchor))):
            placed = self._if_alike(anchor, inside, is_sure=inside == along)
            if placed is not None:
                return placed
        return Placed(anchor_range(self._ours, onto.start, onto.end), "review")

    def _across(self, anchor: Anchor, along: tuple[int, int] | None) -> Placed | None:
        """For a passage that no one provision holds, or that nothing answers: its ends must lie in provisions that
        answer each other."""
        if along is None:
            return None
        if self._answers_at(anchor.start, along[0]) and self._answers_at(anchor.end - 1, along[1] - 1):
            placed = self._if_alike(anchor, along, is_sure=True)
            if placed is not None:
                return placed
        onto = provision_at(self._ours.provisions, along[0], along[0] + 1)
        return Placed(anchor_range(self._ours, onto.start, onto.end), "review") if onto else None

    def _if_alike(self, anchor: Anchor, span: tuple[int, int], *, is_sure: bool) -> Placed | None:
        if _likeness(anchor.exact, self._ours.text[span[0] : span[1]]) < _ALIKE:
            return None
        placed = anchor_range(self._ours, *span)
        return Placed(placed, "exact" if is_sure and placed.exact.split() == anchor.exact.split() else "moved")

    def _answers_at(self, theirs: int, ours: int) -> bool:
        held = provision_at(self._theirs.provisions, theirs, theirs + 1)
        onto = provision_at(self._ours.provisions, ours, ours + 1)
        answer = self._answer(held)
        return answer is not None and onto is not None and answer[1] and answer[0].eid == onto.eid

    def _is_only(self, anchor: Anchor) -> bool:
        return len(occurrences(self._ours.text, anchor.exact)) == 1 == len(occurrences(self._theirs.text, anchor.exact))

    def _answer(self, held: Provision | None) -> tuple[Provision, bool] | None:
        """The provision of ours that answers this one (True), or the innermost around it that has an answer (False)."""
        is_itself = True
        while held is not None:
            pair = self._correspondence.answer(held.eid)
            if pair is not None and not pair.is_possible:
                return self._own[pair.right], is_itself
            held, is_itself = self._their[held.parent] if held.parent is not None else None, False
        return None

    def _map(self, *places: int) -> WordMap:
        if places not in self._maps:
            start, end, other_start, other_end = places
            left = Side(self._theirs.text, self._words[0], start, end)
            right = Side(self._ours.text, self._words[1], other_start, other_end)
            self._maps[places] = WordMap(left, right)
        return self._maps[places]

    @cached_property
    def _correspondence(self) -> Correspondence:
        return align(self._theirs, self._ours, "drafts")

    @cached_property
    def _words(self) -> tuple[Words, Words]:
        vocabulary = Vocabulary()
        return vocabulary.read(self._theirs.text), vocabulary.read(self._ours.text)

    @cached_property
    def _own(self) -> dict[str, Provision]:
        return {row.eid: row for row in self._ours.provisions}

    @cached_property
    def _their(self) -> dict[str, Provision]:
        return {row.eid: row for row in self._theirs.provisions}


def place_on_same_words(anchor: Anchor, ours: Text) -> Placed | None:
    """For a text with the very same words, under whatever tree: the place holds, the provision is found anew."""
    if not 0 <= anchor.start < anchor.end <= len(ours.text) or ours.text[anchor.start : anchor.end] != anchor.exact:
        return place_by_words(anchor, ours)
    if not anchor.whole:
        return Placed(anchor_range(ours, anchor.start, anchor.end), "exact")
    same = [row for row in ours.provisions if (row.start, row.end) == (anchor.start, anchor.end)]
    onto = next((row for row in same if row.eid == anchor.provision), same[0] if same else None)
    if onto is not None:
        return Placed(anchor_provision(ours, onto), "exact")
    return Placed(anchor_range(ours, anchor.start, anchor.end), "review")


def place_by_words(anchor: Anchor, ours: Text) -> Placed | None:
    """Where only the quotation is known, since the partner's text did not come along: nothing is sure but words that
    stand once, in the provision of the same number."""
    proposal = propose(anchor, ours)
    if proposal is None:
        held = next((row for row in ours.provisions if row.eid == anchor.provision), None)
        return Placed(anchor_range(ours, held.start, held.end), "review") if held else None
    is_only = proposal.is_exact and len(occurrences(ours.text, anchor.exact)) == 1
    is_held = proposal.anchor.provision == anchor.provision
    return Placed(proposal.anchor, "moved" if is_only and is_held and not anchor.whole else "review")


def _likeness(one: str, other: str) -> float:
    vocabulary = Vocabulary()
    return fuzz.ratio(vocabulary.read(one).coded, vocabulary.read(other).coded)
