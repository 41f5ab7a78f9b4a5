"""Lists that are open: how each counts, and how deep it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.treaty import ProvisionKind
from annotator.sources.lines import CONTINUES_ITEM
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.labels import Label
from annotator.sources.structuring.nodes import Node
from annotator.sources.structuring.values import Family, Reading, readings, suffix_rank

SAME_IN_BOTH_ORDERS = 2
"""Letters with which the abjad and the Arabic alphabet both begin."""

COUNTING: tuple[Family, ...] = ("decimal", "chinese")
_COUNTING_FIRST: tuple[Family, ...] = (*COUNTING, "ROMAN")
"""What paragraphs are numbered with."""

ASKED_LEVELS: dict[str, tuple[ProvisionKind, str, int]] = {
    "paragraph": ("paragraph", "para", 1),
    "point": ("point", "point", 2),
    "item": ("item", "item", 3),
    "subitem": ("item", "item", 4),
}
"""What a person can say of a line's level: the provision's kind, its name in eIds, and its rank (see `rank_of`)."""


@dataclass(slots=True)
class Level:
    """A list that is open: how it counts, its last number, and the item that is being read."""

    form: str
    family: Family
    value: int
    rank: int
    depth: int | None
    parent: Node
    item: Node

    def continues(self, label: Label, reading: Reading) -> bool:
        """Whether `label` is the very next in this list."""
        if not self._counts_like(label, reading):
            return False
        rank = suffix_rank(label.suffix)
        return (reading.value == self.value + 1 and not rank) or (reading.value == self.value and rank > self.rank)

    def _counts_like(self, label: Label, reading: Reading) -> bool:
        """Options may go on in roman numbers; the first letters do not tell yet which of two orders is theirs."""
        families = {self.family, reading.family}
        if families == {"decimal", "ROMAN"}:
            return self.form == label.form == "alternative"
        if families == {"abjad", "arabic"}:
            return self.value <= SAME_IN_BOTH_ORDERS
        is_either = families in ({"latin", "russian"}, {"LATIN", "RUSSIAN"})
        return len(families) == 1 or (is_either and self.value == 1)


def could_be_in(level: Level, label: Label, block: Block, *, same_dress: bool, same_depth: bool) -> bool:
    if same_dress:
        return level.form == label.form and (not same_depth or stands_as_deep(level, block))
    return "alternative" not in (level.form, label.form) and stands_as_deep(level, block)


def kind_of_item(label: Label, family: Family, above: Sequence[str]) -> tuple[ProvisionKind, str]:
    """Numbers first make paragraphs, what is below them points, and below those items; `above` begins with the base.

    A Chinese number in parentheses is a point wherever it stands, a letter in a preamble the number of a paragraph.
    """
    if label.form == "alternative":
        return "alternative", "alt"
    if label.form == "–":
        return "item", "indent"
    listed = [kind for kind in above[1:] if kind != "alternative"]
    counts_first = not listed or (label.suffix and above[-1] == "alternative")
    if family == "chinese" and label.form in ("()", "○") and above[0] == "article":
        counts_first = False
    if label.form == "dotted" or (counts_first and (family in _COUNTING_FIRST or above[0] == "preamble")):
        return "paragraph", "para"
    if any(kind in ("point", "item") for kind in above):
        return "item", "item"
    return "point", "point"


def first_reading(label: Label) -> Reading:
    """The way to read a label that opens a list: "i" as a roman one rather than the ninth letter."""
    ones = [row for row in label.readings if row.value == 1]
    return ones[0] if ones else label.readings[0]


def rank_of(levels: Sequence[Level]) -> int:
    """How deep the innermost open list is: 1 for paragraphs, 2 for points, 3 for items, 4 for what is below those."""
    kinds = [row.item.kind for row in levels if row.item.kind != "alternative"]
    if not kinds:
        return 0
    return {"paragraph": 1, "point": 2}.get(kinds[-1], 2 + kinds.count("item"))


def likeliest_reading(label: Label, siblings: Sequence[Node]) -> Reading:
    """The way to read a label that goes on from the last of `siblings`: "i" after "h" is a letter."""
    if siblings:
        before = {(row.family, row.value + 1) for row in readings(siblings[-1].number)}
        for row in label.readings:
            if (row.family, row.value) in before:
                return row
    return first_reading(label)


def is_item(block: Block) -> bool:
    return block.line.list_level is not None and block.line.style != CONTINUES_ITEM


def stands_as_deep(level: Level, block: Block) -> bool:
    return level.depth is None or not is_item(block) or level.depth == block.line.list_level
