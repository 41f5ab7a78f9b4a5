"""What the concordances say of the texts that ship, and of drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from annotator.model.alignment import align
from annotator.model.citing import find_place
from annotator.model.treaty import Reading, Text, VersionData
from annotator.operations.concordances import concordances, known_pairs
from annotator.operations.reading import read_texts
from annotator.settings import SAMPLE_TEXTS
from tests.ui.reader.treaty_samples import make_text


@pytest.fixture(scope="module")
def texts() -> Mapping[str, Reading]:
    paths = [SAMPLE_TEXTS / f"{name}-restated.md" for name in ("uncc", "budapest")]
    uncc, budapest = read_texts(paths).readings
    return {"uncc": uncc, "budapest": budapest}


def test_every_place_of_the_shipped_texts_is_there(texts: Mapping[str, Reading]) -> None:
    uncc, budapest = texts["uncc"], texts["budapest"]
    (row,) = (row for row in concordances() if row.right.instrument == "Convention on Cybercrime")
    for one, other in row.pairs:
        assert find_place(uncc.text.provisions, one), one
        assert find_place(budapest.text.provisions, other), other
    assert len(known_pairs(uncc.text, uncc.data, budapest.text, budapest.data)) == len(row.pairs)
    for others in concordances():
        assert all(find_place(uncc.text.provisions, one) for one, _ in others.pairs)


def test_it_comes_before_what_words_say_and_both_ways_round(texts: Mapping[str, Reading]) -> None:
    uncc, budapest = texts["uncc"], texts["budapest"]
    known = known_pairs(uncc.text, uncc.data, budapest.text, budapest.data)
    turned = known_pairs(budapest.text, budapest.data, uncc.text, uncc.data)
    assert turned == [(theirs, ours) for ours, theirs in known]
    pair = align(uncc.text, budapest.text, "treaties", known=known).answer("art_24__para_2")
    assert pair is not None
    assert (pair.right, pair.reason, pair.is_possible) == ("art_15__para_2", "known", False)


ADOPTED = VersionData(instrument="United Nations Convention against Cybercrime", date="2024-12-24")
DRAFT = replace(ADOPTED, date="2024-02-06", kind="draft")


def test_the_numbers_of_the_draft_of_february_2024() -> None:
    adopted, draft = numbered(4, 5, 6, 13, 14, 15, 16, 24), numbered(5, 6, 13, 14, 15, 24, 60)
    assert known_pairs(adopted, ADOPTED, draft, DRAFT) == [
        ("art_4", "art_60"),
        ("art_6", "art_5"),
        ("art_14", "art_13"),
        ("art_16", "art_15"),
        ("art_24", "art_24"),
    ]
    assert known_pairs(draft, DRAFT, draft, DRAFT) == []
    assert known_pairs(adopted, ADOPTED, draft, replace(DRAFT, date="2024-08-09")) == []


def numbered(*articles: int) -> Text:
    return make_text("\n".join(f"## Article {number}. Title {number}\nEach State shall." for number in articles))
