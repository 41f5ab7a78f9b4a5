"""Word documents: paragraphs, computed numbers, tracked changes, comments, footnotes, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from annotator.model.problems import UnusableFile
from annotator.sources.docx.document import read_docx
from annotator.sources.lines import Line
from tests.sources.word_file import add_xml, body, define_lists, level, numbered, paragraph, run, word

Build = Callable[[Document], None]


def texts(data: bytes) -> list[tuple[str, str]]:
    """(reason it is dropped, text) of each line."""
    return [(line.drop, line.text) for line in read_docx(data).lines]


def labels(abstracts: dict[int, str], instances: dict[int, tuple[int, str]], *paragraphs: str) -> list[str]:
    def build(document: Document) -> None:
        define_lists(document, abstracts, instances)
        add_xml(document, *paragraphs)

    return [f"{line.list_label}|{line.text}" for line in read_docx(word(build)).lines]


def replaced(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """`data` with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


def test_headings_styles_and_looks() -> None:
    def build(document: Document) -> None:
        document.add_heading("Part One", 1)
        document.add_heading("Article 1", 2)
        text = document.add_paragraph("Each ")
        text.add_run("Party").bold = True
        text.paragraph_format.left_indent = Pt(36)
        text.paragraph_format.first_line_indent = Pt(-18)
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        emphasised = title.add_run("In bold")
        emphasised.bold, emphasised.italic, emphasised.font.size = True, True, Pt(14)
        add_xml(document, paragraph(run("Outlined"), '<w:outlineLvl w:val="3"/>'))
        document.core_properties.title = "A Convention"

    extraction = read_docx(word(build))
    first, second, third, fourth, fifth = extraction.lines

    assert (first.heading_level, first.style, second.heading_level, fifth.heading_level) == (1, "heading 1", 2, 4)
    assert (third.text, third.indent, third.bold, third.centred) == ("Each Party", 18.0, False, False)
    assert (fourth.bold, fourth.italic, fourth.size, fourth.centred) == (True, True, 14.0, True)
    assert (extraction.engine, extraction.title) == ("docx", "A Convention")


def test_tables_stand_where_they_stand() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("before")
        table = document.add_table(2, 2)
        for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"cell {index}"
        document.add_paragraph("after")

    assert [text for _, text in texts(word(build))] == ["before", "cell 0", "cell 1", "cell 2", "cell 3", "after"]


def test_two_languages_side_by_side_are_read_one_after_the_other() -> None:
    rows = [
        ("This Convention applies to the mills of all Parties.", "Elle s'applique aux moulins de toutes les Parties."),
        (
            "It does not apply to the wells in the village.",
            "Elle ne s'applique pas aux puits qui sont dans le village.",
        ),
    ]

    def build(document: Document) -> None:
        for row in rows:
            document.add_table(0, 2) if not document.tables else None
            for cell, said in zip(document.tables[0].add_row().cells, row, strict=True):
                cell.text = said

    def tracked(document: Document) -> None:
        build(document)
        properties = document.tables[0].rows[0]._tr.get_or_add_trPr()
        properties.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"/>'))

    english, french = zip(*rows, strict=True)
    assert [text for _, text in texts(word(build))] == [*english, *french]
    assert [text for _, text in texts(word(tracked))] == [said for row in rows for said in row]


def test_breaks_tabs_and_special_characters() -> None:
    content = (
        "<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t><w:softHyphen/>"
        '<w:sym w:font="Symbol" w:char="00A7"/><w:sym w:font="Wingdings" w:char="F0E0"/><w:br w:type="page"/></w:r>'
    )
    lines = read_docx(body(paragraph(content))).lines
    assert [(line.text, line.starts_paragraph, line.drop) for line in lines] == [
        ("one\ttwo", True, ""),
        ("non\u2011stop§", False, ""),
        ("\uf0e0", True, "picture of a symbol font"),
    ]


