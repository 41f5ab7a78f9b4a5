"""Merges: what was merged, leaving it out again, and what waits for its clock.

Nothing of that goes into the log, or it would travel back and delete the partner's own work: what is `unapplied` is
noted beside it, and the current tables follow from the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.model.delivery import Merge
from annotator.store import looks
from annotator.store.database import Database
from annotator.store.derive import derive_touched
from annotator.store.log import latest_believable
from annotator.store.standing import begin

Touched = dict[str, frozenset[str]]
"""Ids by kind of entity."""

_FOUNDING = {"version": "label", "category": "name", "authority": "title"}
"""The field without which one of these is nothing that can be shown: only edits of it are here."""


def merges(db: Database) -> list[Merge]:
    """The latest first."""
    rows = db.execute(
        "SELECT id, file, sender, merged, withdrawn, annotations FROM merge ORDER BY position DESC, rowid DESC"
    ).fetchall()
    return [
        Merge(id, file, sender, merged, bool(withdrawn), count) for id, file, sender, merged, withdrawn, count in rows
    ]


def merged_files(db: Database) -> dict[str, int]:
    """The SHA-256 of each file that was merged and not taken back since, with how many annotations it told of."""
    rows = db.execute("SELECT sha256, max(annotations) FROM merge WHERE NOT withdrawn GROUP BY sha256")
    return dict(rows.fetchall())


def has_merged(db: Database, sha256: str) -> bool:
    sql = "SELECT 1 FROM merge WHERE sha256 = ? AND NOT withdrawn"
    return db.execute(sql, [sha256]).fetchone() is not None


def are_there(db: Database, ids: Sequence[str]) -> bool:
    """Whether these merges were kept, and there is any."""
    known = {row[0] for row in db.execute("SELECT id FROM merge")}
    return bool(ids) and known.issuperset(ids)


def merged_from(db: Database, sender: str) -> frozenset[str]:
    """The annotations that came from a sender, whoever has edited them since; none that was made here."""
    rows = db.execute(
        "SELECT c.entity_id FROM received r JOIN merge m ON m.id = r.merge JOIN change c ON c.id = r.change "
        "WHERE m.sender = ? AND NOT m.withdrawn AND c.entity = 'annotation' "
        "EXCEPT SELECT entity_id FROM change c WHERE entity = 'annotation' AND instr(fields, '\"anchor\"') "
        "AND json_extract(previous, '$.anchor[0]') IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM received r WHERE r.change = c.id)",
        [sender],
    )
    return frozenset(row[0] for row in rows)


def standing(db: Database, position: int) -> list[str]:
    """Those of what was merged together that are not taken back."""
    sql = "SELECT id FROM merge WHERE position = ? AND NOT withdrawn ORDER BY id"
    return [row[0] for row in db.execute(sql, [position])]


def is_withdrawn(db: Database, merge: str) -> bool:
    return bool(db.execute("SELECT withdrawn FROM merge WHERE id = ?", [merge]).fetchone()[0])


def withdraw(db: Database, ids: Iterable[str]) -> Touched:
    """Leave out what came only through these merges, and those withdrawn before. Returns what may look different."""
    wanted = list(ids)
    begin(db)
    for id in wanted:
        db.execute("UPDATE merge SET withdrawn = 1 WHERE id = ?", [id])
    for id in wanted:
        db.execute(
            "INSERT OR IGNORE INTO unapplied SELECT r.change, 'withdrawn' FROM received r WHERE r.merge = ? "
            "AND NOT EXISTS (SELECT 1 FROM received o JOIN merge m ON m.id = o.merge "
            "WHERE o.change = r.change AND NOT m.withdrawn)",
            [id],
        )
        _touch_what_came(db, id)
    derive_touched(db)
    touched = looks.touched(db)
    while _keep_what_is_needed(db):
        derive_touched(db)
        for entity, more in looks.touched(db).items():
            touched[entity] = touched.get(entity, frozenset()) | more
    return touched


def remerge(db: Database, ids: Iterable[str]) -> Touched:
    """Apply again what came through these merges. Returns what may look different."""
    begin(db)
    for id in ids:
        db.execute("UPDATE merge SET withdrawn = 0 WHERE id = ?", [id])
        db.execute(
            "DELETE FROM unapplied WHERE why = 'withdrawn' "
            "AND EXISTS (SELECT 1 FROM received r WHERE r.change = unapplied.change AND r.merge = ?)",
            [id],
        )
        _touch_what_came(db, id)
    derive_touched(db)
    return looks.touched(db)


def turn(db: Database, position: int) -> Touched:
    """Take back what was merged together, or bring it in again where it was. Returns what may look different."""
    together = [row[0] for row in db.execute("SELECT id FROM merge WHERE position = ?", [position])]
    found = standing(db, position)
    return withdraw(db, found) if found else remerge(db, together)


def join(db: Database, ids: Sequence[str]) -> int | None:
    """Let merges be undone as one. Returns their place in the log, which names them for that."""
    if not ids:
        return None
    position: int = db.execute("SELECT coalesce(max(rowid), 0) FROM change").fetchone()[0]
    db.conn.executemany("UPDATE merge SET position = ? WHERE id = ?", [(position, id) for id in ids])
    return position


def waiting(db: Database) -> int:
    """How many changes are held because their clock is too far ahead."""
    found: int = db.execute("SELECT count(*) FROM unapplied WHERE why = 'clock'").fetchone()[0]
    return found


def release(db: Database, now: int | None) -> Touched:
    """Apply what waits for its clock: all of it, or what is due. Returns what may look different."""
    begin(db)
    if now is None:
        release_held(db, "SELECT change FROM unapplied WHERE why = 'clock'", [])
    else:
        release_held(db, "SELECT id FROM change WHERE hlc <= ?", [latest_believable(now)])
    derive_touched(db)
    return looks.touched(db)


def release_due(db: Database, now: int) -> None:
    """Apply what waited for its clock and waits no longer; `now` in milliseconds."""
    if waiting(db):
        with db.atomic():
            release(db, now)


def release_held(db: Database, which: str, parameters: list[str]) -> None:
    """Apply those of the changes that the SQL `which` gives that wait for their clock, and list what they touch."""
    held = f"why = 'clock' AND change IN ({which})"
    if db.execute("SELECT 1 FROM unapplied WHERE why = 'clock' LIMIT 1").fetchone():
        db.execute(
            "INSERT OR IGNORE INTO touched SELECT entity, entity_id FROM change "
            f"WHERE id IN (SELECT change FROM unapplied WHERE {held})",
            parameters,
        )
        db.execute(f"DELETE FROM unapplied WHERE {held}", parameters)


def _touch_what_came(db: Database, merge: str) -> None:
    db.execute(
        "INSERT OR IGNORE INTO touched SELECT c.entity, c.entity_id FROM received r CROSS JOIN change c "
        "ON c.id = r.change WHERE r.merge = ?",
        [merge],
    )


def _keep_what_is_needed(db: Database) -> bool:
    """Apply again what of a withdrawn merge something that stays refers to: the text that a note of ours is on, the
    layer or source that it has, whatever we only edited. Lists it as touched; False where there is nothing of it."""
    needed = {
        "version": "SELECT version FROM annotation EXCEPT SELECT id FROM version",
        "category": "SELECT l.missing FROM lacking l JOIN annotation a "
        "ON a.id = substr(l.entity_id, 1, instr(l.entity_id, ':') - 1) WHERE l.entity = 'annotation_category' "
        "UNION SELECT parent FROM category WHERE parent <> '' EXCEPT SELECT id FROM category",
        "authority": "SELECT l.missing FROM lacking l JOIN annotation a "
        "ON a.id = substr(l.entity_id, 1, instr(l.entity_id, ':') - 1) WHERE l.entity = 'annotation_authority'",
    }
    begin(db)
    for entity, ids in needed.items():
        unfounded = (
            f"SELECT entity_id FROM change c WHERE entity = '{entity}' "
            "AND NOT EXISTS (SELECT 1 FROM unapplied u WHERE u.change = c.id) GROUP BY entity_id "
            f"HAVING NOT max(json_type(fields, '$.{_FOUNDING[entity]}') IS NOT NULL)"
        )
        withdrawn = (
            f"SELECT c.id FROM change c WHERE c.entity = '{entity}' "
            f"AND (c.entity_id IN ({ids}) OR c.entity_id IN ({unfounded})) "
            "AND c.id IN (SELECT change FROM unapplied WHERE why = 'withdrawn')"
        )
        db.execute(f"INSERT OR IGNORE INTO touched SELECT entity, entity_id FROM change WHERE id IN ({withdrawn})")
    db.execute(
        "DELETE FROM unapplied WHERE why = 'withdrawn' AND change IN (SELECT c.id FROM touched t CROSS JOIN change c "
        "ON c.entity = t.entity AND c.entity_id = t.entity_id)"
    )
    return db.execute("SELECT 1 FROM touched LIMIT 1").fetchone() is not None
