"""Numbers as word processors and browsers print them."""

from __future__ import annotations

import pytest

from annotator.sources.numerals import numeral, spreadsheet_letter


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (0, "decimalZero", "0"),
        (0, "ordinal", "0"),
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
        (1, "arabicAbjad", "ا"),
        (30, "arabicAlpha", "أب"),
        (31, "russianLower", "аб"),
        (31, "russianUpper", "Аб"),
        (15, "hebrew1", "טו"),
        (499, "hebrew1", "תצט"),
        (25, "hebrew2", "אג"),
        (1, "ordinalText", "First"),
        (20, "ordinalText", "Twentieth"),
        (21, "ordinalText", "Twenty-first"),
        (105, "cardinalText", "One hundred five"),
        (1010, "cardinalText", "One thousand and ten"),
        (36, "decimalEnclosedCircle", "㊱"),
        (51, "decimalEnclosedCircle", "51"),
        (11, "ideographDigital", "十一"),
        (11, "ideographTraditional", "11"),
        (101, "chineseLegalSimplified", "壹佰零壹"),
        (15, "ganada", "가"),
        (6, "chicago", "††"),
        (35, "thaiLetters", "ฦ"),
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
