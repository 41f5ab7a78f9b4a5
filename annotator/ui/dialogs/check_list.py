"""A list of things to check: some of many, or for several annotations at once those that only some of them have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_KEY = Qt.ItemDataRole.UserRole
_SOME = Qt.CheckState.PartiallyChecked


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what it stands for, what it is called, and how it is at first."""

    key: str
    name: str
    state: Qt.CheckState = Qt.CheckState.Unchecked
    icon: QIcon | None = None


class CheckList(QListWidget):
    """Rows with a box. A row that is half checked at first can go back to that. `edited` tells of every click."""

    edited = Signal()

    def __init__(self, name: str, choices: Iterable[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ensurePolished()  # else rows are measured before the style sheet gives them their height
        self.setAccessibleName(name)
        self._before: dict[str, Qt.CheckState] = {}
        for choice in choices:
            self.add(choice)
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        if self.currentRow() < 0:
            self.setCurrentRow(0)  # else nothing would show where the keyboard is
        super().focusInEvent(event)

    def add(self, choice: Choice) -> QListWidgetItem:
        """Put a row at the end."""
        item = QListWidgetItem(choice.name)
        item.setData(_KEY, choice.key)
        flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
        if choice.state == _SOME:
            flags |= Qt.ItemFlag.ItemIsUserTristate
        item.setFlags(flags)
        item.setCheckState(choice.state)
        if choice.icon is not None:
            item.setIcon(choice.icon)
        self._before[choice.key] = choice.state
        self.addItem(item)
        return item

    def keys(self) -> list[str]:
        return list(self._before)

    def checked(self) -> tuple[str, ...]:
        """The keys of what is checked whole."""
        return tuple(key for key, state in self._states().items() if state == Qt.CheckState.Checked)

    def added(self) -> tuple[str, ...]:
        """What was checked since the beginning."""
        return tuple(key for key in self.checked() if self._before[key] != Qt.CheckState.Checked)

    def removed(self) -> tuple[str, ...]:
        """What was unchecked since the beginning."""
        off = Qt.CheckState.Unchecked
        return tuple(key for key, state in self._states().items() if state == off and self._before[key] != off)

    def set_state(self, key: str, state: Qt.CheckState) -> None:
        self.item(self.keys().index(key)).setCheckState(state)

    def fit(self, rows: int) -> None:
        """Be as high as what is in it, up to so many rows."""
        row = max(self.sizeHintForRow(0), self.fontMetrics().height() + 8)
        self.setFixedHeight(row * min(max(self.count(), 1), rows) + 2 * self.frameWidth() + 4)

    def _states(self) -> dict[str, Qt.CheckState]:
        items = [self.item(row) for row in range(self.count())]
        return {str(item.data(_KEY)): item.checkState() for item in items}
