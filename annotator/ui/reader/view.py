"""The reader: a page one reads with the keyboard or the mouse. It tells what is wanted, and never writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import Category
from annotator.model.treaty import Provision, Text, VersionData, provision_at
from annotator.ui.reader.adjusting import AdjustingPage
from annotator.ui.reader.keys import MOVING, bound_keys, typed_digit
from annotator.ui.reader.stepping import next_annotation, next_stop, previous_annotation, previous_stop
from annotator.ui.reader.wording import spoken, tool_tip
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.reader.annotation_list import AnnotationList
    from annotator.ui.reader.chip_bar import ChipBar

_ZOOM_STEP = 10
_SETTLED = 80  # milliseconds that the caret stands still before its place is described
_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
}


class ReaderView(AdjustingPage):
    """Reads one version. All offsets in its interface are code points of the canonical text.

    Arrows and page keys move the caret; Ctrl+Up and Ctrl+Down go from article to article, N and Shift+N (or ] and [)
    from annotation to annotation; Enter opens the one at the caret, a digit asks for a layer.
    """

    selection_changed = Signal(object)
    """`(start, end)`, or None when nothing is selected."""
    annotation_activated = Signal(list)
    """The ids of the annotations at the place clicked or stepped to, shortest passage first."""
    layer_key_pressed = Signal(str)
    """A digit was typed, with or without a selection."""
    jumped = Signal(int)
    """The page has moved far at one go; the offset that was read before."""
    landed = Signal()
    """A place has been gone to; `standing_offset` is there now."""
    layer_toggle_pressed = Signal(str)
    """A digit was typed with Alt: the current annotation should get that layer too, or lose it."""
    layer_requested = Signal(str)
    """The id of a layer that was offered at the selection and chosen."""
    command_requested = Signal(str)
    """The name of a command of the window that one key asks for."""
    provision_changed = Signal(str)
    """The eId of the article that is read, as `visible_provision` has it."""
    copy_requested = Signal()
    """The selected words have been copied, exactly as the canonical text has them."""
    copy_with_citation_requested = Signal()
    zoom_requested = Signal(int)
    """Per cent to add to the text size (Ctrl and the wheel)."""
    caret_described = Signal()
    """What a screen reader hears of the place is up to date: the page is painted first."""
    focused = Signal()
    """The view has got the keyboard."""
    context_menu_requested = Signal(QPoint, list)
    """A global point, and the ids of the annotations there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._top_provision = ""
        self._landed: tuple[int, str] | None = None
        self.is_going = False  # on the way to a place; `landed` follows
        self._pressed_at: QPointF | None = None
        self._list: AnnotationList | None = None
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Treaty text"))
        self.selectionChanged.connect(self._tell_selection)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settling.timeout.connect(self._describe_caret)
        self.cursorPositionChanged.connect(self._settling.start)
        self.verticalScrollBar().valueChanged.connect(self._tell_provision)
        self.verticalScrollBar().valueChanged.connect(self._leave_chips)
        self._keys = bound_keys(self)

    def show_text(self, text: Text | None, data: VersionData | None = None) -> None:
        """Show `text`, set in the language and direction of `data`; None empties the page. Annotations are dropped."""
        super().show_text(text, data)
        name = (
            self.tr("Treaty text: %1").replace("%1", data.label or data.short_title) if data else self.tr("Treaty text")
        )
        self.setAccessibleName(name)
        self._top_provision = ""
        self._landed = None
        self._tell_provision()

    def set_links_shown(self, is_shown: bool) -> None:
        super().set_links_shown(is_shown)
        self._settling.start()  # the caret may stand on one

    # Places and selections ---------------------------------------------------------------------------------------

    def go_to(self, start: int, end: int | None = None, *, flash: bool = False) -> None:
        """Put the caret at `start` and bring it into view; `flash` draws the eye to `[start, end)`."""
        before, scrolled = self.read_offset(), self.verticalScrollBar().value()
        cursor = self.textCursor()
        cursor.setPosition(self._to_qt(start))
        self.is_going = True
        self.scroll_to(start)  # before the caret is there: Qt would scroll to it, and then this once more
        arrived = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(arrived)
        self.is_going = False
        if abs(self.verticalScrollBar().value() - scrolled) > self.viewport().height() / 2:
            self.jumped.emit(before)
        self._landed = (self.verticalScrollBar().value(), self._section_of(start))
        self._tell_provision()
        self.landed.emit()
        if flash:
            self.flash(start, start + 1 if end is None else end)

    def go_to_provision(self, eid: str, flash: bool = False) -> None:
        """Go to the provision with this eId; an unknown one changes nothing."""
        found = next((row for row in self._provisions() if row.eid == eid), None)
        if found:
            self.go_to(found.start, found.end, flash=flash)

    def visible_provision(self) -> str:
        """The eId of the article (preamble, annex …) that is read: the one gone to, until the page is moved, else that
        at the line where places come to stand. Empty where there is none."""
        if self._landed and self._landed[0] == self.verticalScrollBar().value():
            return self._landed[1]
        return self._section_of(self.landing_offset())

    def standing_offset(self) -> int:
        """The offset of the line that is read: the one gone to, until the page is moved, else where places come to."""
        is_there = self._landed is not None and self._landed[0] == self.verticalScrollBar().value()
        return self.caret() if is_there else self.landing_offset()

    def offer_layers(self, layers: Sequence[Category]) -> None:
        """Show these layers in a bar beside the selection, the likeliest first."""
        chosen = self.selection()
        if chosen and layers:
            self._chips.offer(layers, lambda: self.boxes_of(*chosen))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self._has_chips:
            self._chips.set_theme(theme)

    # Stepping ----------------------------------------------------------------------------------------------------

    def go_to_next_article(self) -> None:
        self._go_to_stop(next_stop(self._provisions(), self.caret()))

    def go_to_previous_article(self) -> None:
        self._go_to_stop(previous_stop(self._provisions(), self.caret()))

    def go_to_next_annotation(self) -> None:
        """Go to the annotation after the current one, or after the caret where none is current."""
        self._step(next_annotation)

    def go_to_previous_annotation(self) -> None:
        self._step(previous_annotation)

    def list_annotations(self, rows: Sequence[Annotation], at: QPoint) -> None:
        """List `rows` beside the global point `at`; the one that the list is at stands out in the text."""
        if self._list is None:
            from annotator.ui.reader.annotation_list import AnnotationList

            self._list = AnnotationList(self)
            self._list.chosen.connect(lambda id: self.annotation_activated.emit([id]))
            self._list.looked_at.connect(self.preview)
        self._list.open_at(at, rows, self._layers().categories)

    def activate_at_caret(self) -> None:
        """Do what a click at the caret would do."""
        offset = self.caret()
        self._activate(self.annotations_over(offset, offset + 1))

    def copy_selection(self) -> None:
        """Put the selected words on the clipboard as plain text."""
        if self.selection():
            QGuiApplication.clipboard().setText(self.selected_text())
            self.copy_requested.emit()

    # Events ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What was gone to comes to stand again where places come to stand, until the page is moved."""
        was_there = self._landed is not None and self._landed[0] == self.verticalScrollBar().value()
        super().resizeEvent(event)
        if was_there and self._landed is not None:
            self.is_going = True
            self.scroll_to(self.caret())
            self.is_going = False
            self._landed = (self.verticalScrollBar().value(), self._landed[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.is_adjusting:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            if not self._let_go():
                event.ignore()
            return
        if event.key() in MOVING:
            self.fetch_caret()
        action = self._keys.get(event.keyCombination().toCombined())
        digit, toggles = typed_digit(event)
        if action:
            action()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif digit:
            (self.layer_toggle_pressed if toggles else self.layer_key_pressed).emit(digit)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.focused.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed_at = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        self._hide_chips()
        super().mousePressEvent(event)
        if self.is_adjusting:
            self._pressed_at = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is None:
            return
        if not self.selection() and (event.position() - pressed).manhattanLength() < QApplication.startDragDistance():
            self._click(event.position().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_requested.emit(_ZOOM_STEP if turned > 0 else -_ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        point = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            point = self.cursorRect().bottomLeft()
        rows = self.annotations_at(point)
        self.context_menu_requested.emit(self.viewport().mapToGlobal(point), [row.id for row in rows])
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            rows = self.annotations_at(event.pos())
            QToolTip.showText(event.globalPos(), tool_tip(rows, self._layers().categories) if rows else "", self)
            return True
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        """What happens in the empty margins beside the page counts as on it: one can scroll and select from there."""
        if isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return True
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE:
            return self._pass_to_page(event)
        return super().event(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """For drags and the X11 selection: the canonical words, plain, whatever Qt made of them."""
        # Made by Qt, not here: it may outlive Python, which aborts the process when its own objects do
        data = super().createMimeDataFromSelection()
        data.text()
        data.clear()
        data.setText(self.selected_text())
        return data

    # ---------------------------------------------------------------------------------------------------------------

    def _let_go(self) -> bool:
        """Escape closes the bar; then it lets the selection go. Says whether there was either."""
        if self._has_chips and self._chips.isVisible():
            self._chips.hide()
            return True
        if self.selection():
            self.select(self.caret(), self.caret())
            return True
        return False

    def ask_for_citation(self) -> None:
        """Copy what is selected, with where it stands."""
        if self.selection():
            self.copy_with_citation_requested.emit()

    def _provisions(self) -> tuple[Provision, ...]:
        return self.text.provisions if self.text else ()

    def _go_to_stop(self, stop: Provision | None) -> None:
        if stop:
            self.go_to(stop.start)

    def _step(self, step: Callable[..., Annotation | None]) -> None:
        found = step(self._intervals, self.caret(), self._overlays.current, self.shown.shows)
        if found:
            self.set_current(found.id)
            self.go_to(found.anchor.start)
            self.annotation_activated.emit([found.id])

    def _click(self, point: QPoint) -> None:
        """On words and on a stripe of one annotation, open it; where several share a place in the margin, list them."""
        rows = self.annotations_at(point)
        if len(rows) > 1 and self.is_margin(point):
            self.list_annotations(rows, self.viewport().mapToGlobal(point))
        else:
            self._activate(rows)

    def _activate(self, rows: list[Annotation]) -> None:
        if rows:
            self.annotation_activated.emit([row.id for row in rows])

    def _section_of(self, offset: int) -> str:
        """The eId of the article at `offset`, or of the first one where no provision has begun yet."""
        if self._reading is None:
            return ""
        first = self._provisions()[0].start if self._provisions() else 0
        return self._reading.paragraph_of(self._reading.block_at(max(offset, first))).section

    @cached_property
    def _chips(self) -> ChipBar:
        from annotator.ui.reader.chip_bar import ChipBar

        made = ChipBar(self._theme, self.viewport())
        made.chosen.connect(self.layer_requested)
        made.more_requested.connect(lambda: self.command_requested.emit("annotate_as"))
        return made

    @property
    def _has_chips(self) -> bool:
        return "_chips" in self.__dict__

    def _leave_chips(self) -> None:
        if self._has_chips:
            self._chips.leave()

    def _hide_chips(self) -> None:
        if self._has_chips:
            self._chips.hide()

    def _tell_selection(self) -> None:
        self._hide_chips()
        self.selection_changed.emit(self.selection())

    def _tell_provision(self) -> None:
        if self.is_going:
            return
        provision = self.visible_provision()
        if provision != self._top_provision:
            self._top_provision = provision
            self.provision_changed.emit(provision)

    def _describe_caret(self) -> None:
        if self.text is None or not self.isVisible():  # the window, and with it the library, may be closed by now
            return
        offset = self.caret()
        place = provision_at(self.text.provisions, offset, offset + 1)
        rows = self.annotations_over(offset, offset + 1)
        self.setAccessibleDescription(spoken(place.citation if place else "", rows, self._layers().categories))
        self.caret_described.emit()

    def _pass_to_page(self, event: QMouseEvent) -> bool:
        point = QPointF(self.viewport().mapFrom(self, event.position().toPoint()))
        copy = QMouseEvent(
            event.type(), point, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )
        return QApplication.sendEvent(self.viewport(), copy)
