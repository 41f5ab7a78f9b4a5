"""The annotations of one version as the catalogue keeps them: in reading order, counted and searched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate

from annotator.model.annotation import Annotation
from annotator.model.facets import Facets
from annotator.model.folding import fold, fold_with_offsets
from annotator.model.treaty import Provision, Text

Order = tuple[int, int, str]


class VersionRows:
    """Put in and taken out one by one; what is derived from all of them is made when it is first asked for."""

    def __init__(self, rows: list[Annotation]) -> None:
        """`rows` come in reading order: by start, then by end, then by id."""
        self.rows = rows
        self._columns: tuple[list[int], list[int], list[Facets]] | None = None
        self._facets: Counter[Facets] | None = None
        self._crossing: tuple[Sequence[tuple[int, int]], list[Counter[Facets]]] | None = None
        self._folded: tuple[str, Sequence[int]] | None = None

    @property
    def columns(self) -> tuple[list[int], list[int], list[Facets]]:
        """Where each starts, where each ends, and what each is."""
        if self._columns is None:
            rows = self.rows
            self._columns = [row.start for row in rows], [row.end for row in rows], [row.facets for row in rows]
        return self._columns

    @property
    def facets(self) -> Counter[Facets]:
        """How many annotations are of each kind."""
        if self._facets is None:
            self._facets = Counter(self.columns[2])
        return self._facets

    def put(self, row: Annotation) -> None:
        place = bisect_left(self.rows, _order(row), key=_order)
        self.rows.insert(place, row)
        self._count(row, 1)
        if self._columns is not None:
            starts, ends, facets = self._columns
            starts.insert(place, row.start)
            ends.insert(place, row.end)
            facets.insert(place, row.facets)

    def remove(self, row: Annotation) -> None:
        place = bisect_left(self.rows, _order(row), key=_order)
        del self.rows[place]
        self._count(row, -1)
        for column in self._columns or ():
            del column[place]

    def crossing(self, places: Sequence[tuple[int, int]]) -> Sequence[Counter[Facets]]:
        """For each of `places`, sorted and apart, how many annotations of each kind have a character in it."""
        places = tuple(places)
        if self._crossing is None or self._crossing[0] != places:
            self._crossing = places, list(self._crossing_each(places))
        return self._crossing[1]

    def _crossing_each(self, places: Sequence[tuple[int, int]]) -> Iterator[Counter[Facets]]:
        starts, ends, facets = self.columns
        reaches = list(accumulate(ends, max))
        for start, end in places:
            low = bisect_left(starts, start)
            inside = Counter(facets[low : bisect_left(starts, end)])
            first = bisect_right(reaches, start, hi=low)
            inside.update([facets[row] for row in range(first, low) if ends[row] > start])
            yield inside

    def _count(self, row: Annotation, by: int) -> None:
        """Keep what was counted, rather than to count a hundred thousand again for one."""
        counted = [] if self._facets is None else [self._facets]
        if self._crossing is not None:
            places, inside = self._crossing
            counted += [inside[n] for n, (start, end) in enumerate(places) if row.start < end and start < row.end]
        for counter in counted:
            counter[row.facets] += by
            if not counter[row.facets]:
                del counter[row.facets]

    def having(self, words: str, text: Text, speaking: Set[str]) -> bytearray:
        """For each annotation 1 where `words` stand in its quotation (whatever their case and vowel marks) or its id is
        in `speaking`, else 0.

        A quotation is a stretch of the text, so the text alone is searched.
        """
        starts, ends, _ = self.columns
        found = bytearray(len(self.rows))
        if speaking:
            found = bytearray(row.id in speaking for row in self.rows)
        first = 0
        for start, end in self._places(words, text):
            last = bisect_right(starts, start, lo=first)
            for row in range(first, last):
                if ends[row] >= end:
                    found[row] = 1
            first = last
        return found

    def _places(self, words: str, text: Text) -> Iterator[tuple[int, int]]:
        """Every place of `words` in the text, those that overlap too, in order."""
        if self._folded is None:
            self._folded = fold_with_offsets(text.text)
        folded, offsets = self._folded
        wanted = fold(words)
        at = folded.find(wanted)
        while at != -1:
            after = at + len(wanted)
            # A character that folds to several may match with only some of them
            yield offsets[at], max(offsets[after], offsets[after - 1] + 1)
            at = folded.find(wanted, at + 1)


class Articles:
    """Finds the article (preamble, annex …) of a text that holds a stretch of it."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self._all = [row for row in provisions if "__" not in row.eid and row.kind not in _DIVISIONS]
        self._starts = [row.start for row in self._all]

    def around(self, start: int, end: int) -> str:
        """Its eId; empty where none holds all of `[start, end)`."""
        place = bisect_right(self._starts, start) - 1
        return self._all[place].eid if place >= 0 and end <= self._all[place].end else ""


_DIVISIONS = frozenset({"part", "chapter", "section", "title", "heading"})


def _order(row: Annotation) -> Order:
    return row.start, row.end, row.id
