"""What a proposed wording strikes and inserts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.redline import redline

WORDS = st.lists(st.sampled_from(["may", "shall", "be", "law,", "人权", "حُقوق", "a"]), max_size=8).map(" ".join)


def test_words_that_change_are_struck_and_inserted_together() -> None:
    assert redline("Review may be provided.", "Review shall be provided.") == [
        ("same", "Review "),
        ("struck", "may"),
        ("inserted", "shall"),
        ("same", " be provided."),
    ]


@pytest.mark.parametrize(
    ("quotation", "wording", "pieces"),
    [
        ("as appropriate", "", [("struck", "as appropriate")]),
        ("", "without delay", [("inserted", "without delay")]),
        ("人权法", "人身法", [("same", "人"), ("struck", "权"), ("inserted", "身"), ("same", "法")]),
    ],
)
def test_edges(quotation: str, wording: str, pieces: list[tuple[str, str]]) -> None:
    assert redline(quotation, wording) == pieces


@given(WORDS, WORDS)
def test_the_pieces_are_both_texts(quotation: str, wording: str) -> None:
    pieces = redline(quotation, wording)
    assert "".join(words for kind, words in pieces if kind != "inserted") == quotation
    assert "".join(words for kind, words in pieces if kind != "struck") == wording
