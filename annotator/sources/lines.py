"""What every reader gives and the structurer takes: lines, each with what its format knows about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.model.correcting import LEFT_OUT, Correction, LineKind
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
    "table of contents", "page number"); it is then listed in the ledger and not structured. `marks` are signs in `text`
    that point to notes, each with its offset: part of what the file says, of no number and of no word. `asked` is what
    a person said the line is; it outweighs everything that its look or its words say. `behind_mark` says of a note that
    it was read where the file has its mark: it belongs to the paragraph before it.
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
    marks: tuple[tuple[int, str], ...] = ()
    asked: LineKind | Literal[""] = ""
    behind_mark: bool = False


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
    `warnings` are the reader's own; they join those of the structurer in the ledger. `revisions` says how tracked
    changes were read ("accepted", "rejected"); it is empty where the file has none.
    """

    lines: tuple[Line, ...]
    engine: str
    encoding: str = ""
    title: str = ""
    notes: tuple[LineNote, ...] = ()
    warnings: tuple[Caution, ...] = ()
    revisions: str = ""

    def corrected(self, corrections: Sequence[Correction]) -> Extraction:
        """This with what a person says of some lines; an index that no line has is passed over."""
        lines = list(self.lines)
        for row in corrections:
            if 0 <= row.line < len(lines):
                lines[row.line] = _corrected(lines[row.line], row.kind)
        return replace(self, lines=tuple(lines))


def _corrected(line: Line, kind: LineKind) -> Line:
    if kind == "left out":
        return replace(line, drop=LEFT_OUT, asked=kind)
    was_note = line.style == NOTE_STYLE and kind not in ("kept", "joined")
    style = NOTE_STYLE if kind == "note" else "" if was_note else line.style
    return replace(line, drop="", asked=kind, style=style)
