"""Commands that exchange annotations with partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from annotator.ui.window import Window


class SharingCommands(QObject):
    """What `Commands` has of these."""

    _window: Window

    def share_annotations(self) -> None:
        """Choose, see what would leave, and write a file for partners."""
        from annotator.ui.dialogs.share_dialog import ShareDialog

        if self._window.commit():
            ShareDialog(self._window.bridge, self._window).open()
