"""Word maps: which characters of one text answer which of another, by comparing the two word by word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from annotator.model.anchoring import occurrences
from annotator.model.vocabulary import Words

_AROUND = 12
"""Characters around the words found in which the exact quotation may lie: quotation marks, brackets, numbers."""


@dataclass(frozen=True, slots=True)
class Side:
    """A text, its words, and the part of it that is compared. Offsets are code points."""

    text: str
    words: Words
    start: int
    end: int


class WordMap:
    """Maps places in a part of one text to places in a part of another."""

    def __init__(self, left: Side, right: Side) -> None:
        self._left, self._right = left, right
        self._first = bisect_left(left.words.starts, left.start)
        self._other_first = bisect_left(right.words.starts, right.start)
        ours = left.words.between(left.start, left.end)
        theirs = right.words.between(right.start, right.end)
        # Not Indel: on a whole treaty its table would take hundreds of megabytes
        self._steps = list(Levenshtein.opcodes(ours, theirs))
        self._begins = [step.src_start for step in self._steps]

    def range(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `[start, end)` of the left text lies in the right one: from the word that answers its first to the one
        that answers its last. None where an end of it falls into words that are not there, or all of it does."""
        starts = self._left.words.starts
        first = max(bisect_right(starts, start) - 1, 0)
        if not self._holds(first, start):
            first += 1
        after = bisect_left(starts, end)
        if first >= after:
            return None
        low, high = self._word(first, begins=True), self._word(after - 1, begins=False)
        if low is None or high is None or low > high:
            return None
        return self._fitted(start, end, low, high)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _holds(self, word: int, at: int) -> bool:
        """Whether the character at `at` is in that word: a passage may begin in the middle of one."""
        start = self._left.words.starts[word] if self._left.words.starts else 0
        return start <= at and not any(mark.isspace() for mark in self._left.text[start : at + 1])

    def _word(self, word: int, *, begins: bool) -> int | None:
        """The word of the right text that answers this one; where it was replaced, the edge of what replaced it."""
        index = word - self._first
        at = bisect_right(self._begins, index) - 1
        if at < 0:
            return None
        step = self._steps[at]
        while step.src_start == step.src_end and at:  # an insertion begins where the step after it does
            at -= 1
            step = self._steps[at]
        if not step.src_start <= index < step.src_end:
            return None
        if step.tag == "equal":
            return self._other_first + step.dest_start + index - step.src_start
        edge = step.src_start if begins else step.src_end - 1
        if step.tag == "replace" and index == edge and step.dest_end > step.dest_start:
            return self._other_first + (step.dest_start if begins else step.dest_end - 1)
        return None

    def _fitted(self, start: int, end: int, low: int, high: int) -> tuple[int, int]:
        """The very words of the passage where they stand there; else whole words, with the marks at its ends."""
        starts, text = self._right.words.starts, self._right.text
        begin, finish = starts[low], _word_end(text, starts, high)
        left, right = max(0, begin - _AROUND), min(len(text), finish + _AROUND)
        quote = self._left.text[start:end]
        found = occurrences(text[left:right], quote)
        if not found:
            before, after = _marks(quote)
            begin -= len(before) if before and text[:begin].endswith(before) else 0
            return begin, finish + (len(after) if text.startswith(after, finish) else 0)
        best = min(found, key=lambda span: abs(left + span[0] - begin) + abs(left + span[1] - finish))
        return left + best[0], left + best[1]


def _marks(quote: str) -> tuple[str, str]:
    """What stands before the first and after the last letter: quotation marks, brackets, a full stop."""
    letters = [index for index, mark in enumerate(quote) if mark.isalnum() or _is_mark(mark)]
    return (quote[: letters[0]], quote[letters[-1] + 1 :]) if letters else ("", "")


def _word_end(text: str, starts: tuple[int, ...], word: int) -> int:
    limit = starts[word + 1] if word + 1 < len(starts) else len(text)
    end = starts[word] + 1
    while end < limit and (text[end].isalnum() or text[end] == "_" or _is_mark(text[end])):
        end += 1
    return end


def _is_mark(mark: str) -> bool:
    return "\u0300" <= mark <= "\u036f" or "\u064b" <= mark <= "\u065f" or mark == "\u0670"
