"""Between the window and the library: widgets ask here, and are told here when something changed.

Widgets never write. They call an operation through `Bridge.act`, and re-read when `changed` touches what they show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Person
from annotator.model.problems import Problem
from annotator.settings import Settings
from annotator.store.library import Library

P = ParamSpec("P")
R = TypeVar("R")


class Bridge(QObject):
    """The open library, who is at work, and the signals that everything in the window hangs on.

    `changed` carries the ChangeSet that was applied, and `by` names who started it (the widget that passed itself to
    `act`, so that it does not reload under its own cursor). `problem` carries a sentence for the person.
    """

    changed = Signal(object, object)
    opened = Signal()
    closed = Signal()
    problem = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._library: Library | None = None
        self._actor: object | None = None

    @property
    def library(self) -> Library:
        """The open library. Ask `is_open` first."""
        assert self._library is not None, "no library is open"
        return self._library

    @property
    def is_open(self) -> bool:
        return self._library is not None

    @property
    def is_writable(self) -> bool:
        return self._library is not None and self._library.is_writable

    @property
    def person(self) -> Person:
        return self.settings.person

    def open(self, library: Library) -> None:
        """Show another library; the one before is closed."""
        self.close()
        self._library = library
        library.listen(lambda change: self.changed.emit(change, self._actor))
        self.opened.emit()

    def close(self) -> None:
        if self._library is not None:
            self.closed.emit()
            self._library.close()
            self._library = None

    def act(
        self,
        operation: Callable[Concatenate[Library, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R | None:
        """Call `operation(library, …)`. A Problem is shown to the person, and then None comes back."""
        try:
            return operation(self.library, *arguments, **named)
        except Problem as problem:
            self.problem.emit(str(problem))
            return None

    def act_for(self, actor: object, operation: Callable[[], R]) -> R | None:
        """As `act`, for a widget that starts a change itself and is told of it as `by`."""
        self._actor = actor
        try:
            return operation()
        except Problem as problem:
            self.problem.emit(str(problem))
            return None
        finally:
            self._actor = None
