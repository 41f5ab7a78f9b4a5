"""Layers on a stretch of text: where each lies, where they overlap, in which lane its stripe runs.

Pure functions on code points and paragraph numbers. A layer is named by its category's id; "" stands for annotations
that are in no layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import count, pairwise

from annotator.model.facets import Facets
from annotator.model.records import dataclass
from annotator.ui.reader.shown import Choice, Shown

Span = tuple[int, int]
Spans = list[Span]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words `[start, end)` that lie in exactly `layers`, in the order of the codebook."""

    start: int
    end: int
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Stripe:
    """What runs in one lane of the margin: a layer's passages, or (`whole`) its annotations of provisions as such."""

    layer: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies on `[start, end)`: `total` annotations, and by stripe each one's own place, sorted (`pieces`)."""

    start: int
    end: int
    total: int
    pieces: Mapping[Stripe, Spans]

    def spans(self) -> dict[Stripe, Spans]:
        """For each stripe, where within the stretch its annotations lie, merged and sorted."""
        return {
            stripe: [(max(low, self.start), min(high, self.end)) for low, high in merged(row)]
            for stripe, row in self.pieces.items()
        }

    def starts(self, stripe: Stripe) -> list[int]:
        """Where in the stretch annotations of a stripe begin, each place once."""
        return sorted({low for low, _ in self.pieces[stripe] if low >= self.start})

    def only(self, layers: Choice, total: int) -> Lying:
        """Of this what lies in layers that pass: `total` annotations."""
        pieces = {stripe: row for stripe, row in self.pieces.items() if layers.passes(stripe.layer)}
        return Lying(self.start, self.end, total, pieces)

    def from_above(self) -> set[Stripe]:
        """The stripes that begin before the stretch."""
        return {stripe for stripe, row in self.pieces.items() if row[0][0] < self.start}

    def to_below(self) -> set[Stripe]:
        """The stripes that go on behind it."""
        return {stripe for stripe, row in self.pieces.items() if any(high > self.end for _, high in row)}


def lying(places: Mapping[Facets, Spans], shown: Shown, start: int, end: int) -> Lying:
    """What of `places` (those that cross `[start, end)`, by kind of annotation) is shown there."""
    # Thousands of passages may lie here, but in few combinations of layers
    by_layers: dict[tuple[tuple[str, ...], bool], Spans] = {}
    for facets, spans in places.items():
        by_layers.setdefault((shown.layers_of(facets), facets.whole), []).extend(spans)
    found: dict[Stripe, Spans] = {}
    total = 0
    for (layers, whole), spans in by_layers.items():
        total += len(spans) if layers else 0
        for layer in layers:
            found.setdefault(Stripe(layer, whole), []).extend(spans)
    for spans in found.values():
        spans.sort()
    return Lying(start, end, total, found)


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
    """Cut the text where the set of layers changes. `order` ranks layers as the codebook does."""
    changes: dict[int, list[tuple[str, bool]]] = {}
    for layer, rows in spans.items():
        for start, end in rows:
            changes.setdefault(start, []).append((layer, True))
            changes.setdefault(end, []).append((layer, False))
    present: set[str] = set()
    found: list[Segment] = []
    edges = sorted(changes)
    for start, end in pairwise(edges):
        for layer, begins in sorted(changes[start], key=lambda change: change[1]):
            (present.add if begins else present.discard)(layer)
        if present:
            found.append(Segment(start, end, tuple(sorted(present, key=lambda layer: _rank(layer, order)))))
    return found


@dataclass(frozen=True, slots=True)
class Bar:
    """The line under words `[start, end)` that says they lie in `layer`; `level` counts from 0, next to the words."""

    start: int
    end: int
    layer: str
    level: int


def bars(cut: Sequence[Segment], drawn: int, least: int = 2) -> list[Bar]:
    """The bars under the segments where `least` layers lie or more; those with a level from `drawn` on have no room.

    A bar keeps its level for as long as its layer goes on, so that it is one straight line; one that had no room moves
    up as soon as there is some.
    """
    done: list[Bar] = []
    running: dict[str, Bar] = {}
    reached = -1
    for segment in cut:
        if segment.start != reached or len(segment.layers) < least:
            done += running.values()
            running = {}
        if len(segment.layers) >= least:
            kept = {layer: bar for layer, bar in running.items() if layer in segment.layers and bar.level < drawn}
            done += (bar for layer, bar in running.items() if layer not in kept)
            running = _prolonged(kept, segment)
        reached = segment.end
    return [*done, *running.values()]


def _prolonged(kept: Mapping[str, Bar], segment: Segment) -> dict[str, Bar]:
    taken = {bar.level for bar in kept.values()}
    free = (level for level in count() if level not in taken)
    running: dict[str, Bar] = {}
    for layer in segment.layers:
        before = kept.get(layer)
        start, level = (before.start, before.level) if before else (segment.start, next(free))
        running[layer] = Bar(start, segment.end, layer, level)
    return running


def uncounted(found: Iterable[Bar], drawn: int) -> list[tuple[int, int, int]]:
    """Where bars have no room: `(start, end, how many)`, cut where their number changes."""
    changes: dict[int, int] = {}
    for bar in found:
        if bar.level >= drawn:
            changes[bar.start] = changes.get(bar.start, 0) + 1
            changes[bar.end] = changes.get(bar.end, 0) - 1
    places: list[tuple[int, int, int]] = []
    hidden = 0
    for start, end in pairwise(sorted(changes)):
        hidden += changes[start]
        if hidden:
            places.append((start, end, hidden))
    return places


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
