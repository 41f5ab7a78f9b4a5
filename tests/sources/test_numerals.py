"""Numbers as word processors and browsers print them."""

from __future__ import annotations

import pytest

from annotator.sources.numerals import numeral, spreadsheet_letter


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (4, "lowerRoman", "iv"),
        (1949, "upperRoman", "MCMXLIX"),
        (0, "lowerRoman", "0"),
        (1, "lowerLetter", "a"),
        (28, "lowerLetter", "bb"),
        (26, "upperLetter", "Z"),
        (0, "upperLetter", "0"),
        (10**12, "lowerLetter", "1000000000000"),
        (3, "russianLower", "в"),
        (2, "arabicAlpha", "ب"),
        (3, "arabicAbjad", "ج"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "chineseCountingThousand", "一千零一十"),
        (12, "decimalFullWidth", "１２"),
        (5, "bullet", ""),
        (5, "somethingNew", "5"),
    ],
)
def test_number_formats(value: int, form: str, printed: str) -> None:
    assert numeral(value, form) == printed


@pytest.mark.parametrize(("value", "printed"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (0, "0")])
def test_browsers_count_letters_like_columns(value: int, printed: str) -> None:
    assert spreadsheet_letter(value) == printed
