"""By whom, with which stance, in which status, for whom, from where: a box for each value, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from annotator.model.annotation import AUDIENCES, STANCES, STATUSES
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import KEY, VALUE, tree_row
from annotator.ui.panels.boxes import BOX, LEAD, box_area, paint_box
from annotator.ui.panels.layer_rows import group_font
from annotator.ui.panels.looks import lay_flat, quiet
from annotator.ui.panels.provisions import paint_row_ground
from annotator.ui.reader.shown import ALL, FACETS, Shown
from annotator.ui.words import choice_name, field_name

_LISTED: Mapping[str, tuple[str, ...]] = {"stance": STANCES, "status": STATUSES, "audience": AUDIENCES}
_COUNT = 44
_ROW = 22

Counts = Mapping[str, Counter[str]]
"""Facet to value to number of annotations."""


class FacetTree(QTreeView):
    """`toggled` and `solo_toggled` carry a facet and its values. Space shows or hides, S shows one alone."""

    toggled = Signal(str, object)
    solo_toggled = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._items: dict[tuple[str, str], QStandardItem] = {}
        self._groups: dict[str, QStandardItem] = {}
        self.shown = ALL
        self.counts: Counts = {}
        self.setModel(self._model)
        self.setItemDelegate(_FacetDelegate(self))
        lay_flat(self)
        self.setAccessibleName(self.tr("Show by stance, author, status, audience or partner"))
        for kind in ("stance", "author", "status", "audience", "partner"):
            item = tree_row(kind, self.name_of(kind), (kind, ""))
            self._groups[kind] = item
            self._model.appendRow(item)
            for value in _LISTED.get(kind, ()):
                self._add(kind, value)
        self.expandAll()

    def show_state(self, shown: Shown, counts: Counts) -> None:
        """Show what is shown, and how many annotations each value has.

        Authors are listed as far as there are any, partners where a file of theirs was merged.
        """
        self.shown, self.counts = shown, counts
        self._list("author", set(counts.get("author", {})) | shown.author.values)
        partners = set(counts.get("partner", {})) | shown.partner.values
        self._list("partner", partners if partners - {""} else set())
        self.setRowHidden(self._groups["partner"].row(), QModelIndex(), not partners - {""})
        for (kind, value), item in self._items.items():
            state = self.tr("shown") if shown.facet(kind).passes(value) else self.tr("hidden")
            told = self.tr("%1: %2, %3 annotations, %4").replace("%4", state)
            told = told.replace("%3", str(self.count(kind, value))).replace("%2", item.text())
            told = told.replace("%1", self.name_of(kind))
            if told != item.accessibleText():
                item.setAccessibleText(told)
        self.viewport().update()

    def count(self, kind: str, value: str) -> int:
        return self.counts.get(kind, Counter())[value]

    def values_of(self, kind: str) -> list[str]:
        """The values of a facet that are listed."""
        group = self._groups[kind]
        return [group.child(row).data(KEY) for row in range(group.rowCount())]

    def name_of(self, kind: str, value: str | None = None) -> str:
        """What the window calls a facet, or one of its values."""
        if value is None:
            return {"author": self.tr("Author"), "partner": self.tr("Came from")}.get(kind) or field_name(kind)
        if kind == "author":
            return value or self.tr("No name")
        if kind == "partner":
            return value or self.tr("Made here")
        return choice_name(kind, value)

    def select(self, kind: str, value: str) -> None:
        self.setCurrentIndex(self._items[kind, value].index())

    def box_of(self, kind: str, value: str) -> QRectF:
        """Where in the viewport the box of a value is."""
        return QRectF(box_area(self, self.visualRect(self._items[kind, value].index())))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """With the keyboard here, some row is chosen, so that one sees where one is."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_S):
            self._tell(index, alone=event.key() == Qt.Key.Key_S)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        at = event.position().toPoint()
        index = self.indexAt(at)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if index.isValid() and is_left and box_area(self, self.visualRect(index)).contains(at):
            self._tell(index, alone=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        super().mouseReleaseEvent(event)

    def solo_current(self) -> None:
        """Show the current row alone, or again what was shown before."""
        if self.currentIndex().isValid():
            self._tell(self.currentIndex(), alone=True)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _tell(self, index: QModelIndex, *, alone: bool) -> None:
        kind = index.data(VALUE)[0]
        values = [index.data(KEY)] if index.parent().isValid() else self.values_of(kind)
        if alone and not index.parent().isValid():
            return
        (self.solo_toggled if alone else self.toggled).emit(kind, values)

    def _add(self, kind: str, value: str) -> None:
        item = tree_row(value, self.name_of(kind, value), (kind, value))
        self._items[kind, value] = item
        self._groups[kind].appendRow(item)

    def _list(self, kind: str, names: set[str]) -> None:
        wanted = sorted(names, key=lambda name: (not name, name.casefold()))
        if wanted == self.values_of(kind):
            return
        current = self.currentIndex().data(VALUE)
        self._groups[kind].removeRows(0, self._groups[kind].rowCount())
        for key in [key for key in self._items if key[0] == kind]:
            del self._items[key]
        for name in wanted:
            self._add(kind, name)
        if current in self._items:
            self.select(*current)


class _FacetDelegate(QStyledItemDelegate):
    def __init__(self, tree: FacetTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(120, max(_ROW, option.fontMetrics.height() + 3))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        kind, value = index.data(VALUE)
        is_group = not index.parent().isValid()
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        paint_row_ground(painter, option)
        room = option.rect
        values = self._tree.values_of(kind) if is_group else [value]
        shown = sum(self._tree.shown.facet(kind).passes(row) for row in values)
        side = BOX - 3 if is_group else BOX
        left = LEAD + (BOX - side) / 2
        box = QRectF(room.right() - left - side if mirrored else room.left() + left, 0, side, side)
        box.moveTop(room.center().y() + 0.5 - side / 2)
        paint_box(painter, box, quiet(option.palette), option.palette, shown=shown, of=len(values) or -1)
        painter.save()
        painter.setLayoutDirection(option.direction)
        taken = LEAD + BOX + 10
        number = "" if is_group else f"{self._tree.count(kind, value) or ''}"
        inner = room.adjusted(_COUNT if mirrored else taken, 0, -taken if mirrored else -_COUNT, 0)
        count = room.adjusted(10, 0, -10, 0)
        painter.setFont(scaled_font(option.font, 0.92))
        painter.setPen(quiet(option.palette))
        painter.drawText(count, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, number)
        painter.setFont(group_font(option.font) if is_group else option.font)
        if shown and not is_group:
            painter.setPen(option.palette.text().color())
        words = cut_off(painter.fontMetrics(), index.data(), inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def described(tree: FacetTree, shown: Shown) -> str:
    """What of the facets is shown, in a few words: "Stance: Risk · Author without Bo"; empty for everything."""
    parts = []
    for kind in FACETS:
        choice = shown.facet(kind)
        names = ", ".join(tree.name_of(kind, value) for value in sorted(choice.values))
        if choice.is_only:
            parts.append(tree.tr("%1: %2").replace("%1", tree.name_of(kind)).replace("%2", names or tree.tr("none")))
        elif names:
            parts.append(tree.tr("%1 without %2").replace("%1", tree.name_of(kind)).replace("%2", names))
    return " · ".join(parts)
