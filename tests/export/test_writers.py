"""Files of every format, read back."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx_plus.notes import read_footnotes
from lxml import etree
from markdown_it import MarkdownIt

from annotator.export.docx import render_docx
from annotator.export.formats import FORMATS, Format, format_for
from annotator.export.html import render_html
from annotator.export.markdown import escape, render_markdown
from annotator.export.tables import render_csv, render_json
from annotator.model.annotation import Ask
from annotator.model.problems import Problem
from tests.export.conftest import Shelf, with_fonts

GOLDEN = Path(__file__).parent / "golden"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("name", ["markdown", "html", "csv"])
@pytest.mark.parametrize("internal", [False, True], ids=["outward", "internal"])
def test_golden_files(shelf: Shelf, name: str, internal: bool) -> None:
    """To accept a change, write what is rendered over the golden file and read the difference."""
    chosen = next(row for row in FORMATS if row.name == name)
    kind = "internal" if internal else "outward"
    golden = GOLDEN / f"{kind}{chosen.suffix}"
    assert chosen.render(shelf.brief(internal=internal)) == golden.read_bytes()


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_equal_briefs_make_equal_bytes(shelf: Shelf, row: Format) -> None:
    assert with_fonts(row.render, shelf.brief(internal=True)) == row.render(shelf.brief(internal=True))


# -- Word -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def word(shelf: Shelf) -> docx.document.Document:
    return docx.Document(io.BytesIO(render_docx(shelf.brief(internal=True))))


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def test_word_headings_are_headings(word: docx.document.Document) -> None:
    found = [(row.style.name, row.text) for row in word.paragraphs if row.style.name.startswith("Heading")]
    assert ("Heading 1", "Summary of the asks") in found
    assert ("Heading 1", "Reach") in found
    assert ("Heading 2", "Gates & doors") in found
    assert ("Heading 3", "1. art. 1(1)") in found
    assert word.paragraphs[0].style.name == "Title"


def test_word_quotations_have_their_style_and_direction(word: docx.document.Document) -> None:
    quotes = [row for row in word.paragraphs if row.style.name == "Quote"]
    assert [row.text for row in quotes] == [
        "“Each keeper may open [every] gate *as appropriate*.”",
        "“Gates stay open.",
        "“They close at night 🌙 & <never> late.”",
        "Restated in other words:",
        "看守人可以打开果园的门。",
        "“مفتاح البستان”",
    ]
    arabic = quotes[-1]
    assert arabic._p.pPr.find(f"{WORD}bidi") is not None
    assert arabic.runs[0]._r.rPr.find(f"{WORD}rtl") is not None
    assert quotes[0]._p.pPr.find(f"{WORD}bidi") is None


def test_word_has_a_footnote_for_each_citation(shelf: Shelf) -> None:
    brief = shelf.brief()
    data = render_docx(brief)
    notes = [row.text.strip() for row in read_footnotes(docx.Document(io.BytesIO(data)))]
    assert notes[0] == "Orchard Convention, O/RES/7, 3 February 2025, art. 1(1)."
    seen = "Orchard Council, Comment [7], OC/7, para. 8 (read 9 January 2026). https://example.org/oc?a=1&b=2"
    assert notes[1] == seen
    assert len(notes) == len(brief.entries) + 2
    marks = [row.get(f"{WORD}id") for row in part(data, "word/document.xml").iter(f"{WORD}footnoteReference")]
    assert marks == [str(number) for number in range(1, len(notes) + 1)]


def test_word_contents_are_a_field_with_its_result(shelf: Shelf) -> None:
    body = part(render_docx(shelf.brief()), "word/document.xml")
    instructions = [row.text for row in body.iter(f"{WORD}instrText")]
    assert instructions[0].strip().startswith("TOC ")
    kinds = [row.get(f"{WORD}fldCharType") for row in body.iter(f"{WORD}fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(instructions)
    lines = [row.text.split("\t")[0] for row in docx.Document(io.BytesIO(render_docx(shelf.brief()))).paragraphs
             if row.style.name.startswith("toc ")]  # fmt: skip
    assert lines == ["Reach", "Gates & doors", "Keys *held*", "Care"]
    targets = {row.get(f"{WORD}anchor") for row in body.iter(f"{WORD}hyperlink") if row.get(f"{WORD}anchor")}
    assert targets <= {row.get(f"{WORD}name") for row in body.iter(f"{WORD}bookmarkStart")}


def test_word_asks_nothing_when_it_is_opened(shelf: Shelf) -> None:
    data = render_docx(shelf.brief())
    body = part(data, "word/document.xml")
    assert not [row for row in body.iter(f"{WORD}fldChar") if row.get(f"{WORD}dirty")]
    assert part(data, "word/settings.xml").find(f"{WORD}updateFields") is None


@pytest.mark.parametrize("internal", [False, True])
def test_each_page_of_an_internal_copy_says_that_it_is_one(shelf: Shelf, internal: bool) -> None:
    written = docx.Document(io.BytesIO(render_docx(shelf.brief(internal=internal))))
    assert written.sections[0].header.paragraphs[0].text == ("Internal copy, not for circulation" if internal else "")


def test_word_strikes_and_inserts(word: docx.document.Document) -> None:
    wording = next(row for row in word.paragraphs if row.style.name == "Ask Wording")
    assert "may" in [run.text for run in wording.runs if run.font.strike]
    assert "shall" in [run.text for run in wording.runs if run.font.underline]


def test_word_has_page_numbers(word: docx.document.Document) -> None:
    footer = word.sections[0].footer.paragraphs[0]._p
    assert [row.text.strip() for row in footer.iter(f"{WORD}instrText")] == ["PAGE"]


def test_word_names_nobody_and_no_time(shelf: Shelf) -> None:
    data = render_docx(shelf.brief())
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "Gates & <hives>"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {row.date_time for row in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(file.read(row) for row in file.infolist()).decode(errors="replace")
        assert not [row for row in file.namelist() if "thumbnail" in row or "app.xml" in row or "customXml" in row]
    versions = [version.sha256 for version in shelf.versions.values()]
    assert not [
        words for words in ("Wren Aspen", "Hedge Watch", "Red line", "python-docx", *versions) if words in everything
    ]


def test_word_bookmarks_have_ids_of_their_own(shelf: Shelf) -> None:
    body = part(render_docx(shelf.brief(internal=True)), "word/document.xml")
    ids = [row.get(f"{WORD}id") for row in body.iter(f"{WORD}bookmarkStart")]
    assert len(ids) == len(set(ids))


# -- HTML -------------------------------------------------------------------------------------------------------------


def test_html_loads_and_runs_nothing(shelf: Shelf) -> None:
    shelf.change(0, ask=Ask("amend", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "<b>"))
    page = etree.HTML(render_html(shelf.brief(title="<script>alert(1)</script> {{ 7*7 }}")))
    tags = {row.tag for row in page.iter() if isinstance(row.tag, str)}
    assert not tags & {"script", "img", "link", "iframe", "object", "form"}
    targets = [row.get("href") for row in page.iter("a")]
    assert all(target.startswith(("#", "https://example.org/")) for target in targets)
    assert not [name for row in page.iter() for name in row.attrib if str(name).startswith("on")]
    style = page.findtext(".//style")
    assert "url(" not in style
    assert "@import" not in style
    assert page.findtext(".//h1") == "<script>alert(1)</script> {{ 7*7 }}"


def test_html_quotes_in_the_direction_of_the_text(shelf: Shelf) -> None:
    page = etree.HTML(render_html(shelf.brief()))
    found = {row.get("lang"): row.get("dir") for row in page.iterfind(".//blockquote/p[@lang]")}
    assert found == {"en": "ltr", "ar": "rtl", "zh": "ltr"}
    restated = page.find(".//blockquote[@class='restated']")
    assert "".join(restated.itertext()).split()[:4] == ["Restated", "in", "other", "words:"]
    assert "“" not in "".join(restated.itertext())


def test_html_links_lead_somewhere(shelf: Shelf) -> None:
    page = etree.HTML(render_html(shelf.brief(internal=True)))
    ids = [row.get("id") for row in page.iter() if row.get("id")]
    assert len(ids) == len(set(ids))
    targets = {row.get("href")[1:] for row in page.iter("a") if row.get("href").startswith("#")}
    assert targets <= set(ids)


# -- Markdown ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "*a* _b_ `c`",
        "[x](y) ![z](w)",
        "<b>&amp;</b>",
        "# no",
        "1. no\n2) no",
        "- no\n+ no",
        "a | b ~~c~~",
        "===",
        "\\*",
    ],
)
def test_escaped_words_are_shown_as_they_are(words: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    shown = etree.HTML(parser.render(escape(words)))
    assert {row.tag for row in shown.iter()} == {"html", "body", "p"}
    assert "".join(shown.itertext()).strip() == words


def shown(markdown: str) -> etree._Element:
    """What a reader of Markdown makes of it."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return etree.HTML(page.replace("<s>", "<del>").replace("</s>", "</del>"))


