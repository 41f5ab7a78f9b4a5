"""The tables of a library file, step by step.

Plain SQLite that a partner can open with Datasette or DB Browser: STRICT tables, readable names, no views, no triggers.
`version_text`, `provision` and `change` hold what cannot be told from anything else. All others are derived: from the
texts (`passage`) or from the log (the current tables, `conflict`, `lacking`). What never leaves this library: `draft`,
and what was received how (`merge`, `received`, `unapplied`, `placement`, `erased`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from annotator.model.change import DELETED, ENTITIES, LINKS
from annotator.store.database import Database

APPLICATION_ID = 0x54524541  # "TREA"

_MIGRATIONS = "library"
"""The set of migrations, as `_sqlite_migrations` names it."""

ANCHOR_COLUMNS = ("version", "provision", "start", "end", "exact", "prefix", "suffix", "whole")
REFERENCES = {
    ("annotation", "version"): "version_text",
    ("version", "id"): "version_text",
    ("reply", "annotation"): "annotation",
    **{(link, "annotation"): "annotation" for link in LINKS},
    ("annotation_category", "category"): "category",
    ("annotation_authority", "authority"): "authority",
    ("alignment", "version"): "version_text",
    ("alignment", "other_version"): "version_text",
}
"""Which column of which current table holds the id of a row of which table."""

_INDEXED = {("annotation", "version"), ("reply", "annotation"), *((link, "annotation") for link in LINKS)}
_INDEXED |= {("alignment", "version")}

_TEXTS = """
CREATE TABLE library (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE version_text (
  id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  source_characters INTEGER NOT NULL,
  kept_characters INTEGER NOT NULL,
  generated_characters INTEGER NOT NULL,
  dropped TEXT NOT NULL,
  warnings TEXT NOT NULL
) STRICT;
CREATE TABLE provision (
  version TEXT NOT NULL REFERENCES version_text(id),
  position INTEGER NOT NULL,
  eid TEXT NOT NULL,
  parent TEXT,
  kind TEXT NOT NULL,
  number TEXT,
  label TEXT NOT NULL,
  heading TEXT NOT NULL,
  citation TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  page INTEGER,
  PRIMARY KEY (version, position),
  UNIQUE (version, eid)
) STRICT;
CREATE TABLE passage (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL REFERENCES version_text(id),
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  folded TEXT NOT NULL
) STRICT;
CREATE INDEX passage_of_version ON passage (version, start);
CREATE VIRTUAL TABLE passage_words USING fts5(
  folded, content='passage', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE passage_trigrams USING fts5(
  folded, content='passage', content_rowid='id', tokenize='trigram');
"""

_LOG = """
CREATE TABLE change (
  id TEXT PRIMARY KEY,
  change_set TEXT NOT NULL,
  reverses TEXT,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  hlc TEXT NOT NULL,
  origin TEXT NOT NULL,
  author TEXT NOT NULL,
  previous TEXT NOT NULL,
  fields TEXT NOT NULL,
  signature TEXT
) STRICT;
CREATE INDEX change_of_entity ON change (entity, entity_id);
CREATE INDEX change_of_set ON change (change_set);
CREATE TABLE head (
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  field TEXT NOT NULL,
  change TEXT NOT NULL REFERENCES change(id),
  PRIMARY KEY (entity, entity_id, field, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE draft (annotation TEXT PRIMARY KEY, commentary TEXT NOT NULL, saved TEXT NOT NULL) STRICT;
CREATE TABLE commentary (id INTEGER PRIMARY KEY, entity_id TEXT NOT NULL UNIQUE, annotation TEXT NOT NULL,
  folded TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE commentary_words USING fts5(
  folded, content='commentary', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE commentary_trigrams USING fts5(
  folded, content='commentary', content_rowid='id', tokenize='trigram');
"""


def m001_texts_log_and_current_tables(db: Database) -> None:
    for statement in (*_statements(_TEXTS), *_statements(_LOG)):
        db.execute(statement)
    for entity in ("version", "codebook", "category", "authority", "annotation", *LINKS, "reply"):
        for statement in _current_table(entity):
            db.execute(statement)


FACETS = """json_array(
  whole, stance, strength, severity, ask, audience, status, author, organisation,
  json((SELECT json_group_array(category) FROM (SELECT category FROM annotation_category l
        WHERE l.annotation = annotation.id AND NOT l.deleted ORDER BY category))),
  json((SELECT json_group_array(tag) FROM (SELECT tag FROM annotation_tag l
        WHERE l.annotation = annotation.id AND NOT l.deleted ORDER BY tag))))"""
"""SQL for the facets of a row of `annotation`, from its fields and links."""


def m002_annotations_at_hand(db: Database) -> None:
    """What a page paints of an annotation lies together in one index, in reading order; the latest clock has one."""
    db.execute("ALTER TABLE annotation ADD COLUMN facets TEXT NOT NULL DEFAULT ''")
    db.execute(f"UPDATE annotation SET facets = {FACETS}")
    db.execute(
        "CREATE INDEX annotation_at_hand ON annotation (version, start, end, id, facets, deleted) WHERE NOT deleted"
    )
    db.execute("CREATE INDEX change_by_clock ON change (hlc)")


def m003_alignment(db: Database) -> None:
    """What people said of which provision answers which."""
    for statement in _current_table("alignment"):
        db.execute(statement)


def m004_annotations_by_creation(db: Database) -> None:
    """The newest first, without reading what they say."""
    db.execute("CREATE INDEX annotation_by_creation ON annotation (created, id, deleted) WHERE NOT deleted")


_MERGING = """
CREATE TABLE conflict (
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  field TEXT NOT NULL,
  annotation TEXT NOT NULL,
  PRIMARY KEY (entity, entity_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_of_annotation ON conflict (annotation);
CREATE TABLE lacking (
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  missing TEXT NOT NULL,
  PRIMARY KEY (entity, entity_id, missing)
) STRICT, WITHOUT ROWID;
CREATE INDEX lacking_by_missing ON lacking (missing);
CREATE TABLE merge (
  id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  sender TEXT NOT NULL,
  merged TEXT NOT NULL,
  author TEXT NOT NULL,
  withdrawn INTEGER NOT NULL,
  position INTEGER NOT NULL,
  annotations INTEGER NOT NULL
) STRICT;
CREATE TABLE received (change TEXT NOT NULL, merge TEXT NOT NULL, PRIMARY KEY (change, merge)) STRICT, WITHOUT ROWID;
CREATE TABLE unapplied (change TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (change, why)) STRICT, WITHOUT ROWID;
CREATE TABLE erased (entity_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE placement (
  annotation TEXT PRIMARY KEY,
  version TEXT NOT NULL REFERENCES version_text(id),
  provision TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  whole INTEGER NOT NULL,
  how TEXT NOT NULL
) STRICT;
"""


def m005_merging(db: Database) -> None:
    """What merging needs. Which changes stand is found out from an entity's own changes, so `head` goes; the id of a
    link tells no word of its other end any more; a note is as new as what is tied to it, in whichever order it came."""
    db.execute("DROP TABLE head")
    for statement in _statements(_MERGING):
        db.execute(statement)
    db.conn.create_function("hashed_link", 1, _hashed_link, deterministic=True)
    for link in LINKS:
        db.execute("UPDATE change SET entity_id = hashed_link(entity_id) WHERE entity = ?", [link])
        db.execute(f"UPDATE {link} SET id = hashed_link(id)")
    newest = ", ".join(
        f"coalesce((SELECT max(modified) FROM {table} t WHERE t.annotation = annotation.id), '')"
        for table in (*LINKS, "reply")
    )
    db.execute(f"UPDATE annotation SET modified = max(modified, {newest}), facets = {FACETS}")


def _hashed_link(id: str) -> str:
    import hashlib  # only here: a library that is up to date opens without it

    annotation, _, other = id.partition(":")
    return f"{annotation}:{hashlib.sha256(other.encode()).hexdigest()[:16]}"


def m006_layers_of_partners(db: Database) -> None:
    """Which of a partner's layers are read as layers of ours. Never leaves this library."""
    db.execute("CREATE TABLE layer_match (theirs TEXT PRIMARY KEY, ours TEXT NOT NULL) STRICT")


def m007_placements_know_what_they_are_for(db: Database) -> None:
    """A placement is for one anchor: one whose author moved it since must be looked at."""
    db.execute("ALTER TABLE placement ADD COLUMN made_for TEXT NOT NULL DEFAULT ''")


STEPS = (
    m001_texts_log_and_current_tables,
    m002_annotations_at_hand,
    m003_alignment,
    m004_annotations_by_creation,
    m005_merging,
    m006_layers_of_partners,
    m007_placements_know_what_they_are_for,
)
"""What was ever done to the schema, in order. A step that was released stays as it is."""


def is_behind(db: Database) -> bool:
    """Whether the file was made by an older version of this program."""
    return not {step.__name__ for step in STEPS} <= _applied(db)


def migrate(db: Database) -> None:
    """Bring the schema up to date, all of it or nothing. A file that is up to date is not touched.

    In one transaction with the number of the version: a file left half way would be opened, and written, by an older
    program that knows nothing of the new columns.
    """
    if not is_behind(db):
        return
    import sqlite_utils  # only here: it takes longer to load than a library takes to open

    migrations = sqlite_utils.Migrations(_MIGRATIONS)
    for step in STEPS:
        migrations(name=step.__name__)(_on(db, step))
    with db.atomic():
        # Its plugins would run whatever else is installed on the machine
        migrations.apply(sqlite_utils.Database(db.conn, execute_plugins=False, recursive_triggers=False))
        db.execute(f"PRAGMA user_version = {schema_version()}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def schema_version() -> int:
    """What `user_version` is in a library of this program."""
    return len(STEPS)


def _applied(db: Database) -> set[str]:
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone() is None:
        return set()
    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [_MIGRATIONS])
    return {row[0] for row in rows}


def _on(db: Database, step: Callable[[Database], None]) -> Callable[[object], None]:
    """`step` as sqlite-utils calls it, with its own view of the same connection."""

    def run(_same: object) -> None:
        step(db)

    return run


def columns(entity: str) -> list[str]:
    """The columns of an entity's current table after `id`: its fields, the anchor spread out, and its state."""
    names: list[str] = []
    for name in ENTITIES[entity]:
        names += ANCHOR_COLUMNS if name == "anchor" else [name]
    return [*names, "modified", DELETED]


def _current_table(entity: str) -> list[str]:
    rows = [f"id TEXT PRIMARY KEY{_reference(entity, 'id')}"]
    defaults = cast(dict[str, object], ENTITIES[entity])
    for name in columns(entity):
        whole = name in ("start", "end", "whole", DELETED) or isinstance(defaults.get(name), int)
        rows.append(f"{name} {'INTEGER' if whole else 'TEXT'} NOT NULL{_reference(entity, name)}")
    statements = [f"CREATE TABLE {entity} ({', '.join(rows)}) STRICT"]
    statements += [f"CREATE INDEX {e}_by_{c} ON {e} ({c})" for e, c in sorted(_INDEXED) if e == entity]
    return statements


def _reference(entity: str, column: str) -> str:
    table = REFERENCES.get((entity, column))
    return f" REFERENCES {table}(id) DEFERRABLE INITIALLY DEFERRED" if table else ""


def _statements(script: str) -> list[str]:
    return [part.strip() for part in script.split(";") if part.strip()]
