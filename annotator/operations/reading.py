"""Read texts in a worker, and read them again with what a person says of their lines. No library is touched."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.correcting import AS_IT_IS, Instructions
from annotator.model.problems import Cancelled, Problem, UnusableFile
from annotator.model.treaty import VERSION_FIELDS, VERSION_KINDS, Reading, is_language_tag
from annotator.sources import SUFFIXES, Readers
from annotator.sources.readers import file_bytes

_PASTED = "pasted text"

Progress = Callable[[str, float], None]
"""Called with what is being done, and how much of all is done, from 0 to 1."""

Cancelling = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read, and why, in a sentence."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where readings come from, so that they can be read again: a file, or words that were pasted."""

    path: Path | None = None
    pasted: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading, its source, and the seconds that reading all of that source took, the worker's start apart."""

    reading: Reading
    source: Source
    seconds: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What a number of files gave. `start_seconds` is how long the workers that read them took to start."""

    found: tuple[Found, ...]
    refused: tuple[Refusal, ...] = ()
    start_seconds: float = 0.0

    @property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(row.reading for row in self.found)


def read_texts(
    paths: Iterable[Path],
    given: Mapping[str, str] | None = None,
    *,
    instructions: Instructions = AS_IT_IS,
    progress: Progress | None = None,
    cancelled: Cancelling | None = None,
) -> Batch:
    """Read these files, and those in these folders, in one worker. `given` overrides what a file says of itself.

    A file that cannot be read is listed in `refused` and the others go on. Raises Cancelled.
    """
    files, refused = _files(paths)
    found: list[Found] = []
    starting = 0.0
    with Readers() as readers:
        for number, path in enumerate(files):
            report = _reporter(progress, path.name, number, len(files))
            report("reading", 0.0)
            try:
                began, worker = time.monotonic(), readers.process_id
                readings = readers.read_file(path, instructions=instructions, progress=report, cancelled=cancelled)
                start = readers.start_seconds if readers.process_id != worker else 0.0
                seconds = time.monotonic() - began - start
                starting += start
                found += [Found(describe(row, given or {}), Source(path), seconds) for row in readings]
            except Cancelled:
                raise
            except UnusableFile as problem:
                refused.append(Refusal(str(path), str(problem)))
    return Batch(tuple(found), tuple(refused), starting)


def read_pasted(text: str, given: Mapping[str, str] | None = None) -> Batch:
    """Read text that was pasted, as plain text; through the same worker, since what is pasted is foreign too."""
    if not text.strip():
        raise UnusableFile("There is no text to paste; copy some words first.")
    source = Source(pasted=text)
    with Readers() as readers:
        readings = [_without_file_name(row) for row in readers.read_bytes(*_content(source))]
    return Batch(tuple(Found(describe(row, given or {}), source, 0.0) for row in readings))


def read_again(
    found: Found,
    instructions: Instructions,
    *,
    progress: Progress | None = None,
    cancelled: Cancelling | None = None,
) -> Batch:
    """All texts of the source that `found` came from, read as `instructions` say.

    Raises UnusableFile where the file is not what it was: line numbers would name other lines. Raises Cancelled.
    """
    name, content = _content(found.source)
    if hashlib.sha256(content).hexdigest() != found.reading.source_sha256:
        raise UnusableFile(f"{found.reading.source_name} has changed since it was read; import it again.")
    with Readers() as readers:
        readings = readers.read_bytes(name, content, instructions=instructions, progress=progress, cancelled=cancelled)
    if found.source.path is None:
        readings = [_without_file_name(reading) for reading in readings]
    return Batch(tuple(Found(describe(row, {}), found.source, found.seconds) for row in readings))


def describe(reading: Reading, given: Mapping[str, str]) -> Reading:
    """`reading` with what a person says of it. Raises Problem as `check_given` does."""
    check_given(given)
    known: dict[str, Any] = {name: value for name, value in given.items() if name in VERSION_FIELDS}
    return replace(reading, data=replace(reading.data, **{**_told_by_name(reading), **known}))


def check_given(given: Mapping[str, str]) -> None:
    """Raise Problem for an unknown kind of version, and for what is no code of a language: no partner takes it in."""
    kind, language = given.get("kind"), given.get("language")
    if kind is not None and kind not in VERSION_KINDS:
        raise Problem(f"“{kind}” is no kind of version; choose one of: {', '.join(VERSION_KINDS)}.")
    if language and not is_language_tag(language):
        raise Problem(f"“{language}” is no code of a language; write one such as en, ar or zh-Hant.")


def _content(source: Source) -> tuple[str, bytes]:
    """What the readers call a source, and its bytes. Raises UnusableFile."""
    if source.path is not None:
        return source.path.name, file_bytes(source.path)
    return f"{_PASTED}.txt", source.pasted.encode()


def _reporter(progress: Progress | None, name: str, number: int, count: int) -> Progress:
    """Tells of one file of several in the terms of all."""

    def report(step: str, share: float) -> None:
        if progress:
            progress(f"{name}: {step}", (number + share) / count)

    return report


def _without_file_name(reading: Reading) -> Reading:
    """A text that names no instrument is not called after a file that never was."""
    names = ("instrument", "short_title")
    blank: dict[str, Any] = {name: "" for name in names if getattr(reading.data, name) == _PASTED}
    return replace(reading, data=replace(reading.data, label="" if blank else reading.data.label, **blank))


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
