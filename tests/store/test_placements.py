"""Annotations whose text is not here stand in one that is; that is no edit, and gives way to the text itself."""

from __future__ import annotations

import pytest

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import ChangeSet, Edit
from annotator.model.delivery import Placement
from annotator.model.problems import Problem
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.samples import WORDS, annotate, make_text


@pytest.fixture
def theirs() -> Text:
    return make_text(WORDS.replace("Terms", "Words"))


@pytest.fixture
def waiting(library: Library, theirs: Text) -> Library:
    """An annotation `a1` on a text that is not here: the log has it, nobody sees it."""
    values = {"label": "Theirs", "sha256": theirs.sha256}
    library.apply([Edit("version", theirs.id, values)], "Partner")
    annotate(library, theirs, "heard", "a1", "Theirs")
    return library


def _place(library: Library, text: Text, how: str = "exact") -> None:
    library.place([Placement("a1", anchor_quote(text, "heard"), how)])


def test_one_that_waits_is_placed_and_nothing_is_written_into_the_log(waiting: Library, text: Text) -> None:
    assert waiting.annotations() == []
    (id, anchor), before = next(iter(waiting.unplaced().items())), len(waiting.history(limit=999))
    assert (id, anchor.exact) == ("a1", "heard")
    heard: list[ChangeSet] = []
    waiting.listen(heard.append)
    _place(waiting, text)
    assert waiting.annotation("a1").anchor == anchor_quote(text, "heard")
    assert waiting.annotation("a1").categories == ("oversight",)
    assert [row.how for row in waiting.placements()] == ["exact"] == [row.how for row in waiting.placements(["a1"])]
    assert waiting.placements(["a2"]) == []
    assert waiting.unplaced() == {}
    assert len(waiting.history(limit=999)) == before
    assert heard[0].annotations == {"a1"}
    assert waiting.problems() == []


def test_its_own_text_takes_the_place_of_a_placement(waiting: Library, text: Text, theirs: Text) -> None:
    _place(waiting, text)
    waiting.apply([Edit("version", theirs.id, {"label": "Imported"})], Person("Reader"), texts=[theirs])
    assert waiting.annotation("a1").version == theirs.id
    assert waiting.placements() == []
    assert waiting.problems() == []


def test_a_placement_is_overtaken_where_its_author_moves_the_annotation(
    waiting: Library, text: Text, theirs: Text
) -> None:
    _place(waiting, text)
    assert waiting.overtaken_placements() == {}
    elsewhere = anchor_quote(theirs, "necessary")
    waiting.apply([Edit("annotation", "a1", {"anchor": elsewhere.to_json()})], "Partner")
    assert waiting.annotation("a1").anchor.exact == "heard"
    assert waiting.overtaken_placements() == {"a1": elsewhere}
    waiting.place([Placement("a1", anchor_quote(text, "necessary"), "exact")])
    assert waiting.overtaken_placements() == {}


def test_it_can_only_be_placed_on_words_that_are_here(waiting: Library, theirs: Text) -> None:
    with pytest.raises(Problem, match="only be placed"):
        _place(waiting, theirs)
    with pytest.raises(Problem, match="only be placed"):
        waiting.place([Placement("a1", anchor_quote(theirs, "Words"), "moved")])
    assert waiting.annotations() == []


def test_an_annotation_on_a_text_of_ours_is_not_moved_by_a_placement(library: Library, text: Text) -> None:
    annotate(library, text, "heard", "a2")
    library.place([Placement("a2", anchor_quote(text, "necessary"), "exact")])
    assert library.annotation("a2").anchor.exact == "heard"
    assert library.placements() == []
