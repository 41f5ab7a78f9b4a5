"""The rows of the list of annotations: a thin model over a plain list, with headings among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from annotator.model.annotation import Annotation
from annotator.ui.models import KEY, VALUE, Index
from annotator.ui.panels.note_order import Head

Row = Annotation | Head

_STEP = 1024
_FEW = 512
"""Up to so many rows that differ are told one range at a time, so that the selection and the page stay."""


class NoteRows(QAbstractListModel):
    """Annotations and the headings between them. `texts(row)` is what a screen reader says.

    Only what is looked at is asked for, so a hundred thousand rows cost what ten do.
    """

    def __init__(self, texts: Callable[[Row], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: Sequence[Row] = ()
        self.heads: list[int] = []
        """Which rows are headings, ascending."""

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def annotation(self, row: int) -> Annotation | None:
        """The annotation there; None where there is a heading."""
        found = self._rows[row]
        return found if isinstance(found, Annotation) else None

    def is_head(self, row: int) -> bool:
        place = bisect_left(self.heads, row)
        return place < len(self.heads) and self.heads[place] == row

    def replace(self, rows: Sequence[Row], heads: list[int]) -> bool:
        """Show these rows instead. True where they were all told anew, and a selection has to be made again."""
        first, last = _differing(self._rows, rows)
        old, new = len(self._rows) - last - first, len(rows) - last - first
        if old > _FEW or new > _FEW:
            self.beginResetModel()
            self._rows, self.heads = rows, heads
            self.endResetModel()
            return True
        if [_key(row) for row in self._rows[first : first + old]] == [_key(row) for row in rows[first : first + new]]:
            self._rows, self.heads = rows, heads
            if new:
                self.dataChanged.emit(self.index(first), self.index(first + new - 1))
            return False
        self._put(rows, heads, first, old, new)
        return False

    def position(self, annotation: str) -> int | None:
        """The first row that shows that annotation."""
        return next((number for number, row in enumerate(self._rows) if row.id == annotation), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be gone to and folded, not chosen."""
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if index.isValid() and not self.is_head(index.row()):
            return enabled | Qt.ItemFlag.ItemIsSelectable
        return enabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == KEY:
            return _key(row)
        if role == VALUE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._texts(row)
        return None

    def _put(self, rows: Sequence[Row], heads: list[int], first: int, old: int, new: int) -> None:
        """Take `old` rows out at `first`, then put `new` ones in."""
        if old:
            self.beginRemoveRows(QModelIndex(), first, first + old - 1)
            self._rows = [*rows[:first], *rows[first + new :]]
            self.heads = [*(row for row in heads if row < first), *(row - new for row in heads if row >= first + new)]
            self.endRemoveRows()
        if new:
            self.beginInsertRows(QModelIndex(), first, first + new - 1)
            self._rows, self.heads = rows, heads
            self.endInsertRows()


def _key(row: Row) -> str:
    return row.id if isinstance(row, Annotation) else f"group:{row.key}"


def _differing(old: Sequence[Row], new: Sequence[Row]) -> tuple[int, int]:
    """How many rows are the same at the beginning and at the end of both."""
    shorter = min(len(old), len(new))
    first = _same(shorter, lambda low, high: old[low:high] == new[low:high])
    rest = shorter - first
    ends = len(old), len(new)
    last = _same(rest, lambda low, high: old[ends[0] - high : ends[0] - low] == new[ends[1] - high : ends[1] - low])
    return first, last


def _same(length: int, are_equal: Callable[[int, int], bool]) -> int:
    """How far two sequences agree: by stretches first, which compare identical rows at the speed of C."""
    done, step = 0, _STEP
    while step:
        while done + step <= length and are_equal(done, done + step):
            done += step
        step //= 4
    return done
