"""PDF: running heads, page marks, line numbers and watermarks leave the text, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.sources.pdf.document import INSPECTOR, PDFIUM, read_pdf
from tests.sources.tiny_pdf import BOLD, Words, pdf

LONG = "Each village shall keep such measures of grain as may be necessary under its own custom for"
BOTH = pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])


def dropped(pages: list[list[Words]], engine: str = PDFIUM) -> list[tuple[str, str]]:
    lines = next(row.lines for row in read_pdf(pdf(pages)) if row.engine == engine)
    return [(line.drop, line.text) for line in lines if line.drop]


def kept(pages: list[list[Words]], engine: str = PDFIUM) -> list[str]:
    lines = next(row.lines for row in read_pdf(pdf(pages)) if row.engine == engine)
    return [line.text for line in lines if not line.drop]


def page(number: int, *furniture: Words) -> list[Words]:
    return [
        *furniture,
        Words(72, 500, f"{number * 3}. {LONG}"),
        Words(72, 487, f"the winter of year {number * number}."),
    ]


PAGE_MARKS: dict[str, Callable[[int], str]] = {
    "dashes": lambda number: f"– {number} –",
    "of all": lambda number: f"{number}/4",
    "in words": lambda number: f"Page {number} of 4",
    "bare": str,
    "roman": lambda number: ("ii", "iii", "iv", "v")[number - 1],
    "in French": lambda number: f"p. {number}",
}


@BOTH
@pytest.mark.parametrize("said", PAGE_MARKS.values(), ids=PAGE_MARKS.keys())
@pytest.mark.parametrize("top", [760, 40])
def test_page_marks(said: Callable[[int], str], top: int, engine: str) -> None:
    pages = [page(number, Words(300, top, said(number))) for number in (1, 2, 3, 4)]
    assert dropped(pages, engine) == [("page number", said(number)) for number in (1, 2, 3, 4)]


@BOTH
def test_facing_pages_have_heads_of_their_own(engine: str) -> None:
    def heads(number: int) -> list[Words]:
        if number % 2:
            return [
                Words(72, 760, "1994"),
                Words(200, 760, "Annals of the Villages"),
                Words(500, 760, str(number + 90)),
            ]
        return [Words(72, 760, str(number + 90)), Words(200, 760, "Treaty Book"), Words(500, 760, "1994")]

    pages = [page(number, *heads(number)) for number in range(1, 9)]
    assert {reason for reason, _ in dropped(pages, engine)} <= {"page header", "page number"}
    assert kept(pages, engine) == [words.text for number in range(1, 9) for words in page(number)]


@BOTH
def test_symbol_language_and_page_in_one_corner(engine: str) -> None:
    def head(number: int) -> list[Words]:
        said = ("G/CONF.164/37", "English", f"Page {number}")
        return [Words(72, 760 - 11 * index, text, size=9) for index, text in enumerate(said)]

    pages = [page(number, *head(number)) for number in (2, 3, 4)]
    assert {row for row in dropped(pages, engine) if row[0] == "page header"} == {
        ("page header", "G/CONF.164/37"),
        ("page header", "English"),
    }
    assert sum(reason == "page number" for reason, _ in dropped(pages, engine)) == 3


def test_pages_that_begin_alike_by_accident_keep_their_words() -> None:
    pages = [
        [Words(72, 740, "1."), Words(100, 740, LONG), Words(72, 727, f"the year {number * number}.")]
        for number in (1, 2, 3)
    ]
    assert dropped(pages) == []


def test_the_number_of_a_paragraph_alone_on_its_line_opens_pages() -> None:
    pages = [[Words(72, 740, f"{number}."), Words(72, 500, LONG)] for number in (1, 2, 3)]
    assert dropped(pages) == []


def test_articles_with_pages_of_their_own_that_begin_alike() -> None:
    pages = [
        [Words(260, 750, f"Article {number}"), Words(72, 730, "The Parties shall:"), Words(72, 717, f"{LONG} {number}")]
        for number in (1, 2, 3, 4)
    ]
    assert dropped(pages) == []


@BOTH
@pytest.mark.parametrize(
    "tops",
    [
        [("Chapter 1", "Use of terms"), (LONG[1:], "of winter."), ("Annex 1", "Use of terms")],
        [("Article 1: Use of terms", LONG), ("Article 2: Use of terms", LONG[1:])],
    ],
    ids=["below their numbers", "beside their numbers"],
)
def test_titles_that_recur_at_the_top_of_pages_are_no_heads(tops: list[tuple[str, str]], engine: str) -> None:
    pages = [
        [
            Words(72, 760, "Gazette of the Villages", size=9),
            *[Words(72, 720 - 18 * row, text) for row, text in enumerate((*words, LONG[number + 3 :]))],
            *page(number),
            Words(300, 40, str(number)),
        ]
        for number, words in enumerate(tops, 1)
    ]
    assert {reason for reason, _ in dropped(pages, engine)} == {"page number", "page header"}
    assert [line for line in kept(pages, engine) if "Use" in line] == [
        row for words in tops for row in words if "Use" in row
    ]


@pytest.mark.parametrize("mark", ["– 1 –", "Page 1 of 1", "1"])
def test_a_page_mark_in_a_document_of_one_page(mark: str) -> None:
    text = [Words(72, 700, LONG), Words(72, 687, "the winter of 1.")]
    assert dropped([[*text, Words(300, 40, mark)]]) == [("page number", mark)]


def test_a_number_at_the_end_of_a_full_page_is_none() -> None:
    text = [Words(72, 700 - 13 * index, LONG) for index in range(50)]
    assert dropped([[*text, Words(72, 50, "1")]]) == []


@BOTH
@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("x", [40, 560], ids=["left", "right"])
def test_line_numbers(step: int, x: int, engine: str) -> None:
    def numbered(first: int) -> list[Words]:
        found = []
        for row in range(30):
            top = 720 - 20 * row - 8 * (row // 7)
            number = Words(x, top, str(row + 1)) if (row + 1) % step == 0 else None
            words = Words(72, top, f"{first + row}. " + LONG[: 70 + row % 7])
            found += [number, words] if number and x < 72 else [words, number] if number else [words]
        return found

    pages = [numbered(1), numbered(31)]
    assert dropped(pages, engine) == [("line number", str(row)) for _ in pages for row in range(step, 31, step)]
    assert len(kept(pages, engine)) == 60


def test_paragraph_numbers_in_the_margin_are_no_line_numbers() -> None:
    rows, top = [], 740
    for number in range(1, 11):
        rows.append(Words(50, top, str(number)))
        for text in ((LONG, LONG, "the winter."), (LONG, "all."), (LONG, LONG, LONG, "bread."))[number % 3]:
            rows.append(Words(72, top, text))
            top -= 13
        top -= 8
    assert dropped([rows, page(11)]) == []


@BOTH
@pytest.mark.parametrize(
    "mark",
    [
        Words(150, 200, "DRAFT", size=90, angle=45),
        Words(120, 495, "DRAFT", size=70, grey=0.8),
        Words(120, 300, "DRAFT", size=70, font=BOLD),
    ],
    ids=["slanted", "light", "everywhere"],
)
def test_watermarks(mark: Words, engine: str) -> None:
    pages = [[mark, *page(number)] for number in (1, 2, 3)]
    assert dropped(pages, engine) == [("watermark", "DRAFT")] * 3
    assert kept(pages, engine) == [words.text for number in (1, 2, 3) for words in page(number)]


def test_a_large_title_is_no_watermark() -> None:
    pages = [[Words(72, 700, "TREATY", size=40), *page(1)], page(2), page(3)]
    assert dropped(pages) == []


@BOTH
def test_what_stands_outside_the_visible_page_is_said(engine: str) -> None:
    data = pdf([[*page(1), Words(60, 10, "Printer's slug")]], page="/CropBox [50 50 560 760]")
    lines = next(row.lines for row in read_pdf(data) if row.engine == engine)
    assert [(line.drop, line.text) for line in lines if line.drop] == [("outside the page", "Printer's slug")]


@BOTH
def test_heads_of_gazettes_and_treaty_series(engine: str) -> None:
    def gazette(number: int) -> str:
        said = [f"G 123/{number + 3}", "EN", "Gazette of the Villages", "5.6.2012"]
        return "   ".join(said if number % 2 else said[::-1])

    def series(number: int) -> str:
        return f"{number + 117}   The Villages — Treaty Book   1994" if number % 2 else f"Vol. 12, G-2012{3}"

    pages = [
        page(number, Words(72, 760, gazette(number)), Words(72, 40, series(number), size=9)) for number in range(1, 9)
    ]
    assert kept(pages, engine) == [words.text for number in range(1, 9) for words in page(number)]


@BOTH
def test_furniture_around_two_columns(engine: str) -> None:
    rows = (
        "Every village that is a Party to this",
        "treaty keeps the grain of its harvest in",
        "such a place that nobody can lose it;",
    )

    def columns(number: int) -> list[Words]:
        found = [Words(72, 760, "Gazette of the Villages"), Words(480, 760, f"Page {number}")]
        for row in range(36):
            text = rows[row % 3].replace("a", "aeiou"[(number + row) % 5])
            found += [Words(x, 715 - 18 * row, f"{text[:30]} {number * 17 + row * x}") for x in (72, 320)]
        return found

    lines = next(row.lines for row in read_pdf(pdf([columns(n) for n in (1, 2, 3)])) if row.engine == engine)
    assert sorted({line.drop for line in lines}) == ["", "page header", "page number"]
    assert sum(bool(line.drop) for line in lines) == 6
