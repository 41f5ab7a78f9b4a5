"""The parts of a Word package: found by their relationships, as ECMA-376 part 2 has it, not by their usual names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.sources.archive import Archive, parse_xml
from annotator.sources.docx.styles import STRICT_WORD, WORD, value_of

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, slots=True)
class Comment:
    """`parent` is the id of the comment that this one answers, if it does."""

    text: str
    author: str
    created: str
    parent: str = ""


class Package:
    """A Word document as its parts."""

    def __init__(self, data: bytes) -> None:
        """Raises UnusableFile where the package is damaged, hostile or without a document."""
        self._archive = Archive(data)
        main = self._targets("").get("officeDocument")
        if not main:
            raise UnusableFile("This file has no Word document in it; open it in Word and save it again as .docx.")
        self._main = main[0]
        self._parts = self._targets(self._main)
        body = self._xml(self._main).find(f"{WORD}body")
        if body is None:
            raise UnusableFile("This file's Word document has no body; open it in Word and save it again as .docx.")
        self.body = body

    def part(self, kind: str) -> etree._Element | None:
        """The first part of `kind` ("styles", "numbering", "comments", "footnotes" …), or None."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[etree._Element]:
        """All parts of `kind` ("header")."""
        return [self._xml(name) for name in self._parts.get(kind, []) if name in self._archive]

    @property
    def title(self) -> str:
        """What the file calls itself in its properties."""
        names = self._targets("").get("core-properties", [])
        found = self._xml(names[0]).findtext(_TITLE) if names and names[0] in self._archive else ""
        return (found or "").strip()

    def comments(self) -> dict[str, Comment]:
        """By id; paragraphs of a comment are separated by a line end."""
        root = self.part("comments")
        rows = root.findall(f"{WORD}comment") if root is not None else []
        parents = self._parents(rows)
        found: dict[str, Comment] = {}
        for element in rows:
            name = value_of(element, "id") or ""
            paragraphs = ("".join(_words(row)) for row in element.iter(f"{WORD}p"))
            found[name] = Comment(
                text="\n".join(paragraphs).strip(),
                author=value_of(element, "author") or "",
                created=value_of(element, "date") or "",
                parent=parents.get(name, ""),
            )
        return found

    def _parents(self, comments: list[etree._Element]) -> dict[str, str]:
        """Which comment answers which, by id; the part that says so names comments by their last paragraphs."""
        extended = self.part("commentsExtended")
        if extended is None:
            return {}
        names = {
            paragraph.get(f"{_WORD_2010}paraId"): value_of(row, "id") or ""
            for row in comments
            for paragraph in row.iter(f"{WORD}p")
        }
        links = ((row.get(f"{_WORD_2012}paraId"), row.get(f"{_WORD_2012}paraIdParent")) for row in extended)
        return {names[own]: names[parent] for own, parent in links if own in names and parent and parent in names}

    def footnotes(self, kind: str) -> dict[str, etree._Element]:
        """Notes of the part `kind` ("footnotes" or "endnotes") by id, without the separators Word keeps there."""
        root = self.part(kind)
        if root is None:
            return {}
        return {
            element.get(f"{WORD}id") or "": element
            for element in root
            if isinstance(element.tag, str) and element.get(f"{WORD}type") in (None, "normal")
        }

    def _xml(self, name: str) -> etree._Element:
        """A part parsed; the strict variant of the format differs in its namespaces only."""
        data = self._archive.read(name).replace(STRICT_WORD[1:-1].encode(), WORD[1:-1].encode())
        return parse_xml(data, name)

    def _targets(self, part: str) -> dict[str, list[str]]:
        """Names of the parts that `part` ("" for the package) refers to, by the last word of their type."""
        folder, name = posixpath.split(part)
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, list[str]] = {}
        if relationships not in self._archive:
            return found
        for element in self._archive.xml(relationships).iter(_RELATIONSHIP):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target") or ""))
                kind = (element.get("Type") or "").rsplit("/", 1)[-1]
                found.setdefault(kind, []).append(target.lstrip("/"))
        return found


def _words(paragraph: etree._Element) -> list[str]:
    pieces = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "\u2011"}
    return [
        element.text or "" if element.tag == f"{WORD}t" else pieces.get(str(element.tag), "")
        for element in paragraph.iter()
    ]
