"""Commentary in a Word file."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph

from annotator.export.commentary import Block, Run
from annotator.export.direction import direction_of
from annotator.export.docx_fields import append_paragraph, set_direction

_STEP = 6
"""Millimetres by which a list or a quotation is set in."""
_LINK = RGBColor(0x1D, 0x4F, 0x91)


def add_commentary(document: Document, blocks: Iterable[Block], indent: float = 0, mark: str = "") -> None:
    """Append the blocks. `mark` goes before the first of them; `indent` (millimetres) sets all of them in."""
    for block in blocks:
        if block.kind == "table":
            _add_table(document, block)
        elif block.kind in ("bullets", "numbers"):
            for number, item in enumerate(block.children, block.start):
                add_commentary(
                    document, item.children, indent + _STEP, f"{number}." if block.kind == "numbers" else "•"
                )
        elif block.kind == "quote":
            add_commentary(document, block.children, indent + _STEP, mark)
        else:
            _add_paragraph(document, block, indent, mark)
        mark = ""


def add_runs(paragraph: Paragraph, runs: Iterable[Run], *, bold: bool = False) -> None:
    for run in runs:
        if run.text == "\n":
            paragraph.add_run().add_break()
            continue
        made = paragraph.add_run(run.text)
        if run.bold or bold:
            made.bold = True
        if run.italic:
            made.italic = True
        if run.struck:
            made.font.strike = True
        if run.code:
            made.font.name = "Courier New"
        if run.link:
            made.font.color.rgb = _LINK
            link = OxmlElement("w:hyperlink")
            target = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), target)
            paragraph._p.append(link)
            link.append(made._r)


def _add_paragraph(document: Document, block: Block, indent: float, mark: str) -> None:
    paragraph = append_paragraph(document)
    layout = paragraph.paragraph_format
    if indent:
        layout.left_indent = Mm(indent)
    if mark:
        layout.first_line_indent = Mm(-_STEP)
        layout.tab_stops.add_tab_stop(Mm(indent))
        paragraph.add_run(f"{mark}\t")
    layout.keep_with_next = True if block.kind == "heading" else None
    add_runs(paragraph, block.runs, bold=block.kind == "heading")
    set_direction(paragraph, direction_of("".join(run.text for run in block.runs)), "")


def _add_table(document: Document, block: Block) -> None:
    columns = max(len(row.children) for row in block.children)
    table = document.add_table(0, columns, "Table Grid")
    for row in block.children:
        cells = table.add_row().cells
        for cell, words in zip(cells, row.children, strict=False):
            add_runs(cell.paragraphs[0], words.runs, bold=row is block.children[0])
    document.add_paragraph()
