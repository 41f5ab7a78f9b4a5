"""Backups of a library, in the folder `NAME.backups` beside it: their names, how one is made, which are kept.

The one place that knows the folder, the names and the reasons. A backup is written under another name, synced, checked,
and only then moved into place, so that whatever bears the name of a backup is whole.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

from annotator.model.problems import Cancelled, Problem
from annotator.model.records import dataclass
from annotator.store.database import Database
from annotator.store.durable import sync_file, sync_folder

Reason = Literal["daily", "by hand", "merge", "migration", "restore", "rebuild", "other"]
"""Why it was made: `merge` and those after it name what it was made before, `other` is a file with another name."""

DAYS, WEEKS, MONTHS, STEPS = 14, 8, 12, 20
"""How many latest days, weeks and months keep their last daily backup, and how many made before a step are kept."""

_FOLDER = ".backups"
_UNFINISHED = ".new"
_TIME = "%Y-%m-%d %H.%M.%S"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d), (.+?)(?: \((\d+)\))?")
_PAGES = 128  # copied at a time: half a megabyte, a few milliseconds in which the window waits for the connection
_PAUSE_SECONDS = 0.002
_SYNCED_STEPS = 16  # so that a change never waits for the disk to take a whole library
_KEPT_BY_NUMBER: tuple[Reason, ...] = ("merge", "restore", "rebuild")


@dataclass(frozen=True, slots=True)
class Backup:
    """`made` is in UTC, by the clock of this computer then; `size` is in bytes."""

    path: Path
    made: datetime.datetime
    reason: Reason
    size: int


def backup_folder(library: Path) -> Path:
    """Where the backups of a library lie: beside it."""
    return library.with_name(library.name + _FOLDER)


def library_of(path: Path) -> Path | None:
    """The library whose backup lies at that path; None where no backup does."""
    is_one = path.parent.name.endswith(_FOLDER) and path.suffix == ".sqlite"
    return path.parent.with_name(path.parent.name.removesuffix(_FOLDER)) if is_one else None


def backups_of(library: Path) -> list[Backup]:
    """The backups of the library at that path, the latest first. None of them is opened."""
    found = []
    for path in backup_folder(library).glob("*.sqlite"):
        with contextlib.suppress(OSError):  # removed meanwhile
            found.append(_backup(path))
    return _latest_first(found)


def make_backup(
    db: Database, library: Path, reason: Reason, check: Callable[[], None] = lambda: None, *, pause: bool = True
) -> Backup:
    """Copy an open library through SQLite's own means, then forget the backups that are no longer kept.

    `check` is called between the steps and may raise. Without `pause` nobody else uses the connection meanwhile. Raises
    Problem; then no backup is there, and nothing changed.
    """
    folder = backup_folder(library)
    try:
        folder.mkdir(exist_ok=True)
        forget_unfinished(library)
        backup = _free_name(folder, _label(db, reason))
        unfinished = backup.with_suffix(_UNFINISHED)
        try:
            copy_whole(db, unfinished, check, pause=pause)
            unfinished.replace(backup)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_names(folder)
        made = _backup(backup)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise Problem(
            f"No backup of {library.name} could be made in {folder} ({why}); make room there, or move the library to "
            "a folder that you may write to. The library itself is as it was."
        ) from error
    with contextlib.suppress(OSError):  # one more than need be does no harm
        prune(library)
    return made


def keep_file(library: Path, reason: Reason) -> Backup:
    """Keep the bytes of a library that SQLite cannot copy, and of its journal. Nobody has it open. Raises OSError."""
    folder = backup_folder(library)
    folder.mkdir(exist_ok=True)
    kept = _free_name(folder, _words(reason))
    for suffix in ("-journal", ""):
        source, unfinished = library.with_name(library.name + suffix), unfinished_beside(library)
        if source.exists():
            try:
                shutil.copyfile(source, unfinished)
                sync_file(unfinished)
                unfinished.replace(kept.with_name(kept.name + suffix))
            finally:
                unfinished.unlink(missing_ok=True)
    _sync_names(folder)
    return _backup(kept)


def unfinished_beside(library: Path) -> Path:
    """A name for what is not finished yet, on the library's disk; `forget_unfinished` removes it after a crash."""
    return backup_folder(library) / f"restoring{_UNFINISHED}"


