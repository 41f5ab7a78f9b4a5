"""Decimal numbers: "4.2.1" is the first provision of 4.2. "1.5 million" at the start of a paragraph is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.sources.structuring.labels import Label
from annotator.sources.structuring.nodes import Node

WIDEST_GAP = 20


def path_of(label: Label) -> tuple[str, ...]:
    """The parts of a decimal number: "4.2.1" → ("4", "2", "1")."""
    return tuple(label.written(label.readings[0]).split("-"))


def holder_of(path: Sequence[str], open_items: Sequence[Node]) -> int | None:
    """The index of the innermost open item whose number `path` goes on from; None where that is none of them."""
    wanted = "-".join(path[:-1])
    return next((index for index in range(len(open_items) - 1, -1, -1) if open_items[index].number == wanted), None)


def is_decimal_label(label: Label, base: Node, open_items: Sequence[Node], ahead: Iterable[Label]) -> bool:
    """Whether a decimal number counts: it goes on from an open one, opens below one, or the next one follows it."""
    path = path_of(label)
    above, value = path[:-1], label.readings[0].value
    begun = holder_of(path, open_items) is not None or base.number == "-".join(above)
    for item in open_items:
        before = tuple(item.number.split("-"))
        if before[:-1] == above and before[-1].isdigit():
            begun = begun or 0 <= value - int(before[-1]) <= WIDEST_GAP
            if value in (int(before[-1]), int(before[-1]) + 1):
                return True
    if begun and value == 1:
        return True
    following = next((path_of(row) for row in ahead if row.form == "dotted"), ())
    return (begun or value == 1) and following in ((*above, str(value + 1)), (*path, "1"))
