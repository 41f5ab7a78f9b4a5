"""Putting a backup in the place of its library, in one step, with a backup of what is there now."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

from annotator.model.problems import Problem, UnusableLibrary
from annotator.store import backups, connection
from annotator.store.backups import Backup
from annotator.store.durable import sync_folder
from annotator.store.lock import WriterLock

_JOURNAL = "-journal"


def restore(library: Path, backup: Path) -> Backup | None:
    """Make `library`, which nobody has open, what `backup` says, and return the backup made of what it was before.

    None where there was no library any more. Whatever happens meanwhile, the library is afterwards either as it was
    or as the backup. Raises Problem; then it is as it was.
    """
    library = library.resolve()
    check_backup(backup)
    if library.exists() and library.samefile(backup):
        raise Problem(f"{backup} is the library itself; choose one of its backups.")
    lock = WriterLock(library)
    lock.acquire()
    try:
        before = _back_up(library)
        _replace(library, backup)
        return before
    finally:
        lock.release()


def check_backup(backup: Path) -> None:
    """Raise UnusableLibrary where that is no whole library of this program, or one of a newer version."""
    connection.check_path(backup)
    db, folder = connection.open_for_reading(backup)
    try:
        connection.check_identity(db, backup)
        with connection.explained(backup):
            found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    finally:
        db.close()
        if folder:
            folder.cleanup()
    if found != "ok":
        raise UnusableLibrary(f"{backup} is damaged, so it was not restored; choose another backup.")


def _back_up(library: Path) -> Backup | None:
    """A backup of what is there now: by SQLite's means, or of a damaged file as it is."""
    if not library.exists() or library.stat().st_size == 0:
        return None
    try:
        db = connection.open_for_writing(library, connection.check_identity)  # completes what a crash left half done
        try:
            return backups.make_backup(db, library, "restore")
        finally:
            db.close()
            connection.remove_empty_journal(library)
    except UnusableLibrary:
        return _keep_damaged(library)
    except Problem:
        if _is_whole(library):
            raise
        return _keep_damaged(library)


def _is_whole(library: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    try:
        check_backup(library)
    except Problem:
        return False
    return True


def _keep_damaged(library: Path) -> Backup:
    """Keep a file that SQLite cannot copy, byte by byte. Nobody has it open: its descriptors hold no lock."""
    try:
        return backups.keep_file(library, "restore")
    except OSError as error:
        raise Problem(
            f"{library} is damaged, and could not be kept beside the backup ({error.strerror or error}); make room, or "
            "move it elsewhere yourself, then restore again. Nothing was changed."
        ) from error


def _replace(library: Path, backup: Path) -> None:
    """The journal of the old file must be gone before the new one has its name: SQLite would roll it into the new."""
    unfinished = backups.unfinished_beside(library)
    try:
        unfinished.parent.mkdir(exist_ok=True)
        db, folder = connection.open_for_reading(backup)
        try:
            backups.copy_whole(db, unfinished)
        finally:
            db.close()
            if folder:
                folder.cleanup()
        if library.exists():
            shutil.copymode(library, unfinished)
        library.with_name(library.name + _JOURNAL).unlink(missing_ok=True)
        sync_folder(library.parent)
        unfinished.replace(library)
        sync_folder(library.parent)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise Problem(
            f"{library} could not be restored ({why}); make room, or check that you may write to "
            "its folder. It is as it was."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
