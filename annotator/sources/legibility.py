"""Whether the text layer of a PDF says what its pages show."""

from __future__ import annotations

import unicodedata
from collections import Counter

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
VOWEL_SHARE = 0.2


def is_garbled(text: str) -> bool:
    """True where `text` cannot be what anybody reads: a font without a Unicode map gave codes for characters.

    The signs: characters that stand for nothing; Han that is rare or without any of the common characters; several
    scripts in one text, none of them next to a Latin translation; Latin letters without vowels.
    """
    solid = [mark for mark in text if not mark.isspace()]
    if not solid:
        return False
    unmapped = sum(unicodedata.category(mark) in ("Co", "Cn", "Cc", "Cs") or mark == "\ufffd" for mark in solid)
    if unmapped > UNMAPPED_SHARE * len(solid):
        return True
    letters = [mark for mark in solid if mark.isalpha()]
    return _scripts_clash(letters) or _han_is_odd(letters) or _latin_lacks_vowels(text)


def _scripts_clash(letters: list[str]) -> bool:
    """Texts mix two scripts (a translation, a name), and Japanese three; a random map touches a dozen."""
    if len(letters) < ENOUGH_LETTERS:
        return False
    scripts = Counter(unicodedata.name(mark, "UNKNOWN").split(" ")[0] for mark in letters)
    familiar = {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH", "MASCULINE", "FEMININE"}
    strange = [count for script, count in scripts.most_common() if script not in familiar]
    return len(strange) > 3 and sum(strange[1:]) > STRANGE_SCRIPT_SHARE * len(letters)


def _han_is_odd(letters: list[str]) -> bool:
    han = [mark for mark in letters if "\u3400" <= mark <= "\u9fff"]
    if len(han) < ENOUGH_LETTERS:
        return False
    rare = sum(mark < "\u4e00" for mark in han)
    common = sum(mark in COMMON_HAN for mark in han)
    return rare > RARE_HAN_SHARE * len(han) or common < COMMON_HAN_SHARE * len(han)


def _latin_lacks_vowels(text: str) -> bool:
    """Every language in Latin letters has a third of vowels or more, once marks are taken off them."""
    letters = [mark for mark in unicodedata.normalize("NFD", text).lower() if "a" <= mark <= "z"]
    return len(letters) > ENOUGH_LETTERS and sum(mark in "aeiouy" for mark in letters) < VOWEL_SHARE * len(letters)
