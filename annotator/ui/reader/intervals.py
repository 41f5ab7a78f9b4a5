"""Annotations by place: which ones cross a stretch of text, found in time that grows with what lies there.

They are kept in chunks, sorted by start. Each knows how far its passages reach, so that only chunks that can have
something there are looked into, and a change touches one chunk.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, sub

from annotator.model.annotation import Annotation
from annotator.model.facets import Facets

Places = dict[Facets, list[tuple[int, int]]]
"""By kind of annotation, where each one of it starts and ends."""
Columns = tuple[Sequence[Facets], Sequence[int], Sequence[int]]
"""Of some annotations, sorted by start: what each is, where it starts, and where it ends."""

_SIZE = 256
_by_start = attrgetter("start")


class _Chunk:
    """Passages sorted by start: four parallel lists, never empty.

    `reach` is the greatest end; none is longer than `longest`.
    """

    __slots__ = ("ends", "kinds", "longest", "reach", "rows", "starts")

    def __init__(self, rows: list[Annotation]) -> None:
        self.rows = rows
        self.kinds = [row.facets for row in rows]
        self.starts = [row.start for row in rows]
        self.ends = [row.end for row in rows]
        self.reach = max(self.ends)
        self.longest = max(map(sub, self.ends, self.starts))

    def put(self, row: Annotation) -> None:
        place = bisect_right(self.starts, row.start)
        self.rows.insert(place, row)
        self.kinds.insert(place, row.facets)
        self.starts.insert(place, row.start)
        self.ends.insert(place, row.end)
        self.reach = max(self.reach, row.end)
        self.longest = max(self.longest, row.end - row.start)

    def remove(self, annotation_id: str, start: int) -> bool:
        """Whether it was here."""
        for place in range(bisect_left(self.starts, start), bisect_right(self.starts, start)):
            if self.rows[place].id == annotation_id:
                del self.rows[place], self.kinds[place], self.starts[place], self.ends[place]
                self.reach = max(self.ends, default=0)
                return True
        return False

    def near(self, start: int, end: int) -> slice:
        """Where those are that may have a code point in `[start, end)`: those elsewhere have none."""
        return slice(bisect_right(self.starts, start - self.longest), bisect_left(self.starts, end))


class Intervals:
    """The annotations of one version."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        ordered = sorted(annotations, key=_by_start)
        self._by_id = {row.id: row for row in ordered}
        self._chunks = [_Chunk(ordered[low : low + _SIZE]) for low in range(0, len(ordered), _SIZE)]

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, annotation_id: str | None) -> Annotation | None:
        return self._by_id.get(annotation_id) if annotation_id else None

    def put(self, row: Annotation) -> None:
        """Add an annotation, or replace the one with its id."""
        self.remove(row.id)
        self._by_id[row.id] = row
        if not self._chunks:
            self._chunks.append(_Chunk([row]))
            return
        number = max(0, bisect_right(self._chunks, row.start, key=_first) - 1)
        chunk = self._chunks[number]
        chunk.put(row)
        if len(chunk.rows) > 2 * _SIZE:
            self._chunks[number : number + 1] = [_Chunk(chunk.rows[:_SIZE]), _Chunk(chunk.rows[_SIZE:])]

    def remove(self, annotation_id: str) -> Annotation | None:
        """Take an annotation out and return it; None where there is none with that id."""
        row = self._by_id.pop(annotation_id, None)
        if row is not None:
            number = max(0, bisect_left(self._chunks, row.start, key=_first) - 1)
            while not self._chunks[number].remove(annotation_id, row.start):
                number += 1
            if not self._chunks[number].rows:
                del self._chunks[number]
        return row

    def crossing(self, start: int, end: int) -> list[Annotation]:
        """All annotations with a code point in `[start, end)`, in no particular order."""
        return [chunk.rows[place] for chunk, place in self._places(start, end)]

    def columns_near(self, start: int, end: int) -> Iterator[Columns]:
        """Columns that hold the same, sorted by start, for who paints thousands; some end before `start`."""
        for chunk in self._near(start, end):
            here = chunk.near(start, end)
            yield chunk.kinds[here], chunk.starts[here], chunk.ends[here]

    def kinds_crossing(self, start: int, end: int) -> Places:
        """The same as places by kind."""
        found: Places = defaultdict(list)
        for kinds, starts, ends in self.columns_near(start, end):
            for kind, low, high in zip(kinds, starts, ends, strict=True):
                if high > start:
                    found[kind].append((low, high))
        return found

    def starting_at(self, start: int) -> list[Annotation]:
        """All that begin exactly at `start`, longest first, then by id: the order in which one steps through them."""
        found = [row for row in self.crossing(start, start + 1) if row.start == start]
        return sorted(found, key=lambda row: (-row.end, row.id))

    def starts_from(self, offset: int) -> Iterator[int]:
        """The places after `offset` at which annotations begin, each once, forwards."""
        for number in range(max(0, bisect_right(self._chunks, offset, key=_first) - 1), len(self._chunks)):
            for start in self._chunks[number].starts:
                if start > offset:
                    yield start
                    offset = start

    def starts_before(self, offset: int) -> Iterator[int]:
        """The places before `offset` at which annotations begin, each once, backwards."""
        for number in range(bisect_left(self._chunks, offset, key=_first) - 1, -1, -1):
            for start in reversed(self._chunks[number].starts):
                if start < offset:
                    yield start
                    offset = start

    def _places(self, start: int, end: int) -> Iterator[tuple[_Chunk, int]]:
        for chunk in self._near(start, end):
            ends, here = chunk.ends, chunk.near(start, end)
            for place in range(here.start, here.stop):
                if ends[place] > start:
                    yield chunk, place

    def _near(self, start: int, end: int) -> Iterator[_Chunk]:
        """The chunks that may have something there."""
        for chunk in self._chunks:
            if chunk.starts[0] >= end:
                return
            if chunk.reach > start:
                yield chunk


def _first(chunk: _Chunk) -> int:
    return chunk.starts[0]
