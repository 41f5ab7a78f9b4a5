"""OpenDocument texts: paragraphs, looks, comments, footnotes, what is dropped, and hostile ones."""

from __future__ import annotations

import pytest

from annotator.model.problems import UnusableFile
from annotator.model.treaty import solid_length
from annotator.sources.lines import NOTE_STYLE, Line
from annotator.sources.odt.document import read_odt
from annotator.sources.reading import read_document
from tests.sources.writer_file import (
    MIMETYPE,
    cell,
    content,
    document,
    flat,
    h,
    level,
    list_style,
    note,
    numbered,
    odt,
    outline,
    p,
    package,
)


def texts(data: bytes) -> list[tuple[str, str]]:
    """(reason it is dropped, text) of each line."""
    return [(line.drop, line.text) for line in read_odt(data).lines]


def paragraph_style(name: str, properties: str, more: str = ' style:parent-style-name="Standard"') -> str:
    return f'<style:style style:name="{name}" style:family="paragraph"{more}>{properties}</style:style>'


def words_style(name: str, attributes: str, more: str = "") -> str:
    properties = f"<style:text-properties {attributes}/>"
    return f'<style:style style:name="{name}" style:family="text"{more}>{properties}</style:style>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def test_headings_styles_and_looks() -> None:
    big = '<style:text-properties fo:font-size="14pt" fo:font-style="italic"/>'
    centred = '<style:paragraph-properties fo:text-align="center" fo:margin-left="0.5in" fo:text-indent="-18pt"/>'
    small = '<style:text-properties fo:font-size="10pt"/>'
    styles = (
        f'<style:default-style style:family="paragraph">{small}</style:default-style>'
        + outline()
        + paragraph_style("Title_20_Line", big)
        + paragraph_style("Oddly", "", ' style:default-outline-level="3"')
        + paragraph_style("Heading_20_7", "")
        + words_style("Strong", 'fo:font-weight="bold"')
    )
    automatic = (
        paragraph_style("P1", centred, ' style:parent-style-name="Title_20_Line"')
        + words_style("T1", 'fo:font-size="150%"', ' style:parent-style-name="Strong"')
        + words_style("T2", 'fo:font-weight="normal"')
    )
    lines = read_odt(
        odt(
            h("Part One", 1) + p(span("in bold", "T1"), "P1") + p("Each " + span("Mill", "Strong")) + p("Odd", "Oddly")
            + p(span("not " + span("bold", "T2"), "Strong")) + h("deep", 12, "Oddly")
            + p("named like one", "Heading_20_7"),
            automatic, styles=styles, title="A Convention",
        )
    )  # fmt: skip
    first, second, third, fourth, fifth, sixth, seventh = lines.lines

    assert (first.heading_level, first.style, fourth.heading_level, sixth.heading_level) == (1, "Heading 1", 3, 9)
    assert (seventh.heading_level, seventh.style) == (7, "Heading 7")
    assert (second.style, second.size, second.bold, second.italic) == ("Title Line", 21.0, True, True)
    assert (second.centred, second.indent) == (True, 18.0)
    assert (third.text, third.size, third.bold, third.style, third.indent) == ("Each Mill", 10.0, False, "Standard", 0)
    assert not fifth.bold
    assert (lines.engine, lines.title) == ("odt", "A Convention")


def test_spaces_tabs_and_breaks_as_a_reader_sees_them() -> None:
    data = odt(
        p(
            "\n  one\n  two <text:span> three</text:span>"
            '<text:s text:c="2"/>four<text:tab/>five<text:line-break/>six'
            "<text:soft-page-break/> seven\u00a0 eight"
        )
    )
    assert [(line.text, line.starts_paragraph) for line in read_odt(data).lines] == [
        ("one two three  four\tfive", True),
        ("six seven\u00a0 eight", False),
    ]


def test_the_shown_text_of_fields_links_marks_and_ruby() -> None:
    data = odt(
        p(
            'See <text:a>rule <text:bookmark-start text:name="r"/><text:sequence>4</text:sequence></text:a>, '
            '<text:bookmark-ref text:ref-name="r">article 5</text:bookmark-ref><text:toc-mark text:string-value="x"/> '
            "of "
            "<text:ruby><text:ruby-base>mill</text:ruby-base><text:ruby-text>grinder</text:ruby-text></text:ruby>"
        )
    )
    assert texts(data) == [("", "See rule 4, article 5 of mill"), ("ruby text", "grinder")]