def copy_whole(db: Database, to: Path, check: Callable[[], None] = lambda: None, *, pause: bool = True) -> None:
    """Copy an open library to a new file, which is on the disk and has been checked when this returns.

    A change made meanwhile through the same connection is in the copy; with `pause` whoever waits for the connection
    gets it between two steps. Raises OSError or sqlite3.Error.
    """
    to.unlink(missing_ok=True)

    def between(_status: int, remaining: int, _total: int) -> None:
        check()
        if remaining // _PAGES % _SYNCED_STEPS == 0:
            os.fsync(file.fileno())
        if pause:
            time.sleep(_PAUSE_SECONDS)  # whoever waits for the connection has it first

    with to.open("xb") as file, contextlib.closing(sqlite3.connect(to)) as target:
        # The file has no name yet that anybody trusts: it is synced by us
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        db.conn.backup(target, pages=_PAGES, progress=between, sleep=_PAUSE_SECONDS)
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is not whole: {found}")
    check()
    sync_file(to)


def _sync_names(folder: Path) -> None:
    """Have the backups' names on the disk, and that of their folder, which may be new."""
    sync_folder(folder)
    sync_folder(folder.parent)


def forget_unfinished(library: Path) -> None:
    """Remove what a crash left of a backup, so that erased words do not live on in it. The library is open for writing:
    nobody else is making one."""
    for leftover in backup_folder(library).glob(f"*{_UNFINISHED}*"):
        leftover.unlink(missing_ok=True)


def prune(library: Path) -> None:
    """Remove the backups that are no longer kept."""
    found = backups_of(library)
    kept = {row.path for row in kept_of(found, datetime.datetime.now(datetime.UTC))}
    gone = [row.path for row in found if row.path not in kept]
    for path in gone:
        for suffix in ("-journal", ""):  # a damaged library is kept with its journal
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    if gone:
        sync_folder(backup_folder(library))  # else a loss of power brings them back, with words that were erased since


def kept_of(backups: Iterable[Backup], now: datetime.datetime) -> list[Backup]:
    """Those to keep: daily ones all of today, then the last of each of the 14 latest days, 8 latest weeks and 12 latest
    months *that have one*; of those made before a merge, a restoring or a rebuilding the latest 20; all others always.

    Counted, not by age: a clock that jumps a year ahead would else make every backup too old at once.
    """
    ordered = _latest_first(backups)
    daily = [row for row in ordered if row.reason == "daily"]
    today = _day(now)
    kept = {row.path for row in ordered if row.reason not in ("daily", *_KEPT_BY_NUMBER)}
    kept |= {row.path for row in [row for row in ordered if row.reason in _KEPT_BY_NUMBER][:STEPS]}
    kept |= {row.path for row in daily if _day(row.made) >= today}
    periods: tuple[tuple[Callable[[datetime.date], object], int], ...] = (
        (lambda day: day, DAYS),
        (lambda day: day.isocalendar()[:2], WEEKS),
        (lambda day: (day.year, day.month), MONTHS),
    )
    for period, count in periods:
        last: dict[object, Path] = {}
        for row in daily:
            last.setdefault(period(_day(row.made)), row.path)
        kept |= set(list(last.values())[:count])
    return [row for row in ordered if row.path in kept]


