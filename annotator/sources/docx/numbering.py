"""Automatic numbers of a Word document: what Word and LibreOffice print before a paragraph and no character says.

ECMA-376 part 1, §17.9. Instances (`w:num`) of one abstract definition count on together, except where an instance
overrides a start. A level starts again after any paragraph of a higher level, unless `w:lvlRestart` says otherwise.
Where the standard is silent, LibreOffice's labels are the measure; where LibreOffice lacks something of the standard
(`w:lvlRestart`, `w:isLgl`, a level told by `w:pStyle`), the standard is, since Word prints that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from annotator.sources.docx.styles import WORD, Styles, is_on, value_of, whole
from annotator.sources.numerals import numeral

_PLACEHOLDER = re.compile(r"%([1-9])")
_ALL_PLACEHOLDERS = re.compile(r"%[1-9](?:.*%[1-9])?")
_UNNUMBERED = "none"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` is the pattern ("Article %1", "%1.%2"); `restart` as in w:lvlRestart, if given."""

    start: int
    form: str
    text: str
    style: str
    restart: int | None
    is_legal: bool
    properties: etree._Element | None


@dataclass(frozen=True, slots=True)
class Instance:
    """A `w:num`: the abstract definition it counts with, its own levels, and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands: its instance and level (0 to 8)."""

    instance: str
    level: int


