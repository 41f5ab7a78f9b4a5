"""Tracked changes of a Word document (ECMA-376 part 1, §17.13.5), read as if all were accepted or all rejected.

What the chosen reading takes away becomes dropped lines with the reason; it is never lost. A paragraph whose mark is
taken away goes on in the next one, so that no empty paragraph is left to count.
"""

from __future__ import annotations

from lxml import etree

from annotator.sources.docx.styles import WORD
from annotator.sources.revisions import DELETED, INSERTED, MOVED_AWAY, MOVED_HERE, Taken

REASONS = frozenset({DELETED, INSERTED, MOVED_AWAY, MOVED_HERE})
"""Why words that a tracked change took away are dropped."""

_TAKEN_AWAY: dict[Taken, dict[str, str]] = {
    "accepted": {"del": DELETED, "moveFrom": MOVED_AWAY, "cellDel": DELETED},
    "rejected": {"ins": INSERTED, "moveTo": MOVED_HERE, "cellIns": INSERTED},
}
_CHANGES = ("pPrChange", "rPrChange", "numberingChange")
_ALL = tuple(WORD + name for names in _TAKEN_AWAY.values() for name in names) + tuple(WORD + name for name in _CHANGES)


class Revising:
    """How tracked changes are read: what it takes away, and which of two sets of properties counts."""

    def __init__(self, revisions: Taken) -> None:
        self.revisions = revisions
        self._taken_away = {WORD + name: reason for name, reason in _TAKEN_AWAY[revisions].items()}

    def reason(self, element: etree._Element) -> str:
        """Why the content of this run container, table row or cell is no part of the text; "" where it is."""
        own = self._taken_away.get(str(element.tag), "")
        for properties in (element.find(f"{WORD}trPr"), element.find(f"{WORD}tcPr")):
            own = own or self._marked(properties)
        return own

    def takes_mark(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph with these properties loses its mark, and so goes on in the next."""
        return properties is not None and bool(self._marked(properties.find(f"{WORD}rPr")))

    def paragraph_properties(self, element: etree._Element) -> etree._Element | None:
        """The `w:pPr` that counts; numbering that was put on in a change is taken off where changes are rejected."""
        found = self._before(element, "pPr")
        numbering = found.find(f"{WORD}numPr") if found is not None else None
        if found is not None and numbering is not None and self._marked(numbering):
            found.remove(numbering)
        return found

    def run_properties(self, element: etree._Element) -> etree._Element | None:
        """The `w:rPr` that counts."""
        return self._before(element, "rPr")

    def _before(self, element: etree._Element, name: str) -> etree._Element | None:
        found = element.find(WORD + name)
        if found is None or self.revisions == "accepted":
            return found
        change = found.find(f"{WORD}{name}Change")
        return change.find(WORD + name) if change is not None else found

    def _marked(self, properties: etree._Element | None) -> str:
        """The reason that a mark among the properties of a row, cell, paragraph mark or numbering gives."""
        if properties is None:
            return ""
        found = (self._taken_away.get(str(child.tag), "") for child in properties)
        return next(filter(None, found), "")


def has_revisions(roots: list[etree._Element]) -> bool:
    """Whether any of these parts has a tracked change."""
    return any(next(root.iter(*_ALL), None) is not None for root in roots)
