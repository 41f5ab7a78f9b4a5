"""Putting back what a field said before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Annotation, Person
from annotator.model.change import Edit
from annotator.model.selection import Step
from annotator.operations import annotating, libraries, marking
from annotator.operations.annotating import Assignment
from annotator.operations.restoring import can_restore, restore
from annotator.store.library import Library
from tests.ui.reader.treaty_samples import TREATY, make_text

TEXT = make_text(TREATY)
ME = Person("Reader", "Org")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with libraries.new_library(tmp_path / "library.sqlite") as made:
        made.apply([Edit("version", TEXT.id, {"label": "Sample", "language": "en"})], ME, texts=[TEXT])
        yield made


@pytest.fixture
def note(library: Library) -> Annotation:
    return annotating.annotate(library, anchor_quote(TEXT, "an effective remedy"), Assignment(), ME)


def anchor_step(library: Library, note: Annotation) -> Step:
    event = library.history(note.id)[0]
    return next(row for row in library.steps(event.id, note.id) if row.field == "anchor")


def test_a_place_that_is_restored_is_approved_no_more(library: Library, note: Annotation) -> None:
    marking.move_anchor(library, note.id, anchor_quote(TEXT, "remedy before"), ME)
    step = anchor_step(library, note)
    annotating.edit_annotations(library, [note.id], Assignment(status="approved"), ME)
    restore(library, step, step.before, ME)
    found = library.annotation(note.id)
    assert (found.anchor, found.status, found.approved_by) == (note.anchor, "in-review", "")
    library.undo(ME)
    assert library.annotation(note.id).status == "approved"


def test_there_is_no_place_before_the_first(library: Library, note: Annotation) -> None:
    step = anchor_step(library, note)
    assert step.before == {}
    marking.move_anchor(library, note.id, anchor_quote(TEXT, "remedy before"), ME)
    step = Step(step.entity, step.entity_id, step.field, step.before, step.after, library.annotation(note.id).anchor)
    assert not can_restore(step, step.before)
    assert can_restore(step, step.after)
