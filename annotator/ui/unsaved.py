"""What the disk did not take: it stays in the window, is tried again, and is not lost without being asked about."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.model.problems import Problem

_KIND = "*.sqlite"

if TYPE_CHECKING:
    from annotator.operations.copying import Change
    from annotator.ui.banner import Answer, Banner
    from annotator.ui.dialogs.unsaved_dialog import UnsavedDialog
    from annotator.ui.tasks import Task
    from annotator.ui.window import Window

AGAIN_MILLISECONDS = 10_000
"""How often it is tried again by itself."""


class Unsaved(QObject):
    """A banner while something waits for the disk, and what is asked before the library is left."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge
        self._task: Task | None = None
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MILLISECONDS)
        self._again.timeout.connect(self.retry)
        self._bridge.waiting_changed.connect(self._show)
        self._bridge.closed.connect(self._stop)
        self._bridge.lent.connect(self._again.stop)
        self._bridge.returned.connect(self._show)

    @cached_property
    def banner(self) -> Banner:
        return self._window.banner("problem", closes=False)

    @property
    def changes(self) -> list[Change]:
        """What is not on the disk, in the order in which it was done."""
        typed = self._window.notes.unwritten if self._window.has("notes") else []
        return [*self._bridge.waiting, *typed]

    def retry(self) -> bool:
        """Write it now. False where the disk still does not take it."""
        is_written = self._is_written()
        if is_written:
            self._bridge.forget_waiting()
            self._window.statusBar().showMessage(self.tr("Saved: nothing waits any more."), 6000)
        return is_written

    def may_leave(self, leave: Callable[[], object]) -> bool:
        """Whether all is written. Else the person is asked, and `leave` called once they have decided to."""
        if self._is_written():
            return True
        from annotator.ui.dialogs.unsaved_dialog import UnsavedDialog

        dialog = UnsavedDialog(self._why(), len(self.changes), self._window)
        dialog.retry_requested.connect(lambda: self._retry_in(dialog, leave))
        dialog.copy_requested.connect(lambda: self.save_elsewhere(lambda _copy: self._leave(dialog, leave), dialog))
        dialog.loss_accepted.connect(lambda: self._leave(dialog, leave))
        dialog.open()
        return False

    def save_elsewhere(self, then: Callable[[Path], object] | None = None, asking: UnsavedDialog | None = None) -> None:
        """Let the person choose where a copy goes that has all; the window goes on with the copy, or does `then`."""
        if self._task is not None:
            return
        from PySide6.QtWidgets import QFileDialog  # what a start does without

        from annotator.ui.tasks import Task

        library = self._bridge.library
        suggested = str(Path.home() / library.path.name)
        title = self.tr("Save a copy on another disk")
        name, _ = QFileDialog.getSaveFileName(asking or self._window, title, suggested, _KIND)
        if name:
            to = Path(name) if Path(name).suffix else Path(name).with_suffix(".sqlite")
            self._task = Task(lambda _progress, cancelled: self._copy(to, cancelled), self)
            self._task.done.connect(lambda copy: self._finish_copy(copy, then or self._go_on_with))
            self._task.failed.connect(asking.problem.say if asking else self._window.problem.say)
            self._task.finished.connect(self._forget_task)
            self._task.start()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _is_written(self) -> bool:
        return (not self._bridge.waiting or self._bridge.write_waiting()) and self._window.commit()

    def _copy(self, to: Path, cancelled: Callable[[], bool]) -> Path:
        """In a task. Who chose a name that is taken has said in the file dialog that it may go."""
        if to.exists() and to.resolve() == self._bridge.library.path:
            raise Problem(f"{to} is the library itself; choose another disk or folder.")
        from annotator.operations.copying import copy_library

        to.unlink(missing_ok=True)
        copy_library(self._bridge.library, to, cancelled)
        return to

    def _finish_copy(self, copy: Path, then: Callable[[Path], object]) -> None:
        from annotator.operations.copying import write_into

        try:
            refused = write_into(copy, self.changes)
        except Problem as problem:
            self._window.problem.say(str(problem))
            return
        self.give_up()
        then(copy)
        for sentence in refused:
            self._window.problem.say(sentence)

    def _go_on_with(self, copy: Path) -> None:
        self._window.opening.open_path(copy)
        self._window.statusBar().showMessage(self.tr("Saved. The window goes on with the copy."), 8000)

    def give_up(self) -> None:
        """Forget what is not written."""
        self._bridge.forget_waiting()
        if self._window.has("notes"):
            self._window.notes.give_up()

    def _leave(self, dialog: UnsavedDialog, leave: Callable[[], object]) -> None:
        self.give_up()
        dialog.accept()
        leave()

    def _retry_in(self, dialog: UnsavedDialog, leave: Callable[[], object]) -> None:
        if self.retry():
            dialog.accept()
            leave()
        else:
            dialog.problem.say(self._why())

    def _show(self) -> None:
        """Also where nothing waits in the bridge: words may wait in the notes."""
        if self._bridge.refusal is None:
            self._again.stop()
            if "banner" in self.__dict__ and not self.banner.isHidden():
                self.banner.hide()
                self._window.saved.show_saved()
            return
        self._again.start()
        count = len(self.changes)
        kept = self.tr("What you do is kept here and tried again; make room on the disk, or save a copy elsewhere.")
        if self._bridge.refusal.why != "full":
            kept = self.tr("What you do is kept here and tried again; or save a copy elsewhere.")
        more = self.tr("{count} changes wait.").format(count=count) if count > 1 else ""
        answers: list[Answer] = [
            (self.tr("Try again"), self.retry),
            (self.tr("Save a copy elsewhere…"), self.save_elsewhere),
        ]
        self.banner.say(" ".join(filter(None, (self._why(), kept, more))), answers)
        self._window.saved.show_refused(self._why())

    def _why(self) -> str:
        refusal = self._bridge.refusal
        return {
            "full": self.tr("Not saved: the disk is full."),
            "read-only": self.tr("Not saved: the file, or its folder, can only be read now."),
            "failed": self.tr("Not saved: the disk does not take it; it may be full or gone."),
        }.get(refusal.why if refusal else "", self.tr("Not saved."))

    def _stop(self) -> None:
        self._again.stop()
        if self._task is not None:
            self._task.cancel()
            self._task.wait()

    def _forget_task(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
