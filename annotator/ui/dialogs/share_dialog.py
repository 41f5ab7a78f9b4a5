"""Share: choose annotations, see exactly what would leave and what stays, write the file for partners."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QSplitter, QVBoxLayout, QWidget

from annotator.model.selection import Filters
from annotator.operations.libraries import read_library
from annotator.operations.sharing import Shared, preview, share
from annotator.sharing.planning import Leaving, Mention
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.export_choice import ExportChoice
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.leaving_view import LeavingView
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.share_options import ShareOptions
from annotator.ui.dialogs.target_row import TargetRow, folder_to_write_to
from annotator.ui.labels import GAP, heading_label, quiet_label
from annotator.ui.tasks import Progress, Task
from annotator.ui.words import number_words

_PAUSE = 200
"""Milliseconds without a change after which it is looked anew what would leave."""

_SUFFIX = ".sqlite"
_NAMED = 4
"""Names that still stand in what was written, told one by one."""


class ShareDialog(Dialog):
    """Makes a partner's file of the annotations that `filters` choose at first.

    `previewed` tells that what would leave is shown anew, `shared` carries a Shared. The library is read in tasks, with
    a connection of their own.
    """

    previewed = Signal()
    shared = Signal(object)
    last_folder: ClassVar[Path | None] = None
    """Where the last file was written, as long as the program runs."""

    def __init__(
        self,
        bridge: Bridge,
        parent: QWidget | None = None,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
    ) -> None:
        super().__init__(self.tr("Share with partners"), parent, QSize(1120, 704))
        self._library, self._person = bridge.library.path, bridge.person
        self._looking: Task | None = None
        self._writing: Task | None = None
        self._then: Callable[[], None] | None = None
        self._leaving: Leaving | None = None
        self._written: Path | None = None
        self.options = ShareOptions(self._person)
        self.choice = ExportChoice(bridge, filters, without=("audience",))
        self.refusal = Notice("warning")
        self.names = Notice("warning")
        self.view = LeavingView()
        self.target = TargetRow(self.tr("Share in"), _SUFFIX, self._suggested())
        self.bar = QProgressBar()
        self.outcome = Notice("done")
        self.fingerprint = quiet_label()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out()
        self._add_buttons()
        self._connect()
        self.look()

    def look(self) -> None:
        """See what would leave, off the window's thread; what was being looked for before is dropped."""
        self._pause.stop()
        self._leaving = None
        if self._looking is not None:
            self._drop(self.look)
        elif self.options.audiences():
            self._start_looking()
        else:
            self._refuse(self.tr("Choose at least one of those whom the file is for."))
        self._update()

    def accept(self) -> None:
        if not self.accept_button.isEnabled() or self._must_ask():
            return
        target = self.target.path()
        if target is None:
            return
        library, filters, options, person = self._library, self.filters(), self.options.options(), self._person
        step = self.tr("Sharing…")

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Shared:
            with read_library(library) as opened:
                return share(*(opened, target, filters, options, person), lambda part: progress(step, part), cancelled)

        self.problem.say("")
        self.outcome.say("")
        self.fingerprint.setText("")
        self._writing = task = Task(work, self)
        task.progressed.connect(lambda _step, part: self.bar.setValue(round(part * 100)))
        task.done.connect(self._show_written)
        task.failed.connect(self.problem.say)
        task.was_cancelled.connect(lambda: self.problem.say(self.tr("Cancelled; nothing was written.")))
        task.finished.connect(self._written_or_not)
        self._update()
        self.close_button.setFocus()
        task.start()

    def reject(self) -> None:
        """While the file is being written this stops that; else it closes the dialog."""
        if self._writing is not None:
            self._writing.cancel()
            return
        self._pause.stop()
        if self._looking is not None:
            self._drop(super().reject)
        else:
            super().reject()

    def filters(self) -> Filters:
        """What is chosen, with those whom it is for."""
        return replace(self.choice.filters(), audience=self.options.audiences())

    # -- what it looks like -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(GAP)
        column.addWidget(self.options)
        column.addSpacing(6)
        column.addWidget(heading_label(self.tr("Which annotations"), 1.08))
        column.addWidget(quiet_label(self.tr("Nothing pressed in a group means all of it.")))
        column.addWidget(self.choice, 1)
        scroll = QScrollArea()
        scroll.setWidget(left)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(340)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.refusal)
        column.addWidget(self.names)
        column.addWidget(self.view, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(scroll)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([400, 680])
        self.body.addWidget(parts, 1)
        self.body.addWidget(self.target)
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Sharing…"))
        self.body.addWidget(self.bar)
        self.body.addWidget(self.outcome)
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.fingerprint)

    def _add_buttons(self) -> None:
        self.accept_button = self.add_accept(self.tr("Share"))
        self.close_button = self.add_cancel()
        self.folder_button = self.buttons.addButton(self.tr("Show in folder"), self.buttons.ButtonRole.ActionRole)
        self.folder_button.setAutoDefault(False)
        self.folder_button.setVisible(False)
        self.folder_button.clicked.connect(self._show_folder)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.look)
        self.options.edited.connect(self._look_soon)
        self.choice.edited.connect(self._look_soon)
        self.target.edited.connect(self._follow_target)

    # -- looking ------------------------------------------------------------------------------------------------------

    def _look_soon(self) -> None:
        """Nothing can be shared that was not shown before."""
        self._leaving = None
        self._pause.start()
        self._update()

    def _start_looking(self) -> None:
        library, filters, options, person = self._library, self.filters(), self.options.options(), self._person

        def work(_progress: Progress, cancelled: Callable[[], bool]) -> Leaving:
            with read_library(library) as opened:
                return preview(opened, filters, options, person, cancelled)

        self._looking = task = Task(work, self)
        task.done.connect(self._show_leaving)
        task.failed.connect(self._refuse)
        task.finished.connect(self._looked)
        task.start()

    def _looked(self) -> None:
        task, self._looking = self._looking, None
        if task is not None:
            task.deleteLater()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _drop(self, then: Callable[[], None]) -> None:
        """Let go of what is being looked for; `then` is what comes after, off a thread that nobody waits for."""
        if self._looking is not None:
            self._then = then
            self._looking.cancel()

    def _show_leaving(self, found: Leaving) -> None:
        if self._then is not None:
            return
        self._leaving = found
        self.refusal.say("")
        self.names.say(self._warnings(found))
        self.view.show_leaving(found)
        self._update()
        self.previewed.emit()

    def _refuse(self, sentence: str) -> None:
        if self._then is not None:
            return
        self._leaving = None
        self.refusal.say(sentence)
        self.names.say("")
        self.view.clear()
        self._update()
        self.previewed.emit()

    def _warnings(self, found: Leaving) -> str:
        """What the disguise does not reach, and a person should look at."""
        told = []
        if found.mentions:
            listed = "\n".join(self._mention(row) for row in found.mentions[:_NAMED])
            told.append(self.tr("These names still stand in what was written:"))
            told.append(listed)
            if len(found.mentions) > _NAMED:
                more = number_words(len(found.mentions) - _NAMED)
                told.append(self.tr("and {count} more").format(count=more))
        if found.telling_ids:
            words = self.tr("The ids of {count} older annotations still tell when they were made.")
            told.append(words.format(count=number_words(found.telling_ids)))
        return "\n".join(told)

    def _mention(self, row: Mention) -> str:
        """A name, in how many annotations, and where the first of them are."""
        if row.annotations == 1:
            words = self.tr("{name}, in 1 annotation: {places}")
        else:
            words = self.tr("{name}, in {count} annotations: {places}")
        places = ", ".join(row.places)
        more = f"{places} …" if len(row.places) < row.annotations else places
        return words.format(name=row.name, count=number_words(row.annotations), places=more)

    # -- writing ------------------------------------------------------------------------------------------------------

    def _suggested(self) -> Path:
        """No name of the library: it may say more than its owner wants to."""
        day = datetime.datetime.now().astimezone().date().isoformat()
        name = self.tr("Shared annotations {day}").format(day=day)
        return folder_to_write_to(ShareDialog.last_folder) / f"{name}{_SUFFIX}"

    def _must_ask(self) -> bool:
        """Whether a file would be replaced that nobody has agreed to replace; then it is asked, in the dialog."""
        target = self.target.path()
        if target is None or not self.target.would_replace():
            return False
        self.target.agree()
        self.problem.say(self.tr("{file} exists already; replace it, or choose another name.").format(file=target.name))
        self.accept_button.setText(self.tr("Replace it"))
        return True

    def _follow_target(self) -> None:
        self.accept_button.setText(self.tr("Share"))
        self.problem.say("")
        self._update()

    def _show_written(self, done: Shared) -> None:
        self._written = done.output
        ShareDialog.last_folder = done.output.absolute().parent
        self.target.agree()
        self.accept_button.setText(self.tr("Share"))
        told = self.tr("Written: {file}, with {count} annotations, {size} KB.").format(
            file=done.output,
            count=number_words(done.leaving.annotations),
            size=number_words(done.bytes // 1024 + 1),
        )
        self.outcome.say(told)
        says = self.tr("Its SHA-256, to compare with a partner over the telephone: {sum}")
        self.fingerprint.setText(says.format(sum=done.sha256))
        self.folder_button.setVisible(True)
        self.shared.emit(done)

    def _written_or_not(self) -> None:
        task, self._writing = self._writing, None
        if task is not None:
            task.deleteLater()
        self._update()
        (self.close_button if self.outcome.text() else self.accept_button).setFocus()

    def _show_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _update(self) -> None:
        is_writing = self._writing is not None
        self.bar.setVisible(is_writing)
        self.bar.setValue(0 if not is_writing else self.bar.value())
        self.fingerprint.setVisible(bool(self.fingerprint.text()))
        for part in (self.options, self.choice, self.target):
            part.setEnabled(not is_writing)
        self.close_button.setText(self.tr("Cancel") if is_writing or self._written is None else self.tr("Close"))
        found = self._leaving
        leaves = found is not None and bool(found.annotations or found.removed)
        self.accept_button.setEnabled(not is_writing and leaves and self.target.path() is not None)
