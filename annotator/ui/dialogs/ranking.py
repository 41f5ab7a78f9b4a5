"""Which of many commands a few typed letters mean: the obvious first, slips forgiven, instant with thousands."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from annotator.model.folding import fold

_MARKS = re.compile(r"[…“”(]")
_GOOD_ENOUGH = 72
_SHORTEST_SLIP = 3  # letters from which on a word may be misspelt
_MOST_SLIPS = 30
_MOST = 300  # that are shown; nobody reads further


class Command(NamedTuple):
    """What the palette offers: its name, its shortcut as people read it ("Ctrl+E"), what it does.

    `kind` says what it is where it is no command ("Article"); `key` names it for ever, `also` are words that find it
    too. Of two that fit alike, the one with the smaller `weight` stands first.
    """

    title: str
    shortcut: str
    run: Callable[[], object]
    kind: str = ""
    key: str = ""
    also: str = ""
    weight: int = 0


class Ranking:
    """Commands, made ready to be asked at each key press."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = list(commands)
        self._titles = [fold(row.title) for row in commands]
        self._words = [_spaced(f"{row.title} {row.also}") for row in commands]

    def fitting(self, typed: str, recent: Sequence[str] = ()) -> list[Command]:
        """The commands that `typed` may mean, the likeliest first. Of equals, those with a key in `recent` lead."""
        wanted = fold(typed).strip()
        if not wanted:
            return list(self._commands)
        parts = [f" {part}" for part in wanted.split()]
        scores = [self._score(number, wanted, parts) for number in range(len(self._commands))]
        self._forgive(wanted, scores)
        used = {key: len(recent) - number for number, key in enumerate(recent)}
        found = [number for number, score in enumerate(scores) if score]
        best = heapq.nsmallest(_MOST, found, key=lambda number: self._order(number, scores[number], used))
        return [self._commands[number] for number in best]

    def _order(self, number: int, score: float, used: dict[str, int]) -> tuple[float, int, int, int, int]:
        row = self._commands[number]
        return -score, -used.get(row.key, 0), row.weight, len(row.title), number

    def _score(self, number: int, wanted: str, parts: Sequence[str]) -> float:
        """500 for the title itself, 400 for its beginning, 300 and 200 for beginnings of its words, 100 within it."""
        title = self._titles[number]
        if title == wanted:
            return 500.0
        if title.startswith(wanted):
            return 400.0
        words = self._words[number]
        if all(part in words for part in parts):
            return 300.0 if wanted in title else 200.0
        return 100.0 if wanted in title else 0.0

    def _forgive(self, wanted: str, scores: list[float]) -> None:
        """Let what nothing fits well mean what it is most like."""
        if len(wanted) < _SHORTEST_SLIP or any(score >= 200 for score in scores):
            return
        alike = process.extract(
            wanted, self._titles, scorer=fuzz.partial_ratio, score_cutoff=_GOOD_ENOUGH, limit=_MOST_SLIPS
        )
        for _title, score, number in alike:
            scores[number] = max(scores[number], score)


def rank_commands(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that `typed` may mean, the likeliest first; all of them, in their order, where it is empty."""
    return Ranking(commands).fitting(typed)


def _spaced(words: str) -> str:
    """Folded words with a space before each, so that a word's beginning is found without looking at each."""
    return " " + " ".join(_MARKS.sub(" ", fold(words)).split())
