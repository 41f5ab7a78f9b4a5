"""Correspondence: what an alignment says. Pairs of provisions, how alike they are, and why they are thought to answer.

`alignment.align` makes it; whoever scrolls, compares or carries over reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from annotator.model.records import dataclass

Reason = Literal["chosen", "known", "number", "words", "structure"]
"""A person said so; a concordance does; the numbers are the same; the words are most alike; what is inside answers."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Provision `left` of one text and `right` of another, by eId. `similarity` is from 0 to 1.

    `is_possible` says that it is only offered: "possibly".
    """

    left: str
    right: str
    similarity: float
    reason: Reason
    is_possible: bool = False

    def turned(self) -> Pair:
        """The same, seen from the other text."""
        return replace(self, left=self.right, right=self.left)


@dataclass(frozen=True, slots=True)
class Link:
    """What a person said of provisions of two versions: that they answer each other, or that they do not."""

    version: str
    provision: str
    other_version: str
    other_provision: str
    answers: bool = True

    def turned(self) -> Link:
        return Link(self.other_version, self.other_provision, self.version, self.provision, self.answers)


class Correspondence:
    """Which provision of the left text answers which of the right one. Each has one answer at most, unless a person
    gave it several; then `answer` gives the first."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = tuple(pairs)
        self._by_left: dict[str, Pair] = {}
        self._by_right: dict[str, Pair] = {}
        for pair in self.pairs:
            self._by_left.setdefault(pair.left, pair)
            self._by_right.setdefault(pair.right, pair)

    def answer(self, left: str) -> Pair | None:
        """The pair of a provision of the left text; None where nothing answers it."""
        return self._by_left.get(left)

    def question(self, right: str) -> Pair | None:
        """The pair of a provision of the right text."""
        return self._by_right.get(right)

    def turned(self) -> Correspondence:
        """The same, with the right text on the left. The pairs keep their order."""
        return Correspondence(pair.turned() for pair in self.pairs)
