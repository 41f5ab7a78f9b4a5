"""Layers on a stretch of text: where each lies, where they overlap, in which lane its stripe runs.

Pure functions on code points and paragraph numbers. A layer is named by its category's id; "" stands for annotations
that are in no layer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from annotator.model.facets import Facets
from annotator.model.records import dataclass
from annotator.ui.reader.intervals import Columns
from annotator.ui.reader.shown import Choice, Shown

Span = tuple[int, int]
Spans = list[Span]


class Segment(NamedTuple):
    """Words `[start, end)` that lie in exactly `layers`, in the order of the codebook."""

    start: int
    end: int
    layers: tuple[str, ...]


class Stripe(NamedTuple):
    """What runs in one lane of the margin: a layer's passages, or (`whole`) its annotations of provisions as such."""

    layer: str
    whole: bool


Passages = tuple[Sequence[int], Sequence[int]]
"""Where passages start, sorted, and where each ends."""


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies on `[start, end)`: `pieces` says by stripe each annotation's own place, `numbers` how many annotations
    are in just these layers. (Passages of numbers, since thousands of pairs are slow to make and to keep.)"""

    start: int
    end: int
    pieces: Mapping[Stripe, Passages]
    numbers: Mapping[tuple[str, ...], int]

    @property
    def total(self) -> int:
        """How many annotations."""
        return sum(self.numbers.values())

    def number(self, stripe: Stripe) -> int:
        """How many of one stripe."""
        return len(self.pieces[stripe][0])

    def spans(self) -> dict[Stripe, Spans]:
        """For each stripe, where within the stretch its annotations lie, merged and sorted."""
        return {stripe: self._union(*row) for stripe, row in self.pieces.items()}

    def starts(self, stripe: Stripe) -> list[int]:
        """Where in the stretch annotations of a stripe begin, each place once."""
        return sorted({low for low in self.pieces[stripe][0] if low >= self.start})

    def only(self, layers: Choice) -> Lying:
        """Of this what lies in layers that pass."""
        pieces = {stripe: row for stripe, row in self.pieces.items() if layers.passes(stripe.layer)}
        numbers = {key: number for key, number in self.numbers.items() if any(map(layers.passes, key))}
        return Lying(self.start, self.end, pieces, numbers)

    def from_above(self) -> set[Stripe]:
        """The stripes that begin before the stretch."""
        return {stripe for stripe, (starts, _ends) in self.pieces.items() if starts[0] < self.start}

    def to_below(self) -> set[Stripe]:
        """The stripes that go on behind it."""
        return {stripe for stripe, (_starts, ends) in self.pieces.items() if max(ends) > self.end}

    def _union(self, starts: Sequence[int], ends: Sequence[int]) -> Spans:
        union: Spans = []
        first, reach = max(starts[0], self.start), ends[0]
        for low, high in zip(starts, ends, strict=True):
            if low > reach:
                union.append((first, reach))
                first, reach = low, high
            elif high > reach:
                reach = high
        union.append((first, min(reach, self.end)))
        return union


@dataclass(frozen=True, slots=True, eq=False)
class Combination:
    """The layers in which annotations are shown, and whether they are of provisions as such."""

    layers: tuple[str, ...]
    whole: bool


class Sorter(dict[Facets, Combination]):
    """What each kind of annotation is shown in: each kind is judged once, each combination made once."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown
        self._made: dict[tuple[tuple[str, ...], bool], Combination] = {}

    def __missing__(self, kind: Facets) -> Combination:
        key = self.shown.layers_of(kind), kind.whole
        found = self[kind] = self._made.setdefault(key, Combination(*key))
        return found


