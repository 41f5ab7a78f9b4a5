"""What the window's commands do. Each method without arguments is an action of `actions.MENUS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from annotator.model.annotation import Person
from annotator.model.change import ChangeSet
from annotator.model.selection import Finding
from annotator.operations import libraries, samples
from annotator.operations.importing import Imported, remove_version
from annotator.settings import log_to_file
from annotator.store.library import Library
from annotator.ui.backup_commands import BackupCommands
from annotator.ui.look_commands import LookCommands
from annotator.ui.marking_commands import MarkingCommands
from annotator.ui.merge_commands import MergeCommands
from annotator.ui.moving_commands import MovingCommands
from annotator.ui.palette_commands import PaletteCommands
from annotator.ui.printing_commands import PrintingCommands
from annotator.ui.reading_commands import ReadingCommands
from annotator.ui.sharing_commands import SharingCommands
from annotator.ui.tasks import Task

if TYPE_CHECKING:
    from annotator.ui.window import Window

LIBRARY_SUFFIXES = (".sqlite", ".sqlite3", ".db")
_LIBRARIES = "*.sqlite *.sqlite3 *.db"
_STEP = 10


class Commands(
    LookCommands,
    ReadingCommands,
    PrintingCommands,
    PaletteCommands,
    MovingCommands,
    MarkingCommands,
    BackupCommands,
    SharingCommands,
    MergeCommands,
):
    """The commands of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._task: Task | None = None

    # -- libraries ----------------------------------------------------------------------------------------------------

    def new_library(self) -> None:
        title, suggested = self.tr("New library"), str(Path.home() / self.tr("Treaties.sqlite"))
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggested, self._library_filter())
        if name:
            self._make(Path(name) if Path(name).suffix else Path(name).with_suffix(".sqlite"))

    def _make(self, path: Path) -> None:
        if self._window.unsaved.may_leave(lambda: self._make(path)):
            self._window.opening.show(lambda: libraries.new_library(path))

    def open_library(self) -> None:
        title = self.tr("Open a library")
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(Path.home()), self._library_filter())
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open the library at `path`; one that another program is writing to is opened for reading."""
        self._window.opening.open_path(path)

    def open_samples(self) -> None:
        """Open the sample library, made off the window's thread where it is not there yet."""
        if self._task is not None:
            return
        self._window.statusBar().showMessage(self.tr("Making the sample library…"))
        self._task = Task(lambda progress, _cancelled: samples.ensure_sample_library(progress=progress), self)
        self._task.done.connect(self.show_samples)
        self._task.failed.connect(self._bridge.problem)
        self._task.finished.connect(self._forget_task)
        self._task.start()

    def close_library(self) -> None:
        self._window.close_library()

    def library_information(self) -> None:
        from annotator.ui.dialogs.library_dialog import LibraryDialog

        LibraryDialog(self._bridge, self._window).open()

    def quit(self) -> None:
        self._window.close()

    # -- texts --------------------------------------------------------------------------------------------------------

    def import_texts(self) -> None:
        from annotator.ui.dialogs.import_dialog import file_filter

        title = self.tr("Import texts")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, str(Path.home()), file_filter())
        if names:
            self.import_files([Path(name) for name in names])

    def import_files(self, paths: Sequence[Path]) -> None:
        from annotator.ui.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(self._bridge, list(paths), self._window)
        dialog.imported.connect(self._show_imported)
        dialog.open()

    def take_files(self, paths: list[Path]) -> None:
        """Files dropped on the window: libraries are merged or opened, as the person says; all else is imported."""
        databases = [path for path in paths if path.suffix.lower() in LIBRARY_SUFFIXES]
        if databases and self._bridge.is_writable:
            self.offer_merging(databases)
        elif databases:
            self.open_path(databases[0])
        elif self._bridge.is_writable:
            self.import_files(paths)
        else:
            self._bridge.problem.emit(self.tr("Open or make a library first; then drop the text again."))

    def paste_text(self) -> None:
        from annotator.ui.dialogs.paste_dialog import PasteDialog

        dialog = PasteDialog(self._bridge, self._window)
        dialog.imported.connect(self._show_imported)
        dialog.open()

    def edit_version(self, id: str) -> None:
        from annotator.ui.dialogs.version_dialog import VersionDialog

        VersionDialog(self._bridge, self._bridge.library.version(id), self._window).open()

    def remove_version(self, id: str) -> None:
        self._bridge.keep(remove_version, id, self._bridge.person)
        self._say(self.tr("Removed; Edit ▸ Undo brings it back."))

    def export_brief(self) -> None:
        from annotator.ui.dialogs.export_dialog import ExportDialog

        if self._window.notes.commit():
            ExportDialog(self._bridge, self._window, current=self._window.room.current).open()

    # -- editing ------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        self._reverse(Library.undo, self.tr("Undone"), self.tr("There is nothing to undo."))

    def redo(self) -> None:
        self._reverse(Library.redo, self.tr("Redone"), self.tr("There is nothing to redo."))

    def show_history(self) -> None:
        from annotator.ui.dialogs.history_dialog import HistoryDialog

        HistoryDialog(self._bridge, None, self._window).open()

    def find_here(self) -> None:
        self._window.room.active.open_find()

    def find_everywhere(self) -> None:
        self._window.left.setCurrentWidget(self._window.search)
        self._window.search.focus_field()

    def show_finding(self, finding: Finding) -> None:
        """Go where a search found its words; a note is opened too."""
        room = self._window.room
        pane = next((index for index, id in enumerate(room.places) if id.version == finding.version), -1)
        room.show_version(finding.version, pane)
        room.active.reader.go_to(finding.start, finding.end, flash=True)
        if finding.annotation:
            self._window.notes.show_annotation(finding.annotation)

    def who_am_i(self) -> None:
        from annotator.ui.dialogs.person_dialog import PersonDialog

        dialog = PersonDialog(self._window.settings, self._window)
        dialog.saved.connect(lambda _person: self._window.introduction.hide())
        dialog.open()

    # -- view ---------------------------------------------------------------------------------------------------------

    def focus_note(self) -> None:
        self._window.notes.editor.commentary.focus()

    def focus_outline(self) -> None:
        self._window.left.setCurrentWidget(self._window.outline)
        self._window.outline.setFocus()

    # -- help ---------------------------------------------------------------------------------------------------------

    def show_guide(self) -> None:
        from annotator.ui.guide import GuideWindow

        GuideWindow(self._window).show()

    def show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_to_file())))

    def show_about(self) -> None:
        from annotator.ui.dialogs.about_dialog import AboutDialog

        AboutDialog(self._window).open()

    def open_link(self, url: str) -> None:
        """A link in commentary: its target is shown, and only then opened."""
        from annotator.ui.dialogs.page_view import LinkDialog

        LinkDialog(QUrl(url), self._window).open()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _reverse(self, act: Callable[[Library, Person], ChangeSet | None], done: str, nothing: str) -> None:
        if self._bridge.waiting and act is Library.undo:
            self._bridge.forget_waiting(last=True)
            self._say(self.tr("Undone: it had not been saved yet."))
            return
        if not self._window.notes.commit():
            return
        if self._bridge.library.turns_merge("undo" if act is Library.undo else "redo"):
            self._turn_merge(act, done)
            return
        change = self._bridge.act(act, self._bridge.person)
        self._say(nothing if change is None else done)

    def _turn_merge(self, act: Callable[[Library, Person], ChangeSet | None], done: str) -> None:
        """What a file brought may be much: the library is lent to who takes it back."""
        from annotator.ui.dialogs.waiting_dialog import WaitingDialog

        person = self._bridge.person
        title = self.tr("Undoing the merge…") if act is Library.undo else self.tr("Merging again…")
        dialog = WaitingDialog(self._bridge, title, lambda library: act(library, person), self._window)
        dialog.ended.connect(lambda _change: self._say(done))
        dialog.open()

    def show_samples(self, path: Path) -> None:
        """Open the sample library at `path` where its finished note is."""
        self._window.opening.show_samples(path)

    def _forget_task(self) -> None:
        self._window.statusBar().clearMessage()
        self._task = None

    def _show_imported(self, imported: list[Imported]) -> None:
        """The first beside the second; a single one in the active pane."""
        for pane, row in enumerate(imported[:2] if len(imported) > 1 else []):
            self._window.room.show_version(row.version.id, pane)
        if len(imported) == 1:
            self._window.room.show_version(imported[0].version.id)
        self._say(self.tr("Imported: {count}").format(count=len(imported)))

    def _library_filter(self) -> str:
        return self.tr("Libraries ({patterns})").format(patterns=_LIBRARIES)
