"""Tracked changes of an OpenDocument text: what is inserted or deleted where the reader stands.

ODF 1.3 part 3, §5.5. Deleted words stand either between two marks in the text, as LibreOffice writes them while changes
are shown, or apart, under `text:tracked-changes`, with one mark where they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from annotator.model.treaty import Caution
from annotator.sources.odt.parts import TEXT, XML_ID
from annotator.sources.revisions import DELETED, INSERTED, Taken, tracked_changes

_REASONS: dict[Taken, dict[str, str]] = {
    "accepted": {f"{TEXT}deletion": DELETED},
    "rejected": {f"{TEXT}insertion": INSERTED},
}


class RevisionMarks:
    """Follows the marks of one flow of text (the body, a header)."""

    def __init__(self, flow: etree._Element, revisions: Taken) -> None:
        self._revisions = revisions
        self._regions: dict[str, etree._Element] = {}
        self._open: dict[str, str] = {}
        self._were_met = False
        for region in flow.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
            change = next((row for row in region if row.tag in (f"{TEXT}insertion", f"{TEXT}deletion")), None)
            for name in {region.get(XML_ID), region.get(f"{TEXT}id")} - {None} if change is not None else ():
                self._regions[str(name)] = change

    @property
    def drop(self) -> str:
        """Why words that stand here are no part of the text, if they are not."""
        return next(iter(self._open.values()), "")

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Reads what hangs on a paragraph, which no mark around that paragraph reaches into."""
        outside, self._open = self._open, {}
        yield
        self._open = outside

    @property
    def lists(self) -> list[etree._Element]:
        """The lists among what was deleted."""
        return [row for region in self._regions.values() for row in region.iterchildren(f"{TEXT}list")]

    @property
    def keeps_deletions(self) -> bool:
        return self._revisions == "rejected"

    def start(self, mark: etree._Element) -> None:
        region = self._regions.get(mark.get(f"{TEXT}change-id") or "")
        if region is None:
            return
        self._were_met = True
        reason = _REASONS[self._revisions].get(str(region.tag))
        if reason:
            self._open[mark.get(f"{TEXT}change-id") or ""] = reason

    def end(self, mark: etree._Element) -> None:
        self._open.pop(mark.get(f"{TEXT}change-id") or "", None)

    def deletion(self, mark: etree._Element) -> etree._Element | None:
        """What was deleted at the mark `text:change`. It is given once: a hostile file may refer to itself."""
        name = mark.get(f"{TEXT}change-id") or ""
        region = self._regions.get(name)
        if region is None or region.tag != f"{TEXT}deletion":
            return None
        self._were_met = True
        return self._regions.pop(name)

    @property
    def caution(self) -> Caution | None:
        """What to say about the changes that were met."""
        return tracked_changes(self._revisions) if self._were_met else None
