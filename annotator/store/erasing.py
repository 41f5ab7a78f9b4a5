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
from annotator.store.log import change_from_row


def erase(db: Database, annotations: Iterable[str]) -> tuple[Change, ...]:
    """Remove annotations with their links and replies from log, tables, drafts and index. Runs in a transaction.

    `secure_delete` overwrites the pages; FTS5 keeps words of deleted rows until its index is made anew. Returns what
    was removed.
    """
    removed: list[Change] = []
    for annotation in annotations:
        entities = _belonging(db, annotation)
        for entity, entity_id in entities:
            found = db.execute(
                "SELECT * FROM change WHERE entity = ? AND entity_id = ?", [entity, entity_id]
            ).fetchall()
            removed += [change_from_row(row) for row in found]
            db.execute("DELETE FROM head WHERE entity = ? AND entity_id = ?", [entity, entity_id])
            db.execute("DELETE FROM change WHERE entity = ? AND entity_id = ?", [entity, entity_id])
        derive(db, entities)
        for place in (answer_draft(annotation), *(entity_id for _, entity_id in entities)):
            drafts.drop(db, place)
    search.rebuild(db)
    return tuple(removed)


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
    found = [
        ("reply", row[0]) for row in db.execute("SELECT id FROM reply WHERE annotation = ?", [annotation]).fetchall()
    ]
    for link in LINKS:
        sql = f"SELECT id FROM {link} WHERE annotation = ?"
        found += [(link, row[0]) for row in db.execute(sql, [annotation]).fetchall()]
    return [*found, ("annotation", annotation)]
