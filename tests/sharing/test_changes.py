"""Rows of a partner's log: what this program writes is let through to the letter, everything else refuses the file."""

from __future__ import annotations

import itertools
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.anchoring import anchor_quote
from annotator.model.change import DELETED, ENTITIES, link_id
from annotator.model.characters import MOST_WORDS
from annotator.model.problems import UnusableFile
from annotator.sharing.changes import ChangeChecker, has_circle, shown
from annotator.sharing.frames import BETWEEN_COLUMNS
from annotator.sharing.strict_json import NonsenseError, parse_json
from annotator.sharing.values import RULES
from tests.store.samples import make_text

TEXT = make_text()
ANCHOR = anchor_quote(TEXT, "only by law").to_json()
ANNOTATION = "0193a9c0-1111-7222-8333-444444444444"
Row = tuple[Any, ...]


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row(entity: str = "annotation", entity_id: str = ANNOTATION, number: int = 1, **given: Any) -> Row:
    """A change with fields, or with whatever columns are given."""
    fields = given.pop("values", {"commentary": "Too wide."})
    columns = {
        "id": f"0193a9c0-0000-7000-8000-{number:012x}",
        "change_set": "0193a9c0-0000-7000-9000-000000000000",
        "reverses": "",
        "entity": entity,
        "entity_id": entity_id,
        "hlc": "018f00000000.000000",
        "origin": "0b0b0b0b-1111-4222-8333-444444444444",
        "author": "Ana (Lamps)",
        "previous": compact({name: [] for name in fields}),
        "fields": compact(fields),
        "signature": "",
    }
    return tuple({**columns, **given}.values())


def checked(*rows: Row) -> list[str]:
    checker = ChangeChecker("sent.sqlite", {TEXT.id: TEXT})
    lines = checker.lines(rows)
    checker.finish()
    return lines


def refused(*rows: Row) -> str:
    with pytest.raises(UnusableFile) as caught:
        checked(*rows)
    sentence = str(caught.value)
    assert sentence.startswith("sent.sqlite cannot be merged, since ")
    assert sentence.endswith("; ask for it to be shared anew.")
    assert sentence.isprintable()
    return sentence


def link(annotation: str = ANNOTATION, category: str = "powers", number: int = 1, **given: Any) -> Row:
    values = {"annotation": annotation, "category": category, DELETED: False}
    return row(
        "annotation_category", given.pop("entity_id", link_id(annotation, category)), number, values=values, **given
    )


SOUND = (
    row(),
    row(values={"anchor": ANCHOR, "stance": "risk", "audience": "public", "severity": "red-line"}),
    row(values={"commentary": 'Two lines\nand a tab\t, "quoted" \\ 🜁 أمن\u200f «é»'}),
    row(values={"commentary": ": so", "wording": ",", "fallback": '":', "addressee": "{"}),
    row(values={DELETED: True}, previous=compact({name: [] for name in (*ENTITIES["annotation"], DELETED)})),
    row("codebook", "codebook", values={"name": "Standard", "tags": [["process", ["urgent"]]]}),
    row("category", "powers", values={"colour": "#2f6FB0", "mark": "wavy", "key": "4", "position": 3, "parent": ""}),
    row("version", TEXT.id, values={"kind": "law", "language": "zh-Hant", "sha256": TEXT.sha256}),
    row("version", "0" * 32, values={"sha256": "0" * 64}),
    row("alignment", f"{TEXT.id}:art_1:{'0' * 32}:art_2", values={"version": TEXT.id, "answers": False}),
    link(),
    row(reverses="0193a9c0-0000-7000-8000-000000000099", signature="Zm9v"),
    row(author="", origin=""),
)


@pytest.mark.parametrize("sound", SOUND)
def test_what_this_program_writes_comes_through_to_the_letter(sound: Row) -> None:
    assert checked(sound) == [BETWEEN_COLUMNS.join(sound)]


def test_sound_rows_agree_with_each_other() -> None:
    rows = [(f"0193a9c0-0000-7000-8000-{number:012x}", *sound[1:]) for number, sound in enumerate(SOUND)]
    assert len(checked(*rows)) == len(SOUND)


def anchored(**changes: Any) -> Row:
    return row(values={"anchor": {**ANCHOR, **changes}})


