"""The words and the tree of a version: put in once, never changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annotator.model.later import later
from annotator.model.treaty import Caution, Dropped, Ledger, Provision, Text
from annotator.store.database import Database

if TYPE_CHECKING:
    from annotator.store import search
else:
    (search,) = later("annotator.store", "search")


def text(db: Database, version: str) -> Text | None:
    """The words and the tree of a version, whether it is deleted or not."""
    names = "id, text, sha256, source_characters, kept_characters, generated_characters, dropped, warnings"
    found = db.execute(f"SELECT {names} FROM version_text WHERE id = ?", [version]).fetchone()
    if found is None:
        return None
    row = dict(zip(names.split(", "), found, strict=True))
    provisions = db.execute(
        "SELECT eid, parent, kind, number, label, heading, citation, start, end, page "
        "FROM provision WHERE version = ? ORDER BY position",
        [version],
    ).fetchall()
    ledger = Ledger(
        row["source_characters"],
        row["kept_characters"],
        row["generated_characters"],
        tuple(Dropped(*part) for part in json.loads(row["dropped"])),
        tuple(Caution(*part) for part in json.loads(row["warnings"])),
    )
    return Text(row["id"], row["text"], row["sha256"], tuple(Provision(*part) for part in provisions), ledger)


def add_text(db: Database, value: Text) -> bool:
    """Keep the words and the tree in a library, and index them; False where they are here already."""
    if db.execute("SELECT 1 FROM version_text WHERE id = ?", [value.id]).fetchone():
        return False
    insert_text(db, value)
    search.index_text(db, value)
    return True


def insert_text(db: Database, value: Text) -> None:
    """Keep the words and the tree alone, as a shared file does too."""
    ledger = value.ledger
    dropped = [[row.reason, row.text, row.page] for row in ledger.dropped]
    warnings = [[row.code, row.where, row.message] for row in ledger.warnings]
    db.execute(
        "INSERT INTO version_text VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(value.id, value.text, value.sha256),
            *(ledger.source_characters, ledger.kept_characters, ledger.generated_characters),
            *(json.dumps(dropped, ensure_ascii=False), json.dumps(warnings, ensure_ascii=False)),
        ],
    )
    db.conn.executemany(
        "INSERT INTO provision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                value.id,
                position,
                p.eid,
                p.parent,
                p.kind,
                p.number,
                p.label,
                p.heading,
                p.citation,
                p.start,
                p.end,
                p.page,
            )
            for position, p in enumerate(value.provisions)
        ],
    )
