"""Item models: a thin one over a plain list, and rows for the trees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

KEY = Qt.ItemDataRole.UserRole
"""Role of what a row stands for: an id, an eId."""

VALUE = Qt.ItemDataRole.UserRole + 1
"""Role of the value that a delegate paints."""


class ListModel(QAbstractListModel, Generic[T]):
    """Rows of a plain list. `texts(row)` is what a screen reader says, `key(row)` its id.

    Only what is looked at is asked for, so ten thousand rows cost what ten do.
    """

    def __init__(self, key: Callable[[T], str], texts: Callable[[T], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._texts = texts
        self._rows: Sequence[T] = ()

    @property
    def rows(self) -> Sequence[T]:
        return self._rows

    def replace(self, rows: Sequence[T]) -> None:
        """Show these rows instead; told as a change of the rows where their ids stay the same, so nothing jumps."""
        same = len(rows) == len(self._rows) and all(
            old is new or self._key(old) == self._key(new) for old, new in zip(self._rows, rows, strict=True)
        )
        if same:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def position(self, key: str) -> int | None:
        """The row with that id."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == KEY:
            return self._key(row)
        if role == VALUE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._texts(row)
        return None


def tree_row(key: str, text: str, value: object = None) -> QStandardItem:
    """A row of a tree that cannot be edited in place."""
    item = QStandardItem(text)
    item.setEditable(False)
    item.setData(key, KEY)
    item.setData(value, VALUE)
    return item
