"""The readings of one source, read in one way, and what a person has said of its lines so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.correcting import Instructions, LineKind, Revisions
from annotator.operations.reading import Found
from annotator.ui.dialogs.reading_page import ReadingPage


@dataclass(slots=True, eq=False)
class ReadingGroup:
    """`history` holds the instructions that each correction gave, those in force last; `pages` one page a reading."""

    found: Found
    history: list[Instructions]
    pages: list[ReadingPage] = field(default_factory=list)

    @classmethod
    def of(cls, found: Found) -> ReadingGroup:
        """For readings like `found`, with tracked changes as they were read in it."""
        revisions: Revisions = "rejected" if found.reading.revisions == "rejected" else "accepted"
        return cls(found, [Instructions(revisions)])

    @property
    def instructions(self) -> Instructions:
        return self.history[-1]

    @property
    def revisions(self) -> str:
        return self.found.reading.revisions

    def holds(self, found: Found) -> bool:
        """Whether a reading belongs to this group."""
        return found.source == self.found.source and found.reading.revisions == self.revisions

    def corrected(self, lines: Sequence[int], kind: LineKind) -> list[Instructions]:
        """The history once these lines are `kind`."""
        return [*self.history, self.instructions.corrected(lines, kind)]

    def forget_other_revisions(self) -> None:
        """Nothing leads back to tracked changes read the other way: those are a text of their own now."""
        self.history = [row for row in self.history if row.revisions == self.instructions.revisions]
