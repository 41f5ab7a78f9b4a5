"""Where the panes stand: in a row while there is room to read in each, else in two rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

MOST = 4
NARROWEST = 240
"""Pixels of a pane below which its header has no room."""

_READABLE = 320
"""Pixels that each of three or four panes needs before they stand in one row: about forty characters."""


def shape(count: int, width: int) -> tuple[int, ...]:
    """How many of `count` panes stand in each row, where the rows are `width` pixels wide."""
    if count == 2:
        return (2,) if width >= 2 * NARROWEST else (1, 1)
    if count < 2 or width >= count * _READABLE:
        return (count,)
    return (2, count - 2)


class PaneRoom(QWidget):
    """Keeps the room of a pane that is still to be made: an empty page below a header like `header`."""

    def __init__(self, header: QWidget) -> None:
        super().__init__()
        self.setObjectName("pane_room")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(NARROWEST)
        self._header = header
        self._band = QFrame(self)
        self._band.setObjectName(header.objectName())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._band.setGeometry(0, self._header.y(), self.width(), self._header.height())


class PaneGrid(QWidget):
    """One to four widgets with splitters between them. Their order is the order in which they are read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes: list[QWidget] = []
        self._shape: tuple[int, ...] = ()
        self._rows = [QSplitter(Qt.Orientation.Horizontal), QSplitter(Qt.Orientation.Horizontal)]
        self._outer = QSplitter(Qt.Orientation.Vertical)
        for row in self._rows:
            row.setChildrenCollapsible(False)
            self._outer.addWidget(row)
        self._outer.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._outer)
        # Said outright: else a row of four would keep the window from becoming narrow enough for two rows
        self.setMinimumWidth(NARROWEST)

    def show_panes(self, panes: Sequence[QWidget]) -> None:
        """Show these, in this order, each as wide as the others of its row. The grid does not delete any."""
        for former in self._panes:
            if former not in panes:
                former.setParent(None)
        self._panes = list(panes)
        self._arrange(anew=True)

    @property
    def panes(self) -> list[QWidget]:
        """What is shown, room that is kept among it, in its order."""
        return list(self._panes)

    def fill(self, number: int, pane: QWidget) -> None:
        """Put a pane in the room that was kept for it. Nothing else moves."""
        room = self._panes[number]
        for row in self._rows:
            if row.indexOf(room) >= 0:
                row.replaceWidget(row.indexOf(room), pane)
        self._panes[number] = pane
        pane.show()
        room.deleteLater()

    @property
    def shape(self) -> tuple[int, ...]:
        """How many panes stand in each row now."""
        return self._shape

    def shares(self) -> list[list[int]]:
        """The sizes of the rows' panes and, last, the heights of the rows: what `take_shares` takes."""
        return [
            *(row.sizes()[:count] for row, count in zip(self._rows, self._shape, strict=False)),
            self._outer.sizes(),
        ]

    def take_shares(self, shares: Sequence[Sequence[int]]) -> None:
        """Divide the room as it was when `shares` was asked; those of another arrangement change nothing."""
        if [len(row) for row in shares[:-1]] != list(self._shape):
            return
        for row, sizes in zip(self._rows, shares[:-1], strict=False):
            row.setSizes(list(sizes))
        self._outer.setSizes(list(shares[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._arrange(anew=False)

    def _arrange(self, *, anew: bool) -> None:
        wanted = shape(len(self._panes), self.width())
        if wanted == self._shape and not anew:
            return
        self._shape = wanted
        waiting = list(self._panes)
        for row, count in zip(self._rows, (*wanted, 0), strict=False):
            for place in range(count):
                pane = waiting.pop(0)
                if row.widget(place) is not pane:
                    row.insertWidget(place, pane)
                pane.show()
            row.setVisible(count > 0)
            row.setSizes([1000] * count)
        self._outer.setSizes([1000] * len(wanted))
