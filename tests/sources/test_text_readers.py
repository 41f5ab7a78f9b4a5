"""Markdown and plain text: what is markup, what is text, and in which encoding."""

from __future__ import annotations

import pytest

from annotator.model.problems import UnusableFile
from annotator.sources.lines import Line
from annotator.sources.markdown import read_markdown
from annotator.sources.plain_text import read_plain_text


def said(source: str) -> list[str]:
    return [line.text for line in read_markdown(source.encode()).lines if not line.drop]


class TestMarkdown:
    def test_emphasis_links_and_tags_are_markup(self) -> None:
        assert said("*Grain* is **kept** in [barns](https://example.org/b), <b>dry</b>.") == [
            "Grain is kept in barns, dry."
        ]

    def test_link_definitions_and_comments_are_markup(self) -> None:
        assert said("A [barn].\n\n[barn]: https://example.org/b\n\n<!-- note -->\n") == ["A barn."]

    def test_every_bracket_of_a_draft_stays(self) -> None:
        assert said("[Grain][Seed] is [[dry](clean)] {or} [, weighed].") == [
            "[Grain][Seed] is [[dry](clean)] {or} [, weighed]."
        ]

    def test_list_numbers_stay_as_printed(self) -> None:
        assert said("3. Third\n4. Fourth\n\n    1) Below") == ["3. Third", "4. Fourth", "1) Below"]

    def test_indented_lines_are_no_code(self) -> None:
        assert said("Text:\n\n        Option 1: grain") == ["Text:", "Option 1: grain"]

    def test_a_heading_needs_no_space(self) -> None:
        (line,) = read_markdown(b"####Storage").lines
        assert (line.text, line.heading_level) == ("Storage", 4)

    def test_front_matter_is_dropped_and_gives_the_title(self) -> None:
        extraction = read_markdown(b"---\ntitle: Charter\n---\n\nGrain.\n")
        assert extraction.title == "Charter"
        assert [line.drop for line in extraction.lines] == ["front matter"] * 3 + [""]

    def test_a_line_of_dashes_later_is_no_front_matter(self) -> None:
        assert said("Grain.\n\n---\n\ntitle: no\n") == ["Grain.", "title: no"]


class TestPlainText:
    def test_lines_of_any_length_are_paragraphs(self) -> None:
        lines = read_plain_text(b"Article 1\nGrain.\n\n1. Dry.\n2. Dark.\n").lines
        assert [line.text for line in lines] == ["Article 1", "Grain.", "1. Dry.", "2. Dark."]
        assert all(line.starts_paragraph for line in lines)

    def test_lines_below_the_words_of_a_numbered_one_go_on(self) -> None:
        rows = [
            "     1.   Mills turn in all the winds that blow over the valley and",
            "the hills around it, and in all the water that is let into them by",
            "the keepers of the river:",
            "          (a)  in wind that a council has called by its right and",
            "               Good name;",
            "          (b)  in water that comes over the wheel and not below it as",
            "               Elsewhere;",
            "          (c)  in a mill that has no wheel.",
        ]
        lines = read_plain_text("\n".join(rows).encode()).lines
        assert [line.starts_paragraph for line in lines] == [True, False, False, True, False, True, False, True]

    def test_heads_and_feet_of_pages_are_dropped_and_paragraphs_go_on_over_them(self) -> None:
        words = ("grain", "water", "bread", "flour", "honey")
        pages = [
            f"G/2030/7\nPage {page}\n\nArticle {page}\n\n"
            f"Each village keeps its {word} dry and warm, and opens the house of it\n"
            f"to those who ask for {word} when the winter is long, and to all the\n\n- {page} -\n/...\n"
            for page, word in enumerate(words, 1)
        ]
        extraction = read_plain_text("\f".join(pages).encode())
        dropped = [(line.drop, line.text, line.page) for line in extraction.lines if line.drop][:4]
        assert dropped == [
            ("page header", "G/2030/7", 1),
            ("page number", "Page 1", 1),
            ("page number", "- 1 -", 1),
            ("page footer", "/...", 1),
        ]
        assert sum(not line.drop for line in extraction.lines) == 3 * len(pages)
        assert [line.page for line in extraction.lines if line.text.startswith("Article")] == [1, 2, 3, 4, 5]

    def test_wrapped_lines_go_on(self) -> None:
        words = "each village keeps a granary and opens it to travellers in winter " * 20
        rows = wrapped(words, 70)
        lines = read_plain_text("\n".join(rows).encode()).lines
        assert [line.starts_paragraph for line in lines] == [True] + [False] * (len(rows) - 1)

    @pytest.mark.parametrize(
        ("encoding", "words"),
        [
            ("utf-8", "Préambule – “grenier”"),
            ("utf-8-sig", "Préambule"),
            ("utf-16", "المادة 1: المخزن"),
            ("utf-32", "Статья 1"),
        ],
    )
    def test_encodings_that_say_what_they_are(self, encoding: str, words: str) -> None:
        assert read_plain_text(words.encode(encoding)).lines == (Line(words, indent=0.0),)

    @pytest.mark.parametrize(
        ("encoding", "words"),
        [
            (
                "cp1252",
                "Les parties contractantes, désireuses de préserver le blé, ont décidé ce qui suit. " * 20,
            ),
            ("cp1251", "Государства-участники настоящей Конвенции, стремясь сохранить зерно, согласились. " * 20),
        ],
    )
    def test_other_encodings_are_told_by_their_letters(self, encoding: str, words: str) -> None:
        extraction = read_plain_text(words.encode(encoding))
        assert " ".join(line.text for line in extraction.lines) == words.strip()
        assert extraction.encoding not in ("", "utf-8")

    @pytest.mark.parametrize("data", [b"", b"  \n \n", bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 100])
    def test_what_is_no_text_is_refused_in_one_sentence(self, data: bytes) -> None:
        with pytest.raises(UnusableFile) as problem:
            read_plain_text(data)
        assert 20 < len(str(problem.value)) < 200


def wrapped(words: str, width: int) -> list[str]:
    rows = [""]
    for word in words.split():
        if len(rows[-1]) + 1 + len(word) > width:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


@pytest.mark.parametrize(
    "source", ["*cafe*\u0301", "caf<b>e</b>\u0301", "<div>caf<b>e</b>\u0301</div>", "caf&#101;\u0301\u202e&rlm;"]
)
def test_markdown_is_canonical_where_markup_stood_between_characters(source: str) -> None:
    assert [line.text for line in read_markdown(source.encode()).lines] == ["caf\u00e9"]
