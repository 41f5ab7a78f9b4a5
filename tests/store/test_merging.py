"""Merging a partner's changes: what comes, what is in conflict, what waits, and what is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.change import DELETED, ChangeSet, Edit, link_id
from annotator.model.clock import AHEAD_LIMIT, Stamp
from annotator.model.delivery import Delivery, Row
from annotator.model.problems import NotFound, UnusableFile
from annotator.model.sharing import day_of
from annotator.model.treaty import Text
from annotator.store import identity
from annotator.store.identity import now_milliseconds
from annotator.store.library import Library
from tests.store.deliveries import delivery, delivery_of
from tests.store.samples import annotate, make_text
from tests.store.tables import dump

LAYERS = [
    Edit("category", name, {"name": name.title(), "mark": "solid", "position": place})
    for place, name in enumerate(("oversight", "surveillance"))
]
Make = Callable[[str], Library]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes a library with the sample text and the same codebook, on an installation of that name."""
    text = make_text()
    with ExitStack() as stack:

        def made(name: str) -> Library:
            library = stack.enter_context(Library.create(tmp_path / f"{name}.sqlite", name, LAYERS))
            library.apply([Edit("version", text.id, {"label": "Sample", "imported": name})], name.title(), texts=[text])
            return library

        yield made


@pytest.fixture
def ours(make: Make) -> Library:
    return make("ours")


@pytest.fixture
def theirs(make: Make) -> Library:
    return make("theirs")


def edit(library: Library, id: str, by: str = "", **fields: object) -> ChangeSet:
    return library.apply([Edit("annotation", id, fields)], by or library.origin.title())


def test_what_a_partner_says_comes_with_its_layers_and_is_found(ours: Library, theirs: Library, text: Text) -> None:
    annotate(ours, text, "heard", "a1", "Ours")
    annotate(theirs, text, "everyone", "b1", "A partner's words", "surveillance")
    theirs.apply([Edit("reply", "r1", {"annotation": "b1", "commentary": "And an answer"})], "Theirs")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert (receipt.added, receipt.changed, receipt.deleted, receipt.unchanged) == (("b1",), (), (), 0)
    assert receipt.others["reply"] == 1
    assert receipt.conflicts == ()
    assert ours.annotation("b1").categories == ("surveillance",)
    assert [row.annotation for row in ours.search("partner")] == ["b1"]
    assert [row.commentary for row in ours.replies("b1")] == ["And an answer"]
    assert ours.problems() == []
    again = ours.receive(delivery_of(theirs), "Reader")
    assert (again.merge, again.added, again.unchanged) == ("", (), 1)
    assert [(row.sender, row.annotations, row.withdrawn) for row in ours.merges()] == [("Partner", 1, False)]


def test_a_preview_says_the_same_and_changes_nothing(ours: Library, theirs: Library, text: Text) -> None:
    annotate(theirs, text, "everyone", "b1", "A partner's words")
    before = dump(ours)
    heard: list[ChangeSet] = []
    ours.listen(heard.append)
    seen = ours.receive(delivery_of(theirs), "Reader", preview=True)
    assert (dump(ours), ours.merges(), heard) == (before, [], [])
    done = ours.receive(delivery_of(theirs), "Reader")
    assert replace(seen, merge="") == replace(done, merge="")
    assert heard[0].touches("annotation", "b1", "commentary")
    assert heard[0].touches("annotation_category")
    assert heard[0].annotations == {"b1"}
    assert not heard[0].touches("annotation", "a1")


@pytest.fixture
def shared(ours: Library, theirs: Library, text: Text) -> tuple[Library, Library]:
    """Both have the same annotation, by ours."""
    annotate(ours, text, "heard", "a1", "First words")
    theirs.receive(delivery_of(ours), "Theirs")
    return ours, theirs


