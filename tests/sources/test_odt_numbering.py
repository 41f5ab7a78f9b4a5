"""Automatic numbers of OpenDocument texts. Where no comment says otherwise, they are what LibreOffice 7.4 prints."""

from __future__ import annotations

import pytest

from annotator.sources.lines import CONTINUES_ITEM
from annotator.sources.odt.document import read_odt
from annotator.sources.reading import read_document
from tests.sources.writer_file import h, headings, item, level, list_style, numbered, odt, outline, p

PLAIN = list_style(
    "L1",
    level(1, "1", suffix="."),
    level(2, "a", prefix="(", suffix=")"),
    level(3, "i", suffix=")"),
    level(4, "1", suffix=".", shown=4),
)
SHOWN = list_style(
    "L2",
    level(1, "A", suffix="."),
    level(2, "1", suffix=".", shown=2),
    level(3, "I", prefix="[", suffix="]", shown=3),
)
BULLET = '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
CONTINUED = ' text:continue-numbering="true"'


def labels(body: str, automatic: str = "", styles: str = "") -> list[str]:
    lines = read_odt(odt(body, PLAIN + SHOWN + automatic, styles=styles or headings())).lines
    return [f"{line.list_label} {line.text}".strip() for line in lines if not line.drop]


def going_on(list_id: str, more: str = "") -> str:
    return f' xml:id="{list_id}"{more}'


def test_lists_in_lists_count_and_begin_again() -> None:
    found = labels(
        numbered("L1", "a", p("b") + numbered("", "c", p("d") + numbered("", "e", "f")), p("g") + numbered("", "h"))
    )
    assert found == ["1. a", "2. b", "(a) c", "(b) d", "i) e", "ii) f", "3. g", "(a) h"]


def test_items_say_where_they_stand_and_where_they_go_on() -> None:
    first = p("a") + p("more") + numbered("", "b") + p("end")
    header = "<text:list-header>" + p("c") + "</text:list-header>"
    lines = read_odt(odt(numbered("L1", first, header, "d"), PLAIN)).lines
    assert [(line.list_label, line.list_level, line.style == CONTINUES_ITEM) for line in lines] == [
        ("1.", 0, False), ("", 0, True), ("(a)", 1, False), ("", 0, True), ("", 0, True), ("2.", 0, False),
    ]  # fmt: skip


def test_a_second_list_in_an_item_begins_again_unless_it_goes_on() -> None:
    begins = numbered("", "a", "b") + p("between") + numbered("", "c")
    goes_on = numbered("", "a", "b") + p("between") + numbered("", "c", more=CONTINUED)
    assert labels(numbered("L1", p("x") + begins)) == ["1. x", "(a) a", "(b) b", "between", "(a) c"]
    assert labels(numbered("L1", p("x") + goes_on)) == ["1. x", "(a) a", "(b) b", "between", "(c) c"]


def test_a_header_has_no_number_and_ends_no_list_below() -> None:
    header = "<text:list-header>" + p("head") + numbered("", "c") + "</text:list-header>"
    found = labels(numbered("L1", "one", p("two") + numbered("", "a", "b"), header, "three"))
    assert found == ["1. one", "2. two", "(a) a", "(b) b", "head", "(c) c", "3. three"]


def test_levels_that_were_skipped_count() -> None:
    deep = item(numbered("", item(numbered("", "deep")), "mid"))
    assert labels(numbered("L1", deep, "top")) == ["i) deep", "(b) mid", "2. top"]
    assert labels(numbered("L2", deep, "top")) == ["[A.1.I] deep", "A.2. mid", "B. top"]


def test_items_start_where_they_say() -> None:
    found = labels(
        numbered(
            "L1", "one", item("five", ' text:start-value="5"'), "six",
            item(p("zero") + numbered("", item("d", ' text:start-value="4"'), "e"), ' text:start-value="0"'), "one",
        )
    )  # fmt: skip
    assert found == ["1. one", "5. five", "6. six", "0. zero", "(d) d", "(e) e", "1. one"]
    third = list_style("T", level(1, "1", start=3), level(2, "a", suffix=")", start=3))
    assert labels(numbered("T", "a", p("b") + numbered("", "c")), third) == ["3 a", "4 b", "c) c"]


