"""Changes as they arrive from a partner: looked at, one by one, before they are believed.

Whatever comes through has known entities and fields, values of the right types, ids that are ids and stamps that are
dates, as `log.append` would have written it. A hundred thousand come at once: what many of them have in common is
looked at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NoReturn

from annotator.model.change import DELETED, ENTITIES, LINKS, annotation_of
from annotator.model.clock import LAST_STAMP
from annotator.model.delivery import Row
from annotator.model.problems import Problem, UnusableFile
from annotator.model.treaty import Text, canonical_characters, solid_length
from annotator.store.log import json_text
from annotator.store.schema import ANCHOR_COLUMNS

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ENTITY_ID = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]{1,1000}"
"""Codebooks and documents bring ids of any letters; what pairs two provisions has both of theirs in its own."""
_HEAD = re.compile(
    rf"{_UUID}\n{_UUID}\n(?:{_UUID})?\n[a-z_]+\n{_ENTITY_ID}\n[0-9a-f]{{12}}\.[0-9a-f]{{6}}\n"
    r"[A-Za-z0-9_.:-]{0,200}"
).fullmatch
"""The columns before `author`, with line ends between them."""
_IDS = rf'"[a-z0-9_]+":\[(?:"{_UUID}"(?:,"{_UUID}")*)?\]'
_PREVIOUS = re.compile(rf"\{{(?:{_IDS}(?:,{_IDS})*)?\}}")
_LONGEST_NAME = 1_000
_GREATEST = 2**31 - 1
_REMEMBERED = 10_000

Said = dict[str, Any]
"""The fields of a change with their values."""


class Examiner:
    """Looks at the changes of the file that people call `name`. Raises UnusableFile where one is not in order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._previous: set[str] = set()
        self._authors: set[str] = set()
        self._types: dict[tuple[str, ...], tuple[type, ...]] = {}

    def examine(self, row: Sequence[Any]) -> tuple[Row, Said]:
        """The change, as we would have written it, and what it says."""
        try:
            return self._examined(row)
        except (Problem, ValueError, RecursionError) as error:
            why = str(error) if isinstance(error, Problem) else "a change in it cannot be read"
            raise UnusableFile(f"{self._name} cannot be merged: {why}; ask whoever sent it for a new one.") from error

    def _examined(self, row: Sequence[Any]) -> tuple[Row, Said]:
        if len(row) != 11 or tuple(map(type, row)) not in _COLUMN_TYPES:
            raise Problem("a change in it is incomplete")
        id, change_set, reverses, entity, entity_id, hlc, origin, author, previous, fields, signature = row
        if not _HEAD("\n".join((id, change_set, reverses or "", entity, entity_id, hlc, origin))):
            raise Problem("a change in it has an id, a stamp or an origin that is none")
        if hlc > LAST_STAMP:
            raise Problem("a change in it was made after the year 9999")
        if author not in self._authors:
            self._check_name(author)
        if signature:
            self._check_name(signature)
        seen = previous if previous in self._previous else self._seen(previous)
        said, fields = self._said(entity, entity_id, fields)
        head = (id, change_set, reverses or None, entity, entity_id, hlc, origin, author)
        return (*head, seen, fields, signature), said

    def _check_name(self, name: str) -> None:
        if len(name) > _LONGEST_NAME or not _is_plain(name):
            raise Problem("a name or signature in it is none")
        if len(self._authors) < _REMEMBERED:
            self._authors.add(name)

    def _said(self, entity: str, entity_id: str, fields: str) -> tuple[Said, str]:
        """What the fields say, and how we write that."""
        said, end = _scan(fields, 0)
        if end != len(fields) or type(said) is not dict:
            raise Problem("a change in it cannot be read")
        names = (entity, *said)
        types = self._types.get(names)
        if types is None:
            types = self._types[names] = _types_of(entity, tuple(said))
        if tuple(map(type, said.values())) != types:
            raise Problem(f"it gives {entity} a value that it cannot have")
        if entity == "annotation" and "anchor" in said and not _is_anchor(said["anchor"]):
            raise Problem("an annotation in it stands nowhere")
        if entity in LINKS and said.get("annotation", annotation_of(entity_id)) != annotation_of(entity_id):
            raise Problem("it ties one annotation to a layer in the name of another")
        return said, fields if _is_as_we_write_it(entity, fields) else _rewritten(entity, said)

    def _seen(self, previous: str) -> str:
        """`previous`, which is the same in most changes that make something."""
        if not _PREVIOUS.fullmatch(previous):
            said = json.loads(previous, object_pairs_hook=_once)
            if type(said) is not dict or not all(type(ids) is list for ids in said.values()):
                raise Problem("a change in it replaces what is no change")
            previous = json_text(said)
            if not _PREVIOUS.fullmatch(previous):
                raise Problem("a change in it replaces what is no change")
        if len(self._previous) < _REMEMBERED:
            self._previous.add(previous)
        return previous


