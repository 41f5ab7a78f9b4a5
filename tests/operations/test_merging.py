"""Merging as window and command line do it: what it would do, what it did, texts and layers that were not here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.anchoring import anchor_provision, anchor_quote
from annotator.model.annotation import Person
from annotator.model.change import DELETED, Edit
from annotator.model.delivery import Delivery
from annotator.model.problems import Cancelled, NotFound, Problem, UnusableLibrary
from annotator.model.treaty import Text
from annotator.operations.annotating import Assignment, annotation_edits
from annotator.operations.merge_preview import Choices, MergePreview
from annotator.operations.merging import Incoming, known_files, merge, preview_merge, read_files, usual_choices
from annotator.store.identity import new_id
from annotator.store.library import Library
from tests.store.samples import WORDS, make_text

ME, PARTNER = Person("Reader"), Person("Partner")
COLUMNS = "id, change_set, reverses, entity, entity_id, hlc, origin, author, previous, fields, signature"
INSTRUMENT = {"instrument": "Convention on Lamps", "kind": "official", "language": "en"}


def delivered(library: Library, *texts: Text, name: str = "partner.sqlite") -> Incoming:
    """A whole library as the partner reader gives it, with these of its texts."""
    rows = library._db.execute(f"SELECT {COLUMNS} FROM change").fetchall()
    return Incoming(((f"/from/{name}", Delivery(name, new_id(), "Partner", texts, lambda: [rows])),))


@pytest.fixture
def library(tmp_path: Path, text: Text) -> Iterator[Library]:
    yield from _library(tmp_path / "ours.sqlite", "here", text, "oversight")


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[Library]:
    """A partner's library with the same treaty in another typesetting, and a codebook of their own."""
    yield from _library(tmp_path / "theirs.sqlite", "there", reset(), "watching", "Oversight")


def _library(path: Path, origin: str, text: Text, layer: str, name: str = "") -> Iterator[Library]:
    layers = [
        Edit("category", layer, {"name": name or layer.title(), "mark": "solid", "position": 0}),
        Edit("category", f"{origin}-own", {"name": f"Own {origin}", "mark": "wavy", "position": 1}),
    ]
    with Library.create(path, origin, layers) as opened:
        values = {**INSTRUMENT, "label": f"Lamps {origin}", "sha256": text.sha256}
        opened.apply([Edit("version", text.id, values)], PARTNER, texts=[text])
        yield opened


@pytest.fixture
def text() -> Text:
    return make_text(WORDS + "\nThe depositary shall notify everyone of this, of that, and of whatever else there is.")


def reset() -> Text:
    """The same treaty as a PDF has it: another dash, a word that its reader lost, a running head."""
    words = WORDS.replace("protect la sécurité", "protect the la sécurité").replace("Terms", "Terms of use")
    return make_text(words + "\nThe depositary shall notify everyone of this, of that, and of whatever else there is.")


def note(library: Library, text: Text, quote: str, commentary: str, *layers: str) -> str:
    id, given = new_id(), Assignment(commentary=commentary, categories=layers)
    library.apply(annotation_edits(id, anchor_quote(text, quote), given, PARTNER), PARTNER)
    return id


def _state(library: Library) -> list[object]:
    return [library.annotations(), library.codebook(), library.versions(), library.history(limit=999)]


