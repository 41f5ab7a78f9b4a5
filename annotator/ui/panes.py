"""Panes that look alike: what every text is told, one that is opened later is told too."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from annotator.ui.reader.pane import ReaderPane
from annotator.ui.reader.shown import Shown
from annotator.ui.reader.typography import Typography
from annotator.ui.theme import Theme


class Panes(QWidget):
    """Holds `panes`, in their order; the reading room says how many and what each shows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes: list[ReaderPane] = []
        self._theme, self._has_map = theme, False
        self._told: dict[str, Any] = {}

    def dressed_pane(self, *, gradually: bool = False) -> ReaderPane:
        """A new pane that looks as the others do; it is not one of them yet."""
        pane = ReaderPane(self._theme, self, gradually=gradually)
        for name, value in self._told.items():
            getattr(pane.reader, name)(value)
        pane.show_minimap(self._has_map)
        return pane

    def set_shown(self, shown: Shown) -> None:
        """Show these annotations in every pane, and no others."""
        self._tell("set_shown", shown)

    def set_tinting(self, strength: float) -> None:
        """How strong the ground behind marked words is: one of `theme.TINTS`."""
        self._tell("set_tinting", strength)

    def set_minimap(self, is_shown: bool) -> None:
        """Whether the whole text stands beside the scroll bar, with its marks."""
        self._has_map = is_shown
        for pane in self.panes:
            pane.show_minimap(is_shown)

    def set_typography(self, typography: Typography) -> None:
        """Typeface, measure and leading of all texts."""
        self._tell("set_typography", typography)

    def set_focused(self, focused: bool) -> None:
        """Let all but what is read step back in each text."""
        self._tell("set_focused", focused)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for pane in self.panes:
            pane.set_theme(theme)

    def set_zoom(self, percent: int) -> None:
        self._tell("set_zoom", percent)

    def _tell(self, name: str, value: object) -> None:
        """Tell every text, and those of panes that are opened later; `name` is the method that takes `value`."""
        self._told[name] = value
        for pane in self.panes:
            getattr(pane.reader, name)(value)
