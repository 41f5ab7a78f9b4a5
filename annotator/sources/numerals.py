"""How word processors and browsers print the number of a list item."""

from __future__ import annotations

import re
from collections.abc import Callable

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
THAI = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
GANADA = "가나다라마바사아자차카타파하"
CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"
EARTHLY_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
CHINESE_DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
TRADITIONAL_LEGAL_DIGITS = "零壹貳參肆伍陸柒捌玖"
SIGNS = "*†‡§"
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"


def numeral(value: int, form: str) -> str:
    """`value` in the number format `form` of ECMA-376 §17.18.59 (ST_NumberFormat); unknown forms print Western digits.

    Bullets and "none" print nothing: they count no one can cite.
    """
    printer = _PRINTERS.get(form)
    return printer(value) if printer else str(value)


def roman(value: int) -> str:
    """Lower-case roman numeral; values below 1 or above 4999 stay in digits."""
    if not 1 <= value <= 4999:
        return str(value)
    printed = ""
    for worth, letters in ROMAN:
        count, value = divmod(value, worth)
        printed += letters * count
    return printed


def repeated_letter(value: int, alphabet: str) -> str:
    """As Word counts Latin letters: a … z, then aa, bb, cc; beyond thirty rounds, digits."""
    if not 1 <= value <= 30 * len(alphabet):
        return str(value)
    rounds, index = divmod(value - 1, len(alphabet))
    return alphabet[index] * (rounds + 1)


def spreadsheet_letter(value: int, alphabet: str = LATIN) -> str:
    """As browsers count, and LibreOffice other letters than Latin: a … z, then aa, ab, ac."""
    if value < 1:
        return str(value)
    printed = ""
    while value:
        value, index = divmod(value - 1, len(alphabet))
        printed = alphabet[index] + printed
    return printed


def chinese(value: int) -> str:
    """Chinese counting numeral (十二, 二十, 一百零五) up to 9999; beyond, digits."""
    printed = _with_units(value, CHINESE_DIGITS, "千百十")
    return printed[1:] if printed.startswith("一十") else printed


def _with_units(value: int, digits: str, units: str) -> str:
    """Each digit before its unit; zeros between digits are said once, those at the end not at all."""
    if not 0 < value <= 9999:
        return str(value) if value else digits[0]
    printed, gap = "", False
    for worth, unit in ((1000, units[0]), (100, units[1]), (10, units[2]), (1, "")):
        digit, value = divmod(value, worth)
        if digit:
            printed += (digits[0] if gap and printed else "") + digits[digit] + unit
        gap = not digit
    return printed


def hebrew(value: int) -> str:
    """Hebrew numeral without its marks, up to 999: יד, טו (never the letters of the Name), קכ; beyond, digits."""
    if not 1 <= value <= 999:
        return str(value)
    hundreds, rest = divmod(value, 100)
    printed = HEBREW[-1] * (hundreds // 4) + (HEBREW[17 + hundreds % 4] if hundreds % 4 else "")
    if rest in (15, 16):
        return printed + HEBREW[8] + HEBREW[rest - 10]
    tens, ones = divmod(rest, 10)
    return printed + (HEBREW[8 + tens] if tens else "") + (HEBREW[ones - 1] if ones else "")


def cardinal_words(value: int) -> str:
    """English number words as LibreOffice prints them, up to 9999: Twenty-one, One hundred five; beyond, digits."""
    words = _words(value)
    return words.capitalize() if words else str(value)


def ordinal_words(value: int) -> str:
    """English ordinal words: First, Twenty-first, One hundred fifth; beyond 9999, digits."""
    words = _words(value)
    if not words:
        return str(value)
    last = re.split(r"[ -]", words)[-1]
    head = words[: -len(last)]
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return (head + _ORDINALS.get(last, regular)).capitalize()


def _words(value: int) -> str:
    if not 1 <= value <= 9999:
        return ""
    thousands, rest = divmod(value, 1000)
    hundreds, units = divmod(rest, 100)
    small = _ONES[units] if units < 20 else "-".join(filter(None, (_TENS[units // 10], _ONES[units % 10])))
    parts = [
        f"{_ONES[thousands]} thousand" if thousands else "",
        f"{_ONES[hundreds]} hundred" if hundreds else "",
        "and" if thousands and not hundreds and units else "",
        small,
    ]
    return " ".join(filter(None, parts))


def ordinal(value: int) -> str:
    """English ordinal: 1st, 2nd, 3rd, 4th, 11th; nought is none."""
    if not value:
        return str(value)
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def _letters(alphabet: str) -> Callable[[int], str]:
    return lambda value: repeated_letter(value, alphabet)


def _counting_letters(alphabet: str) -> Callable[[int], str]:
    return lambda value: spreadsheet_letter(value, alphabet)


def _again_and_again(alphabet: str) -> Callable[[int], str]:
    return lambda value: alphabet[(value - 1) % len(alphabet)] if value > 0 else str(value)


def _one_of(signs: str) -> Callable[[int], str]:
    """A set that ends: beyond it, digits."""
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _legal(digits: str) -> Callable[[int], str]:
    return lambda value: _with_units(value, digits, "仟佰拾")


def _digits(zero: str) -> Callable[[int], str]:
    table = {ord("0") + index: ord(zero) + index for index in range(10)}
    return lambda value: str(value).translate(table)


_PRINTERS: dict[str, Callable[[int], str]] = {
    "bullet": lambda _: "",
    "none": lambda _: "",
    "decimalZero": lambda value: f"{value:02d}" if value else "0",
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": ordinal,
    "lowerLetter": _letters(LATIN),
    "upperLetter": _letters(LATIN.upper()),
    "lowerRoman": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "cardinalText": cardinal_words,
    "ordinalText": ordinal_words,
    "decimalEnclosedCircle": _one_of(CIRCLES),
    "decimalEnclosedCircleChinese": _one_of(CIRCLES),
    "chicago": _letters(SIGNS),
    "russianLower": _counting_letters(RUSSIAN),
    "russianUpper": lambda value: spreadsheet_letter(value, RUSSIAN).capitalize(),
    "arabicAlpha": _counting_letters(ARABIC),
    "arabicAbjad": _counting_letters("ا" + ABJAD[1:]),
    "hebrew1": hebrew,
    "hebrew2": _counting_letters(HEBREW),
    "thaiLetters": _counting_letters(THAI),
    "ganada": _again_and_again(GANADA),
    "chosung": _again_and_again(CHOSUNG),
    "hindiNumbers": _digits("०"),
    "decimalFullWidth": _digits("０"),
    "ideographDigital": chinese,
    "ideographTraditional": _one_of(HEAVENLY_STEMS),
    "ideographZodiac": _one_of(EARTHLY_BRANCHES),
    "ideographLegalTraditional": _legal(TRADITIONAL_LEGAL_DIGITS),
    "chineseLegalSimplified": _legal(LEGAL_DIGITS),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
}
