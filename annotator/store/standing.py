"""What the log says of the entities that were touched, worked out in scratch tables.

`touched(entity, entity_id)` lists them; `fresh_annotation`, `fresh_category` … get a row for each that stands, in the
shape of the current table; `fresh_lacking` and `fresh_conflict` what waits for what, and what people disagree on. An
entity of which one change is known, as of most, needs no weighing; one of several goes through `model/merging.Lineage`.
Scratch tables are SQLite's temporary ones, in memory: they can be filled where the library is open for reading alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from annotator.model.change import DELETED, ENTITIES, LINKS
from annotator.model.clock import moment
from annotator.model.merging import Lineage
from annotator.store.database import Database
from annotator.store.log import KNOWN, lineage_of_rows
from annotator.store.schema import ANCHOR_COLUMNS, REFERENCES, columns

_AT_ONCE = 2_000
_BLANK_ANCHOR = dict.fromkeys(ANCHOR_COLUMNS, "") | {"start": 0, "end": 0, "whole": False}
_DEFAULTS = {entity: {**fields, DELETED: False} for entity, fields in ENTITIES.items()}
_LISTED = {entity for entity, fields in ENTITIES.items() if any(isinstance(value, list) for value in fields.values())}
_parts = itemgetter(*ANCHOR_COLUMNS)

_SCRATCH = (
    "CREATE TEMP TABLE touched (entity TEXT, entity_id TEXT, PRIMARY KEY (entity, entity_id)) WITHOUT ROWID",
    "CREATE TEMP TABLE fresh_lacking (entity, entity_id, missing, PRIMARY KEY (entity, entity_id, missing)) "
    "WITHOUT ROWID",
    "CREATE TEMP TABLE fresh_conflict (entity, entity_id, field, annotation, PRIMARY KEY (entity, entity_id, field)) "
    "WITHOUT ROWID",
    *(
        f"CREATE TEMP TABLE fresh_{entity} (id TEXT PRIMARY KEY, {', '.join(columns(entity))}) WITHOUT ROWID"
        for entity in ENTITIES
    ),
)


def begin(db: Database, entities: Iterable[tuple[str, str]] = ()) -> None:
    """Empty scratch tables, and these (entity, id) pairs touched."""
    if db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'touched'").fetchone() is None:
        for statement in _SCRATCH:
            db.execute(statement)
    for table in ("touched", "fresh_lacking", "fresh_conflict", *(f"fresh_{entity}" for entity in ENTITIES)):
        db.execute(f"DELETE FROM {table}")
    db.conn.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", entities)


def touch_all(db: Database) -> None:
    """Everything that the log speaks of."""
    db.execute("INSERT OR IGNORE INTO touched SELECT DISTINCT entity, entity_id FROM change")


def touch_lacking(db: Database, missing: str, parameters: Iterable[str] = ()) -> None:
    """What waits for one of those that the SQL `missing` gives."""
    db.execute(
        f"INSERT OR IGNORE INTO touched SELECT entity, entity_id FROM lacking WHERE missing IN ({missing})",
        list(parameters),
    )


def is_touched(db: Database, entity: str) -> bool:
    return db.execute("SELECT 1 FROM touched WHERE entity = ? LIMIT 1", [entity]).fetchone() is not None


def work_out(db: Database, entity: str) -> None:
    """Give each of the touched entities its row, unless it has it already."""
    known = _known(db, entity)
    while some := list(islice(known, _AT_ONCE)):
        rows, disputed = [], list[tuple[str, str, str, str]]()
        for changes in some:
            id, is_unapplied = changes[0][4], changes[0][-1]
            if len(changes) == 1:
                if not is_unapplied:
                    rows.append(row_of_one(entity, id, changes[0][5], json.loads(changes[0][9])))
            elif lineage := lineage_of_rows(entity, changes):
                rows.append(row_of(lineage, id))
                disputed += [(entity, id, field, _annotation(entity, rows[-1])) for field in lineage.disputes()]
        keep(db, entity, rows)
        db.conn.executemany("INSERT OR REPLACE INTO fresh_conflict VALUES (?, ?, ?, ?)", disputed)
    if entity == "annotation":
        _place(db)


def keep(db: Database, entity: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Let these rows be the ones that were worked out."""
    marks = ", ".join("?" * (len(columns(entity)) + 1))
    db.conn.executemany(f"INSERT OR REPLACE INTO fresh_{entity} VALUES ({marks})", rows)


