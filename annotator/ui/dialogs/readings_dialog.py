"""What was read is shown, text by text, corrected where a person sees it otherwise, and then made versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.correcting import Instructions, LineKind, Revisions, first_line_of
from annotator.model.treaty import Reading, Version
from annotator.operations.importing import add_versions
from annotator.operations.reading import Batch, Found, Refusal, read_again
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.reading_group import ReadingGroup
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
        super().__init__(title, parent, QSize(1280, 820))
        self._bridge = bridge
        self._task: Task | None = None
        self._known: list[Version] = []
        self._waiting: list[Found] = []
        self._groups: list[ReadingGroup] = []
        self._form_problem = ""
        self._is_warned = False
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
        self.list.currentRowChanged.connect(self._turn_to)
        self.list.itemChanged.connect(self._update)

    def start(self, task: Task) -> None:
        """Show the progress of a task whose result is a Batch, and then the batch."""
        task.progressed.connect(self._show_progress)
        task.done.connect(self._show_batch)
        task.failed.connect(self._show_failure)
        self._views.setCurrentIndex(0)
        self.accept_button.setVisible(False)
        self._run(task)

    def _run(self, task: Task) -> None:
        self._task = task
        task.finished.connect(self._task_ended)
        task.start()
        self._update()

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
        """Stops what is being read: at first all of it, later only a reading again; corrections go if asked twice."""
        if self._task is not None:
            self._task.cancel()  # it ends within moments; where nothing has been read yet, so does the dialog
            if not self.pages:
                self.cancel_button.setEnabled(False)
                self.step.setText(self.tr("Stopping…"))
        elif self._is_corrected and not self._is_warned:
            self._is_warned = True
            self.notice.say(
                self.tr("What you corrected here will be lost. Press Cancel again to leave without importing.")
            )
        else:
            super().reject()

    @property
    def _is_corrected(self) -> bool:
        return any(len(group.history) > 1 for group in self._groups)

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
        self.list.setFixedWidth(250)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self._waiting = list(batch.found)
        self._add_waiting()
        if self.pages:
            self.list.setCurrentRow(0)
            self.pages[0].form.line("label").setFocus()

    def _add_waiting(self) -> None:
        """Make the page of one reading; the others follow when the window has drawn itself."""
        if self._waiting:
            found = self._waiting.pop(0)
            group = next((row for row in self._groups if row.holds(found)), None)
            if group is None:
                group = ReadingGroup.of(found)
                self._groups.append(group)
            last = self.pages.index(group.pages[-1]) if group.pages else len(self.pages) - 1
            self._add_page(group, found, last + 1)
        if self._waiting:
            self._filling.start()
        self._update()

    def _add_page(self, group: ReadingGroup, found: Found, row: int) -> ReadingPage:
        page = ReadingPage(found.reading, self._known, is_pasted=self.is_pasted, instructions=group.instructions)
        page.changed.connect(self._update)
        page.corrected.connect(lambda kind, lines: self._correct(group, page, kind, lines))
        page.undone.connect(lambda: self._undo(group, page))
        page.revisions.chosen.connect(lambda revisions: self._read_revisions(group, page, revisions))
        page.revisions.both.connect(lambda: self._add_other(group))
        page.revisions.setVisible(bool(group.revisions) and not self._has_twin(group))
        self._insert_page(group, page, row)
        return page

    def _insert_page(self, group: ReadingGroup, page: ReadingPage, row: int) -> None:
        page.allow_undo(len(group.history) > 1)
        page.set_busy(self._task is not None)
        group.pages.append(page)
        self.pages.insert(row, page)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        item = QListWidgetItem(page.title)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        self.list.insertItem(row, item)

    # --- reading a source again

    def _correct(self, group: ReadingGroup, page: ReadingPage, kind: LineKind, lines: Sequence[int]) -> None:
        self._read_again(group, page, group.corrected(lines, kind), lines)

    def _undo(self, group: ReadingGroup, page: ReadingPage) -> None:
        if len(group.history) > 1:
            before = {row.line for row in group.history[-2].corrections}
            last = [row.line for row in group.instructions.corrections if row.line not in before]
            lines = last or [row.line for row in group.instructions.corrections][-1:]
            self._read_again(group, page, group.history[:-1], lines)

    def _read_revisions(self, group: ReadingGroup, page: ReadingPage, revisions: str) -> None:
        """Other tracked changes give other lines: what was said of the lines comes back with Undo only."""
        way: Revisions = "rejected" if revisions == "rejected" else "accepted"
        if way != group.instructions.revisions:
            self._read_again(group, page, [*group.history, Instructions(way)], ())

    def _read_again(
        self, group: ReadingGroup, page: ReadingPage, history: list[Instructions], lines: Sequence[int]
    ) -> None:
        """Read the source of `group` as `history` ends, and put the pages of that in place of those there are."""
        if self._task is not None:
            return

        def show(batch: Batch) -> None:
            looked_at = self.pages[self.list.currentRow()]
            typed = looked_at.form.typed_in()
            group.history = history
            now = self._replace_pages(group, batch).get(looked_at, looked_at)
            self._show_row(self.pages.index(now))
            if looked_at is page:
                now.show_lines(lines, in_table=page.shows_table)
            if typed:  # a person goes on with the form meanwhile
                now.form.type_in(*typed)

        self._reread(group, history[-1], show)

    def _add_other(self, group: ReadingGroup) -> None:
        """The same source with its tracked changes read the other way, as further texts."""
        other = Instructions("accepted" if group.revisions == "rejected" else "rejected")
        if self._task is None:
            self._reread(group, other, lambda batch: self._show_other(group, other, batch))

    def _has_twin(self, group: ReadingGroup) -> bool:
        """Whether the same source is there with its tracked changes read the other way."""
        return any(row.found.source == group.found.source and row is not group for row in self._groups)

    def _reread(self, group: ReadingGroup, instructions: Instructions, show: Callable[[Batch], None]) -> None:
        found = group.found

        def read(progress: Progress, cancelled: Callable[[], bool]) -> Batch:
            return read_again(found, instructions, progress=progress, cancelled=cancelled)

        for page in self.pages:
            page.set_busy(True)
        self.problem.say(self._form_problem)
        self._is_warned = False
        task = Task(read, self)
        task.done.connect(show)
        task.failed.connect(self.problem.say)
        self._run(task)

    def _replace_pages(self, group: ReadingGroup, batch: Batch) -> dict[ReadingPage, ReadingPage]:
        """Put the pages of `batch` in place of those of `group`; which one stands for which of those before."""
        old, first = group.pages, self.pages.index(group.pages[0])
        said = {page: _Said(page.form.given(), self.list.item(first + at).checkState()) for at, page in enumerate(old)}
        self._waiting = [row for row in self._waiting if not group.holds(row)]
        group.pages, group.found = [], batch.found[0]
        self.list.blockSignals(True)
        for page in old:
            self.list.takeItem(first)
            self.pages.remove(page)
        replaced: dict[ReadingPage, ReadingPage] = {}
        for place, found in enumerate(batch.found):
            before = _page_before(old, found.reading, place, len(batch.found))
            if before is not None and before.is_of(found.reading, group.instructions):  # to make it anew takes long
                page = before
                self._insert_page(group, page, first + place)
            else:
                page = self._add_page(group, found, first + place)
            if before is not None:
                replaced[before] = page
                self.list.item(first + place).setCheckState(said[before].state)
            if before is not None and page is not before:
                page.resume(before)
                page.form.edit(said[before].given)
        for page in set(old) - set(group.pages):
            page.deleteLater()  # which takes it out of the stack, when another page is shown
        self.list.blockSignals(False)
        return {page: replaced.get(page, group.pages[min(at, len(group.pages) - 1)]) for at, page in enumerate(old)}

    def _show_other(self, group: ReadingGroup, instructions: Instructions, batch: Batch) -> None:
        """Beside the texts of `group`, each named after which it is."""
        other = ReadingGroup(batch.found[0], [instructions])
        self._groups.append(other)
        row = self.pages.index(group.pages[-1]) + 1
        for place, found in enumerate(batch.found):
            self._add_page(other, found, row + place)
        names = {"accepted": self.tr("changes accepted"), "rejected": self.tr("before the changes")}
        group.forget_other_revisions()
        for pair in (group, other):
            for page in pair.pages:
                page.allow_undo(len(pair.history) > 1)
                page.revisions.setVisible(False)
                page.form.edit({"label": f"{page.name}, {names[pair.revisions]}"})
        self._show_row(row)

    def _turn_to(self, row: int) -> None:
        if 0 <= row < len(self.pages):
            self.stack.setCurrentWidget(self.pages[row])

    def _show_row(self, row: int) -> None:
        self.list.setVisible(len(self.pages) > 1)
        self.list.setCurrentRow(row)
        self._turn_to(row)
        self._update()

    def _show_refused(self, refused: tuple[Refusal, ...]) -> None:
        sentences = [row.why for row in refused[:_SHOWN_REFUSALS]]
        others = len(refused) - _SHOWN_REFUSALS
        if others > 0:
            more = (
                self.tr("1 more file could not be read.")
                if others == 1
                else self.tr("{count} more files could not be read.")
            )
            sentences.append(more.format(count=others))
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
        for page in self.pages:
            page.set_busy(False)
        self._update()
        if not self.cancel_button.isEnabled():
            super().reject()

    def _update(self) -> None:
        chosen = self.checked()
        problem = next(filter(None, (page.problem() for page in chosen)), "")
        if problem != self._form_problem:  # else it would take away what reading again has said
            self._form_problem = problem
            self.problem.say(problem)
        self.accept_button.setVisible(bool(self.pages))
        self.accept_button.setEnabled(bool(chosen) and not problem and not self._waiting and self._task is None)
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


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person has said of a text before its source was read again."""

    given: dict[str, str]
    state: Qt.CheckState


def _page_before(old: Sequence[ReadingPage], reading: Reading, place: int, count: int) -> ReadingPage | None:
    """Which of the pages before shows what is now number `place` of `count`: that which begins with the same line."""
    begins = first_line_of(reading)
    same = next((page for page in old if page.first_line == begins), None)
    return same or (old[place] if len(old) == count else None)
