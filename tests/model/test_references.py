"""Where a text points at itself: in the languages of treaties, and never at another instrument."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

from annotator.model.places import Places, chinese_value, plain_number
from annotator.model.reference_words import words_for
from annotator.model.references import References
from annotator.model.treaty import Text, VersionData
from annotator.operations.reading import read_texts
from tests.ui.reader.treaty_samples import make_text

BODY = """\
## {word} 1. One
1. First of one.
2. Second of one.
## {word} 5. Five
1. In accordance with its law:
(a) this; or
(b) that.
2. Second of five.
3. {sentence}
## {word} 24. Twenty-four
1. First.
2. Second:
(a) point;
(b) other point.
## {word} 25. Twenty-five
Words.
## {word} 26. Twenty-six
Words.
"""


def text_with(sentence: str, word: str = "Article") -> Text:
    """Articles 1, 5, 24, 25 and 26; `sentence` is art. 5(3)."""
    return make_text(f"= A Convention on Lamps\n# Chapter IV. Four\n{BODY.format(word=word, sentence=sentence)}")


def found(sentence: str, data: VersionData | None = None, word: str = "Article") -> list[tuple[str, str]]:
    text = text_with(sentence, word)
    start = text.text.index(f"3. {sentence}")
    rows = References(text, data or VersionData()).within(start, start + 3 + len(sentence))
    cited = {row.eid: row.citation for row in text.provisions}
    return [(text.text[row.start : row.end], cited[row.eid]) for row in rows]


@pytest.mark.parametrize(
    ("sentence", "links"),
    [
        ("Under article 24, it may.", [("article 24", "art. 24")]),
        ("articles 24 and 25 apply", [("articles 24", "art. 24"), ("25", "art. 25")]),
        ("Articles 24 to 26", [("Articles 24", "art. 24"), ("26", "art. 26")]),
        ("articles 24, 25 or 26", [("articles 24", "art. 24"), ("25", "art. 25"), ("26", "art. 26")]),
        ("paragraph 2 of this article", [("paragraph 2", "art. 5(2)")]),
        ("paragraph 1 (a) above", [("paragraph 1 (a)", "art. 5(1)(a)")]),
        (
            "paragraphs 1 (a) and (b) of the present article",
            [("paragraphs 1 (a)", "art. 5(1)(a)"), ("(b)", "art. 5(1)(b)")],
        ),
        ("article 24, paragraph 2, of this Convention", [("article 24, paragraph 2", "art. 24(2)")]),
        ("article 24, paragraph 2 (b), applies", [("article 24, paragraph 2 (b)", "art. 24(2)(b)")]),
        ("article\u00a024(2)(a)", [("article\u00a024(2)(a)", "art. 24(2)(a)")]),
        ("Article 24.2", [("Article 24.2", "art. 24(2)")]),
        ("paragraph 2 of article 24", [("paragraph 2 of article 24", "art. 24(2)")]),
        ("point (b) of paragraph 2 of article 24", [("point (b) of paragraph 2 of article 24", "art. 24(2)(b)")]),
        ("art. 1 (paragraphs 1 and 2)", [("art. 1", "art. 1"), ("paragraphs 1", "art. 1(1)"), ("2", "art. 1(2)")]),
        ("in chapter IV", [("chapter IV", "chp_IV")]),
        ("article 24 of the Convention", [("article 24", "art. 24")]),
        ("paragraph 99 applies", []),
        ("article 99 applies", []),
        ("article 24, paragraph 9", [("article 24, paragraph 9", "art. 24")]),
        ("every article and paragraph", []),
    ],
)  # fmt: skip
def test_english(sentence: str, links: list[tuple[str, str]]) -> None:
    assert found(sentence) == links


@pytest.mark.parametrize(
    "sentence",
    [
        "article 24 of the International Covenant on Civil and Political Rights",
        "articles 24 and 25 of the Charter of the United Nations",
        "article 1 and article 24 of the Covenant",
        "article 24 of the Convention on the Rights of the Child",
        "article 24 of that Convention",
        "article 24 thereof",
        "the Covenant in its article 24",
        "the Rome Statute, article 24",
        "article 24, paragraph 2, of the 1988 Convention",
        "article 24 of UNCLOS",
        "article 24 of the relevant international agreements",
    ],
)
def test_other_instruments_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []


def test_a_protocol_does_not_take_its_convention_s_articles_for_its_own() -> None:
    assert found("article 24 of the Convention", VersionData(short_title="Protocol on Lamps")) == []
    assert found("article 24 of the Protocol", VersionData(short_title="Protocol on Lamps")) == [
        ("article 24", "art. 24")
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "links"),
    [
        ("fr", "conformément à l’article 24 de la présente Convention", [("article 24", "art. 24")]),
        ("fr", "les articles 24 et 25", [("articles 24", "art. 24"), ("25", "art. 25")]),
        ("fr", "au paragraphe 2 du présent article", [("paragraphe 2", "art. 5(2)")]),
        ("fr", "au paragraphe 2 de l’article 24", [("paragraphe 2 de l’article 24", "art. 24(2)")]),
        ("fr", "l’alinéa (a) du paragraphe 1", [("alinéa (a) du paragraphe 1", "art. 5(1)(a)")]),
        ("fr", "l’article 24 du Pacte international relatif aux droits civils", []),
        ("fr", "l’article 24 de ladite Convention", []),
        ("es", "de conformidad con el artículo 24 de la presente Convención", [("artículo 24", "art. 24")]),
        ("es", "los artículos 24 y 25", [("artículos 24", "art. 24"), ("25", "art. 25")]),
        ("es", "el párrafo 2 del presente artículo", [("párrafo 2", "art. 5(2)")]),
        ("es", "el párrafo 2 del artículo 24", [("párrafo 2 del artículo 24", "art. 24(2)")]),
        ("es", "el artículo 24 del Pacto Internacional", []),
        ("es", "el artículo 24 de dicha Convención", []),
        ("nl", "overeenkomstig artikel 24 van dit Verdrag", [("artikel 24", "art. 24")]),
        ("de", "nach Artikel 24 dieses Übereinkommens", [("Artikel 24", "art. 24")]),
        ("de", "Artikel 24 Absatz 2", [("Artikel 24 Absatz 2", "art. 24(2)")]),
        ("ru", "в соответствии со статьей 24 настоящей Конвенции", [("статьей 24", "art. 24")]),
        ("ru", "пункта 2 статьи 24", [("пункта 2 статьи 24", "art. 24(2)")]),
        ("ar", "وفقا للمادة 24 من هذه الاتفاقية", [("للمادة 24", "art. 24")]),
        ("ar", "في الفقرة 2 من المادة 24", [("الفقرة 2 من المادة 24", "art. 24(2)")]),
        ("ar", "المادة 24 من العهد الدولي", []),
        ("zh", "依照本公约第二十四条第二款的规定", [("第二十四条第二款", "art. 24(2)")]),
        ("zh", "依照《联合国宪章》第24条", []),
        ("xx", "article 24", []),
    ],
)
def test_other_languages(language: str, sentence: str, links: list[tuple[str, str]]) -> None:
    assert found(sentence, VersionData(language=language)) == links


def test_the_number_of_a_provision_is_no_reference_to_it() -> None:
    text = text_with("Nothing.")
    rows = [
        References(text, VersionData()).within(row.start, row.end) for row in text.provisions if row.kind == "article"
    ]
    assert all(not found for found in rows)


def test_every_language_of_the_table_has_patterns_that_compile() -> None:
    for code in ("en", "fr", "es", "nl", "de", "ru", "ar", "zh"):
        assert words_for(f"{code}-XX") is not None
        assert isinstance(found("24", VersionData(language=code)), list)


def test_numbers_are_compared_as_they_are_meant() -> None:
    assert {plain_number(row) for row in ("(a)", "a)", " a.", "A")} == {"a"}
    assert plain_number("8 bis") == "8bis"
    assert plain_number("٢٤") == "24"
    assert (chinese_value("二十四"), chinese_value("十"), chinese_value("一百零三"), chinese_value("x")) == (
        24,
        10,
        103,
        None,
    )


def test_the_innermost_provision_at_a_place() -> None:
    text = text_with("Words.")
    places = Places(text.provisions)
    place = places.at(text.text.index("other point"))
    assert place is not None
    assert place.citation == "art. 24(2)(b)"
    assert [row.eid for row in places.path(place)][:2] == ["chp_IV", "art_24"]
    assert places.at(0) is None


@pytest.mark.parametrize(
    ("name", "least", "known"),
    [
        ("untoc-palermo.md", 110, ("article 6, paragraph 1 b) (ii)", "art. 6(1)(b)(ii)")),
        ("paris-final-2016-01-29.md", 70, ("paragraph 16", "art. 4(16)")),
        ("uncc-final-ar-arts1-15.txt", 18, ("الفقرة 2 (أ)", "art. 14(2)(a)")),
    ],
)
def test_real_texts(shared: Path, name: str, least: int, known: tuple[str, str]) -> None:
    reading = read_texts([shared / "texts" / name]).readings[0]
    text = reading.text
    references = References(text, reading.data)
    rows = references.within(0, len(text.text))
    cited = {row.eid: row.citation for row in text.provisions}
    assert len(rows) >= least
    assert known in [(text.text[row.start : row.end], cited[row.eid]) for row in rows]
    assert all(one.end <= two.start for one, two in itertools.pairwise(rows)), "none overlap"
    assert not any("of the Convention" in text.text[row.end : row.end + 18] for row in rows if "paris" in name)


@pytest.mark.parametrize("language", ["en", "fr", "es", "nl", "de", "ru", "ar", "zh"])
@pytest.mark.parametrize("filling", [" ", "(a)", ".1", "1", "X", "\u00a0,", " and"])
def test_no_words_take_long_to_look_through(language: str, filling: str) -> None:
    words = "article 2{0} x article 14 of the Covenant; artículo 2{0}, статья 2{0}; المادة 2{0}".format(filling * 4000)
    text = text_with(words)
    finder = References(text, VersionData(language=language))
    began = time.perf_counter()
    finder.within(0, len(text.text))
    assert time.perf_counter() - began < 1.0, "the same took minutes once"
