"""The list at the pointer: the annotations that lie in one place, to be looked at and opened one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.model.annotation import Annotation
from annotator.model.codebook import Category
from annotator.model.folding import fold
from annotator.ui.labels import cut_off, quiet_label, scaled_font
from annotator.ui.models import VALUE, ListModel
from annotator.ui.panels.frames import column
from annotator.ui.panels.looks import paint_mark, quiet
from annotator.ui.panels.provisions import paint_row_ground
from annotator.ui.reader.wording import first_words, layer_names

_WIDTH = 340
_MOST_ROWS = 9
"""So many are in view before one scrolls."""
_SEARCHED = 12
"""From so many on there is a field to find one in."""
_SWATCH = 22


class AnnotationList(QFrame):
    """A popup. Arrows go through the list, Enter or a click opens one, typing finds words, Escape closes.

    `looked_at` carries the id of the one that the list is at, and "" once it closes; `chosen` that of the one to open.
    """

    looked_at = Signal(str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("annotation_list")
        self.setAccessibleName(self.tr("Annotations in this place"))
        self._owner = parent
        self._rows: Sequence[Annotation] = ()
        self.categories: Mapping[str, Category] = {}
        self._title = quiet_label(wrap=False)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in these"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.rows = QListView()
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        self.rows.setMouseTracking(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setAccessibleName(self.accessibleName())
        self.rows.installEventFilter(self)
        self._model: ListModel[Annotation] = ListModel(lambda row: row.id, self._say, self)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(_RowDelegate(self))
        self.rows.selectionModel().currentChanged.connect(self._look)
        self.rows.entered.connect(self.rows.setCurrentIndex)
        self.rows.clicked.connect(self._choose)
        layout = column(self, margin=8, gap=6)
        for part in (self._title, self.field, self.rows):
            layout.addWidget(part)

    def open_at(self, at: QPoint, rows: Sequence[Annotation], categories: Mapping[str, Category]) -> None:
        """Show `rows` beside the global point `at`, with the keyboard, inside the screen."""
        self._rows, self.categories = rows, categories
        self.setLayoutDirection(self._owner.layoutDirection())
        count = QGuiApplication.translate("Reader", "%n annotations here").replace("%n", str(len(rows)))
        self._title.setText(count)
        self.field.setVisible(len(rows) >= _SEARCHED)
        self.field.clear()
        self._model.replace(rows)
        height = self.rows.sizeHintForRow(0)
        self.rows.setFixedHeight(height * min(len(rows), _MOST_ROWS) + 2)
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        screen = self._owner.screen().availableGeometry()
        left = min(max(at.x() + 6, screen.left()), screen.right() - self.width())
        top = at.y() + 6 if at.y() + 6 + self.height() <= screen.bottom() else at.y() - 6 - self.height()
        self.move(left, max(top, screen.top()))
        self.show()
        (self.field if self.field.isVisible() else self.rows).setFocus()
        self.rows.setCurrentIndex(self._model.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter opens, wherever the keyboard is; arrows in the field go through the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.rows.currentIndex())
                return True
            if watched is self.field and event.key() in _THROUGH_THE_LIST:
                self.rows.event(QKeyEvent(event.type(), event.key(), event.modifiers()))
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self.looked_at.emit("")

    # -- inside -------------------------------------------------------------------------------------------------------

    def _filter(self, words: str) -> None:
        wanted = fold(words.strip())
        self._model.replace([row for row in self._rows if wanted in fold(self._say(row))] if wanted else self._rows)
        self.rows.setCurrentIndex(self._model.index(0))

    def _look(self, current: QModelIndex) -> None:
        if self.isVisible() and current.isValid():
            self.looked_at.emit(current.data(VALUE).id)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            id = index.data(VALUE).id
            self.hide()
            self.chosen.emit(id)

    def _say(self, row: Annotation) -> str:
        parts = (layer_names(row, self.categories), row.author, words_of(row))
        return ". ".join(part for part in parts if part)


_THROUGH_THE_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


def words_of(row: Annotation) -> str:
    """The beginning of the commentary, or of the quotation where there is none yet."""
    return first_words(row.commentary) or f"“{first_words(row.anchor.exact)}”"


class _RowDelegate(QStyledItemDelegate):
    """The mark and names of the layers, the author; below, the first words."""

    def __init__(self, owner: AnnotationList) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(_WIDTH - 40, 2 * option.fontMetrics.height() + 10)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Annotation = index.data(VALUE)
        paint_row_ground(painter, option)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        room = option.rect.adjusted(6, 4, -6, -4)
        category = next((self._owner.categories[id] for id in row.categories if id in self._owner.categories), None)
        line = option.fontMetrics.height()
        if category:
            left = room.right() - _SWATCH if mirrored else room.left()
            paint_mark(painter, QRectF(left, room.top() + 1, _SWATCH, 16), category, option.palette)
        room.adjust(0 if mirrored else _SWATCH + 8, 0, -_SWATCH - 8 if mirrored else 0, 0)
        top = QRect(room.left(), room.top(), room.width(), line)
        below = QRect(room.left(), room.bottom() - line + 1, room.width(), line)
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setFont(scaled_font(option.font, 0.92))
        painter.setPen(quiet(option.palette))
        taken = _draw(painter, top, row.author, end=True, most=room.width() // 3)
        top.adjust(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)
        _draw(painter, below, words_of(row))
        painter.setFont(scaled_font(option.font, 1.0, QFont.Weight.DemiBold))
        painter.setPen(option.palette.text().color())
        _draw(painter, top, layer_names(row, self._owner.categories))
        painter.restore()


def _draw(painter: QPainter, room: QRect, words: str, *, end: bool = False, most: int = 0) -> int:
    """Draw words at the start or the `end` of `room`, cut to it; returns how much of it they take, with a distance."""
    if not words:
        return 0
    words = cut_off(painter.fontMetrics(), words, most or room.width())
    side = Qt.AlignmentFlag.AlignTrailing if end else Qt.AlignmentFlag.AlignLeading
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
    return painter.fontMetrics().horizontalAdvance(words) + 10
