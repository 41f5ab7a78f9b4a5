"""Text layers that say what the page shows, and those that do not."""

from __future__ import annotations

import random

import pytest

from annotator.sources.pdf.legibility import is_garbled

ENGLISH = "Each Party shall adopt such measures as may be necessary. " * 20
CHINESE = "第一条 缔约方应当按照本国法律的规定，对人民的权利和自由作出保障，不得以任何方式加以限制。" * 20
JAPANESE = "第一条　締約国は、この条約の規定に従い、すべての者の権利を尊重し、及び確保することを約束する。" * 20
ARABIC = "تكفل كل دولة طرف احترام حقوق الإنسان والحريات الأساسية. " * 20
RUSSIAN = "Каждое Государство-участник принимает такие меры, какие могут потребоваться. " * 20
GREEK_AND_LATIN = "Κάθε συμβαλλόμενο μέρος λαμβάνει μέτρα. " * 20 + ENGLISH


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, JAPANESE, ARABIC, RUSSIAN, GREEK_AND_LATIN, "", "I.", "条約"])
def test_languages_are_legible(text: str) -> None:
    assert not is_garbled(text)


def shifted(text: str, by: int) -> str:
    return "".join(chr(ord(mark) + by) if not mark.isspace() else mark for mark in text)


def random_han() -> str:
    chance = random.Random(7)
    return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(2000))


@pytest.mark.parametrize(
    "text",
    [
        "\ue041\ue042\ue043 " * 50 + "2023",
        "\ufffd\ufffdarty " * 50,
        shifted(CHINESE, -0x0800),
        random_han(),
        "".join(chr(0x250 + index * 37 % 0x2800) for index in range(2000)),
        shifted(ENGLISH, -29),
        shifted("Each keeper shall report on every mill in the valley, for the rights of all. " * 20, -29),
    ],
    ids=["private", "replacement", "rare Han", "random Han", "many scripts", "shifted Latin", "shifted liquids"],
)
def test_codes_instead_of_characters_are_noticed(text: str) -> None:
    assert is_garbled(text)
