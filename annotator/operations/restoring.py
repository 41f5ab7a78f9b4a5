"""Putting an earlier value of a field back, as a new change."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Person
from annotator.model.change import DELETED, LINKS, ChangeSet, Edit
from annotator.model.selection import Step
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.operations.marking import reanchor
from annotator.store.library import Library

_FIELDS = frozenset(row.name for row in fields(Assignment)) - {"categories", "tags", "authorities"}
_OTHERS = {("annotation", "anchor"), ("reply", "commentary")}
_NEVER_EMPTY = {"annotation": ("anchor",), "reply": ("commentary",)}
"""Fields that had no value before the thing was made, and must have one since."""


def can_restore(step: Step, value: Any) -> bool:
    """Whether it makes sense to give the field that value: it has another, and it is one that people set.

    What was deleted or untied can be brought back; nothing is deleted this way.
    """
    if value == step.now or (step.field in _NEVER_EMPTY.get(step.entity, ()) and not value):
        return False
    if step.field == DELETED:
        return step.entity in ("annotation", "reply", *LINKS) and not value
    return (step.entity, step.field) in _OTHERS or (step.entity == "annotation" and step.field in _FIELDS)


def restore(library: Library, step: Step, value: Any, person: Person) -> ChangeSet:
    """Give the field of that step the value that it had before or after it. Undo takes that back.

    Words that differ from those that were approved go back to review, as when somebody writes them.
    """
    if step.entity == "annotation" and step.field in _FIELDS:
        return edit_annotations(library, [step.entity_id], Assignment(**{step.field: value}), person)
    if (step.entity, step.field) == ("annotation", "anchor"):
        return reanchor(library, library.annotation(step.entity_id), Anchor.from_json(value), person)
    return library.apply([Edit(step.entity, step.entity_id, {step.field: value})], person)
