"""Whose file an annotation came with, whatever was merged when, and taken out again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.model.annotation import Person
from annotator.operations.annotating import Assignment, edit_annotations
from annotator.operations.libraries import open_library
from annotator.sharing.reading import read_delivery
from annotator.store.library import Library
from tests.ui.partner_files import ADA, BO, note, ours, theirs


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return ours(tmp_path / "ours.sqlite")


def _merged(library: Library, file: Path, person: Person = ADA) -> str:
    with read_delivery(file) as delivery:
        return library.receive(delivery, person).merge


def _partners(library: Library) -> dict[str, str]:
    """By the words of each, read one by one; at hand they must be the same."""
    found = {row.commentary: row.partner for row in library.annotations()}
    at_hand = [row for version in library.versions() for row in library.at_hand(version.id)]
    assert {row.commentary: row.partner for row in at_hand} == found
    assert {row.commentary: row.facets.partner for row in at_hand} == found
    return found


def _writes(quote: str) -> Callable[[Library], object]:
    return lambda library: note(library, quote, quote, BO)


def test_what_was_made_here_has_no_partner_and_what_came_has_its_sender(path: Path, tmp_path: Path) -> None:
    file = theirs(path, tmp_path / "a.sqlite", _writes("who reads"))
    with open_library(path) as library:
        assert _partners(library) == {"Ada's view.": ""}
        merge = _merged(library, file)
        sender = library.merges()[0].sender
        assert _partners(library) == {"Ada's view.": "", "who reads": sender}
        library.unmerge(merge)
        assert _partners(library) == {"Ada's view.": ""}


def test_ones_own_note_stays_ones_own_when_it_comes_back_changed(path: Path, tmp_path: Path) -> None:
    def act(library: Library) -> None:
        (mine,) = library.annotations()
        edit_annotations(library, [mine.id], Assignment(commentary="Bo went on."), BO)

    with open_library(path) as library:
        _merged(library, theirs(path, tmp_path / "a.sqlite", act))
        assert _partners(library) == {"Bo went on.": ""}


def test_the_first_file_that_is_still_merged_counts(path: Path, tmp_path: Path) -> None:
    one = theirs(path, tmp_path / "one.sqlite", _writes("who reads"))
    two = tmp_path / "two.sqlite"
    shutil.copyfile(one, two)
    with Library.open(two, "00000000-0000-4000-8000-000000000009") as more:
        for quote in ("keep its lamps lit", "a person", "This Convention"):
            note(more, quote, quote, Person("Cy"))
    with open_library(path) as library:
        first = _merged(library, one)
        _merged(library, two)
        senders = {row.file: row.sender for row in library.merges()}
        assert senders["one.sqlite"] != senders["two.sqlite"]
        assert _partners(library)["who reads"] == senders["one.sqlite"]
        assert _partners(library)["a person"] == senders["two.sqlite"]
        library.unmerge(first)
        assert _partners(library)["who reads"] == senders["two.sqlite"]
