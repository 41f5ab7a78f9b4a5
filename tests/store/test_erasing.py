"""Erased words are nowhere in the file."""

from __future__ import annotations

from pathlib import Path

from annotator.model.annotation import answer_draft
from annotator.model.change import Edit
from annotator.model.treaty import Text
from annotator.store.library import Library
from tests.store.samples import annotate

SECRET = "Zugzwangmarmalade"


def test_no_trace_of_the_words_is_left(library: Library, text: Text, tmp_path: Path) -> None:
    annotate(library, text, "heard", "a0", "This one stays")
    annotate(library, text, "everyone", "a1", f"Our source is {SECRET}")
    library.apply([Edit("annotation", "a1", {"commentary": f"Later: {SECRET}"})], "Reader")
    library.apply([Edit("reply", "r1", {"annotation": "a1", "commentary": f"{SECRET}?"})], "Reader")
    for place in ("a1", "r1", answer_draft("a1")):
        library.save_draft(place, f"typing {SECRET}")
    assert library.search(SECRET.lower()[:9])
    library.erase(["a1"])
    assert [row.id for row in library.annotations()] == ["a0"]
    assert library.search(SECRET) == []
    assert library.history("a1") == []
    assert library.problems() == []
    library.close()
    content = (tmp_path / "library.sqlite").read_bytes()
    for form in (SECRET, SECRET.lower(), SECRET.casefold()[:8]):
        assert form.encode() not in content


def test_an_answer_that_moved_to_another_note_is_not_erased_with_the_first(library: Library, text: Text) -> None:
    for id in ("a1", "a2"):
        annotate(library, text, "heard", id)
    library.apply([Edit("reply", "r1", {"annotation": "a1", "commentary": "An answer"})], "Reader")
    library.apply([Edit("reply", "r1", {"annotation": "a2"})], "Reader")
    library.erase(["a1"])
    assert [row.commentary for row in library.replies("a2")] == ["An answer"]
    assert library.problems() == []
    library.erase(["a2"])
    assert library._db.execute("SELECT count(*) FROM change WHERE entity = 'reply'").fetchone() == (0,)
