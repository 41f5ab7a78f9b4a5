"""Rows of a partner's log, one by one: is each what this program writes, and do they agree with each other?

What is not, refuses the whole file: a file that was made by this program has no such row, and one that was not has no
claim to be merged by halves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from annotator.model.change import LINKS, link_id
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Text
from annotator.sharing.frames import BETWEEN_COLUMNS
from annotator.sharing.strict_json import NonsenseError, parse_json, parse_plain_object
from annotator.sharing.values import RULES, is_id, is_line, is_plain, is_version

LATEST = "e677d21fdbff.ffffff"
"""The last millisecond of the year 9999 on the hybrid clock: no calendar here counts further."""
MOST_ANCESTORS = 100_000
"""Changes that one change may say it replaced."""
MOST_REMEMBERED = 10_000
MOST_SHOWN = 300
"""Characters of what is said of a file: ids in it may be long."""

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_S = BETWEEN_COLUMNS
_has_sound_head = re.compile(
    rf"{_UUID}{_S}{_UUID}{_S}(?:{_UUID})?{_S}[a-z_]+{_S}[^{_S}]+{_S}[0-9a-f]{{12}}\.[0-9a-f]{{6}}{_S}"
).match
_is_uuid = re.compile(_UUID).fullmatch
_is_origin = re.compile(r"[A-Za-z0-9_.:-]{0,100}").fullmatch
_is_signature = re.compile(r"[A-Za-z0-9+/=_-]{0,200}").fullmatch


class ChangeChecker:
    """Looks at every row of `change` in the file that people call `name`, which holds `texts`.

    Give it all rows, then call `finish`. Both raise UnusableFile.
    """

    def __init__(self, name: str, texts: Mapping[str, Text]) -> None:
        self._name = name
        self._texts = texts
        self._entities: dict[str, int] = {}
        self._previous: dict[str, frozenset[str]] = {}
        self._known_previous: set[tuple[str, str]] = set()
        self._link_ends: dict[str, str] = {}
        self._patterns: set[tuple[str, ...]] = set()
        self._authors: Counter[tuple[str, str]] = Counter()

    @property
    def most_frequent_author(self) -> str:
        """Who made most changes, as far as the file tells."""
        counts: Counter[str] = Counter()
        for (_origin, author), count in self._authors.items():
            counts[author] += count if author else 0
        return max(counts, key=lambda author: (counts[author], author), default="")

    def lines(self, rows: Sequence[tuple[Any, ...]]) -> list[str]:
        """Each row as one line for a frame: its columns with `BETWEEN_COLUMNS` between them."""
        try:
            return [self._line(row) for row in rows]
        except NonsenseError as nonsense:
            self._refuse(str(nonsense))

    def finish(self) -> None:
        """Looks at what is told of changes by others, when all are known."""
        for id, previous in self._previous.items():
            for other in previous:
                if self._entities.get(other, self._entities[id]) != self._entities[id]:
                    self._refuse(f"change {id} says that it replaced one of something else")
        if has_circle(self._previous):
            self._refuse("its changes say that each replaced the other")

    def _line(self, row: tuple[Any, ...]) -> str:
        try:
            line = BETWEEN_COLUMNS.join(row)
        except TypeError as error:
            raise NonsenseError("a change in it has a number or bytes where words belong") from error
        if not _has_sound_head(line):
            raise NonsenseError("a change in it has no proper ids or time")
        id, _change_set, _reverses, entity, entity_id, hlc, origin, author, previous, written, signature = row
        if id in self._entities:
            raise NonsenseError(f"change {id} stands in it twice")
        self._entities[id] = hash((entity, entity_id))
        if hlc > LATEST or signature or (origin, author) not in self._authors:
            self._check_name_and_time(row)
        self._authors[origin, author] += 1
        is_clean = is_plain(written)
        pattern = _pattern(entity, entity_id, previous, written) if is_clean and entity in LINKS else ()
        if pattern not in self._patterns:
            self._check_whole(id, entity, entity_id, previous, written, is_clean=is_clean)
            if pattern and id not in self._previous and len(self._patterns) < MOST_REMEMBERED:
                self._patterns.add(pattern)
        return line

    def _check_name_and_time(self, row: tuple[Any, ...]) -> None:
        if row[5] > LATEST or not _is_signature(row[10]):
            raise NonsenseError(f"change {row[0]} has an impossible time or signature")
        if not _is_origin(row[6]) or not is_line(row[7]):
            raise NonsenseError(f"change {row[0]} has an author whose name cannot be shown")

    def _check_whole(
        self, id: str, entity: str, entity_id: str, previous: str, written: str, *, is_clean: bool
    ) -> None:
        """Everything about what a change says, and what it says that it replaced."""
        rules = RULES.get(entity)
        if rules is None or not is_id(entity_id):
            raise NonsenseError(f"change {id} is about something unknown")
        if (entity, previous) not in self._known_previous:
            self._check_previous(id, entity, previous)
        fields = _object(id, written, without_escapes=is_clean and "\\" not in written)
        amiss = rules.amiss(fields, is_plain=is_clean) if fields else "no field"
        if amiss is not None:
            raise NonsenseError(f"the field {_quoted(amiss)} of {entity} {entity_id} is nothing that it may be")
        self._check_agreement(entity, entity_id, fields)

    def _check_previous(self, id: str, entity: str, written: str) -> None:
        """Known fields, each with ids; what names no ids is remembered, since most changes have the same."""
        found = _object(id, written)
        ids: set[str] = set()
        for field, others in found.items():
            if not RULES[entity].knows(field) or type(others) is not list or len(others) > MOST_ANCESTORS:
                raise NonsenseError(f"change {id} replaced nothing that there is")
            for other in others:
                if type(other) is not str or not _is_uuid(other) or other == id:
                    raise NonsenseError(f"change {id} replaced no change")
            if len(set(others)) != len(others):
                raise NonsenseError(f"change {id} replaced a change twice")
            ids.update(others)
        if ids:
            self._previous[id] = frozenset(ids)
        elif len(self._known_previous) < MOST_REMEMBERED:
            self._known_previous.add((entity, written))

    def _check_agreement(self, entity: str, entity_id: str, fields: Mapping[str, Any]) -> None:
        """What a change says against what else is in the file, and against its own id."""
        if entity == "annotation":
            if "anchor" in fields:
                self._check_anchor(entity_id, fields["anchor"])
        elif entity in LINKS:
            if "annotation" in fields and LINKS[entity] in fields:
                self._check_link(entity_id, fields["annotation"], fields[LINKS[entity]])
        elif entity == "version":
            text = self._texts.get(entity_id)
            if not is_version(entity_id) or (text and fields.get("sha256", text.sha256) != text.sha256):
                raise NonsenseError(f"what is said of the text {entity_id} is not true of it")
        elif entity == "category" and fields.get("parent") == entity_id:
            raise NonsenseError(f"the layer {entity_id} is said to lie in itself")

    def _check_anchor(self, annotation: str, anchor: Mapping[str, Any]) -> None:
        text = self._texts.get(anchor["version"])
        if text is not None and text.text[anchor["start"] : anchor["end"]] != anchor["exact"]:
            raise NonsenseError(f"the quotation of annotation {annotation} is not what its text says there")

    def _check_link(self, id: str, annotation: str, other: str) -> None:
        if other not in self._link_ends:
            if len(self._link_ends) >= MOST_REMEMBERED:
                self._link_ends.clear()
            self._link_ends[other] = link_id("", other)
        if id != annotation + self._link_ends[other]:
            raise NonsenseError(f"the link {id} ties other things than its name says")

    def _refuse(self, what: str) -> NoReturn:
        raise UnusableFile(f"{self._name} cannot be merged, since {shown(what)}; ask for it to be shared anew.")


def has_circle(previous: Mapping[str, frozenset[str]]) -> bool:
    """Whether some change is among its own ancestors."""
    finished: set[str] = set()
    for first in previous:
        path = [(first, iter(previous[first]))] if first not in finished else []
        open_ids = {first}
        while path:
            id, others = path[-1]
            following = next((other for other in others if other in previous and other not in finished), None)
            if following is None:
                path.pop()
                open_ids.discard(id)
                finished.add(id)
            elif following in open_ids:
                return True
            else:
                open_ids.add(following)
                path.append((following, iter(previous[following])))
    return False


def _pattern(entity: str, entity_id: str, previous: str, written: str) -> tuple[str, ...]:
    """What a link says with its annotation left out; empty where that has no usual id.

    Hundreds of thousands of links tie annotations to few layers and tags. Where one was sound, so is every other that
    differs only in the id of its annotation, which is put in by a character that no sound JSON has.
    """
    annotation, _, end = entity_id.partition(":")
    if not _is_uuid(annotation):
        return ()
    if not end.isprintable():
        return ()
    return entity, end, previous, written.replace(annotation, "\x00")


def _object(id: str, written: str, *, without_escapes: bool = False) -> dict[str, Any]:
    try:
        value = parse_plain_object(written) if without_escapes else parse_json(written)
    except NonsenseError as nonsense:
        raise NonsenseError(f"what change {id} says cannot be read: {nonsense}") from nonsense
    if type(value) is not dict:
        raise NonsenseError(f"change {id} says nothing of any field")
    return value


def shown(what: str) -> str:
    """Words that quote something of the file, fit to be shown: nothing in them acts on what stands beside them."""
    short = what if len(what) <= MOST_SHOWN else f"{what[:MOST_SHOWN]}…"
    return "".join(mark if mark.isprintable() else "?" for mark in short)


def _quoted(field: str) -> str:
    return f"“{field}”" if field.isidentifier() else "with a strange name"
