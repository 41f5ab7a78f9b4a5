"""OpenDocument styles: what a paragraph or some words get from their style, from its parents, and by default.

ODF 1.3 part 3, §16. Only what an importer of legal texts needs is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from annotator.sources.odt.parts import FO, STYLE, TEXT, StyleParts

OUTLINE = "Outline"
"""The list style that numbers headings goes by this name, whatever it calls itself."""

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)(pt|in|cm|mm|pc|px)\s*")
_PERCENT = re.compile(r"\s*(\d*\.?\d+)%\s*")
_ENCODED = re.compile(r"_([0-9a-fA-F]{2,4})_")
_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_BOLD = frozenset({"bold", "600", "700", "800", "900"})


def points(text: str | None) -> float | None:
    """A length such as "1.27cm" in points, or None for a percentage and for nonsense."""
    match = _LENGTH.fullmatch(text or "")
    return float(match[1]) * _POINTS[match[2]] if match else None


def whole(text: str | None) -> int | None:
    """An integer attribute within reason, or None; files made by hand hold nonsense."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else None


@dataclass(frozen=True, slots=True)
class Style:
    """`outline_level` is 0 where the style says that it makes no heading; `list_style` "" where it says "no list"."""

    name: str
    title: str
    parent: str
    outline_level: int | None
    list_style: str | None
    is_automatic: bool
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look; `size` is points."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    hidden: bool = False


class Styles:
    """The styles that some content can use."""

    def __init__(self, parts: StyleParts) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._defaults: dict[str, etree._Element] = {}
        self._looks: dict[tuple[str, tuple[str, ...]], Look] = {}
        self.parts = [part for part in (parts.named, parts.automatic) if part is not None]
        for part in self.parts:
            for element in part.iterfind(f"{STYLE}style"):
                style = _style(element, is_automatic=part is parts.automatic)
                self._styles[element.get(f"{STYLE}family") or "", style.name] = style
            for element in part.iterfind(f"{STYLE}default-style"):
                self._defaults[element.get(f"{STYLE}family") or ""] = element
        self._numbered: dict[int, str] = {}
        for (family, name), style in self._styles.items():
            if family == "paragraph" and style.outline_level:
                self._numbered.setdefault(style.outline_level, name)

    def chain(self, name: str, family: str = "paragraph") -> Iterator[Style]:
        """The style itself, then its ancestors."""
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[family, name]
            name = self._styles[family, name].parent

    def name(self, style: str) -> str:
        """The name a person sees ("Heading 1") of the style, or of the named one an automatic style is based on."""
        found = next((link for link in self.chain(style) if not link.is_automatic), None)
        return found.title if found else _decoded(style)

    def heading_level(self, style: str) -> int | None:
        """1 to 9 where the style makes its paragraphs headings."""
        for link in self.chain(style):
            if link.outline_level is not None:
                return min(link.outline_level, 9) or None
            heading = _HEADING.match(link.title)
            if heading:
                return int(heading[1])
        return None

    def outline_number(self, style: str, level: int | None) -> int | None:
        """At which level (from 1) the outline numbers a paragraph outside lists; `level` is that of a `text:h`.

        As LibreOffice has it: a style that names a list, or none, is not numbered by the outline, nor is one that
        descends from a numbered style. Other paragraphs are numbered if their style is the first of its level.
        """
        for link in self.chain(style):
            if link.list_style is not None and (link.is_automatic or link.list_style != OUTLINE):
                return None
            if not link.is_automatic:
                ancestors = list(self.chain(link.parent))
                if any(row.outline_level for row in ancestors):
                    return None
                if level is None and self._numbered.get(link.outline_level or 0) == link.name:
                    return link.outline_level
                return level
        return level

    def property(self, style: str, group: str, attribute: str) -> str | None:
        """`attribute` of the first style along the chain of a paragraph's style that sets it, or the default's."""
        for link in self.chain(style):
            found = _value(link.element, group, attribute)
            if found is not None:
                return found
        return _value(self._defaults.get("paragraph"), group, attribute)

    def own_property(self, style: str, attribute: str) -> str | None:
        """A paragraph property that an automatic style, hence the author for this paragraph alone, has set."""
        link = next(self.chain(style), None)
        return _value(link.element, "paragraph", attribute) if link and link.is_automatic else None

    def look(self, paragraph: str, spans: tuple[str, ...]) -> Look:
        """How words in `spans` (names of character styles, the innermost last) of a paragraph look."""
        key = (paragraph, spans)
        if key not in self._looks:
            self._looks[key] = self._new_look(paragraph, spans)
        return self._looks[key]

    def _new_look(self, paragraph: str, spans: tuple[str, ...]) -> Look:
        def first(attribute: str) -> str:
            return next(self._text_values(paragraph, spans, attribute), "")

        return Look(
            bold=first(f"{FO}font-weight") in _BOLD,
            italic=first(f"{FO}font-style") in ("italic", "oblique"),
            size=self._size(paragraph, spans),
            hidden=first(f"{TEXT}display") == "none",
        )

    def _size(self, paragraph: str, spans: tuple[str, ...]) -> float | None:
        factor = 1.0
        for value in self._text_values(paragraph, spans, f"{FO}font-size"):
            share = _PERCENT.fullmatch(value)
            if share:
                factor *= float(share[1]) / 100
                continue
            size = points(value)
            return round(size * factor, 2) if size is not None else None
        return None

    def _text_values(self, paragraph: str, spans: tuple[str, ...], attribute: str) -> Iterator[str]:
        """All that set a property of characters, the one that wins first."""
        for family, name in (*(("text", span) for span in reversed(spans)), ("paragraph", paragraph)):
            for link in self.chain(name, family):
                found = _value(link.element, "text", attribute)
                if found is not None:
                    yield found
        found = _value(self._defaults.get("paragraph"), "text", attribute)
        if found is not None:
            yield found


def _style(element: etree._Element, *, is_automatic: bool) -> Style:
    name = element.get(f"{STYLE}name") or ""
    return Style(
        name=name,
        title=element.get(f"{STYLE}display-name") or _decoded(name),
        parent=element.get(f"{STYLE}parent-style-name") or "",
        outline_level=whole(element.get(f"{STYLE}default-outline-level")),
        list_style=element.get(f"{STYLE}list-style-name"),
        is_automatic=is_automatic,
        element=element,
    )


def _value(style: etree._Element | None, group: str, attribute: str) -> str | None:
    properties = style.find(f"{STYLE}{group}-properties") if style is not None else None
    return properties.get(attribute) if properties is not None else None


def _decoded(name: str) -> str:
    """Names are written with what XML forbids in them as `_20_`."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), name)
