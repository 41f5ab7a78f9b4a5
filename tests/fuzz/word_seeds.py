"""Small Word documents: automatic numbers, tracked changes, notes, comments, text boxes, fields, tables."""

from __future__ import annotations

from functools import cache
from html import escape

from tests.fuzz.containers import zipped
from tests.fuzz.sayings import DRAFT, RESOLUTION, VILLAGES

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relationships(**targets: str) -> bytes:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind.replace("_", "-")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'.encode()


def _word_part(name: str, content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_WORD}>{content}</w:{name}>'.encode()


def _word_paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_level(index: int, form: str, pattern: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>'
        f'<w:pPr><w:ind w:left="{720 * index}"/></w:pPr></w:lvl>'
    )


_WORD_EXTRAS = """<w:p><w:ins w:id="1"><w:r><w:t>Added. </w:t></w:r></w:ins>
<w:del w:id="2"><w:r><w:delText>Gone.</w:delText></w:r></w:del>
<w:commentRangeStart w:id="0"/><w:r><w:t>Remarked</w:t><w:br/><w:tab/><w:t>on</w:t></w:r><w:commentRangeEnd w:id="0"/>
<w:r><w:footnoteReference w:id="2"/></w:r>
<w:r><w:rPr><w:vanish/><w:b/><w:sz w:val="28"/></w:rPr><w:t>Hidden</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Sack</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>20</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:sdt><w:sdtContent><w:p><w:r><w:t>Kept</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
_WORD_BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>%s</mc:Choice>'
    "<mc:Fallback>%s</mc:Fallback></mc:AlternateContent>"
) % (("<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>",) * 2)
_WORD_CHANGES = f"""<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>Ends in</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:ins w:id="4"/></w:rPr><w:pPrChange w:id="5"><w:pPr><w:pStyle w:val="A"/></w:pPr></w:pPrChange>
</w:pPr><w:ins w:id="6"><w:r><w:t>the next.</w:t></w:r><w:del w:id="7"><w:r><w:delText>Both</w:delText></w:r></w:del>
</w:ins></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/><w:ins w:id="8"/></w:numPr></w:pPr>
<w:moveFrom w:id="9"><w:r><w:t>Moved</w:t></w:r></w:moveFrom><w:r><w:t>stays</w:t></w:r></w:p>
<w:p><w:moveTo w:id="10"><w:r><w:rPr><w:b/><w:rPrChange w:id="11"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>
<w:t>Moved</w:t></w:r></w:moveTo></w:p>
<w:tbl><w:tr><w:trPr><w:del w:id="12"/></w:trPr><w:tc><w:p><w:r><w:t>Row gone</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:trPr><w:ins w:id="13"/></w:trPr><w:tc><w:p><w:r><w:t>Row new</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Box</w:t>{_WORD_BOX}</w:r><w:r><w:endnoteReference w:id="1"/></w:r>
<w:r><w:sym w:font="Symbol" w:char="F061"/><w:noBreakHyphen/></w:r>
<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r></w:p>
<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Article 1 ... 2</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:fldSimple w:instr="REF x"><w:r><w:t>Article 3</w:t></w:r></w:fldSimple><w:ruby><w:rt><w:r><w:t>a</w:t>
</w:r></w:rt><w:rubyBase><w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby></w:p>"""
_WORD_NUMBERS = """<w:abstractNum w:abstractNumId="0">%s</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"""
_WORD_STYLES = """<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Normal"/><w:rPr><w:i/></w:rPr></w:style>"""
_WORD_COMMENT = '<w:comment w:id="0" w:author="M" w:date="2020-01-01T00:00:00Z">%s</w:comment>'


def word_file(body: str) -> dict[str, bytes]:
    """The parts of a small Word document with the paragraphs `body`."""
    levels = (
        _word_level(*row)
        for row in ((0, "upperRoman", "Article %1"), (1, "decimal", "%2."), (2, "lowerLetter", "(%3)"))
    )
    return {
        "word/document.xml": _word_part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "_rels/.rels": _relationships(officeDocument="word/document.xml", core_properties="docProps/core.xml"),
        "word/_rels/document.xml.rels": _relationships(
            **{kind: f"{kind}.xml" for kind in ("styles", "numbering", "comments", "footnotes", "endnotes", "header")}
        ),
        "docProps/core.xml": b'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The mill</dc:title></c>',
        "word/styles.xml": _word_part("styles", _WORD_STYLES),
        "word/numbering.xml": _word_part("numbering", _WORD_NUMBERS % "".join(levels)),
        "word/comments.xml": _word_part("comments", _WORD_COMMENT % _word_paragraph("Why?")),
        "word/footnotes.xml": _word_part(
            "footnotes",
            f'<w:footnote w:id="2">{_word_paragraph("A note.")}{_word_paragraph("It goes on.")}</w:footnote>'
            f'<w:footnote w:id="3">{_word_paragraph("* Starred.")}</w:footnote>',
        ),
        "word/endnotes.xml": _word_part(
            "endnotes", f'<w:endnote w:id="1">{_word_paragraph("At the end.")}</w:endnote>'
        ),
        "word/header.xml": _word_part("hdr", _word_paragraph("Mills")),
    }


@cache
def docx_seeds() -> tuple[bytes, ...]:
    styled = '<w:pStyle w:val="A"/>'
    plain = "".join(_word_paragraph(row, styled * row.startswith("Art")) for row in VILLAGES.split("\n"))
    numbered = "".join(
        _word_paragraph(row, _word_place(place % 3, 1 + place // 9) * (place % 4 > 0))
        for place, row in enumerate(RESOLUTION.split("\n"))
    )
    drafted = "".join(_word_paragraph(row, _word_place(2, 1) * row.startswith("(")) for row in DRAFT.split("\n"))
    bodies = (plain, numbered + _WORD_EXTRAS, _WORD_EXTRAS + numbered, _WORD_CHANGES + drafted + _WORD_CHANGES)
    return tuple(zipped(word_file(body)) for body in bodies)


def _word_place(level: int, number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


ELEMENTS = (
    *((f"<w:{name}>", f"</w:{name}>") for name in (
        "p", "r", "t", "tbl", "tr", "tc", "ins", "del", "moveFrom", "moveTo", "sdt", "sdtContent", "pPr", "rPr",
        "txbxContent", "delText", "hyperlink", "smartTag", "ruby", "instrText",
    )),
    ("<w:tab/>", ""),
    ("<w:br/>", ""),
    ('<w:br w:type="page"/>', ""),
    ("<w:vanish/>", ""),
    ("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", ""),
    ("<w:trPr><w:ins/></w:trPr>", ""),
    ('<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>', ""),
    ('<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'),
    ('<w:r><w:footnoteReference w:id="2"/></w:r>', ""),
    ('<w:r><w:endnoteReference w:id="1"/></w:r>', ""),
    ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', ""),
)  # fmt: skip
VALUES = (
    "A",
    "B",
    "upperRoman",
    "lowerLetter",
    "bullet",
    "decimalZero",
    "chineseCounting",
    "%1",
    "(%2)",
    "begin",
    "end",
    "2",
    "3",
)
