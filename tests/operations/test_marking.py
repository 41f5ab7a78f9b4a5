"""Marking many places, and moving, splitting, joining and duplicating annotations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.anchoring import anchor_provision, anchor_quote, anchor_range
from annotator.model.annotation import Person
from annotator.model.change import Edit
from annotator.model.delivery import Placement
from annotator.model.problems import Problem
from annotator.operations import annotating, libraries, marking
from annotator.operations.annotating import Assignment
from annotator.store.library import Library
from tests.ui.reader.treaty_samples import TREATY, make_text

TEXT = make_text(TREATY)
ME, YOU = Person("Reader", "Org"), Person("Other", "Elsewhere")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with libraries.new_library(tmp_path / "library.sqlite") as made:
        made.apply([Edit("version", TEXT.id, {"label": "Sample", "language": "en"})], ME, texts=[TEXT])
        yield made


def _annotate(library: Library, quote: str, person: Person = ME, **given: object) -> str:
    assignment = Assignment(**{"categories": ("surveillance",), **given})  # type: ignore[arg-type]
    return annotating.annotate(library, anchor_quote(TEXT, quote), assignment, person).id


def _everything(library: Library) -> list[object]:
    rows = library.annotations()
    return [(row.id, row.anchor, row.categories, row.tags, row.commentary, library.replies(row.id)) for row in rows]


def test_all_places_are_marked_as_one_change_and_undone_as_one(library: Library) -> None:
    marked = _annotate(library, "State Party")
    spans = [
        (TEXT.id, found, found + 11) for found in range(len(TEXT.text)) if TEXT.text.startswith("State Party", found)
    ]
    assert len(spans) == 2
    made = marking.annotate_all(library, spans, Assignment(categories=("surveillance",)), ME)
    assert len(made) == 1, "the place that was marked so already is left out"
    assert {row.anchor.start for row in library.annotations()} == {start for _, start, _ in spans}
    again = marking.annotate_all(library, spans, Assignment(categories=("data-transfer",)), ME)
    assert len(again) == 2
    library.undo(ME)
    assert {row.id for row in library.annotations()} == {marked, *made}


def test_moving_keeps_everything_but_the_place(library: Library) -> None:
    id = _annotate(library, "an effective remedy", commentary="Why", tags=("may",))
    before = library.annotation(id)
    marking.move_anchor(library, id, anchor_quote(TEXT, "effective remedy before"), ME)
    after = library.annotation(id)
    assert after.anchor.exact == "effective remedy before"
    assert (after.commentary, after.tags, after.status) == (before.commentary, before.tags, "draft")
    library.undo(ME)
    assert library.annotation(id).anchor == before.anchor


def test_what_was_approved_for_other_words_goes_back_to_review(library: Library) -> None:
    id = _annotate(library, "an effective remedy", status="approved")
    marking.move_anchor(library, id, library.annotation(id).anchor, ME)
    assert library.annotation(id).status == "approved"
    marking.move_anchor(library, id, anchor_quote(TEXT, "remedy before"), ME)
    assert (library.annotation(id).status, library.annotation(id).approved_by) == ("in-review", "")


def test_layers_are_put_on_and_taken_off(library: Library) -> None:
    id = _annotate(library, "an effective remedy")
    assert marking.toggle_category(library, id, "data-transfer", ME)
    assert set(library.annotation(id).categories) == {"surveillance", "data-transfer"}
    assert not marking.toggle_category(library, id, "surveillance", ME)
    assert library.annotation(id).categories == ("data-transfer",)
    library.undo(ME)
    assert set(library.annotation(id).categories) == {"surveillance", "data-transfer"}


def test_the_first_part_keeps_the_commentary_and_the_second_says_where_it_is_from(library: Library) -> None:
    id = _annotate(library, "review of orders, for notice to those", commentary="Why", tags=("may",), severity="watch")
    annotating.reply(library, id, "Because", ME)
    at = TEXT.text.index("for notice")
    second = library.annotation(marking.split(library, id, TEXT, at, YOU, "Split from the first."))
    first = library.annotation(id)
    assert (first.anchor.exact, second.anchor.exact) == ("review of orders,", "for notice to those")
    assert (first.commentary, second.commentary) == ("Why", "Split from the first.")
    assert (second.categories, second.tags, second.severity) == (first.categories, first.tags, "watch")
    assert second.author == "Reader", "it is still the author's view"
    assert len(library.replies(id)) == 1
    library.undo(YOU)
    assert [row.anchor.exact for row in library.annotations()] == ["review of orders, for notice to those"]


@pytest.mark.parametrize("words", ["review", "those", "notice to those concerned"])
def test_splitting_needs_words_on_both_sides(library: Library, words: str) -> None:
    id = _annotate(library, "review of orders, for notice to")
    at = TEXT.text.index(words) if words == "review" else TEXT.text.index("to those")
    at = at if words == "review" else at + 2
    with pytest.raises(Problem, match="caret"):
        marking.split(library, id, TEXT, at, ME)
    whole = annotating.annotate(library, anchor_provision(TEXT, TEXT.provisions[3]), Assignment(), ME)
    with pytest.raises(Problem, match="caret"):
        marking.split(library, whole.id, TEXT, whole.anchor.start + 5, ME)


def test_joining_loses_nothing(library: Library) -> None:
    one = _annotate(
        library, "for review of orders", commentary="First", tags=("may",), severity="watch", audience="public",
        ask="amend", wording="for prior review of orders", fallback="F1",
    )  # fmt: skip
    two = _annotate(
        library, "for notice to those", commentary="Second", categories=("surveillance", "data-transfer"),
        severity="red-line", audience="me", person=YOU, addressee="The drafters", fallback="F2", status="in-review",
    )  # fmt: skip
    annotating.reply(library, two, "An answer", ME)
    before = _everything(library)
    assert marking.join(library, [two, one], TEXT, ME) == one
    (row,) = library.annotations()
    assert row.anchor.exact == "for review of orders, for notice to those"
    assert row.commentary == "First\n— Reader\n\nSecond\n— Other"
    assert set(row.categories) == {"surveillance", "data-transfer"}
    assert (row.tags, row.severity, row.audience, row.status) == (("may",), "red-line", "me", "draft")
    assert (row.ask.action, row.ask.addressee, row.ask.fallback) == ("amend", "The drafters", "F1\nF2")
    assert row.ask.wording == "for prior review of orders, for notice to those"
    assert [reply.commentary for reply in library.replies(one)] == ["An answer"]
    library.undo(ME)
    assert _everything(library) == before


@pytest.mark.parametrize(
    ("quote", "given", "said"),
    [
        ("concerned, and for an effective", {}, "Between them stand the words “, for notice to those"),
        ("for notice", {"categories": ("data-transfer",)}, "one layer and one stance"),
        ("for notice", {"stance": "safeguard"}, "one layer and one stance"),
        ("for notice", {"ask": "delete"}, "ask for different things"),
    ],
)
def test_what_cannot_be_joined_without_a_loss_is_said(
    library: Library, quote: str, given: dict[str, object], said: str
) -> None:
    one, two = _annotate(library, "for review of orders", ask="keep"), _annotate(library, quote, **given)
    before = _everything(library)
    with pytest.raises(Problem, match=said):
        marking.join(library, [one, two], TEXT, ME)
    with pytest.raises(Problem, match="Choose two"):
        marking.join(library, [one], TEXT, ME)
    assert _everything(library) == before


def test_nested_and_identical_passages_are_joined(library: Library) -> None:
    outer = _annotate(library, "for review of orders, for notice", commentary="Same")
    inner = _annotate(library, "of orders", commentary="Same")
    after = _annotate(library, "to those", commentary="More")
    assert marking.join(library, [inner, after, outer], TEXT, ME) == outer
    (row,) = library.annotations()
    assert (row.anchor.exact, row.commentary) == ("for review of orders, for notice to those", "Same\n\nMore")


def test_no_word_is_taken_for_the_number_of_a_paragraph(library: Library) -> None:
    one, two = _annotate(library, "open to"), _annotate(library, "It enters into force")
    with pytest.raises(Problem, match="Between them stand the words “all"):
        marking.join(library, [one, two], TEXT, ME)
    assert marking.neighbour(library.annotations(), library.annotation(one), TEXT) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [("gives light", "“reader” means"), ("In this Convention", "“lamp” means whatever"), ("do more", "In accordance")],
)
def test_passages_are_joined_over_the_number_between_them(library: Library, first: str, second: str) -> None:
    ids = [_annotate(library, first), _annotate(library, second)]
    marking.join(library, ids, TEXT, ME)
    (row,) = library.annotations()
    assert row.anchor.exact.startswith(first)
    assert row.anchor.exact.endswith(second.strip("“"))


def test_the_next_one_is_that_which_goes_on(library: Library) -> None:
    first, second = _annotate(library, "for review of orders"), _annotate(library, "for notice to those")
    _annotate(library, "concerned", categories=("data-transfer",))
    rows = library.annotations()
    by_id = {row.id: row for row in rows}
    assert marking.neighbour(rows, by_id[first], TEXT) == by_id[second]
    assert marking.neighbour(rows, by_id[second], TEXT) == by_id[first]
    far = _annotate(library, "thirtieth day")
    rows = library.annotations()
    assert marking.neighbour(rows, library.annotation(far), TEXT) is None


def test_a_duplicate_is_a_draft_of_the_one_who_makes_it(library: Library) -> None:
    id = _annotate(
        library,
        "an effective remedy",
        commentary="Why",
        status="approved",
        ask="amend",
        wording="a remedy",
        tags=("x",),
    )
    start = TEXT.text.index("thirtieth")
    made = library.annotation(marking.duplicate(library, id, anchor_range(TEXT, start, start + 9), YOU))
    assert (made.author, made.status, made.commentary, made.tags) == ("Other", "draft", "Why", ("x",))
    assert (made.ask.action, made.ask.wording) == ("amend", "")
    same = library.annotation(marking.duplicate(library, id, library.annotation(id).anchor, YOU))
    assert same.ask.wording == "a remedy"


def test_offsets_of_another_text_are_refused(library: Library) -> None:
    other = make_text(TREATY + "## Article 4. More\nWords.")
    library.apply([Edit("version", other.id, {"label": "Other"})], ME, texts=[other])
    one, two = _annotate(library, "for review of orders"), _annotate(library, "for notice to those")
    before = _everything(library)
    start = library.annotation(one).start
    for refused in (
        lambda: marking.move_anchor(library, one, anchor_range(other, start, start + 3), ME),
        lambda: marking.split(library, one, other, start + 4, ME),
        lambda: marking.join(library, [one, two], other, ME),
    ):
        with pytest.raises(Problem, match="on another text"):
            refused()
    assert _everything(library) == before


def test_what_was_made_on_a_partners_text_is_only_placed(library: Library) -> None:
    theirs = make_text(TREATY.replace("an effective remedy", "an adequate remedy"))
    library.apply([Edit("version", theirs.id, {"label": "Theirs"})], YOU)
    ids = ["p1", "p2"]
    for id in ids:
        place = anchor_quote(theirs, "each State Party")
        library.apply(annotating.annotation_edits(id, place, Assignment(), YOU), YOU)
        library.place([Placement(id, anchor_quote(TEXT, "each State Party"), "moved")])
    before = len(library.history(limit=999))
    marking.move_anchor(library, "p1", anchor_quote(TEXT, "an effective remedy"), ME)
    assert library.annotation("p1").anchor.exact == "an effective remedy"
    with pytest.raises(Problem, match="partner's text"):
        marking.split(library, "p1", TEXT, library.annotation("p1").start + 3, ME)
    library.place([Placement("p1", anchor_quote(TEXT, "each State"), "moved")])
    with pytest.raises(Problem, match="partner's text"):
        marking.join(library, ids, TEXT, ME)
    assert len(library.history(limit=999)) == before