UNSOUND: dict[str, Row] = {
    "an id in capitals": row(id="0193A9C0-0000-7000-8000-000000000001"),
    "an id that goes on": row(id="0193a9c0-0000-7000-8000-0000000000011"),
    "no id": row(id=""),
    "another id of its set": row(change_set="x"),
    "another id of what it reverses": row(reverses="x"),
    "bytes": row(author=b"Ana"),
    "a number": row(hlc=5),
    "nothing": row(entity=None),
    "an unknown entity": row("draft"),
    "an entity in capitals": row("Annotation"),
    "a column that is two": row(entity_id=f"a{BETWEEN_COLUMNS}b"),
    "a row that is two": row(author="a\x1eb"),
    "an id with a line end": row(entity_id="a\nb"),
    "an id that reverses": row(entity_id="a\u202eb"),
    "an id without end": row(entity_id="a" * 1001),
    "a clock that is none": row(hlc="018f00000000.00000g"),
    "a clock after the year 9999": row(hlc="e677d21fdc00.000000"),
    "an author with a bell": row(author="Ana\x07"),
    "an author that reverses": row(author="Ana \u2067anA\u2069"),
    "an author without end": row(author="A" * 5000),
    "an installation that is none": row(origin="<here>"),
    "a signature that is none": row(signature="<x>"),
    "no fields": row(values={}),
    "fields that are a list": row(fields="[]"),
    "fields with a space before": row(fields=' {"commentary":"x"}'),
    "fields with more after": row(fields='{"commentary":"x"}{}'),
    "a key twice": row(fields='{"deleted":true,"deleted":false}'),
    "a key twice with a space": row(fields='{"deleted":true,"deleted" :false}'),
    "a key twice beside quotation marks": row(fields='{"commentary":"a\\"b","commentary":""}'),
    "a key twice in the anchor": row(fields='{"anchor":' + compact(ANCHOR)[:-1] + ',"whole":false}}'),
    "a key with an escape": row(fields='{"\\u0064eleted":true}'),
    "a fraction": row("category", "powers", fields='{"position":1.0}'),
    "a number that is none": row("category", "powers", fields='{"position":NaN}'),
    "a number without end": row("category", "powers", fields='{"position":' + "9" * 5000 + "}"),
    "a large number": row("category", "powers", values={"position": 2**31}),
    "deep nesting": row(fields='{"commentary":' * 5000),
    "half a pair": row(fields='{"commentary":"\\ud800"}'),
    "an escaped nothing": row(fields='{"commentary":"\\u0000"}'),
    "a control character in words": row(values={"commentary": "a\x1fb"}),
    "a noncharacter in words": row(values={"commentary": "a\ufdd0b"}),
    "words without end": row(values={"commentary": "x" * (MOST_WORDS + 1)}),
    "a name of two lines": row("category", "powers", values={"name": "a\nb"}),
    "a name that reverses": row("category", "powers", values={"name": "a\u202eb"}),
    "an unknown field": row(values={"x": ""}),
    "another's field": row(values={"colour": "#888888"}),
    "a field of another type": row(values={"commentary": True}),
    "a field that is null": row(values={"commentary": None}),
    "a truth that is a number": row(values={DELETED: 1}),
    "a number that is a truth": row("category", "powers", values={"position": True}),
    "an unknown stance": row(values={"stance": "danger"}),
    "an unknown mark": row("category", "powers", values={"mark": "blink"}),
    "a colour that is a style": row("category", "powers", values={"colour": "red;x"}),
    "a key of two digits": row("category", "powers", values={"key": "12"}),
    "tags of another shape": row("codebook", "codebook", values={"tags": [["process", "urgent"]]}),
    "tags that are numbers": row("codebook", "codebook", values={"tags": [["process", [1]]]}),
    "no anchor": row(values={"anchor": {}}),
    "an anchor with more": anchored(x=1),
    "an anchor of other types": anchored(start=str(ANCHOR["start"])),
    "an anchor that begins at yes": anchored(start=True),
    "an anchor before the text": anchored(start=-5, end=6),
    "an anchor that ends before it begins": anchored(start=9, end=9, exact=""),
    "a quotation of another length": anchored(exact="only by la"),
    "a quotation of other words": anchored(exact="ONLY by law"),
    "a quotation elsewhere": anchored(start=ANCHOR["start"] + 1, end=ANCHOR["end"] + 1),
    "an anchor on no version": anchored(version="x"),
    "a quotation with a bell": anchored(version="0" * 32, exact="only\x07by law"),
    "a version that is none": row("version", "x", values={"label": "x"}),
    "a version with another hash": row("version", TEXT.id, values={"sha256": "0" * 64}),
    "a layer in itself": row("category", "powers", values={"parent": "powers"}),
    "a link of another name": link(entity_id=link_id(ANNOTATION, "scope")),
    "a link to another annotation": link(entity_id=link_id("0193a9c0-1111-7222-8333-444444444445", "powers")),
    "a link to nothing": row("annotation_category", "x", values={"annotation": ""}),
    "replaced in no field": row(previous='{"x":[]}'),
    "replaced no list": row(previous='{"commentary":"x"}'),
    "replaced no id": row(previous='{"commentary":["x"]}'),
    "replaced itself": row(previous='{"commentary":["0193a9c0-0000-7000-8000-000000000001"]}'),
    "replaced one twice": row(previous=compact({"commentary": ["0193a9c0-0000-7000-8000-000000000009"] * 2})),
    "replaced nothing readable": row(previous="{"),
}


