"""Watching over anchors: which annotations do not fit their text, found out between events and kept up to date."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.change import ChangeSet
from annotator.model.problems import Problem
from annotator.model.reanchoring import Doubtful
from annotator.store.anchor_check import AnchorCheck
from annotator.ui.bridge import Bridge
from annotator.ui.rest import Rest

_PATIENCE = 700  # milliseconds after a library has opened: the page comes first
_AT_ONCE = 300  # annotations between two events, a few milliseconds
_FEW = 400


class AnchorWatch(QObject):
    """`doubtful` are those that do not fit, by id; `changed` says that there are others now."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, patience: int = _PATIENCE) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rest = Rest.of(bridge)
        self.doubtful: dict[str, Doubtful] = {}
        self._check: AnchorCheck | None = None
        self._found: dict[str, Doubtful] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(patience)
        self._soon.timeout.connect(self._begin)
        self._walk = QTimer(self)
        self._walk.timeout.connect(self._step)
        bridge.opened.connect(self._soon.start)
        bridge.closed.connect(self._stop)
        bridge.lent.connect(self._pause)
        bridge.returned.connect(self._soon.start)
        bridge.changed.connect(self._follow)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._bridge.is_open:
            self._check, self._found = self._bridge.library.anchor_check(), {}
            self._walk.start(0)

    def _step(self) -> None:
        assert self._check is not None
        remaining = self._rest.remaining
        if remaining != self._walk.interval():
            self._walk.setInterval(remaining)
        if remaining:
            return
        try:
            rows = self._check.step(_AT_ONCE)
        except Problem:
            rows = None
        if rows is None:
            self._walk.stop()
            self._tell(self._found)
        else:
            self._found |= {row.annotation.id: row for row in rows}

    def _follow(self, change: ChangeSet, _by: object) -> None:
        touched = change.annotations
        if change.touches("version") or len(touched) > _FEW or self._walk.isActive():
            self._walk.stop()
            self._soon.start()
        elif touched and self._check is not None:
            still = {row.annotation.id: row for row in self._check.among(touched)}
            kept = {id: row for id, row in self.doubtful.items() if id not in touched}
            self._tell(kept | still)

    def _tell(self, found: dict[str, Doubtful]) -> None:
        if found != self.doubtful:
            self.doubtful = found
            self.changed.emit()

    def _pause(self) -> None:
        self._soon.stop()
        self._walk.stop()

    def _stop(self) -> None:
        self._soon.stop()
        self._walk.stop()
        self._check = None
        self._tell({})
