"""Annotate, edit, delete, erase, reply."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from annotator.model.anchoring import Anchor
from annotator.model.annotation import (
    ASK_ACTIONS,
    AUDIENCES,
    SEVERITIES,
    STANCES,
    STATUSES,
    STRENGTHS,
    Annotation,
    Authority,
    Person,
    Reply,
)
from annotator.model.change import DELETED, LINKS, ChangeSet, Edit, link_id
from annotator.model.problems import NotFound, Problem
from annotator.model.selection import Filters
from annotator.store.identity import new_id
from annotator.store.library import Library

CHOICES: Mapping[str, Sequence[str]] = {
    "stance": STANCES,
    "strength": STRENGTHS,
    "severity": SEVERITIES,
    "ask": ASK_ACTIONS,
    "audience": AUDIENCES,
    "status": STATUSES,
}
"""The fields whose values come from a list."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What to set on an annotation; None leaves a field as it is. List fields are replaced whole.

    `categories` and `authorities` hold ids.
    """

    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    authorities: tuple[str, ...] | None = None
    commentary: str | None = None
    stance: str | None = None
    strength: str | None = None
    severity: str | None = None
    ask: str | None = None
    wording: str | None = None
    fallback: str | None = None
    addressee: str | None = None
    outcome: str | None = None
    audience: str | None = None
    status: str | None = None
    author: str | None = None
    organisation: str | None = None

    def plain(self) -> dict[str, str]:
        """The fields to set that are no lists."""
        names = [row.name for row in fields(self) if row.name not in _LISTS]
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def lists(self) -> dict[str, tuple[str, ...]]:
        """The lists to replace, by the entity of their links."""
        return {_LISTS[name]: value for name in _LISTS if (value := getattr(self, name)) is not None}


_LISTS = {"categories": "annotation_category", "tags": "annotation_tag", "authorities": "annotation_authority"}


def annotate(library: Library, anchor: Anchor, assignment: Assignment, person: Person) -> Annotation:
    """Add an annotation on `anchor`, by `person` unless the assignment names an author."""
    annotation = new_id()
    library.apply(annotation_edits(annotation, anchor, assignment, person), person)
    return library.annotation(annotation)


def annotation_edits(annotation: str, anchor: Anchor, assignment: Assignment, person: Person) -> list[Edit]:
    """The edits that make an annotation with that id: for making many at once."""
    check_assignment(assignment)
    writer = person if assignment.author is None else Person(assignment.author, assignment.organisation or "")
    values = {
        "stance": "gap" if anchor.whole else "risk",
        "author": writer.name,
        "organisation": writer.organisation,
        "created": now(),
        **assignment.plain(),
        "anchor": anchor.to_json(),
    }
    edits = [Edit("annotation", annotation, with_approval(values, person))]
    for entity, others in assignment.lists().items():
        edits += [link_edit(entity, annotation, other) for other in dict.fromkeys(others)]
    return edits


def edit_annotations(library: Library, ids: Iterable[str], assignment: Assignment, person: Person) -> ChangeSet:
    """Set the assignment's fields on each of these annotations, as one change set. Raises NotFound."""
    check_assignment(assignment)
    edits: list[Edit] = []
    for annotation in existing(library, ids):
        values = with_approval(reopened(assignment.plain(), annotation), person, annotation)
        edits += [Edit("annotation", annotation.id, values)] if values else []
        for entity, others in assignment.lists().items():
            edits += _relink(library, entity, annotation, others)
    return library.apply(edits, person)


def delete_annotations(library: Library, ids: Iterable[str], person: Person) -> ChangeSet:
    """Delete; undo brings them back, the history keeps them."""
    return library.apply([Edit("annotation", row.id, {DELETED: True}) for row in existing(library, ids)], person)


def erase_annotations(library: Library, ids: Iterable[str]) -> list[str]:
    """Remove every trace of these annotations here, deleted ones too; copies already sent out live on."""
    wanted = resolve_annotations(library, ids, with_deleted=True)
    library.erase(wanted)
    return wanted


def reply(library: Library, annotation: str, commentary: str, person: Person) -> str:
    """Answer an annotation; returns the id of the reply."""
    library.annotation(annotation)
    if not commentary.strip():
        raise Problem("A reply needs some words; write what you want to answer.")
    id = new_id()
    values = {"annotation": annotation, "commentary": commentary, "author": person.name}
    values |= {"organisation": person.organisation, "created": now()}
    library.apply([Edit("reply", id, values)], person)
    return id


def edit_reply(library: Library, annotation: str, id: str, commentary: str, person: Person) -> ChangeSet:
    """Write a reply of one's own anew. Raises Problem where it is somebody else's, or nothing is left of it."""
    own_reply(library, annotation, id, person)
    if not commentary.strip():
        raise Problem("A reply needs some words; delete it instead.")
    return library.apply([Edit("reply", id, {"commentary": commentary})], person)


