"""Checking the whole file: SQLite's own checks, the texts against their hashes, the derived tables against the log."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.change import ENTITIES
from annotator.model.folding import fold
from annotator.model.treaty import Text, solid_length
from annotator.store import queries
from annotator.store.database import Database
from annotator.store.derive import current_row
from annotator.store.log import heads
from annotator.store.rebuilding import replayed_heads
from annotator.store.schema import FACETS, columns
from annotator.store.search import passages


def problems(db: Database) -> list[str]:
    """A sentence for each thing that is wrong."""
    found = _unreadable(db)
    if found:
        return found  # nothing below can be trusted then
    found = [f"A row of {row[0]} names something that is missing from {row[2]}." for row in _foreign_keys(db)]
    return [*found, *_text_problems(db), *_anchor_problems(db), *derived_problems(db)]


def can_be_mended(db: Database) -> bool:
    """Whether the file is whole to SQLite and the log can be read, but what is derived is not what they say."""
    return not _unreadable(db) and next(derived_problems(db), None) is not None


def _unreadable(db: Database) -> list[str]:
    found = [f"SQLite says: {row[0]}." for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    if found:
        return found
    sql = "SELECT id FROM change WHERE NOT json_valid(fields) OR NOT json_valid(previous)"
    return [f"Change {row[0]} of the log cannot be read." for row in db.execute(sql).fetchall()]


def _foreign_keys(db: Database) -> list[tuple[str, int, str, int]]:
    return db.execute("PRAGMA foreign_key_check").fetchall()


def _text_problems(db: Database) -> Iterator[str]:
    for (id,) in db.execute("SELECT id FROM version_text ORDER BY id").fetchall():
        text = queries.text(db, id)
        assert text is not None
        again = Text.of(text.text, text.provisions, text.ledger)
        if (again.id, again.sha256) != (id, text.sha256):
            yield f"The words or the tree of version {id} are not those that were imported."
        ledger = text.ledger
        if ledger.source_characters != ledger.kept_characters + ledger.dropped_characters:
            yield f"The ledger of version {id} does not add up."
        if solid_length(text.text) != ledger.kept_characters + ledger.generated_characters:
            yield f"The text of version {id} is not as long as its ledger says."


def _anchor_problems(db: Database) -> Iterator[str]:
    rows = db.execute(
        "SELECT a.id FROM annotation a JOIN version_text t ON t.id = a.version WHERE NOT a.deleted "
        "AND (substr(t.text, a.start + 1, a.end - a.start) <> a.exact OR a.end <= a.start)"
    ).fetchall()
    for (id,) in rows:
        yield f"The quotation of annotation {id} is not what its version says there."


def derived_problems(db: Database) -> Iterator[str]:
    """Where the heads, the current tables or the search index are not what log and texts say."""
    wrong = list(_head_problems(db))
    if wrong:
        yield from wrong  # the tables follow from these
        return
    yield from _table_problems(db)
    yield from _search_problems(db)


def _table_problems(db: Database) -> Iterator[str]:
    for entity, id in db.execute("SELECT DISTINCT entity, entity_id FROM head ORDER BY 1, 2").fetchall():
        wanted = current_row(entity, heads(db, entity, id))
        rows = queries.rows(db, f"SELECT * FROM {entity} WHERE id = ?", [id])
        compared = [name for name in columns(entity) if (entity, name) != ("annotation", "modified")]
        if not rows or any(rows[0][name] != wanted[name] for name in compared):
            yield f"The {entity} {id} is not what the log says."
    for (id,) in db.execute(f"SELECT id FROM annotation WHERE facets <> {FACETS}").fetchall():
        yield f"The facets of annotation {id} are not what it says."
    for entity in ENTITIES:
        sql = f"SELECT id FROM {entity} WHERE id NOT IN (SELECT entity_id FROM head WHERE entity = ?)"
        for (id,) in db.execute(sql, [entity]).fetchall():
            yield f"The {entity} {id} is nowhere in the log."


def _head_problems(db: Database) -> Iterator[str]:
    there = {tuple(row) for row in db.execute("SELECT entity, entity_id, field, change FROM head").fetchall()}
    for entity, id in sorted({row[:2] for row in there ^ replayed_heads(db)}):
        yield f"What the {entity} {id} was last set to is not what the log says."


def _search_problems(db: Database) -> Iterator[str]:
    for (id,) in db.execute("SELECT id FROM version_text ORDER BY id").fetchall():
        text = queries.text(db, id)
        assert text is not None
        sql = "SELECT start, end, folded FROM passage WHERE version = ? ORDER BY start"
        if [tuple(row) for row in db.execute(sql, [id]).fetchall()] != list(passages(text)):
            yield f"The search index of version {id} is not what its text says."
    said = {
        id: fold(words)
        for table in ("annotation", "reply")
        for id, words in db.execute(f"SELECT id, commentary FROM {table} WHERE NOT deleted").fetchall()
        if words.strip()
    }
    indexed = dict(db.execute("SELECT entity_id, folded FROM commentary").fetchall())
    for id in sorted(id for id in said.keys() | indexed.keys() if said.get(id) != indexed.get(id)):
        yield f"The search index of the commentary of {id} is not what it says."
    for index in ("passage_words", "passage_trigrams", "commentary_words", "commentary_trigrams"):
        yield from _index_problems(db, index)


def _index_problems(db: Database, index: str) -> Iterator[str]:
    table = index.split("_")[0]
    rows = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    indexed = db.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()[0]
    if rows != indexed:
        yield f"The search index {index} has {indexed} of {rows} rows."
