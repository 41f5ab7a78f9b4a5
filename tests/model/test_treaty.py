"""Canonical characters, identity, and the innermost provision."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.folding import fold, fold_with_offsets
from annotator.model.treaty import Ledger, Provision, Text, VersionData, canonical_characters, provision_at

ARTICLE = Provision("art_1", None, "article", "1", "Article 1", "", "art. 1", 0, 20)
PARAGRAPH = Provision("art_1__para_1", "art_1", "paragraph", "1", "1.", "", "art. 1(1)", 10, 20)


@given(st.text())
def test_canonical_characters_are_clean_and_stay_so(text: str) -> None:
    clean = canonical_characters(text)
    assert canonical_characters(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert not any(unicodedata.category(mark) == "Cc" and mark not in "\t\n" for mark in clean)
    assert not set(clean) & set("\u202e\u2066\u2028\u2029\ufeff\ufffe\r")


@given(st.text(alphabet="aé人\u064e\u0640ﬁßİ📖 "))
def test_folding_keeps_track_of_where_it_came_from(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert all(fold(text[offset]) for offset in offsets[:-1])


def test_the_id_hashes_words_and_tree_but_not_the_ledger() -> None:
    words = "Article 1\n1. Words ok"
    one = Text.of(words, (ARTICLE, PARAGRAPH), Ledger(18, 18))
    assert Text.of(words, (ARTICLE, PARAGRAPH), Ledger(99, 18)).id == one.id
    assert Text.of(words, (ARTICLE,), Ledger(18, 18)).id != one.id
    assert Text.of(words, (ARTICLE,), Ledger(18, 18)).sha256 == one.sha256


def test_the_innermost_provision_around_a_range() -> None:
    tree = (ARTICLE, PARAGRAPH)
    assert provision_at(tree, 12, 15) == PARAGRAPH
    assert provision_at(tree, 5, 15) == ARTICLE
    assert provision_at(tree, 5, 25) is None


def test_direction_follows_the_language() -> None:
    assert VersionData(language="ar").direction == "rtl"
    assert VersionData(language="ar-EG").direction == "rtl"
    assert VersionData(language="fr").direction == "ltr"