class BackupMaker:
    """Makes backups from the connection of an open library, on whichever thread, one at a time.

    SQLite itself serialises the use of one connection by two threads (`sqlite3.threadsafety` is 3 wherever Python
    brings its own SQLite): while a backup is made, a change waits for one step of it at most.
    """

    def __init__(self, db: Database, library: Path) -> None:
        self._db, self._library = db, library
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._is_making = threading.Event()

    def make(self, reason: Reason, cancelled: Callable[[], bool] = lambda: False, *, pause: bool = True) -> Backup:
        """Raises Problem, and Cancelled where `cancelled` says so or the library is closed meanwhile.

        Without `pause` it is made faster, while nobody else uses the library.
        """

        def check() -> None:
            if cancelled() or self._stopping.is_set():
                raise Cancelled

        with self._working():
            check()
            return make_backup(self._db, self._library, reason, check, pause=pause)

    def copy(self, to: Path, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Copy the library to another place, which keeps no backups of it. Raises as `make`."""
        from annotator.store import moving  # which needs this module

        def check() -> None:
            if cancelled() or self._stopping.is_set():
                raise Cancelled

        with self._working():
            check()
            moving.copy(self._db, self._library, to, check)

    def is_due(self, now: datetime.datetime | None = None) -> bool:
        """Whether there is no backup of today yet. One of a day to come is none: some time the clock was wrong."""
        today = _day(now or datetime.datetime.now(datetime.UTC))
        return not any(_day(row.made) == today for row in backups_of(self._library))

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """End a backup that is being made, and make none within."""
        self._stopping.set()
        try:
            with self._turn:
                yield
        finally:
            self._stopping.clear()

    @property
    def is_making(self) -> bool:
        """Whether some thread copies from the connection now."""
        return self._is_making.is_set()

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        with self._turn:
            if self._db.renewal is not None:  # which is for the library's own thread to do
                raise Problem(
                    f"{self._library.name} was not copied, because the disk refused the last change; see to it and try "
                    "again. The library itself is as it was."
                )
            self._is_making.set()
            try:
                yield
            finally:
                self._is_making.clear()

    def stop(self) -> None:
        """End a backup that is being made, and make none any more."""
        self._stopping.set()
        with self._turn:
            pass


def _backup(path: Path) -> Backup:
    status = path.stat()
    named = _NAME.fullmatch(path.stem)
    try:
        made = datetime.datetime.strptime(named[1] if named else "", _TIME).replace(tzinfo=datetime.UTC)
    except ValueError:
        return Backup(path, datetime.datetime.fromtimestamp(status.st_mtime, datetime.UTC), "other", status.st_size)
    label = named[2] if named else ""
    reason: Reason = "migration" if label.startswith("version ") else _reason(label)
    return Backup(path, made, reason, status.st_size)


def _reason(label: str) -> Reason:
    for reason in get_args(Reason):
        if label == _words(reason):
            found: Reason = reason
            return found
    return "other"


def _label(db: Database, reason: Reason) -> str:
    if reason == "migration":
        return f"version {db.execute('PRAGMA user_version').fetchone()[0]}"
    return _words(reason)


def _words(reason: Reason) -> str:
    return reason if reason in ("daily", "by hand", "other") else f"before {reason}"


def _free_name(folder: Path, label: str) -> Path:
    moment = datetime.datetime.now(datetime.UTC).strftime(_TIME)
    if not any(folder.glob(f"{moment}*")):
        return folder / f"{moment}, {label}.sqlite"
    number = 2
    while any(folder.glob(f"{moment}* ({number}).sqlite")):
        number += 1
    return folder / f"{moment}, {label} ({number}).sqlite"


def _latest_first(found: Iterable[Backup]) -> list[Backup]:
    """Those of one second by their numbers."""

    def order(row: Backup) -> tuple[datetime.datetime, int, str]:
        named = _NAME.fullmatch(row.path.stem)
        return row.made, int(named[3] or 1) if named else 0, row.path.name

    return sorted(found, key=order, reverse=True)


def _day(moment: datetime.datetime) -> datetime.date:
    """The day as the person at the screen counts it."""
    return moment.astimezone().date()
