"""The course of one text beside another: which stretch of it is read while which stretch of the other is.

Nothing here knows of Qt. Stretches are code points; heights on the page are worked out where they are drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from annotator.model.correspondence import Correspondence
from annotator.model.records import dataclass
from annotator.model.treaty import Provision, Text

_STANDING = {"preamble", "article", "paragraph", "point", "item", "alternative", "annex", "signature"}
"""Where one of these has no answer, the other text stands still; headings and the like are passed over."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """While `[start, end)` of the one text passes, the other goes from `other_start` to `other_end`."""

    start: int
    end: int
    other_start: int
    other_end: int


class Course:
    """All stretches, in the order of the text that leads. What is answered by nothing lies in none."""

    def __init__(self, leading: Text, following: Text, answers: Correspondence) -> None:
        """`answers` pairs provisions of `leading` (left) with those of `following` (right)."""
        self.stretches = tuple(row for row in _Walk(leading, following, answers).run() if row.end > row.start)
        self._starts = [row.start for row in self.stretches]

    def at(self, offset: int) -> int:
        """The number of the stretch that holds `offset`; -1 where there is none."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.stretches[index].end else -1


@dataclass(frozen=True, slots=True)
class _Node:
    """A provision that is answered, its answer, and the answered provisions in it."""

    one: Provision
    other: Provision
    inside: list[_Node]


class _Walk:
    def __init__(self, leading: Text, following: Text, answers: Correspondence) -> None:
        self._text, self._other = leading, following
        theirs = {row.eid: row for row in following.provisions}
        self._answers = {
            row.eid: theirs[pair.right] for row in leading.provisions if (pair := answers.answer(row.eid)) is not None
        }
        self._unanswered = [
            row.start for row in leading.provisions if row.eid not in self._answers and row.kind in _STANDING
        ]

    def run(self) -> Iterator[Stretch]:
        roots = self._tree()
        if roots:
            yield from self._inside((0, len(self._text.text)), (0, len(self._other.text)), roots)

    def _tree(self) -> list[_Node]:
        roots: list[_Node] = []
        opened: list[_Node] = []
        for row in self._text.provisions:
            while opened and opened[-1].one.end <= row.start:
                opened.pop()
            if row.eid in self._answers:
                node = _Node(row, self._answers[row.eid], [])
                (opened[-1].inside if opened else roots).append(node)
                opened.append(node)
        return roots

    def _inside(self, one: tuple[int, int], other: tuple[int, int], nodes: Sequence[_Node]) -> Iterator[Stretch]:
        """The stretches of `one` beside `other`, where `nodes` are answered, wherever their answers stand."""
        at, to = one[0], other[0]
        for node in nodes:
            goes_on = to <= node.other.start and node.other.end <= other[1]
            if goes_on:
                yield from self._between(at, node.one.start, to, node.other.start)
            yield from self._node(node)
            at, to = node.one.end, node.other.end if goes_on else to
        yield from self._between(at, one[1], to, other[1])

    def _node(self, node: _Node) -> Iterator[Stretch]:
        one, other = (node.one.start, node.one.end), (node.other.start, node.other.end)
        if node.inside:
            # A heading goes with a heading, whatever words introduce what is below one of them
            heads = _below_heading(self._text, node.one), _below_heading(self._other, node.other)
            yield Stretch(one[0], heads[0], other[0], heads[1])
            yield from self._inside((heads[0], one[1]), (heads[1], other[1]), node.inside)
        else:
            yield Stretch(*one, *other)

    def _between(self, start: int, end: int, other_start: int, other_end: int) -> Iterator[Stretch]:
        """What lies between two that are answered, up to what has no answer: from there on the other text stands.

        Such are a heading and the words that introduce a list, before the first point.
        """
        index = bisect_right(self._unanswered, start - 1)
        if index == len(self._unanswered) or self._unanswered[index] >= end:
            yield Stretch(start, end, other_start, other_end)
        elif self._text.text[start : self._unanswered[index]].strip():
            yield Stretch(start, self._unanswered[index], other_start, other_end)


def _below_heading(text: Text, row: Provision) -> int:
    """Where the words below the heading of a provision begin; its own beginning, where it has none."""
    if not row.heading:
        return row.start
    at = text.text.find(row.heading, row.start, row.end)
    line_end = text.text.find("\n", max(at, row.start), row.end)
    return row.end if line_end < 0 else line_end + 1
