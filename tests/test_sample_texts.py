"""The texts and annotations that ship: well-formed, honest about what they are, and at home in the codebook."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Any

import pytest

from annotator.model.annotation import ASK_ACTIONS, AUDIENCES, SEVERITIES, STANCES, STATUSES, Strength
from annotator.operations.codebooks import standard_codebook
from annotator.settings import SAMPLE_TEXTS

ANNOTATIONS: dict[str, Any] = tomllib.loads((SAMPLE_TEXTS / "annotations.toml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = ANNOTATIONS["annotation"]
AUTHORITIES = {row["id"]: row for row in ANNOTATIONS["authority"]}
STRENGTHS: tuple[Strength, ...] = ("binding", "domestic-law", "optional")
FIELDS = {
    "version", "provision", "quote", "whole", "featured", "categories", "stance", "strength", "severity", "tags",
    "audience", "status", "authorities", "commentary", "ask",
}  # fmt: skip
ARTICLES = {"uncc": [*range(1, 69)], "budapest": [*range(1, 49)]}
# Paragraphs of each article, and points of the paragraphs that have them, in the treaties themselves.
PARAGRAPHS = {
    "uncc": {4: 2, 5: 2, 6: 2, 7: 2, 8: 2, 9: 2, 11: 3, 12: 2, 14: 5, 15: 4, 16: 6, 17: 2, 18: 4, 19: 3, 21: 8, 22: 6,
             23: 3, 24: 5, 25: 3, 28: 4, 29: 3, 30: 3, 31: 10, 33: 4, 34: 6, 35: 3, 36: 3, 37: 20, 39: 2, 40: 32,
             41: 6, 42: 9, 43: 2, 44: 3, 45: 3, 47: 2, 49: 2, 50: 10, 52: 4, 53: 7, 54: 10, 55: 4, 56: 6, 57: 8,
             58: 2, 59: 2, 60: 2, 61: 4, 62: 2, 63: 4, 64: 4, 65: 2, 66: 5, 67: 3, 68: 2},
    "budapest": {4: 2, 6: 3, 9: 4, 10: 3, 11: 3, 12: 4, 13: 2, 14: 3, 15: 3, 16: 4, 17: 2, 18: 3, 19: 5, 20: 4, 21: 4,
                 22: 5, 24: 7, 25: 5, 26: 2, 27: 9, 28: 4, 29: 7, 30: 2, 31: 3, 33: 2, 35: 3, 36: 4, 37: 2, 38: 3,
                 39: 3, 41: 3, 43: 3, 44: 5, 45: 2, 46: 5, 47: 2},
}  # fmt: skip
POINTS = {
    "uncc": {"1": 3, "2": 15, "3": 2, "11(1)": 2, "13": 3, "14(1)": 4, "14(2)": 4, "14(3)": 2, "14(4)": 2, "17(1)": 2,
             "17(2)": 6, "22(1)": 2, "22(2)": 4, "23(2)": 3, "23(3)": 2, "26": 2, "27": 2, "28(1)": 2, "28(3)": 4,
             "29(1)": 2, "30(1)": 2, "31(1)": 2, "33(2)": 2, "35(1)": 3, "36(1)": 3, "37(6)": 2, "40(3)": 13,
             "40(9)": 2, "40(10)": 4, "40(15)": 6, "40(21)": 4, "40(31)": 2, "41(3)": 5, "42(3)": 7, "44(3)": 2,
             "45(3)": 6, "47(1)": 6, "49(1)": 3, "49(2)": 3, "50(1)": 2, "50(3)": 3, "52(3)": 2, "53(3)": 13,
             "54(3)": 9, "56(2)": 5, "57(5)": 8, "58(2)": 3},
    "budapest": {"1": 4, "6(1)": 2, "8": 2, "9(1)": 5, "9(2)": 3, "12(1)": 3, "14(2)": 3, "14(3)": 2, "17(1)": 2,
                 "18(1)": 2, "18(3)": 3, "19(1)": 2, "19(3)": 4, "20(1)": 2, "21(1)": 2, "22(1)": 4, "24(1)": 2,
                 "24(7)": 2, "27(2)": 4, "27(4)": 2, "27(9)": 5, "28(2)": 2, "29(2)": 6, "29(5)": 2, "30(2)": 2,
                 "31(3)": 2, "32": 2, "35(1)": 3, "35(2)": 2, "39(1)": 3, "46(1)": 3, "48": 5},
}  # fmt: skip
SHINGLE = 8
TREATIES = ("budapest-ets185.md", "iccpr.md", "untoc-palermo.md")
BODIES = (
    "committee of ministers of the council of europe", "convention for the protection of literary and artistic works",
    "agreement on trade related aspects of intellectual property rights",
    "european convention on mutual assistance in criminal matters", "european committee on crime problems",
    "international covenant on civil and political rights", "international court of justice",
    "member states of the council of europe", "regional economic integration organization",
    "secretary general of the council of europe", "secretary general of the united nations",
    "statute of the council of europe",
)  # fmt: skip
"""Names of bodies and instruments, which are facts and count as one word each."""


def read(version: str) -> str:
    name: str = ANNOTATIONS["versions"][version]
    return (SAMPLE_TEXTS / name).read_text(encoding="utf-8")


def provisions(version: str) -> dict[str, str]:
    """Citation without "art." -> all words of that provision, by plain reading of the Markdown's labels."""
    found: dict[str, list[str]] = {}
    path: list[str] = []
    for line in filter(None, read(version).splitlines()):
        if heading := re.match(r"### Article (\d+)\.", line):
            path = [heading[1]]
        elif line.startswith("#"):
            path = []
        elif path:
            path = [*path[: depth_of(line, path)], *label_of(line)]
        for depth in range(1, len(path) + 1):
            found.setdefault(cited(path[:depth]), []).append(line)
    return {citation: "\n".join(lines) for citation, lines in found.items()}


