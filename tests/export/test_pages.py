"""The same brief on paper: as PDF, OpenDocument, Word and plain text, each read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable

import docx
import odfdo
import pypdfium2
import pytest
from docx_plus.notes import read_footnotes

from annotator.export import phrases
from annotator.export.docx import render_docx
from annotator.export.notes import number_notes
from annotator.export.odt import render_odt
from annotator.export.pdf import render_pdf
from annotator.export.text import WIDTH, render_text
from annotator.export.tree import Brief, Section
from annotator.model.annotation import Ask
from annotator.model.problems import Problem
from tests.export.conftest import Shelf, with_fonts


def pdf_words(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def docx_words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    notes = [row.text for row in read_footnotes(document)]
    return "\n".join([row.text for row in document.paragraphs] + notes)


def odt_words(data: bytes) -> str:
    body = odfdo.Document(io.BytesIO(data)).body
    return "\n".join(row.text_recursive for row in body.get_elements("//text:h | //text:p"))


WRITERS: dict[str, tuple[Callable[[Brief], bytes], Callable[[bytes], str]]] = {
    "docx": (render_docx, docx_words),
    "odt": (render_odt, odt_words),
    "pdf": (render_pdf, pdf_words),
    "text": (render_text, lambda data: data.decode()),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("internal", [False, True], ids=["outward", "internal"])
def test_headings_quotations_and_notes_are_the_same_everywhere(shelf: Shelf, name: str, internal: bool) -> None:
    brief = shelf.brief(internal=internal)
    render, read = WRITERS[name]
    words = solid(read(with_fonts(render, brief)))
    for heading in headings(brief.sections):
        assert solid(heading) in words, heading
    for entry in brief.entries:
        assert solid(f"{entry.number}. {entry.provision}") in words
        for line in entry.quotation.paragraphs if entry.quotation else ():
            if name != "pdf" or line.isascii():  # what a PDF gives back of Arabic are its glyphs, in the order of sight
                assert solid(line) in words, line
    for own in number_notes(brief).values():
        for note in own.all:
            assert solid(note.text) in words, note.text


def headings(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        yield section.heading
        yield from headings(section.sections)


def solid(words: str) -> str:
    """Without white space, where lines were broken, and without the joining hyphen of a PDF's line."""
    return re.sub(r"[\s\u0002\ufffe\u200b]+", "", words)


# -- PDF --------------------------------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_titled_and_nobodys(shelf: Shelf) -> None:
    data = with_fonts(render_pdf, shelf.brief())
    pages = pypdfium2.PdfDocument(data)
    told = pages.get_metadata_dict()
    assert told["Title"] == "Gates & <hives>"
    assert told["Author"] == ""
    assert pages.is_tagged()
    assert [row.get_title() for row in pages.get_toc()][:3] == [phrases.SUMMARY, phrases.INSTRUMENTS, "Reach"]
    assert b"Wren" not in data


def test_the_contents_of_a_pdf_list_no_note(shelf: Shelf) -> None:
    words = pdf_words(with_fonts(render_pdf, shelf.brief(internal=True)))
    assert words.count(number_notes(shelf.brief(internal=True))[5].citation.text) == 1


HOSTILE = '#import "x.typ"\n#sys.inputs `raw` $x$ \\ #eval("1") = _a_ *b* <c> @d // e /* f */ {{ 7 * 7 }} {% x %} =1+1'


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_in_the_words_is_run(shelf: Shelf, name: str) -> None:
    shelf.change(0, commentary="    " + HOSTILE.replace("\n", "\n    "), ask=Ask("amend", HOSTILE, HOSTILE, HOSTILE))
    render, read = WRITERS[name]
    words = read(with_fonts(render, shelf.brief(title=HOSTILE)))
    assert solid(HOSTILE) in solid(words)
    assert "49" not in words


