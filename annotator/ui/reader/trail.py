"""The way back: where a reader came from, and where they went on from there, as in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from annotator.model.records import dataclass

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a version (its id): an offset in code points of its text."""

    version: str
    offset: int


class Trail:
    """The spots behind and ahead of one pane. It never moves the pane itself."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []
        self._is_resting = False

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    def leave(self, spot: Spot) -> None:
        """A jump begins at `spot`. Where one has only just arrived, at the top of another text, is not worth a stop."""
        if self._is_resting:
            return
        behind = self._behind
        is_arrival = spot.offset == 0 and bool(behind) and behind[-1].version != spot.version
        if is_arrival or (behind and behind[-1] == spot):
            return
        behind.append(spot)
        del behind[:-_LONGEST]
        self._ahead.clear()

    def back(self, here: Spot) -> Spot | None:
        """Where to go back to from `here`; None at the beginning."""
        return self._turn(self._behind, self._ahead, here)

    def forward(self, here: Spot) -> Spot | None:
        """Undo `back`."""
        return self._turn(self._ahead, self._behind, here)

    def forget(self, versions: set[str]) -> None:
        """Keep only spots in these versions: another has been removed."""
        for spots in (self._behind, self._ahead):
            spots[:] = [row for row in spots if row.version in versions]

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Moves in here leave no trace."""
        self._is_resting = True
        try:
            yield
        finally:
            self._is_resting = False

    def _turn(self, source: list[Spot], target: list[Spot], here: Spot) -> Spot | None:
        if not source:
            return None
        found = source.pop()
        if found != here:
            target.append(here)
        return found
