"""Looking at what is left, with the program itself: is everything kept that was promised?"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from annotator.model.problems import Problem
from annotator.store.backups import backup_folder, backups_of
from annotator.store.library import Library
from tests.torture.seen import Seen, seen_in
from tests.torture.told import Told

NAME = "library.sqlite"


def complaints(folder: Path, told: Told, *, thorough: bool) -> list[str]:
    """All that is not as it must be, a line each. What is found counts as seen from then on.

    `thorough` reads before it writes, looks for erased words, and goes on working.
    """
    path = folder / NAME
    try:
        found = [*_read_first(path, told)] if thorough else []
        found += _opened(path, told)
        found += _backups(path, told)
        if thorough:
            found += _traces(folder, told)
            found += _goes_on(path)
    except Problem as problem:
        return [f"refused: {problem}"]
    return found


def there_is_none(folder: Path) -> bool:
    """Whether nothing bears the library's name."""
    return not (folder / NAME).exists()


def _read_first(path: Path, told: Told) -> Iterator[str]:
    if path.exists():
        with Library.read(path) as library:
            seen = seen_in(library)
        if wrong := told.copy().settle(seen):
            yield f"read: {wrong}"


def _opened(path: Path, told: Told) -> Iterator[str]:
    found: Seen | None = None
    if path.exists():
        with Library.open(path, "here") as library:
            found = seen_in(library)
            yield from (f"check: {problem}" for problem in library.problems())
    if wrong := told.settle(found):
        yield f"opened: {wrong}"


def _backups(path: Path, told: Told) -> Iterator[str]:
    there = {row.path.name: row.path for row in backups_of(path)}
    yield from (f"the backup {name} is gone" for name in told.made.keys() - there.keys())
    for name, place in there.items():
        digest = hashlib.sha256(place.read_bytes()).digest()
        if told.looked_at.get(name) == digest:
            continue
        told.looked_at[name] = digest
        with Library.read(place) as library:
            seen = seen_in(library)
            yield from (f"backup {name}: {problem}" for problem in library.problems())
        if not (told.may_say(seen) and told.must_say(name, seen)):
            yield f"the backup {name} says what was never so"


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
            Library.create(copy / NAME, "here").close()
        with Library.open(copy / NAME, "here") as library:
            library.save_draft("any", "Words that are typed next")
            library.backups.make("by hand")
        # A backup keeps its journal where the end came while words were erased from it: it is rolled back when read
        belongs = (NAME, backup_folder(path).name)
        left = [row.name for row in copy.rglob("*") if row.name.removesuffix("-journal") not in belongs]
        yield from (f"{name} is left behind" for name in left if not name.endswith((".sqlite", ".sqlite-journal")))
        if (copy / f"{NAME}-journal").exists():
            yield "the library's journal is left behind"
        with Library.read(copy / NAME) as library:
            if library.drafts().get("any") is None:
                yield "what was done next is lost"
    finally:
        shutil.rmtree(copy)
