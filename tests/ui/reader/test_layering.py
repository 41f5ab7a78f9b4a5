from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Annotation
from annotator.ui.reader.intervals import Intervals
from annotator.ui.reader.layering import Bar, Segment, Sorter, Stripe, bars, lanes, lying, merged, segments
from annotator.ui.reader.shown import ALL, Choice

_SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda row: (row[0], sum(row))), max_size=8)
_ORDER = {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}


@given(_SPANS)
def test_merging_keeps_every_place_and_leaves_gaps(spans: list[tuple[int, int]]) -> None:
    union = merged(list(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in union for place in range(start, end)} == covered
    assert all(first[1] < second[0] for first, second in pairwise(union))


@given(st.dictionaries(st.sampled_from("abcde"), _SPANS.map(merged)))
def test_segments_say_for_each_place_which_layers_it_lies_in(spans: dict[str, list[tuple[int, int]]]) -> None:
    cut = segments(spans, _ORDER)
    for place in range(62):
        layers = tuple(layer for layer in "abcde" if any(s <= place < e for s, e in spans.get(layer, [])))
        found = [row.layers for row in cut if row.start <= place < row.end]
        assert found == ([layers] if layers else [])


@given(st.dictionaries(st.sampled_from("abcde"), _SPANS.map(merged)))
def test_wherever_layers_overlap_each_has_one_bar_on_a_level_of_its_own(
    spans: dict[str, list[tuple[int, int]]],
) -> None:
    cut = segments(spans, _ORDER)
    found = bars(cut, 4)
    for segment in cut:
        here = [bar for bar in found if bar.start < segment.end and segment.start < bar.end]
        wanted = len(segment.layers) if len(segment.layers) > 1 else 0
        assert len({bar.layer for bar in here} & set(segment.layers)) == len(here)
        assert len({bar.level for bar in here} & set(range(4))) == len(here)
        assert len(here) == min(4, wanted)


def test_a_bar_keeps_its_level_while_its_layer_goes_on() -> None:
    cut = [Segment(0, 5, ("a", "b")), Segment(5, 9, ("a", "b", "c")), Segment(9, 12, ("b", "c"))]
    assert sorted(bars(cut, 4), key=lambda bar: bar.level) == [
        Bar(0, 9, "a", 0),
        Bar(0, 12, "b", 1),
        Bar(5, 12, "c", 2),
    ]


def test_stripes_share_a_lane_only_where_they_do_not_meet() -> None:
    one, two, three, whole = Stripe("a", False), Stripe("b", False), Stripe("c", False), Stripe("a", True)
    chosen = lanes({one: {1}, two: {1, 2}, three: {4}, whole: {1, 2, 3, 4}}, _ORDER)
    assert chosen == {whole: 0, two: 1, one: 2, three: 1}


def test_what_lies_on_a_stretch_is_sorted_out_once_and_then_shown_in_part() -> None:
    def note(id: str, start: int, end: int, *layers: str, author: str = "") -> Annotation:
        return Annotation(id, Anchor("v", start, end, "", "", "", "art_1"), layers, author=author)

    rows = [
        note("one", 10, 20, "a"),
        note("two", 12, 14, "a", "b"),
        note("three", 2, 14, "b", author="Amina"),
        note("four", 18, 40),
    ]
    near = list(Intervals(rows).columns_near(10, 30))
    found = lying(near, Sorter(ALL), 10, 30)
    assert found.total == 4
    assert found.spans() == {
        Stripe("a", False): [(10, 20)],
        Stripe("b", False): [(10, 14)],
        Stripe("", False): [(18, 30)],
    }
    assert (found.from_above(), found.to_below()) == ({Stripe("b", False)}, {Stripe("", False)})
    assert found.starts(Stripe("a", False)) == [10, 12]
    hers = lying(near, Sorter(ALL.with_facet("author", Choice.only({"Amina"}))), 10, 30)
    assert (hers.total, list(hers.pieces)) == (1, [Stripe("b", False)])
    without = lying(near, Sorter(ALL.with_facet("author", Choice.but({"Amina"}))), 10, 30)
    assert without.spans()[Stripe("b", False)] == [(12, 14)]
    alone = found.only(Choice.only({"b"}))
    assert (alone.total, alone.number(Stripe("b", False)), list(alone.pieces)) == (2, 2, [Stripe("b", False)])