@pytest.mark.parametrize("unsound", UNSOUND.values(), ids=UNSOUND)
def test_what_it_does_not_write_refuses_the_file(unsound: Row) -> None:
    refused(unsound)
    refused(*SOUND[1:2], unsound) if unsound[0] != SOUND[1][0] else None


FULL = {
    **ENTITIES["annotation"],
    **{"anchor": ANCHOR, "stance": "risk", "audience": "public", "created": "2026-05-03T10:00:00Z", "author": "Ana"},
}


def alike(unsound: Row) -> Row | None:
    """A sound change with the same fields in the same order, if there can be one."""
    try:
        fields = json.loads(unsound[9])
    except (ValueError, RecursionError):
        return None
    if unsound[3] != "annotation" or not isinstance(fields, dict) or not fields.keys() <= {*FULL, DELETED}:
        return None
    return row(values={name: FULL.get(name, True) for name in fields}, number=7)


@pytest.mark.parametrize("unsound", UNSOUND.values(), ids=UNSOUND)
def test_what_it_does_not_write_is_refused_also_after_sound_changes_of_the_same_fields(unsound: Row) -> None:
    """Those are remembered, and changes like them are read by pattern."""
    before = alike(unsound)
    if before and json.loads(before[9]):
        assert len(checked(before, row(values=json.loads(before[9]), number=8))) == 2
        refused(before, unsound)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"stance": st.sampled_from(["risk", "note", "x"]), "commentary": st.text('ab" \\,:{}\né\x07', max_size=6)},
            optional={"anchor": st.sampled_from([ANCHOR, {**ANCHOR, "start": 0}, {**ANCHOR, "exact": "only"}])},
        ),
        max_size=6,
    )
)
def test_whether_a_change_is_sound_does_not_depend_on_those_before_it(values: list[dict[str, Any]]) -> None:
    rows = [row(values=value, number=place) for place, value in enumerate(values)]
    sound = [one for one in rows if is_sound(one)]
    assert is_sound(*sound)
    for unsound in (one for one in rows if one not in sound):
        assert not is_sound(*sound, unsound)


def is_sound(*rows: Row) -> bool:
    try:
        checked(*rows)
    except UnusableFile:
        return False
    return True


def test_a_change_stands_in_a_file_once() -> None:
    assert "stands in it twice" in refused(row(), row())


def test_changes_replace_changes_of_the_same_thing_and_not_each_other() -> None:
    first, second = row(number=1)[0], row(number=2)[0]
    after = compact({"commentary": [first]})
    assert len(checked(row(number=1), row(number=2, previous=after))) == 2
    assert len(checked(row(number=2, previous=after))) == 1  # what it replaced did not come along
    assert "replaced one of something else" in refused(row("reply", number=1), row(number=2, previous=after))
    both = row(number=1, previous=compact({"stance": [second]})), row(number=2, previous=after)
    assert "each replaced the other" in refused(*both)


