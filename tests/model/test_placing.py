"""A partner's annotations on a text of ours that is set otherwise: none is said to be where it is not."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import Anchor, anchor_provision, anchor_quote, anchor_range
from annotator.model.placing import TextPlacer, may_be_one, nearness, place_by_words, place_on_same_words
from annotator.model.treaty import Text, VersionData
from tests.model.typeset import Setting, made_treaty, set_treaty
from tests.store.samples import make_text


def _truth(theirs: Setting, ours: Setting, anchor: Anchor) -> tuple[int, int] | None:
    """Where the first and the last letter of a passage stand again; None where one of them does not."""
    back = {place: source for source, place in theirs.places.items()}
    first, last = back.get(anchor.start), back.get(anchor.end - 1)
    if first not in ours.places or last not in ours.places:
        return None
    return ours.places[first], ours.places[last] + 1


def _passages(theirs: Text, dice: random.Random, count: int) -> list[Anchor]:
    found = []
    while len(found) < count:
        start = dice.randrange(len(theirs.text))
        end = min(len(theirs.text), start + dice.choice((6, 15, 40, 90, 200, 500)))
        if theirs.text[start:end].strip():
            found.append(anchor_range(theirs, start, end))
    return found


def _placed(seed: int, count: int = 40) -> tuple[Counter[str], list[str]]:
    """What became of passages of one treaty in another setting of it, and which of them were misplaced."""
    treaty, dice = made_treaty(seed), random.Random(seed + 1)
    one, other = set_treaty(treaty), set_treaty(treaty, dice)
    theirs, ours = one.made(), other.made()
    placer, counts, wrong = TextPlacer(theirs, ours), Counter[str](), []
    for anchor in _passages(theirs, dice, count):
        placed = placer.place(anchor)
        truth = _truth(one, other, anchor)
        counts[placed.how if placed else "nowhere"] += 1
        counts["there"] += truth is not None
        if placed is None or placed.how == "review":
            continue
        low, high = truth or (placed.anchor.start, placed.anchor.end)
        if (placed.how == "exact" and placed.anchor.exact.split() != anchor.exact.split()) or (
            abs(placed.anchor.start - low) > 25 or abs(placed.anchor.end - high) > 25
        ):
            wrong.append(f"{placed.how}: {anchor.exact!r} at {placed.anchor.start}, not {truth}")
    return counts, wrong


@given(st.integers(0, 10**9))
def test_nothing_is_said_to_be_where_it_is_not(seed: int) -> None:
    _counts, wrong = _placed(seed)
    assert not wrong


def test_most_passages_find_their_place() -> None:
    counts = sum((_placed(seed, 100)[0] for seed in range(20)), Counter[str]())
    assert counts["exact"] + counts["moved"] >= 0.9 * counts["there"], counts
    assert counts["exact"] >= 0.7 * counts["there"], counts


@pytest.mark.parametrize("how", ["range", "whole"])
def test_the_same_words_under_another_tree_keep_their_place(how: str) -> None:
    theirs = make_text()
    ours = Text.of(theirs.text, theirs.provisions[:1] + theirs.provisions[3:], theirs.ledger)
    anchor = anchor_quote(theirs, "only by law 🜁") if how == "range" else anchor_provision(theirs, theirs.provisions[3])
    placed = place_on_same_words(anchor, ours)
    assert placed is not None
    assert placed.how == "exact"
    assert (placed.anchor.start, placed.anchor.end, placed.anchor.exact) == (anchor.start, anchor.end, anchor.exact)
    assert placed.anchor.version == ours.id
    assert placed.anchor.provision == ("art_1" if how == "range" else "art_2")


def test_a_whole_provision_that_our_tree_lacks_is_for_review() -> None:
    theirs = make_text()
    ours = Text.of(theirs.text, theirs.provisions[:1] + theirs.provisions[3:], theirs.ledger)
    placed = place_on_same_words(anchor_provision(theirs, theirs.provisions[1]), ours)
    assert placed is not None
    assert (placed.how, placed.anchor.provision) == ("review", "art_1")


def test_an_anchor_that_does_not_fit_its_own_text_is_never_sure() -> None:
    theirs = make_text()
    ours = make_text(theirs.text.replace("Terms", "Words"))
    anchor = replace(anchor_quote(theirs, "Everyone shall be heard."), start=3, end=27)
    for placed in (TextPlacer(theirs, ours).place(anchor), TextPlacer(theirs, theirs).place(anchor)):
        assert placed is not None
        assert placed.how == "moved"  # the quotation stands once, in the provision that the anchor names
        assert placed.anchor.exact == "Everyone shall be heard."
    gone = replace(anchor, exact="Nobody ever said this of ferries", provision="art_77")
    assert TextPlacer(theirs, ours).place(gone) is None


def test_words_that_only_the_partner_has_are_pinned_to_the_provision() -> None:
    theirs = make_text()
    ours = make_text(theirs.text.replace("only by law 🜁 and only where necessary", "as it pleases"))
    placed = TextPlacer(theirs, ours).place(anchor_quote(theirs, "only by law 🜁 and only where necessary"))
    assert placed is not None
    assert (placed.how, placed.anchor.provision) == ("review", "art_1__para_2")


def test_without_the_partners_text_only_what_stands_once_is_placed() -> None:
    text = make_text()
    sure = place_by_words(replace(anchor_quote(text, "la sécurité"), version="gone"), text)
    assert sure is not None
    assert sure.how == "moved"
    twice = place_by_words(replace(anchor_quote(text, "only"), version="gone"), text)
    assert twice is not None
    assert twice.how == "review"


def test_which_versions_can_be_one_text() -> None:
    final = VersionData(instrument="Convention on Lamps", language="en", date="2024-05-06")
    assert may_be_one(final, replace(final, label="PDF", date=""))
    assert not may_be_one(final, replace(final, date="2023-01-01"))
    assert not may_be_one(final, replace(final, kind="draft"))
    assert not may_be_one(final, replace(final, language="fr"))
    assert not may_be_one(final, replace(final, instrument="Convention on Oil"))
    text = make_text()
    assert nearness(text, text) == 100
    assert nearness(text, make_text("Article 1. Names\n1. Oil.\n2. Wicks.\nArticle 2. Duties\nNothing.")) == 0
