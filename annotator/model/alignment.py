"""Alignment: which provision of one text answers which of another.

Articles first, wherever they stand, then the paragraphs and points inside each pair, then the chapters around them.
Words are compared one by one rather than letter by letter: unrelated articles then share a quarter of them, not half,
and it takes a tenth of the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from rapidfuzz import fuzz

from annotator.model.correspondence import Correspondence, Link, Pair, Reason
from annotator.model.folding import fold
from annotator.model.pairing import Match, Refused, Row, Way, pair_drafts, pair_renderings, pair_treaties
from annotator.model.treaty import Provision, Text, VersionData
from annotator.model.vocabulary import Vocabulary, Words

Relation = Literal["drafts", "renderings", "treaties"]
"""How two texts belong together. `drafts` are states of one text, whose words can be compared. `renderings` say the
same in other words (a translation, a restatement): only number and structure tell. `treaties` are different ones."""

_ONE_TEXT = 50.0
"""Per cent of common words from which two texts are states of one, whatever they are called. Sister treaties: 41."""

_ONE_STRUCTURE = 85.0
"""Per cent of common numbering from which texts in two languages are one treaty; different treaties reach 55."""

_COUNTED = {"article", "paragraph", "point"}


def relation_of(left: Text, left_data: VersionData, right: Text, right_data: VersionData) -> Relation:
    """How two versions belong together, as far as their data and their words tell."""
    is_same = is_one_instrument(left_data.instrument, right_data.instrument)
    if language_of(left_data) != language_of(right_data):
        return "renderings" if is_same or _structure_alike(left, right) else "treaties"
    if is_same:
        return "renderings" if left_data.is_restated != right_data.is_restated else "drafts"
    vocabulary = Vocabulary()
    shared = fuzz.ratio(vocabulary.read(left.text).coded, vocabulary.read(right.text).coded)
    return "drafts" if shared >= _ONE_TEXT else "treaties"


def align(
    left: Text, right: Text, relation: Relation, links: Iterable[Link] = (), known: Iterable[tuple[str, str]] = ()
) -> Correspondence:
    """Pair the provisions of two texts.

    `links` are what people said of these two versions, whichever way round; `known` are pairs of eIds from a
    concordance. Both come before anything that is found out here. The other way round gives the same pairs, turned.
    """
    if left.id > right.id:
        return align(right, left, relation, links, ((theirs, ours) for ours, theirs in known)).turned()
    own = [link if link.version == left.id else link.turned() for link in links]
    own = [link for link in own if (link.version, link.other_version) == (left.id, right.id)]
    return Correspondence(_Alignment(left, right, relation).run(own, known))


class _Tree:
    """A text as it is compared: rows for its provisions, and what is inside what."""

    def __init__(self, text: Text, words: Words) -> None:
        self.provisions = {row.eid: row for row in text.provisions}
        self.order = {row.eid: index for index, row in enumerate(text.provisions)}
        self._words = words
        self._children: dict[str | None, list[Provision]] = {}
        for row in text.provisions:
            self._children.setdefault(row.parent, []).append(row)
        self._holds_articles = self._above_articles(text.provisions)
        self.units = list(self._units(None))

    def children(self, eid: str) -> list[Provision]:
        return self._children.get(eid, [])

    def containers(self, eid: str) -> Iterator[str]:
        """The chapters, parts … around a provision, the innermost first."""
        parent = self.provisions[eid].parent
        while parent is not None:
            yield parent
            parent = self.provisions[parent].parent

    def row(self, provision: Provision) -> Row:
        words = self._words.between(provision.start + len(provision.label), provision.end)
        return Row(provision.eid, provision.kind, provision.number, words, fold(provision.heading))

    def _above_articles(self, provisions: Sequence[Provision]) -> set[str]:
        found: set[str] = set()
        for row in provisions:
            if row.kind == "article":
                found.update(self.containers(row.eid))
        return found

    def _units(self, parent: str | None) -> Iterator[Provision]:
        """Articles, and whatever has none in it and stands beside them: preamble, annex, signature clause."""
        for row in self._children.get(parent, ()):
            if row.eid in self._holds_articles:
                yield from self._units(row.eid)
            else:
                yield row


class _Alignment:
    def __init__(self, left: Text, right: Text, relation: Relation) -> None:
        vocabulary = Vocabulary()
        self._left = _Tree(left, vocabulary.read(left.text))
        self._right = _Tree(right, vocabulary.read(right.text))
        self._relation = relation
        self._refused: Refused = frozenset()
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._gone: tuple[set[str], set[str]] = (set(), set())

    def run(self, links: Sequence[Link], known: Iterable[tuple[str, str]]) -> list[Pair]:
        """In the order of the left text."""
        self._refused = frozenset((row.provision, row.other_provision) for row in links if not row.answers)
        given = [(row.provision, row.other_provision) for row in links if row.answers]
        self._take_given(given, "chosen", every=True)
        self._take_given(known, "known")
        self._pair(self._left.units, self._right.units, pair_treaties if self._relation == "treaties" else None)
        for pair in list(self._pairs.values()):
            self._pair_inside(pair)
        self._pair_containers()
        order, other = self._left.order, self._right.order
        return sorted(self._pairs.values(), key=lambda pair: (order[pair.left], other[pair.right]))

    def _take_given(self, pairs: Iterable[tuple[str, str]], reason: Reason, *, every: bool = False) -> None:
        """`every` takes those of one provision with several others; else the first counts."""
        for ours, theirs in pairs:
            one, other = self._left.provisions.get(ours), self._right.provisions.get(theirs)
            is_free = ours not in self._gone[0] and theirs not in self._gone[1]
            if one and other and (every or is_free) and (ours, theirs) not in self._refused:
                shared = fuzz.ratio(self._left.row(one).words, self._right.row(other).words)
                self._take(Pair(ours, theirs, shared / 100, reason))

    def _take(self, pair: Pair) -> None:
        self._pairs[pair.left, pair.right] = pair
        self._gone[0].add(pair.left)
        self._gone[1].add(pair.right)

    def _pair(self, ours: Iterable[Provision], theirs: Iterable[Provision], how: Way | None = None) -> list[Pair]:
        """Pair those that are free; returns the new pairs."""
        left = [self._left.row(row) for row in ours if row.eid not in self._gone[0]]
        right = [self._right.row(row) for row in theirs if row.eid not in self._gone[1]]
        if not (left and right):
            return []
        way = how or (pair_renderings if self._relation == "renderings" else pair_drafts)
        found = [_pair_of(left, right, match) for match in way(left, right, self._refused)]
        for pair in found:
            self._take(pair)
        return found

    def _pair_inside(self, pair: Pair) -> None:
        waiting = [pair]
        while waiting:
            around = waiting.pop()
            inside = self._pair(self._left.children(around.left), self._right.children(around.right))
            if around.is_possible:
                inside = [replace(row, is_possible=True) for row in inside]
                for row in inside:
                    self._take(row)
            waiting += inside

    def _pair_containers(self) -> None:
        """Chapters answer each other where most of what is in the one answers what is in the other."""
        votes: Counter[tuple[str, str]] = Counter()
        sizes: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for unit in self._left.units:
            sizes[0].update(self._left.containers(unit.eid))
        for unit in self._right.units:
            sizes[1].update(self._right.containers(unit.eid))
        ours, theirs = ({row.eid for row in tree.units} for tree in (self._left, self._right))
        for pair in self._pairs.values():
            if pair.left in ours and pair.right in theirs:
                votes.update(
                    (one, other)
                    for one in self._left.containers(pair.left)
                    for other in self._right.containers(pair.right)
                )
        shares = [
            (-2 * count / (sizes[0][one] + sizes[1][other]), self._kinds_differ(one, other), one, other)
            for (one, other), count in votes.items()
        ]
        order, other_order = self._left.order, self._right.order
        for share, _differ, one, other in sorted(shares, key=lambda row: (row[:2], order[row[2]], other_order[row[3]])):
            free = one not in self._gone[0] and other not in self._gone[1]
            if free and -share >= 0.5 and (one, other) not in self._refused:
                possible = self._relation == "treaties"
                self._take(Pair(one, other, min(1.0, -share), self._container_reason(one, other), possible))

    def _kinds_differ(self, one: str, other: str) -> bool:
        return self._left.provisions[one].kind != self._right.provisions[other].kind

    def _container_reason(self, one: str, other: str) -> Reason:
        ours, theirs = self._left.provisions[one], self._right.provisions[other]
        return "number" if ours.number and ours.number == theirs.number else "structure"


def _pair_of(left: Sequence[Row], right: Sequence[Row], match: Match) -> Pair:
    return Pair(left[match.left].eid, right[match.right].eid, match.likeness, match.reason, match.is_possible)


def is_one_instrument(one: str, other: str) -> bool:
    """Whether the names are the same, or one goes on where the other ends ("… against Cybercrime; Strengthening …")."""
    ours, theirs = sorted((" ".join(fold(one).split()), " ".join(fold(other).split())), key=len)
    return bool(ours) and theirs.startswith(ours)


def language_of(data: VersionData) -> str:
    return data.language.split("-")[0].lower()


def _structure_alike(left: Text, right: Text) -> bool:
    ours, theirs = (
        [f"{row.kind}{row.number}" for row in text.provisions if row.kind in _COUNTED] for text in (left, right)
    )
    return fuzz.ratio(ours, theirs) >= _ONE_STRUCTURE
