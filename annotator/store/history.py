"""The log in words."""

from __future__ import annotations

from annotator.model.change import DELETED, LINKS, Change, annotation_of
from annotator.model.clock import Stamp
from annotator.model.selection import Event, Step
from annotator.store.database import Database
from annotator.store.log import changes_of, lineage
from annotator.store.undoing import earlier


def events(db: Database, annotation: str | None, limit: int) -> list[Event]:
    """One event per change set, the latest first; with `annotation` those that touch it, its links or its replies."""
    touching = "1"
    parameters: list[object] = []
    if annotation is not None:
        touching = (
            "(c.entity_id = ? OR c.entity_id LIKE ? OR c.entity_id IN (SELECT id FROM reply WHERE annotation = ?))"
        )
        parameters = [annotation, f"{annotation}:%", annotation]
    found = db.execute(
        f"SELECT c.change_set FROM change c WHERE {touching} GROUP BY c.change_set ORDER BY max(c.hlc) DESC LIMIT ?",
        [*parameters, limit],
    ).fetchall()
    return [_event(db, _about(changes_of(db, row[0]), annotation)) for row in found]


def steps(db: Database, change_set: str, annotation: str | None) -> list[Step]:
    """What an event did, field by field; with `annotation` what it did to that. At most the first `_MOST` changes."""
    found: list[Step] = []
    for change in _about(changes_of(db, change_set), annotation)[:_MOST]:
        now = lineage(db, change.entity, change.entity_id).current()
        name = _linked(db, change) if change.entity in LINKS else ""
        found += [
            Step(change.entity, change.entity_id, field, earlier(db, change, field), value, now[field], name)
            for field, value in change.fields.items()
        ]
        if change.entity in LINKS and DELETED not in change.fields:  # tied for the first time
            found.append(Step(change.entity, change.entity_id, DELETED, True, False, now[DELETED], name))
    return found


_MOST = 100


_APPROVAL = {"approved_by", "approved_at"}
"""What goes with the status."""


def _about(changes: tuple[Change, ...], annotation: str | None) -> tuple[Change, ...]:
    """Those that touch the annotation, its links or (in events that do) replies."""
    if annotation is None:
        return changes
    return tuple(row for row in changes if row.entity == "reply" or annotation_of(row.entity_id) == annotation)


def _event(db: Database, changes: tuple[Change, ...]) -> Event:
    first = changes[0]
    what = "; ".join(dict.fromkeys(_words(db, change) for change in changes[:4]))
    if len(changes) > 4:
        what += f"; and {len(changes) - 4} more"
    if first.reverses:
        what = f"put back: {what}"
    return Event(first.change_set, Stamp.parse(first.hlc).when, first.author, what)


def _words(db: Database, change: Change) -> str:
    if change.entity in LINKS:
        name = f"{LINKS[change.entity]} {_linked(db, change)}"
        return f"removed {name}" if change.fields.get(DELETED) else f"added {name}"
    if change.entity == "alignment":
        return _alignment_words(db, change)
    subject = " ".join(filter(None, (change.entity, _name(db, change))))
    if DELETED in change.fields:
        return f"{'deleted' if change.fields[DELETED] else 'restored'} {subject}"
    if "created" in change.fields or (not any(change.previous.values()) and change.entity != "annotation"):
        return f"made {subject}"
    names = sorted(change.fields.keys() - _APPROVAL) or sorted(change.fields)
    return f"changed {', '.join(names)} of {subject}"


def _alignment_words(db: Database, change: Change) -> str:
    """What was said of two provisions: "art. 24 answers art. 15"; taking it back leaves them to the program."""
    row = db.execute(
        "SELECT coalesce(p.citation, a.provision), coalesce(q.citation, a.other_provision), a.answers FROM alignment a "
        "LEFT JOIN provision p ON p.version = a.version AND p.eid = a.provision "
        "LEFT JOIN provision q ON q.version = a.other_version AND q.eid = a.other_provision WHERE a.id = ?",
        [change.entity_id],
    ).fetchone()
    one, other, answers = row or (change.entity_id, "", True)
    if change.fields.get(DELETED):
        return f"left to the program whether {one} answers {other}"
    return f"said that {one} {'answers' if change.fields.get('answers', answers) else 'does not answer'} {other}"


def _linked(db: Database, change: Change) -> str:
    """What the annotation was tied to, by name."""
    field = LINKS[change.entity]
    other = change.fields.get(field) or lineage(db, change.entity, change.entity_id).current()[field]
    columns = {"annotation_category": "name", "annotation_authority": "title"}
    if change.entity not in columns:
        return f"“{other}”"
    row = db.execute(f"SELECT {columns[change.entity]} FROM {field} WHERE id = ?", [other]).fetchone()
    return f"“{row[0]}”" if row else other


def _name(db: Database, change: Change) -> str:
    if change.entity == "annotation":
        row = db.execute(
            "SELECT p.citation FROM annotation a JOIN provision p ON p.version = a.version AND p.eid = a.provision "
            "WHERE a.id = ?",
            [change.entity_id],
        ).fetchone()
        return f"on {row[0]}" if row else ""
    if change.entity == "version":
        row = db.execute("SELECT label FROM version WHERE id = ?", [change.entity_id]).fetchone()
        return f"“{row[0]}”" if row else ""
    return change.entity_id if change.entity == "category" else ""