def label_of(line: str) -> list[str]:
    found = re.match(r"(\d+)\. |\(([a-z]+)\) ", line)
    return [found[1] or found[2]] if found else []


def depth_of(line: str, path: list[str]) -> int:
    """How much of `path` lies above `line`; "(i)" is an item, except where a point (h) stands before it."""
    label = "".join(label_of(line))
    paragraph = 1 + (len(path) > 1 and path[1].isdigit())
    if not label or label.isdigit():
        return 1 if label else len(path)
    previous = path[paragraph] if len(path) > paragraph else ""
    is_item = re.fullmatch("[ivx]+", label) and previous and ord(label[0]) != ord(previous[0]) + 1
    return paragraph + 1 if is_item else paragraph


def cited(path: list[str]) -> str:
    return path[0] + "".join(f"({label})" for label in path[1:])


TREES = {version: provisions(version) for version in ANNOTATIONS["versions"]}


@pytest.mark.parametrize("version", ["uncc", "budapest"])
class TestTexts:
    def test_front_matter_gives_what_a_citation_needs(self, version: str) -> None:
        opening, front, _ = read(version).split("---\n", 2)
        data = dict(line.split(":", 1) for line in front.splitlines())
        assert opening == ""
        assert data["kind"].strip() == "restatement"
        assert all(data[key].strip() for key in ("title", "instrument", "short_title", "date", "place", "url"))
        assert data["symbol"].strip() or data["series"].strip()

    def test_the_first_words_say_that_it_is_a_restatement(self, version: str) -> None:
        paragraph = read(version).split("---\n", 2)[2].split("\n\n")[1]
        assert paragraph.startswith("A restatement in plain words")
        assert "import the official text" in paragraph

    def test_articles(self, version: str) -> None:
        assert [int(number) for number in re.findall(r"^### Article (\d+)\. \S", read(version), re.M)] == ARTICLES[
            version
        ]

    def test_paragraphs(self, version: str) -> None:
        counted = {
            number: sum(1 for citation in TREES[version] if re.fullmatch(rf"{number}\(\d+\)", citation))
            for number in ARTICLES[version]
        }
        assert {number: count for number, count in counted.items() if count} == PARAGRAPHS[version]

    def test_points(self, version: str) -> None:
        parents = Counter(
            citation.rpartition("(")[0]
            for citation in TREES[version]
            if re.fullmatch(r"\d+(\(\d+\))?\([a-z]+\)", citation)
        )
        assert parents == POINTS[version]

    def test_points_run_from_a_without_a_break(self, version: str) -> None:
        for parent, count in POINTS[version].items():
            assert all(f"{parent}({chr(ord('a') + index)})" in TREES[version] for index in range(count)), parent


def test_duties_and_freedoms_keep_their_modal_verb() -> None:
    tree = TREES["uncc"]
    assert " must " in tree["24(1)"]
    assert all("A State Party may" in tree[place] for place in ("7(2)", "8(2)", "9(2)", "14(3)"))
    assert not re.search(r"\bshall\b", read("uncc") + read("budapest"))


