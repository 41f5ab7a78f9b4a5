"""What formats other than Markdown add: wrapped lines, computed numbers, footnotes, pages, comments, dropped lines."""

from __future__ import annotations

from dataclasses import replace

from annotator.model.treaty import Reading, VersionData
from annotator.sources.lines import Extraction, Line, LineNote
from annotator.sources.reading import read_document
from annotator.sources.structure import structure


def read(*lines: Line, notes: tuple[LineNote, ...] = (), data: VersionData | None = None) -> Reading:
    (reading,) = structure(Extraction(lines, "test", notes=notes), "test.pdf", "0" * 64, data)
    return reading


def wrapped(*texts: str) -> list[Line]:
    return [Line(text, page=1, starts_paragraph=False) for text in texts]


def cited(reading: Reading) -> dict[str, str]:
    return {row.citation: reading.text.text[row.start : row.end] for row in reading.text.provisions}


HEADING = Line("Article 1", page=1, centred=True)


class TestWrappedLines:
    def test_they_are_joined_and_never_headings(self) -> None:
        reading = read(
            HEADING,
            *wrapped("1. Grain is stored as in", "article 14; it is weighed under", "Article 15 of this charter."),
            *wrapped("2. Water is free."),
        )
        assert cited(reading) == {
            "art. 1": "Article 1\n1. Grain is stored as in article 14; it is weighed under Article 15 of this charter."
            "\n2. Water is free.",
            "art. 1(1)": "1. Grain is stored as in article 14; it is weighed under Article 15 of this charter.",
            "art. 1(2)": "2. Water is free.",
        }

    def test_a_hyphen_at_a_line_end_goes_where_the_document_spells_the_word_without(self) -> None:
        reading = read(
            HEADING, *wrapped("The storage of grain, and the stor-", "age of water, is a long-", "term duty.")
        )
        assert reading.text.text.endswith("and the storage of water, is a long-term duty.")
        assert [row.reason for row in reading.text.ledger.dropped] == ["line-end hyphen"]

    def test_a_footnote_between_two_halves_of_a_paragraph(self) -> None:
        reading = read(
            HEADING,
            *wrapped("Grain is kept in the"),
            Line("1 Villages of the valley.", page=1, style="footnote"),
            *[replace(line, page=2) for line in wrapped("common granary.")],
        )
        assert "Grain is kept in the common granary." in reading.text.text
        assert [row.kind for row in reading.text.provisions] == ["article", "note"]


class TestLedger:
    def test_computed_numbers_are_generated(self) -> None:
        reading = read(
            Line("Article 1", heading_level=1),
            Line("Grain is dry:", list_label="1."),
            Line("in jars;", list_label="(a)"),
            Line("in sacks.", list_label="(b)"),
        )
        ledger = reading.text.ledger
        assert list(cited(reading)) == ["art. 1", "art. 1(1)", "art. 1(1), chapeau", "art. 1(1)(a)", "art. 1(1)(b)"]
        assert ledger.generated_characters == len("1.(a)(b)")
        assert ledger.source_characters == ledger.kept_characters == len("Article1Grainisdry:injars;insacks.")

    def test_dropped_lines_are_listed_with_reason_and_page(self) -> None:
        reading = read(HEADING, Line("Grain.", page=1), Line("- 2 -", page=2, drop="page number"))
        (row,) = reading.text.ledger.dropped
        assert (row.reason, row.text, row.page) == ("page number", "- 2 -", 2)
        assert reading.text.text == "Article 1\nGrain."

    def test_a_table_of_contents_in_the_text_is_dropped(self) -> None:
        titles = {1: "Grain", 2: "Water", 3: "Doors", 4: "Roofs"}
        listed = [Line(f"Article {number} {title} ..... {number}") for number, title in titles.items()]
        body = [
            Line(text)
            for number, title in titles.items()
            for text in (f"Article {number}", title, f"{title} belong to all the villages of the valley.")
        ]
        reading = read(Line("CONTENTS"), *listed, *body)
        assert [row.eid for row in reading.text.provisions if row.kind == "article"] == [
            f"art_{number}" for number in titles
        ]
        assert {row.reason for row in reading.text.ledger.dropped} == {"table of contents"}


def test_pages_are_those_of_the_words() -> None:
    reading = read(HEADING, Line("Grain.", page=1), Line("Article 2", page=3, centred=True), Line("Water.", page=3))
    assert [row.page for row in reading.text.provisions] == [1, 3]


def test_a_line_in_which_the_next_text_begins_is_a_line_of_both() -> None:
    rows = ("المادة 1", "1. Каждая деревня хранит зерно:（一）磨坊；", "المادة 1")
    data = "".join(f"<h3>{row}</h3>" for row in rows).encode()
    first, second = read_document("two.html", data, None, lambda _step, _share: None)
    assert [(row.line, row.start) for row in first.places] == [(0, 0), (1, 9)]
    assert [(row.line, row.start) for row in second.places] == [(1, 0), (2, 7)]


