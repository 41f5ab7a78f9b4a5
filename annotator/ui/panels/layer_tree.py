"""The codebook as a tree of groups and layers, each with a box to show or hide it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView, QWidget

from annotator.model.codebook import Category, Mark
from annotator.ui.models import KEY, VALUE, tree_row
from annotator.ui.panels.boxes import box_area
from annotator.ui.panels.layer_rows import LayerDelegate
from annotator.ui.panels.looks import lay_flat
from annotator.ui.reader.shown import UNLAYERED

NO_LAYER = "no layer"
"""Id of the row for annotations that are in no layer; no category has it, since ids have no spaces."""

_UNLAYERED: tuple[str, str, Mark, str] = ("#655f56", "#a9a69e", "dotted", "")
"""Colours, mark and key, as the text draws them."""


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
        self._inside: dict[str, list[str]] = {}
        self.visible_layers: frozenset[str] = frozenset()
        self.counts: Mapping[str, int] = Counter()
        self._has_unlayered = False
        self.setModel(self._model)
        self.setItemDelegate(LayerDelegate(self))
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
        self._inside = {id: self._layers_in(item) for id, item in self._items.items()}
        if current in self._items:
            self.setCurrentIndex(self._items[current].index())
        for item in self._items.values():
            self._tell(item)
        self.show_state(self.visible_layers, self.counts)

    def show_state(self, visible: frozenset[str], counts: Mapping[str, int]) -> None:
        """Show which layers are visible, and how many annotations each has."""
        changed, is_recounted = visible ^ self.visible_layers, counts != self.counts
        self.visible_layers, self.counts = visible, counts
        if not self._has_unlayered and counts.get(UNLAYERED):
            self._add_unlayered()
        for id, item in self._items.items():
            if is_recounted or not changed.isdisjoint(self.layers_of(id)):
                self._tell(item)
                self.update(item.index())

    def is_visible(self, category: str) -> bool:
        """Whether the layer, or any layer of the group, is visible."""
        return not self.visible_layers.isdisjoint(self.layers_of(category))

    def layers_of(self, category: str) -> list[str]:
        """The layer itself, or the layers of the group."""
        return self._inside[category]

    def count(self, category: str) -> int:
        """How many annotations a layer has."""
        return self.counts.get(UNLAYERED if category == NO_LAYER else category, 0)

    @property
    def current(self) -> str:
        found: str = self.currentIndex().data(KEY) or ""
        return found

    def select(self, category: str) -> None:
        """Make that layer the current one."""
        if category in self._items:
            self.setCurrentIndex(self._items[category].index())

    def box_of(self, category: str) -> QRect:
        """Where in the viewport the box of a layer is."""
        return self._box(self._items[category].index())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """With the keyboard here, some row is chosen, so that one sees where one is."""
        if not self.current and self._items:
            self.select(next(iter(self._items)))
        super().focusInEvent(event)

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

    def _layers_in(self, item: QStandardItem) -> list[str]:
        inside = [item.child(row) for row in range(item.rowCount())]
        return [id for child in inside for id in self._layers_in(child)] if inside else [item.data(KEY)]

    def _tell(self, item: QStandardItem) -> None:
        """What a screen reader says of a row."""
        category: Category = item.data(VALUE)
        shown = self.tr("shown") if self.is_visible(category.id) else self.tr("hidden")
        told = self.tr("%1, %3 annotations, %4") if category.is_layer else self.tr("%1, %4")
        told = self.tr("%1, key %2, %3 annotations, %4") if category.key else told
        number = str(self.count(category.id))
        words = told.replace("%4", shown).replace("%3", number).replace("%2", category.key)
        item.setAccessibleText(words.replace("%1", item.text()))

    def _add_unlayered(self) -> None:
        """Imported comments, for instance, are in no layer until somebody puts them into one."""
        about = self.tr("Annotations that are in no layer yet.")
        item = tree_row(
            NO_LAYER, self.tr("No layer"), Category(NO_LAYER, self.tr("No layer"), None, *_UNLAYERED, about)
        )
        item.setToolTip(f"<qt>{escape(about)}</qt>")
        self._model.invisibleRootItem().appendRow(item)
        self._items[NO_LAYER] = item
        self._inside[NO_LAYER] = [UNLAYERED]
        self._tell(item)
        self._has_unlayered = True

    def _with_key(self, digit: str) -> str:
        return next((id for id, item in self._items.items() if item.data(VALUE).key == digit), "")

    def _look_at_current(self, current: QModelIndex) -> None:
        self.looked_at.emit(current.data(KEY) or "")
