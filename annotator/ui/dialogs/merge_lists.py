"""Lists of the merge preview: files, notes, sentences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHeaderView, QListWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.ui.dialogs.merge_groups import Note
from annotator.ui.labels import quiet_label
from annotator.ui.words import number_words

translate = QCoreApplication.translate

_WHERE = 190
_WHO = 120


def file_table() -> QTreeWidget:
    """The files: their names, who sent them, what they would do."""
    names = [translate("Merge", "File"), translate("Merge", "From"), translate("Merge", "What it brings")]
    table = _table(translate("Merge", "Files"), names, (260, 180))
    table.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to choose in it
    return table


class LineTable(QWidget):
    """Notes, a line each: where, whose, and how they begin. What is cut off is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = [self.tr("Where"), self.tr("Who"), self.tr("Passage and note")]
        self.table = _table(self.tr("Notes"), names, (_WHERE, _WHO))
        self.more = quiet_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.more)

    def show_lines(self, notes: Sequence[Note], count: int) -> None:
        """Show these of `count` notes."""
        self.table.clear()
        self.table.addTopLevelItems([_item(note) for note in notes])
        self.table.scrollToTop()
        left = count - len(notes)
        told = self.tr("… and {count} more").format(count=number_words(left))
        self.more.setText(told if left > 0 else "")
        self.more.setVisible(left > 0)


class Sentences(QListWidget):
    """Whole sentences, wrapped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Why"))

    def show_sentences(self, sentences: Sequence[str]) -> None:
        self.clear()
        self.addItems(list(sentences))


def _table(name: str, headings: list[str], widths: Sequence[int]) -> QTreeWidget:
    table = QTreeWidget()
    table.ensurePolished()  # else rows are measured before the style sheet gives them their height
    table.setAccessibleName(name)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setHeaderLabels(headings)
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setAllColumnsShowFocus(True)
    header = table.header()
    for column, width in enumerate(widths):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(column, width)
    header.setSectionResizeMode(len(widths), QHeaderView.ResizeMode.Stretch)
    return table


def _item(note: Note) -> QTreeWidgetItem:
    line = note.line
    where = " · ".join(part for part in (line.citation, line.version) if part)
    passage = line.quotation or (translate("Merge", "The provision as a whole") if line.citation else "")
    words = " — ".join(part for part in (note.remark, passage, line.commentary) if part)
    item = QTreeWidgetItem([where, line.author, " ".join(words.split())])
    for column in range(3):
        item.setToolTip(column, item.text(column))
    return item
