"""Stamps go forwards only, and no wrong clock wins for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.clock import AHEAD_LIMIT, Stamp, is_believable, next_stamp, observe

STAMPS = st.builds(Stamp, st.integers(0, 2**47), st.integers(0, 0xFFFFFF))
MOMENTS = st.integers(0, 2**47)


@given(last=STAMPS, now=MOMENTS)
def test_the_next_stamp_is_later_whatever_the_wall_clock_says(last: Stamp, now: int) -> None:
    assert next_stamp(last, now) > last
    assert next_stamp(last, now).milliseconds >= now


def test_a_counter_that_somebody_has_used_up_goes_on_in_the_next_millisecond() -> None:
    last = Stamp(1_000, 0xFFFFFF)
    assert str(next_stamp(last, 900)) > str(last)
    assert len(str(next_stamp(last, 900))) == len(str(last))


@given(one=STAMPS, other=STAMPS)
def test_the_text_of_a_stamp_sorts_and_parses(one: Stamp, other: Stamp) -> None:
    assert (str(one) < str(other)) == (one < other)
    assert Stamp.parse(str(one)) == one


@given(last=STAMPS, received=STAMPS, now=MOMENTS)
def test_seeing_a_stamp_never_sets_the_clock_back_nor_far_ahead(last: Stamp, received: Stamp, now: int) -> None:
    seen = observe(last, received, now)
    assert seen >= last
    assert seen.milliseconds <= max(last.milliseconds, now + AHEAD_LIMIT)
    assert seen >= received or not is_believable(received, now)
