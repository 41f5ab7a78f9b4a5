"""Printed numbers in any script, read as values: 8bis, VIII, 十二, الثانية عشرة, premier."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from annotator.sources.languages import ordinal_words
from annotator.sources.numerals import ABJAD, ARABIC, LATIN, ROMAN, RUSSIAN, roman

Family = Literal[
    "decimal",
    "latin",
    "LATIN",
    "roman",
    "ROMAN",
    "russian",
    "RUSSIAN",
    "abjad",
    "arabic",
    "chinese",
    "ordinal",
    "doubled",
]
"""A way of counting. Capitals are another family than small letters: they number another level."""

REMEMBERED = 2048
"""Printed numbers whose values are kept: a treaty has few that differ, and asks for each of them many times."""

SUFFIXES = "bis|ter|quater|quat|quinquies|sexies|septies|octies|novies|nonies|decies|undecies|duodecies"
_LATIN_SUFFIXES = {word: index for index, word in enumerate(SUFFIXES.split("|"), 1)}
_OTHER_SUFFIXES = {
    "مكررا": "bis",
    "مكرر": "bis",
    "бис": "bis",
    "тер": "ter",
    "之一": "bis",
    "之二": "ter",
    "之三": "quater",
    "之四": "quinquies",
    "之五": "sexies",
}

_CHINESE_DIGITS = dict(zip("〇零一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROMAN_WORTH = {letters: worth for worth, letters in ROMAN if len(letters) == 1}
_LATIN_TWINS = "aceopxyABCEHKMOPTX"
_RUSSIAN_TWINS = "асеорхуАВСЕНКМОРТХ"
_TWINS = str.maketrans(_LATIN_TWINS + _RUSSIAN_TWINS, _RUSSIAN_TWINS + _LATIN_TWINS)
"""Letters that look alike: Russian texts letter their points "а), b), с)" with either."""

_ALPHABETS: dict[Family, str] = {"latin": LATIN, "russian": RUSSIAN, "abjad": ABJAD, "arabic": ARABIC}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a printed number."""

    family: Family
    value: int


@lru_cache(maxsize=REMEMBERED)
def readings(printed: str) -> tuple[Reading, ...]:
    """Every way to read `printed` (without brackets or suffix); () where it is no number.

    "i" is the ninth letter or a roman one, "ج" the third letter of the abjad or the fifth of the alphabet.
    """
    text = unicodedata.normalize("NFKC", printed.replace("\u0640", "")).strip("() ")
    if text.isdecimal():
        return (Reading("decimal", int(text)),) if len(text) <= 6 else ()
    chinese = chinese_value(text)
    if chinese is not None:
        return (Reading("chinese", chinese),)
    return _letters(text) + _roman(text)


def _letters(text: str) -> tuple[Reading, ...]:
    """One letter, or one letter twice, in the alphabets that have it; "aa" follows "z", or begins aa, bb, cc."""
    text = {"ا": "أ", "إ": "أ"}.get(text, text)
    if not text or len(text) > 2 or len(set(text)) != 1:
        return ()
    found = _in_alphabets(text)
    if len(text) == 2 and text[0] in LATIN:
        found.append(Reading("doubled", LATIN.index(text[0]) + 1))
    twin = text.translate(_TWINS) if len(text) == 1 else text
    return (*found, *(_in_alphabets(twin) if twin != text else ()))


def _in_alphabets(text: str) -> list[Reading]:
    found: list[Reading] = []
    for family, alphabet in _ALPHABETS.items():
        if text[0] in alphabet:
            found.append(Reading(family, alphabet.index(text[0]) + 1 + len(alphabet) * (len(text) - 1)))
        elif text[0].lower() in alphabet:
            capital: Family = "LATIN" if family == "latin" else "RUSSIAN"
            found.append(Reading(capital, alphabet.index(text[0].lower()) + 1 + len(alphabet) * (len(text) - 1)))
    return found


def _roman(text: str) -> tuple[Reading, ...]:
    value = roman_value(text)
    return () if value is None else (Reading("ROMAN" if text.isupper() else "roman", value),)


def roman_value(text: str) -> int | None:
    """The value of a well-formed roman numeral in one case, else None ("IIII", "mix" and "Vi" are none)."""
    letters = text.lower()
    if not letters or text not in (letters, letters.upper()) or any(mark not in _ROMAN_WORTH for mark in letters):
        return None
    total = 0
    for mark, after in zip(letters, f"{letters[1:]} ", strict=True):
        worth = _ROMAN_WORTH[mark]
        total += -worth if _ROMAN_WORTH.get(after, 0) > worth else worth
    return total if roman(total) == letters else None


def chinese_value(text: str) -> int | None:
    """The value of a Chinese numeral (十二, 一百零五, 二〇), else None."""
    if not text or any(mark not in _CHINESE_DIGITS and mark not in _CHINESE_UNITS for mark in text):
        return None
    if not any(mark in _CHINESE_UNITS for mark in text):
        return int("".join(str(_CHINESE_DIGITS[mark]) for mark in text)) if len(text) <= 4 else None
    total, digit = 0, 0
    for mark in text:
        if mark in _CHINESE_UNITS:
            total, digit = total + (digit or 1) * _CHINESE_UNITS[mark], 0
        else:
            digit = _CHINESE_DIGITS[mark]
    return total + digit


def ordinal_value(text: str) -> int | None:
    """The value of number words ("premier", "الثانية والعشرون"), else None."""
    known = ordinal_words()
    total = 0
    for word in text.casefold().split():
        value = known.get(word) or known.get(word.removeprefix("و"))
        if value is None:
            return None
        total += value
    return total or None


_SUFFIXED = re.compile(
    rf"(?P<number>.*?)\.?\s*[-–]?(?P<suffix>{SUFFIXES}|{'|'.join(_OTHER_SUFFIXES)})(?:\s*alt(?:ernative)?)?",
    re.IGNORECASE,
)


_LETTERED = re.compile(r"(\d+)([a-z])")


@lru_cache(maxsize=REMEMBERED)
def without_suffix(printed: str) -> tuple[str, str]:
    """The number and its normalised suffix: "8 bis" → ("8", "bis"), "5a" → ("5", "a"), "5" → ("5", "")."""
    lettered = _LETTERED.fullmatch(printed.strip())
    if lettered:
        return lettered[1], lettered[2]
    match = _SUFFIXED.fullmatch(printed.strip())
    if not match or not match["number"]:
        return printed.strip(), ""
    suffix = match["suffix"].lower()
    return match["number"], _OTHER_SUFFIXES.get(suffix, suffix)


def suffix_rank(suffix: str) -> int:
    """0 for none, 1 for bis, 2 for ter …; a letter after an article's number (5a) ranks by its place."""
    if suffix in _LATIN_SUFFIXES:
        return _LATIN_SUFFIXES[suffix]
    if suffix[:1] == "-" and suffix[1:].isdecimal():
        return int(suffix[1:])
    return LATIN.index(suffix) + 1 if suffix and suffix in LATIN else 0


def normalised(reading: Reading, printed: str, suffix: str) -> str:
    """How eIds write it: Western digits, or letters; Arabic and Cyrillic letters as Latin ones."""
    match reading.family:
        case "latin" | "LATIN" | "roman" | "ROMAN" | "doubled":
            number = unicodedata.normalize("NFKC", printed).lower()
            number = number if number.isascii() or len(number) > 1 else number.translate(_TWINS)
        case "russian" | "RUSSIAN" | "abjad" | "arabic" if reading.value <= len(LATIN):
            number = LATIN[reading.value - 1]
        case _:
            number = str(reading.value)
    return number + suffix
