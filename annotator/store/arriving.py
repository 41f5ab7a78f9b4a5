"""Changes as they arrive from a partner: looked at before they are believed.

A hundred thousand come at once, so SQLite looks at each whether it is evidently in order; what is not, Python looks at
once more, and says what is wrong. Whatever comes through has known entities and fields, values of the right types, ids
that are ids and stamps that are dates, as `log.append` would have written it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.change import DELETED, ENTITIES, LINKS, annotation_of
from annotator.model.clock import LAST_STAMP
from annotator.model.delivery import Row
from annotator.model.problems import Problem, UnusableFile
from annotator.model.treaty import Text, canonical_characters, solid_length
from annotator.store.database import Database
from annotator.store.log import COLUMNS, json_text
from annotator.store.schema import ANCHOR_COLUMNS

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ENTITY_ID = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,1000}")
"""Codebooks and documents bring ids of any letters; what pairs two provisions has both of theirs in its own."""
_STAMP = re.compile(r"[0-9a-f]{12}\.[0-9a-f]{6}")
_ORIGIN = re.compile(r"[A-Za-z0-9_.:-]{0,100}")
_IDS = rf'"[a-z_]+":\[(?:"{_UUID.pattern}"(?:,"{_UUID.pattern}")*)?\]'
_PREVIOUS = re.compile(rf"\{{(?:{_IDS}(?:,{_IDS})*)?\}}")
_LONGEST_NAME = 1_000
_GREATEST = 2**31 - 1
_REMEMBERED = 10_000

STAGED = f"CREATE TEMP TABLE IF NOT EXISTS staged ({COLUMNS})"


def stage(db: Database, file: str, batch: Iterable[Sequence[Any]], fine: set[str]) -> None:
    """Fill `staged` with these changes, in the order of their ids. `fine` remembers what `previous` often is.

    Raises UnusableFile, which names the file, where one of them is not in order.
    """
    try:
        rows = [row if _is_fine(row, fine) else checked(row) for row in batch]
        rows.sort(key=lambda row: row[0])
        db.execute("DELETE FROM staged")
        db.conn.executemany(f"INSERT INTO staged VALUES ({', '.join('?' * 11)})", rows)
        for number, *row in db.execute(f"SELECT rowid, {COLUMNS} FROM staged WHERE NOT {_EVIDENT}").fetchall():
            names = ", ".join(f"{name} = ?" for name in COLUMNS.split(", "))
            db.execute(f"UPDATE staged SET {names} WHERE rowid = ?", [*checked(row), number])
    except (Problem, ValueError, OverflowError, sqlite3.InterfaceError, sqlite3.ProgrammingError) as error:
        why = str(error) if isinstance(error, Problem) else "a value in it is none that a change can have"
        raise UnusableFile(f"{file} cannot be merged: {why}; ask whoever sent it for a new one.") from error


def checked(row: Sequence[Any]) -> Row:
    """The change, its JSON written as ours. Raises Problem (the middle of a sentence) where it is not in order."""
    if len(row) != 11 or not all(isinstance(value, str) for place, value in enumerate(row) if place not in (2, 10)):
        raise Problem("a change in it is incomplete")
    _check_names(row)
    id, change_set, reverses, entity, entity_id, hlc, origin, author, previous, fields, signature = row
    if entity not in ENTITIES:
        raise Problem(f"it speaks of {entity[:40]!r}, which this version does not know, though a newer one may")
    said = _fields(entity, fields)
    if entity in LINKS and said.get("annotation", annotation_of(entity_id)) != annotation_of(entity_id):
        raise Problem("it ties one annotation to a layer in the name of another")
    return (
        *(id, change_set, reverses, entity, entity_id, hlc, origin, author),
        json_text(_previous(previous)),
        json_text(said),
        signature,
    )


def _check_names(row: Sequence[Any]) -> None:
    id, change_set, reverses, _, entity_id, hlc, origin, author, _, _, signature = row
    for value, form in ((id, _UUID), (change_set, _UUID), (entity_id, _ENTITY_ID), (hlc, _STAMP), (origin, _ORIGIN)):
        if not form.fullmatch(value):
            raise Problem(f"“{value[:60]}” in it is no id, stamp or origin of a change")
    if hlc > LAST_STAMP:
        raise Problem("a change in it was made after the year 9999")
    if reverses is not None and not (isinstance(reverses, str) and _UUID.fullmatch(reverses)):
        raise Problem("a change in it reverses what cannot be")
    if not (signature is None or isinstance(signature, str)) or len(author) > _LONGEST_NAME or "\0" in author:
        raise Problem("a name or signature in it is none")


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


def _is_fine(row: Sequence[Any], fine: set[str]) -> bool:
    """Whether `previous`, which SQLite does not look into, is as we write it."""
    if len(row) != 11 or not isinstance(row[8], str):
        return False
    if row[8] in fine:
        return True
    if not _PREVIOUS.fullmatch(row[8]):
        return False
    if len(fine) < _REMEMBERED:
        fine.add(row[8])
    return True


def _fields(entity: str, words: str) -> dict[str, Any]:
    said = _object(words)
    known = ENTITIES[entity] | {DELETED: False}
    for name, value in said.items():
        if name not in known or type(value) is not type(known[name]) or not _is_plain(value):
            raise Problem(f"it gives {entity}.{name[:40]} a value that it cannot have")
        if name == "anchor" and not _is_anchor(value):
            raise Problem("an annotation in it stands nowhere")
    return said


def _previous(words: str) -> dict[str, Any]:
    said = _object(words)
    for ids in said.values():
        if not isinstance(ids, list) or not all(isinstance(id, str) and _UUID.fullmatch(id) for id in ids):
            raise Problem("a change in it replaces what is no change")
    return said


def _object(words: str) -> dict[str, Any]:
    """Raises Problem where `words` is no JSON object, or names something twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise Problem("a change in it sets a field twice")
        return dict(pairs)

    try:
        said = json.loads(words, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise Problem("a change in it cannot be read") from error
    if not isinstance(said, dict):
        raise Problem("a change in it cannot be read")
    return said


def _is_plain(value: Any) -> bool:
    """Whether it has no numbers beyond what offsets and places need, and text that can be written down."""
    if isinstance(value, str):
        return "\0" not in value and not re.search("[\ud800-\udfff]", value)
    if isinstance(value, list):
        return all(isinstance(part, (str, list)) and _is_plain(part) for part in value)
    if isinstance(value, dict):
        return all(_is_plain(part) for part in value.values())
    return isinstance(value, bool) or (isinstance(value, int) and abs(value) <= _GREATEST)


def _is_anchor(value: dict[str, Any]) -> bool:
    if set(value) != set(ANCHOR_COLUMNS):
        return False
    kinds = {"start": int, "end": int, "whole": bool}
    if any(type(part) is not kinds.get(name, str) for name, part in value.items()):
        return False
    start, end = int(value["start"]), int(value["end"])
    return 0 <= start <= end <= _GREATEST


def _evident() -> str:
    """SQL: whether a row of `staged` is one of those that come in great numbers, and evidently in order."""
    hexadecimal = "[0-9a-f]"
    uuid = "-".join(hexadecimal * length for length in (8, 4, 4, 4, 12))
    texts = ("id", "change_set", "entity", "entity_id", "hlc", "origin", "author", "previous", "fields")
    conditions = [
        *(f"typeof({name}) = 'text'" for name in texts),
        f"id GLOB '{uuid}' AND change_set GLOB '{uuid}'",
        f"(reverses IS NULL OR (typeof(reverses) = 'text' AND reverses GLOB '{uuid}'))",
        "(signature IS NULL OR typeof(signature) = 'text')",
        "length(entity_id) BETWEEN 1 AND 200 AND entity_id NOT GLOB '*[^-A-Za-z0-9_.:]*'",
        "length(origin) <= 100 AND origin NOT GLOB '*[^-A-Za-z0-9_.:]*'",
        f"hlc GLOB '{hexadecimal * 12}.{hexadecimal * 6}' AND hlc <= '{LAST_STAMP}'",
        f"length(author) <= {_LONGEST_NAME} AND instr(author, char(0)) = 0",
        "json_valid(fields) AND instr(fields, char(0)) = 0 AND instr(fields, '\\u') = 0",
    ]
    kinds = [
        f"WHEN '{entity}' THEN {' AND '.join(_evident_fields(entity))}" for entity in ("annotation", *LINKS, "reply")
    ]
    said = f"CASE WHEN {' AND '.join(conditions)} THEN CASE entity {' '.join(kinds)} ELSE 0 END ELSE 0 END"
    return f"coalesce({said}, 0)"  # what is unknown to SQLite is not evident


def _evident_fields(entity: str) -> list[str]:
    names = [*ENTITIES[entity], DELETED]
    paths = ", ".join(f"'$.{name}'" for name in names)
    found = ["json_type(fields) = 'object'", f"json_remove(fields, {paths}) = '{{}}'"]
    for name in names:
        if name != "anchor":
            kind = "IN ('true', 'false')" if name == DELETED else "= 'text'"
            found.append(f"(json_type(fields, '$.{name}') IS NULL OR json_type(fields, '$.{name}') {kind})")
    if entity == "annotation":
        found.append(f"(json_type(fields, '$.anchor') IS NULL OR ({' AND '.join(_evident_anchor())}))")
    if entity in LINKS:
        mine = "substr(entity_id, 1, instr(entity_id, ':') - 1)"
        found.append(f"coalesce(json_extract(fields, '$.annotation'), {mine}) = {mine}")
    return found


def _evident_anchor() -> list[str]:
    kinds = {"start": "= 'integer'", "end": "= 'integer'", "whole": "IN ('true', 'false')"}
    is_text = "= 'text'"
    paths = ", ".join(f"'$.anchor.{name}'" for name in ANCHOR_COLUMNS)
    return [
        f"json_extract(json_remove(fields, {paths}), '$.anchor') = '{{}}'",
        *(f"json_type(fields, '$.anchor.{name}') {kinds.get(name, is_text)}" for name in ANCHOR_COLUMNS),
        "json_extract(fields, '$.anchor.start') BETWEEN 0 AND json_extract(fields, '$.anchor.end')",
        f"json_extract(fields, '$.anchor.end') <= {_GREATEST}",
    ]


_EVIDENT = _evident()
