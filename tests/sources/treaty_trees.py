"""Any treaty: a strategy for its tree.

Readers must give the same tree whatever the format, so what is here knows none: `treaty_drafts.written` makes a
`Draft`, renderers make files of it, and `Draft.paragraphs` and `Draft.outline` say what reading those must give.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from hypothesis import strategies as st

from annotator.sources.numerals import LATIN, roman

# --- trees --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A sentence by its number among all that could be said, and whether a footnote hangs from its end."""

    number: int
    has_note: bool = False


@dataclass(frozen=True)
class Item:
    """What has a number and words. `below` is the list that they announce, `closing` ends it.

    `further` is another paragraph of the same provision, without a number.
    """

    words: Said
    below: tuple[Item, ...] = ()
    closing: Said | None = None
    further: Said | None = None


@dataclass(frozen=True)
class Body:
    """What stands in an article or an annex: paragraphs without numbers, then perhaps a list.

    `depth` is that of the list: 0 for numbered paragraphs, 1 for points.
    """

    openings: tuple[Said, ...] = ()
    below: tuple[Item, ...] = ()
    closing: Said | None = None
    depth: int = 0


@dataclass(frozen=True)
class Article:
    title: str
    body: Body
    is_bis: bool = False
    has_note: bool = False


@dataclass(frozen=True)
class Division:
    """A part, chapter or section: what is in it are divisions of the next kind, or articles."""

    kind: Literal["part", "chapter", "section"]
    title: str
    inside: tuple[Division | Article, ...]


@dataclass(frozen=True)
class Preamble:
    is_named: bool
    recitals: tuple[Said, ...]
    has_parties: bool
    has_agreement: bool
    is_numbered: bool


@dataclass(frozen=True)
class Annex:
    title: str
    inside: tuple[Article, ...] | Body


@dataclass(frozen=True)
class Dress:
    """How one treaty prints its numbers and titles. A form has "{}" where the number stands."""

    forms: tuple[str, str, str] = ("{}.", "({})", "({})")
    separator: str = " – "
    titles_below: bool = False
    is_loud: bool = True
    bond: str = ""
    recital: str = "({})"

    def label(self, depth: int, index: int) -> str:
        number = (str(index + 1), LATIN[index], roman(index + 1))[depth]
        return self.forms[depth].format(number)


@dataclass(frozen=True)
class Treaty:
    title: str
    preamble: Preamble | None
    inside: tuple[Division | Article, ...]
    testimonium: tuple[Said, ...] = ()
    annexes: tuple[Annex, ...] = ()
    dress: Dress = field(default_factory=Dress)


# --- strategies ---------------------------------------------------------------------------------------------------

TITLES = (
    "",
    "Use of terms",
    "Storage of grain",
    "Entry into force",
    "Duties of keepers and of those who succeed",
)
VARIETY = 42
"""Sentences that can be said."""
_TITLE = st.sampled_from(TITLES)


def treaties(*, notes: bool = True) -> st.SearchStrategy[Treaty]:
    said = st.builds(
        Said, st.integers(0, VARIETY - 1), st.sampled_from((False, False, False, True)) if notes else st.just(False)
    )
    bodies = _bodies(said)
    few_notes = st.sampled_from((False, False, False, False, True)) if notes else st.just(False)
    articles = st.builds(Article, _TITLE, bodies, st.sampled_from((False, False, False, True)), few_notes)
    annexes = st.builds(Annex, _TITLE, st.one_of(bodies, _some(articles, 1, 2)))
    return st.builds(
        Treaty,
        st.sampled_from(("Convention on the Keeping of Granaries", "Treaty of the Seven Mills", "")),
        st.one_of(st.none(), _preambles(said)),
        st.one_of(_some(articles, 1, 3), _divisions(articles)),
        st.one_of(st.just(()), _some(st.builds(Said, st.integers(0, VARIETY - 1)), 1, 2)),
        st.lists(annexes, max_size=2).map(tuple),
        _dresses(),
    )


def _some(rows: st.SearchStrategy, least: int, most: int) -> st.SearchStrategy:
    return st.lists(rows, min_size=least, max_size=most).map(tuple)


def _bodies(said: st.SearchStrategy[Said]) -> st.SearchStrategy[Body]:
    closings = st.one_of(st.none(), said)
    plain = st.builds(Item, said)
    items = _some(plain, 2, 3)
    point = st.one_of(plain, st.builds(Item, said, items, closings)).map(unambiguous)
    # From nine on "(i)" is a letter, and no roman number
    points = st.one_of(_some(point, 2, 4), _some(plain, 9, 11))
    paragraph = st.one_of(plain, st.builds(Item, said, points, closings), st.builds(Item, said, further=said))
    paragraphs = _some(paragraph.map(unambiguous), 2, 4).map(_without_last_further)
    return st.one_of(
        st.builds(Body, _some(said, 1, 3)),
        st.builds(Body, st.just(()), paragraphs, depth=st.just(0)),
        st.builds(Body, _some(said, 1, 2), points, closings, st.just(1)).map(unambiguous),
    )


def unambiguous(item: Item | Body) -> Item | Body:
    """Words after a list whose last item ends with a list of its own could close either: nobody can tell."""
    last = item.below[-1] if item.below else None
    if last is None or (last.below and not last.closing):
        return replace(item, closing=None)
    return item


def _without_last_further(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A paragraph without a number after the last numbered one could as well belong to the article."""
    return (*items[:-1], replace(items[-1], further=None))


def _divisions(articles: st.SearchStrategy[Article]) -> st.SearchStrategy[tuple[Division, ...]]:
    """One to three levels; each may be left out."""
    inside = _some(articles, 1, 2)
    sections = _some(st.builds(Division, st.just("section"), _TITLE, inside), 1, 2)
    chapters = _some(st.builds(Division, st.just("chapter"), _TITLE, st.one_of(inside, sections)), 1, 2)
    parts = _some(st.builds(Division, st.just("part"), _TITLE, st.one_of(inside, chapters)), 1, 2)
    return st.one_of(chapters, parts, sections)


def _preambles(said: st.SearchStrategy[Said]) -> st.SearchStrategy[Preamble]:
    return st.builds(Preamble, st.booleans(), _some(said, 1, 3), st.booleans(), st.booleans(), st.booleans()).map(
        lambda row: replace(row, is_numbered=row.is_numbered and row.has_parties)
    )


def _dresses() -> st.SearchStrategy[Dress]:
    forms = st.tuples(
        *(st.sampled_from(row) for row in (("{}.", "({})", "{})"), ("({})", "{})"), ("({})", "{})", "{}.")))
    )
    return st.builds(
        Dress, forms, st.sampled_from((" – ", ". ", ": ", " ")), st.booleans(), st.booleans(),
        st.sampled_from(("", " and", " or")),
    )  # fmt: skip
