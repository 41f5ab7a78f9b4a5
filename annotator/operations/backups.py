"""Backups of a library: made each day and by hand, listed, looked into, and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.store.backups import Backup, backups_of
from annotator.store.library import Library


def list_backups(library: Path) -> list[Backup]:
    """The backups of the library at that path, the latest first."""
    return backups_of(library.resolve())


def back_up(library: Library, cancelled: Callable[[], bool] = lambda: False) -> Backup:
    """Make a backup because somebody asked for it; may run on another thread than the library's. Raises Problem."""
    return library.backups.make("by hand", cancelled)


def back_up_daily(library: Library, cancelled: Callable[[], bool] = lambda: False) -> Backup | None:
    """Make today's backup where there is none yet; may run on another thread than the library's. Raises Problem."""
    return library.backups.make("daily", cancelled) if library.backups.is_due() else None
