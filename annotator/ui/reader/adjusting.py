"""Moving the ends of the current annotation: handles for the mouse, and keys once a handle has been taken up."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Annotation
from annotator.model.records import dataclass
from annotator.model.treaty import Text, VersionData
from annotator.ui.reader.geometry import BlockGeometry
from annotator.ui.reader.layering import Span
from annotator.ui.reader.overlays import ENDS, End
from annotator.ui.reader.selecting import SelectingPage
from annotator.ui.reader.units import nearest_word_edge, next_end, over_space, previous_start, step_word
from annotator.ui.theme import Theme

_REACH = 8.0  # pixels around the middle of a knob that count as on it
_INTO_LINE = 4.0  # and so many within the line of words
_Key, _Held = Qt.Key, Qt.KeyboardModifier
_SIDEWAYS = {_Key.Key_Left, _Key.Key_Right}
_UPRIGHT = {_Key.Key_Up, _Key.Key_Down}
_DONE = {_Key.Key_Return, _Key.Key_Enter}


@dataclass
class _Adjustment:
    """An annotation whose ends are being moved: `[start, end)` as it is shown, and the end that is held.

    `words` are those of the whole text.
    """

    row: Annotation
    words: str
    start: int
    end: int
    side: End
    by_mouse: bool

    @property
    def is_changed(self) -> bool:
        return (self.start, self.end) != (self.row.anchor.start, self.row.anchor.end)

    @property
    def preview(self) -> Annotation:
        """A plain annotation, whatever kind of its own the row may be."""
        values = {field.name: getattr(self.row, field.name) for field in fields(Annotation)}
        anchor = {field.name: getattr(self.row.anchor, field.name) for field in fields(Anchor)}
        return Annotation(**values | {"anchor": Anchor(**anchor | {"start": self.start, "end": self.end})})


class AdjustingPage(SelectingPage):
    """The current annotation has a handle at each end. Drawn with the mouse, or taken up with `begin_adjusting`, it
    moves the end, which is shown at once and told once, when it is let go.

    With the keyboard: arrows move the end by a character, with Alt or Ctrl by a word (up and down: by a sentence); Tab
    takes the other end, Enter is done, Escape leaves everything as it was.
    """

    _adjustment: _Adjustment | None = None  # of the class, since Qt sends events while the page is being made

    ends_moved = Signal(str, int, int)
    """An annotation's id, and the `[start, end)` that it should have now."""
    adjusting_changed = Signal(bool)
    """Whether keys move an end now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._is_on_handle = False
        self._is_editable = False
        self.viewport().setMouseTracking(True)

    def set_editable(self, is_editable: bool) -> None:
        """Whether the current annotation has handles."""
        self._is_editable = self._overlays.has_handles = is_editable
        self.viewport().update()

    def show_text(self, text: Text | None, data: VersionData | None = None) -> None:
        """As the page does; an end that was being moved stays where it was."""
        self.finish_adjusting(keep=False)
        super().show_text(text, data)
        self._overlays.has_handles = self._is_editable

    @property
    def is_adjusting(self) -> bool:
        return self._adjustment is not None

    @property
    def adjusted(self) -> Span | None:
        """The `[start, end)` that is shown while an end is being moved."""
        return (self._adjustment.start, self._adjustment.end) if self._adjustment else None

    def begin_adjusting(self) -> bool:
        """Take up the end of the current annotation with the keyboard. False where there is none that has ends."""
        row = self._adjustable()
        if row is None:
            return False
        self._take_up(row, "end", by_mouse=False)
        self.setFocus()
        self.adjusting_changed.emit(True)
        return True

    def finish_adjusting(self, *, keep: bool = True) -> None:
        """Let the end go: tell of it, or (without `keep`) leave it as it was."""
        done, self._adjustment = self._adjustment, None
        if done is None:
            return
        self._overlays.grip = ""
        self.set_current(done.row.id)
        if not done.by_mouse:
            self.adjusting_changed.emit(False)
        if keep and done.is_changed:
            self.ends_moved.emit(done.row.id, done.start, done.end)

    def handles(self) -> dict[End, QRectF]:
        """Where the handles are in the viewport; none where no annotation has any."""
        row = self._adjustable()
        if row is None:
            return {}
        found = {side: self._handle(row, side) for side in ENDS}
        return {side: box for side, box in found.items() if box is not None}

    # Events ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """While an end is held, its keys are no shortcuts."""
        if self._adjustment and event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._adjustment is None:
            super().keyPressEvent(event)
        elif event.key() == _Key.Key_Escape:
            self.finish_adjusting(keep=False)
        elif not self._adjustment.by_mouse:
            self._adjust_with(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802
        if self._adjustment is None or self._adjustment.by_mouse:
            return super().focusNextPrevChild(forwards)
        self._adjustment.side = "start" if self._adjustment.side == "end" else "end"
        self._show_adjustment()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self.finish_adjusting(keep=bool(self._adjustment and not self._adjustment.by_mouse))
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.finish_adjusting()
        side = self._handle_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        row = self._adjustable()
        if side and row:
            self._take_up(row, side, by_mouse=True)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._adjustment and self._adjustment.by_mouse:
            self._scroll_along(event.position())
            self._draw_to(event.position().toPoint(), exactly=bool(event.modifiers() & _Held.AltModifier))
            return
        if not event.buttons():
            self._show_shape(bool(self._handle_at(event.position())))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._adjustment and self._adjustment.by_mouse and event.button() == Qt.MouseButton.LeftButton:
            self.finish_adjusting()
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    # ---------------------------------------------------------------------------------------------------------------

    def _adjustable(self) -> Annotation | None:
        row = self._overlays.current
        return row if row and self._overlays.has_handles and not row.anchor.whole else None

    def _take_up(self, row: Annotation, side: End, *, by_mouse: bool) -> None:
        words = self.text.text if self.text else ""
        self._adjustment = _Adjustment(row, words, row.anchor.start, row.anchor.end, side, by_mouse)
        self._show_adjustment()

    def _show_adjustment(self) -> None:
        held = self._adjustment
        if held is None:
            return
        self._overlays.grip = held.side
        self._overlays.current = held.preview
        self.viewport().update()
        if not held.by_mouse:  # the mouse is where it is
            self._bring_into_view(held.start if held.side == "start" else held.end)

    def _bring_into_view(self, offset: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._to_qt(offset))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _adjust_with(self, event: QKeyEvent) -> None:
        held, key = event.modifiers() & ~_Held.KeypadModifier, event.key()
        if key in _DONE:
            self.finish_adjusting()
        elif key in _SIDEWAYS:
            forwards = (key == _Key.Key_Right) is not self._is_mirrored()
            self._nudge(by_word=bool(held & (_Held.AltModifier | _Held.ControlModifier)), forwards=forwards)
        elif key in _UPRIGHT:
            self._step_sentence(forwards=key == _Key.Key_Down)

    def _nudge(self, *, by_word: bool, forwards: bool) -> None:
        held = self._adjustment
        assert held is not None
        at = held.start if held.side == "start" else held.end
        if by_word:
            self._move_to(step_word(held.words, at, forwards=forwards, ends=held.side == "end"))
            return
        if forwards is (held.side == "end"):
            at = over_space(held.words, at, forwards)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._to_qt(at))
        move = QTextCursor.MoveOperation.NextCharacter if forwards else QTextCursor.MoveOperation.PreviousCharacter
        cursor.movePosition(move)
        self._move_to(self._from_qt(cursor.position()))

    def _step_sentence(self, *, forwards: bool) -> None:
        held = self._adjustment
        assert held is not None
        words = held.words
        at = held.start if held.side == "start" else held.end
        if held.side == "end":
            self._move_to(next_end(words, at, "sentence") if forwards else previous_start(words, at, "sentence"))
        else:
            over = next_end(words, at, "sentence") if forwards else previous_start(words, at, "sentence")
            self._move_to(over_space(words, over, True) if forwards else over)

    def _draw_to(self, point: QPoint, *, exactly: bool) -> None:
        if self.text is not None:
            offset = self._from_qt(self.cursorForPosition(point).position())
            self._move_to(offset if exactly else nearest_word_edge(self.text.text, offset))

    def _move_to(self, offset: int) -> None:
        """Move the end that is held, not past the other one, and without white space at the edge."""
        held = self._adjustment
        assert held is not None
        words = held.words
        start, end = (offset, held.end) if held.side == "start" else (held.start, offset)
        within = words[start:end]
        if not within.strip():
            return
        if held.side == "start":
            held.start = start + len(within) - len(within.lstrip())
        else:
            held.end = end - (len(within) - len(within.rstrip()))
        self._show_adjustment()

    def _handle(self, row: Annotation, side: End) -> QRectF | None:
        if self._reading is None:
            return None
        at = row.anchor.start if side == "start" else row.anchor.end - 1
        block = self._reading.block_at(at)
        geometry = BlockGeometry(self._reading, block)
        paragraph = self._reading.paragraph_of(block)
        start, end = max(row.anchor.start, paragraph.start), min(row.anchor.end, paragraph.end)
        boxes = geometry.rectangles(start, end)
        if not boxes:
            return None
        box = boxes[0 if side == "start" else -1].translated(geometry.origin)
        box.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        x = box.left() if (side == "start") is not self._is_mirrored() else box.right()
        # The knob alone: from the words beside it one can still select
        top = box.top() - _REACH if side == "start" else box.bottom() - _INTO_LINE
        return QRectF(x - _REACH, top, 2 * _REACH, _REACH + _INTO_LINE)

    def _handle_at(self, point: QPointF) -> End | None:
        return next((side for side, box in self.handles().items() if box.contains(point)), None)

    def _show_shape(self, is_on_handle: bool) -> None:
        if is_on_handle != self._is_on_handle:
            self._is_on_handle = is_on_handle
            shape = Qt.CursorShape.SizeHorCursor if is_on_handle else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def _scroll_along(self, point: QPointF) -> None:
        beyond = min(0.0, point.y()) + max(0.0, point.y() - self.viewport().height())
        if beyond:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(beyond / 2))
