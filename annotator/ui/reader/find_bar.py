"""The find bar: words to find in the text above it, how many there are, and the way from one to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.ui.icons import icon
from annotator.ui.theme import Theme

_WIDE = 480  # pixels from which everything goes into one line


class FindBar(QFrame):
    """Enter goes to the next place, Shift+Enter to the one before, Escape closes the bar."""

    words_changed = Signal(str)
    step_requested = Signal(int)
    """1 for the next place, -1 for the one before."""
    annotate_requested = Signal()
    """All the places found should be annotated."""
    closed = Signal()
    """The bar is about to go; whoever listens may take the keyboard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self._can_annotate = True
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this text"))
        self.field.setAccessibleName(self.tr("Find in this text"))
        self.field.setClearButtonEnabled(True)
        self._count = QLabel(self)
        self._count.setObjectName("quiet")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self.annotate_button = QToolButton(self)
        self.annotate_button.clicked.connect(self.annotate_requested)
        self.annotate_button.hide()
        self._buttons = {
            "previous": self._button(self.tr("Previous place")),
            "next": self._button(self.tr("Next place")),
            "close": self._button(self.tr("Close the find bar")),
        }
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 6, 8, 6)
        rows.setSpacing(2)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.addWidget(self.field, 1)
        self._first.addWidget(self._count)
        for button in self._buttons.values():
            self._first.addWidget(button)
        self._second.addStretch(1)
        rows.addLayout(self._first)
        rows.addLayout(self._second)
        self._place_button()
        self.field.textChanged.connect(self.words_changed)
        self._buttons["previous"].clicked.connect(lambda: self.step_requested.emit(-1))
        self._buttons["next"].clicked.connect(lambda: self.step_requested.emit(1))
        self._buttons["close"].clicked.connect(self.close_bar)
        self.set_theme(theme)

    def open_bar(self, words: str = "") -> None:
        """Show the bar with the caret in its field, and `words` in it where there are some."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        self.closed.emit()
        self.hide()

    def show_count(self, current: int, count: int) -> None:
        """`current` counts from 0; -1 where none is current."""
        found = bool(count)
        words = self.tr("{0} of {1}").format(current + 1, count) if found else self.tr("Not found")
        self._count.setText(words if self.field.text() else "")
        for name in ("previous", "next"):
            self._buttons[name].setEnabled(found)
        self.annotate_button.setText(self.tr("Annotate all {0}…").format(count) if count > 1 else self.tr("Annotate…"))
        self.annotate_button.setVisible(found and self._can_annotate)

    def set_editable(self, is_editable: bool) -> None:
        """Whether what is found can be annotated."""
        self._can_annotate = is_editable

    def has_keyboard(self) -> bool:
        return any(part.hasFocus() for part in (self.field, self.annotate_button, *self._buttons.values()))

    def set_theme(self, theme: Theme) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place_button()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backwards = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_requested.emit(-1 if backwards else 1)
        else:
            super().keyPressEvent(event)

    def _place_button(self) -> None:
        """Beside the number where there is room, else in a line of its own: one must see what one looks for."""
        row = self._first if self.width() >= _WIDE else self._second
        if row.indexOf(self.annotate_button) < 0:
            row.insertWidget(2 if row is self._first else 1, self.annotate_button)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button
