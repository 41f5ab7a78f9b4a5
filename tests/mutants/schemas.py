"""From a partner's file to one whose tables are not what they seem: clauses, views, triggers, virtual tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from random import Random

Edit = Callable[[Random, sqlite3.Connection], None]

_CLAUSES = (
    *(
        "CHECK (abs(-9223372036854775808))",
        "CHECK (randomblob(1000000000))",
        "DEFAULT (randomblob(9))",
        "COLLATE nocase",
    ),
    *(
        "CHECK (load_extension('x'))",
        "CHECK (fields NOT LIKE '%x%')",
        "CHECK ((WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL ",
    ),
    *("GENERATED ALWAYS AS (zeroblob(100000000))", "GENERATED ALWAYS AS (id) STORED", "AS (readfile('/etc/passwd'))"),
    *("CHECK (edit('x'))", "UNIQUE", "REFERENCES change(id)", "CHECK (fts3_tokenizer('x'))", "/* x */", "DEFAULT 'x'"),
)
_EXTRA = (
    "CREATE VIEW {name} AS SELECT * FROM change",
    "CREATE VIEW {name} AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    "CREATE TRIGGER {name} AFTER INSERT ON change BEGIN DELETE FROM change; END",
    "CREATE TRIGGER {name} BEFORE UPDATE ON change BEGIN SELECT randomblob(1000000000); END",
    "CREATE INDEX {name} ON change (lower(fields))",
    "CREATE UNIQUE INDEX {name} ON change (id) WHERE length(fields) > randomblob(1)",
    "CREATE TABLE {name} (x)",
    "CREATE TABLE {name} (x CHECK (x > randomblob(100)), y DEFAULT (random()))",
    "CREATE VIRTUAL TABLE {name} USING fts5(x)",
    "CREATE VIRTUAL TABLE {name} USING rtree(a, b, c)",
    "CREATE VIRTUAL TABLE {name} USING dbstat",
)
_NAMES = ("x", "annotations", "changes", "unapplied", "sqlite_x", "Change", "провизия", "a b", "quick_check", "shared")
_WHOLE = (
    *(
        "CREATE TABLE change (x)",
        "CREATE VIEW change AS SELECT 1",
        "CREATE VIRTUAL TABLE change USING fts5(x)",
        "",
        "SELECT 1",
    ),
    *(
        "CREATE TABLE version_text AS SELECT 1",
        "CREATE TABLE change(id, change_set",
        "PRAGMA writable_schema = ON",
        "x",
    ),
)


def clause(random: Random, db: sqlite3.Connection) -> None:
    """A clause put into one of the statements."""
    with _by_hand(db):
        name, sql = random.choice(_statements(db))
        places = [place for place, mark in enumerate(sql) if mark in ",)"] or [0]
        place = random.choice(places)
        _write(db, name, f"{sql[:place]} {random.choice(_CLAUSES)}{sql[place:]}")


def other_words(random: Random, db: sqlite3.Connection) -> None:
    """A character, a word or the letter case of one of the statements changed."""
    with _by_hand(db):
        name, sql = random.choice(_statements(db))
        place = random.randrange(len(sql))
        changed = random.choice(
            (
                *(
                    sql.lower(),
                    sql + " ",
                    sql.replace("STRICT", ""),
                    sql.replace("TEXT", random.choice(("ANY", "BLOB", "INT"))),
                ),
                *(
                    sql[:place] + random.choice("x\x00 \n'\"(") + sql[place:],
                    sql[:place],
                    sql[:place] + sql[place + 1 :],
                ),
                *(sql.replace("NOT NULL", "", 1), sql + ";", sql + " -- x", sql.replace(" ", "  ", 1), "x" * 200_000),
            )
        )
        _write(db, name, changed)


def another_statement(random: Random, db: sqlite3.Connection) -> None:
    """What a table is, is what another one is, or nothing."""
    with _by_hand(db):
        rows = _statements(db)
        name = random.choice(rows)[0]
        _write(db, name, random.choice((*_WHOLE, random.choice(rows)[1])))


def other_row(random: Random, db: sqlite3.Connection) -> None:
    """Another root page, name or kind in the table of tables."""
    with _by_hand(db):
        column, value = random.choice(
            (
                *(("rootpage", random.choice((0, 1, 2, 3, 5, 10**6, -1, None))), ("name", random.choice(_NAMES))),
                *(
                    ("tbl_name", random.choice(_NAMES)),
                    ("type", random.choice(("view", "index", "trigger", "table", "x"))),
                ),
            )
        )
        name = random.choice(_statements(db))[0]
        db.execute(f"UPDATE sqlite_master SET {column} = ? WHERE name = ?", [value, name])


def same_roots(random: Random, db: sqlite3.Connection) -> None:
    """Two tables that are read from one place."""
    with _by_hand(db):
        one, other = random.choice(_statements(db))[0], random.choice(_statements(db))[0]
        sql = "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = ?) WHERE name = ?"
        db.execute(sql, [one, other])


def more(random: Random, db: sqlite3.Connection) -> None:
    statement = random.choice(_EXTRA).format(name=f'"{random.choice(_NAMES)}"')
    db.execute(statement)


def fewer(random: Random, db: sqlite3.Connection) -> None:
    kind, name = random.choice(
        db.execute("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    )
    db.execute(f'DROP {kind} "{name}"')


def wrong_types(random: Random, db: sqlite3.Connection) -> None:
    """Numbers, bytes and nothing where a strict table has words: its statement is put back afterwards."""
    name = random.choice(("change", "version_text", "provision"))
    sql = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()[0]
    with _by_hand(db):
        _write(db, name, sql.replace("STRICT", "").replace("NOT NULL", ""))
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
    rowids = [row[0] for row in db.execute(f"SELECT rowid FROM {name} ORDER BY rowid")]
    if rowids:
        value = random.choice(
            (None, 0, 1, -1, 2**63 - 1, 1.5, float("inf"), b"", b"\xff\xfe", bytes(1000), b"x", "5", "\ud7ff")
        )
        db.execute(f"UPDATE {name} SET {random.choice(columns)} = ? WHERE rowid = ?", [value, random.choice(rowids)])
    with _by_hand(db):
        _write(db, name, sql)


class _by_hand:  # noqa: N801 (a context manager, used as one)
    """The table of tables can be written to in this block, and is read anew after it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("PRAGMA writable_schema = ON")

    def __exit__(self, *_: object) -> None:
        version = self._db.execute("PRAGMA schema_version").fetchone()[0]
        self._db.execute(f"PRAGMA schema_version = {version + 1}")
        self._db.execute("PRAGMA writable_schema = RESET")


def _statements(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()


def _write(db: sqlite3.Connection, name: str, sql: str) -> None:
    db.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [sql, name])


SCHEMAS: tuple[Edit, ...] = (
    *(clause, clause, clause, other_words, other_words, another_statement, other_row, same_roots, more, more, fewer),
    *(wrong_types, wrong_types, wrong_types),
)
