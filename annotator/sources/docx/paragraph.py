"""One paragraph of a Word document: its runs in order, what is not part of the text and why, and what is tied to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from annotator.sources.docx.notes import NoteReference
from annotator.sources.docx.revisions import Revising
from annotator.sources.docx.styles import WORD, Styles, is_on, value_of, whole
from annotator.sources.docx.symbols import character_of

HIDDEN = "hidden text"
CONTENTS = "table of contents"
FIELD_CODE = "field code"
RUBY = "reading aid (ruby)"
PICTURE_SYMBOL = "picture of a symbol font"
LETTERING = "lettering in a picture"

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LETTERING = "{urn:schemas-microsoft-com:vml}textpath"


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters alike; `drop` says why they are no part of the text, if they are not."""

    text: str
    drop: str = ""
    bold: bool = False
    italic: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class CommentMark:
    """Where comment `id` starts, ends or is referred to, in characters of the paragraph's kept runs."""

    id: str
    offset: int
    kind: Literal["start", "end", "reference"]


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read so far.

    `boxes` are text boxes anchored in it, each with why it is dropped; `drop` says why the whole paragraph is, and
    `ends_in_next` that its mark was taken away, so that its words continue in the paragraph that follows.
    """

    style: str
    properties: etree._Element | None
    runs: list[Run] = field(default_factory=list)
    marks: list[CommentMark] = field(default_factory=list)
    footnotes: list[NoteReference] = field(default_factory=list)
    boxes: list[tuple[etree._Element, str]] = field(default_factory=list)
    drop: str = ""
    ends_in_next: bool = False
    ends_section: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if not run.drop)

    @property
    def is_gone(self) -> bool:
        """True where all of it is no part of the text: it prints no number, and none is counted."""
        return bool(self.drop) or (self.ends_in_next and not self.text.strip())

    def take_over(self, before: Paragraph) -> None:
        """Puts the content of `before`, whose mark was deleted, in front."""
        shift = len(before.text)
        moved = [CommentMark(mark.id, mark.offset + shift, mark.kind) for mark in self.marks]
        last = before.runs[-1].drop if before.runs else ""
        apart = [Run(" ", last)] if last else []
        self.runs = [*before.runs, *apart, *self.runs]
        self.marks = [*before.marks, *moved]
        self.footnotes = [*before.footnotes, *self.footnotes]
        self.boxes = [*before.boxes, *self.boxes]


@dataclass(slots=True)
class Field:
    instruction: str = ""
    in_result: bool = False

    @property
    def is_contents(self) -> bool:
        return self.instruction.lstrip().upper().startswith("TOC")


class ParagraphReader:
    """Reads paragraphs one after the other; fields (a table of contents) may begin in one and end in another."""

    def __init__(self, styles: Styles, revising: Revising) -> None:
        self._styles = styles
        self._revising = revising
        self._fields: list[Field] = []
        self._paragraph = Paragraph("", None)
        self._run_properties: etree._Element | None = None
        word: dict[str, Callable[[etree._Element, str], None]] = {
            "t": self._text,
            "delText": self._text,
            "tab": lambda _, drop: self._characters("\t", drop),
            "ptab": lambda _, drop: self._characters("\t", drop),
            "br": self._break,
            "cr": lambda _, drop: self._characters("\n", drop),
            "noBreakHyphen": lambda _, drop: self._characters("\u2011", drop),
            "sym": self._symbol,
            "r": self._run,
            "fldChar": self._field_character,
            "fldSimple": self._simple_field,
            "instrText": self._instruction,
            "commentRangeStart": lambda element, _: self._comment(element, "start"),
            "commentRangeEnd": lambda element, _: self._comment(element, "end"),
            "commentReference": lambda element, _: self._comment(element, "reference"),
            "footnoteReference": lambda element, drop: self._footnote(element, "footnotes", drop),
            "endnoteReference": lambda element, drop: self._footnote(element, "endnotes", drop),
            "txbxContent": lambda element, drop: self._paragraph.boxes.append((element, drop)),
            "rt": lambda element, drop: self._children(element, drop or RUBY),
            **dict.fromkeys(("pPr", "rPr", "delInstrText", "sectPr", "sdtPr"), lambda *_: None),
        }
        self._handlers = {WORD + name: handler for name, handler in word.items()}
        self._handlers[_MATH_TEXT] = self._text
        self._handlers[_LETTERING] = self._lettering
        self._handlers[f"{_COMPATIBILITY}AlternateContent"] = self._alternatives

    def read(self, element: etree._Element, drop: str = "") -> Paragraph:
        """The paragraph `element`; `drop` is the reason where all of it is no part of the text."""
        properties = self._revising.paragraph_properties(element)
        named = properties.find(f"{WORD}pStyle") if properties is not None else None
        style = value_of(named) or self._styles.default_paragraph
        ends_in_next = self._revising.takes_mark(element.find(f"{WORD}pPr"))
        self._paragraph = Paragraph(style, properties, drop=drop, ends_in_next=ends_in_next)
        self._paragraph.ends_section = element.find(f"{WORD}pPr/{WORD}sectPr") is not None
        self._mend_fields(self._styles.heading_level(properties, style) is not None)
        if self._styles.name(style).lower().startswith("toc "):
            drop = drop or CONTENTS
        self._children(element, drop)
        runs = self._paragraph.runs
        while runs and runs[-1].text == "\n":  # A break after the last word begins no line.
            runs.pop()
        return self._paragraph

    def _children(self, element: etree._Element, drop: str) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            handler = self._handlers.get(child.tag)
            if handler:
                handler(child, drop)
            else:
                self._children(child, drop or self._revising.reason(child))

    def _alternatives(self, element: etree._Element, drop: str) -> None:
        """The same content for newer and older programs: the first that has words is read, the others are not."""
        for child in element:
            if any(row.text for row in child.iter(f"{WORD}t", f"{WORD}delText", _MATH_TEXT)):
                self._children(child, drop)
                return

    def _run(self, element: etree._Element, drop: str) -> None:
        self._run_properties = self._revising.run_properties(element)
        hidden = self._property("vanish")
        self._children(element, drop or (HIDDEN if hidden is not None and is_on(hidden) else ""))
        self._run_properties = None

    def _text(self, element: etree._Element, drop: str) -> None:
        # What a tool left between the words (an XML comment) must not cut them short.
        words = [element.text, *(child.tail for child in element)]
        self._characters("".join(filter(None, words)), drop)

    def _lettering(self, element: etree._Element, drop: str) -> None:
        self._characters(element.get("string") or "", drop or LETTERING)

    def _break(self, element: etree._Element, drop: str) -> None:
        """A new page begins a new line only within words: before the first, it moves the whole paragraph."""
        if value_of(element, "type") in (None, "textWrapping") or self._paragraph.text.strip():
            self._characters("\n", drop)

    def _symbol(self, element: etree._Element, drop: str) -> None:
        code = value_of(element, "char") or ""
        letter, picture = character_of(value_of(element, "font") or "", code)
        self._characters(letter or picture, drop if letter else drop or PICTURE_SYMBOL)

    def _characters(self, text: str, drop: str) -> None:
        if any(not row.in_result for row in self._fields):
            drop = drop or FIELD_CODE
        if any(row.is_contents for row in self._fields):
            drop = drop or CONTENTS
        half_points = whole(value_of(self._property("sz")))
        self._paragraph.runs.append(
            Run(
                text=text,
                drop=drop,
                bold=self._is_on("b"),
                italic=self._is_on("i"),
                size=half_points / 2 if half_points else None,
            )
        )

    def _property(self, name: str) -> etree._Element | None:
        """A run property: the run's own, its character style's, its paragraph style's, the document's default."""
        if self._run_properties is not None:
            own = self._run_properties.find(WORD + name)
            if own is not None:
                return own
            character_style = value_of(self._run_properties.find(f"{WORD}rStyle"))
            for link in self._styles.chain(character_style or ""):
                found = link.element.find(f"{WORD}rPr/{WORD}{name}")
                if found is not None:
                    return found
        return self._styles.find(self._paragraph.style, f"rPr/{name}")

    def _is_on(self, name: str) -> bool:
        found = self._property(name)
        return found is not None and is_on(found)

    def _mend_fields(self, is_heading: bool) -> None:
        """Fields that lost their end must not swallow what follows.

        A code does not go on in another paragraph, nor a table of contents over a heading: its entries are none.
        """
        if is_heading:
            self._fields = [row for row in self._fields if not row.is_contents]
        for row in self._fields:
            row.in_result = True

    def _field_character(self, element: etree._Element, _drop: str) -> None:
        kind = value_of(element, "fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _simple_field(self, element: etree._Element, drop: str) -> None:
        self._fields.append(Field(value_of(element, "instr") or "", in_result=True))
        self._children(element, drop)
        self._fields.pop()

    def _instruction(self, element: etree._Element, _drop: str) -> None:
        if self._fields:
            self._fields[-1].instruction += element.text or ""

    def _comment(self, element: etree._Element, kind: Literal["start", "end", "reference"]) -> None:
        self._paragraph.marks.append(CommentMark(value_of(element, "id") or "", len(self._paragraph.text), kind))

    def _footnote(self, element: etree._Element, part: str, drop: str) -> None:
        own_mark = value_of(element, "customMarkFollows") in ("1", "true", "on")
        self._paragraph.footnotes.append(NoteReference(part, value_of(element, "id") or "", drop, own_mark))
