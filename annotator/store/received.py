"""Taking in what a partner's file brings.

What was received how is kept in tables that never travel: `merge`, which changes each brought (`received`), and which
are known but `unapplied`: those whose clock is too far ahead, and those that came only through merges that were
withdrawn. The current tables follow from the applied ones alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from annotator.model.annotation import Person
from annotator.model.change import LINKS
from annotator.model.clock import Stamp
from annotator.model.delivery import Conflict, Delivery, Receipt
from annotator.model.problems import UnusableFile
from annotator.model.sharing import day_of, united
from annotator.store import arriving, disputes, looks
from annotator.store.database import Database
from annotator.store.derive import forget_placed, touch_waiting, work_out_all, write
from annotator.store.identity import new_id
from annotator.store.log import COLUMNS, change_from_row, json_text, latest_believable
from annotator.store.merges import Touched, release_held
from annotator.store.standing import begin
from annotator.store.texts import add_text

_ERASED = (
    "entity_id IN (SELECT entity_id FROM erased) "
    f"OR (entity IN ({', '.join(repr(link) for link in LINKS)}) "
    "AND substr(entity_id, 1, instr(entity_id, ':') - 1) IN (SELECT entity_id FROM erased)) "
    "OR (entity = 'reply' AND json_extract(fields, '$.annotation') IN (SELECT entity_id FROM erased))"
)


@dataclass(slots=True)
class _Taken:
    """What of a delivery was taken in so far."""

    merge: str
    file: str
    limit: str  # the greatest stamp that is believed
    fine: set[str] = field(default_factory=set)
    changes: int = 0  # that were not here, or had less in them
    waiting: int = 0
    erased: set[str] = field(default_factory=set)


def receive(
    db: Database,
    delivery: Delivery,
    origin: str,
    author: str | Person,
    now: int,
    texts: Collection[str] | None,
    then: Callable[[], None] | None,
) -> tuple[Receipt, Touched]:
    """Runs in a transaction; `now` in milliseconds. Returns what may look different, too. The receipt names no merge
    where nothing was new. Raises UnusableFile, which names the file, where it is not in order or says otherwise what
    was said before."""
    taken = _Taken(new_id(), delivery.file, latest_believable(now))
    added = _add_texts(db, delivery, texts)
    begin(db)
    db.execute(arriving.STAGED)
    db.execute("CREATE TEMP TABLE IF NOT EXISTS arrived (annotation TEXT PRIMARY KEY) WITHOUT ROWID")
    db.execute("DELETE FROM arrived")
    for batch in delivery.batches():
        for part in _without_twins(batch):
            arriving.stage(db, delivery.file, part, taken.fine)
            _take(db, taken)
    again = _reapply(db, taken.merge)
    others = dict(db.execute("SELECT entity, count(*) FROM touched WHERE entity <> 'annotation' GROUP BY entity"))
    touch_waiting(db, added)
    release_held(db, "SELECT id FROM change WHERE hlc <= ?", [taken.limit])
    work_out_all(db)
    looks.remember(db)
    disputed = disputes.keys(db)
    write(db)
    forget_placed(db)
    touched = looks.touched(db)
    if then:
        then()
    is_new = bool(taken.changes or again or added)
    if is_new:
        _record(db, delivery, taken.merge, str(author), now)
    receipt = _receipt(db, taken, is_new, others, disputes.new(db, disputed, origin))
    begin(db)  # the scratch tables are as large as what came
    return receipt, touched


def _add_texts(db: Database, delivery: Delivery, wanted: Collection[str] | None) -> list[str]:
    added = []
    for text in delivery.texts:
        if wanted is None or text.id in wanted:
            arriving.check_text(delivery.file, text)
            if add_text(db, text):
                added.append(text.id)
    return added


def _without_twins(batch: Iterable[Any]) -> list[list[Any]]:
    """The batch in parts that have each change once: more than one only where a file says something twice."""
    parts: list[dict[Any, Any]] = [{}]
    for row in batch:
        id = row[0] if row else None
        for part in parts:
            if id not in part:
                part[id] = row
                break
        else:
            parts.append({id: row})
    return [list(part.values()) for part in parts]


def _take(db: Database, taken: _Taken) -> None:
    """Put what is staged into the log, list what it touches, and note how it came."""
    if db.execute("SELECT 1 FROM erased LIMIT 1").fetchone():
        rows = db.execute(f"SELECT entity_id FROM staged WHERE {_ERASED}").fetchall()
        taken.erased.update(row[0] for row in rows)
        db.execute(f"DELETE FROM staged WHERE {_ERASED}")
    db.execute("INSERT OR IGNORE INTO arrived SELECT entity_id FROM staged WHERE entity = 'annotation'")
    _take_known(db, taken)
    db.execute("INSERT OR IGNORE INTO touched SELECT entity, entity_id FROM staged")
    taken.changes += db.execute(f"INSERT INTO change ({COLUMNS}) SELECT {COLUMNS} FROM staged").rowcount
    db.execute("INSERT INTO received SELECT id, ? FROM staged", [taken.merge])
    ahead = db.execute("INSERT INTO unapplied SELECT id, 'clock' FROM staged WHERE hlc > ?", [taken.limit])
    taken.waiting += ahead.rowcount


def _take_known(db: Database, taken: _Taken) -> None:
    """Of changes that are here already only what more they have in them, and that they came this way too.

    What was made here was never received, and so is never withdrawn.
    """
    here = "EXISTS (SELECT 1 FROM change c WHERE c.id = staged.id)"
    if db.execute(f"SELECT 1 FROM staged WHERE {here} LIMIT 1").fetchone() is None:
        return
    names = [f"{table}.{name}" for table in ("c", "s") for name in COLUMNS.split(", ")]
    different = "(c.entity, c.entity_id, c.hlc, c.previous, c.fields) IS NOT "
    different += "(s.entity, s.entity_id, s.hlc, s.previous, s.fields)"
    rows = db.execute(
        f"SELECT {', '.join(names)} FROM staged s CROSS JOIN change c ON c.id = s.id WHERE {different}"
    ).fetchall()
    for row in rows:
        _unite(db, taken, row[:11], row[11:])
    db.execute(
        f"INSERT OR IGNORE INTO received SELECT id, ? FROM staged WHERE {here} "
        "AND EXISTS (SELECT 1 FROM received r WHERE r.change = staged.id)",
        [taken.merge],
    )
    db.execute(f"DELETE FROM staged WHERE {here}")


def _unite(db: Database, taken: _Taken, here: Any, there: Any) -> None:
    """A change may be known in part, since a shared file has only what still stands of it; and disguised.

    One that never came from anybody is known here in full: what a file says beyond that is said in our name by others.
    """
    ours, theirs = change_from_row(here), change_from_row(there)
    is_same = (ours.entity, ours.entity_id) == (theirs.entity, theirs.entity_id)
    fields = united(ours.entity, ours.fields, theirs.fields) if is_same else None
    is_own = db.execute("SELECT 1 FROM received WHERE change = ? LIMIT 1", [ours.id]).fetchone() is None
    if fields is None or (is_own and fields.keys() != ours.fields.keys()):
        raise UnusableFile(
            f"{taken.file} cannot be merged: it has the change {ours.id} with other words than this library, so one of "
            "the two was changed by other means than this program; ask whoever sent it."
        )
    if is_own:
        return
    previous = {
        name: list(dict.fromkeys((*ours.previous.get(name, ()), *theirs.previous.get(name, ()))))
        for name in {**ours.previous, **theirs.previous}
    }
    hlc = theirs.hlc if day_of(theirs.hlc) == ours.hlc else ours.hlc
    if (hlc, fields, _sized(previous)) != (ours.hlc, ours.fields, _sized(ours.previous)):
        db.execute(
            "UPDATE change SET hlc = ?, previous = ?, fields = ? WHERE id = ?",
            [hlc, json_text(previous), json_text(fields), ours.id],
        )
        db.execute("INSERT OR IGNORE INTO touched VALUES (?, ?)", [ours.entity, ours.entity_id])
        taken.changes += (hlc, fields) != (ours.hlc, ours.fields)


def _sized(previous: Any) -> dict[str, int]:
    return {name: len(ids) for name, ids in previous.items() if ids}


def _reapply(db: Database, merge: str) -> int:
    """What was withdrawn, and has come by this merge too, counts again."""
    if db.execute("SELECT 1 FROM unapplied WHERE why = 'withdrawn' LIMIT 1").fetchone() is None:
        return 0
    came = "why = 'withdrawn' AND EXISTS (SELECT 1 FROM received r WHERE r.change = unapplied.change AND r.merge = ?)"
    db.execute(
        "INSERT OR IGNORE INTO touched SELECT entity, entity_id FROM change "
        f"WHERE id IN (SELECT change FROM unapplied WHERE {came})",
        [merge],
    )
    return db.execute(f"DELETE FROM unapplied WHERE {came}", [merge]).rowcount


def _record(db: Database, delivery: Delivery, merge: str, author: str, now: int) -> None:
    db.execute(
        "INSERT INTO merge (id, file, sha256, sender, merged, author, withdrawn, position, annotations) "
        "VALUES (?, ?, ?, ?, ?, ?, 0, (SELECT coalesce(max(rowid), 0) FROM change), (SELECT count(*) FROM arrived))",
        [merge, delivery.file, delivery.sha256, delivery.sender, Stamp(now).when, author],
    )


def _receipt(
    db: Database,
    taken: _Taken,
    is_new: bool,
    others: dict[str, int],
    conflicts: tuple[Conflict, ...],
) -> Receipt:
    added, changed, deleted = looks.compare(db)
    arrived = {row[0] for row in db.execute("SELECT annotation FROM arrived")}
    lacking = db.execute(
        # A deletion of what was never here names no text, and waits for nothing
        "SELECT missing, count(*) FROM lacking WHERE entity = 'annotation' AND missing <> '' "
        "AND entity_id IN (SELECT annotation FROM arrived) GROUP BY missing"
    ).fetchall()
    rejected: tuple[str, ...] = ()
    if taken.erased:
        count = len(taken.erased)
        what = "One thing was" if count == 1 else f"{count} things were"
        rejected = (f"{what} erased from this library for good, so nothing said of them is taken in.",)
    return Receipt(
        taken.merge if is_new else "",
        *(added, changed, deleted),
        len(arrived) - len(arrived.intersection((*added, *changed, *deleted))) - sum(count for _, count in lacking),
        others,
        conflicts,
        taken.waiting,
        dict(lacking),
        rejected,
    )
