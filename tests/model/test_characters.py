"""Characters that a field may hold: what is cleaned is what is let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.change import DELETED, Edit, check_edits, clean_edits, clean_name, link_id
from annotator.model.characters import MOST_IN_A_LINE, MOST_WORDS, are_words, clean_line, clean_words, is_line
from annotator.model.problems import Problem

ANY = st.text(st.one_of(st.characters(), st.characters(categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])))


@given(ANY)
def test_what_is_cleaned_may_be_there_and_stays_as_it_is(value: str) -> None:
    words, line = clean_words(value), clean_line(value)
    assert are_words(words)
    assert is_line(line)
    assert (clean_words(words), clean_line(line)) == (words, line)
    assert words == value or not are_words(value)
    assert line == value or not is_line(value)


KEPT = "Two lines\nwith a tab\t, \u200fأمن\u200e, a soft\u00adhyphen, e\u0301, 人权, 🜁 and a joiner \u200d."


def test_what_people_write_stays() -> None:
    assert clean_words(KEPT) == KEPT
    assert are_words(KEPT)


@pytest.mark.parametrize(
    ("value", "words", "line"),
    [
        ("soft\x0bbreak", "soft\nbreak", "soft break"),
        ("a\x85b\x0cc", "a\nb\nc", "a b c"),
        ("a\r\nb\tc", "a\r\nb\tc", "a b c"),
        ("bell\x07", "bell", "bell"),
        ("a\u202eb\u2069", "a\u202eb\u2069", "ab"),
        ("half\ud800", "half", "half"),
        ("\ufeffmark", "\ufeffmark", "mark"),
        ("none\ufffe\U0001ffff\ufdd0", "none", "none"),
    ],
)
def test_what_breaks_lines_breaks_them_and_what_acts_is_gone(value: str, words: str, line: str) -> None:
    assert (clean_words(value), clean_line(value)) == (words, line)


def test_edits_are_cleaned_and_links_keep_to_their_names() -> None:
    edits = [
        Edit("annotation", "a", {"commentary": "One\x0btwo", "author": "Ana\nReader", DELETED: False}),
        Edit("annotation_tag", link_id("a", "x\ty"), {"annotation": "a", "tag": "x\ty"}),
        Edit("annotation", "b", {"commentary": "Plain"}),
    ]
    assert clean_edits(edits) == [
        Edit("annotation", "a", {"commentary": "One\ntwo", "author": "Ana Reader", DELETED: False}),
        Edit("annotation_tag", link_id("a", "x y"), {"annotation": "a", "tag": "x y"}),
        edits[2],
    ]
    assert clean_edits(edits)[2] is edits[2]


def test_what_is_too_long_for_its_field_is_told() -> None:
    check_edits([Edit("annotation", "a", {"commentary": "x" * MOST_WORDS})])
    check_edits([Edit("category", "a", {"name": "x" * MOST_IN_A_LINE})])
    with pytest.raises(Problem, match="would have 1000001 characters, and has room for 1000000; make it shorter"):
        check_edits([Edit("annotation", "a", {"commentary": "x" * (MOST_WORDS + 1)})])
    with pytest.raises(Problem, match=r"category\.name would have 4001 characters"):
        check_edits([Edit("category", "a", {"name": "x" * (MOST_IN_A_LINE + 1)})])


def test_a_name_is_one_line_with_an_end() -> None:
    assert clean_name("Ana (Lamps)") == "Ana (Lamps)"
    assert clean_name("Ana\n(Lamps)\x07") == "Ana (Lamps)"
    assert len(clean_name("x" * 5000)) == 1000
