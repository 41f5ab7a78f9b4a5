"""A disk that is full, fails or turns read-only at some call of an act: that is refused in a sentence, nothing is half
written, and it works again once there is room."""

from __future__ import annotations

import errno
import json
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from annotator.model.problems import Problem
from annotator.store.backups import backups_of
from annotator.store.library import Library
from annotator.store.replacing import restore
from tests.torture.looking import NAME, complaints
from tests.torture.outcome import Tried
from tests.torture.person import Partner, Person, Tell
from tests.torture.seen import Seen, difference, key, seen_in
from tests.torture.shim import LAST, TURNS, Call, Shim
from tests.torture.situations import Bases, put, put_nothing, put_older
from tests.torture.told import Told

_CHANGES = tuple(set(Call) - {Call.CLOSE, Call.MARK})
FAULTS: dict[str, tuple[int, tuple[Call, ...]]] = {
    "full": (errno.ENOSPC, tuple(set(_CHANGES) - {Call.UNLINK, Call.RMDIR, Call.TRUNCATE})),
    "failed": (errno.EIO, _CHANGES),
    "read-only": (errno.EROFS, tuple(set(_CHANGES) - {Call.SYNC})),
    "quota": (errno.EDQUOT, (Call.OPEN, Call.WRITE, Call.MKDIR)),
}
EDITS = ("annotate", "edit", "edit_several", "label", "answer", "delete", "undo", "redo", "import_text")
TYPING = ("type", "leave")
MAKINGS = ("back_up", "erase", "merge", "unmerge", "take_back", "bring_back")
OPENINGS = ("open", "migrate", "restore", "create")

Failing = tuple[int, int, int, tuple[Call, ...]]
"""The first and the last call that fail, with which error, and of which kinds."""


