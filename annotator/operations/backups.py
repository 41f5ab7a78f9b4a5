"""Backups of a library: made each day and by hand, listed, looked into, and put back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from annotator.model.problems import NotFound
from annotator.model.records import dataclass
from annotator.store import replacing
from annotator.store.backups import Backup, backups_of
from annotator.store.library import Library


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a library: the name of each version by its id, the annotations, and when it was changed last (UTC).

    `modified` is empty where nothing was ever changed.
    """

    versions: Mapping[str, str]
    annotations: frozenset[str]
    modified: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a backup has that the library has no more, and the other way round; versions by their names."""

    annotations_back: int
    annotations_gone: int
    versions_back: tuple[str, ...]
    versions_gone: tuple[str, ...]


def list_backups(library: Path) -> list[Backup]:
    """The backups of the library at that path, the latest first."""
    return backups_of(library.resolve())


def back_up(library: Library, cancelled: Callable[[], bool] = lambda: False) -> Backup:
    """Make a backup because somebody asked for it; may run on another thread than the library's. Raises Problem."""
    return library.backups.make("by hand", cancelled)


def back_up_daily(library: Library, cancelled: Callable[[], bool] = lambda: False) -> Backup | None:
    """Make today's backup where there is none yet; may run on another thread than the library's. Raises Problem."""
    return library.backups.make("daily", cancelled) if library.backups.is_due() else None


def restore_backup(library: Path, backup: Path) -> Backup | None:
    """Put a backup in the place of its library, which nobody has open, after a backup of what is there now.

    That one is returned; None where there was no library any more. Raises Problem, and then nothing was changed.
    """
    return replacing.restore(library, backup)


def find_backup(library: Path, name: str) -> Path:
    """The backup that `name` means: a file, or the beginning of the name of one beside the library. Raises NotFound."""
    found = [row.path for row in list_backups(library) if row.path.name.startswith(name)]
    exact = [path for path in found if name in (path.name, path.stem)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    with contextlib.suppress(OSError):
        if Path(name).exists():
            return Path(name)
    what = f"{len(found)} backups of {library} begin" if found else f"no backup of {library} begins"
    raise NotFound(f"There {'are' if found else 'is'} {what} with “{name}”; “annotator backups {library}” lists them.")


def contents_of(library: Library, *, with_latest: bool = True) -> Contents:
    """What is in an open library. When it was changed last takes longest to find, and can be left out."""
    latest = library.history(limit=1) if with_latest else []
    names = {row.id: row.name for row in library.versions()}
    return Contents(names, frozenset(library.newest()), latest[0].when if latest else "")


def look_into(backup: Path) -> Contents:
    """What is in a backup, which is not changed; for any thread. Raises Problem where it cannot be read."""
    with Library.read(backup) as opened:
        return contents_of(opened)


def difference(backup: Contents, now: Contents) -> Difference:
    """What restoring the backup would bring back, and what would be gone."""
    return Difference(
        len(backup.annotations - now.annotations),
        len(now.annotations - backup.annotations),
        tuple(name for id, name in backup.versions.items() if id not in now.versions),
        tuple(name for id, name in now.versions.items() if id not in backup.versions),
    )