def lack(db: Database, entity: str) -> None:
    """Note what each row refers to that does not stand."""
    for column, table in _references(entity):
        there = f"fresh_{table}" if table == "annotation" else table  # all that are tied to one touch it too
        if is_touched(db, table):
            there = f"fresh_{table}"
            also = f"AND (r.{column} IN (SELECT entity_id FROM touched WHERE entity = '{table}') "
            also += f"OR r.{column} NOT IN (SELECT id FROM {table}))"
        else:
            also = ""
        db.execute(
            f"INSERT OR IGNORE INTO fresh_lacking SELECT '{entity}', r.id, r.{column} FROM fresh_{entity} r "
            f"WHERE NOT EXISTS (SELECT 1 FROM {there} x WHERE x.id = r.{column}) {also}"
        )


def stand(db: Database, entity: str) -> None:
    """Only what lacks nothing does."""
    sql = "SELECT entity_id FROM fresh_lacking WHERE entity = ?"
    db.execute(f"DELETE FROM fresh_{entity} WHERE id IN ({sql})", [entity])
    db.execute(f"DELETE FROM fresh_conflict WHERE entity = ? AND entity_id IN ({sql})", [entity, entity])


def nowhere(db: Database) -> str | None:
    """What something touched refers to though nobody ever spoke of it, if there is such a thing."""
    row = db.execute(
        "SELECT l.missing FROM fresh_lacking l WHERE NOT EXISTS (SELECT 1 FROM version_text WHERE id = l.missing) "
        "AND NOT EXISTS (SELECT 1 FROM change WHERE entity IN ('version', 'annotation', 'category', 'authority') "
        "AND entity_id = l.missing) LIMIT 1"
    ).fetchone()
    return row[0] if row else None


def row_of(lineage: Lineage, id: str) -> tuple[Any, ...]:
    """The row of the current table that an entity's changes give, its id first."""
    values = lineage.current()
    anchor = values.pop("anchor", None)
    if anchor is not None:
        values |= _BLANK_ANCHOR | anchor
    values["modified"] = moment(lineage.latest)
    return (id, *(_cell(values[name]) for name in columns(lineage.entity)))


def row_of_one(entity: str, entity_id: str, hlc: str, said: Mapping[str, Any]) -> tuple[Any, ...]:
    """The same of an entity of which one change is known: most are."""
    values = list({**_DEFAULTS[entity], **said}.values())
    if entity == "annotation":
        values[:1] = _parts(values[0] or _BLANK_ANCHOR)
    elif entity in _LISTED:
        values = [_cell(value) for value in values]
    return (entity_id, *values[:-1], moment(hlc), values[-1])


def _known(db: Database, entity: str) -> Iterator[list[tuple[Any, ...]]]:
    """What the log has of each of the touched entities that have no row yet, as `KNOWN` gives it."""
    rows = db.execute(
        f"SELECT {KNOWN} FROM touched t CROSS JOIN change c USING (entity, entity_id) WHERE t.entity = ? "
        f"AND NOT EXISTS (SELECT 1 FROM fresh_{entity} f WHERE f.id = t.entity_id) ORDER BY t.entity_id",
        [entity],
    )
    for _, known in groupby(rows, key=lambda row: row[4]):
        yield list(known)


def _references(entity: str) -> list[tuple[str, str]]:
    return [(column, table) for (name, column), table in REFERENCES.items() if name == entity]


def _place(db: Database) -> None:
    """An annotation on a text that is not here stands where it was placed in one that is."""
    if db.execute("SELECT 1 FROM placement LIMIT 1").fetchone():
        names = ", ".join(ANCHOR_COLUMNS)
        db.execute(
            f"UPDATE fresh_annotation SET ({names}) = (SELECT {names} FROM placement WHERE annotation = id) "
            "WHERE id IN (SELECT annotation FROM placement) AND version NOT IN (SELECT id FROM version_text)"
        )


def _annotation(entity: str, row: Sequence[Any]) -> str:
    """The annotation that an entity belongs to, if it does; `row` is that of its table."""
    if entity == "annotation":
        return str(row[0])
    return str(row[1]) if entity in LINKS or entity == "reply" else ""


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
