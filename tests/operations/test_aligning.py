from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Person
from annotator.model.change import DELETED, Edit
from annotator.model.correspondence import Link
from annotator.model.problems import NotFound, Problem
from annotator.operations.aligning import forget_links, link_provisions, part_provisions
from annotator.store.library import Library
from tests.store.samples import WORDS, make_text

READER = Person("Reader")
OLD, NEW = make_text(), make_text(WORDS.replace("everyone", "all"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "library.sqlite", "here") as made:
        for text in (OLD, NEW):
            made.apply([Edit("version", text.id, {"label": text.id, "sha256": text.sha256})], "", texts=[text])
        yield made


def said(library: Library) -> set[tuple[str, str, bool]]:
    """What was said, seen from the old text."""
    rows = [row if row.version == OLD.id else row.turned() for row in library.links(NEW.id, OLD.id)]
    return {(row.provision, row.other_provision, row.answers) for row in rows}


def test_a_link_is_kept_and_replaces_what_was_said_of_either(library: Library) -> None:
    link_provisions(library, Link(OLD.id, "art_1", NEW.id, "art_2"), READER)
    part_provisions(library, Link(OLD.id, "art_2", NEW.id, "art_2"), READER)
    assert said(library) == {("art_1", "art_2", True), ("art_2", "art_2", False)}
    link_provisions(library, Link(NEW.id, "art_1", OLD.id, "art_1"), READER)
    assert said(library) == {("art_1", "art_1", True), ("art_2", "art_2", False)}
    assert library.problems() == []


def test_both_ways_round_are_one_thing(library: Library) -> None:
    link_provisions(library, Link(OLD.id, "art_1", NEW.id, "art_1"), READER)
    assert link_provisions(library, Link(NEW.id, "art_1", OLD.id, "art_1"), READER).changes == ()
    part_provisions(library, Link(NEW.id, "art_1", OLD.id, "art_1"), READER)
    assert said(library) == {("art_1", "art_1", False)}


def test_links_are_taken_back_undone_and_redone(library: Library) -> None:
    link_provisions(library, Link(OLD.id, "art_1", NEW.id, "art_2"), READER)
    link_provisions(library, Link(OLD.id, "art_1", NEW.id, "art_1"), READER)
    library.undo(READER)
    assert said(library) == {("art_1", "art_2", True)}
    library.redo(READER)
    assert said(library) == {("art_1", "art_1", True)}
    forget_links(library, NEW.id, "art_1", OLD.id, READER)
    assert said(library) == set()
    library.undo(READER)
    assert said(library) == {("art_1", "art_1", True)}
    assert library.problems() == []


def test_the_history_says_it_in_words(library: Library) -> None:
    link_provisions(library, Link(OLD.id, "art_1", NEW.id, "art_2"), READER)
    part_provisions(library, Link(OLD.id, "art_1__para_2", NEW.id, "art_2"), READER)
    forget_links(library, OLD.id, "art_1", NEW.id, READER)
    words = [row.what for row in library.history()[:3]]
    one, other = ("art. 1", "art. 2") if OLD.id < NEW.id else ("art. 2", "art. 1")
    para, target = ("art. 1(2)", "art. 2") if OLD.id < NEW.id else ("art. 2", "art. 1(2)")
    assert words == [
        f"left to the program whether {one} answers {other}",
        f"said that {para} does not answer {target}",
        f"said that {one} answers {other}",
    ]


def test_what_cannot_be_linked_is_refused(library: Library) -> None:
    with pytest.raises(NotFound, match="no provision art_9"):
        link_provisions(library, Link(OLD.id, "art_9", NEW.id, "art_1"), READER)
    with pytest.raises(Problem, match="of one version"):
        part_provisions(library, Link(OLD.id, "art_1", OLD.id, "art_2"), READER)
    assert library.links(OLD.id, NEW.id) == []


def test_links_of_other_versions_are_not_told(library: Library) -> None:
    link_provisions(library, Link(OLD.id, "art_1", NEW.id, "art_1"), READER)
    library.apply([Edit("version", NEW.id, {DELETED: True})], READER)
    assert library.links(OLD.id, OLD.id) == []
    assert len(library.links(OLD.id, NEW.id)) == 1