def test_a_number_that_a_program_stored_is_not_read_again() -> None:
    style = list_style("L", level(1, "1", suffix="."))
    stored = "<text:number>7.</text:number>"
    data = odt(
        f'<text:list text:style-name="L"><text:list-item>{stored}{p("one")}</text:list-item></text:list>'
        f'<text:h text:outline-level="1">{stored}Head</text:h>',
        style,
    )
    assert [(line.list_label, line.text) for line in read_odt(data).lines] == [("1.", "one"), ("", "Head")]


def test_tables_stand_where_they_stand() -> None:
    inner = f"<table:table><table:table-row>{cell(p('inner'))}</table:table-row></table:table>"
    rows = (
        f"<table:table-header-rows><table:table-row>{cell(p('a'))}{cell(p('b'))}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell(p('c'), inner)}{cell(p('under'), kind='covered-table-cell')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell(p("folded"))}</table:table-row>'
    )
    data = odt(p("before") + f"<table:table><table:title>alt</table:title>{rows}</table:table>" + p("after"))
    assert texts(data) == [
        ("", "before"), ("", "a"), ("", "b"), ("", "c"), ("", "inner"), ("hidden text", "under"),
        ("hidden text", "folded"), ("", "after"),
    ]  # fmt: skip


def test_two_languages_side_by_side_are_read_one_after_the_other() -> None:
    english = ["This Convention applies to the mills of all Parties.", "It does not apply to the wells in the village."]
    french = ["Elle s'applique aux moulins de toutes les Parties.", "Elle ne s'applique pas aux puits qui sont là."]
    pairs = list(zip(english, french, strict=True))
    rows = "".join(f"<table:table-row>{cell(p(one))}{cell(p(other))}</table:table-row>" for one, other in pairs)
    folded = rows.replace("<table:table-row>", '<table:table-row table:visibility="visible">', 1)
    assert [text for _, text in texts(odt(f"<table:table>{rows}</table:table>"))] == [*english, *french]
    assert [text for _, text in texts(odt(f"<table:table>{folded}</table:table>"))] == [w for row in pairs for w in row]


def box(*paragraphs: str) -> str:
    inside = f"<draw:text-box>{''.join(paragraphs)}</draw:text-box><svg:desc>a picture of it</svg:desc>"
    return f"<draw:frame>{inside}</draw:frame>"


def test_text_boxes_and_shapes_follow_the_paragraph_they_hang_on() -> None:
    shape = f"<draw:g><draw:custom-shape>{p('shaped')}</draw:custom-shape></draw:g>"
    data = odt(box(p("on the page")) + p(f"left {box(p('boxed'), p('twice'))}right{shape}") + p("next"))
    assert texts(data) == [
        ("", "on the page"), ("", "left right"), ("", "boxed"), ("", "twice"), ("", "shaped"), ("", "next"),
    ]  # fmt: skip


def test_footnotes_follow_their_paragraph_with_their_number() -> None:
    style = list_style("L", level(1, "a", prefix="(", suffix=")"))
    first, second = note("1", p("See rule 4."), p("And 5.")), note("ii", numbered("L", "an item"), kind="endnote")
    lines = read_odt(odt(p(f"A claim{first} holds{second}.") + numbered("L", "in the text"), style)).lines
    assert [(line.text, line.style, line.list_label, line.starts_paragraph) for line in lines] == [
        ("A claim holds.", "Standard", "", True),
        ("See rule 4.", NOTE_STYLE, "1", True),
        ("And 5.", NOTE_STYLE, "", False),
        ("an item", NOTE_STYLE, "ii (a)", True),
        ("in the text", "Standard", "(a)", True),
    ]


def test_a_formula_stands_in_its_sentence_and_other_objects_are_said() -> None:
    parts = {
        "mimetype": MIMETYPE,
        "content.xml": document(
            "document-content",
            content(
                p('let <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> hold')
                + p('<draw:frame><draw:object xlink:href="./Object 2"/></draw:frame>')
            ),
        ),
        "Object 1/content.xml": (
            '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>x</mi><mo>=</mo><mn>2</mn></mrow>'
            "<annotation>x=2</annotation></semantics></math>"
        ),
        "Object 2/content.xml": document("document-content", ""),
    }
    extraction = read_odt(package(parts))
    assert [line.text for line in extraction.lines] == ["let x = 2 hold"]
    assert [row.code for row in extraction.warnings] == ["embedded-object"]


