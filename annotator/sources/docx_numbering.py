"""Automatic numbers of a Word document: what Word and LibreOffice print before a paragraph and no character says.

ECMA-376 part 1, §17.9. Instances (`w:num`) of one abstract definition count on together, except where an instance
overrides a start. A level starts again after any paragraph of a higher level, unless `w:lvlRestart` says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from annotator.sources.docx_styles import WORD, Styles, is_on, value_of, whole
from annotator.sources.numerals import numeral

_PLACEHOLDER = re.compile(r"%([1-9])")
_COUNTLESS = ("bullet", "none")


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
        self._started: set[tuple[str, int]] = set()
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
        instance = value_of(own.find(f"{WORD}numId")) if own is not None else None
        level = whole(value_of(own.find(f"{WORD}ilvl"))) if own is not None else None
        for link in self._styles.chain(style) if instance is None else ():
            inherited = link.element.find(f"{WORD}pPr/{WORD}numPr")
            instance = value_of(inherited.find(f"{WORD}numId")) if inherited is not None else None
            if inherited is not None and instance is not None:
                level = self._styled_level(instance, style) if level is None else level
                level = whole(value_of(inherited.find(f"{WORD}ilvl"))) if level is None else level
                break
        if instance not in self._instances:
            return None
        return ListPlace(instance, min(max(level or 0, 0), 8))

    def _styled_level(self, instance: str, style: str) -> int | None:
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
        level = levels.get(place.level)
        if level is None or level.form in _COUNTLESS:
            return ""

        def print_level(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            source = levels.get(index)
            if source is None:
                return ""
            value = counters.get(index, source.start)
            return numeral(value, "decimal" if level.is_legal else source.form)

        return _PLACEHOLDER.sub(print_level, level.text).strip()

    def _count(self, place: ListPlace, levels: dict[int, Level], counters: dict[int, int]) -> None:
        # Levels that were skipped count as one paragraph each, as LibreOffice has it.
        for higher in range(place.level):
            counters.setdefault(higher, self._start(place.instance, higher, levels))
        start = self._start(place.instance, place.level, levels)
        key = (place.instance, place.level)
        begins_anew = place.level in self._instances[place.instance].starts and key not in self._started
        self._started.add(key)
        if place.level in counters and not begins_anew:
            counters[place.level] += 1
        else:
            counters[place.level] = start
        for deeper in [index for index in counters if index > place.level]:
            level = levels.get(deeper)
            if level is None or level.restart is None or (level.restart > 0 and place.level < level.restart):
                del counters[deeper]

    def _start(self, instance: str, level: int, levels: dict[int, Level]) -> int:
        override = self._instances[instance].starts.get(level)
        if override is not None:
            return override
        return levels[level].start if level in levels else 1


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
