"""Where annotations stand whose own text is not here: in one of ours that nearly is the same. Never leaves this file.

A placement counts while the text that the annotation was made on is not here. It is no edit: the log keeps the anchor
that its author gave, and a partner never hears of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.anchoring import Anchor
from annotator.model.delivery import Placement
from annotator.model.problems import Problem
from annotator.store.database import Database
from annotator.store.derive import derive
from annotator.store.log import lineage
from annotator.store.schema import ANCHOR_COLUMNS

_NAMES = ", ".join(ANCHOR_COLUMNS)
_NOT_HERE = (
    "SELECT entity_id FROM lacking WHERE entity = 'annotation' AND missing NOT IN (SELECT id FROM version_text) "
    "AND entity_id > ? ORDER BY entity_id LIMIT 500"
)


def place(db: Database, placements: Iterable[Placement]) -> None:
    """Let annotations stand there, and derive them. Runs in a transaction.

    Raises Problem where a place is not in its text.
    """
    rows = list(placements)
    for row in rows:
        _check(db, row.anchor)
    own = {row.annotation: own_anchor(db, row.annotation) for row in rows}
    values = [(row.annotation, *_cells(row.anchor), row.how, _digest(own[row.annotation])) for row in rows]
    marks = ", ".join("?" * (len(ANCHOR_COLUMNS) + 3))
    sql = f"INSERT OR REPLACE INTO placement (annotation, {_NAMES}, how, made_for) VALUES ({marks})"
    db.conn.executemany(sql, values)
    derive(db, [("annotation", row.annotation) for row in rows])


def placements(db: Database, annotations: Iterable[str] | None = None) -> list[Placement]:
    """Those that count; of these annotations alone, where some are given."""
    sql = (
        f"SELECT p.annotation, {', '.join('p.' + name for name in ANCHOR_COLUMNS)}, p.how FROM placement p "
        "JOIN annotation a ON a.id = p.annotation AND a.version = p.version AND a.start = p.start AND a.end = p.end"
    )
    if annotations is None:
        found = db.execute(f"{sql} ORDER BY p.annotation").fetchall()
    else:
        found = [row for id in annotations for row in db.execute(f"{sql} WHERE p.annotation = ?", [id]).fetchall()]
    placed = [_placement(row) for row in found]
    return [row for row in placed if _is_elsewhere(db, row)]


def unplaced(db: Database) -> dict[str, Anchor]:
    """The annotations that wait for a text that is not here, with their own anchors."""
    found: dict[str, Anchor] = {}
    last = ""
    while ids := [row[0] for row in db.execute(_NOT_HERE, [last]).fetchall()]:
        found |= {id: anchor for id in ids if (anchor := own_anchor(db, id))}
        last = ids[-1]
    return found


def overtaken(db: Database) -> dict[str, Anchor]:
    """The annotations whose authors have moved them since they were placed, with their own anchors now."""
    known = dict(db.execute("SELECT annotation, made_for FROM placement").fetchall())
    anchors = {row.annotation: own_anchor(db, row.annotation) for row in placements(db)}
    return {id: anchor for id, anchor in anchors.items() if anchor and known[id] != _digest(anchor)}


def own_anchor(db: Database, annotation: str) -> Anchor | None:
    """Where an annotation was made, wherever it stands here; None while nobody has told."""
    value = lineage(db, "annotation", annotation).current()["anchor"]
    is_told = all(name in value for name in ANCHOR_COLUMNS)
    return Anchor.from_json({name: value[name] for name in ANCHOR_COLUMNS}) if is_told else None


def _check(db: Database, anchor: Anchor) -> None:
    sql = "SELECT substr(text, ?, ?) = ? FROM version_text WHERE id = ?"
    found = db.execute(sql, [anchor.start + 1, anchor.end - anchor.start, anchor.exact, anchor.version]).fetchone()
    if found is None or not found[0] or anchor.end <= anchor.start:
        raise Problem("An annotation can only be placed on words of a text that is here.")


def _digest(anchor: Anchor | None) -> str:
    """Tells anchors apart without keeping their words once more."""
    return hashlib.sha256(json.dumps(anchor and anchor.to_json(), sort_keys=True).encode()).hexdigest()


def _is_elsewhere(db: Database, row: Placement) -> bool:
    own = own_anchor(db, row.annotation)
    return own is not None and own.version != row.anchor.version


def _cells(anchor: Anchor) -> tuple[object, ...]:
    values = anchor.to_json() | {"whole": int(anchor.whole)}
    return tuple(values[name] for name in ANCHOR_COLUMNS)


def _placement(row: Sequence[Any]) -> Placement:
    values = dict(zip(ANCHOR_COLUMNS, row[1:-1], strict=True))
    anchor = Anchor.from_json(values | {"whole": bool(values["whole"])})
    return Placement(row[0], anchor, row[-1])