def test_what_is_no_text_is_listed_with_its_reason() -> None:
    masters = (
        '<style:master-page style:name="Standard">'
        f"<style:header>{p('A/CONF.1', 'MP1')}</style:header><style:header-left>{p('CONF left')}</style:header-left>"
        f"<style:footer>{p('page <text:page-number>3</text:page-number>')}</style:footer></style:master-page>"
    )
    contents = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>never shown"
        "</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title>"
        f"{p('Contents')}</text:index-title>{p('Article 1<text:tab/>3')}</text:index-body></text:table-of-content>"
    )
    index = f"<text:alphabetical-index><text:index-body>{p('mill, 3')}</text:index-body></text:alphabetical-index>"
    hidden = (
        p("seen" + span(" secretly", "T1"))
        + p("all of it", "P1")
        + f'<text:section text:display="none">{p("section")}</text:section>'
        + p('<text:hidden-text text:is-hidden="true">field</text:hidden-text>shown')
        + p('gone <text:hidden-paragraph text:is-hidden="true"/>too')
        + p('as <text:variable-set text:display="none">5</text:variable-set>set')
    )
    vanishes = '<style:text-properties text:display="none"/>'
    data = odt(
        contents + p("Scope 4", "Contents_20_1") + hidden + index + "<office:forms><x>form</x></office:forms>",
        words_style("T1", 'text:display="none"') + paragraph_style("P1", vanishes),
        masters=masters,
    )
    assert texts(data) == [
        ("page header", "A/CONF.1"), ("page header", "CONF left"),
        ("table of contents", "Contents"), ("table of contents", "Article 1\t3"), ("table of contents", "Scope 4"),
        ("", "seen"), ("hidden text", "secretly"), ("hidden text", "all of it"), ("hidden text", "section"),
        ("", "shown"), ("hidden text", "field"), ("hidden text", "gone too"), ("", "as set"), ("hidden text", "5"),
        ("index", "mill, 3"), ("page footer", "page 3"),
    ]  # fmt: skip


# --- comments -----------------------------------------------------------------------------------------------------


def comment(name: str, *paragraphs: str) -> str:
    named = f' office:name="{name}"' if name else ""
    head = "<dc:creator>Reader One</dc:creator><dc:date>2030-05-01T10:00:00</dc:date>"
    return f"<office:annotation{named}>{head}{''.join(paragraphs)}</office:annotation>"


def ends(name: str) -> str:
    return f'<office:annotation-end office:name="{name}"/>'


def marked(data: bytes) -> list[tuple[str, str, str]]:
    """(author, commentary, marked words) of each comment."""
    extraction = read_odt(data)
    return [
        (row.author, row.commentary, extraction.lines[row.line].text[row.start : row.end]) for row in extraction.notes
    ]


def test_comments_hold_on_to_their_words() -> None:
    masters = f'<style:master-page style:name="M"><style:header>{p("head")}</style:header></style:master-page>'
    body = p("Nothing.") + p(
        f"A mill {comment('c', p('Why?'), p('So.'))}may <text:span>stop</text:span>{ends('c')} here."
    )
    data = odt(body, masters=masters)
    assert marked(data) == [("Reader One", "Why?\nSo.", "may stop")]
    assert read_odt(data).notes[0].created == "2030-05-01T10:00:00"
    assert [line.text for line in read_odt(data).lines] == ["head", "Nothing.", "A mill may stop here."]


def test_a_comment_that_begins_where_a_paragraph_ends_is_about_the_next() -> None:
    words = comment("a", p("not <text:span>so</text:span> sure"))
    assert marked(odt(p(f"one{words}") + p(f"two{ends('a')} three"))) == [("Reader One", "not so sure", "two")]


def test_a_comment_on_a_place_or_over_paragraphs_or_on_nothing_is_kept() -> None:
    inner = comment("b", p("inner"))
    data = odt(
        p(f"one{comment('', p('place'))} two")
        + p(f"three {comment('a', p('both'))}four")
        + p(f"{inner}five{ends('a')} six{ends('b')}")
        + p(comment("z", p("at the end")))
    )
    assert marked(data) == [
        ("Reader One", "place", "one two"),
        ("Reader One", "both", "four"),
        ("Reader One", "inner", "five six"),
        ("Reader One", "at the end", "five six"),
    ]


# --- files --------------------------------------------------------------------------------------------------------


