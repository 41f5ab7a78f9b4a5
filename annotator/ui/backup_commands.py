"""Commands on the backups of the open library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.store.backups import library_of

if TYPE_CHECKING:
    from annotator.ui.window import Window


class BackupCommands(QObject):
    """What `Commands` has of these."""

    _window: Window

    def show_backups(self) -> None:
        from annotator.ui.dialogs.backups_dialog import BackupsDialog

        if self._window.commit():
            dialog = BackupsDialog(self._window.bridge, self._window)
            dialog.restore_requested.connect(self.restore_backup)
            dialog.opening_requested.connect(self._window.opening.open_path)
            dialog.open()

    def restore_backup(self, backup: Path) -> None:
        """Close the library, put the backup in its place, and open it again where it was read."""
        from annotator.ui.dialogs.restore_dialog import RestoringDialog

        opened = self._window.bridge.library.path
        library = library_of(opened) or opened
        self._window.close_library()
        if self._window.bridge.is_open:
            return
        waiting = RestoringDialog(library, backup, self._window)
        waiting.restored.connect(lambda problem: self._show_restored(library, problem))
        waiting.open()

    def _show_restored(self, library: Path, problem: str) -> None:
        self._window.opening.open_path(library)
        if problem:
            self._window.bridge.problem.emit(problem)
        elif self._window.bridge.is_open:
            done = self.tr("Restored. What was there before is in File ▸ Backups.")
            self._window.statusBar().showMessage(done, 8000)
