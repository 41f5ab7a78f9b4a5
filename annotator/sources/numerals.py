"""How word processors and browsers print the number of a list item."""

from __future__ import annotations

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
CHINESE_DIGITS = "零一二三四五六七八九"


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
    """As Word counts: a … z, then aa, bb, cc; beyond thirty letters, digits."""
    if not 1 <= value <= 30 * len(alphabet):
        return str(value)
    rounds, index = divmod(value - 1, len(alphabet))
    return alphabet[index] * (rounds + 1)


def spreadsheet_letter(value: int, alphabet: str = LATIN) -> str:
    """As browsers count: a … z, then aa, ab, ac."""
    if value < 1:
        return str(value)
    printed = ""
    while value:
        value, index = divmod(value - 1, len(alphabet))
        printed = alphabet[index] + printed
    return printed


def chinese(value: int) -> str:
    """Chinese counting numeral (十二, 二十, 一百零五) up to 9999; beyond, digits."""
    if not 0 < value <= 9999:
        return str(value) if value else CHINESE_DIGITS[0]
    printed, gap = "", False
    for worth, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, worth)
        if digit:
            printed += (CHINESE_DIGITS[0] if gap and printed else "") + CHINESE_DIGITS[digit] + unit
        gap = not digit
    return printed[1:] if printed.startswith("一十") else printed


def ordinal(value: int) -> str:
    """English ordinal: 1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _letters(alphabet: str) -> Callable[[int], str]:
    return lambda value: repeated_letter(value, alphabet)


def _digits(zero: str) -> Callable[[int], str]:
    table = {ord("0") + index: ord(zero) + index for index in range(10)}
    return lambda value: str(value).translate(table)


_PRINTERS: dict[str, Callable[[int], str]] = {
    "bullet": lambda _: "",
    "none": lambda _: "",
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": ordinal,
    "lowerLetter": _letters(LATIN),
    "upperLetter": _letters(LATIN.upper()),
    "lowerRoman": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "russianLower": _letters(RUSSIAN),
    "russianUpper": _letters(RUSSIAN.upper()),
    "arabicAlpha": _letters(ARABIC),
    "arabicAbjad": _letters(ABJAD),
    "hindiNumbers": _digits("०"),
    "decimalFullWidth": _digits("０"),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
}
