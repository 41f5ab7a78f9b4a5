"""Anchors that do not fit, and where their words may stand."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.anchoring import Anchor, anchor_provision, anchor_quote
from annotator.model.reanchoring import carried, propose
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
