"""Taking in what a partner's file brings.

What was received how is kept in tables that never travel: `merge`, which changes each brought (`received`), and which
are known but `unapplied`: those whose clock is too far ahead, and those that came only through merges that were
withdrawn. The current tables follow from the applied ones alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from annotator.model.annotation import Person
from annotator.model.change import ENTITIES, LINKS, annotation_of
from annotator.model.clock import Stamp
from annotator.model.delivery import Conflict, Delivery, Receipt, Row
from annotator.model.problems import UnusableFile
from annotator.model.sharing import day_of, united
from annotator.store import arriving, disputes, looks
from annotator.store.arriving import Examiner, Said
from annotator.store.database import Database
from annotator.store.derive import forget_placed, touch_waiting, work_out_all, write
from annotator.store.identity import new_id
from annotator.store.log import COLUMNS, change_from_row, json_text, latest_believable
from annotator.store.merges import Touched, release_held
from annotator.store.shelf import collector_off
from annotator.store.standing import begin, is_touched, keep, row_of_one
from annotator.store.texts import add_text

_NOTHING: Said = {}


@dataclass(slots=True)
class _Taken:
    """What of a delivery was taken in so far."""

    merge: str
    file: str
    limit: str  # the greatest stamp that is believed
    arrived: set[str] = field(default_factory=set)  # annotations that the file speaks of
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
    examiner = arriving.Examiner(delivery.file)
    with collector_off():
        for batch in delivery.batches():
            for part in _without_twins(batch):
                _take(db, taken, examiner, part)
    _forget_those_of_several(db)
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
        _record(db, delivery, taken, str(author), now)
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


def _without_twins(batch: Sequence[Any]) -> list[Sequence[Any]]:
    """The batch in parts that have each change once: more than one only where a file says something twice."""
    if len({row[0] if row else None for row in batch}) == len(batch):
        return [batch]
    parts: list[dict[Any, Any]] = [{}]
    for row in batch:
        id = row[0] if row else None
        part = next((part for part in parts if id not in part), None)
        if part is None:
            parts.append(part := {})
        part[id] = row
    return [list(part.values()) for part in parts]


def _take(db: Database, taken: _Taken, examiner: Examiner, batch: Sequence[Any]) -> None:
    """Put a batch into the log, list what it touches, note how it came, and keep what it makes of each entity, in case
    that nothing else speaks of it."""
    erased, known = _erased(db), _known(db, batch)
    rows: list[Row] = []
    fresh: dict[str, list[tuple[Any, ...]]] = {}
    for given in batch:
        here = known.get(given[0]) if len(given) == 11 else None
        is_same = here is not None and (here[3:6], here[8:10]) == (tuple(given[3:6]), tuple(given[8:10]))
        row, said = (given, _NOTHING) if is_same else examiner.examine(given)
        if erased and (about := _about_erased(row, said, erased)):
            taken.erased.add(about)
            continue
        if row[3] == "annotation":
            taken.arrived.add(row[4])
        if here is None:
            rows.append(row)
            if row[5] <= taken.limit:
                fresh.setdefault(row[3], []).append(row_of_one(row[3], row[4], row[5], said))
        elif not is_same:
            _unite(db, taken, here, row)
    _note_again(db, taken, known)
    _append(db, taken, rows)
    for entity, made in fresh.items():
        keep(db, entity, sorted(made, key=itemgetter(0)))


def _known(db: Database, batch: Sequence[Any]) -> dict[str, Row]:
    """Those of a batch that are here already, as they are here."""
    ids = json.dumps([row[0] for row in batch if row and isinstance(row[0], str)])
    sql = f"SELECT {COLUMNS} FROM change WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row for row in db.execute(sql, [ids]).fetchall()}


def _note_again(db: Database, taken: _Taken, known: Iterable[str]) -> None:
    """What is here came this way too; but what was made here was never received, and so is never withdrawn."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO received SELECT change, ? FROM received WHERE change = ? LIMIT 1",
        [(taken.merge, id) for id in known],
    )


def _append(db: Database, taken: _Taken, rows: list[Row]) -> None:
    rows.sort()  # by their ids, which come first
    db.conn.executemany(f"INSERT INTO change ({COLUMNS}) VALUES ({', '.join('?' * 11)})", rows)
    db.conn.executemany("INSERT INTO received VALUES (?, ?)", [(row[0], taken.merge) for row in rows])
    db.conn.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", sorted({row[3:5] for row in rows}))
    ahead = [(row[0],) for row in rows if row[5] > taken.limit]
    db.conn.executemany("INSERT INTO unapplied VALUES (?, 'clock')", ahead)
    taken.changes += len(rows)
    taken.waiting += len(ahead)


def _forget_those_of_several(db: Database) -> None:
    """Of an entity that others speak of too, no change alone tells what it is."""
    for entity in ENTITIES:
        if is_touched(db, entity):
            db.execute(
                f"DELETE FROM fresh_{entity} WHERE (SELECT count(*) FROM (SELECT 1 FROM change c WHERE c.entity = ? "
                f"AND c.entity_id = fresh_{entity}.id LIMIT 2)) > 1",
                [entity],
            )


def _erased(db: Database) -> frozenset[str]:
    return frozenset(row[0] for row in db.execute("SELECT entity_id FROM erased"))


def _about_erased(row: Row, said: Said, erased: frozenset[str]) -> str:
    """The erased entity that a change speaks of: itself, or the annotation that it belongs to."""
    entity, id = row[3], row[4]
    if id in erased:
        return id
    of = annotation_of(id) if entity in LINKS else said.get("annotation", "") if entity == "reply" else ""
    return of if of in erased else ""


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
        if ours.hlc <= taken.limit < hlc:  # its day could be believed, its hour cannot yet
            db.execute("INSERT OR IGNORE INTO unapplied VALUES (?, 'clock')", [ours.id])
            taken.waiting += 1


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


def _record(db: Database, delivery: Delivery, taken: _Taken, author: str, now: int) -> None:
    db.execute(
        "INSERT INTO merge (id, file, sha256, sender, merged, author, withdrawn, position, annotations) "
        "VALUES (?, ?, ?, ?, ?, ?, 0, (SELECT coalesce(max(rowid), 0) FROM change), ?)",
        [taken.merge, delivery.file, delivery.sha256, delivery.sender, Stamp(now).when, author, len(taken.arrived)],
    )


def _receipt(
    db: Database,
    taken: _Taken,
    is_new: bool,
    others: dict[str, int],
    conflicts: tuple[Conflict, ...],
) -> Receipt:
    added, changed, deleted = looks.compare(db)
    # A deletion of what was never here names no text, and waits for nothing
    rows = db.execute("SELECT entity_id, missing FROM lacking WHERE entity = 'annotation' AND missing <> ''")
    lacking = Counter(missing for id, missing in rows if id in taken.arrived)
    rejected: tuple[str, ...] = ()
    if taken.erased:
        count = len(taken.erased)
        what = "One thing was" if count == 1 else f"{count} things were"
        rejected = (f"{what} erased from this library for good, so nothing said of them is taken in.",)
    return Receipt(
        taken.merge if is_new else "",
        *(added, changed, deleted),
        len(taken.arrived.difference(added, changed, deleted)) - lacking.total(),
        others,
        conflicts,
        taken.waiting,
        dict(lacking),
        rejected,
    )
