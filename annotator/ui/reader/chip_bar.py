"""The chip bar: layers offered beside words that were selected with the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from annotator.model.codebook import Category
from annotator.ui.panels.looks import mark_icon
from annotator.ui.theme import Theme

_PATIENCE = 220  # milliseconds until the selection counts as settled
_GAP = 8  # pixels between the words and the bar
_MOST = 8  # layers, and fewer in a narrow pane; the others are behind "…"
_NAMED = 24  # characters of the first layer's name
_EDGE = 4
_INSET, _BESIDE = 5, 6  # pixels around a chip's contents, and between its mark and its words


class ChipBar(QWidget):
    """A row of layers with their keys, the first with its name, and "…" for all. It never takes the keyboard.

    It lies in the viewport beside the words, below them or else above, and goes when the selection or the page moves.
    """

    chosen = Signal(str)
    """The id of a layer."""
    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self._theme = theme
        self._where: Callable[[], Sequence[QRectF]] = list
        self._buttons: list[QToolButton] = []
        self.setObjectName("chip_bar")
        self.setAccessibleName(self.tr("Annotate the selected words"))
        self.setStyleSheet("QToolButton { padding: 3px 5px; } QToolButton:focus { padding: 2px 4px; }")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._row.setSpacing(2)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_PATIENCE)
        self._settling.timeout.connect(self._appear)
        self.hide()

    @property
    def buttons(self) -> list[QToolButton]:
        """Those of the layers, and last the one for all."""
        return list(self._buttons)

    def offer(self, layers: Sequence[Category], where: Callable[[], Sequence[QRectF]]) -> None:
        """Show `layers` beside the words once the mouse has rested a moment; `where` tells the boxes of the words."""
        self._where = where
        self._fill(layers)
        self._settling.start()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.hide()

    def leave(self) -> None:
        """The page has moved: go, but not before one has come."""
        if self.isVisible():
            self.hide()

    def hide(self) -> None:
        self._settling.stop()
        super().hide()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("field_border"))
        painter.setBrush(self._theme.colour("field"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    # ---------------------------------------------------------------------------------------------------------------

    def _fill(self, layers: Sequence[Category]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._chip(layer, named=not number) for number, layer in enumerate(layers[:_MOST])]
        more = self._button("…", self.tr("All layers (Ctrl+M)"))
        more.clicked.connect(self.more_requested)
        self._buttons.append(more)
        for button in self._buttons:
            self._row.addWidget(button)

    def _chip(self, layer: Category, *, named: bool) -> QToolButton:
        name = layer.name if len(layer.name) <= _NAMED else layer.name[: _NAMED - 1].rstrip() + "…"
        words = "  ".join(part for part in (name if named else "", layer.key) if part)
        button = self._button(words.replace("&", "&&"), layer.name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(mark_icon(layer, self.palette(), self.devicePixelRatioF()))
        button.setIconSize(QSize(16, 16))
        button.clicked.connect(lambda _checked, id=layer.id: self._choose(id))
        return button

    def _button(self, words: str, name: str) -> QToolButton:
        button = _Chip(self)
        button.setText(words)
        button.setToolTip(name)
        button.setAccessibleName(name)
        # The keyboard stays in the text, where the digits do the same; Tab comes here
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _choose(self, id: str) -> None:
        self.hide()
        self.chosen.emit(id)

    def _appear(self) -> None:
        room = self._page.rect()
        self._fit(room.width() - 2 * _EDGE)
        place = _beside(self._where(), self.sizeHint(), room)
        if place is not None:
            self.setGeometry(place)
            self.show()
            self.raise_()

    def _fit(self, width: int) -> None:
        """Leave out the last layers where the pane is narrow; they are behind "…" with the others."""
        for button in self._buttons:
            button.show()
        for button in reversed(self._buttons[1:-1]):
            self._row.activate()
            if self.sizeHint().width() <= width:
                break
            button.hide()
        self._row.activate()


class _Chip(QToolButton):
    """As wide as its mark and words: the style leaves room for more."""

    def sizeHint(self) -> QSize:  # noqa: N802
        words = self.fontMetrics().horizontalAdvance(self.text())
        mark = 0 if self.icon().isNull() else self.iconSize().width() + _BESIDE
        return QSize(mark + words + 2 * _INSET, super().sizeHint().height())


def _beside(boxes: Sequence[QRectF], size: QSize, room: QRect) -> QRect | None:
    """Below the last words on view, or above the first; at the foot of the page where they fill it."""
    seen = [box for box in boxes if box.bottom() > room.top() and box.top() < room.bottom()]
    if not seen:
        return None
    below = round(seen[-1].bottom()) + _GAP
    above = round(seen[0].top()) - _GAP - size.height()
    if below + size.height() <= room.bottom():
        top, middle = below, seen[-1].center().x()
    elif above >= room.top():
        top, middle = above, seen[0].center().x()
    else:
        top, middle = room.bottom() - size.height() - _GAP, room.center().x()
    left = round(middle) - size.width() // 2
    return QRect(max(room.left(), min(left, room.right() - size.width())), top, size.width(), size.height())
