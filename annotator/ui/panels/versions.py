"""The list of texts in the library, by instrument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QMenu, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from annotator.model.treaty import Version
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import KEY, VALUE, tree_row
from annotator.ui.pane_grid import MOST
from annotator.ui.panels.looks import quiet
from annotator.ui.panels.provisions import paint_row_ground
from annotator.ui.words import choice_name

ACTIVE_PANE = -1
"""In `chosen`: whichever pane the reader is in."""

BESIDE = -2
"""In `chosen`: the pane after it, which is added where there is none."""

_BADGE = 22


class VersionList(QTreeView):
    """Instruments and, under each, its versions. `chosen` carries the id and the pane (0 is A) to show it in."""

    chosen = Signal(str, int)
    edit_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self.panes: tuple[str, ...] = ()
        self.is_writable = True
        self.setModel(self._model)
        self.setItemDelegate(_VersionDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(6)
        self.setItemsExpandable(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Texts in the library"))
        self.customContextMenuRequested.connect(self._open_menu)
        self.doubleClicked.connect(lambda index: self._choose(index, ACTIVE_PANE))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        if not self.currentIndex().isValid() and self._items:
            self.setCurrentIndex(next(iter(self._items.values())).index())
        super().focusInEvent(event)

    def show_versions(self, versions: Sequence[Version], counts: Sequence[int]) -> None:
        """Show these, in this order, with the number of annotations on each."""
        current = self.current
        self._model.clear()
        self._items = {}
        group, above = "", self._model.invisibleRootItem()
        for version, number in zip(versions, counts, strict=True):
            instrument = version.data.instrument or version.data.short_title or version.name
            if instrument != group:
                group, above = instrument, tree_row("", instrument)
                above.setSelectable(False)
                self._model.appendRow(above)
            item = tree_row(version.id, version.name, version)
            self._tell(item, version, number)
            self._items[version.id] = item
            above.appendRow(item)
            if version.id == current:
                self.setCurrentIndex(item.index())
        self.expandAll()
        self._bring_up(self.panes)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many annotations there are now, by version; the list stays where it is."""
        for id, item in self._items.items():
            self._tell(item, item.data(VALUE), counts.get(id, 0))

    def show_panes(self, versions: Iterable[str]) -> None:
        """Mark which version each pane shows, from pane A on."""
        former, self.panes = self.panes, tuple(versions)
        self._bring_up([id for id in self.panes if id not in former])
        self.viewport().update()

    def _bring_up(self, shown: Sequence[str]) -> None:
        """What a pane shows is in sight, the first of these above all, unless somebody walks through the list."""
        for id in () if self.hasFocus() else reversed(shown):
            if id in self._items:
                self.scrollTo(self._items[id].index())

    def focus_first(self) -> None:
        """Take the keyboard, on the version that was chosen last or else the first."""
        if not self.current and self._items:
            self.setCurrentIndex(next(iter(self._items.values())).index())
        self.setFocus()

    @property
    def current(self) -> str:
        found: str = self.currentIndex().data(KEY) or ""
        return found

    def menu_for(self, version: str) -> QMenu:
        """What can be done with a version."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open\tEnter"), lambda: self.chosen.emit(version, ACTIVE_PANE))
        menu.addAction(self.tr("Open beside\tCtrl+Enter"), lambda: self.chosen.emit(version, BESIDE))
        for pane in range(min(len(self.panes) + 1, MOST)):
            title = self.tr("Open in pane %1").replace("%1", chr(ord("A") + pane))
            menu.addAction(title, partial(self.chosen.emit, version, pane))
        menu.addSeparator()
        edit = menu.addAction(self.tr("Rename, edit data…"), lambda: self.edit_requested.emit(version))
        remove = menu.addAction(self.tr("Remove from the library…"), lambda: self.remove_requested.emit(version))
        for action in (edit, remove):
            action.setEnabled(self.is_writable)
        return menu

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is meant for this list while it has the keyboard, not for the text."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if event.type() == QEvent.Type.ShortcutOverride:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            beside = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._choose(self.currentIndex(), BESIDE if beside else ACTIVE_PANE)
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex, pane: int) -> None:
        version = index.data(KEY)
        if version:
            self.chosen.emit(version, pane)

    def _open_menu(self, at: QPoint) -> None:
        version = self.indexAt(at).data(KEY)
        if version:
            self.menu_for(version).popup(self.viewport().mapToGlobal(at))

    def _tell(self, item: QStandardItem, version: Version, annotations: int) -> None:
        about = self._about(version, annotations)
        item.setData(about, Qt.ItemDataRole.StatusTipRole)
        item.setAccessibleText(f"{version.name}, {about}")
        item.setToolTip(f"{version.name}\n{about}")

    def _about(self, version: Version, annotations: int) -> str:
        articles = _number(self.tr("%1 articles"), version.articles)
        parts = [self.tr("1 article") if version.articles == 1 else articles]
        if annotations:
            parts.append(
                self.tr("1 annotation") if annotations == 1 else _number(self.tr("%1 annotations"), annotations)
            )
        if version.data.kind != "official":
            parts.append(choice_name("kind", version.data.kind))
        return " · ".join(parts)


def _paint_focus(painter: QPainter, option: QStyleOptionViewItem) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(option.palette.accent().color(), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 4, 4)


class _VersionDelegate(QStyledItemDelegate):
    """A version takes two lines: its name, and quietly what it is."""

    def __init__(self, versions: VersionList) -> None:
        super().__init__(versions)
        self._versions = versions

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        height = option.fontMetrics.height()
        return QSize(120, height * 2 + 14 if index.data(VALUE) else height + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        room = option.rect.adjusted(6, 0, -8, 0)
        if index.data(VALUE) is None:
            self._paint_group(painter, option, room, index.data())
        else:
            paint_row_ground(painter, option)
            if self._versions.hasFocus() and index == self._versions.currentIndex():
                _paint_focus(painter, option)
            self._paint_version(painter, option, room, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, name: str) -> None:
        painter.setFont(scaled_font(option.font, 0.92, QFont.Weight.DemiBold))
        painter.setPen(quiet(option.palette))
        words = cut_off(painter.fontMetrics(), name, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom, words)

    def _paint_version(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        room: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        letters = "".join(chr(ord("A") + pane) for pane, id in enumerate(self._versions.panes) if id == index.data(KEY))
        middle = room.top() + room.height() // 2
        lines = room.adjusted(0, 0, -_BADGE if letters else 0, 0)
        upper = QRect(lines.left(), room.top() + 4, lines.width(), middle - room.top() - 4)
        lower = QRect(lines.left(), middle, lines.width(), room.bottom() - middle - 4)
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(option.palette.text().color())
        painter.setFont(scaled_font(option.font, 1.0, QFont.Weight.DemiBold if letters else QFont.Weight.Normal))
        name = cut_off(painter.fontMetrics(), index.data(), upper.width())
        painter.drawText(upper, side, name)
        painter.setFont(scaled_font(option.font, 0.92))
        painter.setPen(quiet(option.palette))
        about: str = index.data(Qt.ItemDataRole.StatusTipRole)
        about = cut_off(painter.fontMetrics(), about, lower.width())
        painter.drawText(lower, side, about)
        badge = QRect(room.right() - _BADGE, room.top(), _BADGE, room.height())
        painter.setFont(scaled_font(option.font, 0.92, QFont.Weight.DemiBold))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, letters)


def _number(words: str, number: int) -> str:
    return words.replace("%1", f"{number:,}")
