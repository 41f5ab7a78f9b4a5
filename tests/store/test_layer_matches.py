"""Layers of a partner that are read as ours: in lists, on pages and in filters; never in the log."""

from __future__ import annotations

import pytest

from annotator.model.annotation import Person
from annotator.model.change import DELETED, ChangeSet, Edit
from annotator.model.problems import Problem
from annotator.model.selection import Filters
from annotator.model.treaty import Text
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.operations.batch import BatchEdit, edit_batch
from annotator.operations.marking import toggle_category
from annotator.store.library import Library
from tests.store.samples import annotate

ME = Person("Reader")


@pytest.fixture
def matched(library: Library, text: Text) -> Library:
    """`spying` and `watchers`, a layer and its group of a partner, are read as `surveillance` and `oversight`."""
    library.apply([Edit("category", "watchers", {"name": "Watchers", "position": 8})], "Partner")
    spying = {"name": "Spying", "mark": "solid", "parent": "watchers", "position": 9}
    library.apply([Edit("category", "spying", spying), Edit("category", "ferries", {**spying, "name": "F"})], "Partner")
    annotate(library, text, "heard", "one", category="spying")
    annotate(library, text, "necessary", "two", category="surveillance")
    library.match_layers({"spying": "surveillance", "watchers": "oversight"})
    return library


def _log(library: Library) -> int:
    return len(library.history(limit=10_000))


def test_every_reader_sees_our_layer(matched: Library, text: Text) -> None:
    assert matched.annotation("one").categories == ("surveillance",)
    assert [row.facets.categories for row in matched.at_hand(text.id)] == [("surveillance",)] * 2
    assert [row.id for row in matched.annotations(Filters(category=("surveillance",)))] == ["two", "one"]
    shown = {row.id: row.parent for row in matched.codebook().categories}
    assert shown == {"oversight": None, "surveillance": None, "ferries": "oversight"}
    assert matched.layer_matches() == {"spying": "surveillance", "watchers": "oversight"}


def test_a_match_writes_nothing_into_the_log_and_listeners_hear_of_it(matched: Library) -> None:
    before, heard = _log(matched), list[ChangeSet]()
    matched.listen(heard.append)
    matched.match_layers({"spying": ""})
    assert _log(matched) == before
    assert matched.annotation("one").categories == ("spying",)
    assert heard[0].touches("category", "spying")
    assert matched.problems() == []


@pytest.mark.parametrize("act", ["toggle", "edit", "batch"])
def test_taking_our_layer_off_unties_the_partners(matched: Library, act: str) -> None:
    toggle_category(matched, "two", "surveillance", ME)
    match act:
        case "toggle":
            assert not toggle_category(matched, "one", "surveillance", ME)
        case "edit":
            edit_annotations(matched, ["one"], Assignment(categories=("oversight",)), ME)
        case _:
            taken = BatchEdit(Assignment(), removed={"annotation_category": ["surveillance"]})
            edit_batch(matched, ["one"], taken, ME)
    assert matched.annotation("one").categories == (("oversight",) if act == "edit" else ())
    matched.undo(ME)
    assert matched.annotation("one").categories == ("surveillance",)


def test_an_annotation_in_both_is_in_the_layer_once(matched: Library, text: Text) -> None:
    link = {"annotation": "one", "category": "surveillance"}
    matched.apply([Edit("annotation_category", "one:surveillance", link)], ME)
    assert matched.annotation("one").categories == ("surveillance",)
    assert matched.at_hand(text.id)[1].facets.categories == ("surveillance",)
    assert not toggle_category(matched, "one", "surveillance", ME)
    assert matched.annotation("one").categories == ()


def test_a_layer_of_ours_that_is_deleted_gives_the_partners_back(matched: Library) -> None:
    matched.apply([Edit("category", "surveillance", {DELETED: True})], ME)
    assert matched.annotation("one").categories == ("spying",)


def test_what_cannot_be_matched_is_refused(matched: Library) -> None:
    before = matched.layer_matches()
    with pytest.raises(Problem, match="no layer nothing"):
        matched.match_layers({"ferries": "oversight", "watchers": "nothing"})
    with pytest.raises(Problem, match="already"):
        matched.match_layers({"ferries": "spying"})
    with pytest.raises(Problem, match="already"):
        matched.match_layers({"surveillance": "oversight"})
    assert matched.layer_matches() == before
