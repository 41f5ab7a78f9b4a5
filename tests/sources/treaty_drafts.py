"""A treaty written out: its paragraphs, the provisions they begin, and where each of these must be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from annotator.sources.numerals import LATIN, roman
from tests.sources.treaty_trees import Annex, Article, Body, Division, Dress, Item, Preamble, Said, Treaty

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


def _place(count: int) -> str:
    """A name that no other sentence of the treaty has: what stands on several pages alike is their furniture."""
    return _FRONTS[count % len(_FRONTS)] + _ENDS[count // len(_FRONTS) % len(_ENDS)]


Role = Literal["title", "preamble", "division", "article", "annex", "heading title", "words", "item", "note"]


@dataclass(frozen=True)
class Row:
    """A paragraph.

    `depth` is that of the list item it begins ("item") or goes on with ("words"), -1 is above all lists. `level` is
    that of a division. `gap` stands between `label` and `words`. `note` is the number of the footnote whose
    mark ends it, or of itself.
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
        """A paragraph without a number that is a provision of its own; its note is part of it."""
        if named:
            number = code.removeprefix("para_") if code.startswith("para_") else None
            self._begin(f"{self._open[-1].eid}__{code}", "paragraph" if number else code, number)
        self._note(self._paragraph("words", "", words, -1, said))
        if named:
            self._end()

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
        """The paragraphs before a list are one provision, and their notes part of it."""
        self._begin(eid, "intro")
        note = 0
        for said in openings:
            self._note(note)
            end = ":" if said is openings[-1] else "."
            note = self._paragraph("words", "", f"{self._sentence(said)}{end}", -1, said)
        self._note(note)
        self._end()

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
        self._note(note)
        if item.below:
            self._end()
        if item.further:
            self._note(self._paragraph("words", "", f"{self._sentence(item.further)}.", depth, item.further))
        if item.below:
            self._list(item.below, eid, depth + 1, has_closing=item.closing is not None)
            self._close(item.closing, eid, depth)

    def _close(self, closing: Said | None, above: str, depth: int) -> None:
        if closing is not None:
            self._begin(f"{above}__wrapup", "wrapup")
            words = _CLOSINGS[closing.number % len(_CLOSINGS)]
            self._note(self._paragraph("words", "", f"{words}, as at {self._name()}.", depth, closing))
            self._end()


def numbers(rows: Sequence[Row], *roles: Role) -> Iterator[str]:
    """The labels of all rows of those roles, which a format may compute instead of saying them."""
    return (row.label for row in rows if row.role in roles)
