"""What a Word document holds beside plain paragraphs: notes, comments, boxes, fields, odd characters; none is lost."""

from __future__ import annotations

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from annotator.sources.docx.document import read_docx
from annotator.sources.reading import read_document
from tests.sources.word_file import add_part, add_xml, body, define_lists, level, numbered, paragraph, run, word

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def texts(data: bytes) -> list[str]:
    """The lines, each dropped one with its reason in front."""
    return [f"{line.drop}: {line.text}" if line.drop else line.text for line in read_docx(data).lines]


def file(*paragraphs: str, **parts: str) -> bytes:
    """A document of paragraphs, with further parts by their kind."""

    def build(document: Document) -> None:
        for kind, content in parts.items():
            add_part(document, kind, content)
        add_xml(document, *paragraphs)

    return word(build)


# --- footnotes and endnotes ---------------------------------------------------------------------------------------


def note(kind: str, name: int, *paragraphs: str) -> str:
    return f'<w:{kind} w:id="{name}">{"".join(paragraphs)}</w:{kind}>'


def mark(kind: str, name: int, more: str = "", after: str = "") -> str:
    return f'<w:r><w:{kind}Reference {more} w:id="{name}"/>{after}</w:r>'


def notes_of(data: bytes) -> list[str]:
    found = [line for line in read_docx(data).lines if line.style == "footnote"]
    return [f"{line.list_label}|{line.text}|{'' if line.starts_paragraph else 'goes on'}" for line in found]


def test_notes_of_several_paragraphs_and_with_marks_of_their_own() -> None:
    data = file(
        paragraph(
            run("The mill")
            + mark("footnote", 2)
            + run(" grinds")
            + mark("footnote", 3, 'w:customMarkFollows="1"', "<w:t>*</w:t>")
        ),
        paragraph(run("The weir holds.") + mark("footnote", 4)),
        footnotes=note("footnote", 2, paragraph(run("First.")), paragraph(run("Second.")))
        + note("footnote", 3, paragraph(run("* Starred.")))
        + note("footnote", 4, paragraph(run("Third."))),
    )
    assert notes_of(data) == ["1|First.|", "|Second.|goes on", "|* Starred.|", "2|Third.|"]
    assert texts(data)[0] == "The mill grinds*"


def test_endnotes_count_for_themselves_in_roman_numerals() -> None:
    data = file(
        paragraph(run("a") + mark("footnote", 2) + mark("endnote", 2) + mark("endnote", 3) + mark("footnote", 3)),
        footnotes=note("footnote", 2, paragraph(run("foot"))) + note("footnote", 3, paragraph(run("feet"))),
        endnotes=note("endnote", 2, paragraph(run("end"))) + note("endnote", 3, paragraph(run("ends"))),
    )
    assert notes_of(data) == ["1|foot|", "i|end|", "ii|ends|", "2|feet|"]


def test_notes_start_again_with_a_section_that_says_so() -> None:
    restart = '<w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/><w:numRestart w:val="eachSect"/>'
    restart = f"<w:sectPr><w:footnotePr>{restart}</w:footnotePr></w:sectPr>"
    data = file(
        paragraph(run("a") + mark("footnote", 2)),
        paragraph(run("b") + mark("footnote", 3), restart.replace("eachSect", "continuous")),
        paragraph(run("c") + mark("footnote", 4), restart),
        paragraph(run("d") + mark("footnote", 5)),
        footnotes="".join(note("footnote", row, paragraph(run(f"note {row}"))) for row in (2, 3, 4, 5)),
    )
    assert notes_of(data) == ["c|note 2|", "d|note 3|", "c|note 4|", "4|note 5|"]


# --- comments -----------------------------------------------------------------------------------------------------


def comment(name: int, text: str, author: str = "Reader One", more: str = "") -> str:
    return (
        f'<w:comment w:id="{name}" w:author="{author}" w:date="2026-02-03T09:30:00Z">'
        f"<w:p {more}><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
    )