def looks(page: etree._Element) -> list[tuple[str, str]]:
    """Each word, and the tags of the marks and lists that it stands in."""
    found = []
    for words in page.xpath("//body//text()"):
        around = (
            [words.getparent(), *words.getparent().iterancestors()]
            if words.is_text
            else [*words.getparent().iterancestors()]
        )
        tags = sorted(row.tag for row in around if row.tag not in ("html", "body", "p"))
        found += [(word, " ".join(tags)) for word in words.split()]
    return found


@pytest.mark.parametrize(
    "commentary",
    [
        "plain **bold.** and *it*, ~~gone~~!",
        "**a*b*c** d",
        "x**y**z and ***both***",
        "**(a)**b",
        "a **“quoted,”** b",
        "*من* **人权**，*x*",
        "1. one\n   - two **three**\n2. four\n\n> said *so*",
    ],
)
def test_markdown_commentary_is_shown_as_it_was_written(shelf: Shelf, commentary: str) -> None:
    shelf.annotations = [replace(shelf.annotations[0], commentary=commentary, ask=Ask(), authorities=())]
    written, wanted = looks(shown(render_markdown(shelf.brief()).decode())), looks(shown(commentary))
    assert any(written[place : place + len(wanted)] == wanted for place in range(len(written)))


@pytest.mark.parametrize(
    "wording",
    [
        "Each keeper may open [every] gate *as appropriate*, at dawn.",
        "Each keeper, if asked, shall open every gate.",
        "(Nothing)",
        "Each keeper may*not* open [every] gate *as appropriate*.",
        "Each **keeper** may open ~~every~~ gate.",
    ],
)
def test_markdown_wording_is_struck_and_inserted(shelf: Shelf, wording: str) -> None:
    shelf.annotations = [replace(shelf.annotations[0], commentary="", ask=Ask("amend", wording), authorities=())]
    page = shown(render_markdown(shelf.brief()).decode())
    block = page.findall(".//blockquote")[1]
    pieces = shelf.brief().entries[0].ask
    assert pieces is not None
    for tags, kind in (({"del"}, "struck"), ({"ins", "strong"}, "inserted")):
        found = [" ".join("".join(row.itertext()).split()) for row in block.iter() if row.tag in tags]
        assert found == [words.strip() for way, words in pieces.runs if way == kind and words.strip()]


