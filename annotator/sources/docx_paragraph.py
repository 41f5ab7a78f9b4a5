"""One paragraph of a Word document: its runs in order, what is not part of the text and why, and what is tied to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from annotator.sources.docx_styles import WORD, Styles, is_on, value_of, whole

DELETED = "deleted in a tracked change"
MOVED = "moved away in a tracked change"
HIDDEN = "hidden text"
CONTENTS = "table of contents"

# Tracked changes are accepted: these are what accepting takes away. Rejecting them would take `ins` and `moveTo`.
REVISIONS_TAKEN_AWAY = {f"{WORD}del": DELETED, f"{WORD}moveFrom": MOVED}
REVISIONS = frozenset({*REVISIONS_TAKEN_AWAY, f"{WORD}ins", f"{WORD}moveTo"})

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PRIVATE_USE = range(0xE000, 0xF900)


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
    """Where comment `id` starts or ends, in characters of the paragraph's kept runs."""

    id: str
    offset: int
    is_start: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read so far. `boxes` are text boxes anchored in it; `footnotes` pairs of part and id."""

    style: str
    properties: etree._Element | None
    runs: list[Run] = field(default_factory=list)
    marks: list[CommentMark] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    has_revisions: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if not run.drop)

    @property
    def ends_in_next(self) -> bool:
        """True where its paragraph mark was deleted, so that its words continue in the paragraph that follows."""
        if self.properties is None:
            return False
        return any(self.properties.find(f"{WORD}rPr/{WORD}{name}") is not None for name in ("del", "moveFrom"))

    def take_over(self, before: Paragraph) -> None:
        """Puts the content of `before`, whose mark was deleted, in front."""
        shift = len(before.text)
        moved = [CommentMark(mark.id, mark.offset + shift, mark.is_start) for mark in self.marks]
        self.runs = [*before.runs, *self.runs]
        self.marks = [*before.marks, *moved]
        self.footnotes = [*before.footnotes, *self.footnotes]
        self.boxes = [*before.boxes, *self.boxes]


@dataclass(slots=True)
class Field:
    instruction: str = ""
    in_result: bool = False


class ParagraphReader:
    """Reads paragraphs one after the other; fields (a table of contents) may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
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
            "commentRangeStart": lambda element, _: self._comment(element, is_start=True),
            "commentRangeEnd": lambda element, _: self._comment(element, is_start=False),
            "footnoteReference": lambda element, drop: self._footnote(element, "footnotes", drop),
            "endnoteReference": lambda element, drop: self._footnote(element, "endnotes", drop),
            "txbxContent": lambda element, _: self._paragraph.boxes.append(element),
            **dict.fromkeys(("pPr", "rPr", "rt", "delInstrText", "sectPr", "sdtPr"), lambda *_: None),
        }
        self._handlers = {WORD + name: handler for name, handler in word.items()}
        self._handlers[_MATH_TEXT] = self._text
        self._handlers[_FALLBACK] = lambda *_: None

    def read(self, element: etree._Element, drop: str = "") -> Paragraph:
        """The paragraph `element`; `drop` is the reason where all of it is no part of the text."""
        properties = element.find(f"{WORD}pPr")
        named = properties.find(f"{WORD}pStyle") if properties is not None else None
        style = value_of(named) or self._styles.default_paragraph
        self._paragraph = Paragraph(style, properties)
        if self._styles.name(style).lower().startswith("toc "):
            drop = drop or CONTENTS
        self._children(element, drop)
        return self._paragraph

    def _children(self, element: etree._Element, drop: str) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag in REVISIONS:
                self._paragraph.has_revisions = True
            handler = self._handlers.get(child.tag)
            if handler:
                handler(child, drop)
            else:
                self._children(child, drop or REVISIONS_TAKEN_AWAY.get(child.tag, ""))

    def _run(self, element: etree._Element, drop: str) -> None:
        self._run_properties = element.find(f"{WORD}rPr")
        hidden = self._property("vanish")
        self._children(element, drop or (HIDDEN if hidden is not None and is_on(hidden) else ""))
        self._run_properties = None

    def _text(self, element: etree._Element, drop: str) -> None:
        self._characters(element.text or "", drop)

    def _break(self, element: etree._Element, drop: str) -> None:
        if value_of(element, "type") in (None, "textWrapping"):
            self._characters("\n", drop)

    def _symbol(self, element: etree._Element, drop: str) -> None:
        """A character of a symbol font; private codes of such fonts stand for pictures, not for letters."""
        try:
            code = int(value_of(element, "char") or "", 16)
        except ValueError:
            return
        if 0x20 <= code <= 0x10FFFF and code not in _PRIVATE_USE:
            self._characters(chr(code), drop)

    def _characters(self, text: str, drop: str) -> None:
        if self._fields and not all(row.in_result for row in self._fields):
            return
        if any(row.instruction.lstrip().upper().startswith("TOC") for row in self._fields):
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

    def _comment(self, element: etree._Element, *, is_start: bool) -> None:
        mark = CommentMark(value_of(element, "id") or "", len(self._paragraph.text), is_start)
        self._paragraph.marks.append(mark)

    def _footnote(self, element: etree._Element, part: str, drop: str) -> None:
        if not drop:
            self._paragraph.footnotes.append((part, value_of(element, "id") or ""))
