"""The parts of an OpenDocument text: a zip package (.odt, .ott) or one flat XML file (.fodt).

ODF 1.3 part 2 (packages) and part 3, §3 (documents).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.sources.archive import Archive, parse_xml

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{_ODF}office:1.0}}"
STYLE = f"{_ODF}style:1.0}}"
TEXT = f"{_ODF}text:1.0}}"
TABLE = f"{_ODF}table:1.0}}"
DRAW = f"{_ODF}drawing:1.0}}"
FO = f"{_ODF}xsl-fo-compatible:1.0}}"
SVG = f"{_ODF}svg-compatible:1.0}}"
LIBREOFFICE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_LINK = "{http://www.w3.org/1999/xlink}href"
_MANIFEST = "META-INF/manifest.xml"
# The manifest is searched, not parsed: OpenOffice.org 2 wrote a DOCTYPE into it, which our parser refuses.
_ENCRYPTED = re.compile(rb"<(?:\w+:)?encryption-data[\s>]")


@dataclass(frozen=True, slots=True)
class StyleParts:
    """Where the styles of some content are: named ones, and automatic ones that only this content may use."""

    named: etree._Element | None
    automatic: etree._Element | None


class Package:
    """An OpenDocument text as its parts; `text` is the element `office:text`."""

    def __init__(self, data: bytes) -> None:
        """Raises UnusableFile where the file is damaged, hostile, encrypted or no text document."""
        self._archive: Archive | None = None
        if data.startswith(b"PK"):
            self._archive = Archive(data)
            self._refuse_encrypted(self._archive)
            content = self._archive.xml("content.xml")
        else:
            content = parse_xml(data, "document")
        styles = self._part("styles.xml", content)
        text = content.find(f"{OFFICE}body/{OFFICE}text")
        if text is None:
            raise UnusableFile("This file has no OpenDocument text in it; open it in LibreOffice and save it as .odt.")
        self.text = text
        named = styles.find(f"{OFFICE}styles") if styles is not None else None
        self.text_styles = StyleParts(named, content.find(f"{OFFICE}automatic-styles"))
        self.page_styles = StyleParts(named, styles.find(f"{OFFICE}automatic-styles") if styles is not None else None)
        self.masters = styles.find(f"{OFFICE}master-styles") if styles is not None else None
        meta = self._part("meta.xml", content)
        found = meta.findtext(f"{OFFICE}meta/{DUBLIN_CORE}title") if meta is not None else ""
        self.title = (found or "").strip()

    def formula(self, element: etree._Element) -> str:
        """What a `draw:object` says if it is a formula, else ""; ODF keeps formulas in parts of their own."""
        inside = element.find(f"{MATH}math")
        name = f"{(element.get(_LINK) or '').removeprefix('./').rstrip('/')}/content.xml"
        if inside is None and self._archive is not None and name in self._archive:
            root = self._archive.xml(name)
            inside = root if root.tag == f"{MATH}math" else None
        if inside is None:
            return ""
        return " ".join(
            (row.text or "").strip() for row in inside.iter(*(MATH + tag for tag in ("mi", "mn", "mo", "ms", "mtext")))
        )

    def _part(self, name: str, content: etree._Element) -> etree._Element | None:
        """Part `name` of a package, which may lack it; in a flat file all is in one element."""
        if self._archive is None:
            return content
        return self._archive.xml(name) if name in self._archive else None

    @staticmethod
    def _refuse_encrypted(archive: Archive) -> None:
        if _MANIFEST in archive and _ENCRYPTED.search(archive.read(_MANIFEST)):
            raise UnusableFile("This file is encrypted: open it with its password and save it without one.")
