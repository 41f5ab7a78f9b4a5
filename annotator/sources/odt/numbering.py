"""Automatic numbers of an OpenDocument text: lists in lists, lists that go on, headings numbered by the outline.

ODF 1.3 part 3, §5.3 and §19.773 to 19.788; where the standard leaves it open, as LibreOffice counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from annotator.sources.odt.list_styles import DEEPEST, ListStyles
from annotator.sources.odt.parts import TEXT, XML_ID
from annotator.sources.odt.styles import OUTLINE, whole


@dataclass(slots=True)
class Item:
    """An item of a list. Its first paragraph takes the number, and `is_numbered` says that it has been taken."""

    style: str
    start: int | None = None
    is_numbered: bool = False
    is_header: bool = False
    lists: int = 0
    paragraphs: int = 0

    def goes_on(self) -> bool:
        """Counts a paragraph of the item; whether it is a further one, without a number of its own."""
        self.paragraphs += 1
        return self.is_header or self.paragraphs > 1 or self.lists > 0


@dataclass(slots=True)
class OpenList:
    """A list being read. Lists with one `id` count on together; `restarts` until its first number is printed."""

    id: str
    style: str
    level: int
    restarts: bool = False
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands; `level` counts from 0. `is_heading` where the outline numbers it."""

    list: OpenList
    item: Item
    area: str
    is_heading: bool = False

    @property
    def level(self) -> int:
        return self.list.level


@dataclass(slots=True)
class _Known:
    """A list at root level that was met: its style, and the first list of those that it continues."""

    style: str
    master: str


@dataclass(slots=True)
class Numbering:
    """Counts through one document: follow its lists with `open`, `item` and `close`, ask `next_label` in order."""

    styles: ListStyles
    _open: list[OpenList] = field(default_factory=list)
    _known: dict[str, _Known] = field(default_factory=dict)
    _last: str = ""
    _area: str = "body"
    _counters: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)

    @contextmanager
    def apart(self, area: str = "") -> Iterator[None]:
        """Reads what is in no list of the paragraph's: a deletion put back, a note or text box, which count apart."""
        outside, self._open = self._open, []
        place, self._area = self._area, area or self._area
        yield
        self._open, self._area = outside, place

    def open(self, element: etree._Element) -> None:
        """A `text:list` begins."""
        outer = self._open[-1] if self._open else None
        style = element.get(f"{TEXT}style-name") or ""
        goes_on = element.get(f"{TEXT}continue-numbering")
        if outer is None:
            self._open.append(self._root(element, style, goes_on))
            return
        is_second = outer.item is not None and outer.item.lists > 0
        if outer.item is not None:
            outer.item.lists += 1
        self._open.append(
            OpenList(
                id=outer.id,
                style=style or outer.style,
                level=min(outer.level + 1, DEEPEST - 1),
                restarts=goes_on != "true" if goes_on else outer.restarts or is_second,
            )
        )

    def _root(self, element: etree._Element, style: str, goes_on: str | None) -> OpenList:
        name = element.get(XML_ID) or element.get(f"{TEXT}id") or f"list {len(self._known)}"
        continued = element.get(f"{TEXT}continue-list") or ""
        last = self._known.get(self._last)
        if goes_on == "true" and not continued and last is not None and last.style == style:
            continued = self._last
        master = self._known[continued].master if continued in self._known else ""
        if name not in self._known:
            self._known[name] = _Known(style, master or name)
            self._last = name
        return OpenList(master or self._known[name].master, style, 0, restarts=goes_on == "false")

    def close(self) -> None:
        """Whether a restart was used up is known to the outer list now; what follows in its item has no number."""
        inner = self._open.pop()
        outer = self._open[-1] if self._open else None
        if outer is not None:
            outer.restarts = inner.restarts
        if outer is not None and outer.item is not None:
            outer.item.is_numbered = True

    def item(self, element: etree._Element) -> None:
        """A `text:list-item` or `text:list-header` of the innermost list begins."""
        here = self._open[-1]
        here.item = Item(
            style=element.get(f"{TEXT}style-override") or here.style,
            start=whole(element.get(f"{TEXT}start-value")),
            is_header=element.tag == f"{TEXT}list-header",
        )

    def place(self) -> ListPlace | None:
        """Where a paragraph that begins now stands, or None where it is in no list."""
        here = self._open[-1] if self._open else None
        return ListPlace(here, here.item, self._area) if here is not None and here.item is not None else None

    def place_alone(self, element: etree._Element) -> ListPlace:
        """Where the paragraph of a `text:numbered-paragraph` stands."""
        style = element.get(f"{TEXT}style-name") or ""
        name = element.get(f"{TEXT}list-id") or f"style {style}"
        known = self._known.setdefault(name, _Known(style, name))
        level = min(max((whole(element.get(f"{TEXT}level")) or 1) - 1, 0), DEEPEST - 1)
        item = Item(style or known.style, whole(element.get(f"{TEXT}start-value")))
        return ListPlace(OpenList(known.master, item.style, level), item, self._area)

    def place_in_outline(self, element: etree._Element, level: int) -> ListPlace:
        """Where a heading stands that the outline numbers at `level` (from 1)."""
        restarts = element.get(f"{TEXT}restart-numbering") == "true"
        start = whole(element.get(f"{TEXT}start-value")) if restarts else None
        item = Item(OUTLINE, start, is_header=element.get(f"{TEXT}is-list-header") == "true")
        return ListPlace(OpenList(OUTLINE, OUTLINE, min(level, DEEPEST) - 1, restarts), item, self._area, True)

    def next_label(self, place: ListPlace) -> str:
        """Counts the paragraph at `place`: "Article 24", "(a)", "1.2"; "" for a bullet or a further paragraph."""
        item = place.item
        if item.is_numbered or item.is_header:
            return ""
        item.is_numbered = True
        counters = self._counters.setdefault((place.area, place.list.id), {})
        self._count(place, counters)
        place.list.restarts = False
        return self.styles.label(item.style, place.level, counters)

    def _count(self, place: ListPlace, counters: dict[int, int]) -> None:
        style, level = place.item.style, place.level
        # Levels that were skipped count as one paragraph each, as LibreOffice has it.
        for higher in range(level):
            counters.setdefault(higher, self.styles.level(style, higher).start)
        if place.item.start is not None:
            counters[level] = place.item.start
        elif level in counters and not place.list.restarts:
            counters[level] += 1
        else:
            counters[level] = self.styles.level(style, level).start
        for deeper in [index for index in counters if index > level]:
            del counters[deeper]
