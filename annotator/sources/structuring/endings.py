"""How a paragraph ends: with a sentence, with a colon that announces a list, or in mid sentence."""

from __future__ import annotations

import re

LONGEST_END = 48
"""Characters that tell: a stop, and the brackets, quotation marks and marks of footnotes that may follow it."""

_MARKS = r"(?:\[\^[^\]\s]+\]|[\])}”’»\"'*])*"
_PAUSED = re.compile(rf"[.;:,!?。；：，、！？؛،؟…—–]{_MARKS}\d{{0,2}}$")
_FINAL = re.compile(rf"[.;:,!?。；：，؛،…]{_MARKS}$")
_SENTENCE = re.compile(rf"[.!?。؟…]{_MARKS}$")
_COLON = re.compile(rf"[:：—–]{_MARKS}$")


def ends_with_stop(text: str) -> bool:
    """Whether a stop or a comma of any kind ends `text`: no title does."""
    return bool(_FINAL.search(text[-LONGEST_END:]))


def pauses(text: str) -> bool:
    """As `ends_with_stop`, or with a dash; the number of a footnote may follow."""
    return bool(_PAUSED.search(text[-LONGEST_END:]))


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text[-LONGEST_END:]))


def announces(text: str) -> bool:
    """Whether a list follows: "the following:", "it means—"."""
    return bool(_COLON.search(text[-LONGEST_END:]))
