"""From a partner's file to one whose rows say what no program of ours writes: well-formed to SQLite, hostile to us."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable
from random import Random
from typing import Any

from annotator.model.change import DELETED, ENTITIES, LINKS, link_id

ODD_STRINGS = (
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\x1e",
        "\x1f",
        "\x07",
        "\x7f",
        "\x85",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\U0001ffff",
    ),
    *("\n", "x\ny", "é", "e\u0301", "🜁", "أمن", "<img src=x onerror=alert(1)>", "=1+1", "'; DROP TABLE change; --"),
    *("../../etc/passwd", "file:///etc/passwd", "%s%n", "null", "0", "-1", "x" * 5_000, "javascript:alert(1)", "1e999"),
)
ODD_VALUES = (
    *(*ODD_STRINGS, None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**400, 1.5, float("nan"), float("inf")),
    *([], {}, [[]], {"a": {}}, ["a"], [["a", ["b"]]], [["a", "b"]], {"": ""}),
)
ODD_JSON = (
    *("", "{", "}", "[]", "null", "{}", "1", '"x"', "{}{}", " {}", "{} ", "{}\n", "[" * 2_000, '{"a":' * 3_000),
    *('{"deleted":true,"deleted":false}', '{"deleted":NaN}', '{"deleted":1}', '{"deleted":1.0}', '{"deleted":true,}'),
    *(
        "{'deleted':true}",
        '{"deleted":true/**/}',
        '{"commentary":"\\ud800"}',
        '{"commentary":"\\u0000"}',
        '{"a":Infinity}',
    ),
    *(
        '{"commentary":"\t"}',
        '{"deleted" :true}',
        '{"\\u0064eleted":true}',
        "\ufeff{}",
        '{"anchor":null}',
        '{"deleted":-0}',
    ),
)
ODD_STAMPS = (
    *(
        "",
        "0",
        "ffffffffffff.ffffff",
        "e677d21fdbff.ffffff",
        "e677d21fdc00.000000",
        "000000000000.000000",
        "-00000000001.000000",
    ),
    *(
        "00000000000g.000000",
        "018F00000000.000000",
        "018f00000000.00000",
        "018f00000000,000000",
        "018f00000000.000000 ",
    ),
)
ODD_IDS = (
    *("", "x", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "a:b", ":", "a" * 2_000),
    *("0193-", "../x", "codebook", "\u202eabc", "a\x1fb", "0193a9c0-1111-7222-8333-44444444444G"),
)

Change = dict[str, Any]
Edit = Callable[[Random, sqlite3.Connection], None]

_COLUMNS = (
    "id",
    "change_set",
    "reverses",
    "entity",
    "entity_id",
    "hlc",
    "origin",
    "author",
    "previous",
    "fields",
    "signature",
)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _some_change(random: Random, db: sqlite3.Connection, where: str = "1") -> Change | None:
    found = db.execute(f"SELECT rowid, {', '.join(_COLUMNS)} FROM change WHERE {where} ORDER BY rowid").fetchall()
    return dict(zip(("rowid", *_COLUMNS), random.choice(found), strict=True)) if found else None


def _put(db: sqlite3.Connection, row: Change, **values: Any) -> None:
    given = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE change SET {given} WHERE rowid = ?", [*values.values(), row["rowid"]])


def _add(db: sqlite3.Connection, row: Change, **values: Any) -> None:
    row = {**row, **values}
    db.execute(f"INSERT INTO change VALUES ({', '.join('?' * len(_COLUMNS))})", [row[name] for name in _COLUMNS])


def _an_id(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=7))


def odd_column(random: Random, db: sqlite3.Connection) -> None:
    row = _some_change(random, db)
    if row:
        name = random.choice(_COLUMNS)
        odd = {"hlc": ODD_STAMPS, "fields": ODD_JSON, "previous": ODD_JSON}.get(name, (*ODD_IDS, *ODD_STRINGS))
        _put(db, row, **{name: random.choice(odd)})


def another_column(random: Random, db: sqlite3.Connection) -> None:
    """What another change has there: another's id, time, entity, words."""
    row, other = _some_change(random, db), _some_change(random, db)
    if row and other:
        name = random.choice(_COLUMNS)
        _put(db, row, **{name: other[random.choice(_COLUMNS) if random.random() < 0.2 else name]})


