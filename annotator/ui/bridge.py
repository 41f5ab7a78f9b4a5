"""Between the window and the library: widgets ask here, and are told here when something changed.

Widgets never write. They call an operation through `Bridge.act`, and re-read when `changed` touches what they show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Person
from annotator.model.change import ChangeSet
from annotator.model.problems import NotSaved, Problem
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
    lent = Signal()
    """A task has the library: nobody here may ask it anything until `returned`."""
    returned = Signal()
    waiting_changed = Signal()
    """What waits for the disk, or what the disk says, is another."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._library: Library | None = None
        self._actor: object | None = None
        self.waiting: list[Callable[[Library], object]] = []
        self.refusal: NotSaved | None = None
        self._heard: list[ChangeSet] | None = None

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
        library.listen(self._hear)
        self.opened.emit()

    def close(self) -> None:
        if self._library is not None:
            self.closed.emit()
            self.forget_waiting()
            self._library.close()
            self._library = None

    def act(
        self,
        operation: Callable[Concatenate[Library, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R | None:
        """Call `operation(library, …)`. A Problem is shown to the person, and then None comes back."""
        return self._carry_out(lambda library: operation(library, *arguments, **named), None, is_kept=False)

    def act_for(
        self,
        actor: object,
        operation: Callable[Concatenate[Library, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R | None:
        """As `act`, for a widget that starts a change itself and is told of it as `by`."""
        return self._carry_out(lambda library: operation(library, *arguments, **named), actor, is_kept=False)

    def keep(
        self,
        operation: Callable[Concatenate[Library, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R | None:
        """As `act`, for a change that nothing else remembers: where the disk does not take it, it waits and is tried
        again (`write_waiting`), after those that wait already."""
        return self._carry_out(lambda library: operation(library, *arguments, **named), None, is_kept=True)

    def keep_for(
        self,
        actor: object,
        operation: Callable[Concatenate[Library, P], R],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> R | None:
        """As `keep`, for a widget that is told of it as `by`."""
        return self._carry_out(lambda library: operation(library, *arguments, **named), actor, is_kept=True)

    # -- lending the library to a task --------------------------------------------------------------------------------

    def lend(self) -> Library:
        """Give the library to one task, whose thread alone uses it until `take_back`. What changes is told then."""
        self._heard = []
        self.lent.emit()
        return self.library

    def take_back(self) -> None:
        heard, self._heard = self._heard or [], None
        self.returned.emit()
        for change in heard:
            self._hear(change)

    # -- what the disk did not take -----------------------------------------------------------------------------------

    def write_waiting(self) -> bool:
        """Try again what waits, in its order. False where the disk still does not take it."""
        while self.waiting:
            attempt = self.waiting.pop(0)
            try:
                attempt(self.library)
            except NotSaved as problem:
                self.waiting.insert(0, attempt)
                self._tell_refused(problem)
                return False
            except Problem as problem:  # what it was about is gone
                self.problem.emit(str(problem))
        self.forget_waiting()
        return True

    def forget_waiting(self, *, last: bool = False) -> None:
        """Give up what waits, or the last of it; nothing is said about the disk any more when nothing is left."""
        del self.waiting[-1 if last else 0 :]
        if not self.waiting:
            self.refusal = None
        self.waiting_changed.emit()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _carry_out(self, attempt: Callable[[Library], R], actor: object | None, *, is_kept: bool) -> R | None:
        if is_kept and self.waiting and not self.write_waiting():
            self.waiting.append(attempt)
            self.waiting_changed.emit()
            return None
        self._actor = actor
        try:
            return attempt(self.library)
        except NotSaved as problem:
            self.waiting += [attempt] if is_kept else []
            self._tell_refused(problem)
            self.problem.emit(str(problem))
        except Problem as problem:
            self.problem.emit(str(problem))
        finally:
            self._actor = None
        return None

    def _hear(self, change: ChangeSet) -> None:
        if self._heard is not None:  # on the task's thread
            self._heard.append(change)
            return
        self.changed.emit(change, self._actor)
        if self.refusal is not None and not self.waiting:  # the disk takes it again
            self.forget_waiting()

    def _tell_refused(self, problem: NotSaved) -> None:
        self.refusal = problem
        self.waiting_changed.emit()