def test_a_sign_without_a_font_is_named(shelf: Shelf) -> None:
    words = " ".join(pdf_words(with_fonts(render_pdf, shelf.brief())).split())
    assert "at night 🌙" in words or "at night [crescent moon]" in words


def test_letters_without_a_font_are_refused(shelf: Shelf) -> None:
    shelf.change(0, commentary="A letter of a script that Unicode took up last: \U00016d40")
    with pytest.raises(Problem, match="No font of this computer has"):
        render_pdf(shelf.brief())


# -- OpenDocument -----------------------------------------------------------------------------------------------------


def test_an_odt_has_headings_notes_and_links_that_lead_somewhere(shelf: Shelf) -> None:
    body = odfdo.Document(io.BytesIO(render_odt(shelf.brief()))).body
    found = [(str(row.level), row.text_recursive) for row in body.get_headers()]
    assert ("1", "Reach") in found
    assert ("2", "Gates & doors") in found
    assert ("3", "1. art. 1(1)") in found
    targets = {row.get_attribute("xlink:href") for row in body.get_elements("//text:a")}
    marks = {f"#{row.get_attribute('text:name')}" for row in body.get_elements("//text:bookmark")}
    assert {row for row in targets if str(row).startswith("#")} <= marks
    assert "https://example.org/x" in targets


def test_an_odt_names_nobody_and_no_time(shelf: Shelf) -> None:
    data = render_odt(shelf.brief())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        everything = b"".join(file.read(row) for row in names).decode()
        assert names[0] == "mimetype"
        assert file.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert {row.date_time for row in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for words in ("Wren Aspen", "Hedge Watch", "LibreOffice_project", "creation-date"):
        assert words not in everything


def test_right_to_left_words_are_laid_out_so(shelf: Shelf) -> None:
    with zipfile.ZipFile(io.BytesIO(render_odt(shelf.brief()))) as file:
        content = file.read("content.xml").decode()
    arabic = content[: content.index("مفتاح")].rpartition('text:style-name="')[2].split('"')[0]
    style = content[content.index(f'style:name="{arabic}"') :].split("</style:style>")[0]
    assert 'style:writing-mode="rl-tb"' in style
    assert 'language-complex="ar"' in style


def test_white_space_is_kept(shelf: Shelf) -> None:
    shelf.change(0, commentary="    a  b\n      c\td")
    assert "a  b" in odt_words(render_odt(shelf.brief()))


# -- plain text -------------------------------------------------------------------------------------------------------


def test_lines_of_plain_text_are_short_and_notes_stand_at_the_end(shelf: Shelf) -> None:
    shelf.change(0, commentary="看守人可以打开果园的门。" * 20)
    words = render_text(shelf.brief()).decode()
    assert max(len(line) for line in words.splitlines()) <= WIDTH
    assert max(len(line) for line in words.splitlines() if "看" in line) <= WIDTH // 2
    body, notes = words.split("\nNotes\n")
    marks = re.findall(r"\[(\d+)\]", body.replace("Comment [7]", ""))
    assert marks == re.findall(r"^\[(\d+)\]", notes, re.M)


@pytest.mark.parametrize("name", ["docx", "odt", "text"])
def test_no_line_ends_between_a_section_sign_and_its_number(shelf: Shelf, name: str) -> None:
    render, read = WRITERS[name]
    words = read(render(shelf.brief()))
    assert re.search("§\u00a0[0-9]", words)
    assert not re.search("§[ \n]", words)


def test_an_odt_numbers_no_heading_by_itself(shelf: Shelf) -> None:
    packed = zipfile.ZipFile(io.BytesIO(render_odt(shelf.brief())))
    outline = re.search("<text:outline-style.*?</text:outline-style>", packed.read("styles.xml").decode(), re.DOTALL)
    assert outline is not None
    assert set(re.findall('style:num-format="([^"]*)"', outline[0])) == {""}
    assert "num-list-format" not in outline[0], "LibreOffice would set a point before every heading"
    assert "num-suffix" not in outline[0]