def odd_value(random: Random, db: sqlite3.Connection) -> None:
    """A field of a change has a value that it may not have, or may."""
    row = _some_change(random, db)
    if row:
        fields = json.loads(row["fields"])
        name = random.choice(sorted(fields) or [DELETED])
        value = random.choice(ODD_VALUES)
        if isinstance(fields[name], dict) and random.random() < 0.8:
            value = {**fields[name], random.choice(sorted(fields[name])): random.choice(ODD_VALUES)}
        _put(db, row, fields=_compact({**fields, name: value}))


def odd_field(random: Random, db: sqlite3.Connection) -> None:
    """A change sets a field more: one of its kind, of another, or none that there is."""
    row = _some_change(random, db)
    if row:
        entity = row["entity"] if random.random() < 0.7 else random.choice(sorted(ENTITIES))
        name = random.choice([*ENTITIES[entity], DELETED, "x", "__class__", ""])
        value = ENTITIES[entity].get(name, True) if random.random() < 0.6 else random.choice(ODD_VALUES)
        _put(db, row, fields=_compact({**json.loads(row["fields"]), name: value}))


def fewer_fields(random: Random, db: sqlite3.Connection) -> None:
    row = _some_change(random, db)
    if row:
        fields = json.loads(row["fields"])
        fields.pop(random.choice(sorted(fields) or ["x"]), None)
        _put(db, row, fields=_compact(fields))


def swapped_values(random: Random, db: sqlite3.Connection) -> None:
    """Two changes of one kind exchange what they say."""
    row = _some_change(random, db)
    other = _some_change(random, db, f"entity = '{row['entity']}'") if row else None
    if row and other:
        _put(db, row, fields=other["fields"])
        _put(db, other, fields=row["fields"])


def contradiction(random: Random, db: sqlite3.Connection) -> None:
    """Another change of the same thing, beside what is there: a conflict, and often a right one."""
    row = _some_change(random, db)
    if row:
        fields = json.loads(row["fields"])
        if random.random() < 0.3:
            fields = {DELETED: random.random() < 0.7}
        elif "commentary" in fields:
            fields["commentary"] = random.choice(("Otherwise.", "", *ODD_STRINGS))
        previous = row["previous"] if random.random() < 0.5 else _compact({name: [row["id"]] for name in fields})
        _add(
            db,
            row,
            id=_an_id(random),
            hlc=random.choice((row["hlc"], *ODD_STAMPS)),
            fields=_compact(fields),
            previous=previous,
        )


def circle(random: Random, db: sqlite3.Connection) -> None:
    """Each of some changes says that it replaced the next."""
    first = _some_change(random, db)
    where = (
        f"entity = '{first['entity']}' AND entity_id = '{first['entity_id']}'"
        if first and random.random() < 0.7
        else "1"
    )
    rows = [row for row in (_some_change(random, db, where) for _ in range(random.choice((1, 2, 2, 3)))) if row]
    for place, row in enumerate(rows):
        names = [*json.loads(row["fields"]), "x"][: random.choice((1, 1, 9))]
        _put(db, row, previous=_compact({name: [rows[(place + 1) % len(rows)]["id"]] for name in names}))


def odd_previous(random: Random, db: sqlite3.Connection) -> None:
    row, other = _some_change(random, db), _some_change(random, db)
    if row and other:
        name = random.choice([*ENTITIES.get(row["entity"], {}), DELETED, "x"])
        ids: Any = random.choice(
            (
                *(
                    [_an_id(random)],
                    [other["id"]],
                    [row["id"]],
                    [other["id"], other["id"]],
                    [],
                    [""],
                    [None],
                    [1],
                    {},
                    "x",
                ),
                *(other["id"], [other["id"].upper()], [[other["id"]]], [_an_id(random) for _ in range(500)]),
            )
        )
        _put(db, row, previous=_compact({**json.loads(row["previous"]), name: ids}))


