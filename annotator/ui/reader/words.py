"""Whole words: what somebody meant who let the mouse go in the middle of one. A pure function."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"  # inside words of Persian, Hindi and others
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # Han, kana
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFF),
)
"""Scripts that put no spaces between words, so that a run of letters is no word."""


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` in code points, widened to the words it begins and ends in, without white space at its ends.

    A stretch of white space alone stays as it is.
    """
    chosen = text[start:end]
    if not chosen.strip():
        return start, end
    end -= len(chosen) - len(chosen.rstrip())
    start += len(chosen) - len(chosen.lstrip())
    while start > 0 and _is_inside(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _is_inside(text[end - 1], text[end]):
        end += 1
    return start, end


def _is_inside(before: str, after: str) -> bool:
    """Whether a word runs on from one character to the next."""
    return _is_of_word(before) and _is_of_word(after)


def _is_of_word(character: str) -> bool:
    code = ord(character)
    if any(first <= code <= last for first, last in _WITHOUT_SPACES):
        return False
    return character in _JOINERS or character == "_" or unicodedata.category(character)[0] in "LMN"
