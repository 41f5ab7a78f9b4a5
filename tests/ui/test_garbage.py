"""A large library is not looked through for garbage while somebody reads in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from annotator.ui import garbage


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_exists_is_left_out_of_account_until_it_is_let_in() -> None:
    kept = [[number] for number in range(500)]
    garbage.keep_out()
    assert gc.get_freeze_count() >= len(kept)
    assert not any(row is kept[0] for row in gc.get_objects())
    garbage.let_in()
    assert gc.get_freeze_count() == 0
    assert any(row is kept[0] for row in gc.get_objects())


def test_everything_is_looked_through_seldom() -> None:
    young, middle, _all = gc.get_threshold()
    garbage.keep_out()
    assert gc.get_threshold() == (young, middle, 100)
