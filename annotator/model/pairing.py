"""Pairing: rows of two lists, each with words, a heading and a number, matched one to one.

Three ways: by words and number (states of one text), by number alone (the same in other words), and by words alone
(different treaties).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz, process

from annotator.model.correspondence import Reason

SURE = 40.0
"""Per cent of likeness from which two are taken for the same; unrelated articles reach 33."""

_OFFERED = 35.0
"""Below this, what order alone makes likely is called possible."""

_ENOUGH = 12.0  # what two of the same number need to share at least
_IN_ORDER = 15.0  # and two that stand between the same neighbours
_SAME_NUMBER, _SAME_KIND = 6.0, 3.0  # added to the likeness
_HEADING = 0.35  # of the likeness, where both have a heading
_UNRELATED = 40.0  # what headings share by chance
_AGREE = 60.0
_LIKELIEST = 8
_LONG_ENOUGH = 3  # words that can be the same by no accident
_SINGLE = {"preamble", "intro", "wrapup", "signature"}


@dataclass(frozen=True, slots=True)
class Row:
    """One provision: `words` are coded (`Vocabulary`), `heading` is folded, `number` is None where it has none."""

    eid: str
    kind: str
    number: str | None
    words: str
    heading: str = ""

    @property
    def key(self) -> tuple[str, str | None]:
        return self.kind, self.number


@dataclass(frozen=True, slots=True)
class Match:
    """Row number `left` of the one list and `right` of the other; `likeness` is the share of common words, 0 to 1."""

    left: int
    right: int
    likeness: float
    reason: Reason
    is_possible: bool = False


Refused = frozenset[tuple[str, str]]
"""Pairs of eIds that a person said do not answer each other."""

Way = Callable[[Sequence[Row], Sequence[Row], Refused], list[Match]]
"""One of the three functions below."""


def pair_drafts(left: Sequence[Row], right: Sequence[Row], refused: Refused = frozenset()) -> list[Match]:
    """States of one text: the same words wherever they went; else most words in common, where numbers and headings
    count; and what is left by number, or because it stands between the same neighbours."""
    found = _Matching(left, right, refused)
    found.take_identical()
    found.take_likely(with_numbers=True)
    found.take_numbered(with_headings=True)
    found.take_neighbours()
    found.take_numbered(with_headings=False)
    return found.matches()


def pair_treaties(left: Sequence[Row], right: Sequence[Row], refused: Refused = frozenset()) -> list[Match]:
    """Different instruments: by words and headings alone, and each pair only possible."""
    found = _Matching(left, right, refused)
    found.take_likely(with_numbers=False)
    return [Match(row.left, row.right, row.likeness, "words", True) for row in found.matches()]


def pair_renderings(left: Sequence[Row], right: Sequence[Row], refused: Refused = frozenset()) -> list[Match]:
    """The same in other words: by kind and number, then by number, then in order where nothing has a number."""
    found = _Matching(left, right, refused)
    found.take_keyed([row.key for row in left], [row.key for row in right])
    found.take_keyed([row.number for row in left], [row.number for row in right])
    return found.matches()


class _Matching:
    """Takes matches, the surest first; each row at most once."""

    def __init__(self, left: Sequence[Row], right: Sequence[Row], refused: Refused) -> None:
        self._left, self._right = _telling(left), _telling(right)
        self._refused = refused
        self._taken: dict[int, Match] = {}
        self._gone: set[int] = set()

    def matches(self) -> list[Match]:
        return [self._taken[index] for index in sorted(self._taken)]

    def take_identical(self) -> None:
        """The same words, which stand once in each list."""
        ours, theirs = (_by_words(rows) for rows in (self._left, self._right))
        for words, places in ours.items():
            if len(places) == 1 and len(theirs.get(words, ())) == 1:
                self._take(places[0], theirs[words][0])

    def take_likely(self, *, with_numbers: bool) -> None:
        found = []
        for index, other in self._candidates():
            likeness = self._likeness(index, other)
            if likeness >= SURE:
                found.append((-likeness - (self._bonus(index, other) if with_numbers else 0.0), index, other))
        self._take_best(found)

    def take_numbered(self, *, with_headings: bool) -> None:
        """The same kind and number, where headings agree, or else words do a little and the order allows it."""
        places = defaultdict(list)
        for other in self._free_right():
            places[self._right[other].key].append(other)
        for index in self._free_left():
            row = self._left[index]
            for other in places.get(row.key, ())[:1] if row.number or row.kind in _SINGLE else ():
                heading, shared = _heading_likeness(row, self._right[other]), self._shared(index, other)
                agree = heading >= _AGREE if with_headings else heading < 0 and shared >= _ENOUGH
                if agree and self._is_in_order(index, other):
                    self._take(index, other, is_possible=not with_headings and shared < _OFFERED)

    def take_neighbours(self) -> None:
        """What is left between two pairs that follow each other in both lists, the likeliest first."""
        found = []
        for ours, theirs in self._gaps():
            for index in ours:
                for other in theirs:
                    likeness = self._likeness(index, other)
                    if likeness >= _IN_ORDER and self._left[index].kind == self._right[other].kind:
                        same = self._left[index].number == self._right[other].number
                        found.append((-likeness - _SAME_KIND * same, index, other))
        for total, index, other in sorted(found, key=lambda row: self._order(*row)):
            if self._is_in_order(index, other):
                self._take(index, other, is_possible=-total < _OFFERED)

    def take_keyed(self, ours: Sequence[object], theirs: Sequence[object]) -> None:
        """Those whose key is the same; several with one key in their order, where there are as many in both lists."""
        places: defaultdict[object, list[int]] = defaultdict(list)
        for other in self._free_right():
            places[theirs[other]].append(other)
        count = Counter(ours[index] for index in self._free_left())
        for index in self._free_left():
            key, row = ours[index], self._left[index]
            waiting = places.get(key)
            has_number = row.number is not None
            if waiting and (has_number or row.kind in _SINGLE or count[key] == len(waiting)):
                count[key] -= 1
                other = waiting.pop(0)
                if has_number or row.kind == self._right[other].kind:
                    self._take(index, other)

    # ---------------------------------------------------------------------------------------------------------------

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """For each row the likeliest by words, and those of the same number or heading."""
        free = list(self._free_right())
        choices = {other: self._right[other].words for other in free}
        alike: defaultdict[object, list[int]] = defaultdict(list)
        for other in free:
            row = self._right[other]
            for key in (row.key, row.heading):
                if key:
                    alike[key].append(other)
        for index in self._free_left():
            row = self._left[index]
            best = process.extract(row.words, choices, scorer=fuzz.ratio, limit=_LIKELIEST, score_cutoff=_ENOUGH)
            near = [*alike.get(row.key, ())[:_LIKELIEST], *alike.get(row.heading, ())[:_LIKELIEST]]
            for other in dict.fromkeys([*(other for _, _, other in best), *near]):
                yield index, other

    def _take_best(self, found: Iterable[tuple[float, int, int]]) -> None:
        for _total, index, other in sorted(found, key=lambda row: self._order(*row)):
            self._take(index, other)

    def _order(self, total: float, index: int, other: int) -> tuple[float, float, int]:
        """Among equals those that stand at the same place of their lists first."""
        apart = abs(index / len(self._left) - other / len(self._right))
        return round(total, 3), apart, index + other

    def _take(self, index: int, other: int, *, is_possible: bool = False) -> None:
        ours, theirs = self._left[index], self._right[other]
        if index in self._taken or other in self._gone or (ours.eid, theirs.eid) in self._refused:
            return
        self._taken[index] = Match(index, other, self._shared(index, other) / 100, _reason(ours, theirs), is_possible)
        self._gone.add(other)

    def _free_left(self) -> list[int]:
        return [index for index in range(len(self._left)) if index not in self._taken]

    def _free_right(self) -> list[int]:
        return [index for index in range(len(self._right)) if index not in self._gone]

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        ends = [(-1, -1), *((row.left, row.right) for row in self.matches()), (len(self._left), len(self._right))]
        for (low, low_other), (high, high_other) in pairwise(ends):
            if low_other < high_other:
                ours = [index for index in range(low + 1, high) if index not in self._taken]
                theirs = [other for other in range(low_other + 1, high_other) if other not in self._gone]
                yield ours, theirs

    def _is_in_order(self, index: int, other: int) -> bool:
        before = max((row for row in self._taken if row < index), default=None)
        after = min((row for row in self._taken if row > index), default=None)
        return (before is None or self._taken[before].right < other) and (
            after is None or other < self._taken[after].right
        )

    def _shared(self, index: int, other: int) -> float:
        return fuzz.ratio(self._left[index].words, self._right[other].words)

    def _likeness(self, index: int, other: int) -> float:
        shared = self._shared(index, other)
        heading = _heading_likeness(self._left[index], self._right[other])
        return shared if heading < 0 else (1 - _HEADING) * shared + _HEADING * heading

    def _bonus(self, index: int, other: int) -> float:
        ours, theirs = self._left[index], self._right[other]
        return _SAME_NUMBER * (ours.number == theirs.number) + _SAME_KIND * (ours.kind == theirs.kind)


def _telling(rows: Sequence[Row]) -> list[Row]:
    """Without the headings that several have: "Definitions" of each chapter tells nothing."""
    count = Counter(row.heading for row in rows)
    return [replace(row, heading="") if count[row.heading] > 1 else row for row in rows]


def _reason(ours: Row, theirs: Row) -> Reason:
    if ours.key == theirs.key and ours.kind in _SINGLE:
        return "structure"
    return "number" if ours.number is not None and ours.number == theirs.number else "words"


def _by_words(rows: Sequence[Row]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if len(row.words) >= _LONG_ENOUGH:
            found.setdefault(row.words, []).append(index)
    return found


def _heading_likeness(ours: Row, theirs: Row) -> float:
    """Per cent above chance, by letters, since spellings differ ("co-operation"); -1 where either has none."""
    if not (ours.heading and theirs.heading):
        return -1.0
    return max(0.0, (fuzz.ratio(ours.heading, theirs.heading) - _UNRELATED) / (100 - _UNRELATED) * 100)
