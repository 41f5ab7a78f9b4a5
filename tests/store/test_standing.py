"""What one change says, and what several weigh to, come out as the same row."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.change import DELETED, ENTITIES, Change
from annotator.model.merging import Lineage
from annotator.store.schema import ANCHOR_COLUMNS, columns
from annotator.store.standing import row_of, row_of_one

ANCHORS = st.fixed_dictionaries(
    {name: st.integers(0, 9) if name in ("start", "end") else st.text(max_size=3) for name in ANCHOR_COLUMNS[:-1]}
    | {"whole": st.booleans()}
)


def values(entity: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any of an entity's fields, with values of their types."""
    kinds: dict[type, st.SearchStrategy[Any]] = {
        str: st.text(max_size=5),
        bool: st.booleans(),
        int: st.integers(-9, 9),
        dict: ANCHORS,
        list: st.lists(st.lists(st.text(max_size=3), max_size=2), max_size=2),
    }
    fields = {name: kinds[type(default)] for name, default in (ENTITIES[entity] | {DELETED: False}).items()}
    return st.fixed_dictionaries({}, optional=fields).filter(bool)


SAID = st.sampled_from(list(ENTITIES)).flatmap(lambda entity: st.tuples(st.just(entity), values(entity)))
STAMPS = st.integers(0, 2**40).map(lambda row: f"{row:012x}.000000")


@given(said=SAID, hlc=STAMPS)
def test_a_change_alone_and_a_change_weighed_are_the_same_row(said: tuple[str, dict[str, Any]], hlc: str) -> None:
    entity, fields = said
    change = Change("c1", "s1", None, entity, "x1", hlc, "here", "Reader", {}, fields)
    alone = row_of_one(entity, "x1", hlc, fields)
    assert alone == row_of(Lineage(entity, [change]), "x1")
    assert len(alone) == 1 + len(columns(entity))
