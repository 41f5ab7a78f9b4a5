from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Annotation
from annotator.ui.reader.intervals import Intervals
from annotator.ui.reader.stepping import next_annotation, previous_annotation

_PLACES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 200)), max_size=30)


def _rows(places: list[tuple[int, int]]) -> list[Annotation]:
    return [
        Annotation(f"a{number:02}", Anchor("v", start, start + length, "", "", "", ""))
        for number, (start, length) in enumerate(places)
    ]


def _ids(rows: list[Annotation]) -> set[str]:
    return {row.id for row in rows}


@given(_PLACES, st.integers(0, 500), st.integers(1, 100))
def test_what_crosses_a_stretch_is_found_and_nothing_else(places: list[tuple[int, int]], start: int, size: int) -> None:
    rows = _rows(places)
    crossing = {row.id for row in rows if row.anchor.start < start + size and start < row.anchor.end}
    assert _ids(Intervals(rows).crossing(start, start + size)) == crossing


@given(_PLACES, _PLACES, st.integers(0, 500))
def test_adding_one_by_one_and_taking_away_gives_the_same(
    kept: list[tuple[int, int]], removed: list[tuple[int, int]], start: int
) -> None:
    rows = _rows(kept + removed)
    intervals = Intervals()
    for row in rows:
        intervals.put(row)
        intervals.put(row)
    for row in rows[len(kept) :]:
        assert intervals.remove(row.id) == row
    fresh = Intervals(rows[: len(kept)])
    assert len(intervals) == len(fresh)
    assert _ids(intervals.crossing(start, start + 50)) == _ids(fresh.crossing(start, start + 50))
    assert list(intervals.starts_from(start)) == list(fresh.starts_from(start))
    assert list(intervals.starts_before(start)) == list(fresh.starts_before(start))


@given(_PLACES)
def test_stepping_visits_every_annotation_once_and_back_again(places: list[tuple[int, int]]) -> None:
    rows = _rows(places)
    intervals = Intervals(rows)
    forwards: list[str] = []
    last = found = next_annotation(intervals, -1, None, lambda _row: True)
    while found:
        forwards.append(found.id)
        last, found = found, next_annotation(intervals, -1, found, lambda _row: True)
    backwards: list[str] = []
    while last:
        backwards.append(last.id)
        last = previous_annotation(intervals, -1, last, lambda _row: True)
    assert sorted(forwards) == [row.id for row in rows]
    assert backwards == forwards[::-1]


def test_an_unknown_id_is_nothing() -> None:
    assert Intervals().get("none") is None
    assert Intervals().get(None) is None
    assert Intervals().remove("none") is None
