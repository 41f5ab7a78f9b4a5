"""PDF: columns in reading order, however they are drawn; tables, labels and signatures are none."""

from __future__ import annotations

from itertools import chain, zip_longest

import pytest

from annotator.sources.pdf.document import INSPECTOR, PDFIUM, read_pdf
from annotator.sources.reading import read_document
from tests.sources.tiny_pdf import BOLD, Words, character_map, pdf

ENGLISH = (
    "Article {n}",
    "The villages that are Parties to this",
    "treaty shall keep the records of their",
    "granaries in such a way that the grain",
    "of each harvest is known to all of the",
    "members, and shall show these records",
    "to every other village that asks it.",
)
FRENCH = (
    "Article {n}",
    "Les villages qui sont parties au présent",
    "traité tiennent les registres de leurs",
    "greniers de telle sorte que le grain de",
    "chaque moisson soit connu de tous les",
    "membres, et montrent ces registres à",
    "tout autre village qui le leur demande.",
)
LEFT, RIGHT = 72, 320
BOTH = pytest.mark.parametrize("engine", [PDFIUM, INSPECTOR])


def column(x: float, top: float, *rows: str) -> list[Words]:
    return [Words(x, top - 13 * index, row) for index, row in enumerate(rows)]


def articles(*numbers: int, words: tuple[str, ...] = ENGLISH) -> list[str]:
    return [row.format(n=number) for number in numbers for row in words]


def read(data: bytes, engine: str) -> list[str]:
    return [line.text for row in read_pdf(data) if row.engine == engine for line in row.lines if not line.drop]


def row_by_row(*columns: list[Words]) -> list[Words]:
    return [words for words in chain.from_iterable(zip_longest(*columns)) if words]


def column_by_column(*columns: list[Words]) -> list[Words]:
    return [words for rows in columns for words in rows]


def right_first(*columns: list[Words]) -> list[Words]:
    return column_by_column(*columns[::-1])


@BOTH
@pytest.mark.parametrize("draw", [column_by_column, row_by_row, right_first])
@pytest.mark.parametrize("shift", [0, 5], ids=["one baseline", "two baselines"])
def test_columns_are_read_one_after_the_other(engine: str, draw: object, shift: float) -> None:
    left, right = articles(1, 2), articles(3, 4)
    title = Words(200, 750, "Treaty on the Granaries of the Villages", font=BOLD)
    assert callable(draw)
    page = [title, *draw(column(LEFT, 700, *left), column(RIGHT, 700 - shift, *right))]
    assert read(pdf([page]), engine) == [title.text, *left, *right]


@BOTH
def test_what_stands_across_the_page_between_columns_stays_there(engine: str) -> None:
    across = "PART II shall be read by all who are Parties, and it shall be kept by the eldest miller of them all"
    page = [
        *row_by_row(column(LEFT, 700, *articles(1)), column(RIGHT, 700, *articles(2))),
        Words(LEFT, 590, across),
        *row_by_row(column(LEFT, 560, *articles(3)), column(RIGHT, 560, *articles(4))),
    ]
    assert read(pdf([page]), engine) == [*articles(1, 2), across, *articles(3, 4)]


@BOTH
def test_a_short_heading_at_the_left_edge_between_columns_stays_there(engine: str) -> None:
    page = [
        *row_by_row(column(LEFT, 700, *articles(1)), column(RIGHT, 700, *articles(2))),
        Words(LEFT, 590, "PART II", font=BOLD),
        *row_by_row(column(LEFT, 560, *articles(3)), column(RIGHT, 560, *articles(4))),
    ]
    assert read(pdf([page]), engine) == [*articles(1, 2), "PART II", *articles(3, 4)]


@BOTH
def test_a_last_page_with_few_lines_has_the_columns_of_the_others(engine: str) -> None:
    full = row_by_row(column(LEFT, 700, *articles(1, 2)), column(RIGHT, 700, *articles(3, 4)))
    more = row_by_row(column(LEFT, 700, *articles(5, 6)), column(RIGHT, 700, *articles(7, 8)))
    last = row_by_row(column(LEFT, 700, *articles(9)[:2]), column(RIGHT, 700, "and all other villages."))
    found = read(pdf([full, more, last]), engine)
    assert found[-3:] == ["Article 9", ENGLISH[1], "and all other villages."]


