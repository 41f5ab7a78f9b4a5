"""How the reading room is arranged: what each pane shows and where it is, as it is remembered for each library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, field
from typing import Any, Literal, cast, get_args

from annotator.model.records import dataclass
from annotator.ui.pane_grid import MOST

View = Literal["text", "commentary", "search"]
"""What a pane shows: a version, the running commentary of one author or organisation, what a search found."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pane is: a version's id, and the eId of its topmost article or (from 0 on) the offset that is read.

    `view` is what the pane shows; `of` names whose commentary, or the words that are searched for.
    """

    version: str
    eid: str = ""
    offset: int = -1
    view: View = "text"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The panes in reading order, the number of the active one, whether they scroll together, and their sizes."""

    places: tuple[Place, ...] = ()
    active: int = 0
    is_locked: bool = True
    shares: tuple[tuple[int, ...], ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        panes = [list(astuple(place)) for place in self.places]
        return {"panes": panes, "active": self.active, "locked": self.is_locked, "shares": self.shares}

    @classmethod
    def from_json(cls, value: object) -> Arrangement:
        """What `to_json` gave; whatever cannot be understood is left out, so that a damaged file does no harm."""
        if isinstance(value, list):  # as it was before panes could show anything but a text
            value = {"panes": value}
        if not isinstance(value, Mapping):
            return cls()
        rows = value.get("panes")
        found = [_place(row) for row in rows[:MOST]] if isinstance(rows, list) else []
        places = tuple(place for place in found if place)
        active = value.get("active")
        at = active if isinstance(active, int) and 0 <= active < len(places) else 0
        return cls(places, at, value.get("locked") is not False, _shares(value.get("shares")))


def _place(row: object) -> Place | None:
    if not isinstance(row, list) or not 1 <= len(row) <= 5:
        return None
    values = [*row, *("", "", -1, "text", "")[len(row) :]]
    kinds = (str, str, int, str, str)
    if not all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)):
        return None
    version, eid, offset, view, of = values
    return Place(version, eid, offset, cast(View, view), of) if view in get_args(View) else None


def _shares(value: object) -> tuple[tuple[int, ...], ...]:
    rows = value if isinstance(value, list) else []
    well = all(isinstance(row, list) and all(isinstance(size, int) for size in row) for row in rows)
    return tuple(tuple(row) for row in rows) if well else ()
