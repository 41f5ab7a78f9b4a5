"""What a brief holds, in what order, and what it leaves out."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from annotator.export.brief import GroupBy
from annotator.export.formats import FORMATS, format_for
from annotator.export.rows import COLUMNS
from annotator.export.tree import Section
from annotator.model.annotation import AUDIENCES, STATUSES, Ask
from annotator.model.problems import Problem
from tests.export.conftest import Shelf, said_in, with_fonts

ONLY_INTERNAL = ("Wren Aspen", "Hedge Watch", "Red line", "red-line", "must-change", "Refused", "published", "hedge")


def headings(sections: tuple[Section, ...]) -> list[object]:
    return [[row.heading, [entry.provision for entry in row.entries], headings(row.sections)] for row in sections]


def test_by_category_each_stands_once_under_the_first_in_the_codebook(shelf: Shelf) -> None:
    brief = shelf.brief()
    gates = ["art. 1(1)", "art. 1(2)", "art. 3(1) (restated)"]
    assert headings(brief.sections) == [
        ["Reach", [], [["Gates & doors", gates, []], ["Keys *held*", ["art. 5(1)"], []]]],
        ["Care", ["art. 2"], []],
    ]
    assert brief.entries[0].also == ("Keys *held*",)
    assert [entry.number for entry in brief.entries] == [1, 2, 3, 4, 5]


def test_by_provision_under_the_instrument(shelf: Shelf) -> None:
    found = headings(shelf.brief(group_by="provision").sections)
    assert found[0] == [
        "Orchard Convention",
        [],
        [["Article 1. Orchards & <fences>", ["art. 1(1)", "art. 1(2)"], []], ["Article 2. Bees", ["art. 2"], []]],
    ]
    shelf.annotations = shelf.annotations[:2]
    assert [row.heading for row in shelf.brief(group_by="provision").sections] == ["Article 1. Orchards & <fences>"]


def test_by_severity_names_severities_in_an_internal_copy_only(shelf: Shelf) -> None:
    internal = shelf.brief(group_by="severity", internal=True)
    assert [row.heading for row in internal.sections] == [
        *("Red line", "Must change", "Should improve", "Watch", "Severity not said"),
    ]
    other = shelf.brief(group_by="severity")
    assert [row.heading for row in other.sections] == ["Points, the most pressing first"]
    assert [row.provision for row in other.entries] == [row.provision for row in internal.entries]


def test_by_instrument(shelf: Shelf) -> None:
    names = [row.heading for row in shelf.brief(group_by="instrument").sections]
    assert names == ["Orchard Convention", "Orchard Charter", "Garden Pact"]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("own", AUDIENCES)
def test_audience_and_status_decide_what_stays(shelf: Shelf, audience: str, status: str, own: str) -> None:
    shelf.annotations = [replace(shelf.annotations[0], audience=own, status=status)]
    narrower = AUDIENCES.index(own) < AUDIENCES.index(audience)
    unready = audience in ("coalition", "public") and status in ("draft", "in-review")
    brief = shelf.brief(audience=audience)
    reasons = {"meant for a narrower audience": narrower, "not yet approved": unready and not narrower}
    assert brief.left_out == tuple((reason, 1) for reason, holds in reasons.items() if holds)
    assert brief.annotation_count == len(brief.entries) == len(brief.rows) == (not narrower and not unready)


@pytest.mark.parametrize("group_by", get_args(GroupBy))
@pytest.mark.parametrize("audience", AUDIENCES)
def test_only_an_internal_copy_tells_who_and_how_severe(shelf: Shelf, audience: str, group_by: str) -> None:
    brief = shelf.brief(audience=audience, group_by=group_by)
    hashes = [version.sha256 for version in shelf.versions.values()]
    assert brief.matrix is None
    for row in sorted(FORMATS, key=lambda row: row.name == "pdf"):  # which may need fonts that are not here
        written = said_in(with_fonts(row.render, brief))
        assert not [words for words in (*ONLY_INTERNAL, *hashes) if words in written]


def test_an_internal_copy_has_everything(shelf: Shelf) -> None:
    brief = shelf.brief(internal=True)
    assert brief.matrix is not None
    assert brief.matrix.categories == ("Gates & doors", "Keys *held*", "Care")
    assert dict(zip(brief.matrix.articles, brief.matrix.counts, strict=True)) == {
        "Orchard Convention, art. 1": (2, 1, 0),
        "Orchard Convention, art. 2": (0, 0, 1),
        "Orchard Charter, art. 5": (0, 1, 0),
        "Garden Pact, art. 3": (1, 0, 0),
    }
    written = next(row for row in FORMATS if row.name == "html").render(brief).decode()
    assert "Wren Aspen (Hedge Watch)" in written
    assert "Red line" in written
    assert all(version.sha256 in written for version in shelf.versions.values())


def test_an_internal_copy_is_never_made_for_the_public(shelf: Shelf) -> None:
    with pytest.raises(Problem, match="cannot be made for the public"):
        shelf.brief(internal=True, audience="public")


def test_quotations_are_exact_and_cited_in_full(shelf: Shelf) -> None:
    entry = shelf.brief().entries[1]
    assert entry.quotation is not None
    assert entry.quotation.paragraphs == ("Gates stay open.", "They close at night 🌙 & <never> late.")
    assert entry.citation == "Orchard Convention, O/RES/7, 3 February 2025, art. 1(2)"
    arabic = shelf.brief().entries[3]
    assert arabic.quotation is not None
    assert (arabic.quotation.direction, arabic.quotation.language) == ("rtl", "ar")


def test_a_quotation_that_the_text_does_not_hold_stops_the_brief(shelf: Shelf) -> None:
    shelf.change(0, anchor=replace(shelf.annotations[0].anchor, exact="Each keeper shall"))
    with pytest.raises(Problem, match=r"art\. 1\(1\) is not what that text says"):
        shelf.brief()


def test_a_gap_in_a_whole_provision_quotes_nothing(shelf: Shelf) -> None:
    gap = shelf.brief().entries[4]
    assert gap.whole
    assert gap.quotation is None


def test_an_amendment_strikes_and_inserts(shelf: Shelf) -> None:
    ask = shelf.brief().entries[0].ask
    assert ask is not None
    assert ask.sentence == "Amend art. 1(1), Orchard Convention"
    assert ("struck", "may") in ask.runs
    assert ("inserted", "shall") in ask.runs
    assert not ask.is_against_restatement


@pytest.mark.parametrize("action", ["add", "declare"])
def test_text_of_its_own_strikes_nothing(shelf: Shelf, action: str) -> None:
    shelf.change(0, ask=Ask(action, "A new sentence."))  # type: ignore[arg-type]
    ask = shelf.brief().entries[0].ask
    assert ask is not None
    assert ask.runs == (("inserted", "A new sentence."),)


def test_deleting_strikes_the_quotation(shelf: Shelf) -> None:
    shelf.change(0, ask=Ask("delete"))
    ask = shelf.brief().entries[0].ask
    assert ask is not None
    assert ask.runs == (("struck", shelf.annotations[0].anchor.exact),)


def test_deleting_ignores_a_wording_from_before(shelf: Shelf) -> None:
    shelf.change(0, ask=Ask("delete", "Each keeper shall open every gate."))
    brief = shelf.brief()
    ask = brief.entries[0].ask
    assert ask is not None
    assert ask.runs == (("struck", shelf.annotations[0].anchor.exact),)
    assert not [row for row in brief.rows if "shall open every" in row["wording"]]


def test_keeping_ignores_a_wording_from_before(shelf: Shelf) -> None:
    shelf.change(0, ask=Ask("keep", "Each keeper shall open every gate."))
    ask = shelf.brief().entries[0].ask
    assert ask is not None
    assert ask.runs == ()


def test_a_restatement_says_so(shelf: Shelf) -> None:
    entry = shelf.brief().entries[2]
    assert entry.provision == "art. 3(1) (restated)"
    assert entry.citation.endswith("art. 3(1) (restated)")
    assert entry.ask is not None
    assert entry.ask.is_against_restatement


def test_no_control_character_gets_in(shelf: Shelf) -> None:
    bad = "a\x00b\x0bc\u202ed\ud800e"
    ask = Ask("amend", bad, bad, bad, bad)
    shelf.change(0, commentary=bad, ask=ask, author=bad, tags=(bad,))
    brief = shelf.brief(title=bad, internal=True)
    for row in sorted(FORMATS, key=lambda row: row.name == "pdf"):  # which may need fonts that are not here
        assert with_fonts(row.render, brief)


def test_an_empty_choice_makes_an_empty_brief_that_says_so(shelf: Shelf) -> None:
    shelf.annotations = []
    brief = shelf.brief(title="")
    assert brief.title == "Brief"
    for row in FORMATS:
        written = row.render(brief)
        if row.name in ("html", "markdown"):
            assert "No annotations were chosen" in written.decode()


def test_the_title_names_the_only_instrument(shelf: Shelf) -> None:
    shelf.annotations = shelf.annotations[:1]
    assert shelf.brief(title="").title == "Brief on the Orchard Convention"


def test_the_title_names_a_few_instruments(shelf: Shelf) -> None:
    assert shelf.brief(title="").title == "Brief on the Orchard Convention, the Orchard Charter and the Garden Pact"


def test_wording_that_only_inserts_into_a_restatement_says_so_too(shelf: Shelf) -> None:
    words = shelf.annotations[4].anchor.exact
    shelf.change(4, ask=Ask("amend", f"{words} 白天"))
    ask = shelf.brief().entries[2].ask
    assert ask is not None
    assert not [kind for kind, _words in ask.runs if kind == "struck"]
    assert ask.is_against_restatement


def test_a_table_without_rows_still_names_its_columns(shelf: Shelf) -> None:
    assert tuple(shelf.brief().rows[0])[: len(COLUMNS)] == COLUMNS


@pytest.mark.parametrize("format_name", ["docx", "html", "markdown", "csv", "json"])
def test_links_to_provisions_are_cited_without_brackets(shelf: Shelf, format_name: str) -> None:
    shelf.change(0, commentary="As [[1(2)]] says, and **[[2(1)|the rule on bees]]**; not [[77]].")
    data = format_for(Path("brief"), format_name).render(shelf.brief())
    if format_name == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            data = package.read("word/document.xml")
    words = html.unescape(re.sub(r"<[^>]+>|\\", "", data.decode()))
    assert "[[" not in words
    assert "As art. 1(2) says, and " in words
    assert "the rule on bees (art. 2(1))" in words
    assert "; not 77." in words
