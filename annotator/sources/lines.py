"""What every reader gives and the structurer takes: lines, each with what its format knows about it."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.treaty import Caution

NOTE_STYLE = "footnote"
"""`Line.style` of a footnote's lines."""

CONTINUES_ITEM = "list continuation"
"""`Line.style` of a further paragraph of a list item: it has the item's `list_level` and begins no item."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of a source, its markup understood and taken away.

    `text` holds only characters that the file says, after `canonical_characters`; each of its non-space characters is
    counted once in the ledger. `list_label` is a number that the format computes ("(a)", "1.") and no character of the
    file says. `starts_paragraph` is False where the format cannot tell a wrapped line from a new paragraph, or knows
    that this line goes on. `page` counts from 1; `indent` and `size` are points; `heading_level` is 1 to 9.
    `drop` names the reason why the format itself knows that the line is no part of the text ("front matter",
    "table of contents", "page number"); it is then listed in the ledger and not structured.
    """

    text: str
    page: int | None = None
    heading_level: int | None = None
    style: str = ""
    list_label: str = ""
    list_level: int | None = None
    indent: float | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    centred: bool = False
    starts_paragraph: bool = True
    drop: str = ""


@dataclass(frozen=True, slots=True)
class LineNote:
    """A comment in the source: on characters `[start, end)` of line number `line`."""

    line: int
    start: int
    end: int
    commentary: str
    author: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All lines of one source file, in reading order.

    `engine` names the reader, `encoding` the character encoding of a text file, `title` what the file calls itself.
    `warnings` are the reader's own; they join those of the structurer in the ledger.
    """

    lines: tuple[Line, ...]
    engine: str
    encoding: str = ""
    title: str = ""
    notes: tuple[LineNote, ...] = ()
    warnings: tuple[Caution, ...] = ()
