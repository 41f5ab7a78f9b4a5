"""What is shared is read, merged and shared back: by the program's own reader, in whole libraries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Annotation, Person
from annotator.model.change import Edit
from annotator.model.delivery import Placement, Receipt
from annotator.model.selection import Filters
from annotator.model.sharing import Names, SharingOptions
from annotator.operations.annotating import Assignment, delete_annotations, edit_annotations, reply
from annotator.operations.sharing import share
from annotator.sharing.reading import read_delivery
from annotator.store.library import Library
from tests.sharing.planting import ANA, plant
from tests.store.samples import WORDS, make_text

BEN = Person("Ben Other", "Partners")
EVERYBODY = Filters(audience=("organisation", "coalition", "public"))


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Library]:
    with plant(tmp_path) as library:
        yield library


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Library]:
    """A partner's library, empty."""
    with Library.create(tmp_path / "theirs.sqlite", "theirs") as library:
        yield library


def send(sender: Library, receiver: Library, filters: Filters = EVERYBODY, **options: Any) -> Receipt:
    target = sender.path.with_name("on its way.sqlite")
    share(sender, target, filters, SharingOptions(**options), ANA)
    with read_delivery(target) as delivery:
        return receiver.receive(delivery, BEN)


def told(library: Library) -> dict[str, tuple[Any, ...]]:
    """What people see of each annotation, but for who and when."""
    return {row.id: _told(library, row) for row in library.annotations()}


def _told(library: Library, row: Annotation) -> tuple[Any, ...]:
    names = {id.id: id.name for id in library.codebook().categories}
    sources = {source.id: source.title for source in library.authorities()}
    return (
        *(row.anchor, row.commentary, row.stance, row.severity, row.ask, row.audience, row.status),
        *(frozenset(row.tags), frozenset(names[id] for id in row.categories if id in names)),
        *(frozenset(sources[id] for id in row.authorities), [part.commentary for part in library.replies(row.id)]),
    )


@pytest.mark.parametrize("names", ["kept", "pseudonym", "none"])
def test_a_partner_sees_what_was_shared_whatever_was_disguised(mine: Library, tmp_path: Path, names: Names) -> None:
    shared = {id: row for id, row in told(mine).items() if row[5] != "me"}
    for number, (coarse, replies) in enumerate([(False, True), (True, False)]):
        with Library.create(tmp_path / f"{number}.sqlite", "theirs") as theirs:
            options = {"names": names, "pseudonym": "Night Watch", "coarse_times": coarse, "replies": replies}
            receipt = send(mine, theirs, **options)

            assert set(receipt.added) == set(shared)
            assert receipt.conflicts == ()
            assert {id: row[:-1] for id, row in told(theirs).items()} == {id: row[:-1] for id, row in shared.items()}
            assert any(row[-1] for row in told(theirs).values()) is replies
            authors = {row.author for row in theirs.annotations()}
            assert authors == ({row.author for row in mine.annotations()} if names == "kept" else authors)
            assert names == "kept" or authors == ({"Night Watch"} if names == "pseudonym" else {""})
            assert theirs.problems() == []


def test_the_same_file_again_and_a_later_one_bring_only_what_is_new(mine: Library, theirs: Library) -> None:
    send(mine, theirs)
    assert send(mine, theirs).merge == ""
    changed, gone = sorted(id for id, row in told(mine).items() if row[5] in ("public", "coalition"))[:2]
    edit_annotations(mine, [changed], Assignment(commentary="anew", tags=("another",)), ANA)
    delete_annotations(mine, [gone], ANA)

    receipt = send(mine, theirs)

    assert (receipt.added, receipt.changed, receipt.deleted) == ((), (changed,), (gone,))
    assert told(theirs)[changed] == told(mine)[changed]
    assert gone not in told(theirs)
    assert theirs.problems() == []


@pytest.mark.parametrize("names", ["kept", "pseudonym", "none"])
def test_what_comes_back_from_under_a_pseudonym_is_still_mine(mine: Library, theirs: Library, names: Names) -> None:
    send(mine, theirs, names=names, pseudonym="Night Watch", coarse_times=True)
    public = next(id for id, row in told(theirs).items() if row[5] == "public")
    edit_annotations(theirs, [public], Assignment(commentary="edited by a partner"), BEN)
    reply(theirs, public, "and answered", BEN)
    before = {row.id: (row.author, row.organisation, row.created) for row in mine.annotations()}

    receipt = send(theirs, mine)

    assert public in receipt.changed
    assert told(mine)[public][1] == "edited by a partner"
    assert "and answered" in told(mine)[public][-1]
    assert {row.id: (row.author, row.organisation, row.created) for row in mine.annotations()} == before
    assert mine.problems() == []


