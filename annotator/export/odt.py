"""A brief as OpenDocument text (ODF 1.3): real headings, footnotes and contents, and nobody's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape

from odfdo import Document, Element, XmlPart

from annotator.export import phrases
from annotator.export.flow import Inline, Paragraph, Table, flow
from annotator.export.odt_styles import (
    CHARACTERS,
    FONTS,
    LOOKS,
    paragraph_properties,
    style_elements,
    style_name,
)
from annotator.export.tree import Brief

_STEP = 6.0
"""Millimetres by which a list or a quotation is set in."""
_CONTENTS_LEVELS = 2
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NEEDED = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")
_PAGE = (
    '<style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="16mm" '
    'fo:margin-bottom="16mm" fo:margin-left="27mm" fo:margin-right="27mm"><style:footnote-sep style:width="0.4pt" '
    'style:rel-width="26%" style:color="#555b65" style:distance-before-sep="2mm" style:distance-after-sep="1mm"/>'
    "</style:page-layout-properties>"
)
_FURNITURE = (
    '<style:header-style><style:header-footer-properties fo:min-height="9mm" fo:margin-bottom="5mm"/>'
    "</style:header-style>",
    '<style:footer-style><style:header-footer-properties fo:min-height="9mm" fo:margin-top="5mm"/>'
    "</style:footer-style>",
)
_NUMBER = '<text:page-number text:select-page="current">1</text:page-number>'


def render_odt(brief: Brief) -> bytes:
    """The same bytes for the same brief."""
    document = Document("text")
    body = _Body(brief)
    content = "".join(body.elements())
    _set_content(document, content, body)
    _set_styles(document, brief)
    _set_properties(document, brief)
    return _without_times(document)


class _Body:
    """The words as XML, and the automatic styles that some of them turned out to need."""

    def __init__(self, brief: Brief) -> None:
        self._parts = flow(brief)
        self.automatic: dict[tuple[str, bool, str, int, bool], str] = {}
        self._headings = 0

    def elements(self) -> Iterator[str]:
        for part in self._parts:
            yield from self._table(part) if isinstance(part, Table) else self._paragraph(part)

    def style_elements(self) -> Iterator[str]:
        for (role, right_to_left, language, indent, hangs), name in self.automatic.items():
            look = LOOKS[role]
            layout = paragraph_properties(
                look, right_to_left=right_to_left, indent=_STEP * indent, hanging=_STEP if hangs else 0
            )
            yield (
                f'<style:style style:name="{name}" style:family="paragraph" '
                f'style:parent-style-name="{style_name(look.name)}">{layout}{_language(language)}</style:style>'
            )

    def _paragraph(self, part: Paragraph) -> Iterator[str]:
        if part.role == "contents":
            yield self._contents(part)
            return
        words = "".join(_inline(row) for row in part.inlines)
        if part.level:
            yield self._heading(part, words)
            return
        if part.mark:
            words = f"{escape(part.mark)}<text:tab/>{words}"
        if part.role == "listed":
            words = f"• {words}"
        style = self._style("quote restated" if part.role == "quote" and part.restated else part.role, part)
        yield f'<text:p text:style-name="{style}">{words}</text:p>'

    def _heading(self, part: Paragraph, words: str) -> str:
        marks = ""
        if part.level <= _CONTENTS_LEVELS:
            self._headings += 1
            marks += f'<text:bookmark text:name="heading-{self._headings}"/>'
        if part.number:
            marks += f'<text:bookmark text:name="entry-{part.number}"/>'
        name = style_name(LOOKS[f"heading {part.level}"].name)
        return f'<text:h text:style-name="{name}" text:outline-level="{part.level}">{marks}{words}</text:h>'

    def _style(self, role: str, part: Paragraph) -> str:
        key = (role, part.direction == "rtl", part.language, part.indent, bool(part.mark))
        if key[1:] == (False, "", 0, False):
            return style_name(LOOKS[role].name)
        return self.automatic.setdefault(key, f"P{len(self.automatic) + 1}")

    def _contents(self, part: Paragraph) -> str:
        """With its entries, for readers that never bring it up to date; page numbers come when a person does."""
        titled = [row for row in self._parts if isinstance(row, Paragraph) and 0 < row.level <= _CONTENTS_LEVELS]
        entries = "".join(
            f'<text:p text:style-name="{style_name(LOOKS[f"contents {row.level}"].name)}">'
            f'<text:a xlink:type="simple" xlink:href="#heading-{place}">{escape(row.words)}</text:a></text:p>'
            for place, row in enumerate(titled, 1)
        )
        templates = "".join(
            f'<text:table-of-content-entry-template text:outline-level="{level}" '
            f'text:style-name="{style_name(LOOKS[f"contents {level}"].name)}"><text:index-entry-link-start/>'
            '<text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/>'
            "<text:index-entry-page-number/><text:index-entry-link-end/></text:table-of-content-entry-template>"
            for level in range(1, _CONTENTS_LEVELS + 1)
        )
        name = style_name(LOOKS["contents"].name)
        title = f'<text:p text:style-name="{name}">{escape(part.words)}</text:p>'
        return (
            '<text:table-of-content text:name="Contents" text:protected="true">'
            f'<text:table-of-content-source text:outline-level="{_CONTENTS_LEVELS}">'
            f'<text:index-title-template text:style-name="{name}">{escape(part.words)}</text:index-title-template>'
            f"{templates}</text:table-of-content-source><text:index-body>"
            f'<text:index-title text:name="Contents_Head">{title}</text:index-title>{entries}'
            "</text:index-body></text:table-of-content>"
        )

    def _table(self, table: Table) -> Iterator[str]:
        columns = max(len(row) for row in table.rows)
        rows = [self._row(row, columns, "cell" if place else "cell head") for place, row in enumerate(table.rows)]
        yield (
            f'<table:table table:style-name="Brief_20_Table"><table:table-column '
            f'table:number-columns-repeated="{columns}"/><table:table-header-rows>{rows[0]}</table:table-header-rows>'
            f"{''.join(rows[1:])}</table:table>"
        )
        yield f'<text:p text:style-name="{style_name(LOOKS["text"].name)}"/>'

    def _row(self, row: Sequence[Sequence[Inline]], columns: int, role: str) -> str:
        name = style_name(LOOKS[role].name)
        filled = [*row, *([()] * (columns - len(row)))]
        cells = "".join(
            '<table:table-cell table:style-name="Brief_20_Cell" office:value-type="string">'
            f'<text:p text:style-name="{name}">{"".join(map(_inline, cell))}</text:p></table:table-cell>'
            for cell in filled
        )
        return f"<table:table-row>{cells}</table:table-row>"


def _inline(row: Inline) -> str:
    if row.note:
        words = " ".join(part for part in (row.note.text, row.note.url) if part)
        number = row.note.number
        return (
            f'<text:note text:id="ftn{number}" text:note-class="footnote">'
            f"<text:note-citation>{number}</text:note-citation>"
            f'<text:note-body><text:p text:style-name="Footnote"><text:s/>{_spaced(words)}</text:p></text:note-body>'
            "</text:note>"
        )
    if row.text == "\n":
        return "<text:line-break/>"
    shown = _spaced(row.text)
    for name in CHARACTERS:
        if getattr(row, name):
            shown = f'<text:span text:style-name="Brief_20_{name}">{shown}</text:span>'
    target = row.link or (f"#entry-{row.entry}" if row.entry else "")
    return f'<text:a xlink:type="simple" xlink:href="{escape(target)}">{shown}</text:a>' if target else shown


def _spaced(words: str) -> str:
    """White space as ODF keeps it: more than one space would be read as one (ODF 1.3, 6.1.2)."""
    lines = []
    for line in words.split("\n"):
        parts = escape(line).replace("\t", "<text:tab/>").split(" ")
        out = parts[0]
        for place, part in enumerate(parts[1:], 1):
            out += f" {part}" if parts[place - 1] else f"<text:s/>{part}"
        lines.append(out)
    return "<text:line-break/>".join(lines)


def _language(tag: str) -> str:
    if not tag:
        return ""
    language, _, region = tag.partition("-")
    named = {"zh": "-asian", "ja": "-asian", "ko": "-asian", "ar": "-complex", "he": "-complex", "fa": "-complex"}
    kind = named.get(language.lower(), "")
    space = "style" if kind else "fo"
    return (
        f'<style:text-properties {space}:language{kind}="{escape(language)}" '
        f'{space}:country{kind}="{escape(region) or "none"}"/>'
    )


def _set_content(document: Document, content: str, body: _Body) -> None:
    text = document.body
    text.clear()
    for child in Element.from_tag(f"<office:text>{content}</office:text>").children:
        text.append(child)
    automatic = _element(_part(document, "content.xml"), "//office:automatic-styles")
    for element in body.style_elements():
        automatic.append(Element.from_tag(element))
    automatic.append(Element.from_tag(
        '<style:style style:name="Brief_20_Cell" style:family="table-cell"><style:table-cell-properties '
        'fo:padding="1.2mm" fo:border="0.4pt solid #b9c0cb"/></style:style>'
    ))  # fmt: skip


def _set_styles(document: Document, brief: Brief) -> None:
    part = _part(document, "styles.xml")
    for face in FONTS:
        _element(part, "//office:font-face-decls").append(Element.from_tag(face))
    named = _element(part, "//office:styles")
    taken = {style_name(look.name) for look in LOOKS.values()}
    for old in named.get_elements("style:style"):
        if old.get_attribute("style:name") in taken:
            old.delete()
    for element in style_elements():
        named.append(Element.from_tag(element))
    for level in part.get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")  # or headings would be numbered twice
        level.del_attribute("style:num-suffix")
        level.del_attribute("loext:num-list-format")  # LibreOffice prints a point for it before each heading
    _set_page(part, phrases.INTERNAL if brief.is_internal else "")


def _set_page(part: XmlPart, head: str) -> None:
    """A4 with a page number below and, where there is one, a warning above."""
    master = next(
        row for row in part.get_elements("//style:master-page") if row.get_attribute("style:name") == "Standard"
    )
    wanted = master.get_attribute("style:page-layout-name")
    layout = next(row for row in part.get_elements("//style:page-layout") if row.get_attribute("style:name") == wanted)
    layout.clear()
    layout.set_attribute("style:name", wanted)
    for element in (_PAGE, *_FURNITURE):
        layout.append(Element.from_tag(element))
    for place, words, align in (("header", escape(head), "right"), ("footer", _NUMBER, "center")):
        if words:
            paragraph = f'<text:p text:style-name="{_furniture_style(part, align)}">{words}</text:p>'
            master.append(Element.from_tag(f"<style:{place}>{paragraph}</style:{place}>"))


def _furniture_style(part: XmlPart, align: str) -> str:
    look = LOOKS["page"]
    layout = paragraph_properties(look).replace('fo:text-align="left"', f'fo:text-align="{align}"')
    made = (
        f'<style:style style:name="MP_{align}" style:family="paragraph" '
        f'style:parent-style-name="{style_name(look.name)}">{layout}</style:style>'
    )
    _element(part, "//office:automatic-styles").append(Element.from_tag(made))
    return f"MP_{align}"


def _part(document: Document, name: str) -> XmlPart:
    found = document.get_part(name)
    assert isinstance(found, XmlPart)
    return found


def _element(part: XmlPart, query: str) -> Element:
    found = part.get_element(query)
    assert isinstance(found, Element)
    return found


def _set_properties(document: Document, brief: Brief) -> None:
    """Title and language; program, times and counts of the template go."""
    meta = _element(_part(document, "meta.xml"), "//office:meta")
    meta.clear()
    meta.append(Element.from_tag(f"<dc:title>{escape(brief.title)}</dc:title>"))
    meta.append(Element.from_tag("<dc:language>en</dc:language>"))


def _without_times(document: Document) -> bytes:
    """Only the parts that a brief needs, each with the same date, which would otherwise tell when it was written."""
    manifest = _part(document, "META-INF/manifest.xml")
    for entry in manifest.root.get_elements("manifest:file-entry"):
        if entry.get_attribute("manifest:full-path") not in ("/", *_NEEDED):
            entry.delete()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        mime = b"application/vnd.oasis.opendocument.text"
        target.writestr(zipfile.ZipInfo("mimetype", _ZIP_TIME), mime, zipfile.ZIP_STORED)
        for name in _NEEDED:
            target.writestr(zipfile.ZipInfo(name, _ZIP_TIME), _part(document, name).serialize(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
