"""A library at another place: a whole copy there first, and only then, if it moves, the old one away."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from annotator.model.problems import Problem
from annotator.store import backups, connection, creating
from annotator.store.backups import backup_folder
from annotator.store.database import Database
from annotator.store.durable import sync_file, sync_folder
from annotator.store.lock import WriterLock


def copy(db: Database, library: Path, to: Path, check: Callable[[], None] = lambda: None) -> None:
    """Copy an open library to `to`, whose name must be free. `check` is called between the steps and may raise.

    The copy is on the disk and has been checked before it has its name. Raises Problem; then nothing is there.
    """
    unfinished = to.with_name(f".{to.name}.new")
    try:
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            backups.copy_whole(db, unfinished, check)
            creating.put_in_place(unfinished, to)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise Problem(
            f"{library.name} could not be copied to {to} ({why}); choose another disk or folder. It is as it was."
        ) from error


def move(library: Path, to: Path) -> bool:
    """Move a library that nobody has open, and its backups with it, to `to`, whose name must be free.

    Raises Problem, and then it is where it was. False where it is at its new place, but could not be removed from the
    old one.
    """
    library = library.resolve()
    if to.exists():
        raise Problem(f"{to} exists already; choose another name.")
    lock = WriterLock(library)
    lock.acquire()
    try:
        db = connection.open_for_writing(library, connection.check_identity)
        try:
            copy(db, library, to)
        finally:
            db.close()
            connection.remove_empty_journal(library)
        return _take_backups(library, to) and _remove(library)
    finally:
        lock.release()


def _take_backups(library: Path, to: Path) -> bool:
    """Those that cannot be taken stay where they are, beside the old library, which stays then too."""
    try:
        if backup_folder(library).is_dir():
            _copy_all(backup_folder(library), backup_folder(to))
    except OSError:
        return False
    return True


def _copy_all(folder: Path, to: Path) -> None:
    """Whole files only bear the name of a backup, on the disk too: the old ones are about to be removed."""
    to.mkdir(exist_ok=True)
    for path in sorted(folder.iterdir(), reverse=True):  # the journal of a damaged library before the library
        unfinished = to / f"{path.name}.new"
        shutil.copy2(path, unfinished)
        sync_file(unfinished)
        unfinished.replace(to / path.name)
    sync_folder(to)
    sync_folder(to.parent)


def _remove(library: Path) -> bool:
    try:
        library.unlink()
        sync_folder(library.parent)  # else a loss of power could bring it back without its backups
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(backup_folder(library))
    except OSError:
        return False
    return True
