"""Import: files are read in the background, looked at, and then made versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.treaty import Reading, Version
from annotator.operations.importing import Batch, Refusal, add_versions, read_texts
from annotator.sources import SUFFIXES
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.reading_page import ReadingPage
from annotator.ui.labels import GAP, heading_label, quiet_label
from annotator.ui.tasks import Progress, Task

_STEPS = 1000
_SHOWN_REFUSALS = 4


class ReadingsDialog(Dialog):
    """Reads something in the background, shows each reading, and adds those that stay checked.

    `imported` carries a list of `Imported`, one for each text, those that were there already included.
    """

    imported = Signal(object)
    is_pasted: ClassVar[bool] = False
    """Whether what is read comes from no file."""

    def __init__(self, bridge: Bridge, title: str, parent: QWidget | None) -> None:
        super().__init__(title, parent, QSize(1100, 704))
        self._bridge = bridge
        self._task: Task | None = None
        self._known: list[Version] = []
        self._waiting: list[Reading] = []
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self._add_waiting)
        self.pages: list[ReadingPage] = []
        self.step = quiet_label()
        self.bar = QProgressBar()
        self.notice = Notice("warning")
        self.list = QListWidget()
        self.stack = QStackedWidget()
        self._views = QStackedWidget()
        self._views.addWidget(self._progress_view())
        self._views.addWidget(self._readings_view())
        self.body.addWidget(self._views, 1)
        self.tell_problems_of(bridge)
        self.accept_button = self.add_accept(self.tr("Import"))
        self.cancel_button = self.add_cancel()
        self.accept_button.setVisible(False)
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.itemChanged.connect(self._update)

    def start(self, task: Task) -> None:
        """Show the progress of a task whose result is a Batch, and then the batch."""
        self._task = task
        task.progressed.connect(self._show_progress)
        task.done.connect(self._show_batch)
        task.failed.connect(self._show_failure)
        task.finished.connect(self._task_ended)
        self._views.setCurrentIndex(0)
        self.accept_button.setVisible(False)
        task.start()

    def checked(self) -> list[ReadingPage]:
        """The readings to import."""
        rows = range(self.list.count())
        return [self.pages[row] for row in rows if self.list.item(row).checkState() == Qt.CheckState.Checked]

    def accept(self) -> None:
        if not self.accept_button.isEnabled():
            return
        readings = [page.reading() for page in self.checked()]
        imported = self._bridge.act(add_versions, readings, self._bridge.person)
        if imported is not None:
            super().accept()
            self.imported.emit(imported)

    def reject(self) -> None:
        if self._task is None:
            super().reject()
            return
        self._task.cancel()  # it ends within moments, and then the dialog does
        self.cancel_button.setEnabled(False)
        self.step.setText(self.tr("Stopping…"))

    def _progress_view(self) -> QWidget:
        view = QWidget()
        layout = QVBoxLayout(view)
        layout.setContentsMargins(80, 0, 80, 0)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        layout.addWidget(heading_label(self.tr("Reading…")))
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        layout.addWidget(self.bar)
        layout.addWidget(self.step)
        layout.addStretch(3)
        return view

    def _readings_view(self) -> QWidget:
        view = QWidget()
        self.list.setFixedWidth(230)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setAccessibleName(self.tr("Texts found"))
        side = QHBoxLayout()
        side.setSpacing(GAP + 4)
        side.addWidget(self.list)
        side.addWidget(self.stack, 1)
        layout = QVBoxLayout(view)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.notice)
        layout.addLayout(side, 1)
        return view

    def _show_progress(self, step: str, share: float) -> None:
        if self.cancel_button.isEnabled():
            self.bar.setValue(round(share * _STEPS))
            self.step.setText(step)

    def _show_batch(self, batch: Batch) -> None:
        self._show_refused(batch.refused)
        self.list.setVisible(len(batch.readings) > 1)
        self._views.setCurrentIndex(1)
        self._known = self._bridge.library.versions()
        self._waiting = list(batch.readings)
        self._add_waiting()
        if self.pages:
            self.list.setCurrentRow(0)
            self.pages[0].form.line("label").setFocus()

    def _add_waiting(self) -> None:
        """Make the page of one reading; the others follow when the window has drawn itself."""
        if self._waiting:
            self._add_page(self._waiting.pop(0))
        if self._waiting:
            self._filling.start()
        self._update()

    def _add_page(self, reading: Reading) -> None:
        page = ReadingPage(reading, self._known, is_pasted=self.is_pasted)
        page.changed.connect(self._update)
        self.pages.append(page)
        self.stack.addWidget(page)
        item = QListWidgetItem(page.title)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        self.list.addItem(item)

    def _show_refused(self, refused: tuple[Refusal, ...]) -> None:
        sentences = [row.why for row in refused[:_SHOWN_REFUSALS]]
        if len(refused) > _SHOWN_REFUSALS:
            more = self.tr("{count} more files could not be read.")
            sentences.append(more.format(count=len(refused) - _SHOWN_REFUSALS))
        self.notice.say("\n".join(sentences))

    def _show_failure(self, sentence: str) -> None:
        self.notice.say(sentence)
        self.list.setVisible(False)
        self._views.setCurrentIndex(1)
        self._update()

    def _task_ended(self) -> None:
        task, self._task = self._task, None
        assert task is not None
        task.deleteLater()
        if not self.cancel_button.isEnabled():
            super().reject()

    def _update(self) -> None:
        chosen = self.checked()
        problem = next((page.form.problem() for page in chosen if page.form.problem()), "")
        self.problem.say(problem)
        self.accept_button.setVisible(bool(self.pages))
        self.accept_button.setEnabled(bool(chosen) and not problem and not self._waiting)
        self.accept_button.setText(self._accept_words(chosen))
        self.list.blockSignals(True)
        for row, page in enumerate(self.pages):
            self.list.item(row).setText(page.title)
        self.list.blockSignals(False)

    def _accept_words(self, chosen: list[ReadingPage]) -> str:
        new = sum(page.existing is None for page in chosen)
        if chosen and not new:
            return self.tr("Show it")
        return self.tr("Import {count} texts").format(count=new) if new > 1 else self.tr("Import")


class ImportDialog(ReadingsDialog):
    """Imports the files at `paths` (and those in folders among them); reading starts at once."""

    def __init__(self, bridge: Bridge, paths: list[Path], parent: QWidget | None = None) -> None:
        super().__init__(bridge, self.tr("Import texts"), parent)

        def read(progress: Progress, cancelled: Callable[[], bool]) -> Batch:
            return read_texts(paths, progress=progress, cancelled=cancelled)

        self.start(Task(read, self))


def file_filter() -> str:
    """What a file dialog offers to choose from, as QFileDialog wants it."""
    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES if suffix)
    texts = QCoreApplication.translate("ImportDialog", "Texts")
    return f"{texts} ({patterns});;{QCoreApplication.translate('ImportDialog', 'All files')} (*)"
