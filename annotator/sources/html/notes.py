"""Footnotes of a web page: a mark that links to its note, whose note links back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import unquote

from lxml import etree

_MARK = re.compile(r"[\[(]?\s*(?P<mark>\d{1,3}|[*†‡§]{1,3}|[a-z]|note \d{1,3})\s*[\])]?", re.IGNORECASE)
_HOLDERS = frozenset(["li", "p", "dd", "td", "div", "aside", "section"])
_NOTE_ID = re.compile(r"(?:ftn|edn|fn|footnote|endnote)[-_:]?\d+", re.IGNORECASE)
LONGEST_NOTE = 10_000
"""Characters: whatever is longer is a part of the text that something links to."""


@dataclass(frozen=True, slots=True)
class Notes:
    """`by_mark` gives the note of each linked mark, `printed` what the first mark of each note says ("1", "*")."""

    by_mark: dict[etree._Element, etree._Element]
    printed: dict[etree._Element, str]

    def __contains__(self, element: etree._Element) -> bool:
        return element in self.printed


def notes_of(root: etree._Element) -> Notes:
    """The notes of a page. Only links both ways count: a table of contents links one way only."""
    places = {element: place for place, element in enumerate(root.iter())}
    named = {name: element for element in reversed(places) for name in _names(element)}
    linked = cache(_linked)
    by_mark: dict[etree._Element, etree._Element] = {}
    printed: dict[etree._Element, str] = {}
    for link in root.iter("a"):
        mark = _MARK.fullmatch("".join(str(row) for row in link.itertext()).strip())
        target = named.get(_target(link))
        if mark is None or target is None:
            continue
        note = _holder(target)
        if note is not None and places[note] > places[link] and not linked(note).isdisjoint(_names_around(link)):
            by_mark[link] = note
            printed.setdefault(note, mark["mark"].split()[-1])
    return Notes(by_mark, printed)


def _names(element: etree._Element) -> list[str]:
    return [name for name in (element.get("id"), element.get("name")) if name]


def _target(link: etree._Element) -> str:
    """The name on this page that a link may lead to: browsers save links within a page with its whole address."""
    return unquote((link.get("href") or "").partition("#")[2])


def _holder(target: etree._Element) -> etree._Element | None:
    """The block that is the whole note."""
    found = None
    for element in (target, *target.iterancestors()):
        if found is None and element.tag in _HOLDERS:
            found = element
        elif element.tag == "div" and _NOTE_ID.fullmatch(element.get("id") or ""):
            return element
    return found


def _linked(note: etree._Element) -> frozenset[str]:
    """The names that a note links to; none where it is too long to be one."""
    short = len("".join(str(row) for row in note.itertext())) <= LONGEST_NOTE
    return frozenset(_target(row) for row in note.iter("a")) if short else frozenset()


def _names_around(link: etree._Element) -> set[str]:
    """The names of a mark, and of what stands closely around or in it."""
    around = [link, *islice(link.iterancestors(), 2), *link.iterdescendants()]
    return {name for element in around for name in _names(element)}
