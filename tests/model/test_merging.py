"""What stands of what several people said, whatever a file claims to have replaced what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.change import DELETED, Change
from annotator.model.merging import MOST_DELETIONS, Lineage

MANY = 2_000
GRAPHS = st.lists(st.sets(st.integers(0, 5)), min_size=6, max_size=6)


class Counting(dict[str, tuple[str, ...]]):
    """What a change replaced; counts how often anybody asks."""

    asked = 0

    def get(self, key: str, default: Any = None) -> Any:
        Counting.asked += 1
        return super().get(key, default)


def change(id: str, fields: dict[str, Any], replaced: Sequence[str] = (), field: str = "commentary") -> Change:
    return Change(id, id, None, "annotation", "a", id, "there", "Partner", Counting({field: tuple(replaced)}), fields)


@given(graph=GRAPHS, unapplied=st.sets(st.integers(0, 5)))
def test_of_rings_those_stand_that_none_replaced_that_they_did_not_replace(
    graph: list[set[int]], unapplied: set[int]
) -> None:
    rows = [change(str(n), {"commentary": str(n)}, sorted(map(str, to))) for n, to in enumerate(graph)]
    reached = {n: _reached(graph, n) for n in range(6)}
    applied = set(range(6)) - unapplied
    stand = {n for n in applied if all(m in reached[n] for m in applied if n in reached[m] and m != n)}
    found = Lineage("annotation", rows, {str(n) for n in unapplied}).heads.get("commentary", ())
    assert {int(row.id) for row in found} == stand


def test_a_ring_of_thousands_is_gone_through_a_few_times() -> None:
    ring = [change(f"{n:05}", {"commentary": str(n)}, [f"{(n - 1) % MANY:05}"]) for n in range(MANY)]
    Counting.asked = 0
    assert len(Lineage("annotation", ring).heads["commentary"]) == MANY
    assert Counting.asked < 10 * MANY


def test_thousands_of_deletions_do_not_each_go_through_all_that_was_said() -> None:
    said = [change(f"1{n:05}", {"commentary": str(n)}, [f"1{n - 1:05}"] if n else []) for n in range(MANY)]
    deletions = [change(f"2{n:05}", {DELETED: True}, [said[-2].id]) for n in range(MANY)]
    Counting.asked = 0
    lineage = Lineage("annotation", [*said, *deletions])
    assert not lineage.is_deleted
    assert {row.id for row in lineage.disputes()[DELETED]} == {said[-1].id, *(row.id for row in deletions)}
    assert Counting.asked < 10 * MOST_DELETIONS * MANY < MANY * MANY


def _reached(graph: list[set[int]], start: int) -> set[int]:
    found: set[int] = set()
    ahead = list(graph[start])
    while ahead:
        n = ahead.pop()
        if n not in found:
            found.add(n)
            ahead += graph[n]
    return found