def check_text(file: str, text: Text) -> None:
    """Raise UnusableFile where a text is not what its id says, or its tree does not fit it."""
    again = Text.of(text.text, text.provisions, text.ledger)
    ledger, length = text.ledger, len(text.text)
    eids = {row.eid for row in text.provisions}
    if not (
        (again.id, again.sha256) == (text.id, text.sha256)
        and canonical_characters(text.text) == text.text
        and ledger.source_characters == ledger.kept_characters + ledger.dropped_characters
        and solid_length(text.text) == ledger.kept_characters + ledger.generated_characters
        and len(eids) == len(text.provisions)
        and all(0 <= row.start <= row.end <= length for row in text.provisions)
        and all(row.parent is None or row.parent in eids for row in text.provisions)
    ):
        raise UnusableFile(
            f"{file} cannot be merged: a text in it is not the one that it says; ask whoever sent it for a new one."
        )


def _is_as_we_write_it(entity: str, fields: str) -> bool:
    """Whether nothing can be in the values that their types do not tell."""
    return "\\u" not in fields and entity not in _NOT_ALL_TEXT and _is_plain(fields)


def _rewritten(entity: str, said: Said) -> str:
    if not all(map(_is_plain, said.values())):
        raise Problem(f"it gives {entity} a value that cannot be written down")
    return json_text(said)


def _types_of(entity: str, names: tuple[str, ...]) -> tuple[type, ...]:
    known = ENTITIES.get(entity)
    if known is None:
        raise Problem(f"it speaks of {entity[:40]!r}, which this version does not know, though a newer one may")
    for name in names:
        if name not in known and name != DELETED:
            raise Problem(
                f"it gives {entity} a {name[:40]!r}, which this version does not know, though a newer one may"
            )
    return tuple(bool if name == DELETED else type(known[name]) for name in names)


def _is_plain(value: Any) -> bool:
    """Whether it has no numbers beyond what offsets and places need, and text that can be written down."""
    if type(value) is str:
        return (value.isascii() and "\0" not in value) or not _UNWRITABLE.search(value)
    if type(value) is list:
        return all(type(part) in (str, list) and _is_plain(part) for part in value)
    if type(value) is dict:
        return all(map(_is_plain, value.values()))
    return type(value) is bool or (type(value) is int and abs(value) <= _GREATEST)


def _is_anchor(value: Said) -> bool:
    if value.keys() != _ANCHOR or tuple(map(type, _parts(value))) != _ANCHOR_TYPES:
        return False
    start, end = int(value["start"]), int(value["end"])
    return 0 <= start <= end <= _GREATEST


def _once(pairs: list[tuple[str, Any]]) -> Said:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Problem("a change in it sets a field twice")
    return found


def _no_number(written: str) -> NoReturn:
    raise Problem(f"{written[:40]} in it is no whole number")


_ANCHOR = frozenset(ANCHOR_COLUMNS)
_ANCHOR_TYPES = tuple({"start": int, "end": int, "whole": bool}.get(name, str) for name in ANCHOR_COLUMNS)
_parts = itemgetter(*ANCHOR_COLUMNS)
_COLUMN_TYPES = {
    (str, str, reverses, *[str] * 7, signature) for reverses in (str, type(None)) for signature in (str, type(None))
}
_NOT_ALL_TEXT = {
    entity for entity, fields in ENTITIES.items() if any(type(value) in (int, list) for value in fields.values())
}
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_scan = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number).raw_decode
