"""The field in which commentary is written: Markdown with keys for it, and links that complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.model.linking import ProvisionLink, link_around
from annotator.ui.icons import palette_icon
from annotator.ui.panels.growing_edit import GrowingEdit
from annotator.ui.panels.link_completion import LinkCompletion
from annotator.ui.panels.markdown_keys import emphasise, go_on, insert_link, insert_provision_link, mark_lines

_HELD = Qt.KeyboardModifier.ControlModifier
_BOTH = _HELD | Qt.KeyboardModifier.ShiftModifier

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

Act = Callable[[GrowingEdit], object]

_KEYS: dict[tuple[Qt.KeyboardModifier, Qt.Key], Act] = {
    (_HELD, Qt.Key.Key_B): lambda edit: emphasise(edit, "**"),
    (_HELD, Qt.Key.Key_I): lambda edit: emphasise(edit, "*"),
    (_BOTH, Qt.Key.Key_K): insert_provision_link,
}


class CommentaryEdit(GrowingEdit):
    """Ctrl+B and Ctrl+I emphasise, Ctrl+Shift+K links to a provision, and Enter goes on with a list or a quotation.

    In here these keys go before those of the window. `followed` carries the ProvisionLink that a person goes after: by
    Ctrl+Enter, or a click with Ctrl.
    """

    followed = Signal(object)

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(least, most, parent)
        self.completion = LinkCompletion(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        act = self._act_of(event)
        if act is not None:
            act(self)
        elif not (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._go_on()):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        super().mouseReleaseEvent(event)
        if event.modifiers() == _HELD and event.button() == Qt.MouseButton.LeftButton:
            self._follow()

    def _follow(self) -> None:
        link = self._link_here()
        if link is not None:
            self.followed.emit(link)

    def _link_here(self) -> ProvisionLink | None:
        cursor = self.textCursor()
        line = cursor.block().text()
        # Qt counts in UTF-16 units, so what stands before the cursor is cut out before it is counted
        cursor.movePosition(cursor.MoveOperation.StartOfBlock, cursor.MoveMode.KeepAnchor)
        return link_around(line, len(cursor.selectedText()))

    def _go_on(self) -> bool:
        return not self.isReadOnly() and go_on(self)

    def _act_of(self, event: QKeyEvent) -> Act | None:
        key = Qt.Key(event.key())
        if event.modifiers() == _HELD and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._link_here():
            return lambda _edit: self._follow()
        return None if self.isReadOnly() else _KEYS.get((event.modifiers(), key))


class MarkdownBar(QWidget):
    """Small buttons that do to the words in `edit` what keys do, and what has no key.

    Tab stops at one of them; the arrow keys go from one to the next.
    """

    def __init__(self, edit: CommentaryEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self.buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        self._add("bold", self.tr("Bold (Ctrl+B)"), _KEYS[_HELD, Qt.Key.Key_B])
        self._add("italic", self.tr("Italic (Ctrl+I)"), _KEYS[_HELD, Qt.Key.Key_I])
        self._add("quote", self.tr("Quotation"), lambda on: mark_lines(on, "quote"))
        self._add("bullets", self.tr("List"), lambda on: mark_lines(on, "bullets"))
        self._add("numbers", self.tr("Numbered list"), lambda on: mark_lines(on, "numbers"))
        self._add("link", self.tr("Link to a web page"), insert_link)
        self._add("provision", self.tr("Link to a provision (Ctrl+Shift+K), or type [["), insert_provision_link)
        self._row.addStretch(1)
        self._stop_at(self.buttons["bold"])
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _add(self, name: str, tip: str, act: Act) -> None:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setStyleSheet("QToolButton { padding: 3px; } QToolButton:focus { padding: 2px; }")
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.installEventFilter(self)
        button.clicked.connect(lambda _checked: self._do(act))
        self.buttons[name] = button
        self._row.addWidget(button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
            row = list(self.buttons.values())
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            step = -_STEPS[Qt.Key(event.key())] if mirrored else _STEPS[Qt.Key(event.key())]
            target = row[(row.index(cast(QToolButton, watched)) + step) % len(row)]
            self._stop_at(target)
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _stop_at(self, target: QToolButton) -> None:
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is target else Qt.FocusPolicy.NoFocus)

    def _do(self, act: Act) -> None:
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        act(self._edit)

    def _draw(self) -> None:
        for name, button in self.buttons.items():
            if name == "provision":
                button.setText("§")
            else:
                button.setIcon(palette_icon(name, self.palette()))
