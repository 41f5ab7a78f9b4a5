"""A disk that can lose its power: what was told to it, what it must have kept, and what it may have kept.

The rules are POSIX's, harsher than those of most file systems. What `fsync` of a file or of a folder has confirmed is
there. Of all else each sector of 512 bytes, each change of a size, each name may have reached the disk or not, in
whatever order; a file may have its new size without the words, with nothing or rubbish in their place. Two things only
are taken for granted: a sector is old or new, and a rename never loses both names.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture.shim import Call
from tests.torture.trace import Event

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Written:
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    size: int


class File:
    """A file, whatever its names are."""

    def __init__(self, content: bytes = b"") -> None:
        self.durable = content
        self.pending: list[Written | Resized] = []

    def sync(self) -> None:
        self.durable, self.pending = self.content(), []

    def content(self) -> bytes:
        """What a process reads now."""
        content = bytearray(self.durable)
        for change in self.pending:
            _do(content, change, b"\0")
        return bytes(content)

    def lost(self, random: Random) -> bytes:
        """What may be found after a loss of power."""
        if not self.pending:
            return self.durable
        kept = _chooser(random)
        filler = random.choice((b"\0", b"\0", random.randbytes(SECTOR)))
        content = bytearray(self.durable)
        largest = len(content)
        for change in self.pending:
            if isinstance(change, Resized):
                largest = max(largest, change.size)
                if kept():
                    _do(content, change, filler)
                continue
            largest = max(largest, change.at + len(change.data))
            for piece in _sectors(change):
                if kept():
                    _do(content, piece, filler)
        if random.random() < 0.3:  # sizes are kept apart from what is in a file
            _do(content, Resized(max(largest, len(content))), filler)
        return bytes(content)


FOLDER = File()
"""Stands for any folder."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names that change together: each path with the file that it names from now on, or None. A sync of any of
    `folders` confirms them."""

    folders: tuple[str, ...]
    names: tuple[tuple[str, File | None], ...]


@dataclass
class Disk:
    """The files in one folder; `feed` tells it what a process did, call by call."""

    root: Path
    names: dict[str, File] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._durable = dict(self.names)
        self._pending: list[Naming] = []
        self._open: dict[int, tuple[str, File]] = {}

    @classmethod
    def of(cls, root: Path) -> Disk:
        """What is in the folder `root` now, all of it on the disk."""
        names = {str(path): FOLDER if path.is_dir() else File(path.read_bytes()) for path in root.rglob("*")}
        return cls(root, {str(root): FOLDER, **names})

    def feed(self, event: Event) -> None:
        """Take note of one call."""
        _HOW[event.kind](self, event)

    def content(self) -> dict[str, bytes]:
        """Every file as a process finds it now."""
        return {path: file.content() for path, file in self.names.items() if file is not FOLDER}

    def put_lost(self, to: Path, random: Random) -> None:
        """Write to the empty folder `to` what may be found after a loss of power now."""
        names = dict(self._durable)
        kept = _chooser(random)
        for naming in self._pending:
            if kept():
                _name(names, naming, is_half=len(naming.folders) > 1 and random.random() < 0.3)
        contents = {file: file.lost(random) for file in set(names.values()) if file is not FOLDER}
        made: dict[File, Path] = {}
        for path in sorted(names, key=lambda path: path.count(os.sep)):
            place = to / Path(path).relative_to(self.root)
            file = names[path]
            if not place.parent.is_dir():
                continue  # the folder's own name is lost, and with it all that was in it
            if file is FOLDER:
                place.mkdir(exist_ok=True)
            elif file in made:
                place.hardlink_to(made[file])
            else:
                place.write_bytes(contents[file])
                made[file] = place

    # -- calls --------------------------------------------------------------------------------------------------------

    def _opened(self, event: Event) -> None:
        if event.b and event.path not in self.names:
            self._rename((event.path, File()))
        file = self.names[event.path]
        if event.a & os.O_TRUNC and file is not FOLDER:
            file.pending.append(Resized(0))
        self._open[event.file] = event.path, file

    def _written(self, event: Event) -> None:
        self._open[event.file][1].pending.append(Written(event.a, event.data))

    def _truncated(self, event: Event) -> None:
        self._open[event.file][1].pending.append(Resized(event.a))

    def _synced(self, event: Event) -> None:
        path, file = self._open[event.file]
        if file is not FOLDER:
            file.sync()
            return
        for naming in self._pending:
            if path in naming.folders:
                _name(self._durable, naming)
        self._pending = [naming for naming in self._pending if path not in naming.folders]

    def _renamed(self, event: Event) -> None:
        self._rename((event.data.decode(), self.names[event.path]), (event.path, None))

    def _linked(self, event: Event) -> None:
        self._rename((event.data.decode(), self.names[event.path]))

    def _unlinked(self, event: Event) -> None:
        self._rename((event.path, None))

    def _made(self, event: Event) -> None:
        self._rename((event.path, FOLDER))

    def _closed(self, event: Event) -> None:
        self._open.pop(event.file, None)

    def _marked(self, event: Event) -> None:
        """Nothing happens on the disk."""

    def _rename(self, *names: tuple[str, File | None]) -> None:
        naming = Naming(tuple({str(Path(path).parent) for path, _file in names}), names)
        _name(self.names, naming)
        self._pending.append(naming)


_HOW: dict[Call, Callable[[Disk, Event], None]] = {
    Call.OPEN: Disk._opened,
    Call.WRITE: Disk._written,
    Call.TRUNCATE: Disk._truncated,
    Call.SYNC: Disk._synced,
    Call.RENAME: Disk._renamed,
    Call.LINK: Disk._linked,
    Call.UNLINK: Disk._unlinked,
    Call.MKDIR: Disk._made,
    Call.RMDIR: Disk._unlinked,
    Call.CLOSE: Disk._closed,
    Call.MARK: Disk._marked,
}


def _name(names: dict[str, File], naming: Naming, *, is_half: bool = False) -> None:
    """`is_half`: the new name of a file that moved to another folder is there, and the old one still too."""
    for path, file in naming.names:
        if file is not None:
            names[path] = file
        elif not is_half:
            names.pop(path, None)


def _do(content: bytearray, change: Written | Resized, filler: bytes) -> None:
    end = change.size if isinstance(change, Resized) else change.at
    if len(content) < end:
        hole = end - len(content)
        content += (filler * (hole // len(filler) + 1))[:hole]
    if isinstance(change, Resized):
        del content[end:]
    else:
        content[end : end + len(change.data)] = change.data


def _sectors(change: Written) -> list[Written]:
    """The write in pieces that end where sectors do."""
    pieces, at = [], change.at
    end = change.at + len(change.data)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        pieces.append(Written(at, change.data[at - change.at : until - change.at]))
        at = until
    return pieces


def _chooser(random: Random) -> Callable[[], bool]:
    """Which of the changes that wait were kept: none, all, those before some moment, or any of them."""
    share = random.choice((0.0, 1.0, 0.5, 0.1, 0.9))
    if random.random() < 0.3:
        left = int(random.expovariate(1 / 20))

        def before_a_moment() -> bool:
            nonlocal left
            left -= 1
            return left >= 0

        return before_a_moment
    return lambda: random.random() < share