def test_text_is_canonical() -> None:
    (line,) = read_odt(odt(p("e\u0301tat\u202e\u200e"))).lines
    assert line == Line(text="état", style="Standard", indent=0.0)


def test_a_treaty_keeps_its_numbers_and_every_character() -> None:
    treaty = outline(level(1, "1", prefix="Article "))
    items = list_style("L", level(1, "1", suffix="."), level(2, "a", prefix="(", suffix=")"))
    body = (
        h("Mills", 1)
        + numbered(
            "L", "Each village keeps a mill.", p("A mill:") + numbered("", "grinds corn; and", "rests at night.")
        )
        + h("Granaries", 1)
        + p(f"Each granary{note('1', p('Or barn.'))} is open.{span(' Not on Sundays.', 'T1')}")
    )
    data = odt(body, items + words_style("T1", 'text:display="none"'), styles=treaty)
    (reading,) = read_document("mills.odt", data, None, lambda *_: None)
    ledger = reading.text.ledger
    eids = [row.eid for row in reading.text.provisions]
    assert {"art_1__para_1", "art_1__para_2__point_a", "art_1__para_2__point_b", "art_2"} <= set(eids)
    assert [(row.reason, row.text) for row in ledger.dropped] == [("hidden text", "Not on Sundays.")]
    assert ledger.generated_characters == len("Article11.2.(a)(b)Article21")
    assert ledger.source_characters == ledger.kept_characters + sum(solid_length(row.text) for row in ledger.dropped)


def test_a_flat_file_says_the_same() -> None:
    body = p("before") + numbered("L", "one", p("two") + numbered("", "deep"))
    automatic = list_style("L", level(1, "a", prefix="(", suffix=")"))
    assert read_odt(flat(body, automatic)).lines == read_odt(odt(body, automatic)).lines


def test_old_manifests_have_a_doctype_and_are_read() -> None:
    parts = {
        "content.xml": document("document-content", content(p("old"))),
        "META-INF/manifest.xml": '<!DOCTYPE manifest:manifest PUBLIC "x" "Manifest.dtd"><manifest:manifest/>',
    }
    assert texts(package(parts)) == [("", "old")]


def part(name: str, xml: str) -> bytes:
    return package({"mimetype": MIMETYPE, "content.xml": document("document-content", content(p("x"))), name: xml})


ENCRYPTED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (odt(""), "has no text"),
        (odt(f"<text:table-of-content>{p('Article 1')}</text:table-of-content>"), "has no text"),
        (package({"mimetype": MIMETYPE}), "has no part content.xml"),
        (part("content.xml", document("document-content", "")), "no OpenDocument text in it"),
        (part("content.xml", "<office:document"), "no well-formed XML"),
        (part("styles.xml", '<!DOCTYPE x [<!ENTITY y "z">]><x/>'), "DOCTYPE"),
        (part("styles.xml", " " * 5_000_000 + "<x/>"), "zip bomb"),
        (part("META-INF/manifest.xml", ENCRYPTED), "encrypted: open it with its password"),
        (odt(p("cut"))[:-40], "zip directory cannot be read"),
        (flat(p("x"))[:-9], "no well-formed XML"),
        (odt("<text:section>" * 300 + p("deep") + "</text:section>" * 300), "nested too deeply"),
    ],
    ids=[
        "empty", "contents only", "no content", "no text", "cut", "entity", "bomb", "encrypted", "truncated", "flat",
        "nested",
    ],
)  # fmt: skip
def test_unusable_documents_are_refused_with_what_is_wrong(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read_odt(data)


def test_as_much_nesting_as_the_parser_takes_is_read() -> None:
    data = odt(p("<text:span>" * 240 + "deep" + "</text:span>" * 240) + numbered("", "x"))
    assert [text for _, text in texts(data)] == ["deep", "x"]


def test_one_element_does_not_stand_for_a_million_spaces() -> None:
    (line,) = read_odt(odt(p('a<text:s text:c="999999"/>b<text:s text:c="x"/>c'))).lines
    assert len(line.text) < 200


def test_the_note_of_the_last_paragraph_is_in_its_article() -> None:
    data = odt(p("Article 1") + p(f"Mills turn.{note('1', p('Slow.'))}"))
    (reading,) = read_document("mills.odt", data, None, lambda *_: None)
    assert [(row.eid, row.parent) for row in reading.text.provisions] == [("art_1", None), ("note_1", "art_1")]
