"""A library at another place: a copy with what could not be written here, or the library itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.model.problems import NotSaved, Problem
from annotator.operations.libraries import open_library
from annotator.store import moving
from annotator.store.library import Library

Change = Callable[[Library], object]
"""Something that is done to a library; it raises Problem where it cannot be."""


def copy_library(library: Library, to: Path, cancelled: Callable[[], bool] = lambda: False) -> None:
    """Copy an open library to `to`, whose name must be free; may run on another thread than the library's.

    Raises Problem, or Cancelled; then there is no copy.
    """
    library.backups.copy(to, cancelled)


def write_into(copy: Path, changes: Iterable[Change]) -> list[str]:
    """Do to the library at `copy`, one after the other, what another did not take.

    Returns why some could not be done. Raises NotSaved, and other Problems where the copy cannot be opened.
    """
    refused = []
    with open_library(copy) as library:
        for change in changes:
            try:
                change(library)
            except NotSaved:  # this disk does not take it either
                raise
            except Problem as problem:
                refused.append(str(problem))
    return refused


def move_library(library: Path, to: Path) -> bool:
    """Move a library that nobody has open, with its backups. False where the old file could not be removed.

    Raises Problem, and then it is where it was.
    """
    return moving.move(library, to)
