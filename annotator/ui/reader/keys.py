"""Keys of the text: which ones move, which ones do something, and digits in whatever script they are typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from annotator.ui.reader.view import ReaderView

MOVING = frozenset(
    getattr(Qt.Key, f"Key_{name}")
    for name in ("Up", "Down", "Left", "Right", "PageUp", "PageDown", "N", "BracketLeft", "BracketRight")
)
"""Keys that begin at the caret."""


def bound_keys(view: ReaderView) -> dict[int, Callable[[], None]]:
    """What single keys and combinations do in a reader, by the number that Qt has for them."""
    key, held = Qt.Key, Qt.KeyboardModifier
    bound: dict[QKeyCombination, Callable[[], None]] = {
        QKeyCombination(held.ControlModifier, key.Key_Up): view.go_to_previous_article,
        QKeyCombination(held.ControlModifier, key.Key_Down): view.go_to_next_article,
        QKeyCombination(key.Key_N): view.go_to_next_annotation,
        QKeyCombination(key.Key_BracketRight): view.go_to_next_annotation,
        QKeyCombination(held.ShiftModifier, key.Key_N): view.go_to_previous_annotation,
        QKeyCombination(key.Key_BracketLeft): view.go_to_previous_annotation,
        QKeyCombination(key.Key_Return): view.activate_at_caret,
        QKeyCombination(held.KeypadModifier, key.Key_Enter): view.activate_at_caret,
        QKeyCombination(held.ControlModifier | held.ShiftModifier, key.Key_C): view.ask_for_citation,
    }
    wanted = {
        QKeyCombination(key.Key_R): "repeat_last",
        QKeyCombination(key.Key_E): "adjust_ends",
        QKeyCombination(key.Key_L): "annotations_here",
        QKeyCombination(key.Key_Delete): "unmark",
        QKeyCombination(key.Key_Backspace): "unmark",
    }
    bound |= {keys: partial(view.command_requested.emit, name) for keys, name in wanted.items()}
    return {keys.toCombined(): action for keys, action in bound.items()}


def typed_digit(event: QKeyEvent) -> tuple[str, bool]:
    """The digit typed, in Western form whatever the keyboard's script, and whether Alt was held; else an empty one.

    On French keyboards digits need Shift, so that Shift alone says nothing.
    """
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if held & ~Qt.KeyboardModifier.AltModifier:
        return "", False
    typed = event.text()
    value = unicodedata.digit(typed, None) if len(typed) == 1 else None
    if value is None and held and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        value = event.key() - Qt.Key.Key_0  # on a Mac, a digit with Option types some other character
    return "" if value is None else str(value), bool(held)
