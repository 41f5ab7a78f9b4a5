"""The command palette: every command and every article, a few keystrokes away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from rapidfuzz import fuzz

from annotator.model.folding import fold
from annotator.ui.models import VALUE, ListModel

_SIZE = QSize(600, 400)
_FROM_TOP = 72
_GOOD_ENOUGH = 72
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

_SHEET = "CommandPalette { background: palette(window); border: 1px solid palette(placeholder-text); }"

Index = QModelIndex | QPersistentModelIndex


class Command(NamedTuple):
    """What the palette offers: what it is called, its shortcut as people read it ("Ctrl+E"), what it does."""

    title: str
    shortcut: str
    run: Callable[[], object]


class CommandPalette(QFrame):
    """A field over a list. `places` gives the jumps that typed words may mean ("24(2)"); they stand first."""

    def __init__(
        self,
        commands: Sequence[Command],
        places: Callable[[str], Sequence[Command]] = lambda _typed: (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setStyleSheet(
            "CommandPalette { background: palette(window); border: 1px solid palette(placeholder-text); }"
        )
        self._commands = list(commands)
        self._places = places
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("A command, or an article such as 24(2)"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.model: ListModel[Command] = ListModel(lambda row: row.title, _spoken, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_CommandDelegate(self))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Commands found"))
        self.list.clicked.connect(lambda index: self._run(index))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        self._filter("")

    def open(self) -> None:
        """Show it at the upper middle of the window it belongs to."""
        self.resize(_SIZE)
        parent = self.parentWidget()
        window = parent.window() if parent else None
        if window is not None:
            width = min(_SIZE.width(), window.width() - 40)
            self.resize(width, min(_SIZE.height(), window.height() - _FROM_TOP - 40))
            self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, _FROM_TOP)))
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self._move(event.key())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _move(self, key: int) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        count = self.model.rowCount()
        row = self.list.currentIndex().row() + steps[Qt.Key(key)]
        if count:
            # Single steps go round the ends, pages stop there
            row = row % count if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) else min(max(row, 0), count - 1)
            self.list.setCurrentIndex(self.model.index(row))

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            command: Command = self.model.rows[index.row()]
            self.close()
            command.run()

    def _filter(self, typed: str) -> None:
        found = [*(self._places(typed) if typed.strip() else ()), *rank_commands(self._commands, typed)]
        self.model.replace(found)
        self.list.setCurrentIndex(self.model.index(0) if found else QModelIndex())
        self.list.scrollToTop()


def rank_commands(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that `typed` may mean, the likeliest first; all of them, in their order, where it is empty."""
    wanted = fold(typed).strip()
    if not wanted:
        return list(commands)
    scored = [(score_title(fold(row.title), wanted), -number, row) for number, row in enumerate(commands)]
    return [row for score, _, row in sorted(scored, key=lambda each: each[:2], reverse=True) if score >= _GOOD_ENOUGH]


def score_title(title: str, wanted: str) -> float:
    """How well folded words fit a folded title: over 100 where they stand in it, else how alike the two are."""
    if title.startswith(wanted):
        return 300.0
    words = title.replace("…", " ").split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 200.0
    if wanted in title:
        return 150.0
    return fuzz.partial_ratio(wanted, title) if len(wanted) > 2 else 0.0


def _spoken(command: Command) -> str:
    return f"{command.title}, {command.shortcut}" if command.shortcut else command.title


class _CommandDelegate(QStyledItemDelegate):
    """Title on the one side, shortcut on the other."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(100, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        command: Command = index.data(VALUE)
        self.initStyleOption(option, index)
        widget: QWidget = option.widget
        option.text = ""
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        rect: QRect = option.rect.adjusted(12, 0, -12, 0)
        palette = widget.palette()
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        metrics = painter.fontMetrics()
        room = rect.width() - metrics.horizontalAdvance(command.shortcut) - 16
        title = metrics.elidedText(command.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, side, title)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, command.shortcut)