def test_struck_and_inserted_words_do_not_run_together(shelf: Shelf) -> None:
    brief = shelf.brief()
    written = docx.Document(io.BytesIO(render_docx(brief)))
    assert "Each keeper may shall open" in next(
        row.text for row in written.paragraphs if row.style.name == "Ask Wording"
    )
    assert "~~may~~ **shall**" in render_markdown(brief).decode()
    assert "<del>may</del> <ins>shall</ins>" in render_html(brief).decode()


def test_markdown_footnotes_are_all_there(shelf: Shelf) -> None:
    written = render_markdown(shelf.brief()).decode()
    marks = re.findall(r"\[\^(\d+)\](?!:)", written)
    notes = re.findall(r"^\[\^(\d+)\]:", written, re.MULTILINE)
    assert marks == notes == [str(number) for number in range(1, len(notes) + 1)]


# -- data -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_a_formula(shelf: Shelf, start: str) -> None:
    shelf.change(0, commentary=f"{start}1+1", tags=(f"{start}x",))
    written = render_csv(shelf.brief(internal=True))
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert len(rows) == 5
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_json_is_the_rows(shelf: Shelf) -> None:
    brief = shelf.brief()
    read = json.loads(render_json(brief))
    assert read["annotations"] == [dict(row) for row in brief.rows]
    assert (read["title"], read["date"]) == ("Gates & <hives>", "2026-03-05")


# -- choosing a format ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "name", "expected"),
    [
        ("a.docx", None, "docx"),
        ("a.MD", None, "markdown"),
        ("a.html", None, "html"),
        ("a.txt", "csv", "csv"),
        ("a", "md", "markdown"),
        ("a.csv", "json", "json"),
    ],
)
def test_the_ending_or_the_name_tells_the_format(target: str, name: str | None, expected: str) -> None:
    assert format_for(Path(target), name).name == expected


@pytest.mark.parametrize(("target", "name"), [("a.xyz", None), ("a.docx", "pages"), ("a", None), ("", None)])
def test_an_unknown_format_is_told_the_known_ones(target: str, name: str | None) -> None:
    with pytest.raises(Problem, match="docx, pdf, odt, html, markdown, text, csv, json"):
        format_for(Path(target), name)
