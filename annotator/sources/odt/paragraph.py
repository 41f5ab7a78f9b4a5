"""One paragraph of an OpenDocument text: its words in order, what is not part of the text and why, what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from annotator.sources.odt.numbering import ListPlace
from annotator.sources.odt.parts import DRAW, OFFICE, SVG, TABLE, TEXT, Package
from annotator.sources.odt.revisions import RevisionMarks
from annotator.sources.odt.styles import Look, Styles, whole
from annotator.sources.revisions import DELETED

HIDDEN = "hidden text"
RUBY = "ruby text"

MOST_SPACES = 100
"""Spaces that one `text:s` may stand for; more serve nobody but whoever wants our memory."""

PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})

_SPACE = re.compile(r"[ \t\r\n]+")
_SKIPPED = frozenset({
    f"{TEXT}number", f"{TEXT}script", f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{OFFICE}event-listeners",
    f"{OFFICE}change-info",
    f"{SVG}title", f"{SVG}desc", f"{TABLE}title", f"{TABLE}desc",
})  # fmt: skip


def is_skipped(element: etree._Element) -> bool:
    """Whether an element holds nothing that a reader of the document sees."""
    return not isinstance(element.tag, str) or element.tag in _SKIPPED or element.tag.endswith("-source")


def paragraphs_in(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and headings under `element`, without those that hang on them."""
    for child in element:
        if child.tag in PARAGRAPHS:
            yield child
        elif not is_skipped(child):
            yield from paragraphs_in(child)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters alike; `drop` says why they are no part of the text, if they are not."""

    text: str
    drop: str
    look: Look


@dataclass(frozen=True, slots=True)
class CommentMark:
    """Where a comment starts or ends, in characters of the paragraph's kept runs."""

    element: etree._Element
    offset: int


@dataclass(frozen=True, slots=True)
class Hanging:
    """A footnote or something with a text box in it, and why it is no part of the text, if it is not."""

    element: etree._Element
    drop: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read so far. `is_further` where it goes on in a list item that has its number already."""

    style: str = ""
    heading_level: int | None = None
    place: ListPlace | None = None
    is_further: bool = False
    runs: list[Run] = field(default_factory=list)
    marks: list[CommentMark] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if not run.drop)

    def take_over(self, before: Paragraph) -> None:
        """Puts the content of `before` in front, whose end is taken away; its words decide what paragraph this is."""
        self.runs, self.marks, self.hanging = before.runs, before.marks, before.hanging
        if before.text.strip():
            self.style, self.heading_level = before.style, before.heading_level
            self.place, self.is_further = before.place, before.is_further


class InlineReader:
    """Reads what stands in paragraphs into `paragraph`."""

    def __init__(
        self, package: Package, styles: Styles, revisions: RevisionMarks, restore: Callable[[etree._Element, str], None]
    ) -> None:
        """`restore` puts back the paragraphs of a rejected deletion where the reader stands."""
        self.paragraph = Paragraph()
        self._package = package
        self._styles = styles
        self._revisions = revisions
        self._restore = restore
        self._spans: tuple[str, ...] = ()
        self._swallows_space = True
        text: dict[str, Callable[[etree._Element, str], None]] = {
            "span": self._span,
            "s": lambda element, drop: self._add(" " * _spaces(element), drop),
            "tab": lambda _, drop: self._add("\t", drop),
            "line-break": lambda _, drop: self._add("\n", drop),
            "note": self._hang,
            "ruby-text": lambda element, drop: self._children(element, drop or RUBY),
            "change": self._change,
            "change-start": lambda element, _: self._revisions.start(element),
            "change-end": lambda element, _: self._revisions.end(element),
            "hidden-text": self._condition,
            "hidden-paragraph": self._condition,
        }
        self._handlers = {TEXT + name: handler for name, handler in text.items()}
        self._handlers[f"{OFFICE}annotation"] = self._mark
        self._handlers[f"{OFFICE}annotation-end"] = self._mark

    def read(self, element: etree._Element, drop: str) -> None:
        """Adds the words of `element`, a `text:p` or `text:h`, to the paragraph."""
        outside = self._spans, self._swallows_space
        self._spans, self._swallows_space = (), True
        hides = any(row.get(f"{TEXT}is-hidden") == "true" for row in element.iterfind(f".//{TEXT}hidden-paragraph"))
        self._children(element, drop or (HIDDEN if hides else ""))
        self._spans, self._swallows_space = outside

    def _children(self, element: etree._Element, drop: str) -> None:
        self._characters(element.text, drop)
        for child in element:
            if not is_skipped(child):
                self._child(child, drop)
            self._characters(child.tail, drop)

    def _child(self, child: etree._Element, drop: str) -> None:
        handler = self._handlers.get(child.tag)
        if handler:
            handler(child, drop)
        elif child.tag.startswith(DRAW):
            self._hang(child, drop)
        else:
            unseen = child.get(f"{TEXT}display") == "none"
            self._children(child, drop or (HIDDEN if unseen else ""))

    def _characters(self, text: str | None, drop: str) -> None:
        """White space collapses to one space, and to none at the beginning (ODF 1.3 part 3, §6.1.2)."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if self._swallows_space:
            text = text.removeprefix(" ")
        if text:
            self._add(text, drop)
            self._swallows_space = text[-1] == " "

    def _add(self, text: str, drop: str) -> None:
        look = self._styles.look(self.paragraph.style, self._spans)
        drop = drop or self._revisions.drop or (HIDDEN if look.hidden else "")
        self.paragraph.runs.append(Run(text, drop, look))
        self._swallows_space = False

    def _span(self, element: etree._Element, drop: str) -> None:
        outside = self._spans
        self._spans = (*outside, element.get(f"{TEXT}style-name") or "")
        self._children(element, drop)
        self._spans = outside

    def _condition(self, element: etree._Element, drop: str) -> None:
        self._children(element, drop or (HIDDEN if element.get(f"{TEXT}is-hidden") == "true" else ""))

    def _hang(self, element: etree._Element, drop: str) -> None:
        drop = drop or self._revisions.drop
        for row in element.iterfind(f"{DRAW}object"):
            self._add(self._package.formula(row), drop)
        self.paragraph.hanging.append(Hanging(element, drop))

    def _mark(self, element: etree._Element, _drop: str) -> None:
        self.paragraph.marks.append(CommentMark(element, len(self.paragraph.text)))

    def _change(self, element: etree._Element, drop: str) -> None:
        deletion = self._revisions.deletion(element)
        if deletion is None:
            return
        if self._revisions.keeps_deletions:
            self._restore(deletion, drop)
            return
        for index, row in enumerate(paragraphs_in(deletion)):
            if index:
                self._add("\n", DELETED)
            self.read(row, drop or DELETED)


def _spaces(element: etree._Element) -> int:
    count = whole(element.get(f"{TEXT}c"))
    return min(count if count is not None else 1, MOST_SPACES)