def test_empty_items_count_and_are_printed_if_they_have_a_paragraph() -> None:
    assert labels(numbered("L1", "a", p(""), "c", "<text:list-item/>", "d")) == ["1. a", "2.", "3. c", "4. d"]


def test_a_new_list_begins_again_unless_it_continues_the_last_of_its_style() -> None:
    assert labels(numbered("L1", "a", "b") + p("gap") + numbered("L1", "c")) == ["1. a", "2. b", "gap", "1. c"]
    assert labels(numbered("L1", "a") + p("gap") + numbered("L1", "b", more=CONTINUED)) == ["1. a", "gap", "2. b"]
    between = numbered("L1", "a") + numbered("L2", "x") + numbered("L1", "b", more=CONTINUED)
    assert labels(between) == ["1. a", "A. x", "1. b"]


def test_a_list_continues_the_one_it_names() -> None:
    body = (
        numbered("L1", "a", p("b") + numbered("", "c"), more=going_on("l1"))
        + numbered("L2", "x", more=going_on("l2"))
        + numbered("L1", "d", more=going_on("l3", ' text:continue-list="l1"'))
        + numbered("L2", "y", more=going_on("l4", ' text:continue-list="l2"'))
        + numbered("L1", item(numbered("", "e")), more=going_on("l5", ' text:continue-list="l3"'))
        + numbered("L2", "f", more=going_on("l6", ' text:continue-list="l1"'))
    )
    assert labels(body) == ["1. a", "2. b", "(a) c", "A. x", "3. d", "B. y", "(a) e", "D. f"]
    assert labels(numbered("L1", "a") + numbered("L1", "b", more=' text:continue-list="nowhere"')) == ["1. a", "1. b"]
    anew = going_on("l2", ' text:continue-list="l1" text:continue-numbering="false"')
    assert labels(numbered("L1", "a", more=going_on("l1")) + numbered("L1", "b", more=anew)) == ["1. a", "1. b"]


def test_two_lists_of_one_id_are_one() -> None:
    assert labels(numbered("L1", "a", more=going_on("l")) + numbered("L1", "b", more=going_on("l"))) == ["1. a", "2. b"]


def test_lists_as_word_writes_them() -> None:
    def alone(inside: str) -> str:
        return numbered("L1", inside, more=CONTINUED)

    def below(text: str) -> str:
        return alone(item(numbered("", text, more=CONTINUED)))

    assert labels(alone("a") + below("b") + p("gap") + below("c") + alone("d")) == [
        "1. a", "(a) b", "gap", "(b) c", "2. d",
    ]  # fmt: skip


def test_an_inner_list_or_an_item_may_have_a_style_of_its_own() -> None:
    assert labels(numbered("L1", "a", p("b") + numbered("L2", "c"))) == ["1. a", "2. b", "B.1. c"]
    assert labels(numbered("L1", "a", item("b", ' text:style-override="L2"'), "c")) == ["1. a", "B. b", "3. c"]


def test_bullets_print_nothing_and_neither_do_lists_without_a_style() -> None:
    bullets = list_style("B", BULLET, level(2, "1", suffix="."))
    assert labels(numbered("B", "a", p("b") + numbered("", "c")), bullets) == ["a", "b", "1. c"]
    assert labels(numbered("", "a") + numbered("unknown", "b")) == ["a", "b"]


def test_a_level_that_the_style_lacks_has_digits() -> None:
    bare = list_style("U", level(1, "I"))
    assert labels(numbered("U", p("a") + numbered("", "b", p("c") + numbered("", "d"))), bare) == [
        "I a", "1. b", "2. c", "1. d",
    ]  # fmt: skip


def test_formats_of_levels() -> None:
    """The list format counts before prefix, suffix and display levels, under its name in LibreOffice and in ODF 1.4."""
    styled = list_style(
        "F",
        level(1, "1", prefix="(", more=' loext:num-list-format="Article %1%"'),
        level(2, "1", suffix=".", more=' style:num-list-format="%1%-%2%:"'),
        level(3, "a", shown=3, more=' loext:num-list-format="(%3%)"'),
    )
    assert labels(numbered("F", "Scope", p("Terms") + numbered("", "one", p("two") + numbered("", "a"))), styled) == [
        "Article 1 Scope", "Article 2 Terms", "2-1: one", "2-2: two", "(a) a",
    ]  # fmt: skip


