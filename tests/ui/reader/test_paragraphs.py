from __future__ import annotations

from annotator.model.treaty import Ledger, Provision, Text
from annotator.ui.reader.paragraphs import paragraphs
from tests.ui.reader.treaty_samples import TREATY, make_text


def test_every_paragraph_is_covered_in_order() -> None:
    text = make_text(TREATY)
    found = paragraphs(text)
    assert [text.text[row.start : row.end] for row in found] == text.text.split("\n")


def test_roles_numbers_and_levels() -> None:
    text = make_text(TREATY)
    found = paragraphs(text)
    told = [(row.role, row.level, text.text[row.start : row.label_end], row.section) for row in found[:9]]
    assert told == [
        ("title", 0, "", ""),
        ("division", 0, "", "chp_I"),
        ("article", 0, "", "art_1"),
        ("body", 0, "", "art_1"),
        ("body", 1, "(a) ", "art_1"),
        ("body", 1, "(b) ", "art_1"),
        ("body", 2, "(i) ", "art_1"),
        ("body", 2, "(ii) ", "art_1"),
        ("article", 0, "", "art_2"),
    ]


def test_a_heading_is_split_into_its_number_and_its_words() -> None:
    text = make_text(TREATY)
    row = next(row for row in paragraphs(text) if row.role == "article")
    assert text.text[row.start : row.heading_label_end] == "Article 1. "
    assert text.text[row.heading_label_end : row.heading_end] == "Names"


def _text(words: str, *rows: Provision) -> Text:
    return Text.of(words, rows, Ledger(len(words), len(words)))


def test_a_heading_in_two_paragraphs_is_a_heading_in_both() -> None:
    words = "Article 5\nSovereignty\nStates are equal."
    text = _text(words, Provision("art_5", None, "article", "5", "Article 5", "Sovereignty", "art. 5", 0, len(words)))
    assert [row.role for row in paragraphs(text)] == ["article", "article", "body"]


def test_a_heading_that_runs_into_its_article_is_body() -> None:
    words = "Article 5. Sovereignty. States are equal."
    text = _text(words, Provision("art_5", None, "article", "5", "Article 5", "Sovereignty", "art. 5", 0, len(words)))
    (row,) = paragraphs(text)
    assert row.role == "body"
    assert words[row.heading_label_end : row.heading_end] == "Sovereignty"


def test_two_numbers_in_one_line_hang_together() -> None:
    words = "1. (a) First"
    text = _text(
        words,
        Provision("para_1", None, "paragraph", "1", "1.", "", "para. 1", 0, len(words)),
        Provision("para_1__point_a", "para_1", "point", "a", "(a)", "", "para. 1(a)", 3, len(words)),
    )
    (row,) = paragraphs(text)
    assert (words[: row.label_end], row.level) == ("1. (a) ", 1)


def test_a_text_without_provisions_is_body_after_its_title() -> None:
    text = _text("A title\nIt says this.\nAnd this too, at some length.")
    assert [row.role for row in paragraphs(text)] == ["title", "body", "body"]
