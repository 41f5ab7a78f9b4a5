"""Markdown by keys and buttons: emphasis, quotations, lists and links, in the editor where the cursor is."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

LineMark = Literal["quote", "bullets", "numbers"]

_LINE = re.compile(r"^(?P<lead>(?:\s*>\s?)*\s*)(?P<mark>[-*+]|(?P<number>\d{1,9})(?P<dot>[.)]))?(?P<gap>\s+)?")
_MARKS: dict[LineMark, re.Pattern[str]] = {
    "quote": re.compile(r"^\s*>\s?"),
    "bullets": re.compile(r"^\s*[-*+]\s+"),
    "numbers": re.compile(r"^\s*\d{1,9}[.)]\s+"),
}
_ADDRESS = re.compile(r"(https?://|mailto:)\S+")


def emphasise(edit: QPlainTextEdit, mark: str) -> None:
    """Put `mark` ("**" or "*") around the chosen words, or around the cursor; take it away where it is there."""
    cursor = edit.textCursor()
    start, end = _without_space(cursor)
    before, after = _beside(cursor, start, -3), _beside(cursor, end, 3)
    left, right = len(before) - len(before.rstrip("*")), len(after) - len(after.lstrip("*"))
    cursor.beginEditBlock()
    if _has(mark, left) and _has(mark, right):
        _replace(cursor, end, end + len(mark), "")
        _replace(cursor, start - len(mark), start, "")
        start, end = start - len(mark), end - len(mark)
    else:
        _replace(cursor, end, end, mark)
        _replace(cursor, start, start, mark)
        start, end = start + len(mark), end + len(mark)
    cursor.endEditBlock()
    _choose(edit, start, end)


def mark_lines(edit: QPlainTextEdit, kind: LineMark) -> None:
    """Begin each chosen line with a mark of that kind; take it away where all have it."""
    cursor = edit.textCursor()
    document = edit.document()
    first = document.findBlock(cursor.selectionStart()).blockNumber()
    last = document.findBlock(cursor.selectionEnd()).blockNumber()
    blocks = [document.findBlockByNumber(number) for number in range(first, last + 1)]
    chosen = [block for block in blocks if block.text().strip()] or blocks[:1]
    have = all(_MARKS[kind].match(block.text()) for block in chosen)
    cursor.beginEditBlock()
    for number, block in enumerate(chosen, 1):
        old = _MARKS[kind].match(block.text()) if have else _other_list(kind, block.text())
        new = "" if have else {"quote": "> ", "bullets": "- ", "numbers": f"{number}. "}[kind]
        _replace(cursor, block.position(), block.position() + (len(old[0]) if old else 0), new)
    cursor.endEditBlock()


def insert_link(edit: QPlainTextEdit) -> None:
    """A link of the chosen words to an address, which is chosen to be written over."""
    cursor = edit.textCursor()
    words = cursor.selectedText().strip()
    is_address = bool(_ADDRESS.fullmatch(words))
    shown, address = ("", words) if is_address else (words, "https://")
    start = cursor.selectionStart()
    cursor.insertText(f"[{shown}]({address})")
    if is_address or not shown:
        _choose(edit, start + 1, start + 1)
    else:
        _choose(edit, cursor.position() - 1 - len(address), cursor.position() - 1)


def insert_provision_link(edit: QPlainTextEdit) -> None:
    """Begin a link to a provision; words that were chosen become what it shows."""
    cursor = edit.textCursor()
    words = cursor.selectedText().strip()
    start = cursor.selectionStart()
    cursor.insertText(f"[[|{words}]]" if words else "[[")
    _choose(edit, start + 2, start + 2)


def next_line(line: str) -> str | None:
    """What the line after `line` begins with: the next mark of its list or quotation.

    None where it is in neither; "" where there is nothing but the mark, which then ends.
    """
    found = _LINE.match(line)
    is_item = found is not None and bool(found["mark"] and found["gap"])
    if found is None or not (is_item or ">" in found["lead"]):
        return None
    if not line[found.end() if is_item else len(found["lead"]) :].strip():
        return ""
    mark = f"{int(found['number']) + 1}{found['dot']}" if found["number"] else found["mark"]
    return found["lead"] + (f"{mark}{found['gap']}" if is_item else "")


def go_on(edit: QPlainTextEdit) -> bool:
    """Enter in a list or a quotation: the next item, or its end where the item is empty. False elsewhere."""
    cursor = edit.textCursor()
    line = cursor.block().text()[: cursor.positionInBlock()]
    begins = None if cursor.hasSelection() else next_line(line)
    if begins is None:
        return False
    cursor.beginEditBlock()
    if begins:
        cursor.insertText("\n" + begins)
    else:
        _replace(cursor, cursor.block().position(), cursor.position(), "")
    cursor.endEditBlock()
    edit.setTextCursor(cursor)
    edit.ensureCursorVisible()
    return True


def _other_list(kind: LineMark, line: str) -> re.Match[str] | None:
    """The mark of the other kind of list, which the new one replaces; a quotation goes around it."""
    other: dict[LineMark, LineMark] = {"bullets": "numbers", "numbers": "bullets"}
    return _MARKS[other[kind]].match(line) if kind in other else None


def _has(mark: str, stars: int) -> bool:
    """Whether so many stars hold this mark: three are both."""
    return stars >= len(mark) if mark == "**" else stars in (1, 3)


def _without_space(cursor: QTextCursor) -> tuple[int, int]:
    """What is chosen, without white space at its edges: marks beside a space are none."""
    words = cursor.selectedText()
    if not words.strip():
        return cursor.position(), cursor.position()
    start = cursor.selectionStart() + len(words) - len(words.lstrip())
    return start, cursor.selectionEnd() - len(words) + len(words.rstrip())


def _beside(cursor: QTextCursor, position: int, count: int) -> str:
    beside = QTextCursor(cursor)
    beside.setPosition(position)
    move = QTextCursor.MoveOperation.Left if count < 0 else QTextCursor.MoveOperation.Right
    beside.movePosition(move, QTextCursor.MoveMode.KeepAnchor, abs(count))
    return beside.selectedText()


def _replace(cursor: QTextCursor, start: int, end: int, words: str) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(words)


def _choose(edit: QPlainTextEdit, start: int, end: int) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
