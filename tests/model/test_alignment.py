"""Alignment: small texts whose truth is plain, generated revisions whose truth is known, and real treaties."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.alignment import Relation, align, relation_of
from annotator.model.correspondence import Correspondence, Link
from annotator.model.treaty import Text, VersionData
from annotator.sources.reading import read_document
from tests.conftest import SHARED
from tests.ui.reader.treaty_samples import make_text

WORDS = ["state", "party", "measure", "authority", "law", "court", "person", "data", "search", "seize", "review"]
WORDS += ["remedy", "notice", "order", "lamp", "lit"]


def article(number: str, heading: str, *paragraphs: str) -> str:
    return "\n".join([f"## Article {number}. {heading}", *(f"{n}. {row}" for n, row in enumerate(paragraphs, 1))])


def treaty(*articles: str) -> Text:
    return make_text("= A Convention\n" + "\n".join(articles))


def answers(found: Correspondence, depth: int = 0) -> dict[str, str]:
    return {pair.left: pair.right for pair in found.pairs if pair.left.count("__") == depth and "art" in pair.left}


LAMPS = "Each State Party shall keep its lamps lit through the night and tell its neighbours of any that fail."
OIL = "Oil for the keeping of lamps shall be bought in common, at a price that the Conference sets each year."
KEEPERS = "Keepers are paid by the State on whose shore they serve, and may not be dismissed in a storm."


def test_articles_keep_their_answer_when_they_are_renumbered() -> None:
    old = treaty(article("1", "Lamps", LAMPS), article("2", "Oil", OIL), article("3", "Keepers", KEEPERS))
    new = treaty(article("1", "New", "Nothing of this was said before now."), article("2", "Lamps", LAMPS + " Always."),
                 article("3", "Oil", OIL), article("4", "Keepers", KEEPERS))  # fmt: skip
    found = align(old, new, "drafts")
    assert answers(found) == {"art_1": "art_2", "art_2": "art_3", "art_3": "art_4"}
    pair = found.answer("art_1")
    assert pair is not None
    assert (pair.reason, pair.is_possible) == ("words", False)
    assert pair.similarity == pytest.approx(0.97, abs=0.03)
    assert found.question("art_1") is None
    assert found.answer("art_2__para_1") is not None


def test_the_same_number_answers_where_only_the_heading_agrees() -> None:
    old = treaty(article("1", "Lamps", LAMPS), article("2", "Oil of lamps", OIL))
    new = treaty(article("1", "Lamps", LAMPS), article("2", "Oil of lamps", KEEPERS))
    pair = align(old, new, "drafts").answer("art_2")
    assert pair is not None
    assert (pair.right, pair.reason) == ("art_2", "number")


def test_paragraphs_find_their_answer_inside_the_pair() -> None:
    old = treaty(article("1", "Lamps", LAMPS, OIL, KEEPERS))
    new = treaty(article("1", "Lamps", OIL, LAMPS))
    found = align(old, new, "drafts")
    assert answers(found, 1) == {"art_1__para_1": "art_1__para_2", "art_1__para_2": "art_1__para_1"}


def test_formulaic_articles_answer_by_number_and_order() -> None:
    rows = [article(str(number), f"Offence {number}", LAMPS) for number in range(1, 20)]
    text, shorter = treaty(*rows), treaty(*rows[:7], *rows[8:])
    assert answers(align(text, text, "drafts")) == {f"art_{n}": f"art_{n}" for n in range(1, 20)}
    found = answers(align(text, shorter, "drafts"))
    assert found == {f"art_{n}": f"art_{n}" for n in range(1, 20) if n != 8}


def test_renderings_answer_by_number_and_structure_alone() -> None:
    english = treaty(article("1", "Lamps", LAMPS, OIL), article("2", "Keepers", KEEPERS))
    other = treaty(article("1", "Lampes", "Chaque État.", "L'huile."), article("2", "Gardiens", "Les gardiens."),
                   article("3", "Fin", "Rien de plus."))  # fmt: skip
    found = align(english, other, "renderings")
    assert answers(found) == {"art_1": "art_1", "art_2": "art_2"}
    assert answers(found, 1) == {eid: eid for eid in ("art_1__para_1", "art_1__para_2", "art_2__para_1")}
    assert {pair.reason for pair in found.pairs if "art" in pair.left} == {"number"}


def test_different_treaties_answer_possibly_or_not_at_all() -> None:
    one = treaty(article("1", "Lamps", LAMPS), article("2", "Keepers", KEEPERS))
    other = treaty(article("7", "Oil", OIL), article("9", "Of lamps", LAMPS.replace("its lamps", "all its beacons")))
    found = align(one, other, "treaties")
    assert answers(found) == {"art_1": "art_9"}
    assert all(pair.is_possible for pair in found.pairs)


def test_what_a_person_said_comes_first_and_what_a_concordance_says_next() -> None:
    one = treaty(article("1", "Lamps", LAMPS), article("2", "Oil", OIL), article("3", "Keepers", KEEPERS))
    two = treaty(article("1", "Lamps", LAMPS, "More."), article("2", "Oil", OIL), article("3", "Keepers", KEEPERS))
    links = [Link(one.id, "art_1", two.id, "art_3"), Link(two.id, "art_2", one.id, "art_2", answers=False)]
    found = align(one, two, "drafts", links, [("art_3", "art_1"), ("art_1", "art_2"), ("art_9", "art_9")])
    assert [(pair.left, pair.right, pair.reason) for pair in found.pairs if pair.left.count("__") == 0][-2:] == [
        ("art_1", "art_3", "chosen"),
        ("art_3", "art_1", "known"),
    ]
    assert found.answer("art_2") is None


def test_a_provision_may_be_given_several_answers() -> None:
    one, two = treaty(article("1", "Lamps", LAMPS, OIL)), treaty(article("1", "Lamps", LAMPS), article("2", "Oil", OIL))
    links = [Link(one.id, "art_1", two.id, eid) for eid in ("art_1", "art_2")]
    found = align(one, two, "drafts", links)
    assert [pair.right for pair in found.pairs if pair.left == "art_1"] == ["art_1", "art_2"]
    assert answers(found, 1) == {"art_1__para_1": "art_1__para_1", "art_1__para_2": "art_2__para_1"}


def test_links_of_other_versions_are_left_alone() -> None:
    one, two = treaty(article("1", "Lamps", LAMPS)), treaty(article("1", "Lamps", LAMPS, OIL))
    assert align(one, two, "drafts", [Link("x", "art_1", two.id, "art_1", answers=False)]).answer("art_1")


def test_chapters_answer_by_what_is_in_them() -> None:
    one = make_text(
        "# Chapter I. A\n" + article("1", "Lamps", LAMPS) + "\n# Chapter II. B\n" + article("2", "Oil", OIL)
    )
    two = make_text(
        "# Chapter I. B\n" + article("1", "Oil", OIL) + "\n# Chapter II. A\n" + article("2", "Lamps", LAMPS)
    )
    found = {pair.left: (pair.right, pair.reason) for pair in align(one, two, "drafts").pairs if "chp" in pair.left}
    first, second = (row.eid for row in one.provisions if row.kind == "chapter")
    assert found == {first: (second, "structure"), second: (first, "structure")}


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (("Lamps", "en", "official"), ("Lamps", "en", "draft"), "drafts"),
        (("Lamps", "en", "official"), ("lamps; keeping of", "en", "restatement"), "renderings"),
        (("Lamps", "en", "official"), ("LAMPS", "fr", "translation"), "renderings"),
        (("Lamps", "en-GB", "official"), ("Oil", "fr", "official"), "renderings"),
        (("Lamps", "en", "official"), ("", "en", "draft"), "drafts"),
        (("Lamps", "en", "official"), ("Protocol to Lamps", "en", "official"), "drafts"),
    ],
)
def test_how_two_versions_belong_together(
    one: tuple[str, str, str], other: tuple[str, str, str], wanted: Relation
) -> None:
    text = treaty(article("1", "Lamps", LAMPS), article("2", "Oil", OIL))
    left, right = (VersionData(instrument=name, language=tag, kind=kind) for name, tag, kind in (one, other))  # type: ignore[arg-type]
    assert relation_of(text, left, text, right) == wanted
    different = treaty(*(article(str(n), "X", " ".join(WORDS)) for n in range(5, 25)))
    if wanted == "drafts" and left.instrument.casefold() != right.instrument.casefold():
        assert relation_of(text, left, different, right) == "treaties"


sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=25).map(" ".join)
texts = st.lists(st.lists(sentences, min_size=1, max_size=3), min_size=1, max_size=8).map(
    lambda rows: treaty(*(article(str(number), "Terms", *row) for number, row in enumerate(rows, 1)))
)


@given(texts)
def test_a_text_answers_itself(text: Text) -> None:
    for relation in ("drafts", "renderings"):
        found = align(text, text, relation)  # type: ignore[arg-type]
        assert {pair.left: pair.right for pair in found.pairs} == {row.eid: row.eid for row in text.provisions}


@given(texts, texts, st.sampled_from(["drafts", "renderings", "treaties"]))
def test_the_other_way_round_is_the_same_turned(one: Text, other: Text, relation: Relation) -> None:
    there, back = align(one, other, relation), align(other, one, relation)
    assert set(there.pairs) == {pair.turned() for pair in back.pairs}
    assert len({pair.left for pair in there.pairs}) == len({pair.right for pair in there.pairs}) == len(there.pairs)
    assert {pair.left for pair in there.pairs} <= {row.eid for row in one.provisions}


def revised(chance: random.Random, count: int) -> tuple[Text, Text, dict[str, str]]:
    """A text, one in which a few articles were moved, dropped, added and changed in a word, and what answers what."""
    bodies = [" ".join(chance.choice(WORDS) + str(chance.randrange(40)) for _ in range(120)) for _ in range(count)]
    old = treaty(*(article(str(n), "Terms", body) for n, body in enumerate(bodies, 1)))
    kept = [n for n in range(count) if chance.random() > 0.05]
    moved = kept.pop(chance.randrange(len(kept)))
    kept.insert(chance.randrange(len(kept)), moved)
    rows, truth = [], {}
    for n in kept:
        if chance.random() < 0.05:
            rows.append("entirely other matters are put here, which no draft had before " * 4)
        rows.append(" ".join("other" if chance.random() < 0.1 else word for word in bodies[n].split()))
        truth[f"art_{n + 1}"] = f"art_{len(rows)}"
    return old, treaty(*(article(str(n), "Terms", body) for n, body in enumerate(rows, 1))), truth


@pytest.mark.parametrize("seed", range(8))
def test_generated_revisions_are_followed_without_fault_and_in_time(seed: int) -> None:
    old, new, truth = revised(random.Random(seed), 150)
    begun = time.process_time()
    found = align(old, new, "drafts")
    assert time.process_time() - begun < 1
    assert answers(found) == truth


def test_a_thousand_short_articles_take_no_second() -> None:
    chance = random.Random(1)
    rows = [article(str(n), "Terms", " ".join(chance.choices(WORDS, k=20))) for n in range(1, 1000)]
    one, two = treaty(*rows), treaty(*rows[3:])
    assert len(one.text) > 130_000
    begun = time.process_time()
    align(one, two, "drafts")
    assert time.process_time() - begun < 1.5


# -- real texts -------------------------------------------------------------------------------------------------------


@cache
def read(name: str, number: int = 0) -> tuple[Text, VersionData]:
    path = SHARED / "texts" / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    reading = read_document(name, path.read_bytes(), None, lambda _step, _share: None)[number]
    return reading.text, reading.data


PARIS = "1:1 2:2 2bis:3 3:4 3bis:5 3ter:6 4:7 5:8 6:9 7:10 8:11 8bis:12 9:13 10:14 11:15 12:16 13:17 14:18 15:19 16:20"
PARIS += " 18:21 19:22 20:23 21:24 22:25 23:26 24:27 25:28 26:29"


@pytest.mark.parametrize("draft", ["paris-draft-2015-10-23.md", "paris-draft-2015-12-09.md"])
def test_the_paris_agreement_is_followed_through_its_renumbering(draft: str) -> None:
    old, final = read(draft)[0], read("paris-final-2016-01-29.md")[0]
    found = answers(align(old, final, "drafts"))
    assert found == {f"art_{ours}": f"art_{theirs}" for ours, theirs in (row.split(":") for row in PARIS.split())}


def test_the_paris_drafts_keep_their_numbers_between_them() -> None:
    one, two = read("paris-draft-2015-10-23.md")[0], read("paris-draft-2015-12-09.md")[0]
    found = answers(align(one, two, "drafts"))
    assert found == {eid: eid for eid in found}
    assert len(found) == 29


@pytest.mark.parametrize("name", ["budapest-ets185.md", "untoc-palermo.md", "iccpr.md"])
def test_two_languages_of_one_treaty_are_known_as_such_and_paired_throughout(name: str) -> None:
    (english, data), (dutch, other) = read(name), read(name, 2 if name == "iccpr.md" else 1)
    assert relation_of(english, data, dutch, other) == "renderings"
    found = align(english, dutch, "renderings")
    counted = [row for row in english.provisions if row.kind in ("article", "point", "chapter", "part")]
    assert all((pair := found.answer(row.eid)) and pair.right == row.eid for row in counted)


def test_sister_treaties_offer_what_is_alike_and_nothing_else() -> None:
    (one, data), (two, other) = read("untoc-palermo.md"), read("budapest-ets185.md")
    assert relation_of(one, data, two, other) == "treaties"
    found = answers(align(one, two, "treaties"))
    assert found == {
        "art_15": "art_22",  # jurisdiction
        "art_16": "art_24",  # extradition
        "art_35": "art_45",  # settlement of disputes
        "art_39": "art_44",  # amendment
        "art_40": "art_47",  # denunciation
    }


def test_long_texts_are_aligned_in_well_under_a_second() -> None:
    one, two = read("bbnj-en.pdf")[0], read("paris-draft-2015-10-23.md")[0]
    begun = time.process_time()
    align(one, two, "drafts")
    align(one, one, "drafts")
    assert time.process_time() - begun < 1
