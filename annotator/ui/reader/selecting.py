"""Selecting words on the page: exact where the mouse points, and by word, sentence, paragraph and provision."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCursor, QTextLine
from PySide6.QtWidgets import QWidget

from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.reader.guided_page import GuidedPage
from annotator.ui.reader.layering import Span
from annotator.ui.reader.units import larger, next_end, previous_start, smaller, word_at
from annotator.ui.reader.words import whole_words
from annotator.ui.theme import Theme

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_Held = Qt.KeyboardModifier


class SelectingPage(GuidedPage):
    """A page with a selection. All offsets are code points of the canonical text.

    With Shift, arrows select: alone by character and line, with Ctrl by word and paragraph, with Alt by sentence, and
    Alt+Shift+Up takes in what is around: word, sentence, paragraph, provision, and so on; Alt+Shift+Down goes back.
    The mouse selects whole words, or exactly what it is drawn over where Alt is held.
    """

    selection_settled = Signal()
    """The mouse has selected words and let go."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._widened: list[Span] = []
        self._double: Span | None = None

    def selection(self) -> Span | None:
        """The selected `[start, end)`, or None."""
        cursor = self.textCursor()
        if self.text is None or not cursor.hasSelection():
            return None
        return self._from_qt(cursor.selectionStart()), self._from_qt(cursor.selectionEnd())

    def select(self, start: int, end: int) -> None:
        """Select from `start` to `end`, where the caret comes to stand: before `start` if `end` is less."""
        cursor = self.textCursor()
        cursor.setPosition(self._to_qt(start))
        cursor.setPosition(self._to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def selected_text(self) -> str:
        """The selected words as the canonical text has them."""
        chosen = self.selection()
        return self.text.text[slice(*chosen)] if self.text and chosen else ""

    def caret(self) -> int:
        return self._from_qt(self.textCursor().position())

    def offset_at(self, point: QPoint) -> int | None:
        """The character drawn at `point` of the viewport, or the nearest of its line; None on an empty page."""
        if self._reading is None or not self._reading.text.text:
            return None
        spot = QPointF(point) + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        block = self._block_at(spot)
        geometry = BlockGeometry(self._reading, block)
        within = spot - geometry.origin
        row = next((row for row in reversed(geometry.rows) if row.top <= within.y()), geometry.rows[0])
        x = min(max(within.x(), row.left + 0.5), row.right - 0.5)
        at = row.line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        last = max(row.start, row.end - 1)
        return self._from_qt(block.position() + min(max(at, row.start), last))

    def boxes_of(self, start: int, end: int) -> list[QRectF]:
        """Where those of the words `[start, end)` are drawn in the viewport that are on view: a box a line or more."""
        if self._reading is None:
            return []
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        boxes: list[QRectF] = []
        for block in self._blocks_in(self.viewport().rect()):
            paragraph = self._reading.paragraph_of(block)
            if paragraph.start < end and start < paragraph.end:
                geometry = BlockGeometry(self._reading, block)
                low, high = max(start, paragraph.start), min(end, paragraph.end)
                boxes += [box.translated(geometry.origin - scrolled) for box in geometry.rectangles(low, high)]
        return boxes

    # Units -------------------------------------------------------------------------------------------------------

    def extend_by(self, unit: str, *, forwards: bool) -> None:
        """Select the whole "sentence" or "paragraph" at the caret; with a selection, move its end to the next."""
        if self.text is None:
            return
        words, caret = self.text.text, self.caret()
        if not self.textCursor().hasSelection():
            end = next_end(words, caret, unit)
            start = previous_start(words, end, unit)
            self.select(*((start, end) if forwards else (end, start)))
            return
        anchor = self._from_qt(self.textCursor().anchor())
        self.select(anchor, (next_end if forwards else previous_start)(words, caret, unit))

    def widen(self) -> None:
        """Select the smallest word, sentence, paragraph or provision that holds what is selected and more."""
        if self.text is None:
            return
        now = self.selection() or (self.caret(), self.caret())
        if self._widened and self._widened[-1] != now:
            self._widened = []
        found = larger(self.text, now)
        if found:
            self._widened = [*(self._widened or [now]), found]
            self.select(*found)

    def narrow(self) -> None:
        """Go back to what was selected before it was widened, or to the largest unit inside the selection."""
        now = self.selection()
        if self.text is None or now is None:
            return
        if len(self._widened) > 1 and self._widened[-1] == now:
            self._widened.pop()
            self.select(*self._widened[-1])
            return
        found = smaller(self.text, now, now[0])
        if found:
            self.select(*found)

    # Events ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        action = self._selecting_key(event)
        if action:
            action()
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Exactly the word under the pointer: Qt takes the place between two characters that is nearest."""
        super().mouseDoubleClickEvent(event)
        offset = self.offset_at(event.position().toPoint())
        if self.text is None or offset is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._double = word_at(self.text.text, offset)
        self.select(*self._double)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        double, self._double = self._double, None
        if event.button() != Qt.MouseButton.LeftButton or self.selection() is None:
            return
        if self.selection() != double and not event.modifiers() & _Held.AltModifier:
            self._select_whole_words()
        self.selection_settled.emit()

    # ---------------------------------------------------------------------------------------------------------------

    def _selecting_key(self, event: QKeyEvent) -> Callable[[], None] | None:
        held, key = event.modifiers() & ~_KEYPAD, event.key()
        if held == _Held.ShiftModifier | _Held.ControlModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return lambda: self.extend_by("paragraph", forwards=key == Qt.Key.Key_Down)
        if held == _Held.ShiftModifier | _Held.AltModifier:
            return {
                Qt.Key.Key_Up: self.widen,
                Qt.Key.Key_Down: self.narrow,
                Qt.Key.Key_Right: lambda: self.extend_by("sentence", forwards=not self._is_mirrored()),
                Qt.Key.Key_Left: lambda: self.extend_by("sentence", forwards=self._is_mirrored()),
            }.get(Qt.Key(key))
        return None

    def _is_mirrored(self) -> bool:
        return self._reading is not None and self._reading.setting.is_mirrored

    def _select_whole_words(self) -> None:
        """Make of what the mouse was drawn over what was meant; the caret stays at the end it is at."""
        chosen = self.selection()
        if self.text is None or chosen is None:
            return
        start, end = self._without_label(*whole_words(self.text.text, *chosen))
        if (start, end) != chosen:
            forwards = self.caret() == chosen[1]
            self.select(*((start, end) if forwards else (end, start)))

    def _without_label(self, start: int, end: int) -> Span:
        """Without the bare number of a paragraph at the end, such as "2.", and the line break before it."""
        if self._reading is None or self.text is None:
            return start, end
        last = self._reading.paragraph_of(self._reading.block_at(end))
        if not start < last.start < end <= last.label_end:
            return start, end
        return start, start + len(self.text.text[start : last.start].rstrip())