def test_notes_on_another_setting_of_our_text_are_placed_and_say_how_surely(
    library: Library, partner: Library, text: Text
) -> None:
    theirs = reset()
    exact = note(partner, theirs, "only where necessary", "Exact")
    moved = note(partner, theirs, "Each State shall protect the la sécurité and 人权 of everyone.", "Moved")
    review = note(partner, theirs, "Terms of use", "Nobody knows")
    preview = preview_merge(library, delivered(partner, theirs), None, ME)
    assert library.annotations() == []
    done = merge(library, delivered(partner, theirs), None, ME)
    for report in (preview, done):
        assert dict(report.placements) == {exact: "exact", moved: "moved", review: "review"}
        (offer,) = report.texts
        assert (offer.id, offer.name, offer.near, offer.annotations) == (theirs.id, "Lamps there", "Lamps here", 3)
        assert offer.likeness > 95
        assert {row.annotation for row in report.lines.values()} == {exact, moved, review}
    assert [row.version for row in library.annotations()] == [text.id] * 3
    assert library.annotation(exact).anchor.exact == "only where necessary"
    assert library.annotation(moved).anchor.exact == "Each State shall protect la sécurité and 人权 of everyone."
    assert library.annotation(review).anchor.provision == "art_2"
    assert library.problems() == []


def test_the_text_itself_takes_the_place_of_a_placement_when_it_comes(library: Library, partner: Library) -> None:
    theirs = reset()
    id = note(partner, theirs, "only where necessary", "Exact")
    merge(library, delivered(partner, theirs), None, ME)
    merge(library, delivered(partner, theirs), Choices(), ME)
    assert library.annotation(id).version == theirs.id
    assert library.annotation(id).anchor == partner.annotation(id).anchor
    assert {row.id for row in library.versions()} == {theirs.id, *(row.id for row in library.versions())}


def test_the_same_words_under_another_tree_keep_their_places(library: Library, tmp_path: Path, text: Text) -> None:
    other = Text.of(text.text, (text.provisions[0], *text.provisions[3:]), text.ledger)
    for partner in _library(tmp_path / "tree.sqlite", "there", other, "oversight"):
        id = note(partner, other, "only by law", "Kept")
        whole = new_id()
        gap = annotation_edits(whole, anchor_provision(other, other.provisions[1]), Assignment(), PARTNER)
        partner.apply(gap, PARTNER)
        done = merge(library, delivered(partner, other), None, ME)
    assert dict(done.placements) == {id: "exact", whole: "exact"}
    assert done.texts[0].likeness == 100
    assert library.annotation(id).anchor == anchor_quote(text, "only by law")
    assert library.annotation(whole).anchor == anchor_provision(text, text.provisions[3])


def test_without_its_words_only_what_stands_once_is_placed_surely(library: Library, partner: Library) -> None:
    theirs = reset()
    once = note(partner, theirs, "Everyone shall be heard.", "Once")
    lost = note(partner, theirs, "Terms of use", "Not in ours")
    done = merge(library, delivered(partner), None, ME)
    assert done.placements[once] == "moved"
    assert done.placements[lost] == "review"
    assert not done.texts[0].has_words


def test_a_text_of_another_treaty_comes_in_or_its_notes_wait(library: Library, partner: Library) -> None:
    theirs = reset()
    partner.apply([Edit("version", theirs.id, {"instrument": "Convention on Oil"})], PARTNER)
    id = note(partner, theirs, "heard", "Elsewhere")
    waiting = merge(library, delivered(partner, theirs), Choices(texts=frozenset()), ME)
    assert (waiting.texts[0].near, waiting.texts[0].annotations) == ("", 1)
    assert library.annotations() == []
    assert usual_choices(waiting).texts == {theirs.id}
    merge(library, delivered(partner, theirs), None, ME)
    assert [row.id for row in library.annotations()] == [id]


def test_a_layer_of_the_same_name_is_read_as_ours_or_as_chosen(library: Library, partner: Library) -> None:
    theirs = reset()
    same = note(partner, theirs, "heard", "A", "watching")
    own = note(partner, theirs, "heard", "B", "there-own")
    preview = preview_merge(library, delivered(partner, theirs), None, ME)
    offered = {row.id: (row.name, row.annotations, row.proposed) for row in preview.layers}
    assert offered == {"watching": ("Oversight", 1, "oversight"), "there-own": ("Own there", 1, "")}
    assert usual_choices(preview).layers == {"watching": "oversight"}
    merge(library, delivered(partner, theirs), None, ME)
    assert library.annotation(same).categories == ("oversight",)
    assert library.annotation(own).categories == ("there-own",)
    assert "watching" not in [row.id for row in library.codebook().categories]


