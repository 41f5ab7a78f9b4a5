"""What happened in the library, or to one annotation, the latest first; and putting back what was there."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.change import ChangeSet
from annotator.model.folding import fold
from annotator.model.selection import Event, Step
from annotator.operations.restoring import restore
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.dialogs.history_steps import StepList
from annotator.ui.labels import quiet_label
from annotator.ui.panels.catalogue import Catalogue

_LIMIT = 500
_WHO = 150


class HistoryDialog(Dialog):
    """Lists the latest events; a filter narrows them by person or words. Beside them stands what the chosen one did."""

    def __init__(self, bridge: Bridge, annotation: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("History"), parent, QSize(1020, 600))
        catalogue = Catalogue.of(bridge)
        note = catalogue.annotation(annotation) if annotation else None
        if note is not None and catalogue.citation(note):
            self.setWindowTitle(self.tr("History: {citation}").format(citation=catalogue.citation(note)))
        self._bridge = bridge
        self._annotation = annotation
        self._events: list[Event] = []
        self._items: list[QTreeWidgetItem] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by person or words"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.table = self._make_table()
        self.steps = StepList()
        self.steps.setAccessibleName(self.tr("What this event changed"))
        self._note = quiet_label()
        self._lay_out()
        self.filter.textChanged.connect(self._narrow)
        self.filter.installEventFilter(self)
        self.table.currentItemChanged.connect(lambda _now, _before: self._show_steps())
        self.steps.restore_requested.connect(self._restore)
        self.tell_problems_of(bridge)
        bridge.changed.connect(self._follow)
        bridge.closed.connect(self.reject)
        self._load()
        self.filter.setFocus()

    @property
    def event_shown(self) -> Event | None:
        """The event whose steps are shown."""
        current = self.table.currentItem()
        return self._events[self.table.indexOfTopLevelItem(current)] if current else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Down goes from the field into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAccessibleName(self.tr("History"))
        header = table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, _WHO)
        return table

    def _lay_out(self) -> None:
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(14, 4, 0, 0)
        right.addWidget(self.steps, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(beside)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        both.setSizes([600, 400])
        self.body.addWidget(self.filter)
        self.body.addWidget(both, 1)
        self.body.addWidget(self._note)
        self.add_close()

    def _load(self) -> None:
        self._events = self._bridge.library.history(self._annotation, _LIMIT)
        self.table.clear()
        self._items = [self._item(event) for event in self._events]
        self.table.addTopLevelItems(self._items)
        self._note.setText(self._explanation())
        self._narrow(self.filter.text())
        if self._items:
            self.table.setCurrentItem(self._items[0])

    def _item(self, event: Event) -> QTreeWidgetItem:
        item = QTreeWidgetItem([_local(event.when), event.who or self.tr("unnamed"), event.what])
        item.setToolTip(1, event.who)
        item.setToolTip(2, event.what)
        return item

    def _explanation(self) -> str:
        if len(self._events) >= _LIMIT:
            return self.tr("The latest {count} events. Nothing is ever overwritten; undo is an event too.").format(
                count=_LIMIT
            )
        return self.tr("Nothing is ever overwritten: what you restore is a new event, and undo takes it back.")

    def _narrow(self, words: str) -> None:
        wanted = fold(words).split()
        for item, event in zip(self._items, self._events, strict=True):
            told = fold(f"{event.who} {event.what}")
            item.setHidden(not all(word in told for word in wanted))
        current = self.table.currentItem()
        first = next((item for item in self._items if not item.isHidden()), None)
        if first is not None and (current is None or current.isHidden()):
            self.table.setCurrentItem(first)

    def _show_steps(self) -> None:
        event = self.event_shown
        steps = self._bridge.library.steps(event.id, self._annotation) if event else []
        self.steps.show_steps(steps, is_writable=self._bridge.is_writable)

    def _restore(self, step: Step, value: Any) -> None:
        self.problem.hide()
        self._bridge.act(restore, step, value, self._bridge.person)

    def _follow(self, _change: ChangeSet, _by: object) -> None:
        self._load()


def _local(when: str) -> str:
    """An ISO 8601 time in UTC, in this machine's time zone and without what nobody reads."""
    return datetime.datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d  %H:%M")
