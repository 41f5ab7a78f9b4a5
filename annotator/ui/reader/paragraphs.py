"""Paragraphs: what each paragraph of a text is to the eye of a reader, told from the tree of provisions.

Nothing here knows of Qt. A paragraph of the canonical text becomes one block of the document, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from annotator.model.records import dataclass
from annotator.model.treaty import Provision, Text

Role = Literal["title", "division", "article", "heading", "body", "note"]

_ROLES: dict[str, Role] = {
    **dict.fromkeys(["part", "chapter", "section", "title", "annex"], "division"),
    "article": "article",
    **dict.fromkeys(["preamble", "heading"], "heading"),
}
_SECTIONS = {*_ROLES, "signature"}
_LABELLED = {"paragraph", "point", "item", "alternative", "note"}
_INDENTED = {"point", "item"}
_LONGEST_TITLE = 160
_GAP = 16  # characters that may lie between a label and the heading after it: punctuation, a line end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Code points `[start, end)` of the text, and how they are set.

    `level` counts points and items around it. `[start, label_end)` is a number to hang in the margin;
    `[start, heading_label_end)` and `[heading_label_end, heading_end)` are the number and the words of a heading.
    `section` is the eId of the article (or preamble, annex …) it stands in, empty before the first.
    """

    start: int
    end: int
    role: Role
    level: int = 0
    label_end: int = 0
    heading_label_end: int = 0
    heading_end: int = 0
    section: str = ""


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the heading of a provision begins (before it stands the label) and where it ends."""

    provision: Provision
    label_end: int
    end: int


def paragraphs(text: Text) -> tuple[Paragraph, ...]:
    """One `Paragraph` for each paragraph of the canonical text, empty ones too."""
    return tuple(_Setter(text).run())


class _Setter:
    """Walks paragraphs and provisions side by side, keeping the provisions that are open."""

    def __init__(self, text: Text) -> None:
        self._words = text.text
        self._provisions = text.provisions
        self._next = 0
        self._open: list[_Head] = []

    def run(self) -> Iterator[Paragraph]:
        start = 0
        for line in self._words.split("\n"):
            end = start + len(line)
            self._advance(start)
            yield self._paragraph(start, end)
            start = end + 1

    def _advance(self, start: int) -> None:
        while self._next < len(self._provisions) and self._provisions[self._next].start <= start:
            self._open.append(_head(self._words, self._provisions[self._next]))
            self._next += 1
        self._open = [row for row in self._open if row.provision.end > start]

    def _paragraph(self, start: int, end: int) -> Paragraph:
        label_end, level = self._label(start)
        head = next((row for row in reversed(self._open) if row.end > start), None)
        section = self._section()
        if head is None:
            role = self._plain_role(start, end)
            return Paragraph(start, end, role, level, label_end, start, start, section)
        heading_end = min(head.end, end)
        rest = self._words[heading_end:end]
        runs_in = any(mark.isalnum() for mark in rest)
        role = "body" if runs_in else _ROLES[head.provision.kind]
        heading_label_end = min(max(head.label_end, start), heading_end)
        return Paragraph(start, end, role, level, start, heading_label_end, heading_end, section)

    def _label(self, start: int) -> tuple[int, int]:
        """Where the numbers at `start` end ("1. (a) "), and how deep the words after them are."""
        end = start
        kinds = [row.provision.kind for row in self._open]
        for row in self._starting(start):
            if row.start > end:
                break
            if row.start > start:
                kinds.append(row.kind)
            if row.kind in _LABELLED and row.label and self._words.startswith(row.label, row.start):
                end = self._skip_space(row.start + len(row.label))
        return end, sum(kind in _INDENTED for kind in kinds)

    def _starting(self, start: int) -> Iterator[Provision]:
        index = self._next
        while index and self._provisions[index - 1].start >= start:
            index -= 1
        yield from self._provisions[index:]

    def _skip_space(self, position: int) -> int:
        while position < len(self._words) and self._words[position] in " \t\u00a0\u202f\u2003":
            position += 1
        return position

    def _plain_role(self, start: int, end: int) -> Role:
        if any(row.provision.kind == "note" for row in self._open):
            return "note"
        words = self._words[start:end]
        is_title = self._next == 0 and len(words) <= _LONGEST_TITLE and not words.endswith((".", ";", ":", ","))
        return "title" if is_title else "body"

    def _section(self) -> str:
        found = next((row.provision for row in reversed(self._open) if row.provision.kind in _SECTIONS), None)
        if found is None and self._open:
            found = self._open[0].provision
        return found.eid if found else ""


def _head(words: str, provision: Provision) -> _Head:
    start = provision.start
    if provision.kind not in _ROLES:
        return _Head(provision, start, start)
    label_end = _past(words, provision.label, start)
    end = _past(words, provision.heading, label_end)
    return _Head(provision, end - len(provision.heading) if end > label_end else label_end, end)


def _past(words: str, part: str, start: int) -> int:
    found = words.find(part, start, start + len(part) + _GAP) if part else -1
    return start if found == -1 else found + len(part)
