"""What a field may hold when it comes from a partner: its type, its size, its choices, its characters.

Types come from `ENTITIES`, choices and characters from the model, so that a new field needs nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from annotator.model.annotation import ASK_ACTIONS, AUDIENCES, SEVERITIES, STANCES, STATUSES, STRENGTHS
from annotator.model.change import DELETED, ENTITIES
from annotator.model.characters import FREE, MOST_IN_A_LINE, are_words, is_line
from annotator.model.codebook import MARKS
from annotator.model.treaty import VERSION_KINDS, is_language_tag

MOST_IN_AN_ID = 1_000
MOST_POSITION = 2**31 - 1
MOST_GROUPS = 500
"""Groups of suggested tags, and tags in each."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HASH = re.compile(r"(?:[0-9a-f]{64})?")
_is_version = re.compile(r"[0-9a-f]{32}").fullmatch

Allows = Callable[[Any], bool]


def is_id(value: str) -> bool:
    return bool(value) and is_line(value, MOST_IN_AN_ID)


def is_version(value: str) -> bool:
    """Whether this may be the id of a text."""
    return _is_version(value) is not None


def is_anchor(value: Mapping[str, Any]) -> bool:
    """Whether this may be an anchor on some text."""
    return (
        is_typed(value)
        and fits(value)
        and are_words(value["exact"])
        and are_words(value["prefix"], MOST_IN_A_LINE)
        and are_words(value["suffix"], MOST_IN_A_LINE)
        and is_line(value["provision"], MOST_IN_AN_ID)
    )


def is_typed(anchor: Mapping[str, Any]) -> bool:
    """Whether an anchor has the keys and the types of one."""
    return {name: type(part) for name, part in anchor.items()} == _ANCHOR_TYPES


def fits(anchor: Mapping[str, Any]) -> bool:
    """Whether an anchor of the right types has a range of a version, and a quotation as long."""
    start, end = anchor["start"], anchor["end"]
    return 0 <= start < end <= MOST_POSITION and len(anchor["exact"]) == end - start and is_version(anchor["version"])


_ANCHOR_TYPES: dict[str, type] = {
    **dict.fromkeys(("version", "exact", "prefix", "suffix", "provision"), str),
    **{"start": int, "end": int, "whole": bool},
}

MOST_SHAPES = 1_000
"""Combinations of fields that are remembered as sound."""


class EntityRules:
    """The rules of one kind of entity. Quick, since a file has hundreds of thousands of changes of few shapes."""

    def __init__(self, entity: str) -> None:
        self._types = {name: type(default) for name, default in ENTITIES[entity].items()} | {DELETED: bool}
        self._allows = {name: _allowed(entity, name) for name in self._types}
        self.special = {name: allows for (of, name), allows in _SPECIAL.items() if of == entity}
        self._shapes: set[tuple[object, ...]] = set()

    def knows(self, field: str) -> bool:
        return field in self._types

    def amiss(self, fields: Mapping[str, Any], *, is_plain: bool) -> str | None:
        """The first field that does not exist, or holds what it may not; None where all is well.

        `is_plain` tells that there are only printable characters in all of them, and few.
        """
        shape = (*fields, *map(type, fields.values()))
        if shape not in self._shapes:
            for name, value in fields.items():
                if self._types.get(name) is not type(value):
                    return name
            if len(self._shapes) < MOST_SHAPES:
                self._shapes.add(shape)
        if not is_plain:
            return next((name for name, value in fields.items() if not self._allows[name](value)), None)
        return self.amiss_specially(fields) if "anchor" not in fields or is_typed(fields["anchor"]) else "anchor"

    def amiss_specially(self, fields: Mapping[str, Any]) -> str | None:
        """The first of the fields, whose types and characters are right, that holds what it may not."""
        for name, value in fields.items():
            allows = self.special.get(name)
            if allows is not None and not (fits(value) if allows is is_anchor else allows(value)):
                return name
        return None


def is_plain(written: str) -> bool:
    """Whether JSON holds only printable characters (no control, no format, no surrogate, no noncharacter), and so few
    that no name in it can be too long: then its strings need no look of their own."""
    if len(written) > MOST_IN_A_LINE or not written.isprintable():
        return False
    return "\\" not in written or "\\" not in written.replace("\\\\", "").replace('\\"', "")


def _allowed(entity: str, field: str) -> Allows:
    special = _SPECIAL.get((entity, field))
    if special is not None:
        return special
    return _anything if field == DELETED else are_words if field in FREE else is_line


def _anything(_value: Any) -> bool:
    return True


def _is_position(value: int) -> bool:
    return abs(value) <= MOST_POSITION


def _one_of(choices: tuple[str, ...]) -> Allows:
    return frozenset(choices).__contains__


def _matches(pattern: re.Pattern[str]) -> Allows:
    return lambda value: pattern.fullmatch(value) is not None


def _are_tags(value: list[Any]) -> bool:
    """Groups of suggested tags: [["process", ["urgent", …]], …]."""
    return len(value) <= MOST_GROUPS and all(_is_group(row) for row in value)


def _is_group(row: Any) -> bool:
    if type(row) is not list or len(row) != 2 or type(row[0]) is not str or type(row[1]) is not list:
        return False
    return is_line(row[0]) and len(row[1]) <= MOST_GROUPS and all(type(tag) is str and is_line(tag) for tag in row[1])


def _is_digit(value: str) -> bool:
    return value in tuple("0123456789") or not value


_SPECIAL: dict[tuple[str, str], Allows] = {
    ("annotation", "anchor"): is_anchor,
    ("annotation", "stance"): _one_of(STANCES),
    ("annotation", "strength"): _one_of(STRENGTHS),
    ("annotation", "severity"): _one_of(SEVERITIES),
    ("annotation", "ask"): _one_of(ASK_ACTIONS),
    ("annotation", "audience"): _one_of(AUDIENCES),
    ("annotation", "status"): _one_of(STATUSES),
    ("version", "kind"): _one_of(VERSION_KINDS),
    ("version", "language"): is_language_tag,
    ("version", "sha256"): _matches(_HASH),
    ("version", "source_sha256"): _matches(_HASH),
    ("category", "mark"): _one_of(MARKS),
    ("category", "colour"): _matches(_COLOUR),
    ("category", "colour_dark"): _matches(_COLOUR),
    ("category", "key"): _is_digit,
    ("category", "position"): _is_position,
    ("codebook", "tags"): _are_tags,
    ("annotation_category", "annotation"): is_id,
    ("annotation_category", "category"): is_id,
    ("annotation_tag", "annotation"): is_id,
    ("annotation_authority", "annotation"): is_id,
    ("annotation_authority", "authority"): is_id,
    ("reply", "annotation"): is_id,
    ("alignment", "version"): is_version,
    ("alignment", "other_version"): is_version,
    ("alignment", "answers"): _anything,
}

RULES = {entity: EntityRules(entity) for entity in ENTITIES}
