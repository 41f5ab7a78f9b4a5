"""Anchors that do not fit are found some at a time, in code points."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace

import pytest

from annotator.model.anchoring import Anchor, anchor_quote
from annotator.model.change import DELETED, Edit
from annotator.model.problems import Problem
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.samples import annotate


def put(library: Library, id: str, anchor: Anchor) -> None:
    library.apply([Edit("annotation", id, {"anchor": anchor.to_json()})], "Reader")


def walked(library: Library, limit: int) -> dict[str, str]:
    check, found = library.anchor_check(), {}
    while (rows := check.step(limit)) is not None:
        found |= {row.annotation.id: row.doubt for row in rows}
    return found


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_what_does_not_fit_is_found_whatever_the_step(library: Library, text: Text, limit: int) -> None:
    annotate(library, text, "heard", "fine")
    annotate(library, text, "only where necessary", "behind")  # behind an astral character
    annotate(library, text, "🜁 and", "astral")
    annotate(library, text, "حُقُوق", "vowels")
    good = anchor_quote(text, "only where necessary")
    put(library, "shifted", replace(good, start=good.start + 1, end=good.end + 1))
    put(library, "beyond", replace(good, start=len(text.text) - 1, end=len(text.text) + 9))
    put(library, "elsewhere", replace(good, provision="art_9"))
    put(library, "gone", replace(good, exact="other words"))
    library.apply([Edit("annotation", "gone", {DELETED: True})], "Reader")
    expected = {"shifted": "words", "beyond": "words", "elsewhere": "provision"}
    assert walked(library, limit) == expected
    among = library.anchor_check().among(["fine", "shifted", "gone", "nothing"])
    assert [(row.annotation.id, row.doubt) for row in among] == [("shifted", "words")]
    library.apply([Edit("version", text.id, {DELETED: True})], "Reader")
    assert set(walked(library, limit).values()) == {"text"}


def test_a_file_that_cannot_be_read_is_a_problem_with_a_sentence(library: Library, text: Text) -> None:
    annotate(library, text, "heard", "a1")
    library._db.execute("PRAGMA busy_timeout = 0")
    with contextlib.closing(sqlite3.connect(library.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for look in (lambda: library.anchor_check().step(9), lambda: library.anchor_check().among(["a1"])):
            with pytest.raises(Problem, match="is busy in another program"):
                look()
