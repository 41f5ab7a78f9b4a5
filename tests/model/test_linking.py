"""Links to provisions: how they are read, what they mean, how paper cites them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.export.commentary import parse_commentary
from annotator.model.citing import find_place
from annotator.model.linking import Linker, ProvisionLink, link_around, link_at, replace_links, unfinished_link
from annotator.model.treaty import Provision, Version, VersionData
from tests.ui.panels.small_treaty import make_text

HOME, COVENANT = make_text(), make_text(" Always.")


def version(id: str, **data: str) -> Version:
    return Version(id, VersionData(**data), "", "", "", 0)  # type: ignore[arg-type]


VERSIONS = [
    version(HOME.id, label="Adopted text", instrument="Treaty on Testing"),
    version("arabic-version", label="ICCPR (ar)", short_title="ICCPR", language="ar"),
    version(COVENANT.id, label="Covenant", instrument="International Covenant on Civil and Political Rights"),
]


def provisions_of(id: str) -> tuple[Provision, ...]:
    return HOME.provisions if id == HOME.id else COVENANT.provisions


@pytest.fixture
def linker() -> Linker:
    return Linker(VERSIONS, provisions_of)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("see [[24(2)]].", [("24(2)", "")]),
        ("[[ 24(2) | the  safeguard ]] and [[ICCPR 17]]", [("24(2)", "the  safeguard"), ("ICCPR 17", "")]),
        ("| a [[24\\|b]] |", [("24", "b")]),
        ("`[[24]]` and ``` [[1]]\n[[2]] ``` then [[3]]", [("3", "")]),
        ("\\[[24]] but \\\\[[25]]", [("25", "")]),
        ("a ` b [[1]] \\`[[2]]\\`", [("2", "")]),
        ("a ` b\n\n[[1]] ` c", [("1", "")]),
        ("```x`` [[1]]", [("1", "")]),
        ("```\n[[1]]\n\n[[2]]\n```\n[[3]]", [("3", "")]),
        ("[[]] [[ ]] [[a\nb]] [x](y) [[1]", []),
        ("[[1]](https://example.org)", []),
        ("[[1]](a)", [("1", "")]),
    ],
)
def test_reads_links(markdown: str, expected: list[tuple[str, str]]) -> None:
    found: list[ProvisionLink] = []
    replace_links(markdown, lambda link: found.append(link) or "")
    assert [(row.target, row.words) for row in found if row.target] == expected


@pytest.mark.parametrize(
    "words", ["`" * 150_000, " ".join("`" * n for n in range(1, 540)), "[[a|" * 37_500, "[[`a" * 37_500, "[" * 150_000]
)
def test_no_words_take_long_to_look_through(words: str) -> None:
    began = time.perf_counter()
    assert replace_links(words + "[[", str) == words + "[["
    assert link_around(words + "[[", 5) is None
    assert time.perf_counter() - began < 2.0, "it took minutes once"


def test_where_a_link_ends() -> None:
    assert link_at("a [[1|b]] c", 2) == (ProvisionLink("1", "b"), 9)
    assert link_at("a [[1|b]] c", 1) is None


def test_what_is_being_typed() -> None:
    assert unfinished_link("as in [[24") == "24"
    assert unfinished_link("as in [[") == ""
    assert unfinished_link("as in [[24]] and") is None
    assert unfinished_link("[[24|w") is None
    assert unfinished_link("\\[[24") is None


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2(1)", "art. 2(1)"),
        ("Article 2 (1)", "art. 2(1)"),
        ("art_24__para_1", "art. 24(1)"),
        ("Interception", "art. 24"),
        ("Covenant 24(1)", "art. 24(1), International Covenant on Civil and Political Rights"),
        ("ICCPR 2", "art. 2, International Covenant on Civil and Political Rights"),
        ("Covenant, art. 2", "art. 2, International Covenant on Civil and Political Rights"),
        (f"{COVENANT.id[:8]} 1", "art. 1, International Covenant on Civil and Political Rights"),
        ("Covenant", "International Covenant on Civil and Political Rights"),
        ("99", ""),
        ("Charter 2", ""),
    ],
)
def test_finds_what_is_meant(linker: Linker, target: str, expected: str) -> None:
    found = linker.find(target, HOME.id)
    assert linker.citation(found, HOME.id) == expected
    assert bool(found.version) is bool(expected)
    assert found.trouble == ("" if expected else "unknown")


def test_one_language_goes_before_another(linker: Linker) -> None:
    assert linker.find("ICCPR 2", "arabic-version").version == VERSIONS[1]
    english = linker.find("ICCPR 2", HOME.id).version
    assert english == VERSIONS[2]


def test_the_same_answers_as_a_jump(linker: Linker) -> None:
    for row in HOME.provisions:
        for typed in (row.eid, row.citation, row.heading, row.citation.removeprefix("art. ")):
            if typed:
                assert linker.find(typed, HOME.id).provision == find_place(HOME.provisions, typed)


def test_a_citation_that_stands_twice_is_several() -> None:
    twins = [*HOME.provisions, Provision("annex__art_1", None, "article", "1", "Article 1", "", "art. 1", 0, 1)]
    linker = Linker(VERSIONS, lambda _id: twins)
    assert linker.find("1", HOME.id).trouble == "several"
    found = linker.find("annex__art_1", HOME.id).provision
    assert found is not None
    assert found.eid == "annex__art_1"


def test_a_long_target_is_looked_for_at_once(linker: Linker) -> None:
    began = time.perf_counter()
    assert linker.find("Covenant " * 20_000, HOME.id).trouble == "unknown"
    assert linker.propose("Covenant " * 20_000, HOME.id) == []
    assert time.perf_counter() - began < 2.0


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("See [[2(1)]].", "See art. 2(1)."),
        ("See [[2(1)|the safeguards]].", "See the safeguards (art. 2(1))."),
        ("See [[2(1)|Article 2 (1)]].", "See Article 2 (1)."),
        ("[[2|Two of the 12 rules of 2024]]", "Two of the 12 rules of 2024 (art. 2)"),
        ("[[2|Article 2(1)]], [[2|Article 22]]", "Article 2(1) (art. 2), Article 22 (art. 2)"),
        ("[[2|article 2 (as adopted)]], [[2|2]], [[2|المادة 2]]", "article 2 (as adopted), 2, المادة 2"),
        ("See [[99]] and [[99|words]].", "See 99 and words."),
        ("`[[2(1)]]`", "`[[2(1)]]`"),
    ],
)
def test_paper_cites(linker: Linker, markdown: str, expected: str) -> None:
    assert replace_links(markdown, lambda link: linker.cite(link, HOME.id)) == expected


def test_a_reader_sees_the_words(linker: Linker) -> None:
    assert linker.words(ProvisionLink("2(1)", "safeguards"), HOME.id) == "safeguards"
    assert linker.words(ProvisionLink("2(1)"), HOME.id) == "art. 2(1)"
    assert linker.words(ProvisionLink("99"), HOME.id) == "99"


@given(st.lists(st.sampled_from(["`", "``", "[[1]]", "[[2|b]]", "\\", " x ", "[", "]", "\n\ny"]), max_size=14))
def test_links_are_those_that_the_parser_of_commentary_sees(parts: list[str]) -> None:
    markdown = "x" + "".join(parts)
    ours: list[ProvisionLink] = []
    theirs: list[ProvisionLink] = []
    replace_links(markdown, lambda link: ours.append(link) or "")
    parse_commentary(markdown, lambda link: theirs.append(link) or "")
    assert ours == theirs
