"""The command palette: every command and every article, a few keystrokes away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogs.ranking import Command, Ranking
from annotator.ui.labels import cut_off
from annotator.ui.models import VALUE, ListModel

_SIZE = QSize(600, 400)
_FROM_TOP = 72
_MOST_RECENT = 5
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

_SHEET = "CommandPalette { background: palette(window); border: 1px solid palette(placeholder-text); }"

Index = QModelIndex | QPersistentModelIndex

_LEFT_TO_RIGHT = "\u200e{}\u200e"
"""Keys are written from left to right, and their signs would change places in a window that reads the other way."""


class CommandPalette(QFrame):
    """A field over a list. `places` gives the jumps that typed words may mean ("24(2)"); they stand first.

    `commands` are shown at first, those with a key in `recent` before the others; `more` are found by typing only.
    `used` emits the key of what is run.
    """

    used = Signal(str)

    def __init__(
        self,
        commands: Sequence[Command],
        places: Callable[[str], Sequence[Command]] = lambda _typed: (),
        parent: QWidget | None = None,
        *,
        more: Sequence[Command] = (),
        recent: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Commands"))
        self.setStyleSheet(_SHEET)
        self._recent = list(recent)
        self._first = _recent_first([*commands, *more], self._recent, commands)
        self._ranking = Ranking([*commands, *more])
        self._places = places
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("A command, an article such as 24(2), a layer or a text"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.model: ListModel[Command] = ListModel(lambda row: row.key or row.title, _spoken, self)
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
        self.nothing = QLabel()
        self.nothing.setObjectName("quiet")
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(6, 6, 6, 6)
        self.nothing.hide()
        layout.addWidget(self.nothing)
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
            if command.key:
                self.used.emit(command.key)
            command.run()

    def _filter(self, typed: str) -> None:
        jumps = list(self._places(typed)) if typed.strip() else []
        known = {row.key for row in jumps if row.key}
        fitting = self._ranking.fitting(typed, self._recent) if typed.strip() else self._first
        found = [*jumps, *(row for row in fitting if not row.key or row.key not in known)]
        self.model.replace(found)
        self.list.setCurrentIndex(self.model.index(0) if found else QModelIndex())
        self.list.scrollToTop()
        self.nothing.setText(self.tr("Nothing is called “{words}”. Try fewer letters.").format(words=typed.strip()))
        self.nothing.setVisible(not found)


def _recent_first(known: Sequence[Command], recent: Sequence[str], commands: Sequence[Command]) -> list[Command]:
    """What was used lately, then all commands but those."""
    by_key = {row.key: row for row in known if row.key}
    lately = [by_key[key] for key in recent if key in by_key][:_MOST_RECENT]
    return [*lately, *(row for row in commands if row not in lately)]


def _spoken(command: Command) -> str:
    return ", ".join(part for part in (command.title, command.kind, command.shortcut) if part)


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
        note = _LEFT_TO_RIGHT.format(command.shortcut) if command.shortcut else command.kind
        room = rect.width() - metrics.horizontalAdvance(note) - 16
        title = cut_off(metrics, command.title, room)
        painter.drawText(rect, side, title)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, note)
