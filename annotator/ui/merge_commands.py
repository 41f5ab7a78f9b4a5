"""Commands on partners' files: merging them, taking a merge back, settling what they say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QMenu

from annotator.operations.merge_preview import MergePreview
from annotator.store.library import Library
from annotator.ui.banner import Answer
from annotator.ui.words import number_words

if TYPE_CHECKING:
    from annotator.ui.window import Window

_KIND = "(*.sqlite *.sqlite3 *.db)"


class MergeCommands(QObject):
    """What `Commands` has of these."""

    _window: Window
    _last_merge: MergePreview | None = None

    def merge(self) -> None:
        """Let the person choose files, one or many."""
        kind = self.tr("Partners’ files and libraries {patterns}").format(patterns=_KIND)
        title = self.tr("Merge files")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, str(Path.home()), kind)
        if names:
            self.merge_files([Path(name) for name in names])

    def merge_folder(self) -> None:
        """Let the person choose a folder; all partners' files in it are merged as one."""
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Merge all files of a folder"), str(Path.home()))
        if name:
            self.merge_files([Path(name)])

    def merge_files(self, paths: Sequence[Path]) -> None:
        from annotator.ui.dialogs.merge_dialog import MergeDialog

        if self._window.unsaved.may_leave(lambda: self.merge_files(paths)):
            dialog = MergeDialog(self._window.bridge, list(paths), self._window)
            dialog.merged.connect(self._tell_merged)
            dialog.open()

    def offer_merging(self, paths: Sequence[Path]) -> None:
        """Files were dropped: a menu where they fell. More than one can only be merged."""
        if len(paths) > 1:
            self.merge_files(paths)
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        library = self._window.bridge.library.path.stem
        menu.addAction(self.tr("Merge into “{library}”…").format(library=library), lambda: self.merge_files(paths))
        menu.addAction(self.tr("Open instead"), lambda: self._window.opening.open_path(paths[0]))
        menu.popup(QCursor.pos())

    def show_merges(self) -> None:
        from annotator.ui.dialogs.merges_dialog import MergesDialog

        if self._window.commit():
            dialog = MergesDialog(self._window.bridge, self._window)
            dialog.merge_requested.connect(self.merge)
            dialog.open()

    def settle_conflicts(self) -> None:
        """All of them, those of the annotation that is open first."""
        self.settle(self._window.notes.editor.shown_id)

    def settle(self, annotation: str = "") -> None:
        from annotator.ui.dialogs.conflicts_dialog import ConflictsDialog

        if self._window.commit():
            dialog = ConflictsDialog(self._window.bridge, annotation, self._window)
            dialog.go_to_requested.connect(self._go_to)
            dialog.finished.connect(lambda _result: self._offer_what_is_left())
            dialog.open()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _go_to(self, id: str) -> None:
        self._window.room.show_annotation(self._window.bridge.library.annotation(id))
        self._window.notes.show_annotation(id)

    def _tell_merged(self, done: MergePreview) -> None:
        """A line that stays until it is closed, with the way back."""
        self._window.merged.say(self._merged_words(done), self._answers(done))
        self._last_merge = done
        self._window.room.active.reader.setFocus()

    def _answers(self, done: MergePreview) -> list[Answer]:
        merges = [receipt.merge for receipt in done.receipts if receipt.merge]
        answers: list[Answer] = [(self.tr("Undo"), lambda: self._take_back(merges))]
        if self._window.catalogue.conflict_count:
            answers.insert(0, (self.tr("Settle conflicts…"), self.settle))
        return answers

    def _offer_what_is_left(self) -> None:
        """The line after a merge offers no conflicts once there are none."""
        if self._last_merge is not None and self._window.has("merged") and self._window.merged.isVisible():
            self._window.merged.say(self._merged_words(self._last_merge), self._answers(self._last_merge))

    def _merged_words(self, done: MergePreview) -> str:
        files = [row for row in done.files if row.receipt is not None]
        counts = {
            name: len({id for receipt in done.receipts for id in getattr(receipt, name)})
            for name in ("added", "changed", "deleted")
        }
        many = self.tr("{count} files merged: {added} new, {changed} changed, {deleted} deleted.")
        one = self.tr("Merged {file}: {added} new, {changed} changed, {deleted} deleted.")
        told = (one if len(files) == 1 else many).format(
            count=len(files),
            file=files[0].file if files else "",
            **{name: number_words(count) for name, count in counts.items()},
        )
        if disputed := len(done.conflicts):
            told = self.tr("{told} In conflict: {count}.").format(told=told, count=number_words(disputed))
        refused = len(done.files) - len(files)
        return self.tr("{told} Refused: {count}.").format(told=told, count=refused) if refused else told

    def _take_back(self, merges: Sequence[str]) -> None:
        """Whatever was done since stays."""
        from annotator.ui.dialogs.waiting_dialog import WaitingDialog

        def act(library: Library) -> None:
            for merge in merges:
                library.unmerge(merge)

        if self._window.commit():
            dialog = WaitingDialog(self._window.bridge, self.tr("Undoing the merge…"), act, self._window)
            dialog.ended.connect(self._tell_taken_back)
            dialog.open()

    def _tell_taken_back(self) -> None:
        self._window.merged.hide()
        self._window.statusBar().showMessage(self.tr("The merge is undone; File ▸ Merged files… brings it back."), 8000)
