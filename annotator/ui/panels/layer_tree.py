"""The codebook as a tree of groups and layers, each with a box to show or hide it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from annotator.model.codebook import Category, Mark
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import KEY, VALUE, tree_row
from annotator.ui.panels.boxes import BOX, LEAD, box_area, paint_box
from annotator.ui.panels.looks import category_colour, hairline, lay_flat, paint_mark, quiet
from annotator.ui.panels.provisions import paint_row_ground
from annotator.ui.reader.shown import UNLAYERED

NO_LAYER = "no layer"
"""Id of the row for annotations that are in no layer; no category has it, since ids have no spaces."""

_UNLAYERED: tuple[str, str, Mark, str] = ("#655f56", "#a9a69e", "dotted", "")
"""Colours, mark and key, as the text draws them."""

_SWATCH = 22
_KEY = 18
_COUNT = 34
_LAYER_HEIGHT = 22
_GROUP_HEIGHT = 16
_GROUP_BOX = 11
_GROUP_SCALE = 0.8


class LayerTree(QTreeView):
    """Groups and layers. Space shows or hides, S shows one alone, Enter or the layer's digit marks the selection."""

    layer_chosen = Signal(str)
    toggled = Signal(str)
    solo_toggled = Signal(str)
    looked_at = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self.visible_layers: frozenset[str] = frozenset()
        self.counts: Mapping[str, int] = Counter()
        self._has_unlayered = False
        self.setModel(self._model)
        self.setItemDelegate(_LayerDelegate(self))
        lay_flat(self)
        self.setAccessibleName(self.tr("Layers"))
        self.entered.connect(lambda index: self.looked_at.emit(index.data(KEY)))
        self.selectionModel().currentChanged.connect(self._look_at_current)
        self.doubleClicked.connect(self._choose)

    def show_layers(self, categories: Sequence[Category]) -> None:
        """Show the codebook."""
        current = self.current
        self._model.clear()
        self._items = {}
        for category in categories:
            parent = self._items.get(category.parent or "")
            item = tree_row(category.id, category.name, category)
            item.setToolTip(self._explain(category))
            (parent or self._model.invisibleRootItem()).appendRow(item)
            self._items[category.id] = item
        self._has_unlayered = False
        self.expandAll()
        if current in self._items:
            self.setCurrentIndex(self._items[current].index())
        self.show_state(self.visible_layers, self.counts)

    def show_state(self, visible: frozenset[str], counts: Mapping[str, int]) -> None:
        """Show which layers are visible, and how many annotations each has."""
        changed, is_recounted = visible ^ self.visible_layers, counts != self.counts
        self.visible_layers, self.counts = visible, counts
        if not self._has_unlayered and counts.get(UNLAYERED):
            self._add_unlayered()
        for id, item in self._items.items():
            shown = self.tr("shown") if self.is_visible(id) else self.tr("hidden")
            told = self.tr("%1, %3 annotations, %4") if item.data(VALUE).is_layer else self.tr("%1, %4")
            told = self.tr("%1, key %2, %3 annotations, %4") if item.data(VALUE).key else told
            number, key = str(self.count(id)), item.data(VALUE).key
            words = told.replace("%4", shown).replace("%3", number).replace("%2", key).replace("%1", item.text())
            if words != item.accessibleText():
                item.setAccessibleText(words)
        if is_recounted:
            self.viewport().update()
        for id, item in self._items.items():
            if not changed.isdisjoint(self.layers_of(id)):
                self.update(item.index())

    def is_visible(self, category: str) -> bool:
        """Whether the layer, or any layer of the group, is visible."""
        return any(id in self.visible_layers for id in self.layers_of(category))

    def layers_of(self, category: str) -> list[str]:
        """The layer itself, or the layers of the group."""
        if category == NO_LAYER:
            return [UNLAYERED]
        item = self._items[category]
        inside = [item.child(row).data(KEY) for row in range(item.rowCount())]
        return [id for child in inside for id in self.layers_of(child)] if inside else [category]

    def count(self, category: str) -> int:
        """How many annotations a layer has."""
        return self.counts.get(UNLAYERED if category == NO_LAYER else category, 0)

    @property
    def current(self) -> str:
        found: str = self.currentIndex().data(KEY) or ""
        return found

    def focus(self) -> None:
        """Take the keyboard, at the first layer where no row is current."""
        if not self.current and self._items:
            self.select(next(iter(self._items)))
        self.setFocus()

    def select(self, category: str) -> None:
        """Make that layer the current one."""
        if category in self._items:
            self.setCurrentIndex(self._items[category].index())

    def box_of(self, category: str) -> QRect:
        """Where in the viewport the box of a layer is."""
        return self._box(self._items[category].index())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        current, key = self.current, event.key()
        if key == Qt.Key.Key_Space and current:
            self.toggled.emit(current)
        elif key == Qt.Key.Key_S and current:
            self.solo_toggled.emit(current)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.text().isdigit() and self._with_key(event.text()):
            self.layer_chosen.emit(self._with_key(event.text()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and self._box(index).contains(at):
            alone = event.modifiers() & Qt.KeyboardModifier.AltModifier
            (self.solo_toggled if alone else self.toggled).emit(index.data(KEY))
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        # Two quick clicks on the box hide and show; they must not mark anything
        at = event.position().toPoint()
        if not self._box(self.indexAt(at)).contains(at):
            super().mouseDoubleClickEvent(event)

    def _box(self, index: QModelIndex) -> QRect:
        return box_area(self, self.visualRect(index))

    def _explain(self, category: Category) -> str:
        """What a layer means, when to use it and when not, and the rights at stake; as rich text, so that it wraps."""
        named = (
            (self.tr("Use when: %1"), category.use_when),
            (self.tr("Not when: %1"), category.not_when),
            (self.tr("Rights at stake, as articles of the ICCPR: %1"), category.rights),
        )
        parts = [category.definition, *(words.replace("%1", value) for words, value in named if value)]
        body = "".join(f"<p>{escape(part.strip())}</p>" for part in parts if part)
        return f"<qt><b>{escape(category.name)}</b>{body}</qt>"

    def _choose(self, index: QModelIndex) -> None:
        category = index.data(VALUE)
        if isinstance(category, Category) and category.is_layer and category.id != NO_LAYER:
            self.layer_chosen.emit(category.id)

    def _add_unlayered(self) -> None:
        """Imported comments, for instance, are in no layer until somebody puts them into one."""
        about = self.tr("Annotations that are in no layer yet.")
        item = tree_row(
            NO_LAYER, self.tr("No layer"), Category(NO_LAYER, self.tr("No layer"), None, *_UNLAYERED, about)
        )
        item.setToolTip(f"<qt>{escape(about)}</qt>")
        self._model.invisibleRootItem().appendRow(item)
        self._items[NO_LAYER] = item
        self._has_unlayered = True

    def _with_key(self, digit: str) -> str:
        return next((id for id, item in self._items.items() if item.data(VALUE).key == digit), "")

    def _look_at_current(self, current: QModelIndex) -> None:
        self.looked_at.emit(current.data(KEY) or "")


class _LayerDelegate(QStyledItemDelegate):
    def __init__(self, tree: LayerTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Low rows: all layers of a codebook of ordinary size should be in view at once."""
        letters = option.fontMetrics.height()
        if index.data(VALUE).is_layer:
            return QSize(120, max(_LAYER_HEIGHT, letters + 3))
        return QSize(120, max(_GROUP_HEIGHT, round(letters * _GROUP_SCALE)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        category: Category = index.data(VALUE)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        paint_row_ground(painter, option)
        room = option.rect

        def place(left: float, width: float, height: float) -> QRectF:
            """A rectangle that far from the reading side, in the middle of the row."""
            x = room.right() - left - width if mirrored else room.left() + left
            return QRectF(x, room.center().y() + 0.5 - height / 2, width, height)

        visible = self._tree.is_visible(category.id)
        side = BOX if category.is_layer else _GROUP_BOX
        self._paint_box(painter, option, place(LEAD + (BOX - side) / 2, side, side), category)
        name_left = LEAD + BOX + 10.0
        if category.is_layer:
            paint_mark(painter, place(name_left, _SWATCH, 16), category, option.palette, faint=not visible)
            name_left += _SWATCH + 8
        end = _COUNT + _KEY + 14.0 if category.is_layer else 6.0
        painter.save()
        if category.is_layer:
            painter.setPen(option.palette.text().color() if visible else quiet(option.palette))
        else:
            painter.setFont(group_font(option.font))
            painter.setPen(quiet(option.palette))
        where = place(name_left, room.width() - name_left - end, room.height())
        name = cut_off(painter.fontMetrics(), category.name, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, name)
        if category.is_layer:
            self._paint_count(painter, option, place(room.width() - end, _COUNT, room.height()), category)
            self._paint_key(painter, option, place(room.width() - _KEY - 8, _KEY, _KEY - 1), category)
        painter.restore()

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, category: Category) -> None:
        layers = self._tree.layers_of(category.id)
        shown = sum(id in self._tree.visible_layers for id in layers)
        ink = category_colour(category, option.palette) if category.is_layer else quiet(option.palette)
        paint_box(painter, box, ink, option.palette, shown=shown, of=len(layers))

    def _paint_count(self, painter: QPainter, option: QStyleOptionViewItem, where: QRectF, category: Category) -> None:
        painter.setFont(scaled_font(option.font, 0.92))
        painter.setPen(quiet(option.palette))
        number = self._tree.count(category.id)
        side = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(where, side, f"{number:,}" if number else "")

    def _paint_key(self, painter: QPainter, option: QStyleOptionViewItem, where: QRectF, category: Category) -> None:
        if not category.key:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(hairline(option.palette), 1))
        painter.setBrush(option.palette.button())
        painter.drawRoundedRect(where.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(quiet(option.palette))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, category.key)


def group_font(font: QFont) -> QFont:
    small = scaled_font(font, _GROUP_SCALE, QFont.Weight.DemiBold)
    small.setCapitalization(QFont.Capitalization.AllUppercase)
    small.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
    return small