def delete_reply(library: Library, annotation: str, id: str, person: Person) -> ChangeSet:
    """Delete a reply of one's own; undo brings it back. Raises Problem where it is somebody else's."""
    own_reply(library, annotation, id, person)
    return library.apply([Edit("reply", id, {DELETED: True})], person)


def own_reply(library: Library, annotation: str, id: str, person: Person) -> Reply:
    """That reply, if `person` wrote it. Raises NotFound, or Problem."""
    found = next((row for row in library.replies(annotation) if row.id == id), None)
    if found is None:
        raise NotFound("This reply is not there any more; undo may bring it back.")
    if not is_by(found, person):
        raise Problem("Only who wrote a reply changes it; answer it with one of your own.")
    return found


def is_by(written: Reply, person: Person) -> bool:
    """Whether that person wrote it."""
    return (written.author, written.organisation) == (person.name, person.organisation)


def add_authority(library: Library, authority: Authority, person: Person) -> Authority:
    """Keep a source that commentary cites; one with the same title, symbol and paragraph is found, not made again."""
    for row in library.authorities():
        if (row.title, row.symbol, row.paragraph) == (authority.title, authority.symbol, authority.paragraph):
            return row
    id = authority.id or new_id()
    values = {name: getattr(authority, name) for name in ("title", "symbol", "paragraph", "url", "seen")}
    library.apply([Edit("authority", id, values)], person)
    return Authority(id, **values)


def check_assignment(assignment: Assignment) -> None:
    """Raise Problem naming the choices where a value is none of them."""
    for name, choices in CHOICES.items():
        value = getattr(assignment, name)
        if value is not None and value not in choices:
            listed = ", ".join(choice for choice in choices if choice)
            raise Problem(f"“{value}” is no {name}; choose one of: {listed}.")


def resolve_annotations(library: Library, names: Iterable[str], *, with_deleted: bool = False) -> list[str]:
    """The ids that these ids, or beginnings of ids that mean one thing, stand for. Raises NotFound."""
    known = library.annotation_ids(with_deleted=with_deleted)
    found = []
    for name in names:
        matching = [name] if name in known else [id for id in known if name and id.startswith(name)]
        if len(matching) != 1:
            what = "More than one annotation begins" if matching else "There is no annotation that begins"
            raise NotFound(f"{what} with {name}; “annotator annotations” lists them.")
        found += matching
    return list(dict.fromkeys(found))


def now() -> str:
    """ISO 8601 in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def existing(library: Library, ids: Iterable[str]) -> list[Annotation]:
    """Those annotations, in that order, each once. Raises NotFound."""
    wanted = tuple(dict.fromkeys(ids))
    found = {row.id: row for row in library.annotations(Filters(annotation=wanted))} if wanted else {}
    for id in wanted:
        if id not in found:
            raise NotFound(f"There is no annotation {id} in {library.path.name}; “annotator annotations” lists them.")
    return [found[id] for id in wanted]


def with_approval(values: dict[str, Any], person: Person, before: Annotation | None = None) -> dict[str, Any]:
    """Approving says who and when; publishing keeps who approved; going back to a draft takes that away."""
    status = values.get("status")
    if status == "approved" or (status == "published" and not (before and before.approved_by)):
        return {**values, "approved_by": person.name, "approved_at": now()}
    if status in ("draft", "in-review"):
        return {**values, "approved_by": "", "approved_at": ""}
    return values


def reopened(values: dict[str, str], before: Annotation) -> dict[str, str]:
    """Other words than those that were approved are not approved: they go back to review, unless a status is given."""
    ask = {
        "ask": before.ask.action,
        **{name: getattr(before.ask, name) for name in ("wording", "fallback", "addressee")},
    }
    old = {"commentary": before.commentary, "stance": before.stance, "severity": before.severity, **ask}
    rewritten = any(values.get(name, value) != value for name, value in old.items())
    if rewritten and "status" not in values and before.status in ("approved", "published"):
        return {**values, "status": "in-review"}
    return values


def link_edit(entity: str, annotation: str, other: str) -> Edit:
    """The edit that ties `other` to an annotation; `entity` is a key of LINKS."""
    return Edit(entity, link_id(annotation, other), {"annotation": annotation, LINKS[entity]: other, DELETED: False})


def unlink_edits(library: Library, entity: str, annotation: str, other: str) -> list[Edit]:
    """The edits that untie `other` from an annotation; several where a partner's layer is read as that one."""
    return [Edit(entity, id, {DELETED: True}) for id in library.link_ids(entity, annotation, other)]


def _relink(library: Library, entity: str, annotation: Annotation, others: tuple[str, ...]) -> list[Edit]:
    before = _linked(annotation, entity)
    edits = [link_edit(entity, annotation.id, other) for other in dict.fromkeys(others) if other not in before]
    for other in before:
        edits += unlink_edits(library, entity, annotation.id, other) if other not in others else []
    return edits


def _linked(annotation: Annotation, entity: str) -> tuple[str, ...]:
    names = {link: name for name, link in _LISTS.items()}
    found: tuple[str, ...] = getattr(annotation, names[entity])
    return found
