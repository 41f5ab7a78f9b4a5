"""What is going on in a folder when the end comes: each prepared here, and lived through in a process of its own."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from annotator.model.change import Edit
from annotator.store import schema
from annotator.store.backups import backups_of
from annotator.store.library import Library
from annotator.store.moving import move
from annotator.store.replacing import restore
from tests.store.deliveries import delivery_of
from tests.store.samples import make_text
from tests.torture.looking import MOVED, NAME
from tests.torture.older import write_older
from tests.torture.person import LAYERS, Partner, Person, Tell
from tests.torture.seen import Seen, copied, seen_in, seen_in_file
from tests.torture.told import Told

CODEBOOK = [Edit("category", name, {"name": name.title()}) for name in LAYERS]
NEW: Seen = {"notes": {}, "drafts": {}, "texts": [], "layers": sorted(name.title() for name in LAYERS)}
SAMPLE = "Sample"
"""The label of the text that notes are made in."""
MOST_BACKUPS = 6


class Bases:
    """Libraries to begin with, each made once in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def current(self) -> tuple[Path, Seen]:
        """A library with some notes, and what is seen in it."""
        path = self._folder / "base.sqlite"
        text = make_text()
        with Library.create(path, "here", CODEBOOK) as library:
            library.apply([Edit("version", text.id, {"label": SAMPLE, "sha256": text.sha256})], "Reader", texts=[text])
            person = Person(library, seen_in(library), Random(5), lambda _line: None)
            for _ in range(60):
                person.act()
            return path, seen_in(library)

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        """What others made of the same library, each a text and some notes of theirs."""
        path, seen = self.current
        found = []
        for name, notes in (("north", 3), ("south", 12), ("west", 40)):
            copy = self._folder / f"{name}.sqlite"
            shutil.copyfile(path, copy)
            with Library.open(copy, name) as library:
                person = Person(library, seen, Random(name), lambda _line: None)
                person.import_text()
                for _ in range(notes):
                    person.make_note()
                came = copied(person.seen)
                came["notes"] = {id: note for id, note in came["notes"].items() if id not in seen["notes"]}
                came["texts"] = [label for label in came["texts"] if label not in seen["texts"]]
                found.append(Partner(delivery_of(library, f"{name}.sqlite"), came))
        return tuple(found)

    def older(self, version: int) -> Path:
        path = self._folder / f"version {version}.sqlite"
        if not path.exists():
            write_older(self.current[0], path, version)
        return path


@dataclass(frozen=True)
class Situation:
    """`prepare` gives what is known of the library that is there then, which is that of before or another; `live`
    works in it for some acts. Of a hundred trials `share` are of this kind."""

    name: str
    share: int
    prepare: Callable[[Path, Bases, Random, Told | None], Told]
    live: Callable[[Path, Bases, Random, Tell, int], None]


def prepared(folder: Path, bases: Bases, random: Random, told: Told | None) -> Told:
    """The library that is there, as long as work can go on in it and there are not too many backups; else the base."""
    if told is not None and _will_do(folder, told) and random.random() < 0.98:
        return told
    return put(folder, *bases.current)


def _will_do(folder: Path, told: Told) -> bool:
    """A backup with a flawed index in it would be restored as it is."""
    has_sample = all(seen and SAMPLE in seen["texts"] for seen in told.allowed)
    is_alone = (folder / NAME).exists() and not (folder / MOVED).exists()
    return has_sample and is_alone and not told.was_flawed and len(backups_of(folder / NAME)) <= MOST_BACKUPS


