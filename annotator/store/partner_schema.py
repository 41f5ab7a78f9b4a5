"""Which files of partners are read at all: every statement that made their tables is one of ours, to the letter.

A whitelist of names alone would let hostile CHECK and DEFAULT clauses, generated columns and virtual tables through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from annotator.store import schema
from annotator.store.database import Database
from annotator.store.shared_schema import SHARED_APPLICATION_ID, SHARED_VERSION, STATEMENTS

Kind = Literal["shared", "library"]

Master = frozenset[tuple[str, str, str, str | None]]
"""Rows of `sqlite_master`: type, name, the table it belongs to, the statement (None for what SQLite made itself)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: how it names itself in its header, and what makes up its tables."""

    kind: Kind
    application_id: int
    version: int
    master: Callable[[], Master]


def forms() -> tuple[Form, ...]:
    """A shared file, and a whole library as this program makes it now."""
    return (
        Form("shared", SHARED_APPLICATION_ID, SHARED_VERSION, _shared_master),
        Form("library", schema.APPLICATION_ID, schema.schema_version(), _library_master),
    )


@cache
def _shared_master() -> Master:
    with sqlite3.connect(":memory:") as made:
        for statement in STATEMENTS:
            made.execute(statement)
        found = _master(made)
    made.close()
    return found


@cache
def _library_master() -> Master:
    """That of a library made here: its tables come about step by step, and search brings some of its own."""
    made = sqlite3.connect(":memory:")
    schema.migrate(Database(made))
    found = _master(made)
    made.close()
    return found


def _master(made: sqlite3.Connection) -> Master:
    return frozenset(made.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall())
