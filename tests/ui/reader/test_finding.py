from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.citing import find_place
from annotator.ui.reader.finding import FoldedText
from tests.ui.reader.treaty_samples import TREATY, make_text


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Sécurité et securite", "SECURITE", ["Sécurité", "securite"]),
        ("عن حُقُوق الإنسان", "حقوق", ["حُقُوق"]),
        ("保护人权", "人权", ["人权"]),
        ("article\u00a024 📖 applies", "article 24 📖", ["article\u00a024 📖"]),
        ("Straße", "s", ["S", "ß"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("anything", " ", []),
        ("anything", "", []),
    ],
)
def test_words_are_found_whatever_their_case_and_marks(text: str, words: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in FoldedText(text).find(words)] == found


@given(st.text(), st.text(min_size=1, max_size=3))
def test_places_are_within_the_text_in_order_and_not_empty(text: str, words: str) -> None:
    places = FoldedText(text).find(words)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["2(1)", "art. 2(1)", "Article 2 (1)", "ART.2(1)", "art_2__para_1"])
def test_a_provision_is_found_as_people_write_it(typed: str) -> None:
    found = find_place(make_text(TREATY).provisions, typed)
    assert found is not None
    assert found.eid == "art_2__para_1"


def test_a_provision_is_found_by_its_heading_too() -> None:
    found = find_place(make_text(TREATY).provisions, "signature")
    assert found is not None
    assert found.eid == "art_3"


@pytest.mark.parametrize("typed", ["", "  ", "art. 99", "2(1)(z)"])
def test_what_is_not_there_is_nothing(typed: str) -> None:
    assert find_place(make_text(TREATY).provisions, typed) is None
