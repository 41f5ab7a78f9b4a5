"""Import: files are read in a worker, looked at, and then become versions.

Reading and writing are apart, so that the window can show what was read before anything is made: `read_texts` touches
no library, `add_versions` no file.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.anchoring import anchor_range
from annotator.model.annotation import Person
from annotator.model.change import DELETED, Edit
from annotator.model.problems import Cancelled, Problem, UnusableFile
from annotator.model.treaty import VERSION_FIELDS, VERSION_KINDS, Reading, Version
from annotator.operations.annotating import Assignment, annotation_edits, now
from annotator.sources import SUFFIXES, Readers
from annotator.store.identity import new_id
from annotator.store.library import Library

_PASTED = "pasted text"

Progress = Callable[[str, float], None]
"""Called with what is being done, and how much of all is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read, and why, in a sentence."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a number of files gave. `seconds` is per file name; a worker's start is in `start_seconds`, apart."""

    readings: tuple[Reading, ...]
    refused: tuple[Refusal, ...]
    seconds: Mapping[str, float]
    start_seconds: float


@dataclass(frozen=True, slots=True)
class Imported:
    """A reading that is now a version of the library. `existing`: it was there already, and nothing was made."""

    version: Version
    reading: Reading
    existing: bool
    annotations: int


def read_texts(
    paths: Iterable[Path],
    given: Mapping[str, str] | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Batch:
    """Read these files, and those in these folders, in one worker. `given` overrides what a file says of itself.

    A file that cannot be read is listed in `refused` and the others go on. Raises Cancelled.
    """
    files, refused = _files(paths)
    readings: list[Reading] = []
    seconds: dict[str, float] = {}
    starting = 0.0
    with Readers() as readers:
        for number, path in enumerate(files):

            def report(step: str, share: float, number: int = number, path: Path = path) -> None:
                if progress:
                    progress(f"{path.name}: {step}", (number + share) / len(files))

            report("reading", 0.0)
            began = time.monotonic()
            try:
                found = readers.read_file(path, progress=report, cancelled=cancelled)
                readings += [describe(reading, given or {}) for reading in found]
            except Cancelled:
                raise
            except UnusableFile as problem:
                refused.append(Refusal(str(path), str(problem)))
            starting += readers.start_seconds if number == 0 else 0.0
            seconds[path.name] = time.monotonic() - began - (readers.start_seconds if number == 0 else 0.0)
    return Batch(tuple(readings), tuple(refused), seconds, starting)


def read_pasted(text: str, given: Mapping[str, str] | None = None) -> list[Reading]:
    """Read text that was pasted, as plain text; through the same worker, since what is pasted is foreign too."""
    if not text.strip():
        raise UnusableFile("There is no text to paste; copy some words first.")
    with Readers() as readers:
        found = readers.read_bytes(f"{_PASTED}.txt", text.encode())
    return [describe(_without_file_name(reading), given or {}) for reading in found]


def _without_file_name(reading: Reading) -> Reading:
    """A text that names no instrument is not called after a file that never was."""
    names = ("instrument", "short_title")
    blank: dict[str, Any] = {name: "" for name in names if getattr(reading.data, name) == _PASTED}
    return replace(reading, data=replace(reading.data, label="" if blank else reading.data.label, **blank))


def describe(reading: Reading, given: Mapping[str, str]) -> Reading:
    """`reading` with what a person says of it. Raises Problem for an unknown kind of version."""
    kind = given.get("kind")
    if kind is not None and kind not in VERSION_KINDS:
        raise Problem(f"“{kind}” is no kind of version; choose one of: {', '.join(VERSION_KINDS)}.")
    known: dict[str, Any] = {name: value for name, value in given.items() if name in VERSION_FIELDS}
    return replace(reading, data=replace(reading.data, **{**_told_by_name(reading), **known}))


def _told_by_name(reading: Reading) -> dict[str, Any]:
    """What a file's name says that its words do not: "paris-draft-2015-12-12.md" is a draft of that day."""
    stem = Path(reading.source_name).stem.lower()
    told: dict[str, Any] = {}
    date = re.search(r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)", stem)
    if date and not reading.data.date:
        told["date"] = date.group()
    if re.search(r"(?<![a-z])draft(?![a-z])", stem) and reading.data.kind == "official":
        told["kind"] = "draft"
    return told


def add_versions(library: Library, readings: Sequence[Reading], person: Person) -> list[Imported]:
    """Make each reading a version, its comments annotations. One that is there already is only named.

    Each reading is one change set, so that undo takes back one at a time.
    """
    return [_add(library, reading, person) for reading in readings]


def edit_version(library: Library, version: str, given: Mapping[str, str], person: Person) -> Version:
    """Change a version's label, instrument, kind, language or what its citation needs; its words never change."""
    before = library.version(version)
    if not given:
        return before
    kind = given.get("kind", before.data.kind)
    if kind not in VERSION_KINDS:
        raise Problem(f"“{kind}” is no kind of version; choose one of: {', '.join(VERSION_KINDS)}.")
    library.apply([Edit("version", version, dict(given))], person)
    return library.version(version)


def remove_version(library: Library, version: str, person: Person) -> None:
    """Take a version out of the library with everything on it; undo brings it back."""
    library.version(version)
    library.apply([Edit("version", version, {DELETED: True})], person)


def _add(library: Library, reading: Reading, person: Person) -> Imported:
    text = reading.text
    there = {row.id: row for row in library.versions()}
    if text.id not in there and library.has_text(text.id):
        # It was removed: it comes back as it was, with its comments, rather than beside them
        library.apply([Edit("version", text.id, {DELETED: False})], person)
        there = {row.id: row for row in library.versions()}
    if text.id in there:
        return Imported(there[text.id], reading, True, there[text.id].annotations)
    label = _free_label(reading, {row.name for row in there.values()})
    fields = {name: getattr(reading.data, name) for name in VERSION_FIELDS}
    fields |= {"label": label, "sha256": text.sha256, "source_sha256": reading.source_sha256}
    fields |= {"source_name": reading.source_name, "imported": now()}
    edits = [Edit("version", text.id, {**fields, DELETED: False})]
    for note in reading.notes:
        author = Person(note.author)
        given = Assignment(stance="note", commentary=note.commentary)
        made = annotation_edits(new_id(), anchor_range(text, note.start, note.end), given, author)
        created = {"created": note.created or now()}
        edits += [Edit(row.entity, row.entity_id, {**row.fields, **created}) for row in made]
    library.apply(edits, person, texts=[text])
    return Imported(library.version(text.id), reading, False, len(reading.notes))


def _free_label(reading: Reading, taken: set[str]) -> str:
    """A label that no other version has, since versions are named by it."""
    label = reading.data.label or reading.data.short_title or reading.data.instrument or Path(reading.source_name).stem
    dated = [f"{label}, {reading.data.date}"] if reading.data.date else []
    numbered = (f"{label} ({number})" for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain([label], dated, numbered) if candidate not in taken)


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[Refusal]]:
    """The files named and those in the folders named (the readers refuse what is of no kind), and useless folders."""
    files: list[Path] = []
    refused: list[Refusal] = []
    for path in paths:
        try:
            inside = _inside(path) if path.is_dir() else [path]
        except OSError as error:
            refused.append(Refusal(str(path), f"{path} cannot be read ({error.strerror}); check its permissions."))
            continue
        files += inside
        if not inside:
            kinds = ", ".join(sorted(SUFFIXES))
            refused.append(Refusal(str(path), f"{path} is a folder without files; these are read: {kinds}."))
    return files, refused


def _inside(folder: Path) -> list[Path]:
    return sorted(row for row in folder.iterdir() if row.is_file() and not row.name.startswith("."))
