"""PDF: raised marks, and the notes at the foot of pages and columns that belong to them."""

from __future__ import annotations

import pytest

from annotator.model.treaty import Provision, Reading
from annotator.sources.pdf.document import INSPECTOR, PDFIUM, read_pdf
from annotator.sources.pdf.page import Word
from annotator.sources.pdf.rows import lines_of
from annotator.sources.reading import read_document
from tests.sources.tiny_pdf import Words, pdf

LONG = "Each village shall keep such measures of grain as may be necessary under its own custom for"
SMALL = 8
BOTH = pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])


def reading_of(*pages: list[Words]) -> Reading:
    (reading,) = read_document("notes.pdf", pdf(list(pages)), None, lambda _step, _share: None)
    ledger = reading.text.ledger
    assert ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
    return reading


def provision(reading: Reading, eid: str) -> Provision:
    return next(row for row in reading.text.provisions if row.eid == eid)


def words(reading: Reading, eid: str) -> str:
    row = provision(reading, eid)
    return reading.text.text[row.start : row.end]


PAGE = [
    Words(270, 700, "Article 5", raised="1"),
    Words(72, 680, "1. " + LONG),
    Words(72, 667, "its members", raised="2", after=", and paragraph 3", ),
    Words(72, 654, "of this article does not change this."),
    Words(72, 634, "2. " + LONG),
    Words(72, 621, "the winter. It shall be read with paragraph 3", raised="3", after=" above,"),
]  # fmt: skip
NOTES = [
    Words(72, 90, "", size=SMALL, raised="1", after=" The elders read this article with the next one."),
    Words(72, 80, "", size=SMALL, raised="2", after=" Members are those who bring grain to the mill, and those who"),
    Words(72, 70, "carry it there.", size=SMALL),
    Words(72, 60, "", size=SMALL, raised="3", after=" Added in the second year."),
]
NEXT = [Words(72, 700, "and in the spring."), Words(270, 670, "Article 6"), Words(72, 650, "This is all that is said.")]


@BOTH
def test_raised_digits_are_marks_and_stay_as_the_file_says_them(engine: str) -> None:
    lines = next(row.lines for row in read_pdf(pdf([PAGE])) if row.engine == engine)
    marked = {line.text: line.marks for line in lines if line.marks}
    assert marked == {
        "Article 51": ((9, "1"),),
        "its members2, and paragraph 3": ((11, "2"),),
        "the winter. It shall be read with paragraph 33 above,": ((45, "3"),),
    }


def test_the_mark_of_a_note_that_is_drawn_before_another_line_stands_in_front_of_its_own() -> None:
    drawn = [Word("1", 72, 75, 699, 4.8), Word("Elsewhere.", 320, 370, 698, 11), Word("Here.", 78, 97, 702, 8)]
    assert [(row.text, row.marks) for row in lines_of(1, drawn)] == [("Elsewhere.", ()), ("1 Here.", ((0, "1"),))]


def test_a_raised_mark_is_no_part_of_a_number() -> None:
    reading = reading_of([*PAGE, *NOTES], NEXT)
    article = provision(reading, "art_5")
    assert (article.number, article.label, article.citation) == ("5", "Article 5", "art. 5")
    assert reading.text.text.startswith("Article 51\n")


def test_a_note_belongs_to_the_provision_that_holds_its_mark_and_stands_behind_its_paragraph() -> None:
    reading = reading_of([*PAGE, *NOTES], NEXT)
    notes = [(row.eid, row.parent, row.number) for row in reading.text.provisions if row.kind == "note"]
    assert notes == [("note_1", "art_5", "1"), ("note_2", "art_5__para_1", "2"), ("note_3", "art_5__para_2", "3")]
    assert words(reading, "note_2").endswith("and those who carry it there.")
    assert "with paragraph 33 above, and in the spring.\n3 Added in the second year." in words(reading, "art_5__para_2")


def test_a_note_goes_on_over_the_page() -> None:
    first = [*PAGE, *NOTES[:3]]
    second = [*NEXT, Words(72, 90, "Nobody else is a member.", size=SMALL), *NOTES[3:]]
    reading = reading_of(first, second)
    assert words(reading, "note_2").endswith("carry it there. Nobody else is a member.")
    assert provision(reading, "note_2").page == 1


def test_a_title_keeps_its_note_out_of_its_words() -> None:
    page = [
        Words(270, 700, "Article 7", raised="*"),
        Words(265, 685, "Use of mills"),
        Words(72, 660, "1. " + LONG),
        Words(72, 647, "the mill."),
        Words(72, 630, "2. This is all."),
        Words(72, 60, "* Title as the elders gave it.", size=SMALL),
    ]
    reading = reading_of(page)
    assert (provision(reading, "art_7").label, provision(reading, "art_7").heading) == ("Article 7", "Use of mills")
    (note,) = [row for row in reading.text.provisions if row.kind == "note"]
    assert note.parent == "art_7"
    assert note.end < provision(reading, "art_7__para_1").start


