"""The tables and views of a shared file."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import pytest

from annotator.store.shared_schema import SHARED_CHANGE_COLUMNS, SHARED_VERSION, STATEMENTS

FINGERPRINTS = {1: "1ecfd7efdf878dc84d2b0fc5f595cb5704000bc404664e3847f919c2aed5cebb"}


@pytest.fixture
def db() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    for statement in STATEMENTS:
        made.execute(statement)
    return made


def test_every_statement_is_kept_to_the_letter(db: sqlite3.Connection) -> None:
    kept = [row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")]

    assert tuple(kept) == STATEMENTS


def test_another_schema_is_another_version() -> None:
    found = hashlib.sha256("\n".join(STATEMENTS).encode()).hexdigest()

    assert found == FINGERPRINTS[SHARED_VERSION], "raise SHARED_VERSION, and keep reading files of the one before"


def _change(db: sqlite3.Connection, entity: str, entity_id: str, fields: dict[str, object], **more: str) -> None:
    count = db.execute("SELECT count(*) FROM change").fetchone()[0]
    row = {"id": f"c{count}", "change_set": "s", "reverses": None, "hlc": "019000000000.000000", "origin": ""}
    row |= {"author": "Ana", "previous": "{}", "signature": None, **more}
    row |= {"entity": entity, "entity_id": entity_id, "fields": json.dumps(fields, separators=(",", ":"))}
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO change VALUES ({marks})", [row[name] for name in SHARED_CHANGE_COLUMNS])


def test_the_view_of_annotations_says_what_each_field_says_now(db: sqlite3.Connection) -> None:
    anchor = {"version": "v", "provision": "art_1", "start": 3, "end": 6, "exact": "words", "whole": False}
    _change(db, "version", "v", {"label": "", "short_title": "Convention"})
    _change(db, "category", "c", {"name": "Vague terms"})
    _change(db, "annotation", "a", {"anchor": anchor, "stance": "risk"})
    _change(db, "annotation", "a", {"commentary": "later"}, hlc="019000000001.000000")
    _change(db, "annotation", "a", {"commentary": "sooner"})
    _change(db, "annotation_category", "a:0011", {"annotation": "a", "category": "c"})
    _change(db, "annotation_tag", "a:0012", {"annotation": "a", "tag": "scope"})
    _change(db, "annotation_tag", "a:0013", {"deleted": True})
    _change(db, "annotation_tag", "ab:0013", {"annotation": "ab", "tag": "another's"})

    columns = "text, place, quotation, layers, stance, commentary, tags, start, id"
    found = db.execute(f"SELECT {columns} FROM annotations").fetchall()

    assert found == [("Convention", "art_1", "words", "Vague terms", "risk", "later", "scope", 3, "a")]
    assert db.execute("SELECT name, annotations, came_along FROM texts").fetchall() == [("Convention", 1, 0)]
    assert db.execute("SELECT name, annotations FROM layers").fetchall() == [("Vague terms", 1)]
    differing = db.execute("SELECT what, id, field, value, author FROM differing ORDER BY value").fetchall()
    assert differing == [("annotation", "a", "commentary", word, "Ana") for word in ("later", "sooner")]


def test_what_was_removed_is_only_an_id_with_who_and_when(db: sqlite3.Connection) -> None:
    _change(db, "annotation", "gone", {"deleted": True}, hlc="019374bc6c00.000000")
    _change(db, "annotation", "disputed", {"deleted": True})
    _change(db, "annotation", "disputed", {"commentary": "kept by another"})

    assert db.execute("SELECT id FROM annotations").fetchall() == [("disputed",)]
    assert db.execute("SELECT * FROM removed").fetchall() == [("annotation", "gone", "Ana", "2024-11-28T21:45:25Z")]


def test_what_nobody_ever_set_has_its_default_and_what_is_empty_is_blank(db: sqlite3.Connection) -> None:
    _change(db, "annotation", "a", {"anchor": {"version": "v"}, "severity": "", "commentary": "x"})

    columns = "audience, status, stance, severity, ask, text"
    assert db.execute(f"SELECT {columns} FROM annotations").fetchall() == [
        ("organisation", "draft", "note", None, None, "v")
    ]
