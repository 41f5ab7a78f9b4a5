"""What to look at in a reading, and what of its source was left out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.model.treaty import Dropped, Text
from annotator.ui.dialogs.line_table import WordsDelegate

_KEY = Qt.ItemDataRole.UserRole


class FindingTable(QTreeWidget):
    """Rows that can be chosen by a click or Enter; one row without a choice says that there are none.

    `told` carries the last words of the row that is current, whole, where the table has room for their beginning only.
    """

    told = Signal(str)

    def __init__(self, name: str, titles: list[str], stretch: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setColumnCount(len(titles))
        self.setHeaderLabels(titles)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(lambda item: self.told.emit(item.text(self.columnCount() - 1) if item else ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the dialog's default button is not meant

    def add(self, words: Iterable[str], key: str | int) -> QTreeWidgetItem:
        """A row; its words beyond what is seen are in its tool tip."""
        item = QTreeWidgetItem(list(words))
        item.setData(0, _KEY, key)
        item.setToolTip(self.columnCount() - 1, item.text(self.columnCount() - 1))
        self.addTopLevelItem(item)
        return item

    def say(self, sentence: str) -> None:
        """One row that says that there is nothing to list."""
        item = QTreeWidgetItem([sentence])
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)


class WarningTable(FindingTable):
    """The warnings of a text; `place_chosen` carries where one is: an eId, or words that name a place."""

    place_chosen = Signal(str)

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Warnings"), [self.tr("Where"), self.tr("What to look at")], 1, parent)
        citations = {row.eid: row.citation for row in text.provisions}
        for row in text.ledger.warnings:
            self.add((citations.get(row.where, row.where), row.message), row.where)
        if not text.ledger.warnings:
            self.say(self.tr("Numbering, brackets and characters are in order."))
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def _choose(self, item: QTreeWidgetItem) -> None:
        self.place_chosen.emit(str(item.data(0, _KEY) or ""))


class DroppedTable(FindingTable):
    """What was left out. `lines()` are those of the rows that are selected; `chosen` tells that they changed."""

    chosen = Signal()

    def __init__(self, dropped: tuple[Dropped, ...], parent: QWidget | None = None) -> None:
        titles = [self.tr("Why"), self.tr("Page"), self.tr("Words left out")]
        super().__init__(self.tr("What was left out"), titles, 2, parent)
        self.setItemDelegateForColumn(2, WordsDelegate(self))
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        for row in dropped:
            words = (row.reason, str(row.page or ""), " ".join(row.text.split()))
            item = self.add(words, -1 if row.line is None else row.line)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not dropped:
            self.say(self.tr("Every character of the file is in the text."))
        self.itemSelectionChanged.connect(self.chosen)

    def lines(self) -> list[int]:
        found = (item.data(0, _KEY) for item in self.selectedItems())
        return [line for line in found if isinstance(line, int) and line >= 0]
