"""Annotations at hand are those of the library, and cost what is asked of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.model.problems import NotFound
from annotator.operations.annotating import Assignment, annotate, delete_annotations, edit_annotations
from annotator.store.library import Library
from annotator.store.shelf import ShelvedAnnotation

READER = Person("A. Reader")


def marked(library: Library, quote: str, **given: Any) -> str:
    text = library.text(library.versions()[0].id)
    return annotate(library, anchor_quote(text, quote), Assignment(**given), READER).id


def statements(library: Library) -> list[str]:
    """Fills with every statement that the library is asked from now on."""
    found: list[str] = []
    library._db.conn.set_trace_callback(found.append)
    return found


def test_what_is_at_hand_is_what_the_library_has(library: Library) -> None:
    version = library.versions()[0].id
    marked(
        library, "everyone", categories=("oversight", "surveillance"), tags=("b", "a"), commentary="Who?", ask="amend"
    )
    marked(library, "everyone", stance="gap", severity="watch", audience="public")
    at_hand = library.at_hand(version)
    assert at_hand == library.annotations()
    assert [row.facets for row in library.at_hand(version)] == [row.facets for row in library.annotations()]
    assert {hash(row) for row in at_hand} == {hash(row) for row in library.annotations()}


def test_place_and_facets_are_read_once_for_all_and_words_when_asked_for(library: Library) -> None:
    version = library.versions()[0].id
    ids = {marked(library, "everyone", categories=("oversight",), commentary=f"Note {row}") for row in range(5)}
    asked = statements(library)
    at_hand = library.at_hand(version)
    assert {row.id for row in at_hand} == ids
    for row in at_hand:
        assert (row.anchor.start, row.anchor.end) == (row.start, row.end)
        assert (row.categories, row.stance, row.anchor.whole) == (("oversight",), "risk", False)
    # The places of the categories, which of them are read as others, whether any file was merged, the annotations
    assert len(asked) == 4
    words = [row.commentary for row in at_hand]
    assert sorted(words) == [f"Note {row}" for row in range(5)]
    assert at_hand[0].anchor.exact == "everyone"
    assert len(asked) == 4 + 1 + 6  # those that follow are read with the first, with their links and partners


def test_facets_follow_every_change(library: Library) -> None:
    version = library.versions()[0].id
    id = marked(library, "everyone", categories=("oversight",))
    edit_annotations(library, [id], Assignment(categories=("surveillance",), tags=("new",), status="in-review"), READER)
    (row,) = library.at_hand(version)
    assert (row.categories, row.tags, row.status) == (("surveillance",), ("new",), "in-review")
    library.undo(READER)
    assert [row.categories for row in library.at_hand(version)] == [("oversight",)]
    delete_annotations(library, [id], READER)
    assert library.at_hand(version) == []
    assert library.problems() == []


def test_categories_stand_in_the_order_of_the_codebook(library: Library) -> None:
    version = library.versions()[0].id
    ordered = [row.id for row in library.codebook().layers]
    marked(library, "everyone", categories=tuple(reversed(ordered)))
    assert library.at_hand(version)[0].categories == tuple(ordered)
    library.apply([Edit("category", ordered[0], {"position": 999})], READER)
    assert library.at_hand(version)[0].categories == (*ordered[1:], ordered[0])


def test_one_that_was_deleted_still_tells_its_words(library: Library) -> None:
    version = library.versions()[0].id
    id = marked(library, "everyone", commentary="Still here")
    (row,) = library.at_hand(version)
    delete_annotations(library, [id], READER)
    assert isinstance(row, ShelvedAnnotation)
    assert row.commentary == "Still here"


def test_one_that_was_erased_has_no_words_and_says_so(library: Library) -> None:
    version = library.versions()[0].id
    ids = [marked(library, "everyone", commentary="Gone"), marked(library, "everyone", commentary="Here")]
    rows = {row.id: row for row in library.at_hand(version)}
    assert rows[ids[1]].commentary == "Here"  # those after it were read with it
    library.erase([ids[0]])
    with pytest.raises(NotFound, match="was erased"):
        _ = rows[ids[0]].commentary


def test_a_changed_copy_is_an_annotation_like_any_other(library: Library) -> None:
    id = marked(library, "everyone", commentary="Before", categories=("oversight",))
    (row,) = library.at_hand(library.versions()[0].id)
    changed = replace(row, commentary="After")
    assert changed == replace(library.annotation(id), commentary="After")
    assert (changed.version, changed.start, changed.facets) == (row.version, row.start, row.facets)
