"""Where the annotations of a text lie: for each article how many, by layer; drawn as a tiny stacked bar."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from annotator.model.annotation import Annotation
from annotator.model.treaty import Provision
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


def heat_of(rows: Sequence[Provision], annotations: Iterable[Annotation], shown: Shown) -> Heat:
    """How often each layer that is shown lies on each of `rows` (as `bearing` gives them).

    An annotation that reaches over several articles counts on each; one in two layers counts once in each.
    """
    starts = [row.start for row in rows]
    found: dict[str, Counter[str]] = {}
    for annotation in annotations:
        layers = shown.layers_of(annotation)
        position = max(bisect_right(starts, annotation.anchor.start) - 1, 0)
        while position < len(rows) and rows[position].start < annotation.anchor.end:
            if layers and rows[position].end > annotation.anchor.start:
                found.setdefault(rows[position].eid, Counter()).update(layers)
            position += 1
    return found


def paint_heat(
    painter: QPainter, rect: QRectF, counts: Sequence[tuple[QColor, int]], most: int, *, mirrored: bool
) -> None:
    """A bar of pieces along `rect`, in which `most` annotations fill its length; it starts at the reading side."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    total = sum(number for _, number in counts)
    length = max(rect.width() * total / max(most, 1), 6.0)
    left = rect.right() - length if mirrored else rect.left()
    for colour, number in counts:
        width = length * number / total
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, rect.top(), max(width - 1, 1.5), rect.height()), 1.5, 1.5)
        left += width
    painter.restore()
