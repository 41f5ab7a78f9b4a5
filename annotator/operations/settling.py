"""Conflicts and merges as people name them: settle one, take one back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from annotator.model.annotation import Person
from annotator.model.change import DELETED, ENTITIES, ChangeSet, Edit, clean_edits
from annotator.model.delivery import Claim, Conflict, Merge
from annotator.model.problems import NotFound, Problem
from annotator.operations.annotating import CHOICES
from annotator.sharing.values import RULES
from annotator.store.library import Library

Side = Literal["ours", "theirs"]

T = TypeVar("T")


def find_conflict(library: Library, name: str) -> Conflict:
    """The conflict with that id, or whose id, or annotation and field ("ANNOTATION.FIELD"), alone begins so.

    Raises NotFound.
    """
    known = library.conflicts()
    exact = [row for row in known if name in (row.id, f"{row.annotation}.{row.field}")]
    begun = [
        row for row in known if name and (row.id.startswith(name) or f"{row.annotation}.{row.field}".startswith(name))
    ]
    return _only(exact or begun, f"conflict “{name}”", [row.id for row in exact or begun or known], "conflicts")


def find_merge(library: Library, name: str) -> Merge:
    """The merge with that id, or a beginning of it, or the only one of that file or sender. Raises NotFound."""
    known = library.merges()
    exact = [row for row in known if row.id == name]
    begun = [row for row in known if name and (row.id.startswith(name) or name in (row.file, row.sender))]
    listed = [f"{row.id} ({row.file})" for row in exact or begun or known]
    return _only(exact or begun, f"merge “{name}”", listed, "merges")


def claim_of(conflict: Conflict, side: Side) -> Claim:
    """Ours: what this installation said; theirs: the latest that it did not. Raises Problem where nobody here, or
    nobody else, said anything."""
    found = [row for row in conflict.claims if row.is_ours == (side == "ours")]
    if found:
        return max(found, key=lambda row: (row.when, row.is_displayed))
    if side == "ours":
        raise Problem(f"Nothing was said here of {conflict.id}, only by others; choose a value with --value.")
    raise Problem(f"Both sides of {conflict.id} were said here; choose a value with --value.")


def sides(conflict: Conflict) -> tuple[Claim, Claim]:
    """What is shown as ours and as theirs: where nobody here, or nobody else, said anything, the displayed claim and
    another."""
    ours = [row for row in conflict.claims if row.is_ours] or list(conflict.claims[:1])
    theirs = [row for row in conflict.claims if not row.is_ours and row is not ours[0]]
    return ours[0], (theirs or [row for row in conflict.claims if row is not ours[0]] or list(conflict.claims))[0]


def settle(library: Library, conflict: Conflict, value: Any, person: Person) -> ChangeSet:
    """Give the field this value, whatever was said; that travels like any edit. Raises Problem for a value that the
    field cannot have."""
    _check(conflict, value)
    edit = Edit(conflict.entity, conflict.entity_id, {conflict.field: value})
    return library.apply([edit], person, settles=True)


def value_from(conflict: Conflict, words: str) -> Any:
    """A value as somebody types it: words as they are, everything else as JSON. Raises Problem."""
    if isinstance(_default(conflict), str):
        return words
    try:
        return json.loads(words)
    except ValueError as error:
        raise Problem(
            f"“{words}” cannot be a value of {conflict.field}; write it as JSON, such as true or 3."
        ) from error


def _check(conflict: Conflict, value: Any) -> None:
    choices = CHOICES.get(conflict.field) if conflict.entity == "annotation" else None
    if choices is not None and value not in choices:
        listed = ", ".join(filter(None, choices))
        raise Problem(f"“{value}” is no {conflict.field}; choose one of: {listed}.")
    (edit,) = clean_edits([Edit(conflict.entity, conflict.entity_id, {conflict.field: value})])
    if RULES[conflict.entity].amiss(edit.fields, is_plain=False):  # no partner would take it in
        raise Problem(f"“{value}” is nothing that {conflict.field} can be; choose a side, or write it as the sides do.")
    if conflict.field == "anchor" and value not in [row.value for row in conflict.claims]:
        raise Problem("A place is settled by choosing one of those that were said; move the annotation afterwards.")


def _default(conflict: Conflict) -> Any:
    return False if conflict.field == DELETED else ENTITIES[conflict.entity][conflict.field]


def _only(found: Sequence[T], what: str, choice: Sequence[str], command: str) -> T:
    if len(found) == 1:
        return found[0]
    listed = "; ".join(choice[:6]) or "none"
    if found:
        raise NotFound(f"More than one thing is meant by {what}: {listed}. Give more of its id.")
    raise NotFound(f"There is no {what}; there is: {listed}. “annotator {command}” lists them.")
