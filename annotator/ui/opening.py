"""Opening a library in the window: what a start needs of the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.problems import LibraryInUse, Problem
from annotator.model.selection import Filters
from annotator.operations import libraries, samples
from annotator.store.backups import library_of
from annotator.store.library import Library
from annotator.ui.arrangement import Place

if TYPE_CHECKING:
    from annotator.ui.window import Window


class Opening(QObject):
    """Opens libraries in one window. A problem is shown in it, and then nothing changes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge

    def open_path(self, path: Path) -> None:
        """Open the library at `path`; one that another program is writing to is opened for reading."""
        if not self._is_open_on(path) and self._window.unsaved.may_leave(lambda: self.open_path(path)):
            self.show(lambda: self._opened(path))

    def show_samples(self, path: Path) -> None:
        """Open the sample library at `path` where its finished note is."""
        if self._is_open_on(path) or not self._window.unsaved.may_leave(lambda: self.show_samples(path)):
            return
        try:
            library = self._opened(path)
        except Problem as problem:
            self._bridge.problem.emit(str(problem))
            return
        note = next(iter(library.annotations(Filters(annotation=(samples.FEATURED,)))), None)
        sister = next((row.id for row in library.versions() if row.data.series == samples.SISTER_SERIES), "")
        first = [Place(note.version, "art_24"), Place(sister, "art_15")] if note and sister else None
        self._window.show_library(library, first, samples.FEATURED if note else "")

    def show(self, opening: Callable[[], Library]) -> None:
        """Show the library that `opening` opens."""
        try:
            library = opening()
        except Problem as problem:
            self._bridge.problem.emit(str(problem))
            return
        self._window.show_library(library)

    def _is_open_on(self, path: Path) -> bool:
        return self._bridge.is_open and self._bridge.library.path == path

    def _opened(self, path: Path) -> Library:
        if library_of(path):
            said = self.tr("A backup, open for reading only; File ▸ Backups… can put it in its library's place.")
            self._bridge.problem.emit(said)
            return libraries.read_library(path)
        try:
            return libraries.open_library(path)
        except LibraryInUse as held:
            self._window.standing.tell_held(held)
            return libraries.read_library(path)