def test_a_level_without_numbers_leaves_no_trace_in_those_below() -> None:
    silent = list_style("N", level(1, "1", suffix="."), level(2, "", suffix="–"), level(3, "1", suffix=".", shown=3))
    assert labels(numbered("N", p("a") + numbered("", p("b") + numbered("", "c"))), silent) == ["1. a", "– b", "1.1. c"]


@pytest.mark.parametrize(
    ("form", "more", "start", "printed"),
    [
        ("a", "", 26, ["z", "aa", "ab"]),
        ("A", ' style:num-letter-sync="true"', 26, ["Z", "AA", "BB"]),
        ("a", "", 0, ["0", "a", "b"]),
        ("i", "", 3999, ["mmmcmxcix", "mmmm", "mmmmi"]),
        ("I", "", 4, ["IV", "V", "VI"]),
        ("01, 02, 03, ...", "", 9, ["09", "10", "11"]),
        ("一, 二, 三, ...", "", 10, ["十", "十一", "十二"]),
        ("أ, ب, ت, ...", "", 3, ["ت", "ث", "ج"]),
        ("١, ٢, ٣, ...", "", 9, ["٩", "١٠", "١١"]),
        ("а, б, .., аа, бб, ... (ru)", "", 9, ["и", "к", "л"]),
        ("А, Б, .., Аа, Бб, ... (ru)", "", 1, ["А", "Б", "В"]),
        ("unheard of", "", 7, ["7", "8", "9"]),
        # LibreOffice 7.4 prints digits for this one; later ones print the letters that the format names.
        ("أ, ب, ج, ...", "", 3, ["ج", "د", "ه"]),
    ],
)
def test_numerals(form: str, more: str, start: int, printed: list[str]) -> None:
    style = list_style("M", level(1, form, start=start, more=more))
    assert labels(numbered("M", "x", "x", "x"), style) == [f"{numeral} x" for numeral in printed]


def test_numbered_paragraphs_without_lists() -> None:
    def alone(text: str, at: int, more: str = "") -> str:
        place = f'text:list-id="q" text:level="{at}" text:style-name="L1"'
        inside = f"<text:number>stored</text:number>{p(text)}"
        return f"<text:numbered-paragraph {place}{more}>{inside}</text:numbered-paragraph>"

    body = alone("a", 1) + alone("b", 2) + alone("i", 2, ' text:start-value="9"') + alone("c", 1)
    assert labels(body) == ["1. a", "(a) b", "(i) i", "2. c"]


def test_lists_in_cells_and_sections_go_on_and_those_in_notes_and_boxes_count_apart() -> None:
    cell = f"<table:table-cell>{numbered('L1', 'b', more=CONTINUED)}</table:table-cell>"
    table = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    note_body = f"<text:note-body>{numbered('L1', 'n')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{note_body}</text:note>"
    section = f"<text:section>{numbered('L1', 'c', more=CONTINUED)}</text:section>"
    assert labels(numbered("L1", "a") + table + section) == ["1. a", "2. b", "3. c"]
    assert labels(numbered("L1", p(f"a{note}"), more=going_on("l")) + numbered("L1", "b", more=going_on("l"))) == [
        "1. a", "1 1. n", "2. b",
    ]  # fmt: skip


TREATY = outline(
    level(1, "I", prefix="Part ", suffix=":"),
    level(2, "1", prefix="Article ", more=' loext:num-list-format="Article %2%"'),
    level(3, "1", shown=2),
    level(4, ""),
)


def test_the_outline_numbers_headings() -> None:
    body = h("One", 1) + h("A", 2) + h("B", 2) + h("sub", 3) + h("silent", 4) + h("none", 5) + h("Two", 1) + h("C", 2)
    assert labels(body, styles=TREATY) == [
        "Part I: One", "Article 1 A", "Article 2 B", "2.1 sub", "silent", "none", "Part II: Two", "Article 1 C",
    ]  # fmt: skip
    (line,) = read_odt(odt(h("A", 2), styles=TREATY)).lines
    assert (line.list_label, line.heading_level, line.list_level) == ("Article 1", 2, None)


