"""The tab of the queue of doubtful annotations: there while some wait, or when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.anchoring import anchor_range
from annotator.operations import marking
from annotator.ui.anchor_watch import AnchorWatch
from annotator.ui.panels.doubtful import DoubtfulPanel

if TYPE_CHECKING:
    from annotator.ui.window import Window


class DoubtfulTab(QObject):
    """Watches over the anchors of a window's library, and shows those that do not fit beside its outline."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.watch = AnchorWatch(window.bridge, self)
        self.panel: DoubtfulPanel | None = None
        self.watch.changed.connect(self._follow)
        window.room.place_changed.connect(self._follow_place)

    def open(self) -> None:
        """Show the queue, or say that nothing is in it."""
        if not self.watch.doubtful:
            self._window.statusBar().showMessage(self.tr("Every annotation fits its text."), 6000)
            return
        panel = self._made()
        panel.show_again()
        self._show(panel, len(self.watch.doubtful))
        self._window.left.setCurrentWidget(panel)
        panel.view.setFocus()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        self._window.notes.list.filters.set_doubtful(self.watch.doubtful)
        if self.watch.doubtful or self.panel is not None:
            self._made()

    def _made(self) -> DoubtfulPanel:
        """The panel, made when something is doubtful for the first time: as a rule nothing ever is."""
        if self.panel is None:
            self.panel = panel = DoubtfulPanel(self._window.bridge, self.watch)
            panel.count_changed.connect(lambda count: self._show(panel, count))
            panel.look_requested.connect(self._look)
            panel.move_requested.connect(self._move)
            self._follow_place()
            panel.refresh()
        return self.panel

    def _show(self, panel: DoubtfulPanel, count: int) -> None:
        left = self._window.left
        at = left.indexOf(panel)
        if count and at < 0:
            at = left.addTab(panel, "")
        elif not count and at >= 0:
            left.removeTab(at)
        if count:
            left.setTabText(at, self.tr("Doubtful ({count})").format(count=count))
            left.setTabToolTip(at, self.tr("Annotations that do not fit their text any more"))

    def _follow_place(self) -> None:
        if self.panel is not None:
            self.panel.set_text(self._window.room.active.reader.text)

    def _look(self, version: str, start: int, end: int) -> None:
        room = self._window.room
        if room.active.version is None or room.active.version.id != version:
            shown = next((index for index, place in enumerate(room.places) if place.version == version), -1)
            room.show_version(version, shown)
        room.active.reader.go_to(start, end, flash=True)

    def _move(self, id: str) -> None:
        reader = self._window.room.active.reader
        chosen, row = reader.selection(), self.watch.doubtful.get(id)
        if chosen is None or reader.text is None or row is None:
            self._window.statusBar().showMessage(self.tr("Select the right words in a text first."), 6000)
            return
        anchor = anchor_range(reader.text, *chosen)
        self._window.bridge.keep(marking.reanchor, row.annotation, anchor, self._window.bridge.person)