def lying(near: Iterable[Columns], sorter: Sorter, start: int, end: int) -> Lying:
    """What of `near` (columns of annotations, all that cross `[start, end)` among them) is shown there."""
    taken: dict[Combination, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for kinds, lows, highs in near:
        for kind, low, high in zip(kinds, lows, highs, strict=True):
            if high > start:
                starts, ends = taken[sorter[kind]]
                starts.append(low)
                ends.append(high)
    parts: dict[Stripe, list[Passages]] = {}
    numbers: dict[tuple[str, ...], int] = {}
    for shown, passages in taken.items():
        for layer in shown.layers:
            parts.setdefault(Stripe(layer, shown.whole), []).append(passages)
        if shown.layers:
            numbers[shown.layers] = numbers.get(shown.layers, 0) + len(passages[0])
    return Lying(start, end, {stripe: _together(row) for stripe, row in parts.items()}, numbers)


def _together(parts: Sequence[Passages]) -> Passages:
    if len(parts) == 1:
        return parts[0]
    pairs = sorted(pair for starts, ends in parts for pair in zip(starts, ends, strict=True))
    return [low for low, _high in pairs], [high for _low, high in pairs]


def merged(spans: Spans) -> Spans:
    """The union of `spans`, sorted; those that touch become one."""
    union: Spans = []
    for start, end in sorted(spans):
        if union and start <= union[-1][1]:
            if end > union[-1][1]:
                union[-1] = (union[-1][0], end)
        else:
            union.append((start, end))
    return union


def segments(spans: Mapping[str, Spans], order: Mapping[str, int]) -> list[Segment]:
    """Cut the text where the set of layers changes. `order` ranks layers as the codebook does.

    Each layer's spans are apart from one another.
    """
    ranked = sorted(spans, key=lambda layer: _rank(layer, order))
    bits = [(1 << number, layer) for number, layer in enumerate(ranked)]
    changes: dict[int, int] = {}
    for bit, layer in bits:
        for start, end in spans[layer]:
            changes[start] = changes.get(start, 0) ^ bit
            changes[end] = changes.get(end, 0) ^ bit
    present = 0
    found: list[Segment] = []
    for start, end in pairwise(sorted(changes)):
        present ^= changes[start]
        if present:
            found.append(Segment(start, end, tuple([layer for bit, layer in bits if present & bit])))
    return found


class Bar(NamedTuple):
    """The line under words `[start, end)` that says they lie in `layer`; `level` counts from 0, next to the words."""

    start: int
    end: int
    layer: str
    level: int


def bars(cut: Iterable[Segment], drawn: int, least: int = 2) -> list[Bar]:
    """The bars under the segments where `least` layers lie or more, on `drawn` levels.

    A bar keeps its level for as long as its layer goes on, so that it is one straight line; a layer that had no room
    has a bar as soon as there is some.
    """
    done: list[Bar] = []
    running: dict[str, tuple[int, int]] = {}  # layer to its level, and from where it runs
    reached = -1
    for start, end, layers in cut:
        goes_on = start == reached and len(layers) >= least
        if goes_on and len(running) == drawn and all(layer in layers for layer in running):
            reached = end  # nothing changes: there is no room for more
            continue
        kept = {layer: bar for layer, bar in running.items() if goes_on and layer in layers}
        done += [Bar(low, reached, layer, level) for layer, (level, low) in running.items() if layer not in kept]
        running = _prolonged(kept, layers, start, drawn) if len(layers) >= least else {}
        reached = end
    return done + [Bar(low, reached, layer, level) for layer, (level, low) in running.items()]


def _prolonged(
    kept: Mapping[str, tuple[int, int]], layers: Iterable[str], start: int, drawn: int
) -> dict[str, tuple[int, int]]:
    """Those that go on, and on the levels that are free others that begin; in the order of the layers."""
    taken = {level for level, _low in kept.values()}
    free = [level for level in range(drawn - 1, -1, -1) if level not in taken]
    running: dict[str, tuple[int, int]] = {}
    for layer in layers:
        if layer in kept:
            running[layer] = kept[layer]
        elif free:
            running[layer] = free.pop(), start
    return running


def lanes(places: Mapping[Stripe, Set[int]], order: Mapping[str, int]) -> dict[Stripe, int]:
    """A lane for each stripe, from 0 next to the text, so that no two in one lane share a paragraph.

    `places` gives the numbers of the paragraphs in which each stripe runs. A stripe keeps its lane throughout. Those
    that run longest come first, since there may be more lanes than are drawn.
    """
    taken: list[set[int]] = []
    chosen: dict[Stripe, int] = {}
    for stripe in sorted(places, key=lambda row: (-len(places[row]), *_rank(row.layer, order))):
        lane = next((index for index, used in enumerate(taken) if used.isdisjoint(places[stripe])), len(taken))
        if lane == len(taken):
            taken.append(set())
        taken[lane] |= places[stripe]
        chosen[stripe] = lane
    return chosen


def _rank(layer: str, order: Mapping[str, int]) -> tuple[int, str]:
    return order.get(layer, len(order)), layer