def begins(name: int) -> str:
    return f'<w:commentRangeStart w:id="{name}"/>'


def ends(name: int) -> str:
    return f'<w:commentRangeEnd w:id="{name}"/>'


def refers(name: int) -> str:
    return f'<w:r><w:commentReference w:id="{name}"/></w:r>'


def commented(data: bytes) -> list[tuple[str, str]]:
    """Each comment with the words it is about."""
    extraction = read_docx(data)
    return [(row.commentary, extraction.lines[row.line].text[row.start : row.end]) for row in extraction.notes]


def test_comments_overlap_and_stand_in_tables() -> None:
    cell = f"<w:tc>{paragraph(run('in ') + begins(2) + run('the cell') + ends(2) + refers(2))}</w:tc>"
    data = file(
        paragraph(
            begins(0) + run("one ") + begins(1) + run("two ") + ends(0) + refers(0) + run("three") + ends(1) + refers(1)
        ),
        f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>",
        comments=comment(0, "first") + comment(1, "second") + comment(2, "third"),
    )
    assert commented(data) == [("first", "one two "), ("second", "two three"), ("third", "the cell")]


def test_a_range_may_begin_and_end_between_paragraphs() -> None:
    data = file(
        paragraph(run("before")), '<w:commentRangeStart w:id="0"/>', paragraph(run("about this")),
        '<w:commentRangeEnd w:id="0"/>', paragraph(run("after") + refers(0)), comments=comment(0, "why?"),
    )  # fmt: skip
    assert commented(data) == [("why?", "about this")]


def test_a_range_that_ends_after_the_last_paragraph() -> None:
    data = file(paragraph(begins(0) + run("the end")), '<w:commentRangeEnd w:id="0"/>', comments=comment(0, "why?"))
    assert commented(data) == [("why?", "the end")]


def test_a_comment_without_a_range_is_about_its_line() -> None:
    data = file(paragraph(run("one ") + refers(0) + run("two")), paragraph(run("three")), comments=comment(0, "why?"))
    assert commented(data) == [("why?", "one two")]


def test_a_reply_is_about_the_words_of_what_it_answers() -> None:
    data = file(
        paragraph(run("The ") + begins(0) + run("weir") + ends(0) + refers(0)),
        comments=comment(0, "why?", more='w14:paraId="0A"') + comment(1, "because", "Reader Two", 'w14:paraId="0B"'),
        commentsExtended='<w15:commentEx w15:paraId="0A"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/>',
    )
    assert commented(data) == [("why?", "weir"), ("because", "weir")]
    assert [row.author for row in read_docx(data).notes] == ["Reader One", "Reader Two"]


def test_a_comment_in_a_footnote() -> None:
    data = file(
        paragraph(run("The weir") + mark("footnote", 2)),
        footnotes=note("footnote", 2, paragraph(run(" By ") + begins(0) + run("water") + ends(0) + run("."))),
        comments=comment(0, "why?"),
    )
    assert commented(data) == [("why?", "water")]


def test_a_comment_on_nothing_but_what_is_dropped_is_kept_on_a_neighbour() -> None:
    data = file(
        paragraph(begins(0) + run("secret", "<w:vanish/>") + ends(0)),
        paragraph(run("open")),
        comments=comment(0, "why?"),
    )
    assert commented(data) == [("why?", "open")]


# --- tables, boxes and containers ---------------------------------------------------------------------------------


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_and_nested_tables_say_each_word_once() -> None:
    inner = table(cell(paragraph(run("inner"))))
    data = body(
        table(
            cell(paragraph(run("wide")), '<w:gridSpan w:val="2"/>'),
            cell(paragraph(run("tall")), '<w:vMerge w:val="restart"/>') + cell(inner + paragraph(run("under"))),
            cell("<w:p/>", "<w:vMerge/>") + cell(paragraph(run("last"))),
        )
    )
    assert texts(data) == ["wide", "tall", "inner", "under", "last"]


def boxed(text: str) -> str:
    return f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"


