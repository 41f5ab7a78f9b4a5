"""Libraries as older versions of the program left them, made from one of today by the schema's first steps alone."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from unittest import mock

from annotator.model.change import LINKS
from annotator.store import connection, schema
from annotator.store.database import Database

_INDEXES = ("passage_words", "passage_trigrams", "commentary_words", "commentary_trigrams")


def write_older(library: Path, to: Path, version: int) -> None:
    """Write to `to` what `library` (closed, of one person) says, as version `version` of the schema had it."""
    to.touch(exist_ok=False)
    with mock.patch.object(schema, "STEPS", schema.STEPS[:version]):
        db = connection.open_for_writing(to)
        schema.migrate(db)
        db.close()
    with contextlib.closing(sqlite3.connect(to, isolation_level=None)) as raw:
        raw.execute("ATTACH ? AS newer", [str(library)])
        with Database(raw).atomic():
            _copy(raw)
        raw.execute("DETACH newer")


def _copy(raw: sqlite3.Connection) -> None:
    tables = _tables(raw, "main") & _tables(raw, "newer")
    for table in tables - {"_sqlite_migrations", "head"}:
        columns = ", ".join(_columns(raw, "main", table) & _columns(raw, "newer", table))
        raw.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
    if "head" in _tables(raw, "main"):
        _before_merging(raw)
    for index in _INDEXES:
        raw.execute(f"INSERT INTO main.{index} ({index}) VALUES ('rebuild')")


def _before_merging(raw: sqlite3.Connection) -> None:
    """As versions 1 to 4 had it: ids of links with the other's word in them, and a table of the latest changes."""
    for link, field in LINKS.items():
        sql = f"UPDATE change SET entity_id = ? WHERE entity = '{link}' AND entity_id = ?"
        for id, annotation, other in raw.execute(f"SELECT id, annotation, {field} FROM main.{link}").fetchall():
            raw.execute(sql, [f"{annotation}:{other}", id])
            raw.execute(f"UPDATE main.{link} SET id = ? WHERE id = ?", [f"{annotation}:{other}", id])
    raw.execute(
        "INSERT INTO main.head SELECT entity, entity_id, field, change FROM (SELECT entity, entity_id, key AS field, "
        "change.id AS change, max(hlc) FROM main.change, json_each(fields) GROUP BY entity, entity_id, key)"
    )


def _tables(raw: sqlite3.Connection, schema_name: str) -> set[str]:
    sql = f"SELECT name FROM {schema_name}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    found = {row[0] for row in raw.execute(sql)}
    return {name for name in found if not name.startswith(_INDEXES)}


def _columns(raw: sqlite3.Connection, schema_name: str, table: str) -> set[str]:
    return {row[1] for row in raw.execute(f"PRAGMA {schema_name}.table_info({table})")}
