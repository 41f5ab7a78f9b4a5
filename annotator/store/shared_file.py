"""Writing a shared file: fresh, in memory, from rows that have been chosen and disguised by others.

Never a copy of the library, and never beside it: pages of the working file hold what was deleted.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from annotator.model.delivery import Row
from annotator.model.treaty import Ledger, Text
from annotator.store.connection import is_library
from annotator.store.database import Database
from annotator.store.shared_schema import (
    SHARED_APPLICATION_ID,
    SHARED_CHANGE_COLUMNS,
    SHARED_VERSION,
    STATEMENTS,
)
from annotator.store.texts import insert_text

_BATCH = 1000
_HEADER = 72
_APPLICATION_ID = slice(68, 72)  # big-endian, section 1.3 of SQLite's file format


def build_shared_file(
    texts: Iterable[Text], rows: Iterable[Row], sharing: Mapping[str, str], readme: Sequence[tuple[str, str]]
) -> bytes:
    """The bytes of a shared file. `readme` has headings with their words; the rows stand in the order that is given."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        db = Database(connection)
        db.execute(f"PRAGMA application_id = {SHARED_APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SHARED_VERSION}")
        with db.atomic():
            for statement in STATEMENTS:
                db.execute(statement)
            connection.executemany("INSERT INTO readme (heading, words) VALUES (?, ?)", readme)
            connection.executemany("INSERT INTO sharing VALUES (?, ?)", sorted(sharing.items()))
            for text in texts:
                insert_text(db, without_source(text))
            marks = ", ".join("?" * len(SHARED_CHANGE_COLUMNS))
            waiting = iter(rows)
            while batch := list(islice(waiting, _BATCH)):
                connection.executemany(f"INSERT INTO change VALUES ({marks})", batch)
        return connection.serialize()


def without_source(text: Text) -> Text:
    """The text without what its source held beside it: comments, footers and paths are no part of it."""
    ledger = text.ledger
    return replace(text, ledger=Ledger(ledger.kept_characters, ledger.kept_characters, ledger.generated_characters))


def may_be_replaced(path: Path) -> bool:
    """Whether what lies at `path`, if anything, is not a library, nor any other database but a shared file.

    The file of a library that is held open is not looked into: closing it would drop SQLite's locks.
    """
    if not is_library(path):
        return True
    if path.with_name(path.name + ".lock").exists():
        return False
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError:
        return False
    return int.from_bytes(header[_APPLICATION_ID], "big") == SHARED_APPLICATION_ID
