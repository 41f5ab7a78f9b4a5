"""The files that were merged: when each was, from whom, and how to take it out again or have it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.delivery import Merge
from annotator.store.library import Library
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.notice import Notice
from annotator.ui.labels import heading_label, quiet_label
from annotator.ui.panels.dates import moment
from annotator.ui.tasks import Task
from annotator.ui.words import number_words


class MergesDialog(Dialog):
    """Unmerging hides what came with a file alone; nothing of it is lost, and nothing of it travels.

    `merge_requested` says that another file shall be merged.
    """

    merge_requested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Merged files"), parent, QSize(860, 480))
        self._bridge = bridge
        self._task: Task | None = None
        self.merges: list[Merge] = []
        self.table = self._make_table()
        self.notice = Notice("done")
        self.waiting = quiet_label()
        self.accept_waiting_button = QPushButton(self.tr("Accept them now"))
        self.bar = QProgressBar()
        self._views = QStackedWidget()
        self._lay_out()
        self._add_buttons()
        self.table.currentItemChanged.connect(lambda _now, _before: self._enable())
        self.tell_problems_of(bridge)
        bridge.closed.connect(self.reject)
        self._load()
        self.table.setFocus()

    @property
    def chosen(self) -> Merge | None:
        item = self.table.currentItem()
        return self.merges[self.table.indexOfTopLevelItem(item)] if item else None

    def reject(self) -> None:
        """Not while something runs: it takes moments."""
        if self._task is None:
            super().reject()

    def done(self, result: int) -> None:
        self._bridge.closed.disconnect(self.reject)
        super().done(result)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.ensurePolished()  # else rows are measured before the style sheet gives them their height
        table.setHeaderLabels([self.tr("When"), self.tr("From"), self.tr("File"), self.tr("Notes"), ""])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        table.setAccessibleName(self.tr("Merged files"))
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.addStretch(1)
        heading = heading_label(self.tr("No file was merged into this library yet"))
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(heading)
        told = quiet_label(self.tr("Merge a partner’s file, or your own from another computer."))
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(told)
        middle.addStretch(1)
        self._views.addWidget(empty)
        self._views.addWidget(self.table)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("Working…"))
        self.bar.hide()
        row = QHBoxLayout()
        row.addWidget(self.waiting, 1)
        row.addWidget(self.accept_waiting_button)
        for part in (self._views, self.bar, self.notice):
            self.body.addWidget(part, 1 if part is self._views else 0)
        self.body.addLayout(row)

    def _add_buttons(self) -> None:
        self.merge_button = QPushButton(self.tr("&Merge a file…"))
        self.unmerge_button = QPushButton(self.tr("&Unmerge"))
        self.remerge_button = QPushButton(self.tr("Merge &again"))
        self.unmerge_button.setToolTip(self.tr("Hide what came with this file alone; your own work stays"))
        for button, act in (
            (self.merge_button, self._request),
            (self.unmerge_button, self._unmerge),
            (self.remerge_button, self._remerge),
            (self.accept_waiting_button, self._accept_waiting),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            if button is not self.accept_waiting_button:
                self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.add_close()

    def _load(self) -> None:
        chosen = self.chosen.id if self.chosen else ""
        self.merges = sorted(self._bridge.library.merges(), key=lambda row: row.merged, reverse=True)
        self.table.clear()
        for merge in self.merges:
            state = self.tr("unmerged") if merge.withdrawn else ""
            texts = [moment(merge.merged), merge.sender, merge.file, number_words(merge.annotations), state]
            item = QTreeWidgetItem(texts)
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setDisabled(False)
            self.table.addTopLevelItem(item)
        ids = [merge.id for merge in self.merges]
        first = self.table.topLevelItem(ids.index(chosen) if chosen in ids else 0)
        if first is not None:
            self.table.setCurrentItem(first)
        self._views.setCurrentIndex(1 if ids else 0)
        waiting = self._bridge.library.waiting()
        told = self.tr("{count} changes wait, because the clock they were made by is more than a day ahead.")
        self.waiting.setText(told.format(count=number_words(waiting)) if waiting else "")
        self.waiting.setVisible(bool(waiting))
        self.accept_waiting_button.setVisible(bool(waiting))
        self._enable()

    def _enable(self) -> None:
        merge, can_write = self.chosen, self._bridge.is_writable and self._task is None
        self.merge_button.setEnabled(can_write)
        self.unmerge_button.setEnabled(can_write and merge is not None and not merge.withdrawn)
        self.remerge_button.setEnabled(can_write and merge is not None and merge.withdrawn)
        self.accept_waiting_button.setEnabled(can_write)

    def _request(self) -> None:
        self.accept()
        self.merge_requested.emit()

    def _unmerge(self) -> None:
        merge = self.chosen
        if merge is not None:
            told = self.tr("Unmerged: what came with {file} alone is hidden. “Merge again” brings it back.")
            self._run(lambda library: library.unmerge(merge.id), told.format(file=merge.file))

    def _remerge(self) -> None:
        merge = self.chosen
        if merge is not None:
            told = self.tr("Merged again: {file}.")
            self._run(lambda library: library.remerge(merge.id), told.format(file=merge.file))

    def _accept_waiting(self) -> None:
        self._run(lambda library: library.accept_waiting(), self.tr("Accepted: they count now."))

    def _run(self, act: Callable[[Library], object], told: str) -> None:
        """In a task, since a large file takes a while; the library is lent to it."""
        self.problem.say("")
        self.notice.say("")
        library = self._bridge.lend()
        self._task = task = Task(lambda _progress, _cancelled: act(library), self)
        task.done.connect(lambda _result: self.notice.say(told, "done"))
        task.failed.connect(self.problem.say)
        task.finished.connect(self._finish)
        self.bar.show()
        self._enable()
        task.start()

    def _finish(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        self.bar.hide()
        self._bridge.take_back()
        self._load()