@pytest.mark.parametrize(
    ("newer", "older"),
    [(boxed("boxed"), boxed("boxed")), ("", boxed("boxed")), (boxed("boxed"), "")],
    ids=["both", "only the older has words", "only the newer"],
)
def test_a_box_given_for_newer_and_older_programs_is_read_once(newer: str, older: str) -> None:
    alternatives = (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing>{newer}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{older}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(body(paragraph(run("outside") + f"<w:r>{alternatives}</w:r>"))) == ["outside", "boxed"]


def test_boxes_are_numbered_apart_from_the_body_and_joined_like_it() -> None:
    joined = paragraph(run("and "), '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>') + paragraph(run("on"))

    def box(content: str) -> str:
        return f"<w:r><w:pict><w:txbxContent>{content}</w:txbxContent></w:pict></w:r>"

    def build(document: Document) -> None:
        define_lists(document, {1: level(0, "lowerLetter", "(%1)")}, {1: (1, "")})
        first, second = box(numbered("boxed", 1) + joined), box(numbered("boxed too", 1))
        add_xml(document, numbered("one", 1), paragraph(run("anchor") + first + second), numbered("two", 1))

    found = [f"{line.list_label} {line.text}".strip() for line in read_docx(word(build)).lines]
    assert found == ["(a) one", "anchor", "(a) boxed", "and on", "(b) boxed too", "(b) two"]


def test_lettering_in_a_picture_and_boxes_in_a_header_are_listed() -> None:
    lettering = f'<w:r><w:pict><v:shape {VML}><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'

    def build(document: Document) -> None:
        header = document.sections[0].header.paragraphs[0]
        header.text = "A/CONF.1"
        box = f"<w:r {nsdecls('w')}><w:pict>{boxed('Restricted')}</w:pict></w:r>"
        header._p.append(parse_xml(box))
        add_xml(document, paragraph(run("The mill") + lettering))

    assert texts(word(build)) == [
        "page header: A/CONF.1",
        "page header: Restricted",
        "The mill",
        "lettering in a picture: DRAFT",
    ]


def test_containers_of_words_change_nothing() -> None:
    content = (
        run("The ")
        + f'<w:hyperlink w:anchor="x">{run("mill")}</w:hyperlink>'
        + f'<w:smartTag w:element="place">{run(" by")}</w:smartTag>'
        + f"<w:sdt><w:sdtPr><w:alias w:val='no words'/></w:sdtPr><w:sdtContent>{run(' the')}</w:sdtContent></w:sdt>"
        + '<w:bookmarkStart w:id="1" w:name="weir"/>'
        + f'<w:customXml w:element="y">{run(" weir")}</w:customXml><w:bookmarkEnd w:id="1"/>'
        + f'<w:dir w:val="rtl">{run(" حقوق")}</w:dir>'
    )
    cover = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('Cover'))}</w:sdtContent></w:sdt>"
    assert texts(body(cover, paragraph(content, "<w:bidi/>"))) == ["Cover", "The mill by the weir حقوق"]


# --- fields -------------------------------------------------------------------------------------------------------


def field(instruction: str, result: str | None) -> str:
    separated = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'{separated}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_give_their_results() -> None:
    simple = f'<w:fldSimple w:instr=" REF weir ">{run("article 5")}</w:fldSimple>'
    nested = field(f"IF {field('PAGE', run('3'))} = 3", run(" here"))
    data = body(
        paragraph(run("See ") + simple + run(", ") + field("REF mill", run("article 6")) + nested + field("TC x", None))
    )
    assert texts(data) == ["See article 5, article 6 here"]


def test_words_in_a_field_code_are_listed_and_not_lost() -> None:
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + run("QUOTE mill")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(body(paragraph(run("See ") + opened + run("article 5")))) == [
        "See article 5",
        "field code: QUOTE mill",
    ]