def test_two_who_edit_at_the_same_time_both_stand_and_a_settlement_travels(mine: Library, theirs: Library) -> None:
    send(mine, theirs)
    public = next(id for id, row in told(theirs).items() if row[5] == "public")
    edit_annotations(theirs, [public], Assignment(commentary="theirs"), BEN)
    edit_annotations(mine, [public], Assignment(commentary="mine"), ANA)

    receipt = send(theirs, mine)
    assert [{claim.value for claim in row.claims} for row in receipt.conflicts] == [{"mine", "theirs"}]
    edit_annotations(mine, [public], Assignment(commentary="ours"), ANA)
    assert mine.conflicts() == []
    send(mine, theirs)

    assert theirs.conflicts() == []
    assert told(theirs)[public][1] == "ours"


def test_without_texts_annotations_wait_for_them_and_quotations_are_there(mine: Library, theirs: Library) -> None:
    receipt = send(mine, theirs, texts=False)

    assert theirs.annotations() == []
    assert sum(receipt.lacking.values()) == len([row for row in told(mine).values() if row[5] != "me"])
    assert make_text().id in receipt.lacking


def test_what_a_third_party_receives_through_a_partner_is_the_same(
    mine: Library, theirs: Library, tmp_path: Path
) -> None:
    send(mine, theirs)
    with Library.create(tmp_path / "third.sqlite", "third") as third:
        receipt = send(theirs, third)
        assert told(third) == told(theirs)
        assert receipt.conflicts == ()
        assert send(mine, third).added == ()
        assert third.problems() == []


def test_an_annotation_that_is_shown_on_another_setting_of_its_text_leaves_as_it_was_made(
    mine: Library, theirs: Library, tmp_path: Path
) -> None:
    ours = make_text(WORDS.replace("Terms", "Use of terms"))
    theirs.apply([Edit("version", ours.id, {"label": "Our setting", "sha256": ours.sha256})], BEN, texts=[ours])
    public = next(id for id, row in told(mine).items() if row[1] == "MarkPublíc")
    send(mine, theirs, Filters(annotation=(public,)), texts=False)
    there = anchor_quote(ours, "only by law")
    theirs.place([Placement(public, there, "exact")])
    assert theirs.annotation(public).anchor == there

    target = tmp_path / "onward.sqlite"
    done = share(theirs, target, Filters(), SharingOptions(), BEN)

    assert [(row.name, row.annotations) for row in done.leaving.texts] == [("Our setting", 1)]
    with Library.create(tmp_path / "third.sqlite", "third") as third, read_delivery(target) as delivery:
        receipt = third.receive(delivery, BEN)
        assert receipt.lacking == {make_text().id: 1}
        send(mine, third)
        assert third.annotation(public).anchor == mine.annotation(public).anchor


def test_two_files_under_pseudonyms_share_no_id_that_tells_of_one_library(mine: Library, tmp_path: Path) -> None:
    """One to the coalition under the real names, one on another note under a pseudonym."""
    public, coalition = (next(id for id, row in told(mine).items() if row[1] == f"Mark{word}") for word in _OPEN)
    files = []
    for id, names in ((public, "kept"), (coalition, "pseudonym"), (coalition, "none")):
        target = tmp_path / f"{names}.sqlite"
        share(mine, target, Filters(annotation=(id,)), SharingOptions(names, "Night Watch", True), ANA)
        with read_delivery(target) as delivery:
            files.append([row for batch in delivery.batches() for row in batch])
    known = {part for row in files[0] for part in (row[0], row[1], row[6])} - {""}

    for rows in files[1:]:
        assert rows
        assert known.isdisjoint({part for row in rows for part in (row[0], row[1], row[6])})
        assert not any(id in row[8] for row in rows for id in known)


_OPEN = ("Publíc", "Coalitión")


def test_layers_and_texts_from_under_a_pseudonym_give_way_to_what_is_here(mine: Library, theirs: Library) -> None:
    send(mine, theirs, names="none")
    theirs.apply([Edit("category", "used", {"name": "As we call it"})], BEN)
    mine.apply([Edit("category", "used", {"name": "Renamed"})], ANA)
    text = make_text().id
    mine.apply([Edit("version", text, {"label": "Renamed too"})], ANA)

    receipt = send(mine, theirs, names="none")

    assert receipt.conflicts == ()
    assert {row.id: row.name for row in theirs.codebook().categories}["used"] == "As we call it"
    assert theirs.version(text).name == "Renamed too"
    back = send(theirs, mine)
    assert [(row.entity_id, row.field) for row in back.conflicts] == [("used", "name")]
    assert mine.version(text).name == "Renamed too"
    assert theirs.problems() == mine.problems() == []
