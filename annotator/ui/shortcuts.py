"""Every key that does something, grouped: those of the menus, and those of the text and the panels."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QKeySequence

from annotator.model.folding import fold
from annotator.ui.actions import MENUS, translated

_CONTEXT = "Shortcuts"


class Row(NamedTuple):
    """`keys` as this system writes them ("Ctrl+K", "⌘K"), and what they do."""

    keys: str
    what: str


class Group(NamedTuple):
    title: str
    rows: tuple[Row, ...]


READER_KEYS: tuple[tuple[object, tuple[tuple[str, object], ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Shortcuts", "In a text"),
        (
            ("Ctrl+Up|Ctrl+Down", QT_TRANSLATE_NOOP("Shortcuts", "previous or next article")),
            ("N|]", QT_TRANSLATE_NOOP("Shortcuts", "next annotation")),
            ("Shift+N|[", QT_TRANSLATE_NOOP("Shortcuts", "previous annotation")),
            ("Return", QT_TRANSLATE_NOOP("Shortcuts", "open the annotation at the caret")),
            ("L", QT_TRANSLATE_NOOP("Shortcuts", "list the annotations at the caret")),
            ("Ctrl+Shift+C", QT_TRANSLATE_NOOP("Shortcuts", "copy with the citation")),
            ("F3|Shift+F3", QT_TRANSLATE_NOOP("Shortcuts", "next or previous place found")),
            ("Escape", QT_TRANSLATE_NOOP("Shortcuts", "let the selection go; leave focus")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Shortcuts", "Selecting and marking"),
        (
            ("Shift+Left|Shift+Right", QT_TRANSLATE_NOOP("Shortcuts", "select by character")),
            ("Ctrl+Shift+Left|Ctrl+Shift+Right", QT_TRANSLATE_NOOP("Shortcuts", "select by word")),
            ("Alt+Shift+Left|Alt+Shift+Right", QT_TRANSLATE_NOOP("Shortcuts", "select by sentence")),
            ("Ctrl+Shift+Up|Ctrl+Shift+Down", QT_TRANSLATE_NOOP("Shortcuts", "select by paragraph")),
            ("Alt+Shift+Up|Alt+Shift+Down", QT_TRANSLATE_NOOP("Shortcuts", "select what is around; back to less")),
            ("1 … 9, 0", QT_TRANSLATE_NOOP("Shortcuts", "mark the selected words in that layer")),
            ("R", QT_TRANSLATE_NOOP("Shortcuts", "mark as the last time")),
            ("E", QT_TRANSLATE_NOOP("Shortcuts", "move the ends of the current annotation")),
            ("Del|Backspace", QT_TRANSLATE_NOOP("Shortcuts", "take a mark away")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Shortcuts", "While moving an end"),
        (
            ("Left|Right", QT_TRANSLATE_NOOP("Shortcuts", "by a character")),
            ("Alt+Left|Alt+Right", QT_TRANSLATE_NOOP("Shortcuts", "by a word")),
            ("Up|Down", QT_TRANSLATE_NOOP("Shortcuts", "by a sentence")),
            ("Tab", QT_TRANSLATE_NOOP("Shortcuts", "the other end")),
            ("Return|Escape", QT_TRANSLATE_NOOP("Shortcuts", "keep it; leave it as it was")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Shortcuts", "In panels and lists"),
        (
            ("Tab|Shift+Tab", QT_TRANSLATE_NOOP("Shortcuts", "next or previous part of the window")),
            ("Return|Ctrl+Return", QT_TRANSLATE_NOOP("Shortcuts", "open a text or provision here, or beside")),
            ("Escape", QT_TRANSLATE_NOOP("Shortcuts", "from the commentary back to the text")),
        ),
    ),
)
"""Groups of keys that no menu has: `|` parts the keys of one row."""


def shortcut_groups() -> list[Group]:
    """What the menus say, menu by menu, then the keys of the text and the panels."""
    menus = [
        Group(
            _plain(menu),
            tuple(Row(native(spec.shortcut), _plain(spec.title)) for spec in specs if spec.name and spec.shortcut),
        )
        for menu, specs in MENUS
    ]
    others = [
        Group(_said(title), tuple(Row(native(keys), _said(what)) for keys, what in rows)) for title, rows in READER_KEYS
    ]
    return [group for group in (*menus, *others) if group.rows]


def fitting(groups: list[Group], typed: str) -> list[Group]:
    """The rows in which all typed words stand, in what they do or in their keys."""
    parts = fold(typed).split()
    kept = [Group(group.title, tuple(row for row in group.rows if _fits(group, row, parts))) for group in groups]
    return [group for group in kept if group.rows]


def native(keys: str) -> str:
    """ "Ctrl+Up|Ctrl+Down" as this system writes keys, what they have in common once: "Ctrl+Up / Down"."""
    names = [part if "…" in part else _native(part) for part in keys.split("|")]
    held = [name[: name.rfind("+", 0, -1) + 1] for name in names]
    others = [name.removeprefix(held[0]) if hold == held[0] else name for name, hold in zip(names, held, strict=True)]
    return " / ".join([names[0], *others[1:]])


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def _fits(group: Group, row: Row, parts: list[str]) -> bool:
    words = fold(f"{group.title} {row.keys} {row.what}")
    return all(part in words for part in parts)


def _plain(title: str) -> str:
    return translated(title).replace("&", "").rstrip("…")


def _said(words: object) -> str:
    return QCoreApplication.translate(_CONTEXT, str(words))
