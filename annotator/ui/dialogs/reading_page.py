"""What was read from a file, to be looked at before it becomes a version: data, tree, warnings, what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QSplitter, QTabWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.treaty import Caution, Dropped, Reading, Version
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.provision_tree import ProvisionTree
from annotator.ui.dialogs.version_form import VersionForm
from annotator.ui.labels import GAP, plain_label, quiet_label
from annotator.ui.words import count_words, number_words

_WHERE = Qt.ItemDataRole.UserRole


class ReadingPage(QWidget):
    """One reading. `reading()` is it with the data as the person has edited it; `changed` tells of edits.

    Words that were pasted (`is_pasted`) come from no file: what they are called and are has to be said.
    """

    changed = Signal()

    def __init__(
        self,
        reading: Reading,
        known: Iterable[Version] = (),
        parent: QWidget | None = None,
        *,
        is_pasted: bool = False,
    ) -> None:
        super().__init__(parent)
        known = list(known)
        self._reading = reading
        self._is_pasted = is_pasted
        self.existing = next((row for row in known if row.id == reading.text.id), None)
        self.form = VersionForm(reading.data, known, is_asking=is_pasted and self.existing is None)
        self.form.changed.connect(self.changed)
        self.tree = ProvisionTree(reading.text)
        self.warnings = self._warning_list(reading.text.ledger.warnings)
        self.dropped = self._dropped_list(reading.text.ledger.dropped)
        self._lay_out()

    def reading(self) -> Reading:
        return replace(self._reading, data=self.form.data())

    @property
    def name(self) -> str:
        """What lists call it while it is no version yet."""
        data = self.form.data()
        return data.label or data.short_title or data.instrument or self._reading.source_name

    @property
    def title(self) -> str:
        """Its name with the file on a second line, since two versions of one instrument bear the same name."""
        file = "" if self._is_pasted else Path(self._reading.source_name).name
        return self.name if file in ("", self.name) else f"{self.name}\n{file}"

    def ledger_sentence(self) -> str:
        """Where every character of the file went: "48,211 characters read: 48,003 kept, 208 left out"."""
        ledger = self._reading.text.ledger
        sums = self.tr("{read} characters read: {kept} kept, {dropped} left out.").format(
            read=number_words(ledger.source_characters),
            kept=number_words(ledger.kept_characters),
            dropped=number_words(ledger.dropped_characters),
        )
        if not ledger.generated_characters:
            return sums
        made = self.tr("{count} more are automatic numbers, which the file does not spell out.")
        return f"{sums} {made.format(count=number_words(ledger.generated_characters))}"

    def origin_sentence(self) -> str:
        """Which reader and which encoding; empty where there was no file."""
        if self._is_pasted:
            return ""
        reader = self.tr("{file}, read by {engine}").format(file=self._reading.source_name, engine=self._reading.engine)
        return f"{reader}, {self._reading.encoding}." if self._reading.encoding else f"{reader}."

    def _lay_out(self) -> None:
        notice = Notice("info")
        if self.existing:
            there = self.tr("This text is in the library already, as “{name}”; it will not be made again.")
            notice.say(there.format(name=self.existing.name))
            self.form.setEnabled(False)
        counts = plain_label(count_words(self._reading.counts) or self.tr("No provisions were found."))
        sums = quiet_label(f"{self.ledger_sentence()} {self.origin_sentence()}".strip())
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.tree)
        parts.addWidget(self._findings())
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        parts.setSizes([280, 140])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(notice)
        layout.addWidget(self.form)
        layout.addSpacing(2)
        layout.addWidget(counts)
        layout.addWidget(parts, 1)
        layout.addWidget(sums)

    def _findings(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        ledger = self._reading.text.ledger
        tabs.addTab(self.warnings, self.tr("To look at ({count})").format(count=len(ledger.warnings)))
        tabs.addTab(self.dropped, self.tr("Left out ({count})").format(count=len(ledger.dropped)))
        tabs.setCurrentIndex(0 if ledger.warnings or not ledger.dropped else 1)
        tabs.setMinimumHeight(110)
        return tabs

    def _warning_list(self, warnings: tuple[Caution, ...]) -> QTreeWidget:
        table = _table([self.tr("Where"), self.tr("What to look at")], 1)
        table.setAccessibleName(self.tr("Warnings"))
        citations = {row.eid: row.citation for row in self._reading.text.provisions}
        for row in warnings:
            item = QTreeWidgetItem([citations.get(row.where, row.where), row.message])
            item.setData(0, _WHERE, row.where)
            table.addTopLevelItem(item)
        if not warnings:
            _say(table, self.tr("Numbering, brackets and characters are in order."))
        table.itemClicked.connect(self._show_warning)
        table.itemActivated.connect(self._show_warning)
        return table

    def _dropped_list(self, dropped: tuple[Dropped, ...]) -> QTreeWidget:
        table = _table([self.tr("Why"), self.tr("Page"), self.tr("Words left out")], 2)
        table.setAccessibleName(self.tr("What was left out"))
        for row in dropped:
            item = QTreeWidgetItem([row.reason, str(row.page or ""), " ".join(row.text.split())])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.addTopLevelItem(item)
        if not dropped:
            _say(table, self.tr("Every character of the file is in the text."))
        return table

    def _show_warning(self, item: QTreeWidgetItem) -> None:
        self.tree.show_provision(str(item.data(0, _WHERE) or ""))


class _Table(QTreeWidget):
    """Enter activates a row, and does not press the dialog's default button as well."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def _table(titles: list[str], stretch: int) -> QTreeWidget:
    table = _Table()
    table.setColumnCount(len(titles))
    table.setHeaderLabels(titles)
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setTabKeyNavigation(False)
    header = table.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return table


def _say(table: QTreeWidget, sentence: str) -> None:
    """One row that says that there is nothing to list."""
    item = QTreeWidgetItem([sentence])
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    table.addTopLevelItem(item)
    item.setFirstColumnSpanned(True)
