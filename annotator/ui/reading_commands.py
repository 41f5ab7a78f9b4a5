"""Commands on how texts are set and what stands around them: size, typeface, measure, leading, colours, focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.settings import COLOUR_SCHEME, LEADING, MEASURE, TEXT_SIZE, TYPEFACE, Setting
from annotator.ui.reader.typography import LEADINGS, MEASURES, TYPEFACES, typography_of
from annotator.ui.theme import LARGEST, SMALLEST

if TYPE_CHECKING:
    from annotator.ui.window import Window

_STEP = 10
_SCHEMES = ("system", "light", "dark")


class ReadingCommands(QObject):
    """What `Commands` has of these. Each choice is kept in the settings and ticked in its menu."""

    _window: Window

    def larger(self) -> None:
        self.zoom_by(_STEP)

    def smaller(self) -> None:
        self.zoom_by(-_STEP)

    def usual_size(self) -> None:
        self.zoom_by(100 - self._window.settings.get(TEXT_SIZE))

    def zoom_by(self, percent: int) -> None:
        wanted = max(SMALLEST, min(LARGEST, self._window.settings.get(TEXT_SIZE) + percent))
        self._window.settings.set(TEXT_SIZE, wanted)
        self._window.room.set_zoom(wanted)
        self._window.statusBar().showMessage(self.tr("Text size {percent} %").format(percent=wanted), 4000)

    def measure_narrow(self) -> None:
        self._set(MEASURE, "narrow")

    def measure_medium(self) -> None:
        self._set(MEASURE, "medium")

    def measure_wide(self) -> None:
        self._set(MEASURE, "wide")

    def measure_whole(self) -> None:
        self._set(MEASURE, "whole")

    def leading_tight(self) -> None:
        self._set(LEADING, "tight")

    def leading_normal(self) -> None:
        self._set(LEADING, "normal")

    def leading_airy(self) -> None:
        self._set(LEADING, "airy")

    def typeface_serif(self) -> None:
        self._set(TYPEFACE, "serif")

    def typeface_sans(self) -> None:
        self._set(TYPEFACE, "sans")

    def typeface_system(self) -> None:
        self._set(TYPEFACE, "system")

    def typeface_other(self) -> None:
        """Any installed family; leaving the dialog changes nothing."""
        from annotator.ui.dialogs.typeface_dialog import TypefaceDialog

        self.show_reading()
        dialog = TypefaceDialog(self._window.settings.get(TYPEFACE), self._window)
        dialog.chosen.connect(lambda family: self._set(TYPEFACE, family))
        dialog.open()

    def system_colours(self) -> None:
        self._colours("system")

    def light_colours(self) -> None:
        self._colours("light")

    def dark_colours(self) -> None:
        self._colours("dark")

    def focus_mode(self) -> None:
        """Only the texts, and in them only what is read; again, or Escape, brings the rest back."""
        self._window.set_focused(not self._window.is_focused)

    def show_reading(self) -> None:
        show_reading(self._window)

    def _set(self, setting: Setting[str], value: str) -> None:
        self._window.settings.set(setting, value)
        self.show_reading()

    def _colours(self, scheme: str) -> None:
        self._window.settings.set(COLOUR_SCHEME, scheme)
        self._window.themes.set_scheme(scheme)
        self.show_reading()


def show_reading(window: Window) -> None:
    """Let texts, and menus once there are any, show what is set."""
    settings = window.settings
    window.room.set_typography(typography_of(settings))
    if not window.has("actions_by_name"):
        return
    actions = window.actions_by_name
    measure, leading, typeface = settings.get(MEASURE), settings.get(LEADING), settings.get(TYPEFACE)
    scheme = settings.get(COLOUR_SCHEME)
    for name in (
        f"measure_{measure if measure in MEASURES else MEASURE.default}",
        f"leading_{leading if leading in LEADINGS else LEADING.default}",
        f"typeface_{typeface if typeface in TYPEFACES else 'other'}",
        f"{scheme if scheme in _SCHEMES else COLOUR_SCHEME.default}_colours",
    ):
        actions[name].setChecked(True)
    actions["focus_mode"].setChecked(window.is_focused)
