"""Undo and redo through the log."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.change import DELETED, Edit, link_id
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.deliveries import delivery_of
from tests.store.samples import annotate, make_text


def test_undo_and_redo_an_edit(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1", "One")
    library.apply([Edit("annotation", "a1", {"commentary": "Two", "severity": "watch"})], "Reader")
    library.undo("Reader")
    assert (library.annotation("a1").commentary, library.annotation("a1").severity) == ("One", "")
    library.redo("Reader")
    assert (library.annotation("a1").commentary, library.annotation("a1").severity) == ("Two", "watch")
    assert library.redo("Reader") is None


def test_undo_of_making_removes_and_redo_brings_back_with_its_layers(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1", "One")
    library.undo("Reader")
    assert library.annotations() == []
    library.redo("Reader")
    assert library.annotation("a1").categories == ("oversight",)


def test_a_field_set_later_for_the_first_time_is_taken_back_alone(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1", "One")
    library.apply([Edit("annotation", "a1", {"wording": "all people"})], "Reader")
    library.undo("Reader")
    assert library.annotation("a1").ask.wording == ""
    assert library.annotation("a1").commentary == "One"


def test_what_a_library_began_with_is_not_undone(library: Library) -> None:
    while library.undo("Reader"):
        pass
    assert [row.name for row in library.codebook().layers] == ["Oversight", "Surveillance"]


def test_the_edit_of_another_installation_is_never_undone(library: Library, text: Text, tmp_path: Path) -> None:
    annotate(library, text, "everyone", "a1", "Mine")
    library.apply([Edit("annotation", "a1", {"commentary": "Mine again", "severity": "watch"})], "Reader")
    library.close()
    with Library.open(tmp_path / "library.sqlite", "elsewhere") as theirs:
        assert not theirs.can_undo
        theirs.apply([Edit("annotation", "a1", {"commentary": "Theirs"})], "Partner")
    with Library.open(tmp_path / "library.sqlite", "here") as mine:
        mine.undo("Reader")
        found = mine.annotation("a1")
        assert (found.commentary, found.severity) == ("Theirs", "")
        mine.undo("Reader")
        assert mine.annotation("a1").commentary == "Theirs", "they build on it, so it stays"


def test_a_new_edit_ends_redo(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1", "One")
    library.undo("Reader")
    annotate(library, text, "heard", "a2", "Two")
    assert not library.can_redo


def test_undo_goes_on_after_reopening(library: Library, text: Text, tmp_path: Path) -> None:
    annotate(library, text, "everyone", "a1", "One")
    library.apply([Edit("annotation", "a1", {DELETED: True})], "Reader")
    library.undo("Reader")
    library.close()
    with Library.open(tmp_path / "library.sqlite", "here") as again:
        again.redo("Reader")
        assert again.annotations() == []
        again.undo("Reader")
        again.undo("Reader")
        assert again.annotations() == []
        assert again.problems() == []


ACTS = st.lists(st.tuples(st.sampled_from(["edit", "delete", "undo", "redo"]), st.integers(0, 9)), max_size=14)


@settings(max_examples=25, deadline=None)
@given(acts=ACTS)
def test_undoing_everything_and_redoing_it_gives_the_same(
    tmp_path_factory: object, acts: list[tuple[str, int]]
) -> None:
    path: Path = tmp_path_factory.mktemp("undo") / "library.sqlite"  # type: ignore[attr-defined]
    text = make_text()
    with Library.create(path, "here", [Edit("category", "oversight", {"name": "O", "mark": "solid"})]) as library:
        library.apply([Edit("version", text.id, {"label": "Sample"})], "Reader", texts=[text])
        annotate(library, text, "everyone", "a1", "0")
        for act, number in acts:
            if act == "edit" and library.annotations():
                library.apply([Edit("annotation", "a1", {"commentary": str(number)})], "Reader")
            elif act == "delete" and library.annotations():
                library.apply([Edit("annotation", "a1", {DELETED: True})], "Reader")
            elif act == "undo":
                library.undo("Reader")
            elif act == "redo":
                library.redo("Reader")
        before, steps = [(row.id, row.commentary) for row in library.annotations()], 0
        while library.undo("Reader"):
            steps += 1
        assert library.annotations() == []
        for _ in range(steps):
            assert library.redo("Reader") is not None
        assert [(row.id, row.commentary) for row in library.annotations()] == before
        assert library.problems() == []


def test_undo_of_tying_again_what_a_partner_took_off_leaves_nothing_blank(
    library: Library, text: Text, tmp_path: Path
) -> None:
    """Of what was taken off a shared file tells only that it was: not even of what."""
    annotate(library, text, "heard", "a1")
    taken = Edit("annotation_tag", link_id("a1", "oil"), {DELETED: True})
    tied = Edit("annotation_tag", taken.entity_id, {"annotation": "a1", "tag": "oil", DELETED: False})
    with Library.create(tmp_path / "theirs.sqlite", "there") as partner:
        partner.receive(delivery_of(library), "Partner")
        partner.apply([taken], "Partner")
        library.receive(delivery_of(partner), "Reader")
        library.apply([tied], "Reader")
        assert library.annotation("a1").tags == ("oil",)
        library.undo("Reader")
        assert library.annotation("a1").tags == ()
        assert library.problems() == []
        partner.receive(delivery_of(library), "Partner")
        library.redo("Reader")
        assert library.annotation("a1").tags == ("oil",)
        partner.receive(delivery_of(library), "Partner")
        assert partner.annotation("a1").tags == ("oil",)