def test_a_table_of_contents_is_listed_with_its_title() -> None:
    made = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    rows = paragraph(run("Contents")) + paragraph(field("TOC", run("The mill 1")))
    data = body(f"<w:sdt>{made}<w:sdtContent>{rows}</w:sdtContent></w:sdt>", paragraph(run("The mill")))
    assert texts(data) == ["table of contents: Contents", "table of contents: The mill 1", "The mill"]


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', ["before", "The weir", "holds."]),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            ["before", "The weir", "holds."],
        ),
    ],
    ids=["in its code", "in a table of contents"],
)
def test_a_field_that_lost_its_end_swallows_nothing(opened: str, expected: list[str]) -> None:
    heading = paragraph(run("The weir"), '<w:pStyle w:val="Heading1"/>')
    assert texts(body(paragraph(run("before") + opened), heading, paragraph(run("holds.")))) == expected


# --- characters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', ["a ≤b"]),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', ["a αb"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', ["a b", "picture of a symbol font: \uf0fe"]),
        ('<w:r><w:sym w:font="Symbol" w:char="nonsense"/></w:r>', ["a b"]),
        ("<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t><w:softHyphen/></w:r>", ["a non\u2011stopb"]),
        (f"<m:oMath {MATH}><m:r><m:t>x=2</m:t></m:r></m:oMath>", ["a x=2b"]),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>mò</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>磨</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            ["a 磨b", "reading aid (ruby): mò"],
        ),
        ("<w:r><w:t>one<!-- left here -->two</w:t></w:r>", ["a onetwob"]),
        ("<w:r><w:tab/></w:r>", ["a \tb"]),
        ("<w:r><w:br/></w:r>", ["a ", "b"]),
        ('<w:r><w:br w:type="page"/></w:r>', ["a ", "b"]),
        ('<w:r><w:br w:type="column"/></w:r>', ["a ", "b"]),
    ],
    ids=[
        "sign", "Greek", "picture", "nonsense", "hyphens", "formula", "ruby", "XML comment", "tab", "line", "page",
        "column",
    ],
)  # fmt: skip
def test_characters(content: str, expected: list[str]) -> None:
    assert texts(body(paragraph(run("a ") + content + run("b")))) == expected


def test_a_page_break_before_or_after_the_words_makes_no_line() -> None:
    page = '<w:r><w:br w:type="page"/></w:r>'

    def build(document: Document) -> None:
        define_lists(document, {1: level(0, "decimal", "Article %1")}, {1: (1, "")})
        properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        add_xml(document, paragraph(page + run("Weirs") + page, properties), paragraph(page))

    assert [(line.list_label, line.text) for line in read_docx(word(build)).lines] == [("Article 1", "Weirs")]


def test_a_heading_of_two_lines() -> None:
    heading = paragraph("<w:r><w:t>Article 5</w:t><w:br/><w:t>Weirs</w:t></w:r>", '<w:pStyle w:val="Heading2"/>')
    found = [(line.text, line.heading_level, line.starts_paragraph) for line in read_docx(body(heading)).lines]
    assert found == [("Article 5", 2, True), ("Weirs", 2, False)]


def test_headers_of_every_section_are_listed() -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "First part"
        document.add_paragraph("one")
        second = document.add_section()
        second.header.is_linked_to_previous = False
        second.header.paragraphs[0].text = "Second part"
        document.add_paragraph("two")

    assert texts(word(build)) == ["page header: First part", "page header: Second part", "one", "two"]


def test_an_embedded_document_is_warned_of() -> None:
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/>'
    (warning,) = read_docx(body(paragraph(run("The mill")), chunk)).warnings
    assert warning.code == "embedded-document"
    assert "save it again" in warning.message


def test_the_note_of_the_last_paragraph_is_in_its_article() -> None:
    data = file(
        paragraph(run("Article 1")),
        paragraph(run("Mills turn.") + mark("footnote", 2)),
        footnotes=note("footnote", 2, paragraph(run("Slow."))),
    )
    (reading,) = read_document("mills.docx", data, None, lambda *_: None)
    assert [(row.eid, row.parent) for row in reading.text.provisions] == [("art_1", None), ("note_1", "art_1")]
