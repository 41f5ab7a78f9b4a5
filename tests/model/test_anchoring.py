"""Anchors hold their passage, in code points, whatever the script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import CONTEXT, Anchor, anchor_provision, anchor_quote, anchor_range, occurrences
from annotator.model.problems import NotFound
from annotator.model.treaty import Ledger, Provision, Text, solid_length

LETTERS = st.text(alphabet="ab ç\u00a0人ع\u064e📖\n", min_size=1, max_size=80)


def _text(words: str, *provisions: Provision) -> Text:
    return Text.of(words, provisions, Ledger(solid_length(words), solid_length(words)))


@given(words=LETTERS, low=st.integers(0, 80), high=st.integers(0, 80))
def test_a_range_is_a_slice_without_white_edges(words: str, low: int, high: int) -> None:
    text = _text(words)
    if not 0 <= low < high <= len(words) or not words[low:high].strip():
        with pytest.raises(NotFound):
            anchor_range(text, low, high)
        return
    anchor = anchor_range(text, low, high)
    assert anchor.exact == words[anchor.start : anchor.end] == words[low:high].strip()
    assert anchor.prefix == words[max(0, anchor.start - CONTEXT) : anchor.start]
    assert anchor.suffix == words[anchor.end : anchor.end + CONTEXT]
    assert Anchor.from_json(anchor.to_json()) == anchor


@given(words=LETTERS, quote=st.text(alphabet="ab人 \n", min_size=1, max_size=4))
def test_every_occurrence_is_found_and_reads_like_the_quote(words: str, quote: str) -> None:
    for start, end in occurrences(words, quote):
        assert words[start:end].split() == quote.split()
    if quote.strip() and quote == quote.strip() and not any(mark.isspace() for mark in quote):
        overlapping = sum(words.startswith(quote, at) for at in range(len(words)))
        assert len(occurrences(words, quote)) == overlapping


def test_a_quote_is_found_across_line_ends_and_inside_its_provision() -> None:
    words = "1. shall protect\n2. shall\u00a0protect"
    first = Provision("para_1", None, "paragraph", "1", "1.", "", "para. 1", 0, 16)
    second = Provision("para_2", None, "paragraph", "2", "2.", "", "para. 2", 17, len(words))
    text = _text(words, first, second)
    assert anchor_quote(text, "shall protect", second).start == 20
    assert anchor_quote(text, "shall protect", occurrence=2).provision == "para_2"
    assert anchor_quote(text, "protect 2.").exact == "protect\n2."
    with pytest.raises(NotFound, match="occurs 2"):
        anchor_quote(text, "shall protect", occurrence=3)
    with pytest.raises(NotFound, match=r"not in para\. 1"):
        anchor_quote(text, "2.", first)


def test_a_whole_provision_is_marked_as_such() -> None:
    provision = Provision("art_1", None, "article", "1", "Article 1", "", "art. 1", 0, 9)
    anchor = anchor_provision(_text("Article 1", provision), provision)
    assert (anchor.whole, anchor.provision, anchor.exact) == (True, "art_1", "Article 1")
