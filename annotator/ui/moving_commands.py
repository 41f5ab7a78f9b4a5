"""Commands for moving about in the texts: back and forward, references, places."""

from __future__ import annotations

from collections.abc import Callable

from annotator.ui.note_commands import NoteCommands
from annotator.ui.reader.pane import ReaderPane


class MovingCommands(NoteCommands):
    """What a reader does to get from one place to another, in the active pane."""

    def go_back(self) -> None:
        self._turn(self._pane.trail.can_go_back, self._pane.go_back, self.tr("There is no earlier place."))

    def go_forward(self) -> None:
        self._turn(self._pane.trail.can_go_forward, self._pane.go_forward, self.tr("There is no later place."))

    def go_to_place(self) -> None:
        """Into the field that goes to a provision."""
        self._pane.header.place.setFocus()
        self._pane.header.place.selectAll()

    def follow_reference(self) -> None:
        follower = self._pane.follower
        if not follower.follow(follower.at_caret()):
            self._say(self.tr("There is no reference at the caret."))

    def preview_reference(self) -> None:
        follower = self._pane.follower
        if not follower.show_preview(follower.at_caret()):
            self._say(self.tr("There is no reference at the caret."))

    @property
    def _pane(self) -> ReaderPane:
        return self._window.room.active

    def _turn(self, can: bool, turn: Callable[[], None], otherwise: str) -> None:
        if can:
            turn()
        else:
            self._say(otherwise)
