"""Rows of a partner's log, one by one: is each what this program writes, and do they agree with each other?

What is not, refuses the whole file: a file that was made by this program has no such row, and one that was not has no
claim to be merged by halves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from annotator.model.change import LINKS, link_id
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Text
from annotator.sharing.frames import BETWEEN_COLUMNS
from annotator.sharing.heads import HeadChecker, is_uuid
from annotator.sharing.strict_json import NonsenseError, parse_json
from annotator.sharing.templates import Template, is_learnable
from annotator.sharing.values import RULES, is_id, is_plain, is_version

MOST_ANCESTORS = 100_000
"""Changes that one change may say it replaced."""
MOST_REMEMBERED = 10_000
MOST_TEMPLATES = 12
_TEMPLATED = frozenset({"annotation", "reply"})
"""What there are many of, each with words of its own."""
MOST_SHOWN = 300
"""Characters of what is said of a file: ids in it may be long."""

_is_usual_id = re.compile(r"[0-9a-f-]{36}").fullmatch


class ChangeChecker:
    """Looks at every row of `change` in the file that people call `name`, which holds `texts`.

    Give it all rows, then call `finish`. Both raise UnusableFile.
    """

    def __init__(self, name: str, texts: Mapping[str, Text]) -> None:
        self._name = name
        self._texts = texts
        self._heads = HeadChecker()
        self._previous: dict[str, frozenset[str]] = {}
        self._known_previous: set[tuple[str, str]] = set()
        self._link_ends: dict[str, str] = {}
        self._patterns: set[tuple[str, ...]] = set()
        self._templates: dict[str, list[Template]] = {entity: [] for entity in _TEMPLATED}

    @property
    def most_frequent_author(self) -> str:
        """Who made most changes, as far as the file tells."""
        return self._heads.most_frequent_author

    def lines(self, rows: Sequence[tuple[Any, ...]]) -> list[str]:
        """Each row as one line for a frame: its columns with `BETWEEN_COLUMNS` between them."""
        try:
            return self._checked(rows) if rows else []
        except NonsenseError as nonsense:
            self._refuse(str(nonsense))

    def finish(self) -> None:
        """Looks at what is told of changes by others, when all are known."""
        things = self._heads.things
        for id, previous in self._previous.items():
            for other in previous:
                if things.get(other, things[id]) != things[id]:
                    self._refuse(f"change {id} says that it replaced one of something else")
        if has_circle(self._previous):
            self._refuse("its changes say that each replaced the other")

    def _checked(self, rows: Sequence[tuple[Any, ...]]) -> list[str]:
        try:
            lines = list(map(BETWEEN_COLUMNS.join, rows))
        except TypeError as error:
            raise NonsenseError("a change in it has a number or bytes where words belong") from error
        self._heads.check(rows)
        for id, _set, _reverses, entity, entity_id, _hlc, _origin, _author, previous, written, _signature in rows:
            is_clean = is_plain(written)
            if is_clean and entity in LINKS:
                self._check_link_by_pattern(id, entity, entity_id, previous, written)
            elif is_clean and entity in _TEMPLATED and "\\" not in written:
                self._check_by_template(id, entity, entity_id, previous, written)
            else:
                self._check_whole(id, entity, entity_id, previous, written, is_clean=is_clean)
        return lines

    def _check_link_by_pattern(self, id: str, entity: str, entity_id: str, previous: str, written: str) -> None:
        """Hundreds of thousands of links tie annotations to few layers and tags.

        Where one was sound, so is every other that differs only in the id of its annotation.
        """
        pattern = _pattern(entity, entity_id, previous, written)
        if pattern not in self._patterns:
            self._check_whole(id, entity, entity_id, previous, written, is_clean=True)
            if pattern and id not in self._previous and len(self._patterns) < MOST_REMEMBERED:
                self._patterns.add(pattern)

    def _check_by_template(self, id: str, entity: str, entity_id: str, previous: str, written: str) -> None:
        """Most changes set the same fields as one before them, which tells how to read them."""
        templates = self._templates[entity]
        for template in templates:
            values = template.values(written)
            if values is not None:
                self._check_about(id, entity, entity_id, previous)
                self._require(entity, entity_id, RULES[entity].amiss_specially(values))
                self._check_agreement(entity, entity_id, values)
                return
        fields = self._check_whole(id, entity, entity_id, previous, written, is_clean=True)
        if len(templates) < MOST_TEMPLATES and is_learnable(fields):
            templates.append(Template(entity, fields))

    def _check_whole(
        self, id: str, entity: str, entity_id: str, previous: str, written: str, *, is_clean: bool
    ) -> dict[str, Any]:
        """Everything about what a change says, and what it says that it replaced; gives its fields."""
        self._check_about(id, entity, entity_id, previous)
        fields = _object(id, written)
        self._require(entity, entity_id, RULES[entity].amiss(fields, is_plain=is_clean) if fields else "no field")
        self._check_agreement(entity, entity_id, fields)
        return fields

    def _require(self, entity: str, entity_id: str, amiss: str | None) -> None:
        if amiss is not None:
            raise NonsenseError(f"the field {_quoted(amiss)} of {entity} {entity_id} is nothing that it may be")

    def _check_about(self, id: str, entity: str, entity_id: str, previous: str) -> None:
        if entity not in RULES or not is_id(entity_id):
            raise NonsenseError(f"change {id} is about something unknown")
        if (entity, previous) not in self._known_previous:
            self._check_previous(id, entity, previous)

    def _check_previous(self, id: str, entity: str, written: str) -> None:
        """Known fields, each with ids; what names no ids is remembered, since most changes have the same."""
        found = _object(id, written)
        ids: set[str] = set()
        for field, others in found.items():
            if not RULES[entity].knows(field) or type(others) is not list or len(others) > MOST_ANCESTORS:
                raise NonsenseError(f"change {id} replaced nothing that there is")
            for other in others:
                if type(other) is not str or not is_uuid(other) or other == id:
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
    """What a link says, with a character in the place of its annotation that no sound JSON has.

    Empty where that has no usual id.
    """
    annotation, _, end = entity_id.partition(":")
    if not _is_usual_id(annotation) or not end.isprintable():
        return ()
    return entity, end, previous, written.replace(annotation, "\x00")


def _object(id: str, written: str) -> dict[str, Any]:
    try:
        value = parse_json(written)
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
