"""Tracked changes of OpenDocument texts: accepted and rejected, in the text and apart, within and over paragraphs."""

from __future__ import annotations

import pytest

from annotator.sources.odt.document import read_odt
from annotator.sources.revisions import DELETED, INSERTED, Taken
from tests.sources.writer_file import cell, level, list_style, note, numbered, odt, p

INFO = "<office:change-info><dc:creator>A</dc:creator><text:p>why</text:p></office:change-info>"
LETTERS = list_style("L", level(1, "a", prefix="(", suffix=")"))


def texts(data: bytes, revisions: Taken = "accepted") -> list[tuple[str, str]]:
    """(reason it is dropped, text) of each line."""
    return [(line.drop, line.text) for line in read_odt(data, revisions).lines]


def changes(**regions: str) -> str:
    """Regions by their id: "insertion", "deletion", or the XML of what a deletion took out of the text."""
    made = ""
    for name, what in regions.items():
        kind = what if what in ("insertion", "format-change") else "deletion"
        inside = "" if what in ("insertion", "format-change", "deletion") else what
        made += f'<text:changed-region xml:id="{name}"><text:{kind}>{INFO}{inside}</text:{kind}></text:changed-region>'
    return f"<text:tracked-changes>{made}</text:tracked-changes>"


def ranged(name: str, inside: str) -> str:
    return f'<text:change-start text:change-id="{name}"/>{inside}<text:change-end text:change-id="{name}"/>'


def cut(name: str) -> str:
    return f'<text:change text:change-id="{name}"/>'


@pytest.mark.parametrize(
    "deletion",
    [(changes(d=p("not "), i="insertion"), cut("d")), (changes(d="deletion", i="insertion"), ranged("d", "not "))],
    ids=["apart", "in the text"],
)
def test_words_that_were_changed(deletion: tuple[str, str]) -> None:
    regions, deleted = deletion
    data = odt(regions + p(f"shall {deleted}{ranged('i', 'always ')}apply"))
    assert texts(data) == [("", "shall always apply"), (DELETED, "not")]
    assert texts(data, "rejected") == [("", "shall not apply"), (INSERTED, "always")]
    for revisions in ("accepted", "rejected"):
        (caution,) = read_odt(data, revisions).warnings
        assert caution.code == "tracked-changes"
        assert f"read as {revisions}" in caution.message
    assert read_odt(odt(changes(f="format-change") + p(ranged("f", "plain")))).warnings == ()


def labelled(data: bytes, revisions: Taken) -> list[str]:
    return [f"{line.list_label} {line.text}" for line in read_odt(data, revisions).lines if not line.drop]


APART = changes(d=numbered("L", "second", "third", p(""), more=' xml:id="l0"')) + numbered(
    "L", "first", p(cut("d") + "fourth"), more=' xml:id="l1" text:continue-numbering="true"'
)
IN_THE_TEXT = changes(d="deletion") + numbered(
    "L",
    "first",
    p('<text:change-start text:change-id="d"/>second'),
    "third",
    p('<text:change-end text:change-id="d"/>fourth'),
)


@pytest.mark.parametrize("body", [APART, IN_THE_TEXT], ids=["apart", "in the text"])
def test_deleted_paragraphs_count_only_if_they_are_put_back(body: str) -> None:
    data = odt(body + numbered("L", "fifth", more=' text:continue-numbering="true"'), LETTERS)
    assert labelled(data, "accepted") == ["(a) first", "(b) fourth", "(c) fifth"]
    assert labelled(data, "rejected") == ["(a) first", "(b) second", "(c) third", "(d) fourth", "(e) fifth"]
    assert "".join(line.text for line in read_odt(data).lines if line.drop).replace(" ", "") == "secondthird"


def test_inserted_paragraphs_vanish_and_what_they_cut_in_two_is_one_again() -> None:
    inserted = '<text:change-start text:change-id="i"/>'
    ended = '<text:change-end text:change-id="i"/>'
    data = odt(
        changes(i="insertion") + numbered("L", p(f"one {inserted}and"), "new", p(f"half {ended}two"), "three"), LETTERS
    )
    assert labelled(data, "accepted") == ["(a) one and", "(b) new", "(c) half two", "(d) three"]
    assert labelled(data, "rejected") == ["(a) one two", "(b) three"]
    assert [line.text for line in read_odt(data, "rejected").lines if line.drop] == ["and", "new", "half"]


def test_a_deleted_end_of_paragraph_is_put_back() -> None:
    data = odt(changes(d=p("cut") + p("tail "), e=p("whole")) + p(f"half {cut('d')}rest") + cut("e") + p("last"))
    assert texts(data) == [("", "half rest"), (DELETED, "cut tail"), (DELETED, "whole"), ("", "last")]
    assert [text for _, text in texts(data, "rejected")] == ["half cut", "tail rest", "whole", "last"]


def test_changes_that_are_never_closed_or_eat_themselves_end() -> None:
    open_ended = changes(d="deletion") + p('kept <text:change-start text:change-id="d"/>gone') + p("gone too")
    assert texts(odt(open_ended)) == [(DELETED, "gone"), (DELETED, "gone too"), ("", "kept ")]
    own_tail = odt(changes(d=p(f"again {cut('d')}")) + p(f"kept {cut('d')}{cut('d')}"))
    assert texts(own_tail, "rejected") == [("", "kept again ")]
    cells = cell(p('in <text:change-start text:change-id="d"/>gone')) + cell(
        p('<text:change-end text:change-id="d"/>out')
    )
    table = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    assert texts(odt(changes(d="deletion") + table)) == [(DELETED, "gone"), ("", "in "), ("", "out")]


def test_marks_may_stand_between_paragraphs_and_items() -> None:
    starts, stops = '<text:change-start text:change-id="d"/>', '<text:change-end text:change-id="d"/>'
    items = f"<text:list-item>{p('first')}</text:list-item>{starts}<text:list-item>{p('gone')}</text:list-item>{stops}"
    listed = f'<text:list text:style-name="L">{items}<text:list-item>{p("second")}</text:list-item></text:list>'
    data = odt(changes(d="deletion") + listed + starts + p("gone too") + stops + p("last"), LETTERS)
    assert labelled(data, "accepted") == ["(a) first", "(b) second", " last"]
    assert labelled(data, "rejected") == ["(a) first", "(b) gone", "(c) second", " gone too", " last"]


def test_footnotes_in_deleted_words_are_dropped_with_them() -> None:
    data = odt(changes(d=p(f"old{note('1', p('its note'))}")) + p(f"new {cut('d')}"))
    assert texts(data) == [("", "new "), (DELETED, "old"), (DELETED, "its note")]
    assert texts(data, "rejected") == [("", "new old"), ("", "its note")]
