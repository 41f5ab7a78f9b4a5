"""PDF: lines, furniture, footnotes, paragraphs; and the files that must be refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.problems import UnusableFile
from annotator.sources.lines import Line
from annotator.sources.pdf.document import INSPECTOR, PDFIUM, read_pdf
from annotator.sources.pdf.layout import lay_out
from annotator.sources.pdf.page import PrintedPage, Word
from annotator.sources.pdf.rows import line_of, lines_of
from annotator.sources.reading import read_document
from tests.sources.pdf_trees import width_of
from tests.sources.tiny_pdf import BOLD, ITALIC, Words, character_map, pdf, private_use_map

LONG = "Each Party shall adopt such measures as may be necessary under its own law to give effect to"


LETTERS = {mark: mark for mark in f"{LONG}0123456789"}


def flowing(top: float, *rows: str, x: float = 72) -> list[Words]:
    """Rows set solid, 13 points apart."""
    return [Words(x, top - 13 * index, row) for index, row in enumerate(rows)]


def body(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines if not line.drop]


def texts_by(data: bytes) -> dict[str, tuple[Line, ...]]:
    return {extraction.engine: extraction.lines for extraction in read_pdf(data)}


def furnished(count: int) -> bytes:
    """Pages with a running head, a page mark that counts and a catchword at the foot."""
    return pdf(
        [
            [
                Words(72, 750, "A/CONF.999/7"),
                Words(72, 738, f"Page {number}"),
                Words(260, 700, f"Article {number * number}"),
                *flowing(670, LONG, f"the obligations that follow from rule {number}."),
                Words(520, 40, "/..."),
            ]
            for number in range(1, count + 1)
        ]
    )


@pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])
def test_both_engines_give_the_same_words_with_page_size_and_weight(engine: str) -> None:
    pages = [
        [Words(240, 700, "Article 1", size=14, font=BOLD), Words(72, 660, LONG)],
        [Words(72, 700, "Recalling", font=ITALIC)],
    ]
    lines = texts_by(pdf(pages))[engine]

    assert [(line.text, line.page, line.size, line.bold, line.italic) for line in lines] == [
        ("Article 1", 1, 14.0, True, False),
        (LONG, 1, 11.0, False, False),
        ("Recalling", 2, 11.0, False, True),
    ]


@pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])
def test_what_pages_repeat_is_dropped_and_articles_at_their_top_are_not(engine: str) -> None:
    lines = texts_by(furnished(6))[engine]

    dropped = [(line.drop, line.text, line.page) for line in lines if line.drop]
    assert dropped.count(("page number", "Page 4", 4)) == 1
    assert {(reason, text) for reason, text, _ in dropped} == {
        ("page header", "A/CONF.999/7"),
        ("page footer", "/..."),
        *(("page number", f"Page {number}") for number in range(1, 7)),
    }
    assert [text for text in body(lines) if text.startswith("Article")] == [f"Article {n * n}" for n in range(1, 7)]


@pytest.mark.parametrize("numbers", [(3, 5, 9, 10, 15), (1, 2, 3, 4, 5)], ids=["some", "one a page"])
def test_headings_that_open_pages_are_no_running_heads(numbers: tuple[int, ...]) -> None:
    pages = [[Words(260, 750, f"Article {number}"), Words(72, 500, LONG)] for number in numbers]
    lines = texts_by(pdf(pages))[PDFIUM]
    assert [text for text in body(lines) if text != LONG] == [f"Article {number}" for number in numbers]


def test_pages_may_be_numbered_in_roman() -> None:
    pages = [[Words(72, 500, LONG), Words(300, 40, f"- {number} -")] for number in ("iii", "iv", "v", "vi")]
    assert body(texts_by(pdf(pages))[PDFIUM]) == [LONG] * 4


def test_a_paragraph_begins_after_white_space_an_indentation_or_a_short_line() -> None:
    mindful = "Mindful of what was said before, and in order that nothing at all should ever be lost by it"
    page = [
        *flowing(700, LONG, LONG, "the object of this treaty.", LONG, LONG),
        *flowing(700 - 5 * 13 - 12, LONG, LONG),
        *flowing(700 - 7 * 13 - 12, mindful, x=100),
        *flowing(700 - 8 * 13 - 12, LONG),
    ]
    lines = texts_by(pdf([page]))[PDFIUM]
    assert [line.starts_paragraph for line in lines] == [True, False, False, True, False, True, False, True, False]


def test_points_lettered_without_brackets_begin_where_room_was_left() -> None:
    rows = [f"1 {LONG}", "the following:", f"a {LONG}", "a mill;", f"b {LONG}", "a well."]
    lines = texts_by(pdf([flowing(700, *rows)]))[PDFIUM]
    assert [line.text[:2] for line in lines if line.starts_paragraph] == ["1 ", "a ", "b "]


def test_a_line_under_a_hanging_number_goes_on() -> None:
    rest = "Promote cooperation between the authorities of the Parties so that all of them may act"
    page = [*flowing(700, LONG, LONG), Words(72, 674, "(a)"), Words(100, 674, rest), Words(100, 661, "Without delay,")]
    lines = texts_by(pdf([page]))[PDFIUM]
    assert [(line.text[:8], line.starts_paragraph) for line in lines[2:]] == [("(a) Prom", False), ("Without ", False)]


def test_a_sentence_that_a_page_breaks_off_goes_on_whatever_its_indentation() -> None:
    first = flowing(700, *[LONG] * 4)
    last = [Words(100, 740, "Part II of it."), *flowing(720, *[LONG] * 3)]
    lines = texts_by(pdf([first, last]))[PDFIUM]
    assert [line.starts_paragraph for line in lines if line.text.startswith("Part")] == [False]


def test_a_heading_at_the_end_of_a_page_does_not_go_on_in_the_heading_of_the_next() -> None:
    """Here it seems not to be centred, for several lines begin where it does."""
    title, column = "Duties of keepers, of millers, of elders and of those who succeed them", 72 + width_of(LONG, 11)
    x = (72 + column - width_of(title, 11)) / 2
    first = [*flowing(700, *[LONG] * 3), *flowing(640, *[LONG[: 20 + 9 * row] for row in range(5)], x=x)]
    first.append(Words(x, 540, title, font=BOLD))
    last = [Words((72 + column - 48) / 2, 740, "Article 2", font=BOLD), *flowing(720, *[LONG] * 3)]
    lines = texts_by(pdf([first, last]))[PDFIUM]
    assert [(line.centred, line.starts_paragraph) for line in lines if line.bold] == [(False, True), (True, True)]


def test_a_title_goes_on_in_small_letters_in_the_next_column() -> None:
    title, rest = "Annex I: Duties of keepers and of those", "who succeed"
    column = 72 + width_of(LONG, 11)
    first = [*flowing(700, *[LONG] * 3), Words((72 + column - width_of(title, 11)) / 2, 60, title, font=BOLD)]
    last = [Words(220, 740, rest, font=BOLD), *flowing(720, *[LONG] * 3)]
    lines = texts_by(pdf([first, last]))[PDFIUM]
    assert [line.starts_paragraph for line in lines if line.bold] == [True, False]


def test_a_point_is_not_centred_though_it_stands_clear_of_both_edges() -> None:
    indented = [row[: len(LONG) - 12] for row in (f"i. {LONG}", f"(b), and {LONG}")]
    page = [*flowing(700, *[LONG] * 3), *flowing(655, *indented, x=100), *flowing(610, *[LONG] * 3)]
    lines = texts_by(pdf([page]))[PDFIUM]
    assert [line.starts_paragraph for line in lines[3:5]] == [True, False]


def test_centred_lines_are_told_from_indented_ones() -> None:
    page = [
        Words(282, 700, "Article 7"),
        Words(267, 680, "Use of terms"),
        *flowing(650, *[LONG + " it"] * 3),
        *(Words(100, 600 - 20 * index, LONG[: -8 * index or None]) for index in range(5)),
    ]
    lines = texts_by(pdf([page]))[PDFIUM]
    assert [line.text for line in lines if line.centred] == ["Article 7", "Use of terms"]


def test_a_centred_title_goes_on_from_a_line_that_fills_the_column() -> None:
    full = "Relationship between this Agreement and other instruments relating to the mills and all"
    title = [Words(280, 700, "Article 5", font=BOLD), Words(72, 687, full, font=BOLD)]
    rest = Words(230, 674, "the granaries of the valley", font=BOLD)
    lines = texts_by(pdf([[*title, rest, *flowing(655, *[f"1. {LONG}", LONG, LONG])]]))[PDFIUM]
    assert [line.text for line in lines if line.starts_paragraph] == ["Article 5", full, f"1. {LONG}"]


@pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])
def test_footnotes_follow_the_paragraph_that_they_interrupt(engine: str) -> None:
    first = [
        *flowing(300, LONG, LONG),
        Words(72, 200, "____________"),
        Words(90, 185, "1/ See the report of the Committee on its second session."),
    ]
    second = flowing(700, "and to the rules that follow from it.", "Recalling its earlier work,")
    lines = texts_by(pdf([first, second]))[engine]

    assert [(line.text[:12], line.style, line.drop) for line in lines] == [
        (LONG[:12], "", ""),
        (LONG[:12], "", ""),
        ("and to the r", "", ""),
        ("____________", "footnote", "footnote rule"),
        ("1/ See the r", "footnote", ""),
        ("Recalling it", "", ""),
    ]


def test_small_print_at_the_foot_is_a_footnote_and_a_line_to_sign_on_is_none() -> None:
    page = [
        *flowing(700, LONG, LONG),
        Words(72, 640, "____________"),
        Words(72, 620, "2. " + LONG),
        Words(72, 60, "1. See the report of the Committee.", size=8),
        Words(72, 50, "Second session.", size=8),
    ]
    lines = texts_by(pdf([page]))[PDFIUM]
    assert [line.text for line in lines if line.style == "footnote"] == [
        "1. See the report of the Committee.",
        "Second session.",
    ]


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen_and_its_two_lines() -> None:
    found = texts_by(pdf([flowing(700, LONG[:80] + " capacity-", "building and more of it")]))
    assert body(found[PDFIUM])[-2:] == [LONG[:80] + " capacity-", "building and more of it"]
    assert body(found[PDFIUM]) == body(found[INSPECTOR])


@pytest.mark.parametrize("before", ["It is govern-", "It is govern\u00ad"], ids=["hyphen", "soft hyphen"])
def test_a_word_broken_at_the_end_of_a_line_is_joined_where_the_document_spells_it(before: str) -> None:
    rows = (before, "ment of the mill, for no government is well-", "known to all.")
    (reading,) = read_document("broken.pdf", pdf([flowing(700, *rows)]), None, lambda _step, _share: None)
    assert reading.text.text == "It is government of the mill, for no government is well-known to all."
    assert [(row.reason, row.text) for row in reading.text.ledger.dropped] == [("line-end hyphen", "-")]


@pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])
def test_ligatures_are_letters_and_soft_hyphens_within_a_word_nothing(engine: str) -> None:
    letters = {mark: mark for mark in "abcdefghilnorstuvTw ."} | {"{": "\ufb01", "}": "\u00ad"}
    data = pdf(
        [[Words(72, 700, "The {nancial rules of the gra}nary are of{cial.")]], unicode_map=character_map(letters)
    )
    assert body(texts_by(data)[engine]) == ["The financial rules of the granary are official."]


@pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])
def test_arabic_shapes_in_the_order_in_which_they_stand_are_letters_in_the_order_in_which_they_are_read(
    engine: str,
) -> None:
    shapes = dict(zip("abcdefghi", "\ufe96\ufee0\ufed0\ufedf\ufe8d\ufeea\ufebb\ufe8e\ufe91", strict=True)) | {" ": " "}
    data = pdf([[Words(300, 700, "fgh abcde")]], unicode_map=character_map(shapes))
    assert body(texts_by(data)[engine]) == ["الغلت اصه"]


def arabic_row(top: float, *words: tuple[float, float, str]) -> list[Word]:
    return [Word(text=text, left=left, right=right, top=top, size=11) for left, right, text in words]


def test_brackets_and_numbers_drawn_before_the_arabic_words_around_them_stay_in_their_line() -> None:
    words = [
        *arabic_row(100, (330, 339, "-2"), (300, 327, "المادة"), (285, 297, "12")),
        *arabic_row(100, (200, 204, ")"), (98, 102, "("), (260, 282, "من"), (207, 256, "النظام")),
        *arabic_row(100, (160, 199, "المشار"), (103, 157, "إليه"), (70, 95, "ومع")),
        *arabic_row(113, (334, 339, ")"), (322, 326, "("), (326, 334, "ب"), (280, 319, "الأبواب")),
    ]
    assert [line.text for line in lines_of(1, words)] == ["2- المادة 12 من النظام (المشار إليه) ومع", "(ب) الأبواب"]


def test_lines_read_from_the_right_begin_paragraphs_where_room_was_left_at_the_left() -> None:
    full = "كلمة في سطر طويل من النص"
    rows = [(100, 72, full), (113, 72, full), (126, 280, "نهاية"), (139, 72, full)]
    lines = [line_of(1, arabic_row(top, (left, 400, text))) for top, left, text in rows]
    laid_out = lay_out([PrintedPage(1, 612, 792, tuple(lines))])
    assert [line.starts_paragraph for line in laid_out] == [True, False, False, True]


def test_letters_spaced_out_are_words_again() -> None:
    places = [(72 + 9 * index + (9 if index > 6 else 0), letter) for index, letter in enumerate("Article12")]
    line = line_of(1, [Word(letter, x, x + 5, 100, 11, glued=False) for x, letter in places])
    cells = line_of(
        1, [Word(letter, x, x + 5, 100, 11) for x, letter in zip(range(72, 400, 40), "abcdefg", strict=False)]
    )
    assert (line.text, cells.text) == ("Article 12", "a b c d e f g")


TURNED = [[Words(100, 72, LONG, angle=90), Words(113, 72, "the mill.", angle=90)]]


@pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])
@pytest.mark.parametrize(
    "data",
    [
        pdf(TURNED, page="/Rotate 90"),
        pdf(TURNED),
        pdf([[Words(400, 700, LONG, angle=270), Words(387, 700, "the mill.", angle=270)]], page="/Rotate 270"),
        pdf([flowing(700, LONG, "the mill.")], form=True),
        pdf([flowing(700, LONG, "the mill.")], page="/CropBox [50 50 560 760]"),
        pdf([[Words(72, 700, LONG, angle=0.8), Words(72.2, 687, "the mill.", angle=0.8)]]),
    ],
    ids=["turned page", "turned words", "turned the other way", "form", "cropped", "askew"],
)
def test_pages_that_are_turned_or_cropped_are_read_like_others(data: bytes, engine: str) -> None:
    lines = texts_by(data)[engine]
    assert [(line.text, line.starts_paragraph) for line in lines] == [(LONG, True), ("the mill.", False)]
    assert not any(line.drop for line in lines)


def test_words_turned_against_their_page_are_dropped_together() -> None:
    page = [Words(30, 300, "Stamp of the archive", angle=90), *flowing(700, LONG, "the mill.")]
    lines = texts_by(pdf([page]))[PDFIUM]
    assert [(line.drop, line.text) for line in lines if line.drop] == [("turned words", "Stamp of the archive")]


def test_recognised_text_over_pictures_gives_a_warning() -> None:
    page = [replace(words, invisible=True) for words in flowing(700, LONG, "the mill.")]
    extraction = read_pdf(pdf([page], pictures=True))[0]
    assert body(extraction.lines) == [LONG, "the mill."]
    assert [(row.code, row.where) for row in extraction.warnings] == [("recognised-text", "p. 1")]


def test_a_page_of_nonsense_among_good_ones_gives_a_warning() -> None:
    rows = [f"{LONG} {number}" for number in range(8)]
    codes = {mark: chr(0xE000 + ord(mark)) for mark in "bcdfghijk"}
    good = [flowing(700, *rows)] * 3
    data = pdf([*good, flowing(700, "bcd fghij kkj hgf dcb " * 3)], unicode_map=character_map(codes | LETTERS))
    for extraction in read_pdf(data):
        assert ("unusable-text", "p. 4") in [(row.code, row.where) for row in extraction.warnings]


def test_words_far_apart_on_one_line_are_two_lines() -> None:
    page = [Words(72, 700, "95-27467 (E)"), Words(500, 700, "/...")]
    assert body(texts_by(pdf([page]))[PDFIUM]) == ["95-27467 (E)", "/..."]


def test_the_title_is_what_the_file_calls_itself() -> None:
    assert read_pdf(pdf([[Words(72, 700, LONG)]], title="Convention on Tests"))[0].title == "Convention on Tests"


def test_a_title_that_is_no_unicode_is_none() -> None:
    assert read_pdf(pdf([[Words(72, 700, LONG)]], title=r"\376\377\330\000\000A"))[0].title == ""


def test_a_page_that_is_a_picture_among_pages_of_text_gives_a_warning() -> None:
    extraction = read_pdf(pdf([[Words(72, 700, LONG)], []], pictures=True))[0]
    assert [(row.code, row.where) for row in extraction.warnings] == [("page-without-text", "p. 2")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf([[]], pictures=True), "no text layer, only pictures"),
        (pdf([[]]), "no text on any page"),
        (pdf([[Words(72, 700, LONG)]], encrypted=True), "encrypted; open it with its password"),
        (pdf([[Words(72, 700, LONG)]], unicode_map=private_use_map()), "text layer of this PDF is unusable"),
        (b"%PDF-1.7\nnothing more", "damaged and cannot be opened"),
    ],
    ids=["scan", "empty", "encrypted", "garbled", "damaged"],
)
def test_unusable_files_are_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read_pdf(data)


@pytest.mark.parametrize("size", [0, 0.0001, -12, 1e20, 1e38])
@pytest.mark.parametrize("x", [72, 1e30, -1e38])
def test_sizes_and_places_that_no_page_has_can_be_reckoned_with(size: float, x: float) -> None:
    for lines in texts_by(pdf([[Words(x, 700, "Article 1", size), Words(72, 680, LONG)]])).values():
        assert LONG in body(lines)
        assert all(0 < (line.size or 0) <= 1e6 and abs(line.indent or 0) <= 2e6 for line in lines)


@pytest.mark.parametrize("size", [0.01, 1e12])
def test_words_of_an_impossible_size_are_kept(size: float) -> None:
    page = [*flowing(700, LONG), Words(72, 600, "tiny or huge", size=size, raised="1")]
    for lines in texts_by(pdf([page])).values():
        assert LONG in body(lines)


@pytest.mark.parametrize("width", [0.0, -40.0])
def test_words_without_a_width_are_kept(width: float) -> None:
    line = line_of(1, [Word("Every village", 72, 72 + width, 100, 11)])
    assert [row.text for row in lay_out([PrintedPage(1, 612, 792, (line,))])] == ["Every village"]


def test_a_sentence_that_often_ends_at_an_edge_is_no_furniture() -> None:
    """Where many paragraphs end alike, some of those ends stand at the same height on several pages."""
    pages = []
    for number in range(1, 8):
        rows = [Words(72, 760, "M/CONF.1/7"), Words(300, 40, str(number))]
        for place in range(6):
            y = 700 - 100 * place
            rows.append(
                Words(72, y, f"{6 * (number - 1) + place + 1}. In valley {number}{place} no miller of this village may")
            )
            rows.append(Words(72, y - 14, "refuse to grind the grain of another."))
        pages.append([rows[0], *rows[2:], rows[1]])
    for lines in texts_by(pdf(pages)).values():
        kept = [line.text for line in lines if not line.drop]
        assert kept.count("refuse to grind the grain of another.") == 42
        assert len(lines) - len(kept) == 14


def test_in_a_text_of_short_paragraphs_lines_that_go_on_tell_how_far_lines_stand_apart() -> None:
    rows = [
        "Mills turn by day and, where the water is high enough, also",
        "by night.",
        *[f"Wells do not, whatever keeper {row} of the weir has to say" for row in "ABCDE"],
    ]
    y, words = 700.0, [Words(72, 720, "Article 1")]
    for row in rows:
        y -= 12 if row == "by night." else 18
        words.append(Words(72, y, row))
    (reading,) = read_document("mills.pdf", pdf([words]), None, lambda *_: None)
    assert reading.text.text.split("\n") == ["Article 1", f"{rows[0]} {rows[1]}", *rows[2:]]


def test_a_heading_in_two_lines_names_its_chapter_with_both() -> None:
    first, rest = (
        "CHAPTER I – Of the millers, of the keepers of the weirs and wells, and of those",
        "who stand in for them",
    )
    page = [Words(80, 700, first, font=BOLD), Words(240, 687, rest, font=BOLD), Words(270, 660, "Article 1", font=BOLD)]
    page += flowing(640, LONG, "the winter of the year that follows.")
    (reading,) = read_document("mills.pdf", pdf([page]), None, lambda *_: None)
    chapter = reading.text.provisions[0]
    assert (chapter.eid, chapter.heading) == ("chp_1", f"{first.partition(' – ')[2]} {rest}")


def test_marks_of_footnotes_at_the_edge_are_no_line_numbers() -> None:
    page = [*flowing(700, f"1. {LONG} it.")]
    page += [
        Words(72, 300 - 14 * number, "", raised=str(number), after=f" Note {number} on a mill.", size=8)
        for number in range(1, 10)
    ]
    for lines in texts_by(pdf([page])).values():
        assert not [line.text for line in lines if line.drop == "line number"]


def test_the_end_of_a_sentence_at_the_top_of_two_pages_is_no_header() -> None:
    pages = [
        [
            Words(72, 740, "of the mill and of the well."),
            *flowing(700, f"{number}. {LONG} village {number}."),
            Words(300, 40, str(number)),
        ]
        for number in (1, 2)
    ]
    for lines in texts_by(pdf(pages)).values():
        assert body(lines).count("of the mill and of the well.") == 2
