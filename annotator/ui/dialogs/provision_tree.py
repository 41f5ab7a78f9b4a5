"""The tree of provisions of a text that was read, as a preview: label, heading, first words."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.model.treaty import Provision, Text

_FEW = 40
"""Provisions that are all shown at once; of more, the divisions alone are open."""
_FIRST_WORDS = 140
_BETWEEN = " \n\t.:–—-"
_EID = Qt.ItemDataRole.UserRole


class ProvisionTree(QTreeWidget):
    """Shows a text's provisions; `show_provision` jumps to one. Items hold plain text, whatever a file says.

    `leave_out` is emitted where Delete is pressed.
    """

    leave_out = Signal()

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ensurePolished()  # else rows are measured before the style sheet gives them their height
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setColumnCount(2)
        self.setHeaderLabels([self.tr("Provision"), self.tr("First words")])
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        self.setAccessibleName(self.tr("Provisions found"))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, 300)
        self._fill(text)

    def show_provision(self, eid: str) -> bool:
        """Select the provision `eid` and scroll to it; False where there is none."""
        item = self._items.get(eid)
        if item is None:
            return False
        parent = item.parent()
        while parent:
            parent.setExpanded(True)
            parent = parent.parent()
        self.setCurrentItem(item)
        self.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtCenter)
        return True

    def opened(self) -> frozenset[str]:
        """The eIds of the provisions that are unfolded."""
        return frozenset(eid for eid, item in self._items.items() if item.isExpanded())

    def open(self, eids: Collection[str]) -> None:
        """Unfold these provisions, where they are there, and no others."""
        for eid, item in self._items.items():
            if item.isExpanded() != (eid in eids):
                item.setExpanded(eid in eids)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.leave_out.emit()
            return
        super().keyPressEvent(event)

    def current_eid(self) -> str:
        item = self.currentItem()
        return str(item.data(0, _EID)) if item else ""

    def _fill(self, text: Text) -> None:
        starts = _first_child(text.provisions)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        tops: list[QTreeWidgetItem] = []
        for row in text.provisions:
            item = QTreeWidgetItem([_title(row), _own_words(text.text, row, starts.get(row.eid, row.end))])
            item.setData(0, _EID, row.eid)
            if row.depth == 0:
                item.setFont(0, bold)
            self._items[row.eid] = item
            parent = self._items.get(row.parent or "")
            if parent is not None:
                parent.addChild(item)
            else:
                tops.append(item)
        self.addTopLevelItems(tops)
        is_short = len(text.provisions) <= _FEW
        for row in text.provisions:
            if is_short or row.kind in ("part", "chapter", "section", "title", "annex"):
                self._items[row.eid].setExpanded(True)


def _title(row: Provision) -> str:
    if row.kind == "heading":
        return row.heading
    label = row.label.strip() or row.citation
    return f"{label}  {row.heading}" if row.heading else label


def _first_child(provisions: tuple[Provision, ...]) -> dict[str, int]:
    starts: dict[str, int] = {}
    for row in provisions:
        if row.parent is not None:
            starts.setdefault(row.parent, row.start)
    return starts


def _own_words(text: str, row: Provision, end: int) -> str:
    """How the provision's own words begin, after its label and heading and before its first child."""
    words = text[row.start : min(end, row.start + len(row.label) + len(row.heading) + 4 * _FIRST_WORDS)]
    for part in (row.label, f"({row.heading})", row.heading):
        words = words.lstrip(_BETWEEN).removeprefix(part)
    words = " ".join(words.lstrip(_BETWEEN).split())
    return words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
