"""What a person says of a line before a version is made, and what the text and its tree are then."""

from __future__ import annotations

import pytest

from annotator.model.correcting import LEFT_OUT, LINE_KINDS, Correction, Instructions, LineKind, lines_of
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Reading, solid_length
from annotator.sources.reading import read_document

SOURCE = """# Mill Code

## Article 1

1. Each village keeps a mill:

(a) of wood;

(b) of stone.

Use of water

Rivers are shared.

## Article 2

Mills close at dusk.
"""


def read(source: str, *corrections: tuple[int, LineKind], name: str = "mill.md") -> list[Reading]:
    rows = tuple(Correction(line, kind) for line, kind in corrections)
    readings = read_document(name, source.encode(), None, lambda _step, _share: None, Instructions(corrections=rows))
    for reading in readings:
        ledger = reading.text.ledger
        assert ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
        assert solid_length(reading.text.text) == ledger.kept_characters + ledger.generated_characters
    return readings


def index_of(source: str, words: str, *, name: str = "mill.md") -> int:
    """The number of the line with these words, dropped ones included."""
    rows = [row for reading in read(source, name=name) for row in lines_of(reading)]
    return next(row.index for row in rows if words in row.words)


def tree(reading: Reading) -> dict[str, str]:
    """The words of each provision by its eId."""
    return {row.eid: reading.text.text[row.start : row.end] for row in reading.text.provisions}


def corrected(words: str, kind: LineKind, source: str = SOURCE) -> Reading:
    (reading,) = read(source, (index_of(source, words), kind))
    return reading


def test_lines_come_in_the_order_of_the_source_with_what_each_is() -> None:
    (reading,) = read(SOURCE)
    assert [(row.index, row.words, row.kind) for row in lines_of(reading)] == [
        (0, "Mill Code", "heading"),
        (1, "Article 1", "article"),
        (2, "1. Each village keeps a mill:", "paragraph"),
        (3, "(a) of wood;", "point"),
        (4, "(b) of stone.", "point"),
        (5, "Use of water", "wrapup"),
        (6, "Rivers are shared.", "wrapup"),
        (7, "Article 2", "article"),
        (8, "Mills close at dusk.", None),
    ]


def test_a_line_is_left_out() -> None:
    reading = corrected("Use of water", "left out")
    assert "Use of water" not in reading.text.text
    assert [(row.reason, row.text, row.line) for row in reading.text.ledger.dropped] == [(LEFT_OUT, "Use of water", 5)]


def test_a_line_is_a_heading() -> None:
    reading = corrected("Use of water", "heading")
    assert tree(reading)["heading_2"] == "Use of water"


@pytest.mark.parametrize("kind", ["part", "chapter", "section", "title", "annex"])
def test_a_line_names_a_division(kind: LineKind) -> None:
    reading = corrected("Use of water", kind)
    (row,) = [row for row in reading.text.provisions if row.heading == "Use of water"]
    assert row.kind == kind
    assert "Rivers are shared." in reading.text.text[row.start : row.end]


def test_a_line_is_an_article_with_the_number_it_has() -> None:
    source = SOURCE.replace("Use of water", "Artcle 1 bis. Use of water")
    reading = corrected("Artcle 1 bis", "article", source)
    (row,) = [row for row in reading.text.provisions if row.heading == "Use of water"]
    assert (row.eid, row.kind, row.number, row.label) == ("art_1bis", "article", "1bis", "Artcle 1 bis")
    assert tree(reading)["art_1bis"].endswith("Rivers are shared.")


def test_an_article_without_a_number_is_cited_by_its_title() -> None:
    reading = corrected("Use of water", "article")
    (row,) = [row for row in reading.text.provisions if row.heading == "Use of water"]
    assert (row.kind, row.number, row.citation) == ("article", None, "art. “Use of water”")


def test_a_heading_that_is_none_is_words() -> None:
    source = SOURCE.replace("Rivers are shared.", "### Article 9 of the old code applies to rivers")
    reading = corrected("Article 9", "words", source)
    assert [row.number for row in reading.text.provisions if row.kind == "article"] == ["1", "2"]


def test_a_section_stays_one_where_sections_are_the_articles() -> None:
    source = "# Mill Act\n\nSection 1. Mills\n\nMills turn.\n\nSection 2. Wells\n\nWells are deep.\n"
    assert corrected("Mills turn.", "words", source).counts["article"] == 2
    assert corrected("Section 2", "section", source).counts["section"] == 1


def test_levels_are_what_is_asked() -> None:
    source = "## Article 1\n\n1. Mills:\n\n(a) of wood;\n\n(b) of stone;\n\n(i) in red;\n\nlarge.\n"
    cases: dict[LineKind, str] = {
        "paragraph": "art_1__para_i",
        "point": "art_1__para_1__point_i",
        "item": "art_1__para_1__point_b__item_i",
    }
    for kind, eid in cases.items():
        assert tree(corrected("in red", kind, source))[eid].startswith("(i) in red;")
    assert tree(corrected("large", "item", source))["art_1__para_1__point_b__item_2"] == "large."
    deep = read(source, (index_of(source, "in red"), "item"), (index_of(source, "large"), "subitem"))
    assert tree(deep[0])["art_1__para_1__point_b__item_i__item_1"] == "large."


def test_a_list_goes_on_after_a_corrected_level() -> None:
    source = "## Article 1\n\n1. Mills.\n\n(a) Of wood.\n\n2. Wells.\n\n3. Roads.\n"
    reading = corrected("Wells", "paragraph", source)
    assert [row.eid for row in reading.text.provisions if row.kind == "paragraph"] == [
        "art_1__para_1", "art_1__para_2", "art_1__para_3",
    ]  # fmt: skip


