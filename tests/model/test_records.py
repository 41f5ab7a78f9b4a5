"""Values made in a fraction of the time are as the standard ones are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

import pytest

from annotator.model import records

MAKERS: tuple[Callable[..., Any], ...] = (dataclasses.dataclass, records.dataclass)


def frozen(maker: Callable[..., Any]) -> Any:
    @maker(frozen=True, slots=True)
    class Passage:
        start: int
        words: str = "each"
        tags: list[str] = dataclasses.field(default_factory=list)
        seen: dict[str, int] = dataclasses.field(init=False, compare=False, repr=False, default_factory=dict)

        @property
        def end(self) -> int:
            return self.start + len(self.words)

    return Passage


@records.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickle finds it."""

    start: int
    words: tuple[str, ...] = ()


@pytest.fixture(params=MAKERS, ids=["standard", "ours"])
def maker(request: pytest.FixtureRequest) -> Callable[..., Any]:
    found: Callable[..., Any] = request.param
    return found


def test_values_are_made_compared_and_shown(maker: Callable[..., Any]) -> None:
    passage = frozen(maker)
    one, same, other = passage(3), passage(start=3, words="each"), passage(3, "every", tags=["a"])
    assert (one.end, one.tags, one.seen) == (7, [], {})
    assert one.tags is not same.tags
    one.seen["a"] = 1
    assert one == same
    assert one != other
    assert (one == 3) is False
    assert repr(other).endswith("Passage(start=3, words='every', tags=['a'])")
    assert not hasattr(one, "__dict__")
    match other:
        case passage(3, words):
            assert words == "every"
        case _:
            pytest.fail("the places of its fields are known")


def test_the_standard_functions_take_them(maker: Callable[..., Any]) -> None:
    passage = frozen(maker)
    one = passage(3, "every")
    assert [row.name for row in dataclasses.fields(one)] == ["start", "words", "tags", "seen"]
    assert dataclasses.asdict(one) == {"start": 3, "words": "every", "tags": [], "seen": {}}
    assert dataclasses.astuple(one) == (3, "every", [], {})
    assert dataclasses.is_dataclass(one)


def test_a_copy_is_replaced_in_part() -> None:
    one = Kept(3, ("a",))
    assert dataclasses.replace(one, start=4) == Kept(4, ("a",))


def test_arguments_are_those_of_the_fields(maker: Callable[..., Any]) -> None:
    passage = frozen(maker)
    for given, named in (((), {}), ((1, "a", [], {}), {}), ((1,), {"other": 2}), ((1,), {"start": 2})):
        for _ in range(2):  # the first call compiles
            with pytest.raises(TypeError, match="__init__"):
                passage(*given, **named)


def test_frozen_values_stay_as_they_are() -> None:
    one = frozen(records.dataclass)(3)
    with pytest.raises(dataclasses.FrozenInstanceError, match="start"):
        one.start = 4
    with pytest.raises(dataclasses.FrozenInstanceError, match="start"):
        del one.start
    with pytest.raises(dataclasses.FrozenInstanceError, match="unknown"):
        one.unknown = 1


def test_what_is_derived_from_a_frozen_value_can_have_more() -> None:
    passage = frozen(records.dataclass)
    one = type("Shelved", (passage,), {})(3)
    one.place = 7
    assert one.place == 7
    assert one != passage(3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.start = 4


def test_hashes_are_those_of_the_fields_that_are_compared(maker: Callable[..., Any]) -> None:
    @maker(frozen=True, slots=True)
    class One:
        words: str

    @maker(frozen=True, slots=True, eq=False)
    class Same:
        words: str

    @maker(slots=True)
    class Changing:
        words: str

    one, same, changing = (cast(Any, kind) for kind in (One, Same, Changing))
    assert {one("a"), one("a"), one("b")} == {one("b"), one("a")}
    assert same("a") != same("a")
    assert len({same("a"), same("a")}) == 2
    row = changing("a")
    row.words = "b"
    assert row == changing("b")
    with pytest.raises(TypeError, match="unhashable"):
        hash(row)


def test_values_are_ordered_field_by_field(maker: Callable[..., Any]) -> None:
    @maker(frozen=True, slots=True, order=True)
    class Place:
        start: int
        end: int

    place = cast(Any, Place)
    rows = [place(2, 1), place(1, 9), place(1, 3)]
    assert sorted(rows) == [place(1, 3), place(1, 9), place(2, 1)]
    assert place(1, 3) <= place(1, 3) < place(1, 4)
    assert place(2, 0) > place(1, 9) >= place(1, 9)
    with pytest.raises(TypeError):
        assert place(1, 3) < 3


def test_what_a_class_says_itself_stays(maker: Callable[..., Any]) -> None:
    @maker(frozen=True)
    class Own:
        """Words."""

        words: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and self.words.lower() == other.words.lower()

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

        @cached_property
        def length(self) -> int:
            return len(self.words)

    own = cast(Any, Own)
    assert own("A") == own("a")
    assert (hash(own("A")), repr(own("A")), own("abc").length, Own.__doc__) == (7, "own", 3, "Words.")


def test_fields_come_after_those_of_the_class_it_is_derived_from(maker: Callable[..., Any]) -> None:
    more = {"__annotations__": {"breadth": "int"}, "breadth": 5, "__doc__": "With a breadth."}
    wide = maker(frozen=True, slots=True)(type("Wide", (frozen(maker),), more))
    assert wide(1, "two", ["three"], 4).breadth == 4
    assert wide(1) == wide(1, breadth=5)
    assert wide(1) != wide(1, breadth=6)


def test_they_can_be_copied_and_pickled() -> None:
    one = Kept(3, ("a",))
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert hash(one) == hash(Kept(3, ("a",)))
