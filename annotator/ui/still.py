"""A picture of texts and panels stands in for them while a task has the library, so that nobody asks it anything."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.bridge import Bridge

_FAINT = 0.55


class Still(QWidget):
    """One page of `pages`, shown in place of the current one from `lent` to `returned`."""

    def __init__(self, bridge: Bridge, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._pages = pages
        self._before: QWidget | None = None
        self._picture = QPixmap()
        pages.addWidget(self)
        bridge.lent.connect(self._begin)
        bridge.returned.connect(self._end)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setOpacity(_FAINT)
        painter.drawPixmap(0, 0, self._picture)

    def _begin(self) -> None:
        self._before = shown = self._pages.currentWidget()
        self._picture = shown.grab() if shown is not None and shown.isVisible() else QPixmap()
        self._pages.setCurrentWidget(self)

    def _end(self) -> None:
        if self._before is not None and self._pages.currentWidget() is self:
            self._pages.setCurrentWidget(self._before)
        self._before, self._picture = None, QPixmap()
