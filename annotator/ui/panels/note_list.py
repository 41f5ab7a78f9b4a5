"""The list of all annotations, with filters, sorted and grouped as a person likes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QStackedWidget, QWidget

from annotator.model.annotation import Annotation
from annotator.model.selection import Filters
from annotator.operations.annotating import delete_annotations
from annotator.settings import NOTES_ORDER
from annotator.ui.bridge import Bridge
from annotator.ui.labels import quiet_label
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.frames import column, text_button
from annotator.ui.panels.looks import MARGIN
from annotator.ui.panels.note_cards import CardDelegate
from annotator.ui.panels.note_filters import FilterBar
from annotator.ui.panels.note_order import Arrangement, Group, Head, OrderButton, arrange
from annotator.ui.panels.note_rows import NoteRows, Row
from annotator.ui.panels.note_view import CardView
from annotator.ui.words import number_words

_LEAST = 76
"""Pixels for one annotation at least, however small the list is made."""

_MANY = 500
"""From so many annotations on, the list follows a change once the text is painted, not before."""


class NoteList(QWidget):
    """`chosen` carries the id that should be opened, `batch_edit_requested` the ids to edit together."""

    chosen = Signal(str)
    batch_edit_requested = Signal(object)

    def __init__(self, bridge: Bridge, filter_patience: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._catalogue = Catalogue.of(bridge)
        self._groups: list[Group] | None = None
        self._left: tuple[Filters, list[tuple[Group, list[Annotation]]]] | None = None
        self._folded: set[tuple[str, str]] = set()
        self._marking = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(lambda: self.refresh())
        self.filters = FilterBar(self._catalogue, filter_patience)
        self.order = OrderButton()
        self.order.show_arrangement(Arrangement.parse(bridge.settings.get(NOTES_ORDER)))
        self.model = NoteRows(self._told, self)
        self.view = CardView(self.model)
        self._cards = CardDelegate(self.view, self._catalogue)
        self.view.setItemDelegate(self._cards)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName(self.tr("Annotations"))
        self.view.setMinimumHeight(_LEAST)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def selected(self) -> list[str]:
        """The ids that are selected, in the order of the list."""
        rows = (self.model.annotation(row) for row in self.view.selected_rows())
        return list(dict.fromkeys(row.id for row in rows if row))

    @property
    def shown(self) -> list[str]:
        """The ids in the list, in its order; those in a closed group are not."""
        return [row.id for row in self.model.rows if row.id]

    def mark_open(self, annotation: str) -> None:
        """Mark the one that is open in the editor, and scroll to it."""
        if annotation == self._cards.open_id:
            return
        self._cards.open_id = annotation
        if self._soon.isActive():
            self._marking = annotation  # which is not in the list yet
        else:
            self.view.viewport().update()
            self._scroll_to(annotation)

    def _scroll_to(self, annotation: str) -> None:
        position = self.model.position(annotation) if annotation else None
        if position is not None and annotation not in self.selected:
            self._choose(self.model.index(position))

    def menu_for(self, ids: list[str]) -> QMenu:
        """What can be done with these annotations."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self.chosen.emit(ids[0])).setEnabled(len(ids) == 1)
        edit = menu.addAction(self.tr("Edit several…"), lambda: self.batch_edit_requested.emit(ids))
        menu.addSeparator()
        words = self.tr("Delete") if len(ids) == 1 else self.tr("Delete %1").replace("%1", number_words(len(ids)))
        delete = menu.addAction(words, lambda: self.delete(ids))
        edit.setEnabled(self._bridge.is_writable)
        delete.setEnabled(self._bridge.is_writable)
        return menu

    def delete(self, ids: Iterable[str]) -> None:
        """Delete these as one change; undo brings them back."""
        self._bridge.keep(delete_annotations, tuple(ids), self._bridge.person)

    def focus(self) -> None:
        """Put the keyboard into the search field."""
        self.filters.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.field.selectAll()

    def refresh(self, *, is_anew: bool = False) -> None:
        """Show what the filters choose now; `is_anew` where a person wants other annotations or another order."""
        self._soon.stop()
        everything = len(self._catalogue.annotations)
        rows, heads, number = self._rows()
        selected = self.selected if self.view.count_selected() else []
        current = self._current_key()
        is_anew = self.model.replace(rows, heads) or is_anew
        has_moved = current != self._current_key() and self.model.position(current) is not None
        if is_anew or has_moved:  # what is deleted leaves its place to the next
            self._select(set(selected))
            self._go_back_to(current)
        part = self.tr("%1 of %2").replace("%2", number_words(everything)).replace("%1", number_words(number))
        self.number.setText(part if self.filters.is_active else self._count(everything))
        self._show_hint(everything)
        self._stack.setCurrentWidget(self.view if rows else self._empty)
        self._show_selection()
        marking, self._marking = self._marking, ""
        if marking:
            self.view.viewport().update()
            self._scroll_to(marking)

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
        self._count_bar = QWidget()
        count = QHBoxLayout(self._count_bar)
        count.setContentsMargins(0, 0, 0, 0)
        count.addWidget(self.number, 1)
        count.addWidget(self.order)
        self._count_bar.setMinimumHeight(self._count_bar.sizeHint().height())
        layout = column(self, gap=0)
        top = QWidget()
        upper = column(top, gap=4)
        upper.setContentsMargins(MARGIN, 10, MARGIN, 4)
        for widget in (self.filters, self._count_bar, self._selection_bar):
            upper.addWidget(widget)
        layout.addWidget(top)
        layout.addWidget(self._make_stack(), 1)

    def _make_stack(self) -> QStackedWidget:
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
        return self._stack

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.filters.down_key.connect(self._enter_list)
        self.filters.entered_key.connect(self._open_first)
        self.order.changed.connect(self._rearrange)
        self.order.fold_all.connect(self._fold_all)
        self.view.clicked.connect(lambda _index: self._open_selected())
        self.view.entered_key.connect(self._open_selected)
        self.view.delete_key.connect(self._delete_selected)
        self.view.typed.connect(self.filters.take_typing)
        self.view.left_upwards.connect(self.focus)
        self.view.fold_requested.connect(self._fold)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_selection())
        self._catalogue.replaced.connect(self._begin)
        self._catalogue.codebook_changed.connect(self._follow)
        self._catalogue.annotations_changed.connect(self._follow)
        self._catalogue.conflicts_changed.connect(self.view.viewport().update)

    def _begin(self) -> None:
        self._cards.open_id = ""
        self._groups = self._left = None
        self._folded = set()
        self.filters.reset()

    def _follow(self, _ids: object = None) -> None:
        self._groups = None
        if len(self._catalogue.annotations) < _MANY:
            self.refresh()
        else:
            self._soon.start()

    def _filter(self) -> None:
        """Other annotations are wanted: show them from the first on."""
        self.refresh(is_anew=True)
        self.view.scrollToTop()

    def _rearrange(self, arrangement: Arrangement) -> None:
        self._groups = None
        self._bridge.settings.set(NOTES_ORDER, str(arrangement))
        self.refresh(is_anew=True)
        self.view.lay_out()
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        else:
            self.view.scrollToTop()

    def _rows(self) -> tuple[list[Row], list[int], int]:
        """What to show, which of it are headings, and how many annotations the filters leave."""
        by = self.order.arrangement.group
        text = self.filters.filters.text
        rows: list[Row] = []
        heads: list[int] = []
        narrowed = self._narrowed()
        found = [self._catalogue.containing(chosen, text) if text else chosen for _group, chosen in narrowed]
        for group, chosen in zip((group for group, _chosen in narrowed), found, strict=True):
            is_open = (by, group.key) not in self._folded
            if by != "none" and chosen:
                heads.append(len(rows))
                rows.append(Head(group.key, group.title, group.detail, len(chosen), is_open, group.category))
            if is_open or by == "none":
                rows.extend(chosen)
        return rows, heads, self._count_once(found)

    def _narrowed(self) -> list[tuple[Group, list[Annotation]]]:
        """What all filters but the words leave, kept while one types."""
        if self._groups is None:
            self._groups, self._left = arrange(self._catalogue, self.order.arrangement), None
        filters = replace(self.filters.filters, text="")
        if self._left is None or self._left[0] != filters:
            chosen = [(group, self._catalogue.choose(filters, group.rows)) for group in self._groups]
            self._left = filters, [(group, rows) for group, rows in chosen if rows]
        return self._left[1]

    def _count_once(self, found: list[list[Annotation]]) -> int:
        """How many annotations these are; one in several layers stands in each of their groups."""
        number = sum(len(rows) for rows in found)
        is_each_once = sum(len(group.rows) for group in self._groups or []) == len(self._catalogue.annotations)
        return number if is_each_once else len({row.id for rows in found for row in rows})

    def _count(self, number: int) -> str:
        return self.tr("1 annotation") if number == 1 else self.tr("%1 annotations").replace("%1", number_words(number))

    def _show_hint(self, everything: int) -> None:
        none_matches = everything > 0
        digits = [row.key for row in self._catalogue.codebook.layers if row.key]
        digit = "7" if "7" in digits else next(iter(digits), "")
        how = self.tr("Nothing marked yet. Select words in a text and press a layer's digit, e.g. %1.")
        several = len(self.filters.chips) + bool(self.filters.field.text().strip()) > 1
        none = self.tr("No annotation has all of these.") if several else self.tr("No annotation matches.")
        self.hint.setText((none if none_matches else how.replace("%1", digit)) if self._catalogue.is_open else "")
        self.clear_button.setVisible(none_matches)
        self.filters.setEnabled(none_matches)
        self._count_bar.setVisible(none_matches and self.view.count_selected() <= 1)

    def _select(self, ids: set[str]) -> None:
        selection = QItemSelection()
        for position, row in enumerate(self.model.rows if ids else ()):
            if row.id in ids:
                selection.select(self.model.index(position), self.model.index(position))
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _choose(self, index: QModelIndex) -> None:
        """Select this row alone. The view's own `setCurrentIndex` asks which keys are held, and adds it for Ctrl+D."""
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _current_key(self) -> str:
        index = self.view.currentIndex()
        return self.model.rows[index.row()].id if index.isValid() else ""

    def _go_back_to(self, annotation: str) -> None:
        """Keep the place of the keyboard where rows have moved; where its row is gone, it begins anew."""
        position = self.model.position(annotation) if annotation else None
        index = self.model.index(position) if position is not None else QModelIndex()
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if index.isValid():
            self.view.lay_out()
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _show_selection(self) -> None:
        number = self.view.count_selected()
        self.selected_number.setText(self.tr("%1 selected").replace("%1", number_words(number)))
        self._selection_bar.setVisible(number > 1)
        self._count_bar.setVisible(number <= 1 and bool(self._catalogue.annotations))
        for button in (self.edit_button, self.delete_button):
            button.setEnabled(self._bridge.is_writable)

    # -- keys and menus -----------------------------------------------------------------------------------------------

    def _enter_list(self) -> None:
        """From the search field into the list."""
        if not self.model.rows:
            return
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.view.currentIndex().isValid() or self.view.currentIndex().row() < 0:
            self._choose(self.model.index(0))

    def _open_first(self) -> None:
        """Enter in the search field opens what it found first."""
        first = next((number for number, row in enumerate(self.model.rows) if row.id), None)
        if first is not None and self.filters.is_active:
            self._choose(self.model.index(first))
            self.chosen.emit(self.model.rows[first].id)

    def _fold(self, row: int, is_open: bool | None) -> None:
        head = self.model.rows[row]
        assert isinstance(head, Head)
        wanted = not head.is_open if is_open is None else is_open
        if wanted == head.is_open:
            if is_open is False or self.view.currentIndex().row() != row:
                self._choose(self.model.index(row))
            return
        key = (self.order.arrangement.group, head.key)
        self._folded = self._folded - {key} if wanted else self._folded | {key}
        self.refresh()
        again = next(n for n in self.model.heads if getattr(self.model.rows[n], "key", None) == head.key)
        self._choose(self.model.index(again))

    def _fold_all(self, is_open: bool) -> None:
        by = self.order.arrangement.group
        self._folded = set() if is_open else {(by, group.key) for group in self._groups or []}
        self.refresh()

    def _open_selected(self) -> None:
        selected = self.selected
        if len(selected) == 1:
            self.chosen.emit(selected[0])

    def _delete_selected(self) -> None:
        if self.selected and self._bridge.is_writable:
            self.delete(self.selected)
            if self.view.currentIndex().isValid():
                self._choose(self.view.currentIndex())  # chooses it, too

    def _open_menu(self, at: QPoint) -> None:
        if self.selected:
            self.menu_for(self.selected).popup(self.view.viewport().mapToGlobal(at))

    def _told(self, row: Row) -> str:
        """What a screen reader says."""
        if isinstance(row, Head):
            state = self.tr("open") if row.is_open else self.tr("closed")
            return "; ".join(part for part in (row.title, row.detail, self._count(row.count), state) if part)
        names = ", ".join(category.name for category in self._catalogue.categories_of(row))
        dispute = self.tr("in conflict") if self._catalogue.conflicts_of(row.id) else ""
        words = (self._catalogue.citation(row), names, dispute, row.anchor.exact[:80], row.commentary[:120])
        return "; ".join(" ".join(part.split()) for part in words if part)
