"""The tree of provisions of one text, with a bar per article that shows where the annotations lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from annotator.model.citing import plain_citation
from annotator.model.codebook import Mark
from annotator.model.folding import fold
from annotator.model.treaty import Provision, Text
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import KEY, VALUE, Index, tree_row
from annotator.ui.panels.heat import BAR, GROUPING, Heat, paint_heat
from annotator.ui.panels.looks import quiet

_SHOWN = GROUPING | {"preamble", "article", "paragraph", "signature", "heading"}
_WORDS = 90
_ROW = 26
_COUNT = 18
_BAR_HEIGHT = 6
_ARROW = (((-1.5, -3.0), (1.8, 0.0), (-1.5, 3.0)), ((1.5, -3.0), (-1.8, 0.0), (1.5, 3.0)))
"""Of a row that is folded, left to right and right to left."""


LookOf = Callable[[str], tuple[str, QColor, Mark]]


class ProvisionTree(QTreeView):
    """Parts, chapters, articles and their paragraphs. `chosen` carries the eId that a person goes to.

    `beside_chosen` carries one that is to be shown beside what is read (Ctrl+Enter).
    """

    chosen = Signal(str)
    beside_chosen = Signal(str)

    def __init__(self, look_of: LookOf, parent: QWidget | None = None) -> None:
        """`look_of` gives the name, colour and mark of a layer, by category id."""
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self._text: Text | None = None
        self._right_to_left = False
        self._look_of = look_of
        self.heat: Heat = {}
        self._most = 0
        self.setModel(self._model)
        self.setItemDelegate(_ProvisionDelegate(self, look_of))
        self.setStyleSheet("QTreeView { show-decoration-selected: 0; } QTreeView::branch { background: transparent; }")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Provisions"))
        self.clicked.connect(lambda index: self.chosen.emit(index.data(KEY)))

    @property
    def most(self) -> int:
        """The annotations on the article that has most of them."""
        return self._most

    def show_text(self, text: Text | None, *, right_to_left: bool, wanted: str = "") -> None:
        """Show the provisions of `text`; with `wanted` only those whose citation begins so, or that hold the word."""
        self._text, self._right_to_left = text, right_to_left
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        self._model.clear()
        self._items, self.heat, self._most = {}, {}, 0
        if text is None:
            return
        kept = _kept(text, wanted)
        for row in text.provisions:
            parent = self._items.get(row.parent) if row.parent else self._model.invisibleRootItem()
            if row.eid in kept and parent is not None:
                item = tree_row(row.eid, _shown_words(row, text), row)
                parent.appendRow(item)
                self._items[row.eid] = item
        self._expand(kept if wanted else None)

    def show_heat(self, heat: Heat) -> None:
        """Draw these bars; what has changed is told in words too."""
        before, self.heat = self.heat, heat
        self._most = max((sum(row.values()) for row in heat.values()), default=0)
        for eid in before.keys() | heat.keys():
            if eid in self._items and before.get(eid) != heat.get(eid):
                self._tell_heat(self._items[eid], heat.get(eid, Counter()))
        self.viewport().update()

    def _tell_heat(self, item: QStandardItem, counts: Counter[str]) -> None:
        named = [(self._look_of(id)[0], number) for id, number in counts.most_common()]
        told = self.tr("%1, %2 annotations: %3").replace("%1", item.text()).replace("%2", str(sum(counts.values())))
        item.setAccessibleText(told.replace("%3", ", ".join(f"{name} {n}" for name, n in named)) if named else "")
        rows = "<br>".join(f"{number} · {escape(name)}" for name, number in named)
        item.setToolTip(f"<p>{rows}</p>" if named else "")

    def set_current(self, eid: str) -> None:
        """Mark where the reader is: that provision, or the nearest one above it that is in sight. Tells nobody.

        Nothing is unfolded: an outline that opens by itself while one reads is no outline any more.
        """
        item = self._nearest(eid)
        if item is None:
            return
        index = item.index()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QTreeView.ScrollHint.EnsureVisible)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """With the keyboard here, some row is chosen, so that one sees where one is."""
        if not self.selectionModel().hasSelection() and self._model.rowCount():
            index = self.currentIndex() if self.currentIndex().isValid() else self._model.index(0, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        super().focusInEvent(event)

    @property
    def current(self) -> str:
        found: str = self.currentIndex().data(KEY) or ""
        return found

    def first_match(self, wanted: str) -> str:
        """The eId that somebody who typed `wanted` means: the exact citation, else the first row that matches."""
        text = self._text
        if text is None:
            return ""
        matching = [row for row in text.provisions if row.eid in self._items and _matches(row, text, wanted)]
        exact = [row for row in matching if plain_citation(row.citation) == plain_citation(wanted)]
        return next((row.eid for row in (*exact, *matching)), "")

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is meant for this list while it has the keyboard, not for the text."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if event.type() == QEvent.Type.ShortcutOverride:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            beside = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.beside_chosen if beside else self.chosen).emit(self.current)
        else:
            super().keyPressEvent(event)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802 (Qt's name)
        """A small arrow where there is something below, and no ground of its own."""
        painter.fillRect(rect, self.palette().window())
        if not index.model().hasChildren(index):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(quiet(self.palette()), 1.4, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = rect.left() + self.indentation() / 2 if mirrored else rect.right() - self.indentation() / 2 + 2
        points = ((-3.0, -1.5), (0.0, 1.8), (3.0, -1.5)) if self.isExpanded(index) else _ARROW[mirrored]
        middle = QPointF(side, rect.center().y() + 0.5)
        painter.drawPolyline([middle + QPointF(*point) for point in points])
        painter.restore()

    def _nearest(self, eid: str) -> QStandardItem | None:
        parents = {row.eid: row.parent for row in self._text.provisions} if self._text else {}
        while eid and eid not in self._items:
            eid = parents.get(eid) or ""
        item = self._items.get(eid)
        above = item.parent() if item else None
        while above is not None:
            if not self.isExpanded(above.index()):
                item = above
            above = above.parent()
        return item

    def _expand(self, matched: set[str] | None) -> None:
        for item in self._items.values():
            provision: Provision = item.data(VALUE)
            if provision.kind in GROUPING or (matched is not None and len(matched) < 60):
                self.setExpanded(item.index(), True)


class _ProvisionDelegate(QStyledItemDelegate):
    def __init__(self, tree: ProvisionTree, look_of: LookOf) -> None:
        super().__init__(tree)
        self._tree = tree
        self._look_of = look_of
        self._bars: dict[object, QPixmap] = {}
        self._drawn: Heat = {}

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(120, max(_ROW, option.fontMetrics.height() + 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        provision: Provision = index.data(VALUE)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        rect: QRect = option.rect
        paint_row_ground(painter, option)
        room = rect.adjusted(4, 0, -6, 0)
        counts = self._tree.heat.get(provision.eid)
        if counts:
            taken = BAR + self._count_room(option) + 8
            end = (
                QRect(room.left(), room.top(), taken, room.height())
                if mirrored
                else room.adjusted(room.width() - taken, 0, 0, 0)
            )
            self._paint_heat(painter, option, end, counts.most_common(), mirrored=mirrored)
            room = room.adjusted(taken, 0, 0, 0) if mirrored else room.adjusted(0, 0, -taken, 0)
        painter.save()
        palette: QPalette = option.palette
        font: QFont = option.font
        if provision.kind in GROUPING:
            font = scaled_font(font, 0.95, QFont.Weight.DemiBold)
        soft = provision.kind in GROUPING or provision.kind == "paragraph"
        painter.setLayoutDirection(option.direction)
        painter.setPen(quiet(palette) if soft else palette.text().color())
        painter.setFont(font)
        words = cut_off(painter.fontMetrics(), index.data(), room.width())
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, words)
        painter.restore()

    def _count_room(self, option: QStyleOptionViewItem) -> int:
        return max(_COUNT, option.fontMetrics.horizontalAdvance(str(self._tree.most)) + 4)

    def _paint_heat(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        room: QRect,
        counts: list[tuple[str, int]],
        *,
        mirrored: bool,
    ) -> None:
        bar = QRectF(room.left() + (0 if mirrored else 8), room.center().y() - 2, BAR, _BAR_HEIGHT)
        if mirrored:
            bar.moveLeft(room.left() + self._count_room(option))
        painter.drawPixmap(bar.topLeft(), self._bar(option.palette, tuple(counts), mirrored=mirrored))
        painter.save()
        painter.setFont(scaled_font(option.font, 0.88))
        painter.setPen(quiet(option.palette))
        width = self._count_room(option)
        left = room.left() if mirrored else room.right() - width + 1
        where = QRect(left, room.top(), width, room.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(sum(number for _, number in counts)))
        painter.restore()

    def _bar(self, palette: QPalette, counts: tuple[tuple[str, int], ...], *, mirrored: bool) -> QPixmap:
        """The bar of an article, drawn once: a row is painted again with every step of the reader."""
        ratio = self._tree.devicePixelRatioF()
        key = (counts, self._tree.most, mirrored, ratio, palette.cacheKey())
        if self._drawn is not self._tree.heat:
            self._bars.clear()
            self._drawn = self._tree.heat
        if key not in self._bars:
            bar = QPixmap(QSize(BAR, _BAR_HEIGHT) * ratio)
            bar.setDevicePixelRatio(ratio)
            bar.fill(Qt.GlobalColor.transparent)
            painter = QPainter(bar)
            pieces = [(*self._look_of(id)[1:], number) for id, number in counts]
            paint_heat(painter, QRectF(0, 0, BAR, _BAR_HEIGHT), pieces, self._tree.most, mirrored=mirrored)
            painter.end()
            self._bars[key] = bar
        return self._bars[key]


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a row that a delegate paints: selected, under the pointer, or none."""
    state = option.state
    rect, palette = option.rect, option.palette
    colour = QColor(palette.color(QPalette.ColorRole.Text))
    if state & QStyle.StateFlag.State_Selected:
        colour.setAlphaF(0.11)
    elif state & QStyle.StateFlag.State_MouseOver:
        colour.setAlphaF(0.05)
    else:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -2, -1), 5, 5)
    if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(QRectF(rect.left() + 1, rect.top() + 5, 2.5, rect.height() - 10), 1, 1)
    painter.restore()


