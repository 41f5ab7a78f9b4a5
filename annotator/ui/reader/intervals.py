"""Annotations by place: which ones cross a stretch of text, found in time that grows with what lies there.

Passages are kept in classes of similar length, each sorted by start. A class whose passages are at most L long needs
to look back no further than L, so a few annotations of whole chapters do not slow down the search for short ones.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from operator import attrgetter

from annotator.model.annotation import Annotation

_by_start = attrgetter("anchor.start")


class _Class:
    """Passages of at most `longest` code points, sorted by start: three parallel lists."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.rows: list[Annotation] = []

    def append(self, row: Annotation) -> None:
        anchor = row.anchor
        self.starts.append(anchor.start)
        self.ends.append(anchor.end)
        self.rows.append(row)

    def insert(self, row: Annotation) -> None:
        place = bisect_right(self.starts, row.anchor.start)
        self.starts.insert(place, row.anchor.start)
        self.ends.insert(place, row.anchor.end)
        self.rows.insert(place, row)

    def remove(self, row: Annotation) -> None:
        place = bisect_left(self.starts, row.anchor.start)
        while self.rows[place].id != row.id:
            place += 1
        del self.starts[place], self.ends[place], self.rows[place]

    def crossing(self, start: int, end: int) -> Iterator[Annotation]:
        low = bisect_right(self.starts, start - self.longest)
        high = bisect_left(self.starts, end)
        ends, rows = self.ends, self.rows
        for place in range(low, high):
            if ends[place] > start:
                yield rows[place]


class Intervals:
    """The annotations of one version."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        ordered = sorted(annotations, key=_by_start)
        self._by_id = {row.id: row for row in ordered}
        self._starts = [row.anchor.start for row in ordered]
        self._classes: dict[int, _Class] = {}
        for row in ordered:
            self._class_of(row).append(row)

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, annotation_id: str | None) -> Annotation | None:
        return self._by_id.get(annotation_id) if annotation_id else None

    def put(self, row: Annotation) -> None:
        """Add an annotation, or replace the one with its id."""
        self.remove(row.id)
        self._by_id[row.id] = row
        insort(self._starts, row.anchor.start)
        self._class_of(row).insert(row)

    def remove(self, annotation_id: str) -> Annotation | None:
        """Take an annotation out and return it; None where there is none with that id."""
        row = self._by_id.pop(annotation_id, None)
        if row is not None:
            del self._starts[bisect_left(self._starts, row.anchor.start)]
            self._class_of(row).remove(row)
        return row

    def crossing(self, start: int, end: int) -> list[Annotation]:
        """All annotations with a code point in `[start, end)`, in no particular order."""
        return [row for part in self._classes.values() for row in part.crossing(start, end)]

    def starting_at(self, start: int) -> list[Annotation]:
        """All that begin exactly at `start`, longest first, then by id: the order in which one steps through them."""
        found = [row for row in self.crossing(start, start + 1) if row.anchor.start == start]
        return sorted(found, key=lambda row: (-row.anchor.end, row.id))

    def starts_from(self, offset: int) -> Iterator[int]:
        """The places after `offset` at which annotations begin, each once, forwards."""
        place = bisect_right(self._starts, offset)
        while place < len(self._starts):
            yield self._starts[place]
            place = bisect_right(self._starts, self._starts[place])

    def starts_before(self, offset: int) -> Iterator[int]:
        """The places before `offset` at which annotations begin, each once, backwards."""
        place = bisect_left(self._starts, offset)
        while place:
            yield self._starts[place - 1]
            place = bisect_left(self._starts, self._starts[place - 1])

    def _class_of(self, row: Annotation) -> _Class:
        # Lengths up to 4, 16, 64 … share a class
        power = ((row.anchor.end - row.anchor.start).bit_length() + 1) // 2
        found = self._classes.get(power)
        if found is None:
            found = self._classes[power] = _Class(4**power)
        return found
