"""Edit several annotations at once, adding to their lists and taking from them, as one change set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model.annotation import Person
from annotator.model.change import ChangeSet, Edit
from annotator.operations.annotating import (
    Assignment,
    check_assignment,
    existing,
    link_edit,
    reopened,
    unlink_edits,
    with_approval,
)
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
    for annotation in existing(library, ids):
        values = with_approval(reopened(batch.assignment.plain(), annotation), person, annotation)
        edits += [Edit("annotation", annotation.id, values)] if values else []
        for entity, others in batch.added.items():
            edits += [link_edit(entity, annotation.id, other) for other in others]
        for entity, others in batch.removed.items():
            there = {"annotation_category": annotation.categories, "annotation_tag": annotation.tags}[entity]
            for other in others:
                edits += unlink_edits(library, entity, annotation.id, other) if other in there else []
    return library.apply(edits, person)
