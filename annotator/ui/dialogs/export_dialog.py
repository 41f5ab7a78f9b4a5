"""Export: choose annotations, see the brief, write it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.export.brief import Brief
from annotator.export.cutting import NARROWER, UNREADY
from annotator.model.problems import Problem
from annotator.model.selection import Filters
from annotator.operations.exporting import Exported, plan_export, write_export
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.brief_preview import BriefPreview
from annotator.ui.dialogs.export_choice import ExportChoice
from annotator.ui.dialogs.export_options import ExportOptions
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.target_row import folder_to_write_to
from annotator.ui.labels import GAP, heading_label, quiet_label
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.tasks import Task
from annotator.ui.words import number_words

_PAUSE = 200
"""Milliseconds without a change after which the brief is planned anew."""


class ExportDialog(Dialog):
    """Makes a brief of the annotations that `filters` choose at first. `exported` carries an Exported.

    The preview opens at the entry of the annotation `current`, where the brief has one.
    """

    exported = Signal(object)
    planned = Signal()
    last_folder: ClassVar[Path | None] = None
    """Where the last brief was written, as long as the program runs."""

    def __init__(
        self,
        bridge: Bridge,
        parent: QWidget | None = None,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        current: str = "",
    ) -> None:
        super().__init__(self.tr("Export a brief"), parent, QSize(1200, 704))
        self._bridge = bridge
        self._current = current
        self._task: Task | None = None
        self._written: Path | None = None
        self._replaceable: Path | None = None
        self._brief: Brief | None = None
        self.options = ExportOptions(bridge)
        self.choice = ExportChoice(bridge, filters)
        self.count = quiet_label()
        self.left_out = Notice("info")
        self.refusal = Notice("warning")
        self.preview = BriefPreview()
        self.target = QLineEdit(str(self._suggested()))
        self.bar = QProgressBar()
        self.outcome = Notice("done")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._lay_out()
        self._add_buttons()
        self._connect()
        self.plan()

    def plan(self) -> None:
        """Make the brief that the dialog describes, and show it."""
        self._pause.stop()
        chosen = Catalogue.of(self._bridge).choose(self.choice.filters())
        self._say_count(len(chosen))
        try:
            self._show_brief(plan_export(self._bridge.library, self.choice.filters(), self.options.options()))
        except Problem as problem:  # said above the preview, where it stays as long as it is true
            self._show_refusal(str(problem))
        self._update()
        self.planned.emit()

    def accept(self) -> None:
        if not self.accept_button.isEnabled() or self._must_ask():
            return
        self.plan()
        brief, target = self._brief, self._target_path()
        if brief is None:
            return
        self._task = task = Task(lambda _progress, _cancelled: write_export(brief, target), self)
        task.done.connect(self._show_written)
        task.failed.connect(lambda sentence: self.problem.say(sentence))
        task.finished.connect(self._task_ended)
        self.problem.say("")
        self.outcome.say("")
        self._update()
        task.start()

    def reject(self) -> None:
        if self._task is None:  # writing takes moments, and is whole or not at all
            super().reject()

    # -- what it looks like -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(GAP)
        column.addWidget(self.options)
        column.addSpacing(6)
        column.addWidget(heading_label(self.tr("Which annotations"), 1.08))
        column.addWidget(self.count)
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
        column.addWidget(self.left_out)
        column.addWidget(self.preview, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(scroll)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([400, 760])
        self.body.addWidget(parts, 1)
        self.body.addLayout(self._target_row())
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.outcome)

    def _target_row(self) -> QHBoxLayout:
        label = quiet_label(self.tr("&File"), wrap=False)
        label.setBuddy(self.target)
        self.target.setAccessibleName(self.tr("File to write"))
        browse = QPushButton(self.tr("Choose…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.target, 1)
        row.addWidget(browse)
        return row

    def _add_buttons(self) -> None:
        self.accept_button = self.add_accept(self.tr("Export"))
        self.close_button = self.add_cancel()
        self.open_button = self._add_action(self.tr("Open it"), lambda: self._open(self._written))
        folder = self.tr("Show in folder")
        self.folder_button = self._add_action(folder, lambda: self._open(self._written and self._written.parent))

    def _add_action(self, text: str, act: object) -> QPushButton:
        button = self.buttons.addButton(text, self.buttons.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.setVisible(False)
        button.clicked.connect(act)
        return button

    def _connect(self) -> None:
        self.tell_problems_of(self._bridge)
        self._pause.timeout.connect(self.plan)
        self.options.edited.connect(self._pause.start)
        self.choice.edited.connect(self._pause.start)
        self.options.format_changed.connect(self._follow_format)
        self.target.textChanged.connect(self._follow_target)

    # -- what happens -------------------------------------------------------------------------------------------------

    def _suggested(self) -> Path:
        folder = folder_to_write_to(ExportDialog.last_folder)
        return folder / f"{self._bridge.library.path.stem}, brief{self.options.suffix}"

    def _target_path(self) -> Path:
        """The file that was named, with the ending of the chosen format where it has none that is known."""
        target = Path(self.target.text().strip()).expanduser()
        named = not target.name or self.options.offers(target.suffix)
        return target if named else target.with_name(target.name + self.options.suffix)

    def _must_ask(self) -> bool:
        """Whether a file would be replaced that nobody has agreed to replace; then it is asked, in the dialog."""
        target = self._target_path()
        if not target.exists() or target == self._replaceable:
            return False
        self._replaceable = target
        self.problem.say(self.tr("{file} exists already; replace it, or choose another name.").format(file=target.name))
        self.accept_button.setText(self.tr("Replace it"))
        return True

    def _follow_target(self) -> None:
        self._replaceable = None
        self.options.show_suffix(self._target_path().suffix)
        self.accept_button.setText(self.tr("Export"))
        self.problem.say("")
        self._update()

    def _follow_format(self) -> None:
        """Give the file the ending of the format that was chosen."""
        if self.target.text().strip() and self._target_path().suffix.lower() != self.options.suffix:
            self.target.setText(str(self._target_path().with_suffix(self.options.suffix)))

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), self.target.text(), f"(*{self.options.suffix})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self.options.suffix.removeprefix("."))
        dialog.fileSelected.connect(self._take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_file(self, file: str) -> None:
        """The system's dialog has asked already whether the file may be replaced."""
        self.target.setText(file)
        self._replaceable = self._target_path()

    def _say_count(self, chosen: int) -> None:
        words = self.tr("{chosen} of {all} chosen; nothing pressed in a group means all of it.")
        total = len(Catalogue.of(self._bridge).annotations)
        self.count.setText(words.format(chosen=number_words(chosen), all=number_words(total)))

    def _show_brief(self, brief: Brief) -> None:
        self._brief = brief
        self.problem.say("")
        self.refusal.say("")
        self.left_out.say(self._left_out(brief))
        self.preview.show_brief(brief, self._current)
        self._current = ""

    def _show_refusal(self, sentence: str) -> None:
        self._brief = None
        self.refusal.say(sentence)
        self.left_out.say("")
        self.preview.clear()

    def _left_out(self, brief: Brief) -> str:
        """How many of the chosen are not in the brief, and why."""
        if not brief.left_out:
            return ""
        words = {
            NARROWER: self.tr("{count} meant for a narrower audience"),
            UNREADY: self.tr("{count} not yet approved"),
        }
        total = sum(count for _reason, count in brief.left_out)
        reasons = [words[reason].format(count=number_words(count)) for reason, count in brief.left_out]
        told = self.tr("{count} of them are left out: {reasons}.")
        return told.format(count=number_words(total), reasons=self.tr(" and ").join(reasons))

    def _show_written(self, exported: Exported) -> None:
        self._written = self._replaceable = exported.output
        ExportDialog.last_folder = exported.output.absolute().parent
        self.accept_button.setText(self.tr("Export"))
        told = self.tr("Written: {file}, with {count} annotations, {size} KB.").format(
            file=exported.output,
            count=number_words(exported.annotations),
            size=number_words(exported.bytes // 1024 + 1),
        )
        self.outcome.say(told)
        self.close_button.setText(self.tr("Close"))
        self.open_button.setVisible(True)
        self.folder_button.setVisible(True)
        self.exported.emit(exported)

    def _task_ended(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.deleteLater()
        self._update()

    def _open(self, path: Path | None) -> None:
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _update(self) -> None:
        writing = self._task is not None
        self.bar.setVisible(writing)
        self.close_button.setEnabled(not writing)
        has_target = bool(self._target_path().name)
        self.accept_button.setEnabled(not writing and has_target and self._brief is not None)
