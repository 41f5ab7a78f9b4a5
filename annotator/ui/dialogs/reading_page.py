"""What was read from a file, to be looked at before it becomes a version: data, tree, lines, warnings, losses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from annotator.model.correcting import AS_IT_IS, Correction, Instructions, ReadLine, first_line_of, lines_of
from annotator.model.treaty import Reading, Version
from annotator.ui.dialogs.correction_bar import CorrectionBar
from annotator.ui.dialogs.findings import DroppedTable, WarningTable
from annotator.ui.dialogs.line_table import LineTable
from annotator.ui.dialogs.notice import Notice
from annotator.ui.dialogs.provision_tree import ProvisionTree
from annotator.ui.dialogs.revisions_bar import RevisionsBar
from annotator.ui.dialogs.version_form import VersionForm
from annotator.ui.labels import GAP, quiet_label
from annotator.ui.words import count_words, number_words

_MOST_WORDS = 400
"""Characters of what was left out that are shown whole."""

_WANTED = {"left out": False, "kept": True}
"""Whether the lines of which this is said are lines that were left out."""


class ReadingPage(QWidget):
    """One reading. `reading()` is it with the data as the person has edited it; `changed` tells of edits.

    `corrected` carries a LineKind and the lines that are to be it, `undone` that the last of that is to be taken back;
    whoever shows the page reads its source again and puts another page in its place.
    Words that were pasted (`is_pasted`) come from no file: what they are called and are has to be said.
    """

    changed = Signal()
    corrected = Signal(str, object)
    undone = Signal()

    def __init__(
        self,
        reading: Reading,
        known: Iterable[Version] = (),
        parent: QWidget | None = None,
        *,
        is_pasted: bool = False,
        instructions: Instructions = AS_IT_IS,
    ) -> None:
        super().__init__(parent)
        known = list(known)
        self._reading = reading
        self._is_pasted = is_pasted
        self._can_undo = False
        self.existing = next((row for row in known if row.id == reading.text.id), None)
        self.form = VersionForm(reading.data, known, is_asking=is_pasted and self.existing is None)
        self.form.changed.connect(self.changed)
        self.revisions = RevisionsBar(reading.revisions)
        self._read_lines = lines_of(reading)
        self._corrections = self._own(instructions)
        self.tree = ProvisionTree(reading.text)
        if reading.data.direction == "rtl":
            self.tree.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.lines = LineTable(self._read_lines, (row.line for row in self._corrections))
        self.bar = CorrectionBar()
        self.warnings = WarningTable(reading.text)
        self.dropped = DroppedTable(reading.text.ledger.dropped)
        self._lay_out()
        self._connect()
        self.set_busy(False)

    def reading(self) -> Reading:
        return replace(self._reading, data=self.form.data())

    @property
    def name(self) -> str:
        """What lists call it while it is no version yet."""
        data = self.form.data()
        return data.label or data.short_title or data.instrument or self._reading.source_name

    @property
    def title(self) -> str:
        """Its name with the file on a second line, since two versions of one instrument bear the same name."""
        file = "" if self._is_pasted else Path(self._reading.source_name).name
        return self.name if file in ("", self.name) else f"{self.name}\n{file}"

    def ledger_sentence(self) -> str:
        """Where every character of the file went: "48,211 characters read: 48,003 kept, 208 left out"."""
        ledger = self._reading.text.ledger
        sums = self.tr("{read} characters read: {kept} kept, {dropped} left out.").format(
            read=number_words(ledger.source_characters),
            kept=number_words(ledger.kept_characters),
            dropped=number_words(ledger.dropped_characters),
        )
        if not ledger.generated_characters:
            return sums
        made = self.tr("{count} more are automatic numbers, which the file does not spell out.")
        return f"{sums} {made.format(count=number_words(ledger.generated_characters))}"

    def origin_sentence(self) -> str:
        """Which reader and which encoding, and how several engines did; empty where there was no file."""
        if self._is_pasted:
            return ""
        row = self._reading
        reader = self.tr("{file}, read by {engine}").format(file=row.source_name, engine=row.engine)
        told = ", ".join(filter(None, (reader, row.encoding)))
        return f"{told} ({row.choice})." if row.choice else f"{told}."

    def selected(self) -> list[ReadLine]:
        """The lines that something can be said of: those selected in the part that was used last."""
        if self._used is self.dropped:
            wanted = set(self.dropped.lines())
            return [row for row in self._read_lines if row.dropped and row.index in wanted]
        if self._used is self.lines:
            return self.lines.selected()
        line = self._line_of(self.tree.current_eid())
        return [line] if line else []

    def show_lines(self, indices: Iterable[int], *, in_table: bool) -> None:
        """Go back to lines, after the page was made anew: in the table of lines, or in the tree."""
        wanted = set(indices)
        self._views.setCurrentWidget(self.lines if in_table else self.tree)
        self.lines.show_lines(wanted)
        begun = (row.provisions[-1].eid for row in self._read_lines if row.index in wanted and row.provisions)
        self.tree.show_provision(next(begun, ""))
        part: QWidget = self.lines if in_table else self.tree
        part.setFocus()
        self._use(part)

    @property
    def shows_table(self) -> bool:
        return self._views.currentWidget() is self.lines

    @property
    def is_ready(self) -> bool:
        """Whether something can be said of its lines now."""
        return not self._is_busy

    def show_table(self) -> None:
        self._views.setCurrentWidget(self.lines)

    def show_dropped(self) -> None:
        self._finding_tabs.setCurrentWidget(self.dropped)

    @property
    def first_line(self) -> int:
        """The index of the first line of the source that is in this text or was left out of it; -1 without lines."""
        return first_line_of(self._reading)

    def is_of(self, reading: Reading, instructions: Instructions) -> bool:
        """Whether a page of this reading, with its lines corrected so, would show the same."""
        return reading == self._reading and self._own(instructions) == self._corrections

    def _own(self, instructions: Instructions) -> list[Correction]:
        """What was said of lines that are in this text or were left out of it."""
        indices = {row.index for row in self._read_lines}
        return [row for row in instructions.corrections if row.line in indices]

    def problem(self) -> str:
        """What keeps the text from being imported, in a sentence; empty where nothing does."""
        if not self._reading.text.text:
            return self.tr("Nothing is left of “{name}”; put a line back.").format(name=self.name)
        return self.form.problem()

    def resume(self, before: ReadingPage) -> None:
        """Show what the page showed that this one replaces."""
        self._finding_tabs.setCurrentIndex(before._finding_tabs.currentIndex())
        self._views.setCurrentIndex(before._views.currentIndex())
        self._parts.setSizes(before._parts.sizes())
        self.tree.open(before.tree.opened())

    def allow_undo(self, can_undo: bool) -> None:
        """Whether something that was said of the source can be taken back."""
        self._can_undo = can_undo
        self._show_selection()

    def set_busy(self, is_busy: bool) -> None:
        """While the source is read again nothing more can be said of its lines."""
        self._is_busy = is_busy
        self.revisions.setEnabled(not is_busy)
        self._show_selection()

    def _connect(self) -> None:
        self._used: QWidget = self.tree
        self.tree.itemSelectionChanged.connect(lambda: self._use(self.tree))
        self.lines.chosen.connect(lambda: self._use(self.lines))
        self.dropped.chosen.connect(lambda: self._use(self.dropped))
        self._views.currentChanged.connect(lambda _index: self._use(self._views.currentWidget()))
        self.lines.leave_out.connect(lambda: self._ask("left out"))
        self.tree.leave_out.connect(lambda: self._ask("left out"))
        self.bar.asked.connect(self._ask)
        self.bar.undone.connect(self.undone)
        self.warnings.place_chosen.connect(self._show_place)

    def _use(self, part: QWidget) -> None:
        self._used = part
        self._show_selection()

    def _show_selection(self) -> None:
        whole = len(self._lines_in(self.tree.current_eid())) if self._used is self.tree else 1
        self.bar.show_state(
            self.selected(), len(self._corrections), can_undo=self._can_undo, is_busy=self._is_busy, whole=whole
        )

    def _ask(self, kind: str) -> None:
        """Lines that are left out already are not left out, and those in the text are not put back.

        Of a provision that is selected in the tree all lines are left out; it is its first that is something else.
        """
        rows = self.selected()
        if kind == "left out" and self._used is self.tree:
            rows = self._lines_in(self.tree.current_eid())
        chosen = [row.index for row in rows if kind not in _WANTED or bool(row.dropped) == _WANTED[kind]]
        if chosen and not self._is_busy:
            self.corrected.emit(kind, chosen)

    def _line_of(self, eid: str) -> ReadLine | None:
        """The line on which a provision begins."""
        return next(iter(self._lines_in(eid)), None)

    def _lines_in(self, eid: str) -> list[ReadLine]:
        """The lines on which a provision stands, in the order of the text."""
        provision = next((row for row in self._reading.text.provisions if row.eid == eid), None)
        if provision is None:
            return []
        kept = sorted((row for row in self._read_lines if not row.dropped), key=lambda row: row.start)
        return [row for row in kept if row.start < provision.end and row.end > provision.start]

    def _show_place(self, where: str) -> None:
        line = self._line_of(where)
        self.tree.show_provision(where)
        if line:
            self.lines.show_lines([line.index])
        self._use(self._views.currentWidget())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """What can be said of a line, where it was clicked with the right button or the menu key."""
        menu = self.bar.read_as.menu()
        clicked = self.childAt(event.pos())
        places = (self.tree, self.lines, self.dropped)
        is_of_lines = any(clicked is part or part.isAncestorOf(clicked) for part in places) if clicked else False
        if is_of_lines and self.selected() and not self._is_busy:
            menu.popup(event.globalPos())

    # --- what it looks like

    def _lay_out(self) -> None:
        notice = Notice("info")
        if self.existing:
            there = self.tr("This text is in the library already, as “{name}”; it will not be made again.")
            notice.say(there.format(name=self.existing.name))
            self.form.setEnabled(False)
        self._parts = parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(_beside(self._found(), right=GAP))
        parts.addWidget(_beside(self._findings(), left=GAP))
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 1)
        parts.setSizes([680, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(notice)
        layout.addWidget(self.revisions)
        layout.addWidget(self.form)
        layout.addWidget(parts, 1)
        layout.addWidget(quiet_label(f"{self.ledger_sentence()} {self.origin_sentence()}".strip()))

    def _found(self) -> QWidget:
        """The tree and the lines, and what can be said of what is selected in them."""
        self._views = _tabs()
        self._views.addTab(self.tree, self.tr("Provisions"))
        self._views.setCornerWidget(
            quiet_label(count_words(self._reading.counts) or self.tr("No provisions were found."), wrap=False)
        )
        lines = self._views.addTab(self.lines, self.tr("Lines ({count})").format(count=len(self._read_lines)))
        self._views.setTabVisible(lines, bool(self._read_lines))
        found = QWidget()
        layout = QVBoxLayout(found)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._views, 1)
        layout.addWidget(self.bar)
        self.bar.setVisible(bool(self._read_lines))
        return found

    def _findings(self) -> QWidget:
        """Warnings and what was left out, and under them the whole of the one that is chosen."""
        self._finding_tabs = tabs = _tabs()
        ledger = self._reading.text.ledger
        tabs.addTab(self.warnings, self.tr("To look at ({count})").format(count=len(ledger.warnings)))
        tabs.addTab(self.dropped, self.tr("Left out ({count})").format(count=len(ledger.dropped)))
        tabs.setCurrentIndex(0 if ledger.warnings or not ledger.dropped else 1)
        whole = quiet_label()
        whole.setMinimumHeight(3 * whole.fontMetrics().lineSpacing())
        whole.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for table in (self.warnings, self.dropped):
            table.told.connect(lambda words: whole.setText(words[:_MOST_WORDS]))
        findings = QWidget()
        layout = QVBoxLayout(findings)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tabs, 1)
        layout.addWidget(whole)
        return findings


def _beside(content: QWidget, *, left: int = 0, right: int = 0) -> QWidget:
    """With room between it and the handle that it shares."""
    around = QWidget()
    layout = QVBoxLayout(around)
    layout.setContentsMargins(left, 0, right, 0)
    layout.addWidget(content)
    return around


def _tabs() -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    return tabs