@BOTH
def test_a_short_page_after_a_full_one_has_its_columns(engine: str) -> None:
    full = row_by_row(column(LEFT, 700, *articles(1, 2)), column(RIGHT, 700, *articles(3, 4)))
    last = row_by_row(column(LEFT, 700, *articles(5)[:3]), column(RIGHT, 700, "and all other villages."))
    assert read(pdf([full, last]), engine)[-4:] == [*articles(5)[:3], "and all other villages."]


@BOTH
def test_a_short_page_whose_columns_are_wider_than_those_of_the_full_ones(engine: str) -> None:
    full = row_by_row(column(LEFT, 700, *articles(1, 2)), column(RIGHT + 14, 700, *articles(3, 4)))
    more = row_by_row(column(LEFT, 700, *articles(5, 6)), column(RIGHT + 14, 700, *articles(7, 8)))
    left, right = (
        [*articles(9)[:3], "every harvest of their granaries is to be known."],
        ["and all the other villages."],
    )
    last = row_by_row(column(LEFT, 700, *left), column(RIGHT, 687, *right))
    assert read(pdf([full, more, last]), engine)[-5:] == [*left, *right]


@BOTH
def test_a_page_with_a_few_lines_beside_a_full_column_has_the_columns_of_the_others(engine: str) -> None:
    """Lines that end alike by accident do not make the gutter wider, for the longer lines to run across it."""
    full = row_by_row(column(LEFT, 700, *articles(1, 2)), column(RIGHT, 700, *articles(3, 4)))
    short = ["of each harvest that they", "of each harvest is known to all of", "to every other village, but"]
    left = [*short, *short[::2], *short[::2], *ENGLISH[5:]]
    shifted = [Words(RIGHT + 60, 706, "of mills", font=BOLD), *column(RIGHT, 688, *ENGLISH[1:3])]
    last = row_by_row(column(LEFT, 700, *left), shifted)
    assert read(pdf([full, last]), engine)[-12:] == [*left, "of mills", *ENGLISH[1:3]]


@BOTH
def test_a_last_page_with_a_part_of_one_column_is_indented_as_that_column_is(engine: str) -> None:
    pages = [
        row_by_row(column(LEFT, 700, *articles(n, n + 1)), column(RIGHT, 700, *articles(n + 2, n + 3))) for n in (1, 5)
    ]
    last = column(LEFT + 40, 700, "whichever mill this be", "of all the mills here.")
    lines = next(row.lines for row in read_pdf(pdf([*pages, last])) if row.engine == engine)
    assert [line.indent for line in lines[-2:]] == [40, 40]


@BOTH
def test_one_page_shows_the_gutter_of_others_that_keep_clear_of_it(engine: str) -> None:
    recitals = [f"Recalling the rule of {name}," for name in ("Mirova", "Kelova", "Torova", "Vasova", "Holova")]
    title = Words(200, 740, "Treaty on the Granaries of the Villages", font=BOLD)
    plain = row_by_row(column(LEFT, 700, *recitals), column(RIGHT, 694, *articles(1)))
    full = row_by_row(column(LEFT, 700, *articles(2, 3)), column(RIGHT, 700, *articles(4, 5)))
    found = read(pdf([[title, *plain], full, plain]), engine)
    assert found == [title.text, *recitals, *articles(1, 2, 3, 4, 5), *recitals, *articles(1)]


@BOTH
def test_a_short_column_of_points_that_begin_two_by_two(engine: str) -> None:
    left = articles(1, 2)
    rows = [(28, "(ii) the grain of each harvest"), (28, "that is known to the members;"), (14, "(b) the mills of")]
    rows += [(14, "all who keep a record."), (0, "2. The villages show these to"), (0, "every other that asks.")]
    right = [Words(RIGHT + indent, 694 - 13 * at, text) for at, (indent, text) in enumerate(rows)]
    assert read(pdf([row_by_row(column(LEFT, 700, *left), right)]), engine) == [*left, *[text for _, text in rows]]