def test_a_link_is_no_sounder_for_another_that_was_sound() -> None:
    """Sound links are remembered by what they say; nothing slips through that only looks alike."""
    other = "0193a9c0-1111-7222-8333-999999999999"
    assert len(checked(link(number=1), link(other, number=2))) == 2
    wrong = (
        link(other, number=2, entity_id=link_id(other, "scope")),
        link(other, number=2, fields=compact({"annotation": ANNOTATION, "category": "powers", DELETED: False})),
        link(other, number=2, fields=compact({"annotation": "\x00", "category": "powers", DELETED: False})),
        link(other, number=2, fields='{"annotation":"\x00","category":"powers","deleted":false}'),
        link(other, number=2, hlc="ffffffffffff.000000"),
        link(other, number=2, author="\x07"),
        link(other, number=1),
    )
    for unsound in wrong:
        refused(link(number=1), unsound)
    tag = {"annotation": other, "tag": other, DELETED: False}
    sound = row("annotation_tag", link_id(other, other), 2, values=tag)
    assert (
        len(
            checked(
                row("annotation_tag", link_id(ANNOTATION, "x"), values={**tag, "annotation": ANNOTATION, "tag": "x"}),
                sound,
            )
        )
        == 2
    )


def test_the_author_of_most_changes_is_the_sender_of_a_library() -> None:
    checker = ChangeChecker("x", {})
    checker.lines([row(number=number, author="Ana") for number in range(2)])
    checker.lines([row(number=number, author="Ben") for number in range(2, 5)])
    checker.lines([row(number=number, author="") for number in range(5, 20)])
    assert checker.most_frequent_author == "Ben"
    assert ChangeChecker("x", {}).most_frequent_author == ""


def test_long_chains_and_wide_trees_are_followed_in_time() -> None:
    ids = [f"{number}" for number in range(50_000)]
    chain = {id: frozenset([before]) for before, id in itertools.pairwise(ids)}
    began = time.monotonic()
    assert not has_circle(chain)
    assert has_circle({**chain, ids[0]: frozenset([ids[-1]])})
    wide = {id: frozenset(ids[max(0, place - 30) : place]) for place, id in enumerate(ids)}
    assert not has_circle(wide)
    assert time.monotonic() - began < 10


@given(st.dictionaries(st.text("abc", max_size=2), st.frozensets(st.text("abc", max_size=2), max_size=4), max_size=8))
def test_a_circle_is_found_where_following_long_enough_comes_back(previous: dict[str, frozenset[str]]) -> None:
    def reached(id: str) -> frozenset[str]:
        found, waiting = set(), [id]
        while waiting:
            for other in previous.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return frozenset(found)

    assert has_circle(previous) == any(id in reached(id) for id in previous)


VALUES = st.recursive(
    st.one_of(st.text(), st.integers(-(2**40), 2**40), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=4))
def test_json_that_we_write_is_read_whichever_way_it_is_parsed(value: dict[str, Any]) -> None:
    written = compact(value)
    if "\\u" not in written.replace("\\\\", "") and written.isprintable():
        assert parse_json(written) == value


@given(st.text('{}[]":,\\ u0a1', max_size=24))
def test_what_is_read_is_json_that_every_parser_reads_alike(written: str) -> None:
    try:
        value = parse_json(written)
    except NonsenseError:
        return
    assert json.loads(written) == value
    assert written.strip() == written
    with closing(sqlite3.connect(":memory:")) as db:
        assert db.execute("SELECT json_valid(?)", [written]).fetchone() == (1,)


@pytest.mark.parametrize("entity", ENTITIES)
def test_what_a_field_is_before_anyone_set_it_may_come_but_an_empty_anchor(entity: str) -> None:
    for name, value in ENTITIES[entity].items():
        fields = {name: value}
        amiss: Callable[..., str | None] = RULES[entity].amiss
        needed = name == "anchor" or (
            value == "" and name in ("annotation", "category", "authority", "version", "other_version")
        )
        assert (amiss(fields, is_plain=True) is None) == (not needed or entity == "x")
        assert amiss(fields, is_plain=True) == amiss(fields, is_plain=False)


def test_what_is_shown_of_a_file_is_short_and_cannot_act() -> None:
    assert shown("a\u202eb\x07c") == "a?b?c"
    assert len(shown("x" * 5000)) < 400
