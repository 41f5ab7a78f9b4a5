"""What leaves of a thing, from all that the log knows of it: what it says now, and bare ids of what that replaced."""

from __future__ import annotations

import json
from collections.abc import Sequence

from annotator.model.change import DELETED, Change
from annotator.model.delivery import Row
from annotator.model.merging import Lineage
from annotator.model.sharing import Disguise, nobodys_id

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: `json.dumps` would make one each time."""


def leaving_rows(lineage: Lineage, disguise: Disguise) -> list[Row]:
    """What leaves of a thing: of each change the fields that it still decides, and all that it replaced in them.

    Of a thing that is deleted only that it is.
    """
    kept: dict[str, tuple[Change, list[str]]] = {}
    is_deleted = lineage.is_deleted
    for name, changes in lineage.heads.items():
        if name == DELETED or not is_deleted:
            for change in changes:
                kept.setdefault(change.id, (change, []))[1].append(name)
    rows = (_row(change, names, lineage, disguise) for change, names in kept.values())
    return sorted((row for row in rows if row is not None), key=lambda row: row[0])


def common_rows(lineage: Lineage, entity_id: str, disguise: Disguise) -> list[Row]:
    """What leaves of a text, a layer or a source where nobody is to be known: what it is, as nobody's word.

    Its changes are in every file that a library shares, and would tell that two files come from one. Nobody's word
    gives way to anybody's, so partners keep what they call it.
    """
    said = {name: rows[0].fields[name] for name, rows in sorted(lineage.heads.items()) if name != DELETED}
    fields = disguise.fields(lineage.entity, said)
    if not fields:
        return []
    hlc, told = disguise.hlc(lineage.latest), _json(fields)
    id = nobodys_id(lineage.entity, entity_id, hlc, told)
    return [(id, id, None, lineage.entity, entity_id, hlc, "", "", "{}", told, None)]


def _row(change: Change, names: Sequence[str], lineage: Lineage, disguise: Disguise) -> Row | None:
    fields = disguise.fields(change.entity, {name: change.fields[name] for name in names})
    if not fields:
        return None
    previous: dict[str, list[str]] = {}
    if change.previous:
        # A deletion tells of every field which edits it knew
        wanted = {*fields, *change.previous} if fields.get(DELETED) else set(fields)
        found = {name: sorted(lineage.replaced(name, [change]) - {change.id}) for name in sorted(wanted)}
        previous = {name: ids for name, ids in found.items() if ids}
    return (
        *(change.id, disguise.change_set(change), None, change.entity, change.entity_id, disguise.hlc(change.hlc)),
        *(disguise.origin(change.origin), disguise.author(change.author)),
        *(_json(previous), _json(fields), None),
    )
