"""Concordances: which article of one instrument answers which of another, as people who know both have it.

An alignment takes these pairs before any that it finds by words and numbers (`known`); what a reader says of two
provisions comes before them.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.alignment import is_one_instrument
from annotator.model.citing import find_place
from annotator.model.treaty import Text, VersionData


@dataclass(frozen=True, slots=True)
class Side:
    """An instrument by its name; with `dated`, the beginning of an ISO 8601 date, only its versions of that time."""

    instrument: str
    dated: str = ""

    def holds(self, data: VersionData) -> bool:
        return is_one_instrument(self.instrument, data.instrument) and data.date.startswith(self.dated)


@dataclass(frozen=True, slots=True)
class Concordance:
    """Pairs of citations, "24(2)" of the left instrument and "15(2)" of the right one."""

    left: Side
    right: Side
    pairs: tuple[tuple[str, str], ...]

    def known(self, left: Text, left_data: VersionData, right: Text, right_data: VersionData) -> list[tuple[str, str]]:
        """The pairs of eIds that it gives for two versions, the other way round too; none where it is about others."""
        if self._is_about(left_data, right_data):
            return [(ours, theirs) for one, other in self.pairs for ours, theirs in _places(left, one, right, other)]
        if self._is_about(right_data, left_data):
            return [(ours, theirs) for one, other in self.pairs for theirs, ours in _places(right, one, left, other)]
        return []

    def _is_about(self, left: VersionData, right: VersionData) -> bool:
        is_one_state = self.right.dated and self.right.holds(left)  # two copies of one draft have one numbering
        return self.left.holds(left) and self.right.holds(right) and not is_one_state


def _places(left: Text, one: str, right: Text, other: str) -> list[tuple[str, str]]:
    ours, theirs = find_place(left.provisions, one), find_place(right.provisions, other)
    return [(ours.eid, theirs.eid)] if ours and theirs else []