def test_a_layer_is_mapped_by_hand_or_left_as_it_is(library: Library, partner: Library) -> None:
    theirs = reset()
    same, own = note(partner, theirs, "heard", "A", "watching"), note(partner, theirs, "heard", "B", "there-own")
    merge(library, delivered(partner, theirs), Choices(layers={"there-own": "here-own"}), ME)
    assert library.annotation(same).categories == ("watching",)
    assert library.annotation(own).categories == ("here-own",)


def test_nothing_of_placements_and_layers_goes_back_to_the_partner(
    library: Library, partner: Library, text: Text
) -> None:
    theirs = reset()
    id = note(partner, theirs, "only where necessary", "Exact", "watching")
    merge(library, delivered(partner, theirs), None, ME)
    before = partner.annotation(id)
    back = merge(partner, delivered(library, text), None, PARTNER)
    assert back.receipts[0].added == back.receipts[0].changed == ()
    assert partner.annotation(id) == before


def test_a_preview_changes_nothing_and_a_merge_makes_a_backup_first(library: Library, partner: Library) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A", "watching")
    before = _state(library)
    preview_merge(library, delivered(partner, theirs), None, ME)
    assert _state(library) == before
    assert library.merges() == []
    assert not library.path.with_suffix(".backups").exists()
    merge(library, delivered(partner, theirs), None, ME)
    assert len(library.merges()) == 1
    assert len(list(library.path.parent.glob("*.backups/*.sqlite"))) == 1


def _two(partner: Library, theirs: Text) -> Incoming:
    one = delivered(partner, theirs, name="one.sqlite")
    note(partner, theirs, "heard", "B")
    two = delivered(partner, theirs, name="two.sqlite")
    return Incoming((*one.files, *two.files), (("/from/letter.txt", "letter.txt is no partner's file."),))


def test_several_files_are_one_step_to_undo(library: Library, partner: Library) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A")
    before = library.annotations()
    done = merge(library, _two(partner, theirs), None, ME)
    assert [len(row.added) for row in done.receipts] == [1, 1]
    assert [(row.file, row.refused) for row in done.files if row.receipt is None] == [
        ("letter.txt", "letter.txt is no partner's file.")
    ]
    assert len(library.annotations()) == 2
    library.undo(ME)
    assert library.annotations() == before
    library.redo(ME)
    assert len(library.annotations()) == 2


def test_a_file_that_is_refused_leaves_the_others(library: Library, partner: Library) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A")
    good = delivered(partner, theirs)
    row = ["not an id", "x", None, "annotation", "a", "x", "y", "z", "{}", "{}", None]
    bad = Delivery("bad.sqlite", "0" * 64, "Mallory", (), lambda: [[tuple(row)]])
    done = merge(library, Incoming((("/from/bad.sqlite", bad), *good.files)), None, ME)
    assert [(row.file, row.receipt is None, bool(row.refused)) for row in done.files] == [
        ("bad.sqlite", True, True),
        ("partner.sqlite", False, False),
    ]
    assert len(library.annotations()) == 1


def test_cancelling_rolls_everything_back(library: Library, partner: Library) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A")
    before, asked = _state(library), iter([False, False, False])
    with pytest.raises(Cancelled):
        merge(library, _two(partner, theirs), None, ME, None, lambda: next(asked, True))
    assert _state(library) == before
    assert library.merges() == []


def test_a_library_open_for_reading_merges_nothing(library: Library, partner: Library) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A")
    with Library.read(library.path) as reader, pytest.raises(UnusableLibrary):
        preview_merge(reader, delivered(partner, theirs), None, ME)


