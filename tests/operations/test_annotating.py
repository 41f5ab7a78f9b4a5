"""Annotating and editing, alone and many at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Authority, Person
from annotator.model.change import Edit
from annotator.model.citing import plain_citation
from annotator.model.codebook import Codebook
from annotator.model.problems import NotFound, Problem
from annotator.operations import annotating, libraries, naming
from annotator.operations.annotating import Assignment
from annotator.operations.batch import BatchEdit, edit_batch
from annotator.operations.codebooks import standard_codebook
from annotator.operations.importing import edit_version, remove_version
from annotator.store.library import Library
from tests.store.samples import make_text

TEXT = make_text()
ME = Person("Reader", "Org")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with libraries.new_library(tmp_path / "library.sqlite") as made:
        made.apply([Edit("version", TEXT.id, {"label": "Sample", "language": "en"})], ME, texts=[TEXT])
        yield made


def _annotate(library: Library, quote: str, **given: object) -> str:
    assignment = Assignment(**{"categories": ("surveillance",), **given})  # type: ignore[arg-type]
    return annotating.annotate(library, anchor_quote(TEXT, quote), assignment, ME).id


def test_an_annotation_is_its_author_s(library: Library) -> None:
    found = library.annotation(_annotate(library, "everyone"))
    assert (found.author, found.organisation, found.stance, found.status) == ("Reader", "Org", "risk", "draft")
    assert found.created.endswith("Z")


def test_approving_says_who_and_when_and_going_back_takes_it_away(library: Library) -> None:
    id = _annotate(library, "everyone")
    annotating.edit_annotations(library, [id], Assignment(status="approved"), Person("Chair"))
    assert library.annotation(id).approved_by == "Chair"
    assert library.annotation(id).approved_at
    annotating.edit_annotations(library, [id], Assignment(status="published"), ME)
    assert library.annotation(id).approved_by == "Chair"
    annotating.edit_annotations(library, [id], Assignment(status="draft"), ME)
    assert (library.annotation(id).approved_by, library.annotation(id).approved_at) == ("", "")


def test_several_are_edited_as_one_change_and_undone_as_one(library: Library) -> None:
    one, two = _annotate(library, "everyone", tags=("may",)), _annotate(library, "heard")
    batch = BatchEdit(
        Assignment(severity="watch"),
        added={"annotation_category": ["expansion"], "annotation_tag": ["silent"]},
        removed={"annotation_tag": ["may"]},
    )
    edit_batch(library, [one, two], batch, ME)
    assert [(row.severity, row.tags) for row in library.annotations()] == [("watch", ("silent",))] * 2
    assert set(library.annotation(one).categories) == {"surveillance", "expansion"}
    library.undo(ME)
    assert [(row.severity, row.tags) for row in library.annotations()] == [("", ("may",)), ("", ())]
    with pytest.raises(NotFound):
        edit_batch(library, [one, "nobody"], batch, ME)
    assert library.annotation(one).severity == ""


def test_values_come_from_their_lists(library: Library) -> None:
    with pytest.raises(Problem, match="red-line"):
        _annotate(library, "everyone", severity="terrible")
    assert library.annotations() == []


def test_the_same_source_is_kept_once(library: Library) -> None:
    source = Authority("", "General Comment 16", "HRI/GEN/1", "8")
    assert annotating.add_authority(library, source, ME) == annotating.add_authority(library, source, ME)
    assert len(library.authorities()) == 1


def test_another_codebook_keeps_the_layers_in_use(library: Library) -> None:
    _annotate(library, "everyone")
    scope = tuple(row for row in standard_codebook().categories if "scope" in (row.id, row.parent))
    other = Codebook("Ours", scope)
    libraries.replace_codebook(library, other, ME)
    kept = {row.id for row in library.codebook().layers}
    assert kept == {"serious-crime-reach", "expansion", "surveillance"}
    assert library.problems() == []


def test_data_of_a_version_changes_and_its_words_do_not(library: Library) -> None:
    before = library.text(TEXT.id)
    after = edit_version(library, TEXT.id, {"label": "Sample, revised", "kind": "draft"}, ME)
    assert (after.data.label, after.data.kind) == ("Sample, revised", "draft")
    assert library.text(TEXT.id) == before
    with pytest.raises(Problem, match="kind of version"):
        edit_version(library, TEXT.id, {"kind": "poem"}, ME)
    remove_version(library, TEXT.id, ME)
    assert library.versions() == []


@pytest.mark.parametrize("name", ["24(2)", "art. 24(2)", "Article 24 (2)", "ARTICLE 24(2)"])
def test_citations_are_understood_as_people_write_them(name: str) -> None:
    assert plain_citation(name) == "24(2)"


@pytest.mark.parametrize("name", ["7", "oversight-and-remedy", "Oversight and remedy", "oversight"])
def test_layers_are_named_by_key_id_or_the_beginning_of_their_name(name: str) -> None:
    assert naming.find_category(standard_codebook().categories, name).id == "oversight-and-remedy"
