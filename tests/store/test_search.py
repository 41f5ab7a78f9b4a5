"""Search finds what a reader would call the same word."""

from __future__ import annotations

import pytest

from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.samples import annotate


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("人权", "人权"),
        ("حقوق", "حُقُوق"),
        ("حُقُوق", "حُقُوق"),
        ("securite", "sécurité"),
        ("sécurité", "sécurité"),
        ("SÉCURITÉ", "sécurité"),
        ("shall protect", "shall protect"),
        ("prot", "prot"),
        ("ecessar", "ecessar"),
        ("necessary only", "only by law 🜁 and only where necessary"),
    ],
)
def test_the_words_are_found_where_they_stand(library: Library, text: Text, query: str, words: str) -> None:
    found = library.search(query, "text")
    assert words in [text.text[row.start : row.end] for row in found]
    assert all(row.snippet and row.eid and row.citation for row in found)


def test_the_innermost_provision_is_named(library: Library) -> None:
    assert [row.eid for row in library.search("حقوق", "text")] == ["art_1__para_2"]


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "a OR", "NEAR(", "%", "_", "-", "x" * 4000])
def test_odd_queries_find_nothing_and_break_nothing(library: Library, query: str) -> None:
    assert library.search(query) == []


def test_commentary_follows_its_annotation(library: Library, text: Text) -> None:
    annotate(library, text, "everyone", "a1", "Une garantie très fragile")
    assert [row.annotation for row in library.search("tres", "commentary")] == ["a1"]
    library.apply([Edit("annotation", "a1", {"commentary": "Solid"})], "Reader")
    assert library.search("tres", "commentary") == []
    library.undo("Reader")
    assert [row.annotation for row in library.search("fragile")] == ["a1"]
    library.apply([Edit("reply", "r1", {"annotation": "a1", "commentary": "Nuance needed"})], "Partner")
    assert [row.annotation for row in library.search("nuance")] == ["a1"]
    library.apply([Edit("annotation", "a1", {"deleted": True})], "Reader")
    assert library.search("fragile") == []
    assert library.problems() == []


def test_short_words_in_a_longer_query_are_found_in_any_order(library: Library) -> None:
    assert [row.eid for row in library.search("人权 protect", "text")] == ["art_1__para_1"]
    assert [row.eid for row in library.search("la 人权", "text")] == ["art_1__para_1"]