def test_a_computed_number_with_which_a_text_begins_is_no_line_of_the_one_before() -> None:
    lines = (
        Line("", list_label="Article 1", heading_level=2),
        Line("RESOLUTION 7 OF THE COUNCIL OF MILLS", list_label="Chapter II", heading_level=1),
        Line("The council,", centred=True),
        Line("1. Decides to open the mill;"),
        Line("2. Requests the keeper:", list_label="Article 1", heading_level=2),
        Line("1.1 to count the sacks,", centred=True),
        Line("1.2 to report."),
    )
    first, second = structure(Extraction(lines, "test"), "test.odt", "0" * 64)
    assert [row.line for row in first.places] == [0, 1, 2, 3]
    assert [row.line for row in second.places] == [4, 5, 6]


def test_comments_keep_to_their_words() -> None:
    lines = (Line("Article 1", heading_level=1), Line("1.  Grain   is shared."), Line("2. Water is free."))
    text = lines[1].text
    note = LineNote(1, text.index("is"), text.index("is") + 2, "Always?", "Keeper")
    reading = read(*lines, notes=(note,))
    (found,) = reading.notes
    assert reading.text.text[found.start : found.end] == "is"
    assert reading.text.text[: found.start].endswith("1. Grain ")
    assert (found.commentary, found.author) == ("Always?", "Keeper")


def test_data_that_the_user_gives_stays() -> None:
    given = VersionData(label="Draft 2", instrument="Charter", language="fr", kind="draft", symbol="G/2")
    reading = read(Line("Convention on Granaries", heading_level=1), HEADING, Line("Grain is shared."), data=given)
    found = reading.data
    assert (found.label, found.instrument, found.language, found.kind, found.symbol) == (
        "Draft 2",
        "Charter",
        "fr",
        "draft",
        "G/2",
    )


class TestWarnings:
    def test_a_restatement_chooses_its_articles(self) -> None:
        lines = [
            Line("Chapter II"),
            Line("Article 14"),
            Line("1. Grain."),
            Line("3. Water."),
            Line("Article 20"),
            Line("Doors."),
        ]
        official = [(row.code, row.where) for row in read(*lines).text.ledger.warnings]
        assert official == [
            ("numbering-gap", "art_14"),
            ("numbering-gap", "art_20"),
            ("numbering-gap", "chp_2"),
            ("numbering-gap", "art_14__para_3"),
        ]
        restated = read(*lines, data=VersionData(kind="restatement")).text.ledger.warnings
        assert [(row.code, row.where) for row in restated] == [("numbering-gap", "art_14__para_3")]

    def test_brackets_are_counted_in_paragraphs_where_one_is_open_there(self) -> None:
        reading = read(
            HEADING, Line("1. Grain [is dry."), Line("2. Water] is [wet]."), Line("3. {Bread.}"), Line("Article 2")
        )
        assert not reading.text.ledger.warnings
        reading = read(HEADING, Line("1. Grain [is dry."), Line("2. Water is {wet."), Line("3. [Bread]."))
        assert [(row.code, row.where) for row in reading.text.ledger.warnings] == [
            ("unbalanced-bracket", "art_1__para_1"),
            ("unbalanced-bracket", "art_1__para_2"),
        ]

    def test_brackets_of_texts_without_articles_are_counted(self) -> None:
        reading = read(Line("Guidelines", heading_level=1), Line("1. Grain [is dry."), Line("2. Water is wet."))
        assert [row.code for row in reading.text.ledger.warnings] == ["no-articles", "unbalanced-bracket"]

    def test_paragraphs_in_another_language(self) -> None:
        english = (
            "The keeper of the mill shall open the door to all who ask for bread and for shelter in the winter. " * 3
        )
        french = (
            "Le gardien du moulin ouvre la porte à tous ceux qui demandent du pain et un abri dans les grands froids. "
            * 3
        )
        reading = read(HEADING, Line(english.strip()), Line(french.strip()))
        assert [row.code for row in reading.text.ledger.warnings] == ["language-mix"]
        assert not read(HEADING, Line(english.strip()), Line("Le moulin, dit-on, tourne.")).text.ledger.warnings


class TestPageNumbers:
    WORDS = "Each village keeps a mill, and the keeper of the mill weighs the grain that is brought to it. " * 8

    def test_they_are_dropped_and_sentences_go_on_over_them(self) -> None:
        pages = [
            [Line(f"Article {page}"), Line(self.WORDS), Line("The keeper"), Line(f"- {page + 6} -"), Line("sleeps.")]
            for page in range(1, 5)
        ]
        reading = read(*[line for page in pages for line in page])
        assert [row.text for row in reading.text.ledger.dropped] == ["- 7 -", "- 8 -", "- 9 -", "- 10 -"]
        assert cited(reading)["art. 1, para. 2"] == "The keeper sleeps."

    def test_numbers_that_count_paragraphs_stay(self) -> None:
        lines = [line for number in range(1, 5) for line in (Line(f"{number}"), Line("Grain is dry."))]
        reading = read(HEADING, *lines)
        assert not reading.text.ledger.dropped
