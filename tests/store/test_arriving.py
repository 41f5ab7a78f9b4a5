"""What arrives is looked at before it is believed: refused in one sentence, or taken in as we would have written it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.change import link_id
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Text
from annotator.store.arriving import Examiner
from annotator.store.identity import new_id
from annotator.store.library import Library
from tests.store.deliveries import delivery, delivery_of
from tests.store.samples import annotate
from tests.store.tables import dump

ANCHOR = {
    **{"version": "v1", "provision": "art_1", "start": 3, "end": 9, "exact": "Words", "prefix": "", "suffix": ""},
    "whole": False,
}
GOOD: dict[str, Any] = {
    "id": new_id(),
    "change_set": new_id(),
    "reverses": None,
    "entity": "annotation",
    "entity_id": "b1",
    "hlc": "019307c54800.000000",
    "origin": "theirs",
    "author": "Theirs",
    "previous": '{"anchor":[]}',
    "fields": json.dumps({"anchor": ANCHOR, "commentary": '人权 \\ " \n'}, ensure_ascii=False),
    "signature": None,
}
LINK = {**GOOD, "entity": "annotation_tag", "entity_id": link_id("b1", "x"), "fields": '{"annotation":"b1","tag":"x"}'}


def fields(**given: object) -> dict[str, str]:
    return {"fields": json.dumps(given)}


WRONG: dict[str, dict[str, Any]] = {
    "no id": {"id": "b1"},
    "a number for an id": {"id": 7},
    "bytes for an id": {"id": GOOD["id"].encode()},
    "no set": {"change_set": "'; DROP TABLE change"},
    "what it reverses is none": {"reverses": "x"},
    "an unknown entity": {"entity": "sqlite_master"},
    "no entity": {"entity": None},
    "an empty id": {"entity_id": ""},
    "an endless id": {"entity_id": "x" * 1001},
    "an id with a line end": {"entity_id": "b\n1"},
    "an id that reverses": {"entity_id": "b\u202e1"},
    "no stamp": {"hlc": "soon"},
    "a stamp after all years": {"hlc": "ffffffffffff.000000"},
    "an origin with a line in it": {"origin": "a\nb"},
    "an endless name": {"author": "x" * 1001},
    "a name with nothing in it": {"author": "a\0b"},
    "half a letter": {"author": "a\ud800b"},
    "previous is no JSON": {"previous": "{"},
    "previous is a list": {"previous": "[]"},
    "previous names no change": {"previous": '{"anchor":["x"]}'},
    "previous holds numbers": {"previous": '{"anchor":[1]}'},
    "fields are no JSON": {"fields": "{"},
    "fields are deep": {"fields": "[" * 100_000},
    "fields are a list": {"fields": "[]"},
    "fields are bytes": {"fields": b"{}"},
    "an unknown field": fields(colour="red"),
    "a field twice": {"fields": '{"commentary":"a","commentary":"b"}'},
    "a field twice in other letters": {"fields": '{"commentary":"a","c\\u006fmmentary":"b"}'},
    "a number for words": fields(commentary=3),
    "nothing for words": fields(commentary=None),
    "a list for words": fields(commentary=["a"]),
    "an object for words": fields(commentary={"a": "b"}),
    "words for yes and no": fields(deleted="yes"),
    "a number for yes and no": fields(deleted=1),
    "half a letter in the words": {"fields": '{"commentary":"\\ud83d"}'},
    "nothing in the words": {"fields": '{"commentary":"a\\u0000b"}'},
    "not a number": {"fields": '{"commentary":NaN}'},
    "an anchor of words": fields(anchor="art_1"),
    "an empty anchor": fields(anchor={}),
    "an anchor with more": fields(anchor={**ANCHOR, "more": 1}),
    "an anchor before the text": fields(anchor={**ANCHOR, "start": -1}),
    "an anchor backwards": fields(anchor={**ANCHOR, "start": 10}),
    "an anchor beyond all texts": fields(anchor={**ANCHOR, "end": 2**31}),
    "an anchor of halves": fields(anchor={**ANCHOR, "end": 9.5}),
    "a whole that is a number": fields(anchor={**ANCHOR, "whole": 1}),
    "a signature of numbers": {"signature": 1},
}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "empty.sqlite", "here") as opened:
        yield opened


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_in_order_refuses_the_file_in_one_sentence(empty: Library, name: str) -> None:
    before = dump(empty)
    with pytest.raises(UnusableFile, match=r"^bad.sqlite cannot be merged: .*\.$") as caught:
        empty.receive(delivery([tuple({**GOOD, **WRONG[name]}.values())], "bad.sqlite"), "Reader")
    assert "\n" not in str(caught.value)
    assert (dump(empty), empty.merges()) == (before, [])
    assert empty._db.execute("SELECT count(*) FROM change").fetchone() == (0,)


def test_an_incomplete_change_refuses_the_file(empty: Library) -> None:
    for row in ((), tuple(GOOD.values())[:10], (*GOOD.values(), "more")):
        with pytest.raises(UnusableFile, match="incomplete"):
            empty.receive(delivery([row]), "Reader")  # type: ignore[list-item]


def test_a_link_in_the_name_of_another_annotation_refuses_the_file(empty: Library) -> None:
    with pytest.raises(UnusableFile, match="in the name of another"):
        empty.receive(delivery([tuple({**LINK, **fields(annotation="b2", tag="x")}.values())]), "Reader")


def test_what_is_in_order_comes_through_as_it_is() -> None:
    for row in (GOOD, LINK, {**GOOD, **fields(deleted=True)}, {**GOOD, "reverses": new_id(), "signature": "s"}):
        found, said = Examiner("good.sqlite").examine(tuple(row.values()))
        assert said == json.loads(row["fields"])
        assert found == tuple(row.values())


def test_json_is_kept_as_we_write_it(empty: Library) -> None:
    row = {**GOOD, "fields": '{ "commentary" : "\\u4eba\\ud83d\\ude00" }'}
    empty.receive(delivery([tuple(row.values())]), "Reader")
    assert empty._db.execute("SELECT fields FROM change").fetchone() == ('{"commentary":"人😀"}',)


def test_a_text_that_is_not_what_its_id_says_refuses_the_file(empty: Library, library: Library, text: Text) -> None:
    annotate(library, text, "heard", "a1")
    whole = delivery_of(library)
    provisions = (replace(text.provisions[0], end=10**6), *text.provisions[1:])
    for forged in (
        replace(text, text=text.text.replace("heard", "hurt ")),
        replace(text, id="0" * 32),
        replace(text, provisions=provisions),
        Text.of(text.text, provisions, text.ledger),
        Text.of(text.text + "\u202e", text.provisions, text.ledger),
    ):
        with pytest.raises(UnusableFile, match="a text in it"):
            empty.receive(replace(whole, texts=(forged,)), "Reader")
    assert not empty.has_text(text.id)
    assert empty.receive(whole, "Reader").added == ("a1",)