class TestAnnotations:
    def test_they_are_marked_as_samples(self) -> None:
        assert (ANNOTATIONS["author"], ANNOTATIONS["organisation"]) == ("Sample reader", "Treaty Annotator samples")

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['version']}-{row['provision']}")
    def test_the_words_stand_in_the_provision(self, row: dict[str, Any]) -> None:
        words = TREES[row["version"]][row["provision"]]
        assert ("quote" in row) != ("whole" in row)
        assert words.count(row["quote"]) == 1 if "quote" in row else row["whole"] is True

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['version']}-{row['provision']}")
    def test_the_values_are_those_of_the_model(self, row: dict[str, Any]) -> None:
        assert set(row) <= FIELDS
        assert row["stance"] in STANCES
        assert row["audience"] in AUDIENCES
        assert row["status"] in STATUSES
        assert row["commentary"].strip()
        assert ("severity" in row) == (row["stance"] in ("risk", "gap"))
        assert row.get("severity", "") in SEVERITIES
        assert ("strength" in row) == (row["stance"] == "safeguard")
        assert row.get("strength", "binding") in STRENGTHS
        assert (row["stance"] == "gap") == ("whole" in row)

    @pytest.mark.parametrize("row", [row for row in ROWS if "ask" in row], ids=lambda row: row["provision"])
    def test_an_ask_says_what_and_of_whom(self, row: dict[str, Any]) -> None:
        ask = row["ask"]
        assert set(ask) <= {"action", "wording", "fallback", "addressee"}
        assert ask["action"] in ASK_ACTIONS[1:]
        assert ask["addressee"]
        assert bool(ask.get("wording")) == (ask["action"] in ("amend", "add", "declare"))
        assert ask.get("wording") != row.get("quote")

    def test_categories_tags_and_authorities_exist(self) -> None:
        codebook = standard_codebook()
        tags = {tag for _, names in codebook.tags for tag in names}
        for row in ROWS:
            assert row["categories"]
            assert set(row["categories"]) <= {layer.id for layer in codebook.layers}
            assert set(row.get("tags", ())) <= tags
            assert set(row.get("authorities", ())) <= set(AUTHORITIES)

    def test_authorities_are_all_cited_and_can_be_found(self) -> None:
        assert {name for row in ROWS for name in row.get("authorities", ())} == set(AUTHORITIES)
        assert all(row["title"] and row["symbol"] for row in AUTHORITIES.values())

    def test_they_show_everything_an_annotation_can_be(self) -> None:
        codebook = standard_codebook()
        assert len(ROWS) >= 36
        assert {name for row in ROWS for name in row["categories"]} == {layer.id for layer in codebook.layers}
        assert {row["stance"] for row in ROWS} == set(STANCES)
        assert {row["severity"] for row in ROWS if "severity" in row} == set(SEVERITIES[1:])
        assert {row["strength"] for row in ROWS if "strength" in row} == set(STRENGTHS)
        assert {row["status"] for row in ROWS} == set(STATUSES)
        assert {row["audience"] for row in ROWS} == {"organisation", "coalition", "public"}
        assert sum("ask" in row for row in ROWS) >= 12
        assert {row["ask"]["action"] for row in ROWS if "ask" in row} == set(ASK_ACTIONS[1:])

    def test_what_is_published_is_for_the_public(self) -> None:
        assert all(row["audience"] == "public" for row in ROWS if row["status"] == "published")

    def test_one_finished_note_on_article_24_opens_first(self) -> None:
        (featured,) = (row for row in ROWS if row.get("featured"))
        assert featured["version"] == "uncc"
        assert featured["provision"].startswith("24(")
        assert featured["status"] == "published"
        assert featured["ask"]["wording"]
        assert featured["authorities"]


@pytest.mark.parametrize("treaty", TREATIES)
def test_the_restatements_keep_clear_of_the_treaties_sentences(treaty: str) -> None:
    """No eight words in a row of a paragraph are a treaty's; titles and mere references are not sentences."""
    original = SAMPLE_TEXTS.parent.parent / "shared" / "texts" / treaty
    if not original.is_file():
        pytest.skip(f"{treaty} is not on this machine")
    known = {row for line in original.read_text(encoding="utf-8").splitlines() for row in shingles(line)}
    assert known
    for version in TREES:
        for line in read(version).split("---\n", 2)[2].splitlines():
            ours = re.sub(r"^(\d+\.|\([a-z]+\)) ", "", "" if line.startswith("#") else line)
            taken = [" ".join(row) for row in shingles(ours) if row in known and not is_reference(row)]
            assert not taken, (taken, line)


def shingles(text: str) -> set[tuple[str, ...]]:
    words = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    for body in BODIES:
        words = words.replace(body, "BODY")
    row = words.split()
    return {tuple(row[start : start + SHINGLE]) for start in range(len(row) - SHINGLE + 1)}


def is_reference(row: tuple[str, ...]) -> bool:
    """Half of it or more is numbers, names, "article" and "paragraph"."""
    return 2 * sum(word.isdigit() or re.fullmatch("BODY|articles?|paragraphs?", word) is not None for word in row) >= 8
