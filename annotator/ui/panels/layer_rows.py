"""How a row of the layers is painted: its box, its swatch, its name, how many there are, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.codebook import Category
from annotator.ui.labels import cut_off, scaled_font
from annotator.ui.models import VALUE
from annotator.ui.panels.boxes import BOX, LEAD, paint_box
from annotator.ui.panels.looks import category_colour, hairline, paint_mark, quiet
from annotator.ui.panels.provisions import paint_row_ground
from annotator.ui.panels.stamps import Stamps

if TYPE_CHECKING:
    from annotator.ui.panels.layer_tree import LayerTree

_SWATCH = 22
_KEY = 18
_COUNT = 34
_LAYER_HEIGHT = 22
_GROUP_HEIGHT = 16
_GROUP_BOX = 11
_GROUP_SCALE = 0.8
_NAME = LEAD + BOX + 10.0
"""Pixels from the reading side to the name of a group; a layer has its swatch before it."""


class _Places:
    """Where things stand in a row, from the reading side."""

    def __init__(self, room: QRect, *, mirrored: bool) -> None:
        self._room, self._mirrored = room, mirrored

    def at(self, left: float, width: float, height: float) -> QRectF:
        """A rectangle that far from the reading side, in the middle of the row."""
        room = self._room
        x = room.right() - left - width if self._mirrored else room.left() + left
        return QRectF(x, room.center().y() + 0.5 - height / 2, width, height)

    def key(self) -> QRectF:
        return self.at(self._room.width() - _KEY - 8, _KEY, _KEY - 1)


class LayerDelegate(QStyledItemDelegate):
    def __init__(self, tree: LayerTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._stamps = Stamps(tree)
        self._font: QFont | None = None
        self._of_numbers, self._of_groups = QFont(), QFont()
        self._names: dict[tuple[str, int, bool], str] = {}

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
        places = _Places(option.rect, mirrored=option.direction == Qt.LayoutDirection.RightToLeft)
        self._take_font(option.font)
        paint_row_ground(painter, option)
        self._put_signs(painter, option, places, category)
        painter.save()
        self._paint_name(painter, option, places, category)
        if category.is_layer:
            self._paint_numbers(painter, option, places, category)
        painter.restore()

    def _put_signs(self, painter: QPainter, option: QStyleOptionViewItem, places: _Places, category: Category) -> None:
        layers = self._tree.layers_of(category.id)
        shown, of = len(self._tree.visible_layers.intersection(layers)), len(layers)
        palette, mirrored = option.palette, option.direction == Qt.LayoutDirection.RightToLeft
        look = (category.id, category.colour, category.colour_dark, category.mark, category.key)

        def draw(stamp: QPainter) -> None:
            _draw_signs(stamp, places, palette, category, shown=shown, of=of)

        self._stamps.put(painter, option.rect, palette, (look, shown, of, mirrored), draw)

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, places: _Places, category: Category) -> None:
        left, end = _NAME, 6.0
        palette = option.palette
        painter.setPen(quiet(palette))
        if category.is_layer:
            left, end = left + _SWATCH + 8, _COUNT + _KEY + 14.0
            if self._tree.is_visible(category.id):
                painter.setPen(palette.text().color())
        else:
            painter.setFont(self._of_groups)
        where = places.at(left, option.rect.width() - left - end, option.rect.height())
        name = self._cut_off(painter.fontMetrics(), category, int(where.width()))
        painter.drawText(where, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_numbers(
        self, painter: QPainter, option: QStyleOptionViewItem, places: _Places, category: Category
    ) -> None:
        painter.setFont(self._of_numbers)
        painter.setPen(quiet(option.palette))
        number = self._tree.count(category.id)
        if number:
            where = places.at(option.rect.width() - (_COUNT + _KEY + 14.0), _COUNT, option.rect.height())
            side = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(where, side, f"{number:,}")
        if category.key:
            painter.drawText(places.key(), Qt.AlignmentFlag.AlignCenter, category.key)

    def _take_font(self, font: QFont) -> None:
        if font != self._font:
            self._font = QFont(font)
            self._of_numbers, self._of_groups = scaled_font(font, 0.92), group_font(font)
            self._names.clear()

    def _cut_off(self, metrics: QFontMetrics, category: Category, room: int) -> str:
        key = category.name, room, category.is_layer
        if key not in self._names:
            self._names[key] = cut_off(metrics, category.name, room)
        return self._names[key]


def _draw_signs(
    painter: QPainter, places: _Places, palette: QPalette, category: Category, *, shown: int, of: int
) -> None:
    """The box, and a layer's swatch and the frame of its key."""
    side = BOX if category.is_layer else _GROUP_BOX
    ink = category_colour(category, palette) if category.is_layer else quiet(palette)
    paint_box(painter, places.at(LEAD + (BOX - side) / 2, side, side), ink, palette, shown=shown, of=of)
    if not category.is_layer:
        return
    paint_mark(painter, places.at(_NAME, _SWATCH, 16), category, palette, faint=not shown)
    if category.key:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(hairline(palette), 1))
        painter.setBrush(palette.button())
        painter.drawRoundedRect(places.key().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def group_font(font: QFont) -> QFont:
    small = scaled_font(font, _GROUP_SCALE, QFont.Weight.DemiBold)
    small.setCapitalization(QFont.Capitalization.AllUppercase)
    small.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
    return small