def test_headings_may_restart_or_have_no_number() -> None:
    restart = ' text:restart-numbering="true"'
    body = h("A", 2) + h("B", 2, more=f'{restart} text:start-value="7"') + h("C", 2, more=' text:start-value="3"')
    body += h("head", 2, more=' text:is-list-header="true"') + h("D", 2)
    assert labels(body, styles=TREATY) == ["Article 1 A", "Article 7 B", "Article 8 C", "head", "Article 9 D"]
    # LibreOffice 7.4 would print 0: the standard has a restart without a value begin at the level's own start.
    assert labels(h("A", 2) + h("B", 2, more=restart), styles=TREATY) == ["Article 1 A", "Article 1 B"]


def style(name: str, parent: str, more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"{more}/>'


@pytest.mark.parametrize(
    ("heading", "printed"),
    [
        (h("auto", 2, "Auto"), "Article 1 auto"),
        (h("auto that names no level", 2, "Leveless"), "Article 1 auto that names no level"),
        (h("any style", 2, "Standard"), "Article 1 any style"),
        (h("another level", 1, "Heading_20_2"), "Part I: another level"),
        (p("a paragraph", "Heading_20_2"), "Article 1 a paragraph"),
        (p("an automatic paragraph", "Auto"), "Article 1 an automatic paragraph"),
        (h("no list", 2, "Bare"), "no list"),
        (h("no list by name", 2, "Unnumbered"), "no list by name"),
        (h("another list", 2, "Clause"), "another list"),
        (h("an heir", 2, "Heir"), "an heir"),
        (p("an heir's paragraph", "Heir"), "an heir's paragraph"),
        (numbered("L1", item(h("in a list", 2))), "1. in a list"),
        (numbered("Outline", item(numbered("", item(h("in its list", 2))))), "Article 1 in its list"),
        (p("a style with a list, outside lists", "Clause"), "a style with a list, outside lists"),
    ],
)  # fmt: skip
def test_which_headings_the_outline_numbers(heading: str, printed: str) -> None:
    automatic = (
        style("Auto", "Heading_20_2")
        + style("Leveless", "Heading_20_2", ' style:default-outline-level=""')
        + style("Bare", "Heading_20_2", ' style:list-style-name=""')
    )
    named = (
        style("Unnumbered", "Heading_20_2", ' style:list-style-name=""')
        + list_style("Clauses", level(1, "1", suffix="."))
        + style("Clause", "Standard", ' style:list-style-name="Clauses"')
        + style("Heir", "Heading_20_2")
    )
    assert labels(heading, automatic, TREATY + named) == [printed]


def test_indents_come_from_the_list_unless_the_paragraph_has_its_own() -> None:
    aligned = '<style:list-level-label-alignment fo:margin-left="1in" fo:text-indent="-0.25in"/>'
    properties = f"<style:list-level-properties>{aligned}</style:list-level-properties>"
    old = '<style:list-level-properties text:space-before="20pt" text:min-label-width="10pt"/>'
    levels = [
        f'<text:list-level-style-number text:level="{row}" style:num-format="1">{inside}</text:list-level-style-number>'
        for row, inside in ((1, properties), (2, old))
    ]
    margin = '<style:paragraph-properties fo:margin-left="9pt"/>'
    own = f'<style:style style:name="P1" style:family="paragraph">{margin}</style:style>'
    body = numbered("I", "list", p("own", "P1") + numbered("", "old"))
    assert [line.indent for line in read_odt(odt(body, list_style("I", *levels) + own)).lines] == [54.0, 9.0, 20.0]


def test_a_heading_that_is_only_its_number_is_an_article() -> None:
    data = odt(
        h("", 5) + p("Mills turn.") + h("", 5) + p("Wells do not."), styles=outline(level(5, "1", prefix="Article "))
    )
    (reading,) = read_document("mills.odt", data, None, lambda *_: None)
    assert reading.text.text == "Article 1\nMills turn.\nArticle 2\nWells do not."
    assert [row.eid for row in reading.text.provisions] == ["art_1", "art_2"]
