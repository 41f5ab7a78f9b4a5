"""What happened in the library, or to one annotation, the latest first."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.model.folding import fold
from annotator.model.selection import Event
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.frame import Dialog
from annotator.ui.labels import quiet_label

_LIMIT = 500


class HistoryDialog(Dialog):
    """Lists the latest events; a filter narrows them by person or words."""

    def __init__(self, bridge: Bridge, annotation: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("History"), parent, QSize(860, 560))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by person or words"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.textChanged.connect(self._narrow)
        self.table = QTreeWidget()
        self.table.setHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What")])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAccessibleName(self.tr("History"))
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._events = bridge.library.history(annotation, _LIMIT)
        self._items = [self._item(event) for event in self._events]
        self.table.addTopLevelItems(self._items)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(quiet_label(self._explanation()))
        self.add_close()
        self.filter.setFocus()

    def _item(self, event: Event) -> QTreeWidgetItem:
        return QTreeWidgetItem([_local(event.when), event.who or self.tr("unnamed"), event.what])

    def _explanation(self) -> str:
        if len(self._events) >= _LIMIT:
            return self.tr("The latest {count} events. Nothing is ever overwritten; undo is an event too.").format(
                count=_LIMIT
            )
        return self.tr("Nothing is ever overwritten; undo is an event too.")

    def _narrow(self, words: str) -> None:
        wanted = fold(words).split()
        for item, event in zip(self._items, self._events, strict=True):
            told = fold(f"{event.who} {event.what}")
            item.setHidden(not all(word in told for word in wanted))


def _local(when: str) -> str:
    """An ISO 8601 time in UTC, in this machine's time zone and without what nobody reads."""
    return datetime.datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d  %H:%M")
