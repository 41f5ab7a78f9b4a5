"""Where the annotations of a text lie: for each article how many, by layer; drawn as a tiny stacked bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from annotator.model.codebook import Mark
from annotator.model.facets import Facets
from annotator.model.treaty import Provision
from annotator.ui.panels.looks import fill_with_mark
from annotator.ui.panels.rows import VersionRows
from annotator.ui.reader.shown import Shown

GROUPING = frozenset({"part", "chapter", "section", "title", "annex"})
"""Kinds that hold articles; the articles have the bars."""

BAR = 46
"""Pixels of the longest bar."""

Heat = Mapping[str, Counter[str]]
"""eId to category id to number of annotations; "" counts annotations that have no layer."""


def bearing(provisions: Sequence[Provision]) -> list[Provision]:
    """The provisions that have a bar: articles, and whatever stands beside them; none lies inside another."""
    found: list[Provision] = []
    for row in provisions:
        inside = found and row.start < found[-1].end
        if row.kind not in GROUPING and not inside:
            found.append(row)
    return found


def kinds_on(rows: Sequence[Provision], annotations: VersionRows) -> Sequence[Counter[Facets]]:
    """How many annotations of each kind lie on each of `rows` (as `bearing` gives them).

    One that reaches over several articles counts on each.
    """
    return annotations.crossing([(row.start, row.end) for row in rows])


def heat_of(rows: Sequence[Provision], counted: Sequence[Counter[Facets]], shown: Shown) -> Heat:
    """How often each layer that is shown lies on each of `rows`, of which `kinds_on` has counted the annotations.

    An annotation in two layers counts once in each.
    """
    found: dict[str, Counter[str]] = {}
    layers_of = {facets: shown.layers_of(facets) for facets in set().union(*counted)}
    for row, kinds in zip(rows, counted, strict=True):
        counts: Counter[str] = Counter()
        for facets, number in kinds.items():
            for layer in layers_of[facets]:
                counts[layer] += number
        if counts:
            found[row.eid] = counts
    return found


def paint_heat(
    painter: QPainter, rect: QRectF, counts: Sequence[tuple[QColor, Mark, int]], most: int, *, mirrored: bool
) -> None:
    """A bar of pieces along `rect`, in which `most` annotations fill its length; it starts at the reading side.

    Each piece has the colour of a layer and, as far as it is long enough, its mark.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    total = sum(number for _, _, number in counts)
    length = max(rect.width() * total / max(most, 1), 6.0)
    left = rect.right() - length if mirrored else rect.left()
    for colour, mark, number in counts:
        width = length * number / total
        fill_with_mark(painter, QRectF(left, rect.top(), max(width - 1, 1.5), rect.height()), mark, colour)
        left += width
    painter.restore()
