"""What is shown: layers and facets, combined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Annotation
from annotator.ui.reader.shown import ALL, EVERYTHING, Choice, Shown

NOTE = Annotation(
    "note",
    Anchor("v", 0, 4, "text", "", "", "art_1"),
    ("scope", "powers"),
    stance="risk",
    status="draft",
    author="Amina",
)


def test_at_first_everything_is_shown_in_all_its_layers() -> None:
    assert ALL.is_everything
    assert ALL.layers_of(NOTE) == ("scope", "powers")
    assert ALL.layers_of(replace(NOTE, categories=("no longer in the codebook",)))
    assert ALL.layers_of(replace(NOTE, categories=())) == ("",)


def test_a_hidden_layer_hides_what_is_in_no_other() -> None:
    shown = Shown(layers=Choice.but({"scope"}))
    assert shown.layers_of(NOTE) == ("powers",)
    assert not shown.shows(replace(NOTE, categories=("scope",)))
    assert shown.shows(replace(NOTE, categories=()))


def test_a_layer_alone_hides_also_what_is_in_none() -> None:
    shown = Shown(layers=Choice.only({"scope"}))
    assert shown.shows(NOTE)
    assert not shown.shows(replace(NOTE, categories=()))


@pytest.mark.parametrize(
    ("kind", "value", "other"),
    [
        ("author", "Amina", "Bo"),
        ("stance", "risk", "gap"),
        ("status", "draft", "approved"),
        ("audience", "organisation", "public"),
    ],
)
def test_each_facet_hides_and_shows_alone(kind: str, value: str, other: str) -> None:
    another = replace(NOTE, **{kind: other})
    without, alone = ALL.with_facet(kind, Choice.but({value})), ALL.with_facet(kind, Choice.only({value}))
    assert (without.shows(NOTE), without.shows(another)) == (False, True)
    assert (alone.shows(NOTE), alone.shows(another)) == (True, False)
    assert not without.is_everything


def test_facets_and_layers_combine() -> None:
    shown = Shown(layers=Choice.only({"scope"}), author=Choice.only({"Amina"}), stance=Choice.but({"gap"}))
    assert shown.layers_of(NOTE) == ("scope",)
    for changed in ({"categories": ("powers",)}, {"author": "Bo"}, {"stance": "gap"}):
        assert not shown.shows(replace(NOTE, **changed))


def test_toggling_hides_what_is_shown_and_shows_what_is_not() -> None:
    known = {"a", "b", "c"}
    hidden = EVERYTHING.toggled({"a"}, known)
    assert hidden == Choice.but({"a"})
    assert hidden.toggled({"a", "b"}, known) == EVERYTHING
    alone = Choice.only({"a"})
    assert alone.toggled({"b"}, known) == Choice.only({"a", "b"})
    assert alone.toggled({"a"}, known) == Choice.only(())
    assert alone.toggled({"b", "c"}, known) == EVERYTHING
