"""Anchors that do not fit, and where their words may stand."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from annotator.model.anchoring import Anchor, anchor_provision, anchor_quote
from annotator.model.reanchoring import carried, propose
from annotator.model.treaty import Ledger, Text
from tests.ui.reader.treaty_samples import TREATY, make_text

TEXT = make_text(TREATY)


def _anchor(quote: str) -> Anchor:
    return anchor_quote(TEXT, quote)


def test_the_same_words_are_found_by_what_stands_around_them() -> None:
    second = TEXT.text.index("State Party", TEXT.text.index("State Party") + 1)
    true = anchor_quote(TEXT, "State Party", occurrence=2)
    assert true.start == second
    found = propose(replace(true, start=5, end=16, provision="art_99"), TEXT)
    assert found is not None
    assert found.is_exact
    assert found.anchor == true


def test_words_that_were_changed_are_found_by_likeness() -> None:
    lost = replace(_anchor("for an effective remedy before an independent body"), start=0, end=5)
    lost = replace(lost, exact="for an adequate remedy before an independent tribunal")
    found = propose(lost, TEXT)
    assert found is not None
    assert not found.is_exact
    assert found.anchor.exact.startswith("for an effective remedy before an independent")
    assert propose(replace(lost, exact="nothing of the kind 0123456789 whatsoever xyz"), TEXT) is None


def test_a_whole_provision_is_found_by_its_id() -> None:
    row = next(row for row in TEXT.provisions if row.eid == "art_2")
    whole = anchor_provision(TEXT, row)
    found = propose(replace(whole, start=0, end=4), TEXT)
    assert found is not None
    assert found.anchor == whole
    assert propose(replace(whole, provision="art_99"), TEXT) is None


def test_a_remark_is_carried_to_the_same_words_or_like_ones_or_the_whole_provision() -> None:
    other = make_text(TREATY.replace("an effective remedy", "an adequate remedy").replace("Article 2", "Article 2"))
    onto = next(row for row in other.provisions if row.eid == "art_2__para_2")
    assert carried(_anchor("before an independent body"), other, onto).exact == "before an independent body"
    like = carried(_anchor("for an effective remedy before an independent body"), other, onto)
    assert like.exact == "for an adequate remedy before an independent body"
    nothing = carried(_anchor("This Convention is open to all"), other, onto)
    assert nothing.exact == other.text[onto.start : onto.end].strip()
    whole = carried(anchor_provision(TEXT, next(row for row in TEXT.provisions if row.eid == "art_1")), other, onto)
    assert whole.whole
    assert whole.provision == "art_2__para_2"


def test_long_words_are_looked_for_at_once() -> None:
    dice = random.Random(7)
    words = [
        f"{dice.choice('bcdfgklmnprst')}{dice.choice('aeiou')}{dice.choice('bcdfgklmnprst')}" for _ in range(30_000)
    ]
    text = Text.of("🜁 " + " ".join(words), (), Ledger(0, 0))
    place = text.text.index(" ", 60_000) + 1
    passage = text.text[place : place + 5000].rstrip()
    blank = Anchor(text.id, "", 0, 5, "", "", "")
    began = time.perf_counter()
    found = propose(replace(blank, exact=passage.replace(" a", " xyz", 3).replace(words[0], "changed")), text)
    assert found is not None
    assert (found.anchor.exact[:40], abs(found.anchor.end - place - 5000) < 10) == (passage[:40], True)
    assert propose(replace(blank, exact=" ".join(f"xy{word}" for word in words[:1500])), text) is None
    assert time.perf_counter() - began < 2.0, "letter by letter it took eight seconds"
