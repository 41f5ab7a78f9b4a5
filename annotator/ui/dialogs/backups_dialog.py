"""The backups of a library: when and why each was made, what is in it, and having it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.operations.backups import Contents, back_up, contents_of, list_backups, look_into
from annotator.store.backups import Backup, backup_folder, library_of
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.backup_preview import BackupPreview, reason_name, when_words
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.restore_dialog import RestoreDialog
from annotator.ui.labels import quiet_label
from annotator.ui.panels.frames import text_button
from annotator.ui.tasks import Task, Work


class BackupsDialog(Dialog):
    """Lists the backups and previews the chosen one, read in a task: they are other files than the library.

    `restore_requested` carries the Path of a backup once the person agreed; `opening_requested` one to be read.
    """

    restore_requested = Signal(object)
    opening_requested = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Backups"), parent, QSize(960, 560))
        self._bridge = bridge
        self._library = library_of(bridge.library.path) or bridge.library.path
        self._is_own = self._library == bridge.library.path
        self._now: Contents | None = None
        self._known: dict[Path, Contents | str] = {}
        self._task: Task | None = None
        self._backups: list[Backup] = []
        self.table = self._make_table()
        self.preview = BackupPreview()
        self.notice = Notice("done")
        self._views = QStackedWidget()
        self._lay_out()
        self._add_buttons()
        self.table.currentItemChanged.connect(lambda _now, _before: self._show())
        self.table.itemDoubleClicked.connect(lambda _item, _column: self._restore())
        self.tell_problems_of(bridge)
        bridge.closed.connect(self.reject)
        self._load()
        (self.table if self._backups else self.now_button).setFocus()

    @property
    def chosen(self) -> Backup | None:
        """The backup that is previewed."""
        current = self.table.currentItem()
        return self._backups[self.table.indexOfTopLevelItem(current)] if current else None

    def done(self, result: int) -> None:
        """What is being read or made ends first: a thread must not outlive the dialog."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()
        super().done(result)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setHeaderLabels([self.tr("When"), self.tr("Why"), self.tr("Size")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        table.setAccessibleName(self.tr("Backups"))
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        words = self.tr(
            "There is no backup of this library yet. One is made after the first change of each day, while you pause. "
            "“Back up now” makes one at once."
        )
        self.empty = quiet_label(words)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty)
        column.addStretch(1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(self.preview)
        both.setSizes([520, 400])
        self._views.addWidget(empty)
        self._views.addWidget(both)
        self.body.addWidget(self._views, 1)
        self.body.addWidget(self.notice)
        folder = backup_folder(self._library)
        row = QHBoxLayout()
        where = quiet_label(self.tr("In {folder}").format(folder=folder))
        row.addWidget(where, 1)
        self.folder_button = text_button(self.tr("Show the folder"), self._show_folder, str(folder))
        row.addWidget(self.folder_button)
        self.body.addLayout(row)

    def _add_buttons(self) -> None:
        self.now_button = QPushButton(self.tr("&Back up now"))
        self.open_button = QPushButton(self.tr("&Open for reading"))
        self.restore_button = QPushButton(self.tr("&Restore…"))
        self.open_button.setToolTip(self.tr("Shows the backup in the window; nothing in it can be changed"))
        for button, act in (
            (self.now_button, self._back_up),
            (self.open_button, self._open),
            (self.restore_button, self._restore),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.add_close()
        self.restore_button.setDefault(True)  # for Return in the list too; it asks first

    def _load(self, chosen: Path | None = None) -> None:
        self._backups = list_backups(self._library)
        rows = [
            QTreeWidgetItem(
                [when_words(row.made), reason_name(row.reason), QLocale().formattedDataSize(row.size, precision=1)]
            )
            for row in self._backups
        ]
        self.table.clear()
        self.table.addTopLevelItems(rows)
        for item, row in zip(rows, self._backups, strict=True):
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(1, row.path.name)
        self._views.setCurrentIndex(1 if rows else 0)
        paths = [row.path for row in self._backups]
        if rows:
            self.table.setCurrentItem(rows[paths.index(chosen) if chosen in paths else 0])
        self._enable()

    def _enable(self) -> None:
        backup, is_free = self.chosen, self._task is None
        readable = backup is not None and not isinstance(self._known.get(backup.path), str)
        self.now_button.setEnabled(is_free and self._is_own and self._bridge.is_writable)
        self.open_button.setEnabled(readable)
        self.restore_button.setEnabled(readable and (self._bridge.is_writable or not self._is_own))
        self.folder_button.setEnabled(bool(self._backups))

    def _show(self) -> None:
        """Preview the chosen backup; one that was not read yet is read now, or after the one that is being read."""
        backup = self.chosen
        if backup is None:
            return
        known = self._known.get(backup.path)
        self.preview.show_backup(backup, known, self._now)
        self._enable()
        if known is None and self._task is None:
            self._start(lambda _progress, _cancelled: self._read(backup.path), self._keep)

    def _read(self, path: Path) -> tuple[Path, Contents, Contents | None]:
        """Runs in a task. Where a backup is open, the library is read too."""
        is_other = not self._is_own and self._now is None and self._library.exists()
        return path, look_into(path), look_into(self._library) if is_other else None

    def _keep(self, found: tuple[Path, Contents, Contents | None]) -> None:
        path, contents, now = found
        if self._is_own and self._now is None:  # after the dialog is there; an open library belongs to this thread
            now = contents_of(self._bridge.library, with_latest=False)
        self._now = self._now or now
        self._known[path] = contents

    def _start(self, work: Work, done: object) -> None:
        self._task = task = Task(work, self)
        task.done.connect(done)
        task.failed.connect(self._fail)
        task.finished.connect(self._finish)
        task.start()
        self._enable()

    def _fail(self, sentence: str) -> None:
        backup = self.chosen
        if self.notice.text() == self._backing_up():
            self.notice.say("")
            self.problem.say(sentence)
        elif backup is not None:
            self._known[backup.path] = sentence

    def _finish(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        self._show()
        self._enable()

    def _back_up(self) -> None:
        library = self._bridge.library
        self.problem.say("")
        self.notice.say(self._backing_up(), "info")
        self._start(lambda _progress, cancelled: back_up(library, cancelled), self._show_made)

    def _backing_up(self) -> str:
        return self.tr("Backing up…")

    def _show_made(self, made: Backup) -> None:
        self.notice.say(self.tr("Backed up, and checked: the copy is whole."), "done")
        self._load(made.path)

    def _open(self) -> None:
        backup = self.chosen
        if backup is not None:
            self.accept()
            self.opening_requested.emit(backup.path)

    def _restore(self) -> None:
        backup = self.chosen
        if backup is None or not self.restore_button.isEnabled():
            return
        question = RestoreDialog(when_words(backup.made, long=True), self)
        question.accepted.connect(lambda: self._agree(backup.path))
        question.open()

    def _agree(self, backup: Path) -> None:
        self.accept()
        self.restore_requested.emit(backup)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(backup_folder(self._library))))
