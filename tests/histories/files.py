"""What goes from one library to another: the rows of a log as the partner reader gives them, without a file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from annotator.model.change import DELETED, LINKS
from annotator.model.clock import Stamp
from annotator.model.delivery import Delivery, Row
from tests.histories.peers import DAY, TEXTS, Peer

_COLUMNS = "id, change_set, reverses, entity, entity_id, hlc, origin, author, previous, fields, signature"


@dataclass(frozen=True)
class File:
    """What somebody sent: a delivery, and whose. `is_whole` is a copied library, else a shared file."""

    sender: str
    delivery: Delivery
    is_whole: bool


def whole(peer: Peer) -> File:
    """A copy of a library, as the partner reader gives it: without what its owner unmerged."""
    withdrawn = {row[0] for row in peer.rows("SELECT change FROM unapplied WHERE why = 'withdrawn'")}
    rows: list[Row] = peer.rows(f"SELECT {_COLUMNS} FROM change ORDER BY id")
    if withdrawn:
        previous = {row[0]: json.loads(row[8]) for row in rows}
        rows = [_through(row, previous, withdrawn) for row in rows if row[0] not in withdrawn]
    return _file(peer, rows, is_whole=True)


def shared(peer: Peer, *, coarse: bool = False, audiences: tuple[str, ...] = ("coalition", "public")) -> File:
    """As a shared file has it: of what its audience may see, each field's last word, and the bare ids of what went
    before. `coarse` leaves only days of its times."""
    private = {
        row[0]
        for row in peer.rows("SELECT entity_id, fields FROM change WHERE entity = 'annotation'")
        if json.loads(row[1]).get("audience", "organisation") not in audiences and '"audience"' in row[1]
    }
    silent = {row[0] for row in peer.rows("SELECT id FROM annotation WHERE audience NOT IN ('coalition', 'public')")}
    rows: list[Row] = []
    heads = peer.rows(
        f"SELECT {_COLUMNS} FROM change WHERE id NOT IN (SELECT change FROM unapplied) ORDER BY entity, entity_id, id"
    )
    known = {row[0]: json.loads(row[8]) for row in peer.rows(f"SELECT {_COLUMNS} FROM change")}
    entities: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in heads:
        entities.setdefault((row[3], row[4]), []).append(row)
    replies = dict(peer.rows("SELECT id, annotation FROM reply"))
    for (entity, id), changes in entities.items():
        about = replies.get(id, "") if entity == "reply" else id.partition(":")[0]
        if entity in ("annotation", "reply", *LINKS) and (not about or about in private | silent):
            continue
        rows += _heads_only(changes, known)
    if coarse:
        rows = [(*row[:5], str(Stamp(Stamp.parse(row[5]).milliseconds // DAY * DAY)), *row[6:]) for row in rows]
    return _file(peer, rows, is_whole=False)


def _heads_only(changes: list[tuple[Any, ...]], known: dict[str, dict[str, list[str]]]) -> list[Row]:
    closures = {row[0]: {name: _closure(row[0], name, known) for name in known[row[0]]} for row in changes}
    found: list[Row] = []
    for row in changes:
        fields = {
            name: value
            for name, value in json.loads(row[9]).items()
            if not any(row[0] in closures[other[0]].get(name, ()) for other in changes)
        }
        if fields:
            kept = {name: sorted(ids) for name, ids in closures[row[0]].items() if name in fields or DELETED in fields}
            found.append((*row[:8], json.dumps(kept), json.dumps(fields, ensure_ascii=False), row[10]))
    return found


def _closure(id: str, name: str, known: dict[str, dict[str, list[str]]]) -> set[str]:
    found: set[str] = set()
    ahead = list(known[id].get(name, ()))
    while ahead:
        other = ahead.pop()
        if other not in found:
            found.add(other)
            ahead += known.get(other, {}).get(name, ())
    return found


def _through(row: Row, known: dict[str, dict[str, list[str]]], withdrawn: set[str]) -> Row:
    """With what the withdrawn changes replaced in place of them, or the receiver would think it stands."""
    previous = json.loads(row[8])
    if not any(id in withdrawn for ids in previous.values() for id in ids):
        return row
    grown = {name: sorted(_closure(row[0], name, known)) for name in previous}
    return (*row[:8], json.dumps(grown), *row[9:])


def _file(peer: Peer, rows: list[Row], *, is_whole: bool) -> File:
    texts = tuple(text for text in TEXTS if peer.library.has_text(text.id))
    sha256 = hashlib.sha256(json.dumps([rows, [text.id for text in texts]]).encode()).hexdigest()
    return File(peer.name, Delivery(f"{peer.name}.sqlite", sha256, peer.name, texts, lambda: [rows]), is_whole)
