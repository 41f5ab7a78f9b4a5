"""Time that readers share evenly: the one that had least is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.fuzz.lane import Order

USUAL_SECONDS = 0.02
"""For an input of a reader that was not tried yet."""


class TimeShares:
    """Seconds by the clock that each reader had; orders that are being worked at count as expected."""

    def __init__(self, readers: Sequence[str]) -> None:
        self._spent = dict.fromkeys(readers, 0.0)
        self._pace = dict.fromkeys(readers, USUAL_SECONDS)
        self._expected: dict[Order, float] = {}

    def least(self, readers: Iterable[str]) -> str:
        """The one of `readers` that had least time; the first of equals."""
        return min(readers, key=lambda reader: self._spent[reader])

    def expect(self, order: Order) -> None:
        """Counts an order that begins, by what the reader's last one took."""
        self._expected[order] = (order.end - order.first) * self._pace[order.reader]
        self._spent[order.reader] += self._expected[order]

    def settle(self, order: Order, seconds: float) -> None:
        """Counts what an order took in the place of what was expected."""
        self._spent[order.reader] += seconds - self._expected.pop(order)
        self._pace[order.reader] = seconds / (order.end - order.first)
