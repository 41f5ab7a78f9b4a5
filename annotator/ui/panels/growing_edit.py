"""A field for several lines that grows with its words and says when it is left."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

_STAYS = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})
"""Ways of losing the focus that are no leaving: a menu opens, another program comes to the front."""


class GrowingEdit(QPlainTextEdit):
    """Plain text from `least` to `most` lines high. Each paragraph runs in the direction of its own words.

    `typed` carries what a person has written; `left` says that the focus has gone elsewhere, `escaped` that Escape was
    pressed, `cursor_moved` that the cursor did. Where there is nothing of its own to undo or redo, the key for it is
    left to the window.
    """

    typed = Signal(str)
    left = Signal()
    escaped = Signal()
    cursor_moved = Signal()

    def __init__(self, least: int = 1, most: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._is_showing = False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.document().setDocumentMargin(5)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self.cursorPositionChanged.connect(self._tell_place)
        self.textChanged.connect(self._align)
        self.textChanged.connect(self._tell)
        self._grow()

    @property
    def words(self) -> str:
        """What it says. Not `toPlainText`, which turns non-breaking spaces into plain ones."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def show_words(self, words: str) -> None:
        """Show these without telling anyone; where they are there already, the cursor stays where it is."""
        if words != self.words:
            self._is_showing = True
            self.setPlainText(words)
            self._is_showing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Qt would claim the keys for undo and redo at all times, and no shortcut of the window would get them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_spent(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif self._is_spent(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._grow()

    def _is_spent(self, event: QKeyEvent) -> bool:
        """Whether the key asks to undo or redo, and there is nothing to."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.isReadOnly() or not self.document().isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Redo):
            return self.isReadOnly() or not self.document().isRedoAvailable()
        return False

    def _align(self) -> None:
        """Begin at the right where the first words do; Qt turns their order round, not their side."""
        mirrored = self.document().begin().textDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def _tell_place(self) -> None:
        if self.hasFocus():
            self.cursor_moved.emit()

    def _tell(self) -> None:
        if not self._is_showing:
            self.typed.emit(self.words)

    def _grow(self) -> None:
        lines = min(max(self._lines(), self._least), self._most)
        self.ensurePolished()
        edges = self.contentsMargins()
        around = edges.top() + edges.bottom() + 2
        height = math.ceil(lines * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin()) + around
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    def _lines(self) -> int:
        """How many lines the words take, or `most` where they take more."""
        layout, block, lines = self.document().documentLayout(), self.document().begin(), 0
        while block.isValid() and lines < self._most:
            layout.blockBoundingRect(block)  # lays the block out, which Qt does no sooner than it must
            lines += max(block.layout().lineCount(), 1)
            block = block.next()
        return lines
