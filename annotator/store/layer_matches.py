"""A partner's layers that are read as layers of ours.

The log and the tables keep the partner's own layer; only what reads them sees ours instead. Nothing of a match travels,
the partner's codebook stays theirs, and taking a match back shows everything as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.model.problems import Problem
from annotator.store.database import Database


def matches(db: Database) -> dict[str, str]:
    """Layer of a partner to the layer of ours that it is read as, where both are here."""
    rows = db.execute(
        "SELECT m.theirs, m.ours FROM layer_match m JOIN category t ON t.id = m.theirs "
        "JOIN category o ON o.id = m.ours WHERE NOT o.deleted"
    )
    return dict(rows.fetchall())


def match(db: Database, wanted: Mapping[str, str]) -> None:
    """Read each of these layers as another; as itself again, where that is "" or the same.

    Raises Problem where a layer would be read as one that is itself read as another.
    """
    for theirs, ours in wanted.items():
        db.execute("DELETE FROM layer_match WHERE theirs = ?", [theirs])
        if ours and ours != theirs:
            _check(db, theirs, ours)
            db.execute("INSERT INTO layer_match VALUES (?, ?)", [theirs, ours])


def seen_as(db: Database, categories: Iterable[str]) -> tuple[str, ...]:
    """These layers, and those that are read as one of them."""
    wanted = tuple(categories)
    known = matches(db)
    return (*wanted, *(theirs for theirs, ours in known.items() if ours in wanted and theirs not in wanted))


def links_to(db: Database, annotation: str, category: str) -> list[str]:
    """The ids of the links that put an annotation into that layer, in its own name or in that of a partner's."""
    layers = seen_as(db, [category])
    rows = db.execute(
        "SELECT id FROM annotation_category WHERE annotation = ? AND NOT deleted "
        f"AND category IN ({', '.join('?' * len(layers))}) ORDER BY id",
        [annotation, *layers],
    )
    return [row[0] for row in rows.fetchall()]


def annotations_in(db: Database, category: str) -> int:
    """How many annotations are in that layer, in its own name."""
    sql = (
        "SELECT count(*) FROM annotation_category l JOIN annotation a ON a.id = l.annotation "
        "WHERE l.category = ? AND NOT l.deleted AND NOT a.deleted"
    )
    found: int = db.execute(sql, [category]).fetchone()[0]
    return found


def _check(db: Database, theirs: str, ours: str) -> None:
    sql = "SELECT 1 FROM layer_match WHERE theirs = ? OR ours = ?"
    if db.execute("SELECT 1 FROM category WHERE id = ? AND NOT deleted", [ours]).fetchone() is None:
        raise Problem(f"There is no layer {ours} to read {theirs} as; choose one of the codebook.")
    if db.execute(sql, [ours, theirs]).fetchone() is not None:
        raise Problem(f"{theirs} cannot be read as {ours}, since one of them is matched already; take that back first.")
