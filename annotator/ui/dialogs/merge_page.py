"""What a merge would do, as a list of groups with what is in each beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.operations.merge_preview import Choices, FilePreview, MergePreview
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.merge_choices import LayerChoices, TextChoices
from annotator.ui.dialogs.merge_groups import Group, groups_of
from annotator.ui.dialogs.merge_lists import LineTable, Sentences, file_table
from annotator.ui.labels import GAP, heading_label, quiet_label
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.words import number_words

_GROUP = Qt.ItemDataRole.UserRole
_FILES_SHOWN = 4


class MergePage(QWidget):
    """Lists the files, and beside the groups what is in the chosen one. `chosen` says that a choice was made, so that
    it would do something else."""

    chosen = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._groups: list[Group] = []
        self._preview: MergePreview | None = None
        self.shown_choices = Choices()
        self.heading = heading_label()
        self.summary = quiet_label()
        self.files = file_table()
        self.groups = QListWidget()
        self.groups.setAccessibleName(self.tr("What it would do"))
        self.explanation = quiet_label()
        self.lines = LineTable()
        self.sentences = Sentences()
        self.texts = TextChoices()
        self.layers = LayerChoices()
        self._stack = QStackedWidget()
        for part in (self.lines, self.sentences, self.texts, self.layers):
            self._stack.addWidget(part)
        self._lay_out()
        self.groups.currentRowChanged.connect(self._open)
        self.texts.edited.connect(self.chosen)
        self.layers.edited.connect(self.chosen)

    @property
    def choices(self) -> Choices:
        """What is ticked and mapped now."""
        return Choices(self.texts.chosen, self.layers.chosen) if self._preview else Choices()

    @property
    def can_merge(self) -> bool:
        return self._preview is not None and self._preview.brings_anything

    @property
    def group(self) -> Group | None:
        """The group that is open."""
        row = self.groups.currentRow()
        return self._groups[row] if 0 <= row < len(self._groups) else None

    def show_preview(self, preview: MergePreview) -> None:
        """Show it; the group that was open stays open, and choices stay as they are."""
        before, is_first = self.group, self._preview is None
        self._preview = preview
        if is_first:
            self.texts.offer(preview.texts)
            self.layers.offer(preview.layers, self._bridge.library.codebook())
        self.shown_choices = self.choices
        self._show_files(preview)
        self._groups = groups_of(preview, Catalogue.of(self._bridge), self.texts.count, self.layers.count)
        self._fill_groups(before.key if before else "")
        told = self.tr("A backup is made first, and one undo takes all of it back.")
        if not preview.brings_anything:
            told = self.tr("There is nothing new in it: all of it is here already.")
            if not preview.receipts:
                told = self.tr("None of it can be merged.")
        self.summary.setText(told)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        right = QWidget()
        beside = QVBoxLayout(right)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        beside.setContentsMargins(0 if mirrored else 12, 0, 12 if mirrored else 0, 0)
        beside.setSpacing(6)
        beside.addWidget(self.explanation)
        beside.addWidget(self._stack, 1)
        self.groups.setSpacing(1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.groups)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        both.setSizes([270, 770])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        column.addWidget(self.summary)
        column.addWidget(self.files)
        column.addWidget(both, 1)

    def _show_files(self, preview: MergePreview) -> None:
        one = preview.files[0] if len(preview.files) == 1 else None
        many = self.tr("{count} files").format(count=len(preview.files))
        self.heading.setText(one.file if one else many)
        self.files.clear()
        self.files.addTopLevelItems([self._file_item(row) for row in preview.files])
        rows = min(len(preview.files), _FILES_SHOWN)
        height = self.files.sizeHintForRow(0) * rows + self.files.header().sizeHint().height() + 4
        self.files.setFixedHeight(height)
        self.files.setVisible(one is None or bool(one.sender) or bool(one.refused))

    def _file_item(self, row: FilePreview) -> QTreeWidgetItem:
        receipt = row.receipt
        if receipt is None:
            told = self.tr("⚠ not merged: {why}").format(why=row.refused)
        elif not receipt.merge:
            told = self.tr("nothing new")
        else:
            told = self.tr("{added} new, {changed} changed, {deleted} deleted").format(
                added=number_words(len(receipt.added)),
                changed=number_words(len(receipt.changed)),
                deleted=number_words(len(receipt.deleted)),
            )
            if disputed := len(receipt.conflicts):
                told = self.tr("{told}, {count} in conflict").format(told=told, count=number_words(disputed))
        item = QTreeWidgetItem([row.file, row.sender, told])
        item.setToolTip(0, row.path)
        item.setToolTip(2, row.refused)
        return item

    def _fill_groups(self, open_key: str) -> None:
        self.groups.clear()
        for group in self._groups:
            item = QListWidgetItem(f"{group.title}\t{number_words(group.count)}")
            item.setData(_GROUP, group.key)
            item.setText(self.tr("{title}  ({count})").format(title=group.title, count=number_words(group.count)))
            self.groups.addItem(item)
        keys = [group.key for group in self._groups]
        self.groups.setCurrentRow(keys.index(open_key) if open_key in keys else 0 if keys else -1)
        self._open(self.groups.currentRow())

    def _open(self, _row: int) -> None:
        group = self.group
        self._stack.setVisible(group is not None)
        self.explanation.setText(group.explanation if group else "")
        if group is None:
            return
        if group.key == "texts":
            self._stack.setCurrentWidget(self.texts)
        elif group.key == "layers":
            self._stack.setCurrentWidget(self.layers)
        elif group.sentences:
            self.sentences.show_sentences(group.sentences)
            self._stack.setCurrentWidget(self.sentences)
        else:
            self.lines.show_lines(group.lines, group.count)
            self._stack.setCurrentWidget(self.lines)
