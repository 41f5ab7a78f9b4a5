"""The list of all annotations, in reading order, with filters."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QStackedWidget, QWidget

from annotator.model.annotation import Annotation
from annotator.operations.annotating import delete_annotations
from annotator.ui.bridge import Bridge
from annotator.ui.labels import quiet_label
from annotator.ui.models import ListModel
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.frames import column, text_button
from annotator.ui.panels.looks import MARGIN
from annotator.ui.panels.note_cards import CardDelegate
from annotator.ui.panels.note_filters import FilterBar


class NoteList(QWidget):
    """`chosen` carries the id that should be opened, `batch_edit_requested` the ids to edit together."""

    chosen = Signal(str)
    batch_edit_requested = Signal(object)

    def __init__(self, bridge: Bridge, filter_patience: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self.filters = FilterBar(self._catalogue, filter_patience)
        self.view = _CardView()
        self.model = ListModel[Annotation](lambda row: row.id, self._told, self)
        self._cards = CardDelegate(self.view, self._catalogue)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._cards)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName(self.tr("Annotations"))
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def selected(self) -> list[str]:
        """The ids that are selected, in reading order."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return [self.model.rows[row].id for row in rows]

    @property
    def shown(self) -> list[str]:
        """The ids in the list, in reading order."""
        return [row.id for row in self.model.rows]

    def mark_open(self, annotation: str) -> None:
        """Mark the one that is open in the editor, and scroll to it."""
        self._cards.open_id = annotation
        self.view.viewport().update()
        position = self.model.position(annotation)
        if position is not None and annotation not in self.selected:
            self.view.setCurrentIndex(self.model.index(position))

    def menu_for(self, ids: list[str]) -> QMenu:
        """What can be done with these annotations."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self.chosen.emit(ids[0])).setEnabled(len(ids) == 1)
        edit = menu.addAction(self.tr("Edit several…"), lambda: self.batch_edit_requested.emit(ids))
        menu.addSeparator()
        words = self.tr("Delete") if len(ids) == 1 else self.tr("Delete %1").replace("%1", str(len(ids)))
        delete = menu.addAction(words, lambda: self.delete(ids))
        edit.setEnabled(self._bridge.is_writable)
        delete.setEnabled(self._bridge.is_writable)
        return menu

    def delete(self, ids: Iterable[str]) -> None:
        """Delete these as one change; undo brings them back."""
        self._bridge.act(delete_annotations, tuple(ids), self._bridge.person)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.number = quiet_label(wrap=False)
        self._selection_bar = QWidget()
        bar = QHBoxLayout(self._selection_bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(16)
        self.selected_number = quiet_label(wrap=False)
        self.edit_button = text_button(self.tr("Edit several…"), lambda: self.batch_edit_requested.emit(self.selected))
        self.delete_button = text_button(self.tr("Delete"), lambda: self.delete(self.selected))
        bar.addWidget(self.selected_number, 1)
        bar.addWidget(self.edit_button)
        bar.addWidget(self.delete_button)
        self._selection_bar.hide()
        self._empty = QWidget()
        empty = column(self._empty, margin=MARGIN)
        self.hint = quiet_label()
        self.clear_button = text_button(self.tr("Clear filters"), self.filters.reset)
        empty.addWidget(self.hint)
        empty.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeading)
        empty.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        top = QWidget()
        upper = column(top, gap=4)
        upper.setContentsMargins(MARGIN, 10, MARGIN, 4)
        for widget in (self.filters, self.number, self._selection_bar):
            upper.addWidget(widget)
        layout = column(self, gap=0)
        layout.addWidget(top)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._refresh)
        self.view.clicked.connect(lambda _index: self._open_selected())
        self.view.entered_key.connect(self._open_selected)
        self.view.delete_key.connect(self._delete_selected)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_selection())
        self._catalogue.replaced.connect(self._begin)
        self._catalogue.codebook_changed.connect(self._refresh)
        self._catalogue.annotations_changed.connect(self._refresh)

    def _begin(self) -> None:
        self._cards.open_id = ""
        self.filters.reset()

    def _refresh(self) -> None:
        filters = self.filters.filters
        everything = len(self._catalogue.annotations)
        rows = self._catalogue.choose(filters)
        selected = self.selected
        self.model.replace(rows)
        if selected and not self.selected:
            self._select(set(selected))
        part = self.tr("%1 of %2").replace("%2", f"{everything:,}").replace("%1", f"{len(rows):,}")
        self.number.setText(part if self.filters.is_active else self._count(everything))
        self._show_hint(everything)
        self._stack.setCurrentWidget(self.view if rows else self._empty)
        self._show_selection()

    def _count(self, number: int) -> str:
        return self.tr("1 annotation") if number == 1 else self.tr("%1 annotations").replace("%1", f"{number:,}")

    def _show_hint(self, everything: int) -> None:
        none_matches = everything > 0
        digits = [row.key for row in self._catalogue.codebook.layers if row.key]
        digit = "7" if "7" in digits else next(iter(digits), "")
        how = self.tr("Nothing marked yet. Select words in a text and press a layer's digit, e.g. %1.")
        hint = self.tr("No annotation matches.") if none_matches else how.replace("%1", digit)
        self.hint.setText(hint if self._catalogue.is_open else "")
        self.clear_button.setVisible(none_matches)
        self.filters.setEnabled(none_matches)
        self.number.setVisible(none_matches)

    def _select(self, ids: set[str]) -> None:
        selection = QItemSelection()
        for position, row in enumerate(self.model.rows):
            if row.id in ids:
                selection.select(self.model.index(position), self.model.index(position))
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_selection(self) -> None:
        number = len(self.view.selectionModel().selectedIndexes())
        self.selected_number.setText(self.tr("%1 selected").replace("%1", f"{number:,}"))
        self._selection_bar.setVisible(number > 1)
        self.number.setVisible(number <= 1 and bool(self._catalogue.annotations))
        for button in (self.edit_button, self.delete_button):
            button.setEnabled(self._bridge.is_writable)

    def _open_selected(self) -> None:
        selected = self.selected
        if len(selected) == 1:
            self.chosen.emit(selected[0])

    def _delete_selected(self) -> None:
        if self.selected and self._bridge.is_writable:
            self.delete(self.selected)

    def _open_menu(self, at: QPoint) -> None:
        if self.selected:
            self.menu_for(self.selected).popup(self.view.viewport().mapToGlobal(at))

    def _told(self, row: Annotation) -> str:
        """What a screen reader says."""
        names = ", ".join(category.name for category in self._catalogue.categories_of(row))
        words = (self._catalogue.citation(row), names, row.anchor.exact[:80], row.commentary[:120])
        return "; ".join(" ".join(part.split()) for part in words if part)


class _CardView(QListView):
    entered_key = Signal()
    delete_key = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_key.emit()
        else:
            super().keyPressEvent(event)
