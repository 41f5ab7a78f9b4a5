"""Looking at what is left, with the program itself: is everything kept that was promised?"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from annotator.model.problems import Problem
from annotator.store.backups import backup_folder, backups_of
from annotator.store.library import Library
from tests.torture.seen import Seen, seen_in
from tests.torture.told import Told

NAME = "library.sqlite"
MOVED = "moved.sqlite"
"""Where a library that is moved goes, in the same folder."""


Check = Callable[[Library], list[str]]


def complaints(folder: Path, told: Told, number: int) -> list[str]:
    """All that is not as it must be, a line each. What is found counts as seen from then on.

    What is seen is compared, and SQLite asked whether the file is whole, every time. Every eighth `number` it is
    checked as `annotator check` does; as often it is read before it is opened, erased words are looked for, and work
    goes on.
    """
    path = standing(folder)
    thorough = number % 8 == 4
    check = Library.problems if number % 8 == 0 else _unsound
    of_backups = _unsound if told.was_flawed else check
    try:
        found = [*_read_first(path, told)] if thorough else []
        found += _opened(path, told, check)
        found += _backups(path, told, of_backups)
        if path.name == NAME and (folder / MOVED).exists():
            found += _half_moved(folder / MOVED, told, of_backups)
        if thorough:
            found += _traces(folder, told)
            found += _goes_on(path)
    except Problem as problem:
        return [f"refused: {problem}"]
    return found


def standing(folder: Path) -> Path:
    """Where the library is: where it was, unless that is empty and it has moved."""
    return folder / (MOVED if (folder / MOVED).exists() and not (folder / NAME).exists() else NAME)


def _unsound(library: Library) -> list[str]:
    """What SQLite itself finds wrong."""
    rows = library._db.execute("PRAGMA quick_check").fetchall()
    return [row[0] for row in rows if row[0] != "ok"] + [
        f"a row of {row[0]} names nothing" for row in library._db.execute("PRAGMA foreign_key_check").fetchall()
    ]


def _read_first(path: Path, told: Told) -> Iterator[str]:
    if path.exists():
        with Library.read(path) as library:
            seen = seen_in(library)
        if wrong := told.copy().settle(seen):
            yield f"read: {wrong}"


def _opened(path: Path, told: Told, check: Check) -> Iterator[str]:
    found: Seen | None = None
    if path.exists():
        with Library.open(path, "here") as library:
            found = seen_in(library)
            if told.is_flawed:
                library.rebuild()
            yield from (f"check: {problem}" for problem in check(library))
    if wrong := told.settle(found):
        yield f"opened: {wrong}"


def _backups(path: Path, told: Told, check: Check) -> Iterator[str]:
    there = {row.path.name: row.path for row in backups_of(path)}
    yield from (f"the backup {name} is gone" for name in told.made.keys() - there.keys())
    yield from _all_whole(there, told, check)


def _half_moved(path: Path, told: Told, check: Check) -> Iterator[str]:
    """What is at its new place already, while the old one is there still."""
    with Library.read(path) as library:
        if wrong := told.copy().settle(seen_in(library)):
            yield f"moved: {wrong}"
    yield from _all_whole({row.path.name: row.path for row in backups_of(path)}, told, check)


def _all_whole(there: Mapping[str, Path], told: Told, check: Check) -> Iterator[str]:
    for name, place in there.items():
        digest = hashlib.sha256(place.read_bytes()).digest()
        if told.looked_at.get(name) == digest:
            continue
        with Library.read(place) as library:
            seen = seen_in(library)
            yield from (f"backup {name}: {problem}" for problem in check(library))
        if not (told.may_say(seen) and told.must_say(name, seen)):
            yield f"the backup {name} says what was never so"
        else:
            told.looked_at[name] = digest


def _traces(folder: Path, told: Told) -> Iterator[str]:
    for place in folder.rglob("*"):
        content = place.read_bytes() if place.is_file() else b""
        yield from (f"{place.name} still has {trace[:24]}" for trace in told.traces if trace.encode() in content)


def _goes_on(path: Path) -> Iterator[str]:
    """In a copy of it all, an edit and a backup: is anything in the way?"""
    copy = path.parent.with_name(f"{path.parent.name} goes on")
    shutil.copytree(path.parent, copy)
    try:
        if not path.exists():
            Library.create(copy / path.name, "here").close()
        with Library.open(copy / path.name, "here") as library:
            library.save_draft("any", "Words that are typed next")
            library.backups.make("by hand")
        # A backup keeps its journal where the end came while words were erased from it: it is rolled back when read
        belongs = [name for known in (NAME, MOVED) for name in (known, backup_folder(path.with_name(known)).name)]
        # Only whoever opens or makes the one at that place knows that these are nobody's
        belongs += [f".{MOVED}.new", *([f"{NAME}.lock"] if path.name == MOVED else [])]
        nobodys = backup_folder(copy / MOVED) if path.name == NAME else None
        left = [
            row.name
            for row in copy.rglob("*")
            if row.name.removesuffix("-journal") not in belongs and row.parent != nobodys
        ]
        yield from (f"{name} is left behind" for name in left if not name.endswith((".sqlite", ".sqlite-journal")))
        if (copy / f"{path.name}-journal").exists():
            yield "the library's journal is left behind"
        with Library.read(copy / path.name) as library:
            if library.drafts().get("any") is None:
                yield "what was done next is lost"
    finally:
        shutil.rmtree(copy)
