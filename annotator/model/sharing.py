"""What leaves in a shared file, and how it is disguised: pure rules, for the writer, its preview and the tests.

- An annotation leaves where the most private of the audiences that it was given is among the chosen ones; "me" is never
  one of them, and "organisation" only where it was asked for.
- Of what leaves only what it says now leaves, of what was replaced only the bare ids.
- Who and when can be disguised: one pseudonym for all, or nobody; days in place of times. Under a pseudonym texts,
  layers and sources are nobody's: their changes are in every file of a library, and would tell that two come from one.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from annotator.model.annotation import AUDIENCES, Audience, Person
from annotator.model.change import DELETED, ENTITIES, Change
from annotator.model.clock import Stamp
from annotator.model.folding import fold
from annotator.model.problems import Problem
from annotator.model.selection import Filters

Names = Literal["kept", "pseudonym", "none"]

OPEN_AUDIENCES: tuple[Audience, ...] = ("coalition", "public")
"""Who a shared file is for where nothing else is asked."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "annotation": ("author", "organisation", "approved_by"),
    "reply": ("author", "organisation"),
}
_MOMENTS: Mapping[str, tuple[str, ...]] = {
    "annotation": ("created", "approved_at"),
    "reply": ("created",),
}

DISGUISABLE: Mapping[str, frozenset[str]] = {
    entity: frozenset((*_NAMES.get(entity, ()), *_MOMENTS.get(entity, ()))) for entity in {**_NAMES, **_MOMENTS}
}
"""Fields of which two files may rightly say different things of the same change."""

WITHHELD: Mapping[str, frozenset[str]] = {"version": frozenset({"source_name", "source_sha256", "imported"})}
"""Fields that stay here: how a text came to this library. A file's name may name people and folders, and its hash tells
which copy of a marked draft it was."""

_HASHED = re.compile(r":[0-9a-f]{16}\Z")
_DAY = 24 * 60 * 60 * 1000
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class SharingOptions:
    """How a shared file is made. `texts`: whether the words of the versions go along, or only their hashes.

    `sender` is what the file says of who made it; None means who is at work here, under the name that the file gives.
    """

    names: Names = "kept"
    pseudonym: str = ""
    coarse_times: bool = False
    texts: bool = True
    replies: bool = True
    sender: str | None = None

    def check(self) -> None:
        """Raise Problem where a pseudonym is wanted and none is given."""
        if self.names == "pseudonym" and not self.pseudonym.strip():
            raise Problem("A pseudonym is wanted, and none is given; write one, or share without names.")


def day_of(hlc: str) -> str:
    """The stamp that stands for `hlc` where only days are told: the beginning of its day in UTC."""
    return str(_day_of(Stamp.parse(hlc)))


