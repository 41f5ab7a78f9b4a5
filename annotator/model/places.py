"""Finding a provision by the numbers that a reader or a sentence gives, from where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from annotator.model.folding import fold
from annotator.model.treaty import Provision

Level = Literal["annex", "part", "chapter", "section", "article", "paragraph", "point"]
Step = tuple[Level, str]
"""A level and a number at it, as written: ("article", "24"), ("point", "(a)")."""

LEVELS: tuple[Level, ...] = ("annex", "part", "chapter", "section", "article", "paragraph", "point")

_KINDS: dict[Level, frozenset[str]] = {
    "annex": frozenset({"annex"}),
    "part": frozenset({"part"}),
    "chapter": frozenset({"chapter", "title"}),
    "section": frozenset({"section"}),
    "article": frozenset({"article"}),
    "paragraph": frozenset({"paragraph"}),
    "point": frozenset({"paragraph", "point", "item"}),
}
_RANKS = {kind: rank for rank, level in enumerate(LEVELS) for kind in _KINDS[level] if kind != "paragraph"} | {
    "paragraph": LEVELS.index("paragraph"),
    "preamble": LEVELS.index("article"),
}
_CLOSED = frozenset({"article", "annex", "preamble"})
"""Kinds that are not looked into from outside."""
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NO_NUMBER = re.compile(r"[\s().,:;’‘'\"–—-]")


class Places:
    """The tree of one text, made to be asked often. A provision is found by steps, the outermost first."""

    def __init__(self, provisions: Sequence[Provision]) -> None:
        self.provisions = tuple(provisions)
        self._starts = [row.start for row in self.provisions]
        self._by_eid = {row.eid: row for row in self.provisions}
        self._numbers: dict[str, frozenset[str]] = {}
        self._children: dict[str, list[Provision]] = {}
        for row in self.provisions:
            self._children.setdefault(row.parent or "", []).append(row)

    def get(self, eid: str | None) -> Provision | None:
        return self._by_eid.get(eid or "")

    def children(self, eid: str | None) -> list[Provision]:
        """What stands directly below a provision, or below the text itself for None, in reading order."""
        return self._children.get(eid or "", [])

    def path(self, row: Provision | None) -> list[Provision]:
        """The provisions around `row` and itself, the outermost first."""
        found: list[Provision] = []
        while row is not None:
            found.append(row)
            row = self.get(row.parent)
        return found[::-1]

    def at(self, offset: int) -> Provision | None:
        """The innermost provision that holds the code point at `offset`."""
        after = bisect_right(self._starts, offset)
        row = self.provisions[after - 1] if after else None
        while row is not None and row.end <= offset:
            row = self.get(row.parent)
        return row

    def find(self, steps: Sequence[Step], around: Provision | None) -> Provision | None:
        """Where `steps` lead to, for one who stands in `around`.

        The first step is looked for in the nearest provision that could hold it, then further out. Steps that lead
        nowhere are forgiven below an article: then the article is meant. None where there is no such place, or several.
        """
        found: Provision | None = None
        for number, (level, written) in enumerate(steps):
            scopes = [found] if number else self._scopes(level, around)
            further = next(filter(None, (self._nearest(row, _kinds(level, written), written) for row in scopes)), None)
            if further is None:
                return found if found and found.kind == "article" else None
            found = further
        return found

    def _numbers_of(self, row: Provision) -> frozenset[str]:
        found = self._numbers.get(row.eid)
        if found is None:
            found = self._numbers[row.eid] = numbers_of(row)
        return found

    def _scopes(self, level: Level, around: Provision | None) -> Iterator[Provision | None]:
        """Where to look, the nearest first; None is the whole text. No paragraph is looked for outside its article."""
        rank = LEVELS.index(level)
        for row in reversed(self.path(around)):
            if _RANKS.get(row.kind, len(LEVELS)) < rank or (level == "point" and row.kind in _KINDS["point"]):
                yield row
            if row.kind == "article" and rank > LEVELS.index("article"):
                return
        yield None
        annexes = [row for row in self.children(None) if row.kind == "annex"]
        if len(annexes) == 1:
            yield annexes[0]  # a treaty annexed to the resolution that adopts it

    def _nearest(self, scope: Provision | None, kinds: frozenset[str], number: str) -> Provision | None:
        """Level by level; among several alike on one level nobody can say which is meant."""
        wanted = plain_number(number)
        rows = self.children(scope.eid if scope else None)
        while rows:
            found = [row for row in rows if row.kind in kinds and wanted in self._numbers_of(row)]
            if found:
                return found[0] if len(found) == 1 else None
            rows = [child for row in rows if row.kind not in _CLOSED for child in self.children(row.eid)]
        return None


def _kinds(level: Level, written: str) -> frozenset[str]:
    """What may be meant; some call the points of an article its paragraphs: "paragraph (a)"."""
    is_lettered = level == "paragraph" and not any(mark.isdigit() for mark in written)
    return _KINDS["point" if is_lettered else level]


def numbers_of(row: Provision) -> frozenset[str]:
    """The plain numbers that a provision goes by: the normalised one, and the one that the text prints."""
    first, _, rest = row.label.strip().partition(" ")
    printed = rest if rest and first.isalpha() else row.label
    return frozenset(filter(None, (plain_number(row.number or ""), plain_number(printed))))


def plain_number(number: str) -> str:
    """What ways of writing one number have in common: "(a)" and "a)" give "a", "8 bis" gives "8bis"."""
    return _NO_NUMBER.sub("", fold(number.translate(_EASTERN)))


def chinese_value(number: str) -> int | None:
    """The value of a Chinese number up to 999 ("二十四"), or None where it is none."""
    total = digit = 0
    for mark in number:
        if mark in "十百":
            total += (digit or 1) * (10 if mark == "十" else 100)
            digit = 0
        elif mark in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[mark]
        else:
            return None
    return total + digit if number else None


_CHINESE_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
