"""Erasing for good, beside deleting: every trace of an entity's words in this library and its backups."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.model.annotation import answer_draft
from annotator.model.change import LINKS, Change
from annotator.model.problems import Problem
from annotator.store import connection, drafts, schema, search
from annotator.store.backups import backup_folder, forget_unfinished
from annotator.store.database import Database
from annotator.store.derive import derive
from annotator.store.log import COLUMNS, change_from_row, lineage


def erase(db: Database, annotations: Iterable[str]) -> tuple[Change, ...]:
    """Remove annotations with their links and replies from log, tables, drafts and index. Runs in a transaction.

    `secure_delete` overwrites the pages; FTS5 keeps words of deleted rows until its index is made anew. Returns what
    was removed.
    """
    removed: list[Change] = []
    for annotation in annotations:
        entities = _belonging(db, annotation)
        for entity, entity_id in entities:
            removed += _erase(db, entity, entity_id)
        derive(db, entities)
        for place in (answer_draft(annotation), *(entity_id for _, entity_id in entities)):
            drafts.drop(db, place)
        db.execute("DELETE FROM placement WHERE annotation = ?", [annotation])
    db.execute("UPDATE merge SET position = min(position, (SELECT coalesce(max(rowid), 0) FROM change))")
    search.rebuild(db)
    return tuple(removed)


def _erase(db: Database, entity: str, entity_id: str) -> list[Change]:
    """Remove what was said of one entity. Its bare id stays, so that no merge brings it back."""
    own = [entity, entity_id]
    found = db.execute(f"SELECT {COLUMNS} FROM change WHERE entity = ? AND entity_id = ?", own).fetchall()
    for table in ("received", "unapplied"):
        db.conn.executemany(f"DELETE FROM {table} WHERE change = ?", [(row[0],) for row in found])
    db.execute("DELETE FROM change WHERE entity = ? AND entity_id = ?", own)
    db.execute("INSERT OR IGNORE INTO erased VALUES (?)", [entity_id])
    return [change_from_row(row) for row in found]


def traces(db: Database, annotations: Iterable[str]) -> bool:
    """Whether the log has anything of these annotations."""
    sql = "SELECT 1 FROM change WHERE entity = 'annotation' AND entity_id = ?"
    return any(db.execute(sql, [annotation]).fetchone() for annotation in annotations)


def erase_from_backups(library: Path, annotations: Iterable[str]) -> None:
    """The same in every backup of a library, which is open for writing. Raises Problem where one cannot be changed."""
    ids = tuple(annotations)
    forget_unfinished(library)
    for backup in sorted(backup_folder(library).glob("*.sqlite")):
        try:
            with connection.explained(backup):
                _erase_from_backup(backup, ids)
        except Problem as problem:
            raise Problem(
                f"{problem} Nothing was erased from the library, since the words stand in this backup of it too; "
                "put it right or delete it, then erase again."
            ) from problem


def _erase_from_backup(backup: Path, annotations: Iterable[str]) -> None:
    db = connection.open_for_writing(backup, connection.check_identity)
    try:
        schema.migrate(db)  # it may be of an older version
        with db.atomic():
            erase(db, annotations)
    finally:
        db.close()
        connection.remove_empty_journal(backup)


def _belonging(db: Database, annotation: str) -> list[tuple[str, str]]:
    """The annotation with its links and replies, those that wait for something too.

    A reply that was moved to another annotation, since the two were joined, is that one's.
    """
    sql = "SELECT DISTINCT entity_id FROM change WHERE entity = 'reply' AND json_extract(fields, '$.annotation') = ?"
    replies = [row[0] for row in db.execute(sql, [annotation]).fetchall()]
    found = [("reply", id) for id in replies if lineage(db, "reply", id).current()["annotation"] in (annotation, "")]
    for link in LINKS:
        sql = "SELECT DISTINCT entity_id FROM change WHERE entity = ? AND entity_id > ? AND entity_id < ?"
        found += [(link, row[0]) for row in db.execute(sql, [link, f"{annotation}:", f"{annotation};"]).fetchall()]
    return [*found, ("annotation", annotation)]
