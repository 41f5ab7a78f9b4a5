"""When somebody moves in the texts, and when they rest: work that nobody waits for is done while they rest."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject

from annotator.ui.bridge import Bridge

_PAUSE = 0.3
"""Seconds without a move: longer than from one turn of the wheel to the next, shorter than one takes to read on."""


class Rest(QObject):
    """One per window: `Rest.of(bridge)`. The texts `stir` it; who works in steps between events asks `remaining`."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._stirred = 0.0
        bridge.changed.connect(self.stir)

    @classmethod
    def of(cls, bridge: Bridge) -> Rest:
        """That of this bridge, made when somebody first asks for it."""
        found = bridge.findChild(cls)
        return found if isinstance(found, cls) else cls(bridge)

    def stir(self, *_whatever: object) -> None:
        """Somebody scrolls, jumps, shows, hides or changes something."""
        self._stirred = monotonic()

    @property
    def remaining(self) -> int:
        """Milliseconds until they have rested long enough, if they go on resting; 0 where they have."""
        return max(0, round(1000 * (self._stirred + _PAUSE - monotonic())))
