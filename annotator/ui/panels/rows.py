"""The annotations of one version as the catalogue keeps them: in reading order, counted and searched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from annotator.model.annotation import Annotation
from annotator.model.facets import Facets
from annotator.model.folding import fold, fold_with_offsets
from annotator.model.treaty import Provision, Text
from annotator.store.shelf import kind, span, spans

Order = tuple[int, int, str]


class VersionRows:
    """Put in and taken out one by one; what is derived from all of them is made when it is first asked for."""

    def __init__(self, rows: list[Annotation]) -> None:
        """`rows` come in reading order: by start, then by end, then by id."""
        self.rows = rows
        self._spans: tuple[list[int], list[int]] | None = None
        self._facets: Counter[Facets] | None = None
        self._folded: tuple[str, Sequence[int]] | None = None

    @property
    def facets(self) -> Counter[Facets]:
        """How many annotations are of each kind."""
        if self._facets is None:
            self._facets = Counter([kind(row) for row in self.rows])
        return self._facets

    @property
    def spans(self) -> tuple[list[int], list[int]]:
        """Where each starts, and where each ends."""
        if self._spans is None:
            self._spans = spans(self.rows)
        return self._spans

    def put(self, row: Annotation) -> None:
        self._change(row, 1)
        self.rows.insert(bisect_left(self.rows, _order(row), key=_order), row)

    def remove(self, row: Annotation) -> None:
        self._change(row, -1)
        del self.rows[bisect_left(self.rows, _order(row), key=_order)]

    def quoting(self, words: str, text: Text) -> Iterator[Annotation]:
        """Those whose quotation has `words` in it, whatever their case and vowel marks.

        A quotation is a stretch of the text, so the text alone is searched.
        """
        starts, ends = self.spans
        before = -1
        for start, end in self._places(words, text):
            first, last = bisect_right(starts, before), bisect_right(starts, start)
            yield from (self.rows[row] for row in range(first, last) if ends[row] >= end)
            before = start

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

    def _change(self, row: Annotation, by: int) -> None:
        self._spans = None
        if self._facets is not None:
            facets = kind(row)
            self._facets[facets] += by
            if not self._facets[facets]:
                del self._facets[facets]


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
    return *span(row), row.id
