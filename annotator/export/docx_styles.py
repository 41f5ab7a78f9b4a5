"""The look of a Word brief: A4, a serif body, headings that stay with their text, quotations set off."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx_plus.core import Border
from docx_plus.tables import set_table_borders

from annotator.export.docx_fields import BAR_COLOUR, add_bar

_SERIF = "Cambria"
_EASTERN = "SimSun"
_ARABIC = "Times New Roman"
_TEXT_WIDTH = Mm(156)
_FIRST_COLUMN = Mm(66)
_HEAD_PER_CHARACTER = 2.05
"""Millimetres: Word makes no row taller for words that stand upright, so the longest name decides."""
_QUIET = RGBColor(0x55, 0x5B, 0x65)
_INK = RGBColor(0x1B, 0x1D, 0x21)


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes and spaces in points, indents in millimetres."""

    size: float
    before: float = 0
    after: float = 6
    bold: bool = False
    italic: bool = False
    quiet: bool = False
    left: float = 0
    right: float = 0
    lines: float = 1.15
    keep_with_next: bool = False


_LOOKS = {
    "Normal": _Look(11),
    "Title": _Look(24, after=4, bold=True, lines=1.05, keep_with_next=True),
    "Subtitle": _Look(11, after=16, quiet=True),
    "Heading 1": _Look(16, before=22, after=6, bold=True, lines=1.1, keep_with_next=True),
    "Heading 2": _Look(13, before=16, after=3, bold=True, lines=1.1, keep_with_next=True),
    "Heading 3": _Look(11.5, before=14, after=2, bold=True, lines=1.1, keep_with_next=True),
    "Heading 4": _Look(11, before=12, after=2, bold=True, lines=1.1, keep_with_next=True),
    "TOC Heading": _Look(13, before=18, after=4, bold=True, lines=1.1, keep_with_next=True),
    "toc 1": _Look(10.5, after=2, lines=1.05),
    "toc 2": _Look(10.5, after=2, left=6, lines=1.05),
    "Quote": _Look(10.5, before=2, after=6, left=9, right=6),
    "Entry Label": _Look(9.5, after=5, quiet=True, keep_with_next=True),
    "Ask": _Look(11, before=6, after=3, bold=True, left=4, keep_with_next=True),
    "Ask Wording": _Look(11, after=3, left=4),
    "Ask Detail": _Look(10, after=3, left=4, quiet=True),
    "Internal Detail": _Look(9.5, after=1, quiet=True),
    "Sources": _Look(9.5, after=6),
    "List Bullet": _Look(10, after=2, lines=1.05),
    "Footnote Text": _Look(9, after=2, lines=1.0),
    "Header": _Look(9, after=0, quiet=True),
    "Footer": _Look(9, after=0, quiet=True),
}
_UNINDENTED = frozenset({"List Bullet"})
"""Styles whose indentation belongs to their list."""


def set_up(document: Document) -> None:
    """Give `document` A4 pages and the styles above."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(25), Mm(25)
    for name, look in _LOOKS.items():
        _apply(_style(document, name), look, indented=name not in _UNINDENTED)
    _draw_bar(_style(document, "Quote"), BAR_COLOUR)
    _draw_bar(_style(document, "Ask"), "1B1D21")
    for name in ("Ask Wording", "Ask Detail"):
        _draw_bar(_style(document, name), "1B1D21")
    for name in ("toc 1", "toc 2"):
        stops = _style(document, name).paragraph_format.tab_stops
        stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    reference = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True


def set_up_matrix(table: Table) -> None:
    """Wide rows, narrow columns, light rules: the names of the columns stand upright, and again on each page."""
    light = Border(size=4, color=BAR_COLOUR)
    set_table_borders(table, all_edges=light)
    table.autofit = False
    others = len(table.columns) - 1
    widths = [_FIRST_COLUMN, *[Mm(round((_TEXT_WIDTH.mm - _FIRST_COLUMN.mm) / max(others, 1), 1))] * others]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    head = table.rows[0]
    longest = max((len(cell.text) for cell in head.cells[1:]), default=0)
    head.height = Mm(min(12 + longest * _HEAD_PER_CHARACTER, 110))
    for cell in head.cells[1:]:
        upright = OxmlElement("w:textDirection")
        upright.set(qn("w:val"), "btLr")
        cell._tc.get_or_add_tcPr().append(upright)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _style(document: Document, name: str) -> ParagraphStyle:
    known = {row.name for row in document.styles}
    style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    return style


def _apply(style: ParagraphStyle, look: _Look, *, indented: bool) -> None:
    style.font.size = Pt(look.size)
    style.font.bold, style.font.italic = look.bold, look.italic
    style.font.color.rgb = _QUIET if look.quiet else _INK
    _set_fonts(style, look)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    layout.line_spacing = look.lines
    layout.keep_with_next = look.keep_with_next
    layout.widow_control = True
    if indented:
        layout.left_indent, layout.right_indent = Mm(look.left), Mm(look.right)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _set_fonts(style: ParagraphStyle, look: _Look) -> None:
    """Each script has a font and a size of its own; the theme's fonts of the template would win over them."""
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:szCs", "w:bCs", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script, font in (("ascii", _SERIF), ("hAnsi", _SERIF), ("eastAsia", _EASTERN), ("cs", _ARABIC)):
        fonts.set(qn(f"w:{script}"), font)
    properties.insert(0, fonts)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(look.size * 2) + 2))
    properties.find(qn("w:sz")).addnext(size)


def _draw_bar(style: ParagraphStyle, colour: str) -> None:
    add_bar(style.element.get_or_add_pPr(), "left", colour)
