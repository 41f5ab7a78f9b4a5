"""Every line of a source as it was read: what it is, where it stands, or why it was left out."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from annotator.model.correcting import LEFT_OUT, ReadLine
from annotator.ui.words import provision_kind_name

_FIRST_WORDS = 300
_MEASURED = 20
"""Rows that tell how wide the pages' column is."""
_COLUMNS = 4
_STATE, _WHERE, _PAGE, _WORDS = range(_COLUMNS)
_Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Rows are lines; `corrected` are the indices of those a person has said something of."""

    def __init__(self, lines: Sequence[ReadLine], corrected: Iterable[int], parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = list(lines)
        self._corrected = frozenset(corrected)
        self._view = parent

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's name and default)
        return 0 if parent.isValid() else _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 (Qt's name)
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Read as"), self.tr("Where"), self.tr("Page"), self.tr("Words"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _WORDS:
            return line.words if len(line.words) > _FIRST_WORDS else None
        if role == Qt.ItemDataRole.ForegroundRole and line.dropped:
            return self._view.palette().color(QPalette.ColorRole.PlaceholderText)
        if role == Qt.ItemDataRole.FontRole:
            return self._font(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _PAGE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _shown(self, line: ReadLine, column: int) -> str:
        match column:
            case 0:
                return self._state(line)
            case 1:
                around = line.provisions[-1] if line.provisions else line.within
                return around.citation if around else ""
            case 2:
                return str(line.page or "")
            case _:
                return " ".join(line.words.split())[:_FIRST_WORDS]

    def _state(self, line: ReadLine) -> str:
        said = self._said(line)
        return f"✎ {said}" if line.index in self._corrected else said

    def _said(self, line: ReadLine) -> str:
        if line.dropped == LEFT_OUT:
            return line.dropped
        if line.dropped:
            return self.tr("left out: {reason}").format(reason=line.dropped)
        if line.goes_on:
            return self.tr("… goes on")
        return provision_kind_name(line.kind) if line.kind else self.tr("words")

    def _font(self, line: ReadLine, column: int) -> QFont | None:
        is_name = line.kind in ("article", "part", "chapter", "section", "title", "annex", "heading")
        if column == _WORDS and (is_name or line.dropped):
            font = QFont(self._view.font())
            font.setItalic(bool(line.dropped))
            font.setWeight(QFont.Weight.DemiBold if is_name else QFont.Weight.Normal)
            return font
        return None


class WordsDelegate(QStyledItemDelegate):
    """Sets words of a source in their own direction: else brackets and full stops of Arabic stand on the wrong side."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802 (Qt's name)
        super().initStyleOption(option, index)
        first = next((way for way in map(unicodedata.bidirectional, option.text) if way in ("L", "R", "AL")), "L")
        option.direction = Qt.LayoutDirection.LeftToRight if first == "L" else Qt.LayoutDirection.RightToLeft


class LineTable(QTreeView):
    """The lines of one reading. Several can be selected; `chosen` tells that the selection changed.

    `leave_out` is emitted where Delete is pressed.
    """

    chosen = Signal()
    leave_out = Signal()

    def __init__(self, lines: Sequence[ReadLine], corrected: Iterable[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ensurePolished()  # else rows are measured before the style sheet gives them their height
        self._lines = LinesModel(lines, corrected, self)
        self.setModel(self._lines)
        self.setAccessibleName(self.tr("Lines of the source"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegateForColumn(_WORDS, WordsDelegate(self))
        header = self.header()
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(_MEASURED)
        header.setSectionResizeMode(_PAGE, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(_STATE, 190)
        header.resizeSection(_WHERE, 150)
        self.setColumnHidden(_PAGE, not any(line.page for line in lines))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def lines(self) -> list[ReadLine]:
        """All of them, as the rows are."""
        return list(self._lines.lines)

    def selected(self) -> list[ReadLine]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._lines.lines[row] for row in rows]

    def show_lines(self, indices: Iterable[int]) -> None:
        """Select the lines with these indices and scroll to the first."""
        wanted = set(indices)
        rows = [row for row, line in enumerate(self._lines.lines) if line.index in wanted]
        flags = QItemSelectionModel.SelectionFlag
        # All at once: each change of a selection is told, and measures the whole of it
        self.selectionModel().select(self._ranges(rows), flags.ClearAndSelect | flags.Rows)
        if rows:
            first = self._lines.index(rows[0], 0)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _ranges(self, rows: Sequence[int]) -> QItemSelection:
        """A selection of `rows`, which ascend, with one range for those that follow each other."""
        found = QItemSelection()
        for _, run in itertools.groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            following = [row for _, row in run]
            found.select(self._lines.index(following[0], 0), self._lines.index(following[-1], _WORDS))
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.leave_out.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the dialog's default button is not meant
