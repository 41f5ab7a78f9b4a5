"""Current tables, derived from the log: what a person opening the file in Datasette reads.

Set by set, whether one note was made or a hundred thousand were merged: the entities that were touched are listed in
`touched`; what the log says of each is worked out in scratch tables (`standing`); and the current tables, the search
index and the conflicts are brought up to that. A row stands only where all it refers to is here; until then it is
`lacking`. So the tables follow from what is applied and what texts are here, in whichever order it came.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model.change import ENTITIES, LINKS
from annotator.store import search
from annotator.store.database import Database
from annotator.store.schema import FACETS, columns
from annotator.store.standing import begin, is_touched, lack, stand, touch_lacking, work_out

_FIRST = ("version", "codebook", "category", "authority", "alignment")
_TIED = (*LINKS, "reply")


def derive(db: Database, entities: Iterable[tuple[str, str]], texts: Iterable[str] = ()) -> None:
    """Bring the rows of these (entity, id) pairs up to date with the log and the search index with them, and what
    waits for these versions' texts."""
    begin(db, entities)
    arrived = list(texts)
    touch_waiting(db, arrived)
    derive_touched(db)
    if arrived:
        forget_placed(db)


def touch_waiting(db: Database, texts: Iterable[str]) -> None:
    """What may stand in these versions' texts, now that they are here: what waits, and what was placed in another."""
    for text in texts:
        touch_lacking(db, "SELECT ?", [text])
        db.execute("INSERT OR IGNORE INTO touched SELECT 'annotation', annotation FROM placement")


def forget_placed(db: Database) -> None:
    """A place in another text counts no more where an annotation stands in its own."""
    db.execute(
        "DELETE FROM placement WHERE annotation IN (SELECT a.id FROM annotation a JOIN placement p "
        "ON p.annotation = a.id WHERE a.version <> p.version)"
    )


def derive_touched(db: Database) -> None:
    """The same for what is listed in `touched` already."""
    work_out_all(db)
    write(db)


def work_out_all(db: Database) -> None:
    """Fill the scratch tables with what stands now; more is touched where something appears or goes away."""
    for entity in _FIRST:
        _work_out(db, entity)
    for entity in ("category", "authority"):
        if is_touched(db, entity):
            _touch_links_of(db, entity)
    for entity in _TIED:
        if is_touched(db, entity):
            work_out(db, entity)
            _touch_annotations_of(db, entity)
    _work_out(db, "annotation")
    if is_touched(db, "annotation"):
        _touch_tied_to_annotations(db)
    for entity in _TIED:
        _work_out(db, entity)


def _work_out(db: Database, entity: str) -> None:
    if is_touched(db, entity):
        work_out(db, entity)
        lack(db, entity)
        stand(db, entity)


def write(db: Database) -> None:
    """Make the current tables, the search index and the conflicts of what was touched what the scratch tables say."""
    for entity in (*_FIRST, *_TIED, "annotation"):  # a note's facets are told from its links
        if is_touched(db, entity):
            _write_rows(db, entity)
    for table in ("lacking", "conflict"):
        db.execute(f"DELETE FROM {table} WHERE (entity, entity_id) IN (SELECT entity, entity_id FROM touched)")
        db.execute(f"INSERT INTO {table} SELECT * FROM fresh_{table}")
    if is_touched(db, "annotation"):
        search.index_fresh_commentary(db)


def wanted(entity: str) -> str:
    """SQL for the rows that the current table of an entity must have, of what was worked out: id, columns, and the
    facets of an annotation."""
    names = columns(entity)
    if entity != "annotation":
        return f"SELECT id, {', '.join(names)} FROM fresh_{entity}"
    newest = ", ".join(
        f"coalesce((SELECT max(modified) FROM {table} t WHERE t.annotation = annotation.id), '')" for table in _TIED
    )
    listed = ", ".join(f"max(modified, {newest}) AS modified" if name == "modified" else name for name in names)
    return f"SELECT id, {listed}, {FACETS} AS facets FROM fresh_annotation AS annotation"


def derived_columns(entity: str) -> list[str]:
    """The columns that `wanted` gives after `id`."""
    return [*columns(entity), *(["facets"] if entity == "annotation" else [])]


def _write_rows(db: Database, entity: str) -> None:
    db.execute(
        f"DELETE FROM {entity} WHERE id IN (SELECT entity_id FROM touched WHERE entity = ?) "
        f"AND id NOT IN (SELECT id FROM fresh_{entity})",
        [entity],
    )
    names = derived_columns(entity)
    assignments = ", ".join(f"{name} = excluded.{name}" for name in names)
    db.execute(
        f"INSERT INTO {entity} (id, {', '.join(names)}) SELECT * FROM ({wanted(entity)}) WHERE true "
        f"ON CONFLICT (id) DO UPDATE SET {assignments}"
    )


def _touch_links_of(db: Database, entity: str) -> None:
    """What is tied to a category or authority appears and goes away with it."""
    link = f"annotation_{entity}"
    _touch_lacking_new(db, entity)
    gone = (
        f"SELECT entity_id FROM touched WHERE entity = '{entity}' AND entity_id NOT IN (SELECT id FROM fresh_{entity})"
    )
    if db.execute(f"SELECT 1 FROM {entity} WHERE id IN ({gone}) LIMIT 1").fetchone():
        db.execute(f"INSERT OR IGNORE INTO touched SELECT '{link}', id FROM {link} WHERE {entity} IN ({gone})")


def _touch_annotations_of(db: Database, entity: str) -> None:
    """A note is as new as what is tied to it, and shows its layers and tags."""
    if entity in LINKS:
        db.execute(
            "INSERT OR IGNORE INTO touched SELECT 'annotation', substr(entity_id, 1, instr(entity_id, ':') - 1) "
            "FROM touched WHERE entity = ?",
            [entity],
        )
        return
    db.execute("INSERT OR IGNORE INTO touched SELECT 'annotation', annotation FROM fresh_reply")
    db.execute(
        "INSERT OR IGNORE INTO touched SELECT 'annotation', r.annotation FROM touched t CROSS JOIN reply r "
        "ON r.id = t.entity_id WHERE t.entity = 'reply'"
    )


def _touch_tied_to_annotations(db: Database) -> None:
    _touch_lacking_new(db, "annotation")
    gone = (
        "SELECT t.entity_id FROM touched t CROSS JOIN annotation a ON a.id = t.entity_id "
        "WHERE t.entity = 'annotation' AND t.entity_id NOT IN (SELECT id FROM fresh_annotation)"
    )
    if db.execute(f"{gone} LIMIT 1").fetchone():
        for table in _TIED:
            db.execute(f"INSERT OR IGNORE INTO touched SELECT '{table}', id FROM {table} WHERE annotation IN ({gone})")


def _touch_lacking_new(db: Database, entity: str) -> None:
    """What waits for a row that was not there."""
    if db.execute("SELECT 1 FROM lacking LIMIT 1").fetchone() is None:
        return
    touch_lacking(db, f"SELECT id FROM fresh_{entity} f WHERE NOT EXISTS (SELECT 1 FROM {entity} e WHERE e.id = f.id)")


assert set(ENTITIES) == {*_FIRST, *_TIED, "annotation"}
