"""Any tree of provisions, written as Markdown and read again, is the same tree over the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.sources.numerals import LATIN, roman
from annotator.sources.reading import read_document

SENTENCES = st.sampled_from(
    (
        "Each village stores grain",
        "No miller shall refuse grain under article 7 or Part II",
        "The keeper of the well shall report [annually] [every year]",
        "Nothing in section 2, paragraph (b), prevents a loan",
        "Water is shared as paragraphs 1 and 2 (a) provide",
    )
)
TITLES = st.sampled_from(("", "Use of terms", "Storage of grain", "Entry into force"))


@dataclass(frozen=True)
class Item:
    """What has a number and words; `below` are the provisions that its words announce, `closing` ends their list."""

    words: str
    below: tuple[Item, ...] = ()
    closing: str = ""


@dataclass(frozen=True)
class Article:
    title: str
    body: Item
    is_numbered: bool


def items(below: st.SearchStrategy[tuple[Item, ...]]) -> st.SearchStrategy[Item]:
    closings = st.sampled_from(("", "which the council shall confirm"))
    announced = st.builds(Item, SENTENCES, below, closings)
    return st.one_of(st.builds(Item, SENTENCES), announced).map(unambiguous)


def unambiguous(item: Item) -> Item:
    """Words after a list whose last item ends with a list of its own could close either: nobody can tell."""
    last = item.below[-1] if item.below else Item("")
    return replace(item, closing="") if not item.below or (last.below and not last.closing) else item


ITEMS = st.lists(st.builds(Item, SENTENCES), min_size=2, max_size=4).map(tuple)
POINTS = st.lists(items(ITEMS), min_size=2, max_size=11).map(tuple)
PARAGRAPHS = st.lists(items(POINTS), min_size=2, max_size=4).map(tuple)
ARTICLES = st.lists(
    st.one_of(
        st.builds(Article, TITLES, items(POINTS), st.just(False)),
        st.builds(Article, TITLES, st.builds(Item, st.just(""), PARAGRAPHS), st.just(True)),
    ),
    min_size=1,
    max_size=4,
)


def written(item: Item, label: str, depth: int, *, last: bool) -> Iterator[str]:
    """The paragraphs of an item and of what is below it."""
    if item.words:
        end = ":" if item.below else "." if depth < 1 or last else ";"
        yield f"{label} {item.words}{end}".strip()
    for index, row in enumerate(item.below):
        yield from written(row, LABELS[depth](index), depth + 1, last=index + 1 == len(item.below) and not item.closing)
    if item.closing:
        yield f"{item.closing}."


LABELS = (
    lambda index: f"{index + 1}.",
    lambda index: f"({LATIN[index]})",
    lambda index: f"({roman(index + 1)})",
)
CODES = (
    lambda index: f"para_{index + 1}",
    lambda index: f"point_{LATIN[index]}",
    lambda index: f"item_{roman(index + 1)}",
)


def expected(item: Item, eid: str, depth: int) -> Iterator[str]:
    """The eIds below the provision `eid`, in reading order."""
    if item.below and item.words:
        yield f"{eid}__intro"
    for index, row in enumerate(item.below):
        child = f"{eid}__{CODES[depth](index)}"
        yield child
        yield from expected(row, child, depth + 1)
    if item.closing:
        yield f"{eid}__wrapup"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES)
def test_markdown_gives_the_same_tree_and_words(articles: list[Article]) -> None:
    blocks: list[str] = []
    eids: list[str] = []
    for number, article in enumerate(articles, 1):
        blocks += [f"## Article {number}", *([f"### {article.title}"] if article.title else [])]
        depth = 0 if article.is_numbered else 1
        blocks += written(article.body, "", depth, last=True)
        eids += [f"art_{number}", *expected(article.body, f"art_{number}", depth)]
    (reading,) = read_document("tree.md", "\n\n".join(blocks).encode(), None, lambda _step, _share: None)
    assert [row.eid for row in reading.text.provisions] == eids
    assert reading.text.text == "\n".join(block.lstrip("# ") for block in blocks)
    assert not reading.text.ledger.warnings