def test_words_after_a_list_are_what_is_asked() -> None:
    reading = corrected("Use of water", "words")
    assert "Use of water" not in {row.heading for row in reading.text.provisions}


def test_lines_are_joined() -> None:
    reading = corrected("Rivers are shared.", "joined")
    assert "Use of water Rivers are shared." in reading.text.text.split("\n")
    named = corrected("Use of water", "joined", "## Article 1\n\nUse of water\n\nRivers are shared by all mills.\n")
    assert tree(named)["art_1"].startswith("Article 1 Use of water\n")
    assert named.text.provisions[0].heading == "Use of water"


def test_a_line_begins_the_preamble() -> None:
    source = "# Mill Code\n\nWe, the millers of the valley, met in spring.\n\n## Article 1\n\nMills turn.\n"
    assert (
        tree(corrected("We, the millers", "preamble", source))["preamble"]
        == "We, the millers of the valley, met in spring."
    )


def test_a_line_begins_the_signatures() -> None:
    source = f"{SOURCE}\nWritten at the weir by all.\n"
    assert tree(corrected("Written at the weir", "signature", source))["signature"] == "Written at the weir by all."


def test_a_line_is_a_note_and_a_note_is_words() -> None:
    assert tree(corrected("Rivers are shared.", "note"))["note_1"] == "Rivers are shared."
    source = "## Article 1\n\nMills turn.[^1]\n\n[^1]: By law.\n"
    reading = corrected("By law.", "words", source)
    assert not any(row.kind == "note" for row in reading.text.provisions)
    assert "By law." in reading.text.text


@pytest.mark.parametrize("kind", ["kept", "words"])
def test_what_was_dropped_is_put_back(kind: LineKind) -> None:
    source = "Mills turn.\n\nPage 3\n\nMills stop.\n"
    (before,) = read(source, name="mill.txt")
    (dropped,) = before.text.ledger.dropped
    assert dropped.line is not None
    (after,) = read(source, (dropped.line, kind), name="mill.txt")
    assert after.text.text == "Mills turn.\nPage 3\nMills stop."
    assert after.text.ledger.dropped == ()


def test_parts_of_a_line_are_put_back() -> None:
    source = "## Article 1\n\n1. 1 Mills turn.\n\n2. 2 Mills stop.\n\n---------\n\nEnd.\n\n~~~~~ ~~~~~\n"
    (before,) = read(source)
    lines = [row.line for row in before.text.ledger.dropped if row.reason == "doubled number"]
    (after,) = read(source, *((line, "kept") for line in lines if line is not None))
    assert "1. 1 Mills turn.\n2. 2 Mills stop." in after.text.text


def test_a_hyphen_at_a_line_end_is_put_back() -> None:
    source = "The watermill turns, and the miller of the\nwater-\nmill sleeps beside the mill all night long.\n"
    (before,) = read(source)
    hyphens = [row for row in before.text.ledger.dropped if row.reason == "line-end hyphen"]
    assert len(hyphens) == 1
    assert "of the watermill sleeps" in before.text.text
    (after,) = read(source, (hyphens[0].line or 0, "kept"))
    assert "of the water-mill sleeps" in after.text.text


def test_an_entry_of_a_table_of_contents_is_put_back() -> None:
    source = "## Contents\n\nArticle 1 Mills\n\nArticle 2 Wells\n\nArticle 3 Roads\n\n" + "\n\n".join(
        f"## Article {number}\n\n{name} are kept." for number, name in ((1, "Mills"), (2, "Wells"), (3, "Roads"))
    )
    (before,) = read(source)
    assert [row.reason for row in before.text.ledger.dropped] == ["table of contents"] * 4
    (after,) = read(source, (index_of(source, "Article 2 Wells"), "words"))
    assert "Article 2 Wells" in after.text.text
    assert len(after.text.ledger.dropped) == 3
    assert [row.number for row in after.text.provisions if row.kind == "article"] == ["1", "2", "3"]


def test_a_page_number_between_paragraphs_is_put_back_and_the_others_are_not() -> None:
    words = "The mill of the village turns whenever there is wind, and rests at night. " * 10
    source = "\n\n".join(f"{words}\n\n{page}" for page in range(1, 5))
    (before,) = read(source)
    pages = [row.line for row in before.text.ledger.dropped if row.reason == "page number"]
    assert len(pages) == 4
    (after,) = read(source, (pages[1] or 0, "words"))
    assert [row.text for row in after.text.ledger.dropped] == ["1", "3", "4"]


def test_every_kind_of_every_line_keeps_the_ledger_and_the_tree() -> None:
    (before,) = read(SOURCE)
    for row in lines_of(before):
        for kind in LINE_KINDS:
            for reading in read(SOURCE, (row.index, kind)):
                check_tree(reading)


def check_tree(reading: Reading) -> None:
    rows = {row.eid: row for row in reading.text.provisions}
    assert len(rows) == len(reading.text.provisions)
    ends: dict[str | None, int] = {}
    for row in reading.text.provisions:
        assert ends.get(row.parent, 0) <= row.start < row.end
        ends[row.parent] = row.end
        assert row.parent is None or rows[row.parent].start <= row.start <= row.end <= rows[row.parent].end


@pytest.mark.parametrize("line", [-1, 999])
def test_a_line_that_is_not_there_is_refused(line: int) -> None:
    with pytest.raises(UnusableFile, match=rf"^mill\.md has no line {line}; its lines are numbered from 0 to 8\.$"):
        read(SOURCE, (0, "heading"), (line, "article"))


def test_what_is_said_last_of_a_line_counts() -> None:
    said = Instructions().corrected((3, 4), "item").corrected((4,), "point")
    assert said.corrections == (Correction(3, "item"), Correction(4, "point"))