def test_listeners_hear_of_a_merge_once_and_of_a_preview_never(library: Library, partner: Library) -> None:
    theirs = reset()
    id = note(partner, theirs, "heard", "A")
    heard = []
    library.listen(heard.append)
    preview_merge(library, delivered(partner, theirs), None, ME)
    assert heard == []
    merge(library, _two(partner, theirs), None, ME)
    assert len(heard) == 1
    assert heard[0].touches("annotation", id)
    assert heard[0].touches("version", theirs.id)


def test_the_library_itself_is_no_partners_file(library: Library, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with read_files([library.path, empty, tmp_path / "nowhere.sqlite"], library=library.path) as incoming:
        assert incoming.files == ()
        assert next(why for _path, why in incoming.refused).endswith("is the library itself; name a partner's file.")
        assert len(incoming.refused) == 3


def test_a_preview_of_nothing_brings_nothing(library: Library) -> None:
    assert preview_merge(library, Incoming(()), None, ME) == MergePreview((), {}, (), (), {})


def test_what_a_partner_deleted_is_told(library: Library, partner: Library) -> None:
    theirs = reset()
    id = note(partner, theirs, "heard", "A")
    merge(library, delivered(partner, theirs), None, ME)
    partner.apply([Edit("annotation", id, {DELETED: True})], PARTNER)
    done = merge(library, delivered(partner, theirs), None, ME)
    assert done.receipts[0].deleted == (id,)
    assert library.annotations() == []


def test_settling_needs_a_value_that_the_field_can_have(library: Library, partner: Library) -> None:
    from annotator.operations.settling import find_conflict, settle, value_from

    theirs = reset()
    id = note(partner, theirs, "heard", "A")
    merge(library, delivered(partner, theirs), None, ME)
    library.apply([Edit("annotation", id, {"stance": "gap"})], ME)
    partner.apply([Edit("annotation", id, {"stance": "safeguard"})], PARTNER)
    merge(library, delivered(partner, theirs), None, ME)
    conflict = find_conflict(library, f"{id}.stance")
    with pytest.raises(Problem, match="no stance"):
        settle(library, conflict, "nonsense", ME)
    settle(library, conflict, value_from(conflict, "risk"), ME)
    assert library.annotation(id).stance == "risk"
    assert library.conflicts() == []


def test_a_file_that_was_merged_is_not_read_again_while_nothing_in_it_can_be_new(
    library: Library, partner: Library
) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A")
    partner.close()
    with read_files([partner.path]) as incoming:
        merge(library, incoming, None, ME)
    (digest,) = known_files(library)
    with read_files([partner.path], known=known_files(library)) as incoming:
        assert [(row.sha256, row.texts, list(row.batches())) for row in incoming.deliveries] == [(digest, (), [])]
        done = merge(library, incoming, None, ME)
    assert (done.receipts[0].unchanged, done.receipts[0].merge) == (1, "")
    library.unmerge(library.merges()[0].id)
    assert known_files(library) == {}
    with read_files([partner.path], known=known_files(library)) as incoming:
        assert len(merge(library, incoming, None, ME).receipts[0].added) == 1


def test_a_text_that_only_a_preview_brought_is_not_there_after_it(library: Library, partner: Library) -> None:
    theirs = reset()
    note(partner, theirs, "heard", "A")
    seen = preview_merge(library, delivered(partner, theirs), Choices(), ME)
    assert [row.version for row in seen.lines.values()] == ["Lamps there"]
    with pytest.raises(NotFound):
        library.text(theirs.id)


def test_a_layer_that_came_before_is_mapped_later_and_kept_apart_again(library: Library, partner: Library) -> None:
    theirs = reset()
    id = note(partner, theirs, "heard", "A", "there-own")
    merge(library, delivered(partner, theirs), None, ME)
    assert library.annotation(id).categories == ("there-own",)
    for layer, seen in (("here-own", "here-own"), ("", "there-own")):
        merge(library, delivered(partner, theirs), Choices(layers={"there-own": layer}), ME)
        assert library.annotation(id).categories == (seen,)