def test_edits_of_different_fields_both_stand(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(ours, "a1", stance="risk")
    edit(theirs, "a1", severity="watch")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert (receipt.changed, receipt.conflicts) == (("a1",), ())
    assert (ours.annotation("a1").stance, ours.annotation("a1").severity) == ("risk", "watch")


def test_edits_of_one_field_are_a_conflict_that_both_keep(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(ours, "a1", commentary="Ours")
    edit(theirs, "a1", commentary="Theirs")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    theirs.receive(delivery_of(ours), "Theirs")
    (found,) = receipt.conflicts
    assert found.id == "annotation.a1.commentary"
    assert [(row.value, row.author, row.is_ours, row.is_displayed) for row in found.claims] == [
        ("Theirs", "Theirs", False, True),
        ("Ours", "Ours", True, False),
    ]
    assert ours.conflicts("a1") == [found]
    assert dump(ours) == dump(theirs)
    assert ours.receive(delivery_of(theirs), "Reader").conflicts == ()  # it was there before


def test_a_settlement_is_an_edit_that_travels(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(ours, "a1", commentary="Ours")
    edit(theirs, "a1", commentary="Theirs")
    ours.receive(delivery_of(theirs), "Reader")
    theirs.receive(delivery_of(ours), "Theirs")
    ours.apply([Edit("annotation", "a1", {"commentary": "Theirs"})], "Reader", settles=True)  # what is shown anyway
    assert ours.conflicts() == []
    theirs.receive(delivery_of(ours), "Theirs")
    assert theirs.conflicts() == []
    assert dump(ours) == dump(theirs)


def test_a_deletion_beside_an_edit_stays_visible_until_it_is_settled(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(ours, "a1", deleted=True)
    edit(theirs, "a1", commentary="Needed")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert receipt.added == ("a1",)
    (found,) = receipt.conflicts
    assert (found.field, [(row.value, row.is_displayed) for row in found.claims]) == (
        DELETED,
        [(False, True), (True, False)],
    )
    assert ours.annotation("a1").commentary == "Needed"
    ours.apply([Edit("annotation", "a1", {DELETED: True})], "Reader", settles=True)
    assert (ours.annotations(), ours.conflicts()) == ([], [])
    assert theirs.receive(delivery_of(ours), "Theirs").deleted == ("a1",)
    assert dump(ours) == dump(theirs)


def test_a_deletion_that_knew_of_everything_deletes(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(theirs, "a1", deleted=True)
    assert ours.receive(delivery_of(theirs), "Reader").deleted == ("a1",)
    assert ours.conflicts() == []


def test_what_a_library_began_with_yields_to_whoever_said_otherwise(ours: Library, theirs: Library) -> None:
    theirs.apply([Edit("category", "oversight", {"name": "Control"})], "Theirs")
    theirs.apply([Edit("category", "surveillance", {DELETED: True})], "Theirs")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert receipt.conflicts == ()  # nor about how the text came to each
    assert [row.name for row in ours.codebook().layers] == ["Control"]


def test_two_people_in_the_same_layer_are_one_link(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    link = Edit("annotation_category", link_id("a1", "surveillance"), {"annotation": "a1", "category": "surveillance"})
    ours.apply([link], "Ours")
    theirs.apply([link], "Theirs")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert (receipt.conflicts, ours.annotation("a1").categories) == ((), ("oversight", "surveillance"))


def test_undo_of_a_merge_takes_it_back_and_appends_nothing(shared: tuple[Library, Library], text: Text) -> None:
    ours, theirs = shared
    annotate(theirs, text, "everyone", "b1", "A partner's words")
    edit(theirs, "a1", commentary="Theirs")
    before = dump(ours)
    ours.receive(delivery_of(theirs), "Reader")
    after, count = dump(ours), changes(ours)
    heard: list[ChangeSet] = []
    ours.listen(heard.append)
    ours.undo("Reader")
    assert dump(ours) == before
    assert heard[0].annotations == {"a1", "b1"}
    assert [row.withdrawn for row in ours.merges()] == [True]
    theirs.receive(delivery_of(ours), "Theirs")
    assert theirs.annotation("b1").commentary == "A partner's words"
    ours.redo("Reader")
    assert dump(ours) == after
    assert changes(ours) == count
    ours.undo("Reader")
    ours.undo("Reader")  # the annotation that was made here
    assert ours.annotations() == []
    ours.redo("Reader")
    ours.redo("Reader")
    assert {row.id: row.commentary for row in ours.annotations()} == {"a1": "Theirs", "b1": "A partner's words"}
    assert ours.problems() == []


def changes(library: Library) -> int:
    found: int = library._db.execute("SELECT count(*) FROM change").fetchone()[0]
    return found


def test_undo_goes_on_in_order_after_reopening(shared: tuple[Library, Library], text: Text, tmp_path: Path) -> None:
    ours, theirs = shared
    annotate(theirs, text, "everyone", "b1")
    ours.receive(delivery_of(theirs), "Reader")
    annotate(ours, text, "Purpose", "a2")
    ours.close()
    with Library.open(tmp_path / "ours.sqlite", "ours") as again:
        seen = []
        for _ in range(3):
            again.undo("Reader")
            seen.append([row.id for row in again.annotations()])
        assert seen == [["b1", "a1"], ["a1"], []]


def test_files_merged_together_are_one_thing_to_undo(ours: Library, make: Make, text: Text) -> None:
    partners = [make(name) for name in ("one", "two")]
    for number, partner in enumerate(partners):
        annotate(partner, text, "everyone", f"b{number}")
    heard: list[ChangeSet] = []
    ours.listen(heard.append)
    with ours.merging():
        for partner in partners:
            ours.receive(delivery_of(partner, partner.path.name), "Reader")
    assert [row.annotations for row in heard] == [{"b0", "b1"}]
    assert len(ours.merges()) == 2
    ours.undo("Reader")
    assert ours.annotations() == []
    ours.redo("Reader")
    assert len(ours.annotations()) == 2
    with ours.merging(preview=True):
        annotate(partners[0], text, "heard", "b9")
        assert ours.receive(delivery_of(partners[0]), "Reader").added == ("b9",)
    assert len(ours.annotations()) == 2


def test_a_file_that_is_refused_does_not_spoil_those_beside_it(ours: Library, theirs: Library, text: Text) -> None:
    annotate(theirs, text, "everyone", "b1")
    good = delivery_of(theirs)
    (row, *_) = next(iter(good.batches()))
    with ours.merging():
        with pytest.raises(UnusableFile):
            ours.receive(delivery([(*row[:3], "treaty", *row[4:])]), "Reader")
        ours.receive(good, "Reader")
    assert [row.id for row in ours.annotations()] == ["b1"]


def test_what_came_by_two_merges_stays_while_one_stands(ours: Library, theirs: Library, make: Make, text: Text) -> None:
    third = make("third")
    annotate(theirs, text, "everyone", "b1")
    third.receive(delivery_of(theirs), "Third")
    first = ours.receive(delivery_of(theirs), "Reader").merge
    second = ours.receive(delivery_of(third), "Reader").merge
    ours.unmerge(first)
    assert ours.annotation("b1")
    ours.unmerge(second)
    assert ours.annotations() == []
    assert ours.receive(delivery_of(theirs), "Reader").added == ("b1",)  # by a third merge
    with pytest.raises(NotFound, match="nothing-like-it"):
        ours.unmerge("nothing-like-it")


def test_unmerging_leaves_what_something_of_ours_needs(make: Make, tmp_path: Path) -> None:
    other = make_text("Article 1. Else\n1. Something else is said here.\n2. More of it.\nArticle 2\nThe end.")
    theirs = make("theirs")
    theirs.apply([Edit("version", other.id, {"label": "Another"})], "Theirs", texts=[other])
    theirs.apply([Edit("category", "new", {"name": "New", "parent": "group"})], "Theirs")
    theirs.apply([Edit("category", "group", {"name": "Group"})], "Theirs")
    theirs.apply([Edit("category", "unused", {"name": "Unused"})], "Theirs")
    annotate(theirs, other, "Something", "b1")
    with Library.create(tmp_path / "empty.sqlite", "empty") as ours:
        merge = ours.receive(delivery_of(theirs), "Reader").merge
        annotate(ours, other, "More", "a1", "On their text, in their layer", "new")
        ours.unmerge(merge)
        assert [row.data.label for row in ours.versions()] == ["Another"]
        assert [(row.id, row.categories) for row in ours.annotations()] == [("a1", ("new",))]
        assert {row.name for row in ours.codebook().categories} == {"New", "Group"}
        assert ours.problems() == []


def test_an_annotation_waits_for_its_text(make: Make, tmp_path: Path, text: Text) -> None:
    theirs = make("theirs")
    annotate(theirs, text, "everyone", "b1", "Waits")
    theirs.apply([Edit("reply", "r1", {"annotation": "b1", "commentary": "So does this"})], "Theirs")
    with Library.create(tmp_path / "empty.sqlite", "empty", LAYERS) as ours:
        receipt = ours.receive(delivery_of(theirs), "Reader", texts=())
        assert (receipt.added, dict(receipt.lacking), receipt.unchanged) == ((), {text.id: 1}, 0)
        assert (ours.annotations(), ours.search("waits"), ours.problems()) == ([], [], [])
        heard: list[ChangeSet] = []
        ours.listen(heard.append)
        ours.apply([], "Reader", texts=[text])
        assert heard[0].annotations == {"b1"}
        assert ours.annotation("b1").categories == ("oversight",)
        assert [row.commentary for row in ours.replies("b1")] == ["So does this"]
        assert ours.problems() == []


def test_a_clock_far_ahead_is_held_until_it_is_accepted(
    ours: Library, theirs: Library, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate(theirs, text, "everyone", "b1", "Now")
    now = now_milliseconds()
    with monkeypatch.context() as patched:
        patched.setattr("annotator.store.changing_side.now_milliseconds", lambda: now + 3 * AHEAD_LIMIT)
        edit(theirs, "b1", commentary="In days to come")
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert (receipt.waiting, ours.waiting(), ours.annotation("b1").commentary) == (1, 1, "Now")
    made = edit(ours, "b1", stance="risk")
    assert Stamp.parse(made.changes[0].hlc).milliseconds < now + AHEAD_LIMIT  # our clock does not follow
    assert ours.accept_waiting().touches("annotation", "b1")
    assert (ours.waiting(), ours.annotation("b1").commentary) == (0, "In days to come")
    made = edit(ours, "b1", stance="note")
    assert Stamp.parse(made.changes[0].hlc).milliseconds < now + AHEAD_LIMIT
    assert ours.problems() == []


def test_what_falls_due_counts_when_the_library_is_opened(
    ours: Library, theirs: Library, text: Text, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = now_milliseconds()
    with monkeypatch.context() as patched:
        patched.setattr("annotator.store.changing_side.now_milliseconds", lambda: now + 3 * AHEAD_LIMIT)
        annotate(theirs, text, "everyone", "b1", "In days to come")
    ours.receive(delivery_of(theirs), "Reader")
    assert ours.annotations() == []
    ours.close()
    monkeypatch.setattr("annotator.store.library.now_milliseconds", lambda: now + 3 * AHEAD_LIMIT)
    with Library.open(tmp_path / "ours.sqlite", "ours") as again:
        assert [row.id for row in again.annotations()] == ["b1"]
        assert again.waiting() == 0


def test_what_was_erased_is_not_taken_in_again(shared: tuple[Library, Library], text: Text) -> None:
    ours, theirs = shared
    edit(theirs, "a1", commentary="Words that we do not want")
    theirs.apply([Edit("reply", "r1", {"annotation": "a1", "commentary": "Nor these"})], "Theirs")
    annotate(theirs, text, "everyone", "b1")
    ours.erase(["a1"])
    receipt = ours.receive(delivery_of(theirs), "Reader")
    assert receipt.added == ("b1",)
    assert "erased" in receipt.rejected[0]
    assert ours._db.execute(
        "SELECT count(*) FROM change WHERE instr(fields, 'want') OR instr(fields, 'Nor')"
    ).fetchone() == (0,)
    assert ours.problems() == []


def test_who_sent_what(shared: tuple[Library, Library], text: Text) -> None:
    ours, theirs = shared
    edit(theirs, "a1", commentary="Theirs")
    annotate(theirs, text, "everyone", "b1")
    ours.receive(delivery_of(theirs, sender="Legal Desk"), "Reader")
    edit(ours, "b1", stance="risk")
    assert ours.merged_from("Legal Desk") == {"b1"}
    assert ours.merged_from("Nobody") == frozenset()
    assert ours.has_merged(delivery_of(theirs).sha256)
    assert not ours.has_merged("another")


def test_a_change_known_in_part_is_completed_and_never_contradicted(ours: Library, theirs: Library, text: Text) -> None:
    annotate(theirs, text, "everyone", "b1", "Words")
    rows = [row for batch in delivery_of(theirs).batches() for row in batch]
    (place,) = (place for place, row in enumerate(rows) if row[4] == "b1")

    def saying(**fields: object) -> Delivery:
        whole = json.loads(rows[place][9])
        part = {name: fields.get(name, whole[name]) for name in ("anchor", *fields)}
        return delivery([*rows[:place], (*rows[place][:9], json.dumps(part), None), *rows[place + 1 :]])

    ours.receive(saying(), "Reader")
    assert ours.annotation("b1").commentary == ""
    with pytest.raises(UnusableFile, match=r"partner.sqlite cannot be merged: it has the change .* with other words"):
        ours.receive(saying(anchor={**json.loads(rows[place][9])["anchor"], "start": 0}), "Reader")
    assert ours.receive(delivery(rows), "Reader").changed == ("b1",)
    assert ours.annotation("b1").commentary == "Words"
    assert ours.receive(saying(), "Reader").merge == ""
    assert ours.problems() == []


def test_a_ring_of_replacements_makes_nothing_vanish(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(theirs, "a1", commentary="Later")
    edit(theirs, "a1", commentary="Last")
    rows = [row for batch in delivery_of(theirs).batches() for row in batch if row[4] == "a1"]
    first, second = sorted((row for row in rows if "La" in row[9]), key=lambda row: row[5])
    forged = (*first[:8], json.dumps({"commentary": [second[0]]}), *first[9:])
    ours.receive(delivery([forged, second]), "Mallory")
    (found,) = ours.conflicts("a1")
    assert {row.value for row in found.claims} >= {"First words", "Last"}
    assert ours.problems() == []


def test_nobody_says_anything_more_in_our_name(shared: tuple[Library, Library]) -> None:
    ours, theirs = shared
    edit(ours, "a1", commentary="Ours")
    edit(theirs, "a1", commentary="Theirs")
    ours.receive(delivery_of(theirs), "Reader")
    before = dump(ours), ours.conflicts("a1")
    (mine, made), (other,) = (
        sorted(
            (row for row in rows_of(ours) if row[4] == "a1" and row[6] == origin), key=lambda row: row[5], reverse=True
        )
        for origin in ("ours", "theirs")
    )
    settled = (*mine[:8], json.dumps({"commentary": [made[0], other[0]]}), *mine[9:])
    assert ours.receive(delivery([settled]), "Mallory").merge == ""
    assert (dump(ours), ours.conflicts("a1")) == before
    more = (*mine[:9], json.dumps({"commentary": "Ours", "fallback": "Give in"}), None)
    with pytest.raises(UnusableFile, match="with other words than this library"):
        ours.receive(delivery([more]), "Mallory")
    assert (dump(ours), ours.conflicts("a1")) == before


def rows_of(library: Library) -> list[Row]:
    return [row for batch in delivery_of(library).batches() for row in batch]


@pytest.mark.parametrize("is_exact_first", [True, False])
def test_what_came_with_days_alone_gets_its_hour_when_that_comes(
    ours: Library, theirs: Library, text: Text, is_exact_first: bool
) -> None:
    annotate(theirs, text, "heard", "a1", "Theirs")
    rows = [row for batch in delivery_of(theirs).batches() for row in batch]
    coarse = [(*row[:5], day_of(row[5]), *row[6:]) for row in rows]
    for sent in (rows, coarse) if is_exact_first else (coarse, rows):
        ours.receive(delivery(sent, words=[text]), "Reader")
    assert {row[0]: row[5] for row in rows}.items() <= dict(ours._db.execute("SELECT id, hlc FROM change")).items()
    assert ours.annotation("a1").modified == theirs.annotation("a1").modified
    assert ours.problems() == []


def test_an_hour_that_cannot_be_believed_yet_waits_though_its_day_was(
    ours: Library, theirs: Library, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = 1_000_000_000_000 // AHEAD_LIMIT * AHEAD_LIMIT + AHEAD_LIMIT // 2
    monkeypatch.setattr(identity, "clock", lambda: (noon + AHEAD_LIMIT + 3_600_000) * 1_000_000)
    annotate(theirs, text, "heard", "a1", "Theirs")
    monkeypatch.setattr(identity, "clock", lambda: noon * 1_000_000)
    rows = [row for row in rows_of(theirs) if row[3] == "annotation"]
    coarse = [(*row[:5], day_of(row[5]), *row[6:]) for row in rows]
    assert ours.receive(delivery(coarse, words=[text]), "Reader").added == ("a1",)
    assert ours.receive(delivery(rows, words=[text]), "Reader").waiting == 1
    assert ours.annotations() == []
    ours.accept_waiting()
    assert [row.id for row in ours.annotations()] == ["a1"]
    assert ours.problems() == []


def test_a_stamp_is_never_raised_beyond_its_day(ours: Library, theirs: Library, text: Text) -> None:
    annotate(theirs, text, "heard", "a1", "Theirs")
    rows = [row for batch in delivery_of(theirs).batches() for row in batch]
    later = [(*row[:5], str(Stamp(Stamp.parse(row[5]).milliseconds + 1)), *row[6:]) for row in rows]
    for sent in (rows, later):
        ours.receive(delivery(sent, words=[text]), "Reader")
    assert ours.annotation("a1").modified == theirs.annotation("a1").modified


def test_what_comes_in_our_name_is_no_step_of_ours_and_no_claim(ours: Library, theirs: Library, text: Text) -> None:
    annotate(ours, text, "heard", "a1", "Our words")
    made = edit(ours, "a1", commentary="Better words")
    theirs.receive(delivery_of(ours), "Reader")
    annotate(theirs, text, "everyone", "b1", "Theirs")
    edit(theirs, "b1", commentary="Theirs, better")
    forged = [
        (*row[:1], made.id if row[4] == "b1" else row[1], *row[2:6], "ours", *row[7:])
        for batch in delivery_of(theirs).batches()
        for row in batch
        if row[4].startswith("b1")
    ]
    kept = (row for batch in delivery_of(ours).batches() for row in batch)
    said = next(row for row in kept if row[9] == '{"commentary":"Better words"}')
    beside = (forged[0][0][:-4] + "ffff", *said[1:8], '{"commentary":[]}', '{"commentary":"Not ours"}', None)
    ours.receive(delivery([*forged, beside]), "Reader")
    (conflict,) = ours.conflicts()
    assert [(row.value, row.is_ours) for row in sorted(conflict.claims, key=lambda row: row.is_ours)] == [
        ("Not ours", False),
        ("Better words", True),
    ]
    assert ours.undo("Reader") is not None  # the merge
    assert ours.redo("Reader") is not None
    settled = edit(ours, "a1", commentary="Settled")
    undone = [ours.undo("Reader") for _ in range(2)]
    assert [row.reverses for row in undone if row] == [settled.id, None]
    undone = [ours.undo("Reader") for _ in range(2)]
    assert all(row.entity_id != "b1" for turned in undone if turned for row in turned.changes)
    assert made.id not in ours._stack.undoable
