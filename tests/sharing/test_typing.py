"""Whatever is typed or pasted here, a partner's program lets in."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.anchoring import anchor_quote
from annotator.model.annotation import Authority, Person
from annotator.model.change import Edit
from annotator.operations.annotating import Assignment, add_authority, annotate, reply
from annotator.sharing.changes import ChangeChecker
from annotator.store.library import Library
from tests.store.deliveries import delivery_of
from tests.store.samples import make_text

ANY = st.text(st.one_of(st.characters(), st.characters(categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])), min_size=1)
numbers = count()


@given(st.lists(ANY, min_size=6, max_size=6))
@settings(max_examples=25)
def test_whatever_is_typed_a_partner_lets_in(tmp_path: Path, typed: list[str]) -> None:
    text = make_text()
    with Library.create(
        tmp_path / f"{next(numbers)}.sqlite", "here", [Edit("category", "powers", {"name": typed[0]})]
    ) as library:
        library.apply([Edit("version", text.id, {"label": typed[1], "sha256": text.sha256})], typed[2], texts=[text])
        person = Person(typed[3], typed[4])
        source = add_authority(library, Authority("", typed[5], typed[0]), person)
        given = Assignment(("powers",), (typed[1],), (source.id,), commentary=typed[2])
        made = annotate(library, anchor_quote(text, "only by law"), given, person)
        reply(library, made.id, f"Yes. {typed[3]}", person)
        checker = ChangeChecker("sent.sqlite", {text.id: text})
        for batch in delivery_of(library).batches():
            assert len(checker.lines([tuple(column or "" for column in row) for row in batch])) == len(batch)
        checker.finish()
        assert library.problems() == []
