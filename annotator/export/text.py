"""A brief as plain text: for mail, for screen readers, for programs that take nothing else."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from annotator.export.flow import Inline, Paragraph, Part, Table, flow
from annotator.export.notes import Note
from annotator.export.tree import Brief

WIDTH = 76
"""Columns, of which a Chinese character takes two."""
_RULES = {"title": "=", "heading": "-"}
_STEP = 2
_SET_IN = {"quote": 4, "lead": 4, "wording": 4, "ask-detail": 4, "caution": 4, "listed": 2}


def render_text(brief: Brief) -> bytes:
    """UTF-8, lines of `WIDTH` columns, notes at the end. Struck words stand in [- -], inserted ones in {+ +}."""
    parts = [part for part in flow(brief) if not (isinstance(part, Paragraph) and part.role == "contents")]
    blocks = ["\n".join(_lines(part)) for part in parts]
    notes = [_note(row.note) for part in parts for row in _inlines(part) if row.note]
    if notes:
        blocks += ["Notes\n-----", "\n".join(notes)]
    return (_joined(parts, blocks) + "\n").encode()


def _joined(parts: list[Part], blocks: list[str]) -> str:
    """Lines of one kind follow each other without a blank line: what is listed, what is said of an ask."""
    words = ""
    for place, block in enumerate(blocks):
        part = parts[place] if place < len(parts) else None
        before = parts[place - 1] if 0 < place <= len(parts) else None
        words += ("\n" if _goes_on(before, part) else "\n\n") if words else ""
        words += block
    return words


def _goes_on(before: Part | None, part: Part | None) -> bool:
    if not (isinstance(before, Paragraph) and isinstance(part, Paragraph)):
        return False
    pair = before.role, part.role
    return pair[0] == pair[1] in ("listed", "internal", "quote", "ask-detail") or bool(part.mark and before.indent)


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Table):
        yield from _table(part)
        return
    if part.role == "rule":
        yield "* * *"
        return
    words = "".join(_shown(row) for row in part.inlines)
    if part.role == "code":
        yield from (f"    {line}" for line in words.split("\n"))
        return
    margin = " " * (_SET_IN.get(part.role, 0) + _STEP * part.indent)
    mark = "• " if part.role == "listed" else f"{part.mark} " if part.mark else ""
    first = margin[: max(len(margin) - len(mark), 0)] + mark
    for line in words.split("\n"):
        yield from _wrapped(line, first, margin)
        first = margin
    if part.role in _RULES and part.level < 2:
        yield _RULES[part.role] * min(_columns(words), WIDTH)


def _shown(row: Inline) -> str:
    if row.note:
        return f"[{row.note.number}]"
    if not row.text.strip():
        return row.text
    if row.struck:
        return f"[-{row.text}-]"
    if row.inserted:
        return f"{{+{row.text}+}}"
    return f"{row.text} <{row.link}>" if row.link and row.link != row.text else row.text


def _table(table: Table) -> Iterator[str]:
    """Each row as its cells under the names of the columns, since columns hold no sentences."""
    rows = [["".join(map(_shown, cell)) for cell in row] for row in table.rows]
    for row in rows[1:]:
        named = [f"{name}: {cell}" for name, cell in zip(rows[0][1:], row[1:], strict=False) if cell]
        yield from _wrapped("; ".join([row[0], *named]), "", "  ")


def _note(note: Note) -> str:
    words = " ".join(part for part in (note.text, note.url) if part)
    return "\n".join(_wrapped(words, f"[{note.number}] ", " " * (len(str(note.number)) + 3)))


def _inlines(part: Part) -> Iterable[Inline]:
    if isinstance(part, Paragraph):
        return part.inlines
    return (inline for row in part.rows for cell in row for inline in cell)


def _wrapped(words: str, first: str, margin: str) -> list[str]:
    """`textwrap` counts characters: where many are wide, a line takes fewer of them."""
    wide = _columns(words) / max(len(words), 1)
    lines = textwrap.wrap(
        words,
        width=max(int(WIDTH / max(wide, 1)), 20),
        initial_indent=first,
        subsequent_indent=margin,
        break_long_words=wide > 1,
        break_on_hyphens=False,
    )
    return lines or [first.rstrip()]


def _columns(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in words)
