"""Edit several annotations at once, adding to their lists and taking from them, as one change set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model.annotation import Person
from annotator.model.change import DELETED, LINKS, ChangeSet, Edit, link_id
from annotator.operations.annotating import Assignment, _approved, _existing, check_assignment
from annotator.store.library import Library


@dataclass(frozen=True, slots=True)
class BatchEdit:
    """What to set on each annotation, and what to tie to it or untie: ids by the entity of the link (`LINKS`)."""

    assignment: Assignment
    added: Mapping[str, Sequence[str]] = field(default_factory=dict)
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)


def edit_batch(library: Library, ids: Iterable[str], batch: BatchEdit, person: Person) -> ChangeSet:
    """Change all of these annotations, or none. Raises NotFound, or Problem for a value that a field cannot have."""
    check_assignment(batch.assignment)
    edits: list[Edit] = []
    for annotation in _existing(library, ids):
        values = _approved(batch.assignment.plain(), person)
        edits += [Edit("annotation", annotation.id, values)] if values else []
        for entity, others in batch.added.items():
            edits += [_link(entity, annotation.id, other) for other in others]
        for entity, others in batch.removed.items():
            there = {"annotation_category": annotation.categories, "annotation_tag": annotation.tags}[entity]
            edits += [Edit(entity, link_id(annotation.id, row), {DELETED: True}) for row in others if row in there]
    return library.apply(edits, person)


def _link(entity: str, annotation: str, other: str) -> Edit:
    return Edit(entity, link_id(annotation, other), {"annotation": annotation, LINKS[entity]: other, DELETED: False})
