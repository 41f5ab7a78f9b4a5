"""What one should know of the open library: that another program holds it, or that its folder is no safe one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.problems import LibraryInUse, Problem
from annotator.operations.libraries import open_library
from annotator.operations.whereabouts import hazard_at
from annotator.settings import LEFT_IN_PLACE
from annotator.store.backups import library_of

_KIND = "*.sqlite"

if TYPE_CHECKING:
    from annotator.operations.hazards import Hazard
    from annotator.ui.banner import Answer, Banner
    from annotator.ui.window import Window


class Standing(QObject):
    """A calm banner with the way out. It is there before the first page is painted, so that nothing moves later."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge
        self._held: LibraryInUse | None = None
        self._bridge.closed.connect(self._hide)
        self._bridge.opened.connect(self._begin)

    @cached_property
    def banner(self) -> Banner:
        return self._window.banner("banner", closes=False)

    def tell_held(self, held: LibraryInUse) -> None:
        """The library that is opened next is held by another program, and only read here."""
        self._held = held

    def try_again(self) -> None:
        """Open for writing the library that is read; where it is still held, say by whom."""
        path = self._bridge.library.path
        try:
            library = open_library(path)
        except LibraryInUse as held:
            self._show_held(held)
            self._window.statusBar().showMessage(self.tr("It is still open there."), 6000)
        except Problem as problem:
            self._bridge.problem.emit(str(problem))
        else:
            self._window.show_library(library)
            self._window.statusBar().showMessage(self.tr("Now you can write."), 6000)

    def move(self) -> None:
        """Let the person choose a place on this machine, and move the library there."""
        from PySide6.QtWidgets import QFileDialog  # what a start does without

        from annotator.ui.dialogs.move_dialog import MovingDialog

        path = self._bridge.library.path
        title = self.tr("Move the library to a folder of this machine")
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(Path.home() / path.name), _KIND)
        if not name:
            return
        to = Path(name) if Path(name).suffix else Path(name).with_suffix(".sqlite")
        if hazard_at(to) is not None:
            self._bridge.problem.emit(self.tr("That folder is synced, or on a network, too; choose another."))
            return
        self._window.close_library()
        if not self._bridge.is_open:
            waiting = MovingDialog(path, to, self._window)
            waiting.moved.connect(lambda sentence: self._show_moved(path, to, sentence))
            waiting.open()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        held, self._held = self._held, None
        path = self._bridge.library.path
        hazard = None if library_of(path) else hazard_at(path)
        if held is not None:
            self._show_held(held)
        elif hazard is not None and str(path) not in self._window.settings.get(LEFT_IN_PLACE):
            self._show_hazard(hazard)
        else:
            self._hide()

    def _hide(self) -> None:
        if "banner" in self.__dict__:
            self.banner.hide()

    def _show_held(self, held: LibraryInUse) -> None:
        said = self.tr("{name} is open for writing elsewhere ({holder}). Here it can be read; nothing can be changed.")
        name = self._bridge.library.path.name
        self.banner.say(
            said.format(name=name, holder=held.holder or self.tr("it does not say by whom")),
            [(self.tr("Try again"), self.try_again)],
        )

    def _show_hazard(self, hazard: Hazard) -> None:
        told = self.tr(
            "This library lies in a folder that {by} syncs. Two machines that write to it can damage it: keep it on "
            "this machine alone, and share files instead."
        )
        if hazard.kind == "network":
            told = self.tr(
                "This library lies on a network drive ({by}), where SQLite’s locks do not hold. Keep it on this "
                "machine, and share files instead."
            )
        self.banner.say(told.format(by=hazard.by), self._ways_out())

    def _ways_out(self) -> list[Answer]:
        sharing = self._window.actions_by_name["share_annotations"]
        answers: list[Answer] = [(self.tr("Share…"), sharing.trigger)]
        if self._bridge.is_writable:
            answers.append((self.tr("Move it…"), self.move))
        return [*answers, (self.tr("Leave it here"), self._leave)]

    def _leave(self) -> None:
        """Say it no more of this library."""
        settings, path = self._window.settings, str(self._bridge.library.path)
        settings.set(LEFT_IN_PLACE, [*(row for row in settings.get(LEFT_IN_PLACE) if row != path), path])
        self._hide()

    def _show_moved(self, before: Path, to: Path, sentence: str) -> None:
        self._window.opening.open_path(to if to.exists() else before)
        if sentence:
            self._bridge.problem.emit(sentence)
        else:
            said = self.tr("Moved to {folder}, with its backups.").format(folder=to.parent)
            self._window.statusBar().showMessage(said, 8000)