@BOTH
def test_spaces_below_one_another_in_three_lines_are_no_gutter(engine: str) -> None:
    """Where letters are equally wide, that is common."""
    rows = [
        "Opened for signature at New York, this fourth day of December, one thousand nine",
        "hundred and ninety-five, in a single original, in the Arabic, Chinese, English,",
        "French, Russian and Spanish languages.",
    ]
    page = []
    for at, row in enumerate(rows):
        places = [0, *(place + 1 for place, mark in enumerate(row) if mark == " ")]
        page += [Words(72 + 6 * x, 700 - 14 * at, word, size=10) for x, word in zip(places, row.split(), strict=True)]
    assert " ".join(read(pdf([page]), engine)) == " ".join(rows)


@BOTH
@pytest.mark.parametrize("indent", [14, 30])
def test_a_column_that_is_indented_but_for_a_line(engine: str, indent: float) -> None:
    left = [*ENGLISH[1:], *FRENCH[1:]]
    right = ["and which shall be kept:", *left]
    shifted = [Words(RIGHT + indent * ("kept" not in row), 700 - 13 * at, row) for at, row in enumerate(right)]
    assert read(pdf([row_by_row(column(LEFT, 700, *left), shifted)]), engine) == [*left, *right]


@BOTH
def test_a_column_in_which_nothing_but_numbers_stands_at_the_edge(engine: str) -> None:
    left, words = articles(1, 2), [*ENGLISH[1:], *ENGLISH[1:]]
    numbers = [Words(RIGHT, 700, "1."), Words(RIGHT, 700 - 13 * 6, "2.")]
    shown = row_by_row(column(LEFT, 700, *left), [*column(RIGHT + 22, 700, *words)])
    places = [shown.index(row) for row in shown if row.x > RIGHT and row.text == words[0]]
    for place, number in reversed(list(zip(places, numbers, strict=True))):
        shown.insert(place, number)
    assert read(pdf([shown]), engine) == [*left, f"1. {words[0]}", *words[1:6], f"2. {words[0]}", *words[1:6]]


@BOTH
def test_a_column_goes_on_where_a_sentence_is_broken_off_for_want_of_room(engine: str) -> None:
    """Not only in lines that begin in small letters."""
    left = [
        "No village of Mirova grinds its own rye, for",
        "Kelova and Torova have the stones that do.",
        "Each village of Vasova shall use the rule of",
        "Brenova. The rule of the mill of Holova, and",
        "Dunova, is kept with the paper of Lamova.",
        "The mill of Ostova stores its grain with the",
        "1 and 2 of the mills that the elders keep.",
    ]
    right = [*ENGLISH[1:], *ENGLISH[1:3]]
    page = row_by_row(column(LEFT, 700, *left), column(RIGHT, 694, *right))
    assert read(pdf([page]), engine) == [*left, *right]


@BOTH
def test_a_heading_at_the_end_of_the_left_column_beside_white_space_above_a_note(engine: str) -> None:
    left, right = [*articles(1, 2), "Article 3"], articles(4)
    heading = Words(LEFT, 700 - 13 * 14, "Article 3", font=BOLD)
    note = Words(RIGHT, 440, "1 Read at the second meeting of the elders.", size=8)
    page = [*column(LEFT, 700, *left[:-1]), heading, *column(RIGHT, 700, *right), note]
    assert read(pdf([page]), engine) == [*left, *right, note.text]


@BOTH
def test_a_table_of_short_cells_is_read_row_by_row(engine: str) -> None:
    rows = [("Upper Mill", "14 sacks"), ("Lower Mill", "9 sacks"), ("Old Barn", "12 sacks"), ("Weir", "3 sacks")] * 3
    page = row_by_row(column(LEFT, 700, *[left for left, _ in rows]), column(RIGHT, 700, *[right for _, right in rows]))
    assert read(pdf([page]), engine) == [cell for row in rows for cell in row]


@BOTH
def test_an_index_of_signatures_is_read_row_by_row(engine: str) -> None:
    names = [
        f"For the Village of {name}field in the Valley:" for name in ("Ash", "Birch", "Corn", "Dell", "Elm", "Fen")
    ]
    page = row_by_row(column(LEFT, 700, *names[::2]), column(RIGHT, 700, *names[1::2]))
    assert " ".join(read(pdf([page]), engine)) == " ".join(names)


