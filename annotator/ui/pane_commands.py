"""Commands on panes: how many there are, which text each shows, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint

from annotator.model.treaty import Version
from annotator.ui.answer_menu import AnswerMenu
from annotator.ui.dialogs.ranking import Command
from annotator.ui.note_commands import NoteCommands
from annotator.ui.pane_contents import choices, place_of
from annotator.ui.pane_grid import MOST
from annotator.ui.panels.versions import BESIDE
from annotator.ui.reader.pane import ReaderPane


class PaneCommands(NoteCommands):
    """What a reader does with the panes; `Commands` adds the rest."""

    def show_version(self, version: str, pane: int) -> None:
        """Show a version in pane 0, 1 …, in the active one (`ACTIVE_PANE`) or in the one after it (`BESIDE`)."""
        if pane == BESIDE:
            self.show_beside(version)
        else:
            self._window.room.show_version(version, pane)

    def show_beside(self, version: str, eid: str = "") -> None:
        self._window.room.show_beside(version, eid)

    def opening_commands(self) -> list[Command]:
        """Each text of the library, to be opened in the active pane or beside it: for the palette."""
        rows = self._window.catalogue.versions
        return [
            *(self._opening(self.tr("Open “{name}” beside"), row, self._window.room.show_beside) for row in rows),
            *(self._opening(self.tr("Open “{name}”"), row, self._window.room.show_version) for row in rows),
            *(self._beside(words, key) for words, key in choices(self._window.catalogue)),
        ]

    def one_text(self) -> None:
        self._window.room.set_count(1)

    def two_texts(self) -> None:
        self._window.room.set_count(2)

    def three_texts(self) -> None:
        self._window.room.set_count(3)

    def four_texts(self) -> None:
        self._window.room.set_count(4)

    def add_pane(self) -> None:
        if len(self._window.room.panes) == MOST:
            self._say(self.tr("Four panes are the most; close one first (Ctrl+F4)."))
        self._window.room.add_pane()

    def close_pane(self) -> None:
        room = self._window.room
        if len(room.panes) == 1:
            self._say(self.tr("This is the last pane; it stays."))
        room.close_pane(room.focused_pane())
        room.active.take_keyboard()

    def toggle_second(self) -> None:
        self._window.room.toggle_second()

    def swap_texts(self) -> None:
        self._window.room.swap()

    def toggle_lock(self) -> None:
        together = self._window.room.together
        together.set_locked(not together.is_locked)

    def tell_lock(self, is_locked: bool) -> None:
        self._say(self.tr("The texts scroll together.") if is_locked else self.tr("Each text scrolls for itself."))

    def show_answers(self) -> None:
        """Open what can be done about the answer in the pane after the one that leads."""
        room = self._window.room
        leader = room.together.leader
        at = room.panes.index(leader) if leader in room.panes else 0
        others = [*room.panes[at + 1 :], *room.panes[:at]]
        pane = next((pane for pane in others if pane.header.answer.chip.isVisible()), None)
        if pane is None and len(room.shown_versions) > 1:
            self._say(self.tr("Nothing to say of this place; go to an article or a paragraph first."))
        elif pane is None:
            self._say(self.tr("Open another text beside this one first (Ctrl+Enter in the list of texts)."))
        else:
            pane.header.answer.open_menu()

    def open_answer_menu(self, pane: ReaderPane, at: QPoint) -> None:
        menu = AnswerMenu(self._bridge, self._window.room.together, pane, self._window)
        menu.popup(at)
        menu.setActiveAction(menu.first)

    def next_pane(self) -> None:
        self._window.room.step_pane(1)

    def previous_pane(self) -> None:
        self._window.room.step_pane(-1)

    def focus_first(self) -> None:
        self._focus(0)

    def focus_second(self) -> None:
        self._focus(1)

    def focus_third(self) -> None:
        self._focus(2)

    def focus_fourth(self) -> None:
        self._focus(3)

    def focus_texts(self) -> None:
        self._window.left.setCurrentWidget(self._window.outline)
        self._window.outline.versions.focus_first()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _focus(self, number: int) -> None:
        if not self._window.room.focus_pane(number):
            letter = chr(ord("A") + number)
            self._say(self.tr("There is no pane {letter}; View ▸ Add a pane makes one.").format(letter=letter))

    def _beside(self, words: str, key: str) -> Command:
        """A commentary or a search, beside the text."""
        title = self.tr("{what} beside").format(what=words)
        return Command(title, "", lambda: self._window.room.show_place_beside(place_of(key)))

    @staticmethod
    def _opening(title: str, version: Version, show: Callable[[str], None]) -> Command:
        return Command(title.format(name=version.name), "", lambda: show(version.id))