def test_lists_count_restart_and_print_their_patterns() -> None:
    treaty = level(0, "decimal", "Article %1") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "(%3)")
    points = level(0, "lowerRoman", "%1)")
    found = labels(
        {1: treaty, 2: points},
        {1: (1, ""), 2: (2, ""), 3: (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>')},
        numbered("Scope", 1),
        numbered("a", 1, 1),
        numbered("b", 1, 1),
        numbered("c", 1, 2),
        numbered("i", 2),
        numbered("d", 1, 2),
        numbered("Terms", 1),
        numbered("e", 1, 1),
        numbered("f", 1, 2),
        numbered("iv", 3),
        numbered("v", 3),
    )
    assert found == [
        "Article 1|Scope", "1.|a", "2.|b", "(a)|c", "i)|i", "(b)|d",
        "Article 2|Terms", "1.|e", "(a)|f", "iv)|iv", "v)|v",
    ]  # fmt: skip


def test_patterns_name_other_levels_and_restarts_can_be_switched_off() -> None:
    levels = (
        level(0, "upperRoman", "%1.", start=3)
        + level(1, "decimal", "%1.%2", more="<w:lvlRestart w:val='0'/><w:isLgl/>")
        + level(2, "bullet", "-")
    )
    found = labels(
        {1: levels},
        {1: (1, "")},
        numbered("x", 1),
        numbered("y", 1, 1),
        numbered("bullet", 1, 2),
        numbered("x", 1),
        numbered("y", 1, 1),
    )
    assert found == ["III.|x", "3.1|y", "|bullet", "IV.|x", "4.2|y"]


def test_a_level_that_was_skipped_counts() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")
    found = labels({1: levels}, {1: (1, "")}, numbered("a", 1), numbered("b", 1, 2), numbered("c", 1, 1))
    assert found == ["1.|a", "1.1.1|b", "1.2|c"]


def test_a_style_numbers_its_paragraphs() -> None:
    def build(document: Document) -> None:
        define_lists(
            document, {1: level(0, "decimal", "Article %1", more='<w:pStyle w:val="Heading2"/>')}, {7: (1, "")}
        )
        properties = document.styles["Heading 2"].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = 7
        for title in ("Scope", "Terms"):
            document.add_heading(title, 2)
        add_xml(
            document,
            paragraph(run("Unnumbered"), '<w:pStyle w:val="Heading2"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        )

    lines = read_docx(word(build)).lines
    assert [(line.list_label, line.text, line.heading_level) for line in lines] == [
        ("Article 1", "Scope", 2),
        ("Article 2", "Terms", 2),
        ("", "Unnumbered", 2),
    ]


def test_a_numbered_paragraph_without_words_prints_its_number() -> None:
    """As word processors do: "Article 5" alone on a line is such a paragraph, its title the next."""
    found = labels({1: level(0, "decimal", "%1.")}, {1: (1, "")}, numbered("a", 1), numbered("", 1), numbered("c", 1))
    assert found == ["1.|a", "2.|", "3.|c"]


DELETED = '<w:del w:id="1" w:author="A"><w:r><w:delText>{}</w:delText></w:r></w:del>'
INSERTED = '<w:ins w:id="2" w:author="A"><w:r><w:t>{}</w:t></w:r></w:ins>'


def test_tracked_changes_are_accepted_and_said() -> None:
    moved = '<w:moveFrom w:id="3" w:author="A"><w:r><w:t>moved</w:t></w:r></w:moveFrom>'
    landed = '<w:moveTo w:id="4" w:author="A"><w:r><w:t> moved</w:t></w:r></w:moveTo>'
    data = body(
        paragraph(run("shall ") + DELETED.format("not ") + INSERTED.format("always ") + run("apply")),
        paragraph(moved),
        paragraph(run("here") + landed),
    )
    assert texts(data) == [
        ("", "shall always apply"),
        ("deleted in a tracked change", "not"),
        ("moved away in a tracked change", "moved"),
        ("", "here moved"),
    ]
    assert [row.code for row in read_docx(data).warnings] == ["tracked-changes"]
    assert read_docx(body(paragraph(run("plain")))).warnings == ()


def test_a_deleted_paragraph_does_not_count_and_a_deleted_mark_joins_two() -> None:
    mark = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

    def build(document: Document) -> None:
        define_lists(document, {1: level(0, "lowerLetter", "(%1)")}, {1: (1, "")})
        add_xml(
            document,
            numbered("first", 1),
            paragraph(DELETED.format("second"), place + mark),
            paragraph(run("third, "), place + mark),
            paragraph(run("which goes on"), place),
        )

    kept = [line for line in read_docx(word(build)).lines if not line.drop]
    assert [(line.list_label, line.text) for line in kept] == [("(a)", "first"), ("(b)", "third, which goes on")]


def test_a_deleted_row_is_dropped() -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    deletion = '<w:trPr><w:del w:id="5" w:author="A"/></w:trPr>'
    data = body(f"<w:tbl>{row.format('', 'stays')}{row.format(deletion, 'goes')}</w:tbl>")
    assert texts(data) == [("", "stays"), ("deleted in a tracked change", "goes")]


def test_comments_hold_on_to_their_words() -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Nothing here.")
        second = document.add_paragraph("A State ")
        marked = second.add_run("may decline")
        second.add_run(" to cooperate.")
        document.add_comment([marked], text="Why only may?", author="Reader One")

    extraction = read_docx(word(build))
    (note,) = extraction.notes
    assert extraction.lines[note.line].text[note.start : note.end] == "may decline"
    assert (note.commentary, note.author, note.created[:2]) == ("Why only may?", "Reader One", "20")


def test_a_comment_over_paragraphs_is_kept_on_the_first_that_has_words() -> None:
    def build(document: Document) -> None:
        first, second = document.add_paragraph("one two"), document.add_paragraph("three")
        document.add_comment([first.runs[0], second.runs[0]], text="both", author="R")

    extraction = read_docx(word(build))
    (note,) = extraction.notes
    assert extraction.lines[note.line].text[note.start : note.end] == "one two"


def with_footnotes(document: Document) -> None:
    notes = (
        '<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>rule</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t> See rule 4.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", notes.encode())
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    add_xml(
        document,
        paragraph(run("A claim") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" holds.")),
        paragraph(run("Next.")),
    )


def test_footnotes_follow_their_paragraph_with_their_number() -> None:
    lines = read_docx(word(with_footnotes)).lines
    assert [(line.text, line.style, line.list_label) for line in lines] == [
        ("A claim holds.", "Normal", ""),
        ("See rule 4.", "footnote", "1"),
        ("Next.", "Normal", ""),
    ]


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_what_is_no_text_is_listed_with_its_reason() -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "A/CONF.1"
        document.sections[0].footer.paragraphs[0].text = "draft"
        add_xml(
            document,
            paragraph(field(r'TOC \o "1-3"', run("Article 1 ... 3") + field("PAGEREF x", run(" 3")))),
            paragraph(run("See ") + field("REF art", run("article 5")) + run(" secretly", "<w:vanish/>")),
        )

    assert texts(word(build)) == [
        ("page header", "A/CONF.1"),
        ("table of contents", "Article 1 ... 3 3"),
        ("", "See article 5"),
        ("hidden text", "secretly"),
        ("page footer", "draft"),
    ]


def test_text_boxes_follow_the_paragraph_they_hang_on() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(body(paragraph(run("outside") + box))) == [("", "outside"), ("", "boxed")]


def test_text_is_canonical() -> None:
    (line,) = read_docx(body(paragraph(run("e\u0301tat\u202e\u200e")))).lines
    assert line == Line(text="état", style="Normal", indent=0.0, size=line.size)


def test_strict_documents_are_read_too() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    data = replaced(body(paragraph(run("strict"))), "word/document.xml", lambda part: part.replace(usual, strict))
    assert texts(data) == [("", "strict")]


PLAIN = body(paragraph(run("plain")))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (body(), "has no text"),
        (replaced(PLAIN, "_rels/.rels", lambda part: part.replace(b"officeDocument", b"x")), "no Word document in it"),
        (replaced(PLAIN, "word/document.xml", lambda part: part.replace(b"body", b"boby")), "has no body"),
        (replaced(PLAIN, "word/document.xml", lambda part: part[:-9]), "no well-formed XML"),
        (replaced(PLAIN, "word/styles.xml", lambda part: part.replace(b"?>", b"?><!DOCTYPE x>", 1)), "DOCTYPE"),
        (replaced(PLAIN, "word/styles.xml", lambda part: b" " * 5_000_000 + part), "zip bomb"),
        (PLAIN[:-40], "zip directory cannot be read"),
    ],
    ids=["empty", "no document", "no body", "cut", "doctype", "bomb", "truncated"],
)
def test_unusable_documents_are_refused_with_what_is_wrong(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read_docx(data)