class Failures:
    """Trials one after the other in `folder`."""

    def __init__(self, folder: Path, seed: int, first: int = 0, only: str = "") -> None:
        self._folder = folder / "trial"
        folder.mkdir(parents=True, exist_ok=True)
        self._bases = Bases(folder)
        assert self._bases.partners  # made before anything fails
        self._seed = seed
        self._only = only
        self._number = first
        self._usual: dict[str, dict[str, int]] = {}
        """How many calls of each kind an act takes."""

    def next(self) -> Tried:
        """Let one act fail, in a process of its own, and look."""
        random = Random(f"failure {self._seed} {self._number}")
        act = self._only or random.choice((*EDITS, *EDITS, *TYPING, *MAKINGS, *MAKINGS, *OPENINGS, *OPENINGS))
        fault = random.choice(list(FAULTS))
        error, kinds = FAULTS[fault]
        narrow = random.choice((set(Call), set(TURNS), set(TURNS), {Call.SYNC, Call.TRUNCATE, Call.RENAME, Call.LINK}))
        kinds = tuple(set(kinds) & narrow) or kinds
        if act not in self._usual:
            self._usual[act] = self._tried(act, (LAST, LAST, 0, kinds), random, 0)["calls"]
        first = random.randint(1, max(1, sum(self._usual[act].get(kind.name, 0) for kind in kinds)))
        last = random.choice((first, first + 1, LAST))
        said = self._tried(act, (first, last, error, kinds), random, self._number)
        wrong = tuple(f"{act}, {fault} from call {first} to {last}: {line}" for line in said["wrong"])
        self._number += 1
        return Tried(self._number - 1, act, wrong, 0, said["found"], bool(said["failed"]), fault)

    def _tried(self, act: str, failing: Failing, random: Random, number: int) -> dict[str, Any]:
        told = _prepared(act, self._folder, self._bases, random)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _be_child(self._folder, (act, failing), random, self._bases.partners, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            lines = [json.loads(line) for line in pipe.read().splitlines()]
        os.waitpid(child, 0)
        said: dict[str, Any] = lines.pop() if lines and "calls" in lines[-1] else {"wrong": ["it ended"], "calls": {}}
        for line in lines:
            told.hear(line)
        said["wrong"] += complaints(self._folder, told, number)
        return {"found": "", "failed": 0, **said}


def _prepared(act: str, folder: Path, bases: Bases, random: Random) -> Told:
    if act == "create":
        return put_nothing(folder)
    told = put_older(folder, bases, random) if act == "migrate" else put(folder, *bases.current)
    if act in ("restore", "erase"):
        with Library.open(folder / NAME, "here") as library:
            library.backups.make("by hand")
    return told


def _be_child(folder: Path, what: tuple[str, Failing], random: Random, partners: Sequence[Partner], pipe: int) -> None:
    """Never returns."""
    shim = Shim()

    def tell(line: dict[str, Any]) -> None:
        os.write(pipe, json.dumps(line).encode() + b"\n")

    try:
        shim.watch(folder)
        act, failing = what
        trial = _OpeningTrial if act in OPENINGS else _ActTrial
        tell(trial(folder, act, shim, random, tell, partners).run(failing))
    except BaseException:
        tell({"wrong": [traceback.format_exc()], "calls": {}})
    finally:
        os._exit(0)


class _Trial:
    def __init__(
        self, folder: Path, act: str, shim: Shim, random: Random, tell: Tell, partners: Sequence[Partner]
    ) -> None:
        self.path = folder / NAME
        self.act = act
        self.shim = shim
        self.random = random
        self.tell = tell
        self.partners = partners
        self.found = ""
        self.wanted: Seen | None = None

    def run(self, failing: Failing) -> dict[str, Any]:
        """What was wrong, whether it was refused ("before") or done ("after"), how many calls there were and failed."""
        wrong = list(self.steps(failing))
        return {"wrong": wrong, "found": self.found, "failed": self.failed, "calls": self.calls}

    def steps(self, failing: Failing) -> Iterator[str]:
        raise NotImplementedError

    def fails(self, failing: Failing, act: Callable[[], object]) -> Iterator[str]:
        """Do it on a disk that fails, which is healed after."""
        before = self._counted()
        self.shim.fail(*failing)
        try:
            act()
            self.found = "after"
        except Problem as problem:
            self.found = "before"
            if not str(problem).endswith("."):
                yield f"no sentence: {problem}"
        except Exception as error:
            self.found = "before"
            yield f"{type(error).__name__}: {error} {traceback.format_exc(limit=-3)}"
        finally:
            self.failed = self.shim.heal()
            self.calls = {name: count - before[name] for name, count in self._counted().items()}

    def _counted(self) -> dict[str, int]:
        return {kind.name: self.shim.calls((kind,)) for kind in _CHANGES}


class _ActTrial(_Trial):
    """Something that is done in an open library."""

    def steps(self, failing: Failing) -> Iterator[str]:
        with Library.open(self.path, "here") as library:
            heard: list[object] = []
            library.listen(heard.append)
            person = Person(library, seen_in(library), self.random, self._told, self.partners)
            self._prepare(person)
            self.tell({"opened": person.seen})
            before, act, told = person.seen, getattr(person, self.act), len(heard)
            yield from self.fails(failing, act)
            seen = seen_in(library)
            wanted = person.seen if self.found == "after" else before
            if self.is_in_doubt(failing) and key(seen) == key(self.wanted):
                return
            if wrong := _other(seen, wanted):
                yield f"then: {wrong}"
            if self.found == "before" and len(heard) != told:
                yield "what was refused was told to listeners"
            self.tell({"opened": wanted})
            act()
            if wrong := _other(seen_in(library), person.seen):
                yield f"again: {wrong}"

    def _prepare(self, person: Person) -> None:
        """Something is there that can be done with."""
        if self.random.random() < 0.4:
            person.keep_little_in_memory()
        person.type()
        person.edit()
        if self.act in ("unmerge", "take_back", "bring_back"):
            person.merge()
        if self.act in ("redo", "bring_back"):
            person.undo()

    def is_in_doubt(self, failing: Failing) -> bool:
        """Whether it may be there though it was refused: typing, which is simply typed again, and whatever a disk took
        that failed from then on, so that nothing could be made certain."""
        return self.found == "before" and (self.act in TYPING or failing[1] > failing[0])

    def _told(self, line: dict[str, Any]) -> None:
        self.wanted = line.get("seen", self.wanted)
        self.tell(line)


class _OpeningTrial(_Trial):
    """Something that is done with a library that nobody has open."""

    def steps(self, failing: Failing) -> Iterator[str]:
        acts = {"restore": self._restore, "create": self._create}
        act = acts.get(self.act, self._open)
        yield from self.fails(failing, act)
        if self.act == "create" and self.path.exists():
            return
        if self.found == "before":
            act()

    def _open(self) -> None:
        Library.open(self.path, "here").close()

    def _create(self) -> None:
        self.tell({"doing": "create", "seen": _empty()})
        Library.create(self.path, "here").close()
        self.tell({"done": "create"})

    def _restore(self) -> None:
        """What is restored is the same as what is there: whatever fails, that must be seen."""
        restore(self.path, backups_of(self.path)[-1].path)


def _empty() -> Seen:
    return {"notes": {}, "drafts": {}, "texts": [], "layers": []}


def _other(found: Seen, wanted: Seen) -> str:
    return "" if key(found) == key(wanted) else difference(found, wanted)
