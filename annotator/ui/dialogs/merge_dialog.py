"""Merging partners' files: they are read, what they would do is shown, and then they are merged as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from annotator.operations.merge_preview import MergePreview
from annotator.operations.merging import Incoming, merge, preview_merge, read_files
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.merge_page import MergePage
from annotator.ui.dialogs.notice import Notice
from annotator.ui.labels import GAP, heading_label, quiet_label
from annotator.ui.tasks import Progress, Task

_STEPS = 1000
_PATIENCE = 250
"""Milliseconds from the last choice to another preview."""

Cancelled = Callable[[], bool]


class MergeDialog(Dialog):
    """Reads the files at `paths` (and those in folders among them) at once. While anything runs, the library is lent.

    `merged` carries the MergePreview of what was done, after the window has heard of it.
    """

    merged = Signal(object)

    def __init__(self, bridge: Bridge, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Merge"), parent, QSize(1080, 720))
        self._bridge = bridge
        self._task: Task | None = None
        self._files = ExitStack()
        self._incoming: Incoming | None = None
        self._done: MergePreview | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PATIENCE)
        self._again.timeout.connect(self._preview)
        self.heading = heading_label(self.tr("Reading…"))
        self.bar = QProgressBar()
        self.step = quiet_label()
        self.notice = Notice("warning")
        self.page = MergePage(bridge)
        self._views = QStackedWidget()
        self._lay_out()
        self.tell_problems_of(bridge)
        self.accept_button = self.add_accept(self.tr("Merge"))
        self.accept_button.setVisible(False)
        self.cancel_button = self.add_cancel()
        self.page.chosen.connect(self._choose_again)
        bridge.closed.connect(self.reject)
        self._read(list(paths))

    def accept(self) -> None:
        """Merge, after a backup; then the dialog closes."""
        if self.accept_button.isEnabled() and self._task is None:
            self._merge()

    def reject(self) -> None:
        """Stops what runs; while nothing does, leaves without merging."""
        self._again.stop()
        if self._task is None:
            super().reject()
            return
        self._task.cancel()
        self.cancel_button.setEnabled(False)
        self.step.setText(self.tr("Stopping…"))

    def done(self, result: int) -> None:
        """The copies of the partners' files go with the dialog; a thread must not outlive it."""
        if self._task is not None:
            self._task.cancel()
            self._task.wait()
        self._files.close()
        self._bridge.closed.disconnect(self.reject)
        super().done(result)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        waiting = QWidget()
        layout = QVBoxLayout(waiting)
        layout.setContentsMargins(80, 0, 80, 0)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        for part in (self.heading, self.bar, self.step):
            layout.addWidget(part)
        layout.addStretch(3)
        self._views.addWidget(waiting)
        self._views.addWidget(self.page)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._views, 1)

    def _read(self, paths: list[Path]) -> None:
        """Everything that a cancelled reading has made is gone when it ends."""
        library, person = self._bridge.library, self._bridge.person

        def read(progress: Progress, cancelled: Cancelled) -> tuple[ExitStack, Incoming, MergePreview]:
            with ExitStack() as files:
                incoming = files.enter_context(read_files(paths, progress, cancelled, library=library.path))
                found = preview_merge(library, incoming, None, person, progress, cancelled)
                return files.pop_all(), incoming, found

        self._start(self.tr("Reading…"), read, self._take_files)

    def _take_files(self, found: tuple[ExitStack, Incoming, MergePreview]) -> None:
        self._files, self._incoming, preview = found
        self._show(preview)

    def _preview(self) -> None:
        """What it would do as chosen now; the choices stay on the screen meanwhile."""
        incoming, choices = self._incoming, self.page.choices
        if incoming is None or self._task is not None:
            return
        library, person = self._bridge.library, self._bridge.person
        self._start(
            "",
            lambda progress, cancelled: preview_merge(library, incoming, choices, person, progress, cancelled),
            self._show,
        )

    def _merge(self) -> None:
        incoming, choices = self._incoming, self.page.choices
        assert incoming is not None
        library, person = self._bridge.library, self._bridge.person

        def act(progress: Progress, cancelled: Cancelled) -> MergePreview:
            return merge(library, incoming, choices, person, progress, cancelled)

        self._start(self.tr("Merging…"), act, self._keep)

    def _start(self, heading: str, work: Callable[[Progress, Cancelled], Any], done: Callable[[Any], None]) -> None:
        """Lend the library to a task. Without a `heading` the page stays in sight."""
        self.problem.say("")
        self.heading.setText(heading)
        self.step.setText("")
        self.bar.setValue(0)
        self._views.setCurrentIndex(0 if heading else 1)
        self.accept_button.setEnabled(False)
        self._bridge.lend()
        self._task = task = Task(work, self)
        task.progressed.connect(self._show_progress)
        task.done.connect(done)
        task.failed.connect(self._fail)
        task.finished.connect(self._finish)
        task.start()

    def _show_progress(self, step: str, share: float) -> None:
        if self.cancel_button.isEnabled():
            self.bar.setValue(round(share * _STEPS))
            self.step.setText(step)

    def _show(self, preview: MergePreview) -> None:
        self.page.show_preview(preview)
        self._views.setCurrentIndex(1)

    def _keep(self, done: MergePreview) -> None:
        self._done = done

    def _fail(self, sentence: str) -> None:
        self.problem.say(sentence)

    def _choose_again(self) -> None:
        self.accept_button.setEnabled(False)
        self._again.start()

    def _finish(self) -> None:
        """The task has ended, in whichever way: the library is ours again."""
        task, self._task = self._task, None
        if task is not None:
            task.deleteLater()
        self._bridge.take_back()
        if self._done is not None:
            super().accept()
            self.merged.emit(self._done)
            return
        was_stopped = not self.cancel_button.isEnabled()
        self.cancel_button.setEnabled(True)
        if self._incoming is None:
            self._end_reading(was_stopped=was_stopped)
            return
        self._views.setCurrentIndex(1)
        self.accept_button.setVisible(True)
        self.accept_button.setEnabled(self.page.can_merge)
        if self.page.choices != self.page.shown_choices:
            self._choose_again()

    def _end_reading(self, *, was_stopped: bool) -> None:
        if was_stopped or not self.problem.text():
            super().reject()
            return
        self.heading.setText(self.tr("Nothing was merged"))
        self.step.setText("")
        self.bar.hide()