def _kept(text: Text, wanted: str) -> set[str]:
    """The eIds to show: what matches, what it lies in, and what lies in it."""
    shown = [row for row in text.provisions if row.kind in _SHOWN]
    if not wanted.strip():
        return {row.eid for row in shown}
    parents = {row.eid: row.parent for row in text.provisions}
    kept: set[str] = set()
    for row in shown:
        if row.parent in kept or _matches(row, text, wanted):
            kept.add(row.eid)
    matched = set(kept)
    for eid in matched:
        above = parents.get(eid)
        while above:
            kept.add(above)
            above = parents.get(above)
    return kept


def _matches(row: Provision, text: Text, wanted: str) -> bool:
    plain = plain_citation(wanted)
    if plain and plain[0].isdigit():
        return plain_citation(row.citation).startswith(plain)
    return fold(wanted.strip()) in fold(_shown_words(row, text)) or plain_citation(row.citation) == plain


def _shown_words(row: Provision, text: Text) -> str:
    """What the outline shows of a provision: its label and heading, or its first words where it has no heading."""
    if row.heading or row.kind in GROUPING or row.kind == "article":
        return "  ".join(part for part in (row.label, row.heading) if part) or row.citation
    return " ".join(text.text[row.start : min(row.end, row.start + _WORDS)].split())
