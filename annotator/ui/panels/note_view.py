"""The view of the list: cards of one height and headings of another, of which only those in sight are laid out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from annotator.ui.models import Index
from annotator.ui.panels.note_rows import NoteRows

_NONE = QModelIndex()
_OPENING = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Left})


class CardView(QListView):
    """A QListView for screen readers alone, which know that one; what it lays out and paints is all in here.

    `entered_key` says Enter on a card, `delete_key` Delete; `typed` carries a character for the search field.

    `fold_requested` carries the row of a heading and whether it should be open (None: the other way round).
    """

    entered_key = Signal()
    delete_key = Signal()
    typed = Signal(str)
    left_upwards = Signal()
    fold_requested = Signal(int, object)

    def __init__(self, model: NoteRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._card = self._head = 1
        self.setUniformItemSizes(True)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        model.rowsRemoved.connect(self._lay_out_soon)
        model.rowsInserted.connect(self._lay_out_soon)
        model.modelReset.connect(self._lay_out_soon)

    def lay_out(self) -> None:
        """Take the heights from the delegate and the font. Called by Qt when either may have changed."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        self._card = max(1, self.itemDelegate().sizeHint(option, _NONE).height())
        self._head = option.fontMetrics.height() + 16
        self.updateGeometries()
        self.viewport().update()

    # -- geometry -----------------------------------------------------------------------------------------------------

    def _top(self, row: int) -> int:
        """Where a row begins, from the top of the first one."""
        return row * self._card - bisect_left(self._rows.heads, row) * (self._card - self._head)

    def _row_at(self, y: int) -> int:
        return bisect_right(range(len(self._rows.rows)), y, key=self._top) - 1

    def _seen(self) -> Iterator[int]:
        top = self.verticalScrollBar().value()
        row = max(self._row_at(top), 0)
        while row < len(self._rows.rows) and self._top(row) < top + self.viewport().height():
            yield row
            row += 1

    def visualRect(self, index: Index) -> QRect:  # noqa: N802 (Qt's name)
        if not index.isValid():
            return QRect()
        row = index.row()
        height = self._head if self._rows.is_head(row) else self._card
        return QRect(0, self._top(row) - self.verticalScrollBar().value(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802 (Qt's name)
        y = point.y() + self.verticalScrollBar().value()
        if not 0 <= y < self._top(len(self._rows.rows)):
            return QModelIndex()
        return self._rows.index(self._row_at(y))

    def scrollTo(  # noqa: N802 (Qt's name)
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect, height = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif rect.top() < 0 or hint == QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= height:
            bar.setValue(bar.value() + rect.bottom() + 1 - height)

    def horizontalOffset(self) -> int:  # noqa: N802 (Qt's name)
        return 0

    def verticalOffset(self) -> int:  # noqa: N802 (Qt's name)
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:  # noqa: N802 (Qt's name)
        return False

    def doItemsLayout(self) -> None:  # noqa: N802 (Qt's name)
        QAbstractItemView.doItemsLayout(self)  # not that of QListView, which lays out every row
        self.lay_out()

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setSingleStep(max(self._card // 3, 1))
        bar.setRange(0, max(self._top(len(self._rows.rows)) - height, 0))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 (Qt's name)
        self.viewport().update()

    def _lay_out_soon(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    # -- selection ----------------------------------------------------------------------------------------------------

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802 (Qt's name)
        top = self.verticalScrollBar().value()
        last = len(self._rows.rows) - 1
        low, high = self._row_at(rect.top() + top), self._row_at(rect.bottom() + top)
        chosen = QItemSelection()
        if last >= 0 and high >= 0:
            chosen.select(self._rows.index(max(low, 0)), self._rows.index(min(high, last)))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802 (Qt's name)
        region = QRegion()
        for number in range(selection.count()):
            span = selection.at(number)
            first = self.visualRect(self._rows.index(span.top()))
            last = self.visualRect(self._rows.index(span.bottom()))
            region += first.united(last).intersected(self.viewport().rect())
        return region

    def selected_rows(self) -> list[int]:
        """The rows of annotations that are selected, ascending."""
        selection = self.selectionModel().selection()
        spans = (selection.at(number) for number in range(selection.count()))
        rows = sorted(row for span in spans for row in range(span.top(), span.bottom() + 1))
        heads = set(self._rows.heads)
        return [row for row in rows if row not in heads]

    def count_selected(self) -> int:
        selection = self.selectionModel().selection()
        spans = [selection.at(number) for number in range(selection.count())]
        heads = sum(
            bisect_right(self._rows.heads, row.bottom()) - bisect_left(self._rows.heads, row.top()) for row in spans
        )
        return sum(row.height() for row in spans) - heads

    # -- keys and mouse -----------------------------------------------------------------------------------------------

    def moveCursor(  # noqa: N802 (Qt's name)
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        last = len(self._rows.rows) - 1
        now = self.currentIndex().row()
        page = max(self.viewport().height() // self._card - 1, 1)
        steps = {
            moves.MoveUp: -1,
            moves.MovePrevious: -1,
            moves.MoveDown: 1,
            moves.MoveNext: 1,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
            moves.MoveHome: -last - 1,
            moves.MoveEnd: last + 1,
        }
        if last < 0:
            return QModelIndex()
        return self._rows.index(min(max(now + steps.get(action, 0), 0), last))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        current = self.currentIndex()
        on_head = current.isValid() and self._rows.is_head(current.row())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and on_head:
            self.fold_requested.emit(current.row(), None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_key.emit()
        elif event.key() in _OPENING:
            self._fold(event.key())
        elif event.key() == Qt.Key.Key_Up and current.row() == 0 and not event.modifiers():
            self.left_upwards.emit()
        elif _is_typing(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _words: str) -> None:  # noqa: N802 (Qt's name)
        """What is typed goes to the search field."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._rows.is_head(index.row()):
            self.fold_requested.emit(index.row(), None)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        self.mousePressEvent(event)

    def _fold(self, key: int) -> None:
        """The arrow in reading direction opens a group, the other closes it, from a card in it too."""
        row = self.currentIndex().row()
        before = bisect_right(self._rows.heads, row) - 1
        if row < 0 or before < 0:
            return
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        opens = (key == Qt.Key.Key_Left) if mirrored else (key == Qt.Key.Key_Right)
        self.fold_requested.emit(self._rows.heads[before], opens)

    # -- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        pointed = self._pointed_row()
        chosen = self.selectionModel()
        for row in self._seen():
            index = self._rows.index(row)
            option.rect = self.visualRect(index)
            if not option.rect.intersects(event.rect()):
                continue
            option.state = plain
            if chosen.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if row == pointed:
                option.state |= QStyle.StateFlag.State_MouseOver
            if self.hasFocus() and index == self.currentIndex():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)

    def _pointed_row(self) -> int:
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()


def _is_typing(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and event.text().isprintable() and bool(event.text().strip())
