"""Conflicts: what two people said of one thing without knowing of each other, side by side, to be settled."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import Annotation
from annotator.model.change import DELETED
from annotator.model.delivery import Claim, Conflict
from annotator.operations.settling import settle
from annotator.ui.bridge import Bridge
from annotator.ui.conflict_words import conflict_name, conflict_place, is_written
from annotator.ui.dialogs.claim_card import ClaimCard
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import heading_label, quiet_label
from annotator.ui.panels.brief_label import BriefLabel
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.frames import clear, column
from annotator.ui.words import number_words

translate = QCoreApplication.translate

_MOST = 6
"""Sides that are shown of one conflict, the displayed one first. All others go once it is settled, too."""


class ConflictsDialog(Dialog):
    """Lists the conflicts, those of `annotation` first. Settling one goes on to the next; undoing that displays again
    what was displayed before.

    `go_to_requested` carries the id of an annotation to be shown in its text.
    """

    go_to_requested = Signal(str)

    def __init__(self, bridge: Bridge, annotation: str = "", parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Conflicts"), parent, QSize(1060, 660))
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self._first = annotation
        self.conflicts: list[Conflict] = []
        self.cards: list[ClaimCard] = []
        self.table = self._make_table()
        self.heading = heading_label()
        self.place = quiet_label()
        self.passage = BriefLabel(3)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(self.tr("Your own words, from both"))
        self.edit.setTabChangesFocus(True)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the sides come first
        self.edit.setMinimumHeight(4 * self.edit.fontMetrics().lineSpacing())
        self.combine_button = QPushButton(self.tr("Use these words"))
        self._sides = QWidget()
        self._lay_out()
        self._add_keys()
        self.table.currentItemChanged.connect(lambda _now, _before: self._show())
        self.combine_button.clicked.connect(self._combine)
        self.tell_problems_of(bridge)
        self._catalogue.conflicts_changed.connect(self._load)
        bridge.closed.connect(self.reject)
        self._load()
        self.table.setFocus()

    @property
    def current(self) -> Conflict | None:
        """The conflict that is shown."""
        return self.conflicts[self._row_now] if self._row_now >= 0 else None

    def step(self, by: int) -> None:
        """To the next conflict, or to the one before; after the last comes the first."""
        count = self.table.topLevelItemCount()
        if count:
            self._go_to_row((self._row_now + by) % count)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.ensurePolished()  # else rows are measured before the style sheet gives them their height
        table.setHeaderLabels([self.tr("Where"), self.tr("What")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        table.setAccessibleName(self.tr("Conflicts"))
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self._sides)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        holder = QWidget()
        rows = column(holder)
        rows.addWidget(self._sides)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(holder)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._own = QWidget()
        own = column(self._own, gap=6)
        own.addWidget(quiet_label(self.tr("Or write it anew, from both:")))
        own.addWidget(self.edit, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.combine_button)
        own.addLayout(line)
        right = QWidget()
        beside = QVBoxLayout(right)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        beside.setContentsMargins(0 if mirrored else 14, 0, 14 if mirrored else 0, 0)
        beside.setSpacing(8)
        for part in (self.heading, self.place, self.passage):
            beside.addWidget(part)
        beside.addWidget(scroll, 3)
        beside.addWidget(self._own, 2)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(right)
        both.setStretchFactor(1, 1)
        both.setSizes([320, 720])
        self.empty = quiet_label(self.tr("Nothing is in conflict."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._views = QStackedWidget()
        self._views.addWidget(self.empty)
        self._views.addWidget(both)
        self.body.addWidget(self._views, 1)
        self.hint = quiet_label(
            self.tr("Alt+Down and Alt+Up: the next and the one before. What you settle travels with your next share.")
        )
        self.body.addWidget(self.hint)

    def _add_keys(self) -> None:
        self.combine_button.setAutoDefault(False)
        self.combine_button.setShortcut("Ctrl+Return")
        self.combine_button.setToolTip(self.combine_button.shortcut().toString())
        self.show_button = QPushButton(self.tr("Show in text"))
        self.show_button.setAutoDefault(False)
        self.show_button.clicked.connect(self._go)
        self.buttons.addButton(self.show_button, self.buttons.ButtonRole.ActionRole)
        self.add_close().setDefault(False)
        for keys, by in (("Alt+Down", 1), ("Alt+Up", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self.step(by))

    def _load(self) -> None:
        """Read them anew; the one after what was settled comes next."""
        row = max(self._row_now, 0)
        found = self._catalogue.conflicts
        self.conflicts = sorted(found, key=lambda each: each.annotation != self._first) if self._first else found
        self.table.blockSignals(True)
        self.table.clear()
        for conflict in self.conflicts:
            item = QTreeWidgetItem([conflict_place(conflict, self._catalogue), conflict_name(conflict)])
            item.setToolTip(0, item.text(0))
            self.table.addTopLevelItem(item)
        self._go_to_row(min(row, len(self.conflicts) - 1))
        self.table.blockSignals(False)
        count = len(self.conflicts)
        told = self.tr("Conflicts: {count}") if count else self.tr("Conflicts")
        self.setWindowTitle(told.format(count=number_words(count)))
        self._views.setCurrentIndex(1 if count else 0)
        self.hint.setVisible(bool(count))
        self._show()

    @property
    def _row_now(self) -> int:
        item = self.table.currentItem()
        return self.table.indexOfTopLevelItem(item) if item else -1

    def _go_to_row(self, row: int) -> None:
        item = self.table.topLevelItem(row)
        if item is not None:
            self.table.setCurrentItem(item)

    def _show(self) -> None:
        conflict = self.current
        clear(self._sides)
        self.cards = []
        self.show_button.setEnabled(bool(conflict and self._catalogue.annotation(conflict.annotation)))
        if conflict is None:
            return
        self.heading.setText(conflict_name(conflict))
        self.place.setText(conflict_place(conflict, self._catalogue))
        note = self._catalogue.annotation(conflict.annotation)
        self.passage.show_words(_passage(conflict, note) if note else "")
        self.passage.setVisible(bool(self.passage.words))
        claims = conflict.claims[:_MOST]
        for number, claim in enumerate(claims):
            card = ClaimCard(conflict, claim, claims[0 if number else 1], f"Ctrl+{number + 1}")
            card.kept.connect(lambda claim=claim: self._settle(claim.value))
            card.keep_button.setEnabled(self._bridge.is_writable)
            self._row.addWidget(card, 1)
            self.cards.append(card)
        self._own.setVisible(is_written(conflict) and self._bridge.is_writable)
        self.edit.setPlainText(_first_words(claims))

    def _combine(self) -> None:
        self._settle(self.edit.toPlainText().strip())

    def _settle(self, value: Any) -> None:
        conflict = self.current
        if conflict is not None:
            self.problem.say("")
            self._bridge.act(settle, conflict, value, self._bridge.person)

    def _go(self) -> None:
        conflict = self.current
        if conflict is not None:
            self.accept()
            self.go_to_requested.emit(conflict.annotation)


def _passage(conflict: Conflict, note: Annotation) -> str:
    """What the note is about; where it may go, also what it says."""
    passage = translate("Conflicts", "The provision as a whole") if note.anchor.whole else note.anchor.exact
    words = [passage, note.commentary if conflict.field == DELETED else ""]
    return " — ".join(" ".join(part.split()) for part in words if part)


def _first_words(claims: tuple[Claim, ...]) -> str:
    """What the combining begins with: what is displayed."""
    return str(claims[0].value) if claims and isinstance(claims[0].value, str) else ""