def work(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    with Library.open(folder / NAME, "here") as library:
        _go_on(library, bases, random, tell, acts)


def back_up(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    with Library.open(folder / NAME, "here") as library:
        person = _person(library, bases, random, tell)
        for _ in range(0, acts, 4):
            random.choice((person.back_up, person.back_up_beside, person.act))()


def erase(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    with Library.open(folder / NAME, "here") as library:
        person = _person(library, bases, random, tell)
        person.annotate()
        if random.random() < 0.5:
            person.back_up()
        person.erase()
        for _ in range(acts):
            person.act()


def merge(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    with Library.open(folder / NAME, "here") as library:
        person = _person(library, bases, random, tell)
        for _ in range(acts):
            chosen = (person.merge, person.merge, person.unmerge, person.remerge, person.undo, person.redo, person.act)
            random.choice(chosen)()


def put_older(folder: Path, bases: Bases, random: Random, _told: Told | None = None) -> Told:
    version = random.randrange(1, len(schema.STEPS))
    return put(folder, bases.older(version), bases.current[1])


def migrate(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    """Opening it is what migrates it."""
    work(folder, bases, random, tell, acts)


def _prepared_backup(folder: Path, bases: Bases, random: Random, told: Told | None) -> Told:
    told = prepared(folder, bases, random, told)
    if not backups_of(folder / NAME):
        with Library.open(folder / NAME, "here") as library:
            library.backups.make("by hand")
    return told


def restore_backup(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    chosen = random.choice(backups_of(folder / NAME)).path
    tell({"doing": "restore", "seen": seen_in_file(chosen)})
    made = restore(folder / NAME, chosen)
    tell({"done": "restore", **({"made": made.path.name} if made else {})})
    work(folder, bases, random, tell, acts)


def _prepared_flawed(folder: Path, bases: Bases, _random: Random, _told: Told | None) -> Told:
    """Nothing that is seen is missing, but search would not find it."""
    told = put(folder, *bases.current)
    with contextlib.closing(sqlite3.connect(folder / NAME)) as raw, raw:
        raw.execute("DELETE FROM passage WHERE id = 1")
    told.is_flawed = told.was_flawed = True
    return told


def rebuild(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    with Library.open(folder / NAME, "here") as library:
        person = _person(library, bases, random, tell)
        tell({"doing": "rebuild", "seen": person.seen})
        made = library.rebuild()
        tell({"done": "rebuild", **({"made": made.path.name, "says": person.seen} if made else {})})
        for _ in range(acts):
            person.act()


def _prepared_to_move(folder: Path, bases: Bases, random: Random, _told: Told | None) -> Told:
    told = put(folder, *bases.current)
    with Library.open(folder / NAME, "here") as library:
        for reason in random.sample(("by hand", "daily", "merge"), 2):
            told.made[library.backups.make(reason).path.name] = bases.current[1]
    return told


def move_away(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    tell({"doing": "move", "seen": seen_in_file(folder / NAME)})
    if not move(folder / NAME, folder / MOVED):
        raise AssertionError("The library could not be moved.")
    tell({"done": "move"})
    with Library.open(folder / MOVED, "here") as library:
        _go_on(library, bases, random, tell, acts)


def put_nothing(folder: Path, *_nothing_needed: object) -> Told:
    clear(folder)
    return Told(None)


def create(folder: Path, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    tell({"doing": "create", "seen": NEW})
    Library.create(folder / NAME, "here", CODEBOOK).close()
    tell({"done": "create"})
    with Library.open(folder / NAME, "here") as library:
        person = _person(library, bases, random, tell)
        for _ in range(acts):
            person.import_text()


SITUATIONS = {
    row.name: row
    for row in (
        Situation("work", 30, prepared, work),
        Situation("merge", 14, prepared, merge),
        Situation("back up", 12, prepared, back_up),
        Situation("erase", 6, prepared, erase),
        Situation("migrate", 12, put_older, migrate),
        Situation("restore", 10, _prepared_backup, restore_backup),
        Situation("create", 8, put_nothing, create),
        Situation("move", 4, _prepared_to_move, move_away),
        Situation("rebuild", 4, _prepared_flawed, rebuild),
    )
}


def chosen_situation(random: Random, only: str = "") -> Situation:
    """One of all by their shares, or that of the name `only`."""
    if only:
        return SITUATIONS[only]
    return random.choices(list(SITUATIONS.values()), [row.share for row in SITUATIONS.values()])[0]


def clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def put(folder: Path, library: Path, seen: Seen) -> Told:
    clear(folder)
    shutil.copyfile(library, folder / NAME)
    return Told(seen)


def _person(library: Library, bases: Bases, random: Random, tell: Tell) -> Person:
    seen = seen_in(library)
    tell({"opened": seen})
    person = Person(library, seen, random, tell, bases.partners)
    if random.random() < 0.3:
        person.keep_little_in_memory()
    return person


def _go_on(library: Library, bases: Bases, random: Random, tell: Tell, acts: int) -> None:
    person = _person(library, bases, random, tell)
    for _ in range(acts):
        person.act()
