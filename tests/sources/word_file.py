"""Word documents for tests: made by python-docx, then given the XML that it has no words for."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"


def word(build: Callable[[Document], None]) -> bytes:
    """The bytes of a document that `build` filled."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def body(*paragraphs: str) -> bytes:
    """A document of paragraphs that are given as WordprocessingML, with the prefix `w`."""
    return word(lambda document: add_xml(document, *paragraphs))


def add_xml(document: Document, *elements: str) -> None:
    """Adds elements at the end of the body, before its section properties."""
    for element in elements:
        head, _, rest = element.partition(">")
        slash = "/" if head.endswith("/") else ""
        source = f"{head.rstrip('/')} {nsdecls('w', 'wp', 'a')}{slash}>{rest}"
        document.element.body.insert_element_before(parse_xml(source), "w:sectPr")


def add_part(document: Document, kind: str, content: str) -> None:
    """Adds a part such as "footnotes", "comments" or "commentsExtended", its root element named `kind` too."""
    root, prefix = ("commentsEx", "w15") if kind == "commentsExtended" else (kind, "w")
    spaces = f'{nsdecls("w")} xmlns:w14="{_WORD_2010}" xmlns:w15="{_WORD_2012}"'
    source = f'<?xml version="1.0"?><{prefix}:{root} {spaces}>{content}</{prefix}:{root}>'
    part = Part(PackURI(f"/word/{kind}.xml"), f"{_TYPES}.{kind}+xml", source.encode())
    document.part.relate_to(part, f"{_RELATIONSHIPS}/{kind}")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text) if text else "", place)


def level(index: int, form: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    """A `w:lvl`."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def define_lists(document: Document, abstracts: dict[int, str], instances: dict[int, tuple[int, str]]) -> None:
    """Replaces all lists of a document: `abstracts` are levels by id, `instances` abstract ids and overrides by id."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for key, levels in abstracts.items():
        root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{levels}</w:abstractNum>'))
    for key, (abstract, overrides) in instances.items():
        reference = f'<w:abstractNumId w:val="{abstract}"/>'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}">{reference}{overrides}</w:num>'))