class Numbering:
    """Counts through one document: call `next_label` once for each numbered paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._links: dict[str, str] = {}
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._instances: dict[str, Instance] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._overridden: set[str] = set()
        if root is not None:
            for element in root.iterfind(f"{WORD}abstractNum"):
                self._add_abstract(element)
            for element in root.iterfind(f"{WORD}num"):
                self._add_instance(element)

    def _add_abstract(self, element: etree._Element) -> None:
        name = value_of(element, "abstractNumId") or ""
        self._abstracts[name] = dict(filter(None, map(_level, element.iterfind(f"{WORD}lvl"))))
        link = value_of(element.find(f"{WORD}numStyleLink"))
        if link:
            self._links[name] = link

    def _add_instance(self, element: etree._Element) -> None:
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in element.iterfind(f"{WORD}lvlOverride"):
            index = whole(value_of(override, "ilvl"))
            start = whole(value_of(override.find(f"{WORD}startOverride")))
            if index is not None and start is not None:
                starts[index] = start
            levels.update(filter(None, map(_level, override.iterfind(f"{WORD}lvl"))))
        abstract = value_of(element.find(f"{WORD}abstractNumId")) or ""
        self._instances[value_of(element, "numId") or ""] = Instance(abstract, levels, starts)

    def place(self, properties: etree._Element | None, style: str) -> ListPlace | None:
        """Where a paragraph with these properties and this style stands, or None if it is in no list."""
        own = properties.find(f"{WORD}numPr") if properties is not None else None
        styled = [link.element.find(f"{WORD}pPr/{WORD}numPr") for link in self._styles.chain(style)]
        instance, level = _number_and_level([own])
        if instance is None:
            instance, styled_level = _number_and_level(styled)
            level = level if level is not None else self._styled_level(instance, style)
        else:
            styled_level = _number_and_level(styled)[1]
        if instance not in self._instances:
            return None
        level = level if level is not None else styled_level
        return ListPlace(instance, min(max(level or 0, 0), 8))

    def _styled_level(self, instance: str | None, style: str) -> int | None:
        """A level may name the style whose paragraphs it numbers: that decides, whatever the style itself says."""
        if instance not in self._instances:
            return None
        levels = self._levels(instance)
        for link in self._styles.chain(style):
            for index, level in levels.items():
                if level.style == link.id:
                    return index
        return None

    def _abstract(self, instance: str) -> str:
        name = self._instances[instance].abstract
        linked = self._links.get(name)
        target = value_of(self._styles.find(linked, "pPr/numPr/numId")) if linked else None
        return self._instances[target].abstract if target in self._instances else name

    def _levels(self, instance: str) -> dict[int, Level]:
        return {**self._abstracts.get(self._abstract(instance), {}), **self._instances[instance].levels}

    def level_properties(self, place: ListPlace) -> etree._Element | None:
        """The paragraph properties (indentation) that the list gives."""
        level = self._levels(place.instance).get(place.level)
        return level.properties if level else None

    def next_label(self, place: ListPlace) -> str:
        """Counts the paragraph at `place` and gives its label: "Article 24", "(a)", "1.2"; "" for a bullet."""
        levels = self._levels(place.instance)
        counters = self._counters.setdefault(self._abstract(place.instance), {})
        self._count(place, levels, counters)
        level = levels.get(place.level) or _plain_level(place.level)
        if level.form == "bullet":
            return ""

        def print_level(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            source = levels.get(index) or _plain_level(index)
            value = counters.get(index, source.start)
            return numeral(value, "decimal" if level.is_legal and source.form != _UNNUMBERED else source.form)

        return _PLACEHOLDER.sub(print_level, _without_unnumbered(level, levels)).strip()

    def _count(self, place: ListPlace, levels: dict[int, Level], counters: dict[int, int]) -> None:
        # Levels that were skipped count as one paragraph each, as LibreOffice has it.
        for higher in range(place.level):
            counters.setdefault(higher, (levels.get(higher) or _plain_level(higher)).start)
        override = self._override(place)
        if override is not None:
            counters[place.level] = override
        elif place.level in counters:
            counters[place.level] += 1
        else:
            counters[place.level] = (levels.get(place.level) or _plain_level(place.level)).start
        for deeper in [index for index in counters if index > place.level]:
            level = levels.get(deeper)
            if level is None or level.restart is None or (level.restart > 0 and place.level < level.restart):
                del counters[deeper]

    def _override(self, place: ListPlace) -> int | None:
        """Where an instance starts anew: once, with its first paragraph at a level that it overrides."""
        start = self._instances[place.instance].starts.get(place.level)
        if start is None or place.instance in self._overridden:
            return None
        self._overridden.add(place.instance)
        return start


def _number_and_level(places: Iterable[etree._Element | None]) -> tuple[str | None, int | None]:
    """The nearest `w:numId` and the nearest `w:ilvl` among `w:numPr`, each inherited for itself."""
    given = [place for place in places if place is not None]
    numbers = (value_of(place.find(f"{WORD}numId")) for place in given)
    levels = (whole(value_of(place.find(f"{WORD}ilvl"))) for place in given)
    return (
        next((number for number in numbers if number is not None), None),
        next((level for level in levels if level is not None), None),
    )


def _plain_level(index: int) -> Level:
    """What LibreOffice numbers with at a level that the list does not define."""
    return Level(1, "decimal", f"%{index + 1}.", "", None, is_legal=False, properties=None)


def _without_unnumbered(own: Level, levels: dict[int, Level]) -> str:
    """The pattern of `own` without unnumbered levels, nor what stands between them and the level that follows.

    A level that is itself not numbered prints only its fixed words ("Note:").
    """
    if own.form == _UNNUMBERED:
        return _ALL_PLACEHOLDERS.sub("", own.text)
    pattern = own.text
    for index, level in levels.items():
        if level.form == _UNNUMBERED:
            pattern = re.sub(rf"%{index + 1}[^%]*(?=%{index + 2})", "", pattern)
    return pattern


def _level(element: etree._Element) -> tuple[int, Level] | None:
    index = whole(value_of(element, "ilvl"))
    if index is None:
        return None
    start = whole(value_of(element.find(f"{WORD}start")))
    legal = element.find(f"{WORD}isLgl")
    return index, Level(
        # A level without w:start begins at 0 (§17.9.25).
        start=start if start is not None else 0,
        form=value_of(element.find(f"{WORD}numFmt")) or "decimal",
        text=value_of(element.find(f"{WORD}lvlText")) or "",
        style=value_of(element.find(f"{WORD}pStyle")) or "",
        restart=whole(value_of(element.find(f"{WORD}lvlRestart"))),
        is_legal=legal is not None and is_on(legal),
        properties=element.find(f"{WORD}pPr"),
    )