def united(entity: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of one change, known in two forms; None where they say different things.

    One form may be disguised. A day is where the moments in it begin, so the greater of two is the exact one; a name is
    better than none, and of two names ours stays.
    """
    found = {**theirs, **ours}
    for name in ours.keys() & theirs.keys():
        if ours[name] != theirs[name]:
            if name not in DISGUISABLE.get(entity, ()):
                return None
            is_moment = name in _MOMENTS.get(entity, ())
            found[name] = max(ours[name], theirs[name]) if is_moment else ours[name] or theirs[name]
    return found


def chosen_audiences(filters: Filters) -> tuple[Audience, ...]:
    """The audiences whose annotations may leave. Raises Problem where nothing could."""
    wanted = tuple(row for row in AUDIENCES if row in filters.audience and row != "me")
    if filters.audience and not wanted:
        raise Problem("What you wrote for yourself alone never leaves in a shared file; choose another audience.")
    return wanted or OPEN_AUDIENCES


def most_private(audiences: Iterable[str]) -> Audience:
    """The narrowest of these audiences; one that nobody knows counts as "me", and none at all as the default."""
    known = set(audiences) or {ENTITIES["annotation"]["audience"]}
    return next(row for row in AUDIENCES if row in known or known.difference(AUDIENCES))


def could_have_left(annotation: Iterable[Change], link: Iterable[Change], audiences: Collection[str]) -> bool:
    """Whether a link ever stood while its annotation was for these audiences: then a partner may have it.

    Else its removal stays here too: the id of a link is a hash of a word that somebody could guess. An id that is not
    even hashed never leaves so.
    """
    events = sorted((*annotation, *link), key=lambda row: (row.hlc, row.origin, row.id))
    if any(_HASHED.search(row.entity_id) is None for row in events if row.entity != "annotation"):
        return False
    audience, stands = ENTITIES["annotation"]["audience"], False
    for row in events:
        if row.entity == "annotation":
            audience = row.fields.get("audience", audience)
        else:
            stands = not row.fields.get(DELETED, False)
        if stands and audience in audiences:
            return True
    return False


class Disguise:
    """What a shared file says in place of who and when, as `options` want it."""

    def __init__(self, options: SharingOptions) -> None:
        self._names, self._coarse = options.names, options.coarse_times
        self._pseudonym = " ".join(options.pseudonym.split()) if options.names == "pseudonym" else ""
        self._origin = _uuid_of(f"treaty-annotator pseudonym\n{self._pseudonym}")

    @property
    def hides_names(self) -> bool:
        return self._names != "kept"

    def author(self, name: str) -> str:
        """A name, an organisation or both, as the log has them. Where nobody is named, nobody is."""
        return name if self._names == "kept" or not name else self._pseudonym

    def sender(self, options: SharingOptions, person: Person) -> str:
        """What the file says of who made it."""
        return options.sender if options.sender is not None else self.author(str(person))

    def origin(self, origin: str) -> str:
        """The installation: the same for all who bear the pseudonym, or no name.

        What a library began with has none, and gives way to what anybody said.
        """
        return origin if self._names == "kept" or not origin else self._origin

    def change_set(self, change: Change) -> str:
        """What was done together; where nobody is to be known, each by itself: another file may have the rest of it."""
        return change.id if self.hides_names else change.change_set

    def hlc(self, hlc: str) -> str:
        return day_of(hlc) if self._coarse else hlc

    def fields(self, entity: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that leave, disguised; what stays here is left out."""
        told = {name: value for name, value in fields.items() if name not in WITHHELD.get(entity, ())}
        if self.hides_names:
            for name in _NAMES.get(entity, ()):
                if name in told:
                    told[name] = "" if name == "organisation" else self.author(told[name])
        if self._coarse:
            for name in _MOMENTS.get(entity, ()):
                if name in told:
                    told[name] = coarse_moment(told[name])
        return told


def coarse_moment(moment: str) -> str:
    """The day of an ISO 8601 time in UTC, as its first moment. What is no time says nothing."""
    return f"{moment[:10]}T00:00:00Z" if re.match(r"\d{4}-\d\d-\d\d(T|$)", moment) else ""


def tells_the_time(id: str) -> bool:
    """Whether an id (UUID version 7) holds more of a time than the day: those made by the first versions did."""
    return id[14:15] == "7" and int(id[:8] + id[9:13], 16) % _DAY != 0


class NameFinder:
    """Finds people and organisations by name in what somebody wrote, in any case and with or without accents.

    A person's name is found by each word of it too, an organisation's by its abbreviation.
    """

    def __init__(self, people: Iterable[str], organisations: Iterable[str]) -> None:
        wanted: dict[str, str] = {}
        for name in people:
            for part in (name, *re.split(r"[\s,()]+", name)):
                wanted.setdefault(fold(part.strip()), part.strip())
        for name in organisations:
            for part in (name, *re.findall(r"\b[A-ZÀ-Þ][A-Z0-9À-Þ]+\b", name)):
                wanted.setdefault(fold(part.strip()), part.strip())
        self._shown = {name: shown for name, shown in wanted.items() if _is_long_enough(name)}
        listed = "|".join(_pattern(name) for name in sorted(self._shown, key=len, reverse=True))
        self._pattern = re.compile(listed) if listed else None

    def find(self, words: str) -> set[str]:
        """The names in `words`, as they are written where they were learnt."""
        if self._pattern is None or not words:
            return set()
        return {self._shown[found] for found in self._pattern.findall(fold(words))}


def _pattern(name: str) -> str:
    """Whole words where words are set apart by spaces; in scripts where they are not, or take prefixes, anywhere."""
    escaped = re.escape(name)
    return rf"(?<!\w){escaped}(?!\w)" if name.isascii() else escaped


def _is_long_enough(name: str) -> bool:
    return len(name) >= (_SHORTEST_NAME if name.isascii() else _SHORTEST_NAME - 1)


def nobodys_id(entity: str, entity_id: str, hlc: str, fields: str) -> str:
    """The id of a change that says no more than this, whoever says it: a UUID (version 8, RFC 9562)."""
    return _uuid_of("\n".join(("treaty-annotator change", entity, entity_id, hlc, fields)))


def _uuid_of(words: str) -> str:
    """A UUID (version 8) that tells nothing but that it is of the same words."""
    value = int.from_bytes(hashlib.sha256(words.encode()).digest()[:16], "big")
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def _day_of(stamp: Stamp) -> Stamp:
    return Stamp(stamp.milliseconds - stamp.milliseconds % _DAY)
