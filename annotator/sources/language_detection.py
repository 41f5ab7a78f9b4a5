"""Which language of the table a text is in: by its script, then by its commonest words."""

from __future__ import annotations

import re
from functools import cache

from annotator.sources.languages import CHINESE, LANGUAGES, LATIN

_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The code of the language that `text` is most likely in, or "" where it is too short to tell.

    A script that one language uses decides alone; the languages that share one are told apart by their common words.
    """
    codes = _codes_by_script()[_script_of(text)]
    if len(codes) == 1:
        return codes[0]
    found = word_counts(text)
    best = max(codes, key=lambda row: found[row])
    return best if found[best] >= 2 else ""


def _script_of(text: str) -> str:
    """The script that at least a third of the letters are in, a Chinese one counting twice, else Latin script."""
    if text.isascii():
        return LATIN
    letters = sum(len(word) for word in _WORD.findall(text))
    counted = {script: len("".join(pattern.findall(text))) for script, pattern in _other_scripts().items()}
    script = max(counted, key=lambda row: counted[row])
    weight = 6 if script == CHINESE.script else 3
    return script if counted[script] * weight > letters else LATIN


@cache
def _other_scripts() -> dict[str, re.Pattern[str]]:
    return {script: re.compile(f"[{script}]+") for script in _codes_by_script() if script != LATIN}


@cache
def _codes_by_script() -> dict[str, list[str]]:
    scripts = dict.fromkeys(row.script for row in LANGUAGES)
    return {script: [row.code for row in LANGUAGES if row.script == script] for script in scripts}


def word_counts(text: str) -> dict[str, int]:
    """How many of the words of `text` are among the commonest of each language; single letters may be labels."""
    counts = dict.fromkeys(_common_words_by_language(), 0)
    speakers = _speakers()
    for word in _WORD.findall(text.casefold()):
        for code in speakers.get(word, ()):
            counts[code] += 1
    return counts


@cache
def common_words() -> frozenset[str]:
    """Little words of any language: no title or sentence ends with one."""
    return frozenset().union(*_common_words_by_language().values())


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """The languages that each common word of more than one letter belongs to."""
    words = {word for word in common_words() if len(word) > 1}
    return {
        word: tuple(code for code, common in _common_words_by_language().items() if word in common) for word in words
    }


@cache
def _common_words_by_language() -> dict[str, frozenset[str]]:
    return {row.code: frozenset(row.common.split("|")) for row in LANGUAGES}
