"""Whether the text layer of a PDF says what its pages show."""

from __future__ import annotations

import unicodedata
from collections import Counter

from annotator.sources.language_detection import common_words

LONGEST_SAMPLE = 20_000
COMMON_SHARE = 0.1
ENOUGH_LETTERS = 200
"""Fewer letters than this are no ground for a verdict on language."""

# Words that no treaty in Chinese or Japanese goes without, in both scripts of Chinese.
COMMON_HAN = frozenset(
    "的一是在不有和人大为為上国國以要他时時用生到作地于於出就分对對成会會可主年同法所民行各第条條公约約缔締本其及之"
)
COMMON_HAN_SHARE = 0.06
RARE_HAN_SHARE = 0.05
UNMAPPED_SHARE = 0.05
STRANGE_SCRIPT_SHARE = 0.05
VOWEL_SHARE = 0.28
GLYPH_SHIFT = 29
"""How far the numbers of glyphs stand behind ASCII in most fonts: "WKH" for "the" where a file gives those."""


def is_garbled(text: str) -> bool:
    """True where `text` cannot be what anybody reads: a font without a Unicode map gave codes for characters.

    The signs: characters that stand for nothing; Han that is rare or without any of the common characters; several
    scripts in one text, none of them next to a Latin translation; Latin letters without vowels; numbers of glyphs.
    """
    counted = Counter(text)
    solid = {mark: count for mark, count in counted.items() if not mark.isspace()}
    if not solid:
        return False
    unmapped = sum(
        count
        for mark, count in solid.items()
        if unicodedata.category(mark) in ("Co", "Cn", "Cc", "Cs") or mark == "\ufffd"
    )
    if unmapped > UNMAPPED_SHARE * sum(solid.values()):
        return True
    letters = {mark: count for mark, count in solid.items() if mark.isalpha()}
    return _scripts_clash(letters) or _han_is_odd(letters) or _latin_lacks_vowels(letters) or _are_glyphs(text)


def _scripts_clash(letters: dict[str, int]) -> bool:
    """Texts mix two scripts (a translation, a name), and Japanese three; a random map touches a dozen."""
    total = sum(letters.values())
    if total < ENOUGH_LETTERS:
        return False
    scripts: Counter[str] = Counter()
    for mark, count in letters.items():
        scripts[unicodedata.name(mark, "UNKNOWN").split(" ")[0]] += count
    familiar = {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH", "MASCULINE", "FEMININE"}
    strange = [count for script, count in scripts.most_common() if script not in familiar]
    return len(strange) > 3 and sum(strange[1:]) > STRANGE_SCRIPT_SHARE * total


def _han_is_odd(letters: dict[str, int]) -> bool:
    han = {mark: count for mark, count in letters.items() if "\u3400" <= mark <= "\u9fff"}
    total = sum(han.values())
    if total < ENOUGH_LETTERS:
        return False
    rare = sum(count for mark, count in han.items() if mark < "\u4e00")
    common = sum(count for mark, count in han.items() if mark in COMMON_HAN)
    return rare > RARE_HAN_SHARE * total or common < COMMON_HAN_SHARE * total


def _latin_lacks_vowels(letters: dict[str, int]) -> bool:
    """Every language in Latin letters has a third of vowels or more, once marks are taken off them."""
    plain: Counter[str] = Counter()
    for mark, count in letters.items():
        plain[unicodedata.normalize("NFD", mark)[0].lower()] += count
    latin = sum(count for mark, count in plain.items() if "a" <= mark <= "z")
    return latin > ENOUGH_LETTERS and sum(plain[mark] for mark in "aeiouy") < VOWEL_SHARE * latin


def _are_glyphs(text: str) -> bool:
    """Whether common words are there only once each character is moved by the usual distance."""
    words = text[:LONGEST_SAMPLE].split()
    if len(words) < ENOUGH_LETTERS // 5:
        return False
    moved = ["".join(chr(ord(mark) + GLYPH_SHIFT) for mark in word if mark.isascii()) for word in words]
    said, meant = (sum(word.casefold() in common_words() for word in row) for row in (words, moved))
    return said < meant and meant > COMMON_SHARE * len(words)
