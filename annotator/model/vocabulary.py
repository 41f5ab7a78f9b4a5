"""Words as single characters, so that texts are compared word by word at the speed of strings."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from annotator.model.folding import fold

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
_WORD = re.compile(f"(?:[^\\W{_IDEOGRAPHS}]|[{_MARKS}])+|[{_IDEOGRAPHS}]")
"""Vowel marks belong to their word; scripts without spaces are compared character by character."""

_FIRST = 0x10000  # above all surrogates


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, one character each, and where each begins (code points)."""

    coded: str
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> str:
        """The words that begin in `[start, end)`."""
        return self.coded[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Vocabulary:
    """Gives equal words equal characters, whatever their case and accents; use one for texts to be compared."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    def read(self, text: str) -> Words:
        """Square brackets, punctuation and white space do not count."""
        found = [(match[0], match.start()) for match in _WORD.finditer(text)]
        known = self._known
        coded = "".join(known[word] if word in known else self._learn(word) for word, _ in found)
        return Words(coded, tuple(start for _, start in found))

    def _learn(self, word: str) -> str:
        folded = fold(word)
        code = self._folded.setdefault(folded, chr(_FIRST + len(self._folded)))
        self._known[word] = code
        return code
