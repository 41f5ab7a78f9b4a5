"""What leaves of one thing, from a history of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.change import Change
from annotator.model.delivery import Row
from annotator.model.merging import Lineage
from annotator.model.sharing import Disguise, SharingOptions
from annotator.sharing.leaving import leaving_rows


def change(id: str, previous: Mapping[str, Sequence[str]] | None = None, *, hlc: int = 0, **fields: Any) -> Change:
    ancestors = {name: tuple(ids) for name, ids in (previous or {}).items()}
    return Change(id, "set", "undone", "annotation", "a", f"{hlc:012x}.000000", "here", "Ana", ancestors, fields)


def leaving(*history: Change, unapplied: Sequence[str] = ()) -> dict[str, tuple[Any, Any]]:
    """Change id to the previous and the fields that leave."""
    rows = leaving_rows(Lineage("annotation", history, unapplied), Disguise(SharingOptions()))
    return {row[0]: (json.loads(row[8]), json.loads(row[9])) for row in rows}


def test_only_what_a_change_still_decides_leaves_with_the_bare_ids_of_all_that_it_replaced() -> None:
    history = [
        change("1", commentary="first wording", stance="risk"),
        change("2", {"commentary": ["1"]}, commentary="second wording"),
        change("3", {"commentary": ["2"]}, commentary="third wording"),
    ]

    assert leaving(*history) == {
        "1": ({}, {"stance": "risk"}),
        "3": ({"commentary": ["1", "2"]}, {"commentary": "third wording"}),
    }


def test_both_sides_of_a_conflict_leave() -> None:
    history = [
        change("1", commentary="base"),
        change("2", {"commentary": ["1"]}, commentary="mine"),
        change("3", {"commentary": ["1"]}, commentary="theirs"),
    ]

    assert leaving(*history) == {
        "2": ({"commentary": ["1"]}, {"commentary": "mine"}),
        "3": ({"commentary": ["1"]}, {"commentary": "theirs"}),
    }


def test_of_what_is_deleted_only_that_it_is_with_the_edits_that_the_deletion_knew() -> None:
    history = [
        change("1", commentary="secret", stance="risk"),
        change("2", {"commentary": ["1"]}, commentary="more secret"),
        change("3", {"commentary": ["2"], "stance": ["1"]}, deleted=True),
    ]

    assert leaving(*history) == {"3": ({"commentary": ["1", "2"], "stance": ["1"]}, {"deleted": True})}


def test_an_edit_beside_a_deletion_leaves_with_it() -> None:
    history = [
        change("1", commentary="base"),
        change("2", {"commentary": ["1"]}, deleted=True),
        change("3", {"commentary": ["1"]}, commentary="edited by who did not know"),
    ]

    assert leaving(*history) == {
        "2": ({"commentary": ["1"]}, {"deleted": True}),
        "3": ({"commentary": ["1"]}, {"commentary": "edited by who did not know"}),
    }


def test_what_is_not_applied_does_not_leave_but_its_ancestry_counts() -> None:
    history = [
        change("1", commentary="base"),
        change("2", {"commentary": ["1"]}, commentary="withdrawn"),
        change("3", {"commentary": ["2"]}, commentary="settled"),
        change("4", {"commentary": ["3"]}, commentary="from a clock years ahead"),
    ]

    assert leaving(*history, unapplied=["2", "4"]) == {"3": ({"commentary": ["1", "2"]}, {"commentary": "settled"})}
    assert leaving(*history[:2], unapplied=["2"]) == {"1": ({}, {"commentary": "base"})}


def test_a_history_that_goes_in_a_circle_ends_and_no_change_replaces_itself() -> None:
    history = [change("1", {"stance": ["2"]}, stance="risk"), change("2", {"stance": ["1"]}, stance="gap")]

    assert leaving(*history) == {
        "1": ({"stance": ["2"]}, {"stance": "risk"}),
        "2": ({"stance": ["1"]}, {"stance": "gap"}),
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Edits and deletions, each of which knew of some that went before: as after any number of merges."""
    made: list[Change] = []
    for number in range(draw(st.integers(1, 9))):
        names = draw(st.sets(st.sampled_from(("commentary", "stance", "deleted")), min_size=1))
        known = draw(st.sets(st.sampled_from([row.id for row in made]))) if made else set()
        lineage = Lineage("annotation", [row for row in made if row.id in known])
        fields = {name: draw(st.booleans()) if name == "deleted" else f"{name} {number}" for name in sorted(names)}
        heads = lineage.heads
        seen = heads if fields.get("deleted") else {name: heads.get(name, ()) for name in fields}
        previous = {name: [row.id for row in rows] for name, rows in seen.items()}
        made.append(change(str(number), previous, hlc=draw(st.integers(0, 5)), **fields))
    return made


def _read_back(rows: Sequence[Row]) -> list[Change]:
    found = []
    for id, change_set, reverses, entity, entity_id, hlc, origin, author, previous, fields, signature in rows:
        ancestors = {name: tuple(ids) for name, ids in json.loads(previous).items()}
        known = (id, change_set, reverses, entity, entity_id, hlc, origin, author)
        found.append(Change(*known, ancestors, json.loads(fields), signature))
    return found


@given(histories())
def test_what_leaves_stands_as_the_whole_history_does(history: list[Change]) -> None:
    whole = Lineage("annotation", history)
    shared = Lineage("annotation", _read_back(leaving_rows(Lineage("annotation", history), Disguise(SharingOptions()))))

    assert shared.is_deleted == whole.is_deleted
    if not whole.is_deleted:
        assert _said(whole) == _said(shared)


@given(histories(), st.data())
def test_whoever_knows_an_earlier_part_of_it_ends_where_the_whole_history_does(
    history: list[Change], data: st.DataObject
) -> None:
    """A partner who got some of it before, and now the rest as it leaves, sees what we see."""
    count = data.draw(st.integers(0, len(history)))
    shared = {
        row.id: row for row in _read_back(leaving_rows(Lineage("annotation", history), Disguise(SharingOptions())))
    }
    united = {row.id: row for row in history[:count]} | {
        id: row for id, row in shared.items() if id not in {r.id for r in history[:count]}
    }
    for row in history[:count]:
        if row.id in shared:  # the same change, of which more of what it replaced is told now
            previous = {
                name: tuple({*row.previous.get(name, ()), *shared[row.id].previous.get(name, ())})
                for name in {*row.previous, *shared[row.id].previous}
            }
            united[row.id] = Change(*_head(row), previous, {**row.fields, **shared[row.id].fields})
    whole, theirs = Lineage("annotation", history), Lineage("annotation", united.values())

    assert theirs.is_deleted == whole.is_deleted
    if not whole.is_deleted:
        assert _said(whole) == _said(theirs)


def _said(lineage: Lineage) -> dict[str, list[Any]]:
    """What each field says, the displayed value first."""
    return {name: [row.fields[name] for row in rows] for name, rows in lineage.heads.items()}


def _head(row: Change) -> tuple[Any, ...]:
    return (row.id, row.change_set, row.reverses, row.entity, row.entity_id, row.hlc, row.origin, row.author)


@pytest.mark.parametrize("entity", ["annotation", "reply"])
def test_undone_sets_and_signatures_do_not_leave(entity: str) -> None:
    row = Change("1", "set", "undone", entity, "a", "0.0", "here", "Ana", {}, {"commentary": "x"}, "signed")

    assert leaving_rows(Lineage(entity, [row]), Disguise(SharingOptions())) == [
        ("1", "set", None, entity, "a", "0.0", "here", "Ana", "{}", '{"commentary":"x"}', None)
    ]
