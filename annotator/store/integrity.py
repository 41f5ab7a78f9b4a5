"""Checking the whole file: SQLite's own checks, the texts against their hashes, the derived tables against the log."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.change import ENTITIES
from annotator.model.treaty import Text, solid_length
from annotator.store import texts
from annotator.store.database import Database
from annotator.store.derive import derived_columns, wanted, work_out_all
from annotator.store.search import fresh_commentary, passages
from annotator.store.standing import begin, touch_all


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
        text = texts.text(db, id)
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
    """The quotations, a text at a time: SQLite would count through the text again for each."""
    sql = "SELECT id, start, end, exact FROM annotation WHERE version = ? AND NOT deleted ORDER BY start, end, id"
    for version, text in db.execute("SELECT id, text FROM version_text ORDER BY id").fetchall():
        for id, start, end, exact in db.execute(sql, [version]):
            if text[start:end] != exact or end <= start:
                yield f"The quotation of annotation {id} is not what its version says there."


def derived_problems(db: Database) -> Iterator[str]:
    """Where the current tables or the search index are not what log and texts say."""
    begin(db)
    touch_all(db)
    work_out_all(db)
    yield from _table_problems(db)
    yield from _search_problems(db)
    begin(db)


def _table_problems(db: Database) -> Iterator[str]:
    for entity in ENTITIES:
        yield from _row_problems(db, entity)
    for table, words in (("conflict", "What people disagree on in"), ("lacking", "What is missing for")):
        rows = db.execute(
            f"SELECT entity, entity_id FROM (SELECT * FROM {table} EXCEPT SELECT * FROM fresh_{table}) UNION "
            f"SELECT entity, entity_id FROM (SELECT * FROM fresh_{table} EXCEPT SELECT * FROM {table})"
        ).fetchall()
        for entity, id in rows:
            yield f"{words} the {entity} {id} is not what the log says."


def _row_problems(db: Database, entity: str) -> Iterator[str]:
    names = [name for name in derived_columns(entity) if name != "facets"]
    ours, theirs = (", ".join(f"{table}.{name}" for name in names) for table in ("t", "w"))
    facets = "t.facets IS NOT w.facets" if entity == "annotation" else "0"
    wrong = db.execute(
        f"SELECT w.id, t.id IS NULL OR ({ours}) IS NOT ({theirs}) FROM ({wanted(entity)}) w "
        f"LEFT JOIN {entity} t ON t.id = w.id WHERE t.id IS NULL OR ({ours}) IS NOT ({theirs}) OR {facets}"
    ).fetchall()
    for id, is_other in wrong:
        yield (
            f"The {entity} {id} is not what the log says."
            if is_other
            else f"The facets of annotation {id} are not what it says."
        )
    sql = f"SELECT id FROM {entity} WHERE NOT EXISTS (SELECT 1 FROM fresh_{entity} f WHERE f.id = {entity}.id)"
    for (id,) in db.execute(sql).fetchall():
        yield f"The {entity} {id} is nowhere in the log."


def _search_problems(db: Database) -> Iterator[str]:
    for (id,) in db.execute("SELECT id FROM version_text ORDER BY id").fetchall():
        text = texts.text(db, id)
        assert text is not None
        sql = "SELECT start, end, folded FROM passage WHERE version = ? ORDER BY start"
        if [tuple(row) for row in db.execute(sql, [id]).fetchall()] != list(passages(text)):
            yield f"The search index of version {id} is not what its text says."
    fresh_commentary(db)
    rows = db.execute(
        "SELECT f.entity_id FROM fresh_commentary f LEFT JOIN commentary c ON c.entity_id = f.entity_id "
        "WHERE (c.annotation, c.folded) IS NOT (f.annotation, f.folded) UNION SELECT entity_id FROM commentary "
        "WHERE entity_id NOT IN (SELECT entity_id FROM fresh_commentary) ORDER BY 1"
    ).fetchall()
    for (id,) in rows:
        yield f"The search index of the commentary of {id} is not what it says."
    for index in ("passage_words", "passage_trigrams", "commentary_words", "commentary_trigrams"):
        yield from _index_problems(db, index)


def _index_problems(db: Database, index: str) -> Iterator[str]:
    table = index.split("_")[0]
    rows = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    indexed = db.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()[0]
    if rows != indexed:
        yield f"The search index {index} has {indexed} of {rows} rows."
