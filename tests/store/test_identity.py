"""Ids are unlike each other, in order, and tell no more than the day."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from annotator.store import identity
from annotator.store.identity import new_id

DAY = 24 * 60 * 60 * 1000


def test_ids_are_uuids_of_version_7_in_order_and_never_twice() -> None:
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(set(made))
    for value in map(uuid.UUID, made[:50]):
        assert (value.version, value.variant) == (7, uuid.RFC_4122)


@pytest.mark.parametrize("moment", [0, 1, DAY - 1])
def test_they_tell_the_day_and_not_the_hour(moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    day = int(datetime(2031, 5, 4, tzinfo=UTC).timestamp() * 1000)
    monkeypatch.setattr(identity, "now_milliseconds", lambda: day + moment)
    assert uuid.UUID(new_id()).int >> 80 == day


def test_another_day_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = DAY * 20_000
    monkeypatch.setattr(identity, "now_milliseconds", lambda: now)
    first = new_id()
    now += DAY
    second, third = new_id(), new_id()
    assert first < second < third
    assert uuid.UUID(second).int >> 80 == now
