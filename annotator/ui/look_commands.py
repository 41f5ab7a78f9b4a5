"""Commands on what is shown and how it looks: layers, and the tint behind marked words, which the settings keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.settings import MINIMAP, TINT
from annotator.ui.theme import TINTS

if TYPE_CHECKING:
    from annotator.ui.window import Window


class LookCommands(QObject):
    """What `Commands` has of these."""

    _window: Window

    def show_everything(self) -> None:
        self._window.layers.show_everything()

    def all_layers(self) -> None:
        self._window.layers.show_all()

    def no_layers(self) -> None:
        self._window.layers.show_none()

    def focus_layers(self) -> None:
        self._window.layers.tree.setFocus()

    def minimap(self) -> None:
        self._window.settings.set(MINIMAP, not self._window.settings.get(MINIMAP))
        self.show_looks()

    def tint_off(self) -> None:
        self._tint("off")

    def tint_light(self) -> None:
        self._tint("light")

    def tint_medium(self) -> None:
        self._tint("medium")

    def tint_strong(self) -> None:
        self._tint("strong")

    def show_looks(self) -> None:
        show_looks(self._window)

    def _tint(self, strength: str) -> None:
        self._window.settings.set(TINT, strength)
        self.show_looks()


def show_looks(window: Window) -> None:
    """Let texts, and menus once there are any, show what is set. A setting that nobody knows counts as the usual."""
    wanted = window.settings.get(TINT)
    tint = wanted if wanted in TINTS else TINT.default
    window.room.set_tinting(TINTS[tint])
    has_map = window.settings.get(MINIMAP)
    window.room.set_minimap(has_map)
    if not window.has("actions_by_name"):
        return
    window.actions_by_name["minimap"].setChecked(has_map)
    window.actions_by_name[f"tint_{tint}"].setChecked(True)