def ids_of_others(random: Random, db: sqlite3.Connection) -> None:
    """A link, a reply or a note that says it is somebody else's."""
    row, other = _some_change(random, db), _some_change(random, db)
    if not row or not other:
        return
    fields = json.loads(row["fields"])
    if row["entity"] in LINKS and random.random() < 0.6:
        fields["annotation"] = random.choice((other["entity_id"], _an_id(random), "codebook"))
        end = fields.get(LINKS[row["entity"]], "x")
        id = link_id(fields["annotation"], str(end)) if random.random() < 0.7 else row["entity_id"]
        _put(db, row, entity_id=id, fields=_compact(fields))
    else:
        _put(db, row, entity_id=random.choice((other["entity_id"], _an_id(random), *ODD_IDS)))


def elsewhere(random: Random, db: sqlite3.Connection) -> None:
    """An anchor on other words: in range or not, of this text or another."""
    row = _some_change(random, db, "entity = 'annotation' AND fields LIKE '%anchor%'")
    if row:
        fields = json.loads(row["fields"])
        anchor = fields.get("anchor")
        if isinstance(anchor, dict) and all(isinstance(anchor.get(name), int) for name in ("start", "end")):
            shift = random.choice((0, 1, -1, 7, 10_000, 2**33))
            exact = str(anchor.get("exact", ""))
            more = random.choice(
                ({}, {"exact": exact.upper()}, {"version": "0" * 32}, {"provision": "art_99"}, {"exact": ""})
            )
            fields["anchor"] = {**anchor, "start": anchor["start"] + shift, "end": anchor["end"] + shift, **more}
            _put(db, row, fields=_compact(fields))


def odd_text(random: Random, db: sqlite3.Connection) -> None:
    """A text or its tree says something else than its id."""
    table = random.choice(("version_text", "provision"))
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    rowids = [row[0] for row in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    if rowids:
        name = random.choice(columns)
        value = random.choice(
            (*ODD_STRINGS, *ODD_JSON, *ODD_IDS, 0, 1, -1, 3, 10**6, 2**62, None, "a\ud7ff", "[]", '[["a","b",null]]')
        )
        db.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", [value, random.choice(rowids)])


def fewer_rows(random: Random, db: sqlite3.Connection) -> None:
    """Less of the log, of a tree, or of the texts: what is left must stand by itself."""
    table = random.choice(("change", "change", "provision", "version_text", "sharing"))
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone():
        db.execute(f"DELETE FROM {table} WHERE rowid % {random.choice((1, 2, 3, 7))} = {random.choice((0, 1))}")


def many_rows(random: Random, db: sqlite3.Connection) -> None:
    row = _some_change(random, db)
    if row:
        for _ in range(random.choice((10, 300))):
            _add(db, row, id=_an_id(random))


def huge(random: Random, db: sqlite3.Connection) -> None:
    row = _some_change(random, db)
    size = random.choice((10_000, 100_000, 1_500_000))
    if row:
        name = random.choice(("fields", "previous", "author", "entity_id", "origin"))
        value = {"fields": _compact({"commentary": "x" * size}), "previous": "[" * size}.get(name, "x" * size)
        _put(db, row, **{name: value})


def odd_sender(random: Random, db: sqlite3.Connection) -> None:
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'sharing'").fetchone():
        db.execute(
            "INSERT OR REPLACE INTO sharing VALUES (?, ?)", [random.choice(("sender", "x")), random.choice(ODD_STRINGS)]
        )


ROWS: tuple[Edit, ...] = (
    *(odd_column, odd_column, another_column, another_column, odd_value, odd_value, odd_value, odd_field, fewer_fields),
    *(swapped_values, contradiction, contradiction, circle, odd_previous, odd_previous, ids_of_others, ids_of_others),
    *(elsewhere, elsewhere, odd_text, odd_text, fewer_rows, many_rows, huge, odd_sender),
)
