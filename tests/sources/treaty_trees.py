"""Any treaty: a strategy for its tree, and the tree written out as paragraphs and the provisions they begin.

Readers must give the same tree whatever the format, so what is here knows none: `written` makes a `Draft`, renderers
make files of it, and `Draft.text` and `Draft.outline` say what reading those must give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
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


# --- what is said -------------------------------------------------------------------------------------------------

_SUBJECTS = (
    "Each village", "No miller", "The keeper of the well", "Any council of elders", "The carrier of water",
    "Every household that sows barley",
)  # fmt: skip
_DEEDS = (
    "stores grain for the winter", "shall refuse grain under article 7 or Part II of the custom",
    "shall report [annually] [every year] to the assembly", "may lend seed as paragraphs 1 and 2 (a) provide",
    "shall keep the weir in the state in which it was found, and shall mend it without delay where the flood of the "
    "spring or the frost of the winter has broken it",
    "is bound by section 2, paragraph (b), and by Article 12 of the old custom in so far as these have been read aloud",
    "shall be heard before the stones are dressed",
)  # fmt: skip
_FRONTS = ("Mir", "Kel", "Tor", "Vas", "Bren", "Hol", "Dun", "Lam", "Ost", "Pel", "Gar", "Nev", "Sol", "Rud", "Wim")
_ENDS = ("ova", "den", "wick", "mark", "ida", "holm", "by", "stad", "ela", "ford", "nau", "gard", "ling", "mere")
_RECITALS = (
    "Recalling the custom",
    "Noting with concern the floods",
    "Convinced that water is shared",
    "Desiring peace",
)
_CLOSINGS = ("which the council shall confirm", "unless the elders decide otherwise", "within the year")
TITLES = (
    "",
    "Use of terms",
    "Storage of grain",
    "Entry into force",
    "Duties of keepers and of those who succeed",
)
VARIETY = len(_SUBJECTS) * len(_DEEDS)


def _place(count: int) -> str:
    """A name that no other sentence of the treaty has: what stands on several pages alike is their furniture."""
    return _FRONTS[count % len(_FRONTS)] + _ENDS[count // len(_FRONTS) % len(_ENDS)]


# --- strategies ---------------------------------------------------------------------------------------------------

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


# --- drafts -------------------------------------------------------------------------------------------------------

Role = Literal["title", "preamble", "division", "article", "annex", "heading title", "words", "item", "note"]


@dataclass(frozen=True)
class Row:
    """A paragraph.

    `depth` is that of the list item it begins ("item") or goes on with ("words"), -1 is above all lists. `level` is that
    of a division. `gap` stands between `label` and `words`. `note` is the number of the footnote whose mark ends it, or
    of itself.
    """

    role: Role
    label: str
    words: str
    depth: int = -1
    note: int = 0
    gap: str = " "
    level: int = 0

    def said(self, mark: str = "") -> str:
        return f"{self.label}{self.gap if self.label and self.words else ''}{self.words}{mark}"


@dataclass
class Place:
    """A provision that must be found: from the row `first` (behind its label, if `behind_label`) to the row `last`."""

    eid: str
    kind: str
    number: str | None
    label: str
    heading: str
    first: int
    last: int = -1
    behind_label: bool = False
    parent: Place | None = None


@dataclass(frozen=True)
class Draft:
    """A treaty written out: its paragraphs and, in reading order, its provisions."""

    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    dress: Dress

    def paragraphs(self, mark: str = "", note: str = "") -> list[str]:
        """As they stand in the canonical text. `mark` and `note` are how the format shows a mark and begins a note."""
        return [
            f"{note.format(row.note)} {row.words}"
            if row.role == "note"
            else row.said(mark.format(row.note) if row.note else "")
            for row in self.rows
        ]

    def outline(self, paragraphs: Sequence[str]) -> list[tuple[str, str, str | None, str, str, str, int]]:
        """eId, kind, number, label, heading, words and start of each provision in a text of `paragraphs`."""
        starts = [0, *accumulate(len(row) + 1 for row in paragraphs)]
        text = "\n".join(paragraphs)
        found = []
        for row in self.places:
            start = starts[row.first]
            if row.behind_label and self.rows[row.first].label:
                start += len(self.rows[row.first].label) + 1
            label = row.label if row.kind != "note" else paragraphs[row.first].split()[0]
            words = text[start : starts[row.last + 1] - 1]
            found.append((row.eid, row.kind, row.number, label, row.heading, words, start))
        return found


def written(treaty: Treaty) -> Draft:
    return _Author(treaty.dress).draft(treaty)


class _Author:
    def __init__(self, dress: Dress) -> None:
        self._dress = dress
        self._rows: list[Row] = []
        self._places: list[Place] = []
        self._open: list[Place] = []
        self._said = self._notes = 0
        self._scope = ""
        self._number, self._is_bis = 0, False

    def draft(self, treaty: Treaty) -> Draft:
        if treaty.title:
            self._begin("heading_1", "heading", None, "", treaty.title)
            self._rows.append(Row("title", "", treaty.title))
            self._end()
        if treaty.preamble:
            self._preamble(treaty.preamble)
        self._inside(treaty.inside, "", 0)
        if treaty.testimonium:
            self._testimonium(treaty.testimonium)
        for index, annex in enumerate(treaty.annexes, 1):
            self._annex(annex, index)
        return Draft(tuple(self._rows), tuple(self._places), self._dress)

    def _begin(
        self,
        eid: str,
        kind: str,
        number: str | None = None,
        label: str = "",
        heading: str = "",
        *,
        behind: bool = False,
    ) -> None:
        first = len(self._rows) - behind
        place = Place(eid, kind, number, label, heading, first, -1, behind, self._open[-1] if self._open else None)
        self._places.append(place)
        self._open.append(place)

    def _end(self) -> None:
        self._open.pop().last = len(self._rows) - 1

    # --- sentences

    def _name(self) -> str:
        self._said += 1
        return _place(self._said - 1)

    def _sentence(self, said: Said) -> str:
        subject, deed = _SUBJECTS[said.number % len(_SUBJECTS)], _DEEDS[said.number // len(_SUBJECTS)]
        return f"{subject} of {self._name()} {deed} of {self._name()}"

    def _paragraph(self, role: Role, label: str, words: str, depth: int, said: Said | None) -> int:
        """Adds a row; returns the number of its footnote, or 0: the caller says where the note belongs."""
        has_note = said is not None and said.has_note
        self._notes += has_note
        note = self._notes if has_note else 0
        self._rows.append(Row(role, label, words, depth, note))
        return note

    def _note(self, number: int) -> None:
        if number:
            self._begin(f"{self._scope}note_{number}", "note", str(number))
            self._rows.append(Row("note", "", f"See the register of {self._name()} for the years before.", note=number))
            self._end()

    # --- preamble, headings, end

    def _preamble(self, preamble: Preamble) -> None:
        self._begin("preamble", "preamble", None, "Preamble" if preamble.is_named else "")
        if preamble.is_named:
            self._rows.append(Row("preamble", "Preamble", ""))
        count = preamble.has_parties + len(preamble.recitals) + preamble.has_agreement
        if preamble.has_parties:
            self._unnumbered("intro", "The Parties to this Treaty,", None, named=count > 1)
        for index, said in enumerate(preamble.recitals, 1):
            words = f"{_RECITALS[said.number % len(_RECITALS)]} of {self._name()},"
            if preamble.is_numbered:
                label = self._dress.recital.format(index)
                self._begin(f"preamble__para_{index}", "paragraph", str(index), label)
                note = self._paragraph("item", label, words, 0, said)
                self._note(note)
                self._end()
            else:
                self._unnumbered(f"para_{index}", words, said)
        if preamble.has_agreement:
            self._unnumbered("wrapup", "Have agreed as follows:", None, named=count > 1)
        self._end()

    def _unnumbered(self, code: str, words: str, said: Said | None, *, named: bool = True) -> None:
        """A paragraph without a number that is a provision of its own; its note stands behind it."""
        if named:
            number = code.removeprefix("para_") if code.startswith("para_") else None
            self._begin(f"{self._open[-1].eid}__{code}", "paragraph" if number else code, number)
        note = self._paragraph("words", "", words, -1, said)
        if named:
            self._end()
        self._note(note)

    def _heading(self, role: Role, label: str, title: str, level: int, note: int = 0) -> None:
        if title and self._dress.titles_below:
            self._rows.append(Row(role, label, "", level=level))
            self._rows.append(Row("heading title", "", title, note=note, level=level))
        else:
            self._rows.append(Row(role, label, title, note=note, gap=self._dress.separator, level=level))

    def _inside(self, rows: Sequence[Division | Article], above: str, level: int) -> None:
        for index, row in enumerate(rows, 1):
            if isinstance(row, Article):
                self._article(row)
                continue
            eid = f"{above}{ {'part': 'part', 'chapter': 'chp', 'section': 'sec'}[row.kind] }_{index}"
            word = row.kind.upper() if self._dress.is_loud else row.kind.title()
            label = f"{word} {roman(index).upper() if self._dress.is_loud else index}"
            self._begin(eid, row.kind, str(index), label, row.title)
            self._heading("division", label, row.title, level + 1)
            self._inside(row.inside, f"{eid}__", level + 1)
            self._end()

    def _article(self, article: Article) -> None:
        # "5 bis" follows "5", and only once
        self._is_bis = article.is_bis and self._number > 0 and not self._is_bis
        self._number += not self._is_bis
        number = f"{self._number}{' bis' if self._is_bis else ''}"
        eid = f"{self._scope}art_{number.replace(' ', '')}"
        self._begin(eid, "article", number.replace(" ", ""), f"Article {number}", article.title)
        self._notes += article.has_note
        note = self._notes if article.has_note else 0
        self._heading("article", f"Article {number}", article.title, 4, note)
        self._note(note)
        self._body(article.body)
        self._end()

    def _testimonium(self, words: Sequence[Said]) -> None:
        self._begin("signature", "signature")
        self._rows.append(Row("words", "", f"IN WITNESS WHEREOF the elders of {self._name()} have signed this Treaty."))
        for _ in words[1:]:
            self._rows.append(Row("words", "", f"DONE at {self._name()}, in a single original."))
        self._end()

    def _annex(self, annex: Annex, index: int) -> None:
        label = f"ANNEX {roman(index).upper()}" if self._dress.is_loud else f"Annex {index}"
        self._begin(f"annex_{index}", "annex", str(index), label, annex.title)
        self._scope, self._number, self._is_bis = f"annex_{index}__", 0, False
        self._heading("annex", label, annex.title, 1)
        if isinstance(annex.inside, Body):
            self._body(annex.inside)
        else:
            self._inside(annex.inside, self._scope, 1)
        self._end()

    # --- bodies

    def _body(self, body: Body) -> None:
        eid = self._open[-1].eid
        if not body.below:
            for index, said in enumerate(body.openings, 1):
                self._unnumbered(f"para_{index}", f"{self._sentence(said)}.", said, named=len(body.openings) > 1)
            return
        if body.openings:
            self._chapeau(f"{eid}__intro", body.openings)
        self._list(body.below, eid, body.depth, has_closing=body.closing is not None)
        self._close(body.closing, eid, -1)

    def _chapeau(self, eid: str, openings: Sequence[Said]) -> None:
        """The paragraphs before a list are one provision; the note of its last one stands behind it."""
        self._begin(eid, "intro")
        note = 0
        for said in openings:
            self._note(note)
            end = ":" if said is openings[-1] else "."
            note = self._paragraph("words", "", f"{self._sentence(said)}{end}", -1, said)
        self._end()
        self._note(note)

    def _list(self, items: Sequence[Item], above: str, depth: int, *, has_closing: bool) -> None:
        kind, code = (("paragraph", "para"), ("point", "point"), ("item", "item"))[depth]
        for index, item in enumerate(items):
            number = (str(index + 1), LATIN[index], roman(index + 1))[depth]
            label = self._dress.label(depth, index)
            self._begin(f"{above}__{code}_{number}", kind, number, label)
            is_last = index + 1 == len(items)
            bond = self._dress.bond if index + 2 == len(items) else ""
            end = ":" if item.below else "." if depth < 1 or (is_last and not has_closing) else f";{bond}"
            self._item(item, label, depth, end)
            self._end()

    def _item(self, item: Item, label: str, depth: int, end: str) -> None:
        eid = self._open[-1].eid
        note = self._paragraph("item", label, f"{self._sentence(item.words)}{end}", depth, item.words)
        if item.below:
            self._begin(f"{eid}__intro", "intro", behind=True)
            self._end()
        self._note(note)
        if item.further:
            self._note(self._paragraph("words", "", f"{self._sentence(item.further)}.", depth, item.further))
        if item.below:
            self._list(item.below, eid, depth + 1, has_closing=item.closing is not None)
            self._close(item.closing, eid, depth)

    def _close(self, closing: Said | None, above: str, depth: int) -> None:
        if closing is not None:
            self._begin(f"{above}__wrapup", "wrapup")
            words = _CLOSINGS[closing.number % len(_CLOSINGS)]
            note = self._paragraph("words", "", f"{words}, as at {self._name()}.", depth, closing)
            self._end()
            self._note(note)


def numbers(rows: Sequence[Row], *roles: Role) -> Iterator[str]:
    """The labels of all rows of those roles, which a format may compute instead of saying them."""
    return (row.label for row in rows if row.role in roles)