def test_old_typescript_marks_are_found_on_the_line() -> None:
    page = [
        Words(270, 700, "Article 8"),
        Words(72, 680, "1. " + LONG),
        Words(72, 667, "the Granary Convention 4/ and the rules of the mill."),
        Words(72, 640, "2. " + LONG),
        Words(72, 627, "its members."),
        Words(72, 120, "____________"),
        Words(90, 100, "4/ Read at the second meeting of the elders."),
    ]
    reading = reading_of(page)
    assert [(row.parent, row.number) for row in reading.text.provisions if row.kind == "note"] == [
        ("art_8__para_1", "4")
    ]


def test_each_column_has_its_notes() -> None:
    rows = (
        "The villages that are Parties to this",
        "treaty shall keep the records of their",
        "granaries in such a way that the grain",
        "of each harvest is known to all of the",
    )

    def side(x: float, number: int) -> list[Words]:
        return [
            Words(x, 700, f"Article {number}"),
            *(Words(x, 687 - 13 * index, row) for index, row in enumerate(rows)),
            Words(x, 635, "members", raised=str(number), after=", and to all others."),
            Words(x, 80, "", size=SMALL, raised=str(number), after=f" Read with rule {number} of the mill, and"),
            Words(x, 71, "with its wheel.", size=SMALL),
        ]

    reading = reading_of([*side(72, 1), *side(320, 2)])
    assert [(row.eid, row.parent) for row in reading.text.provisions if row.kind == "note"] == [
        ("note_1", "art_1"),
        ("note_2", "art_2"),
    ]
    assert words(reading, "note_2") == "2 Read with rule 2 of the mill, and with its wheel."


def test_a_page_in_small_print_is_no_page_of_notes() -> None:
    small = [
        Words(72, 700 - 10 * index, f"{index + 1}. A mill of the first kind has {index + 3} wheels.", size=SMALL)
        for index in range(14)
    ]
    reading = reading_of([*PAGE, *NOTES], [*NEXT, *NEXT[2:]], [Words(280, 720, "Annex", size=SMALL), *small])
    assert [row.number for row in reading.text.provisions if row.kind == "note"] == ["1", "2", "3"]


def test_bracketed_marks() -> None:
    page = [
        Words(270, 700, "Article 9"),
        Words(72, 680, "1. " + LONG),
        Words(72, 667, "its members", raised="(12)", after=" in winter."),
        Words(72, 640, "2. " + LONG),
        Words(72, 627, "the mill."),
        Words(72, 60, "", size=SMALL, raised="(12)", after=" Book of the Villages, page 3."),
    ]
    reading = reading_of(page)
    assert [(row.eid, row.parent) for row in reading.text.provisions if row.kind == "note"] == [
        ("note_12", "art_9__para_1")
    ]


def test_paragraphs_without_numbers_and_words_before_a_list_hold_their_notes() -> None:
    page = [
        Words(270, 700, "Article 9"),
        Words(72, 680, LONG),
        Words(72, 667, "its members", raised="1", after=" in winter."),
        Words(72, 640, LONG),
        Words(72, 627, "the mill", raised="2", after="."),
        Words(270, 590, "Article 10"),
        Words(72, 570, "The elders", raised="3", after=" shall keep:"),
        Words(72, 550, "(a) the mill;"),
        Words(72, 530, "(b) the barn."),
        *(Words(72, 90 - 10 * n, "", size=SMALL, raised=str(n), after=f" See rule {n}.") for n in (1, 2, 3)),
    ]
    reading = reading_of(page)
    assert [row.parent for row in reading.text.provisions if row.kind == "note"] == [
        "art_9__para_1",
        "art_9__para_2",
        "art_10__intro",
    ]


def test_paragraphs_numbered_with_raised_digits() -> None:
    page = [Words(270, 700, "Article 3")]
    for number, top in ((1, 680), (2, 640), (3, 600)):
        page.append(Words(72, top, "", raised=str(number), after=" " + LONG))
        page.append(Words(72, top - 13, f"the winter of year {number}."))
    second = [Words(72, 740, "", raised="4", after=" This is all."), Words(270, 700, "Article 4"), *NEXT[2:]]
    reading = reading_of(page, second)
    assert [row.citation for row in reading.text.provisions if row.parent == "art_3"] == [
        "art. 3(1)", "art. 3(2)", "art. 3(3)", "art. 3(4)"
    ]  # fmt: skip
    assert not any(row.kind == "note" for row in reading.text.provisions)


def test_notes_in_the_size_of_the_text() -> None:
    page = [
        Words(270, 700, "Article 3"),
        Words(72, 680, LONG),
        Words(72, 667, "the mill", raised="1", after="."),
        Words(72, 80, "", raised="1", after=" The elders read this as they like."),
        Words(72, 67, "without haste."),
    ]
    reading = reading_of(page)
    assert [(row.parent, row.number) for row in reading.text.provisions if row.kind == "note"] == [("art_3", "1")]
