"""WordprocessingML styles: what a paragraph or run gets from its style, from that one's base, and by default.

ECMA-376 part 1, §17.7. Only what an importer of legal texts needs is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
TWIPS_PER_POINT = 20
MOST_BASES = 100
"""Styles in a chain, each based on the next. Templates have about five."""

_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})


def value_of(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute `w:name` of an element that may be missing."""
    if element is None:
        return None
    found = element.get(WORD + name)
    return found if isinstance(found, str) else None


def is_on(element: etree._Element) -> bool:
    """A toggle such as `<w:b/>` is on unless it says otherwise."""
    return (value_of(element) or "true") not in _OFF


def whole(text: str | None) -> int | None:
    """An integer attribute, or None; files made by hand hold fractions and nonsense."""
    try:
        return round(float(text)) if text else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Style:
    id: str
    name: str
    based_on: str
    element: etree._Element


class Styles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._defaults: list[etree._Element] = []
        self.default_paragraph = ""
        if root is not None:
            self._defaults = [element for element in root.iterfind(f"{WORD}docDefaults/*/*")]
            for element in root.iterfind(f"{WORD}style"):
                self._add(element)

    def _add(self, element: etree._Element) -> None:
        style = Style(
            id=value_of(element, "styleId") or "",
            name=value_of(element.find(f"{WORD}name")) or "",
            based_on=value_of(element.find(f"{WORD}basedOn")) or "",
            element=element,
        )
        self._styles[style.id] = style
        if value_of(element, "type") == "paragraph" and value_of(element, "default") in ("1", "true"):
            self.default_paragraph = style.id

    def name(self, style: str) -> str:
        """The name a person sees ("heading 1"), which no translation of Word changes for the built-in styles."""
        found = self._styles.get(style)
        return found.name if found else style

    def chain(self, style: str) -> Iterator[Style]:
        """The style itself, then those it is based on; files may make a circle of them, or a chain without end."""
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < MOST_BASES:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].based_on

    def find(self, style: str, path: str) -> etree._Element | None:
        """The first element at `path` ("pPr/jc") along the chain of `style`, or in the document's defaults."""
        steps = [WORD + step for step in path.split("/")]
        for link in self.chain(style):
            found = link.element.find("/".join(steps))
            if found is not None:
                return found
        for defaults in self._defaults:
            if defaults.tag == steps[0]:
                return defaults.find("/".join(steps[1:]))
        return None

    def heading_level(self, properties: etree._Element | None, style: str) -> int | None:
        """1 to 9 for a heading: from its own outline level, its style's name or its style's outline level."""
        own = properties.find(f"{WORD}outlineLvl") if properties is not None else None
        if own is None:
            for link in self.chain(style):
                heading = _HEADING.match(link.name)
                if heading:
                    return int(heading[1])
            own = self.find(style, "pPr/outlineLvl")
        level = whole(value_of(own))
        return level + 1 if level is not None and 0 <= level < 9 else None