@BOTH
def test_terms_beside_their_definitions_are_no_column(engine: str) -> None:
    page, said = [], []
    for index, term in enumerate(
        ("granary of the whole village", "mill of the upper valley", "weir and all its gates")
    ):
        rows = [
            f"means what the elders of year {index} say",
            "that it is, and whatever the millers",
            "of the valley say it is.",
        ]
        page += [Words(LEFT, 700 - 50 * index, term), *column(RIGHT - 60, 700 - 50 * index, *rows)]
        said += [f"{term} {rows[0]}", *rows[1:]]
    assert " ".join(read(pdf([page]), engine)) == " ".join(said)


@BOTH
def test_labels_that_hang_left_of_their_text_are_no_column(engine: str) -> None:
    rows = [f"every village shall keep its mill number {n} and the wheel of it in good order" for n in range(8)]
    page = row_by_row(column(LEFT, 700, *[f"({mark})" for mark in "abcdefgh"]), column(LEFT + 130, 700, *rows))
    found = read(pdf([page]), engine)
    assert " ".join(found) == " ".join(f"({mark}) {row}" for mark, row in zip("abcdefgh", rows, strict=True))


def test_two_languages_side_by_side_are_two_texts() -> None:
    titles = [Words(200, 760, "Treaty on the Mills of the Villages"), Words(250, 745, "Traité sur les moulins")]
    pages = [
        row_by_row(column(LEFT, 700, *articles(n, n + 1)), column(RIGHT, 700, *articles(n, n + 1, words=FRENCH)))
        for n in (1, 3, 5)
    ]
    readings = read_document("both.pdf", pdf([[*titles, *pages[0]], *pages[1:]]), None, lambda _step, _share: None)
    assert [reading.data.language for reading in readings] == ["en", "fr"]
    assert [reading.text.text.split("\n")[0] for reading in readings] == [words.text for words in titles]
    for reading in readings:
        assert [row.number for row in reading.text.provisions if row.kind == "article"] == list("123456")
        assert [row.page for row in reading.text.provisions if row.kind == "article"] == [1, 1, 2, 2, 3, 3]


def test_two_languages_on_facing_pages_are_two_texts() -> None:
    pages = [
        column(LEFT, 700, *articles(number, number + 1, words=words))
        for number in (1, 3, 5)
        for words in (ENGLISH, FRENCH)
    ]
    readings = read_document("facing.pdf", pdf(pages), None, lambda _step, _share: None)
    assert [reading.data.language for reading in readings] == ["en", "fr"]
    assert [row.page for row in readings[1].text.provisions if row.kind == "article"] == [2, 2, 4, 4, 6, 6]


def test_a_provision_has_the_page_on_which_it_starts() -> None:
    first = [
        *column(LEFT, 700, "Article 1", "The villages shall each keep, as it is", "said above: (a) a mill; (b) a barn"),
    ]
    second = column(LEFT, 700, "with a good roof; (c) a weir; (d) a road", "to the mill.", "Article 2", "It ends here.")
    (reading,) = read_document("turn.pdf", pdf([first, second]), None, lambda _step, _share: None)
    pages = {row.eid: row.page for row in reading.text.provisions}
    assert [pages[f"art_1__point_{letter}"] for letter in "abcd"] == [1, 1, 2, 2]
    assert pages["art_2"] == 2


@BOTH
def test_columns_that_nearly_touch(engine: str) -> None:
    left = [Words(LEFT, words.y, words.text) for words in column(LEFT, 700, *articles(1, 2, 3))]
    widest = 275
    page = row_by_row(left, column(widest, 700, *articles(4, 5, 6, words=FRENCH)))
    assert read(pdf([page]), engine) == [*articles(1, 2, 3), *articles(4, 5, 6, words=FRENCH)]


@BOTH
def test_texts_written_from_the_right_begin_in_the_right_column(engine: str) -> None:
    letters = dict(zip("abcdefghijklmnopqrstuvwxyz", "بتثجحخدذرزسشصضطظعغفقكلمنهو", strict=True)) | {" ": " "}
    said = ["the villages that are parties to this", "treaty shall keep the records of their", "granary in such a way"]
    sides = [[f"{word} {row}" for row in said * 2] for word in ("right", "left")]
    drawn = [[row[::-1] for row in side] for side in sides]
    page = row_by_row(column(LEFT, 700, *drawn[1]), column(RIGHT, 700, *drawn[0]))
    expected = ["".join(letters[mark] for mark in row) for side in sides for row in side]
    assert read(pdf([page], unicode_map=character_map(letters)), engine) == expected
