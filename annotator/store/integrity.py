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
from annotator.store.schema import FACETS, columns


def problems(db: Database) -> list[str]:
    """A sentence for each thing that is wrong."""
    found = [f"SQLite says: {row[0]}." for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    if found:
        return found  # nothing below can be trusted then
    sql = "SELECT id FROM change WHERE NOT json_valid(fields) OR NOT json_valid(previous)"
    log = [row[0] for row in db.execute(sql).fetchall()]
    if log:
        return [f"Change {id} of the log cannot be read." for id in log]
    found += [f"A row of {row[0]} names something that is missing from {row[2]}." for row in _foreign_keys(db)]
    return [*found, *_text_problems(db), *_anchor_problems(db), *_derived_problems(db)]


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


def _derived_problems(db: Database) -> Iterator[str]:
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
    rows = db.execute(
        "SELECT p.version, substr(t.text, p.start + 1, p.end - p.start), p.folded FROM passage p "
        "JOIN version_text t ON t.id = p.version"
    ).fetchall()
    for version in sorted({version for version, words, folded in rows if fold(words) != folded}):
        yield f"The search index of version {version} is not what its text says."
    for index in ("passage_words", "passage_trigrams", "commentary_words", "commentary_trigrams"):
        yield from _index_problems(db, index)


def _index_problems(db: Database, index: str) -> Iterator[str]:
    table = index.split("_")[0]
    rows = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    indexed = db.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()[0]
    if rows != indexed:
        yield f"The search index {index} has {indexed} of {rows} rows; erase or re-import to make it anew."
