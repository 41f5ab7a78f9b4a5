"""Parts of a Word file that python-docx has no words for: fields, bookmarks, links, right-to-left paragraphs."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from annotator.model.treaty import Direction

BAR_COLOUR = "B9C0CB"

_AFTER_BORDERS = tuple(f"w:{name}" for name in ("shd", "tabs", "suppressAutoHyphens", "bidi", "spacing", "ind", "jc"))
"""What the schema wants after the borders of a paragraph."""


def append_paragraph(document: Document) -> Paragraph:
    """A new last paragraph. python-docx looks through the whole body for the place each time."""
    made = OxmlElement("w:p")
    document.element.body[-1].addprevious(made)
    return Paragraph(made, document)


def field_mark(paragraph: Paragraph, kind: str) -> BaseOxmlElement:
    """Append a "begin", "separate" or "end" of a complex field (ISO/IEC 29500-1, 17.16.18)."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
    return mark


def begin_field(paragraph: Paragraph, instruction: str) -> BaseOxmlElement:
    """Append everything of a field before its result; close it with `field_mark(paragraph, "end")`."""
    begin = field_mark(paragraph, "begin")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    paragraph.add_run()._r.append(words)
    field_mark(paragraph, "separate")
    return begin


def add_field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """Append a whole field that shows `result` until it is brought up to date."""
    begin_field(paragraph, instruction)
    paragraph.add_run(result)
    field_mark(paragraph, "end")


def add_bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Put a bookmark around all that the paragraph holds so far. `number` is unique in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    properties = paragraph._p.get_or_add_pPr()
    properties.addnext(start)
    paragraph._p.append(end)


def link_to_bookmark(paragraph: Paragraph, runs: list[Run], name: str) -> None:
    """Turn `runs`, which the paragraph ends with, into a link to a bookmark."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    for run in runs:
        link.append(run._r)


def add_bar(properties: BaseOxmlElement, side: str, colour: str) -> None:
    """A rule beside the lines of a paragraph, or of a style; `side` is "left" or "right" on the page."""
    borders = OxmlElement("w:pBdr")
    for name in ("left", "right"):
        bar = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", colour)):
            bar.set(qn(f"w:{key}"), value if name == side else {"val": "nil"}.get(key, value))
        borders.append(bar)
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def set_direction(paragraph: Paragraph, direction: Direction, language: str) -> None:
    """Lay out a paragraph in its direction, and say what language its runs are in, where it is known."""
    if direction == "rtl":
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")
        if paragraph.style is not None and paragraph.style.name == "Quote":
            add_bar(properties, "right", BAR_COLOUR)
    for run in paragraph.runs:
        properties = run._r.get_or_add_rPr()
        if direction == "rtl":
            properties.append(OxmlElement("w:rtl"))
        if not language:
            continue
        tag = OxmlElement("w:lang")
        name = "bidi" if direction == "rtl" else "eastAsia" if language[:2] in ("zh", "ja", "ko") else "val"
        tag.set(qn(f"w:{name}"), language)
        properties.append(tag)
