"""What a person can say of the lines that are selected: what they are, left out, put back; and take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from annotator.model.correcting import LineKind, ReadLine
from annotator.ui.labels import quiet_label
from annotator.ui.words import line_kind_name

_GROUPS: tuple[tuple[LineKind, ...], ...] = (
    ("article", "paragraph", "point", "item", "subitem"),
    ("words", "joined"),
    ("part", "chapter", "section", "title", "annex"),
    ("heading", "preamble", "signature", "note"),
)


class CorrectionBar(QWidget):
    """Says what the selection is and offers what can be said of it. Emits `asked` with a LineKind, or `undone`."""

    asked = Signal(str)
    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = quiet_label(wrap=False)
        self.read_as = self._button(self.tr("&Read as"))
        self.read_as.setMenu(kind_menu(self, self.asked.emit))
        self.put_back = self._button(self.tr("Put &back"))
        self.put_back.clicked.connect(lambda: self.asked.emit("kept"))
        self.leave_out = self._button(self.tr("Leave &out"))
        self.leave_out.clicked.connect(lambda: self.asked.emit("left out"))
        self.undo = self._button(self.tr("&Undo"))
        self.undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.undo.clicked.connect(self.undone)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.said, 1)
        for button in (self.read_as, self.leave_out, self.put_back, self.undo):
            layout.addWidget(button)

    def show_state(
        self, selected: Sequence[ReadLine], corrections: int, *, can_undo: bool, is_busy: bool = False, whole: int = 1
    ) -> None:
        """Offer what fits the lines that are selected, and say how many corrections there are.

        Where a provision is selected, that is its first line; leaving it out takes the `whole` of its lines.
        """
        self.said.setText(self._words(len(selected), corrections, is_busy=is_busy, whole=whole))
        self.read_as.setEnabled(bool(selected) and not is_busy)
        self.put_back.setEnabled(any(line.dropped for line in selected) and not is_busy)
        self.leave_out.setEnabled(any(not line.dropped for line in selected) and not is_busy)
        self.undo.setEnabled(can_undo and not is_busy)

    def _words(self, selected: int, corrections: int, *, is_busy: bool, whole: int) -> str:
        if is_busy:
            return self.tr("Reading again…")
        one = self.tr("1 line selected")
        if whole > 1:
            one = self.tr("The first of {count} lines; Leave out takes them all").format(count=whole)
        counted = (
            (selected, one, self.tr("{count} lines selected")),
            (corrections, self.tr("1 corrected"), self.tr("{count} corrected")),
        )
        parts = [one if count == 1 else many.format(count=count) for count, one, many in counted if count]
        return " · ".join(parts) or self.tr("Select a line to say what it is, or to leave it out.")

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        return button


def kind_menu(parent: QWidget, asked: Callable[[str], None]) -> QMenu:
    """What a line can be said to be, in groups."""
    menu = QMenu(parent)
    for number, group in enumerate(_GROUPS):
        if number:
            menu.addSeparator()
        for kind in group:
            name = line_kind_name(kind)
            action = menu.addAction(name[:1].upper() + name[1:])
            action.setData(kind)
            action.triggered.connect(lambda _checked=False, kind=kind: asked(kind))
    return menu
