"""What a person says of the lines of a source before a version is made: left out or not, and what each one is.

A `Correction` names a line by its index among all lines that the reader gave. It holds for one way of reading tracked
changes, since another gives other lines; `Instructions` keep the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from annotator.model.treaty import Provision, ProvisionKind, Reading

LineKind = Literal[
    "kept", "left out", "words", "joined", "heading", "preamble", "part", "chapter", "section", "title", "article",
    "annex", "paragraph", "point", "item", "subitem", "note", "signature",
]  # fmt: skip
"""What a line is to be. "kept": in the text, every character of it, as whatever its words say; "left out": not in the
text; "words": a paragraph without a number; "joined": it goes on the paragraph before it; the rest are provisions."""

LEFT_OUT = "left out by you"
"""Why a line is dropped that a person left out."""

LINE_KINDS: tuple[LineKind, ...] = get_args(LineKind)

Revisions = Literal["accepted", "rejected", "both"]
"""How tracked changes are read: as accepted, as if never made, or as two versions to compare."""

REVISIONS: tuple[Revisions, ...] = get_args(Revisions)


@dataclass(frozen=True, slots=True)
class Correction:
    """Line number `line` (from 0) is to be `kind`."""

    line: int
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Instructions:
    """How to read a file."""

    revisions: Revisions = "accepted"
    corrections: tuple[Correction, ...] = ()

    def corrected(self, lines: Sequence[int], kind: LineKind) -> Instructions:
        """These with `lines` being `kind`, whatever was said of them before."""
        others = tuple(row for row in self.corrections if row.line not in lines)
        added = tuple(Correction(line, kind) for line in lines)
        return Instructions(self.revisions, (*others, *added))


AS_IT_IS = Instructions()
"""Nothing is asked: changes accepted, no line corrected."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A source line as it was read: characters `[start, end)` of the text, or words left out for the reason `dropped`.

    `provisions` begin with it, the outermost first; `within` is the innermost provision that holds it, if any. One that
    `goes_on` was joined to the paragraph before it.
    """

    index: int
    words: str
    page: int | None
    start: int
    end: int
    dropped: str = ""
    provisions: tuple[Provision, ...] = ()
    within: Provision | None = None
    goes_on: bool = False

    @property
    def kind(self) -> ProvisionKind | None:
        return self.provisions[-1].kind if self.provisions else None


def lines_of(reading: Reading) -> list[ReadLine]:
    """All lines of the source that are in this reading or were left out of it, in the order of the source.

    A line that several dropped pieces stand on comes once for each piece and once for what of it was kept.
    """
    found = [*_kept(reading), *_dropped(reading)]
    return sorted(found, key=lambda row: (row.index, bool(row.dropped)))


def first_line_of(reading: Reading) -> int:
    """The index of the first line of the source that is in this reading or was left out of it; -1 without lines."""
    dropped = (row.line for row in reading.text.ledger.dropped if row.line is not None)
    return min([*(row.line for row in reading.places), *dropped], default=-1)


def _kept(reading: Reading) -> Iterator[ReadLine]:
    text, provisions = reading.text.text, reading.text.provisions
    places = sorted(reading.places, key=lambda row: row.start)
    ends = [*(following.start for following in places[1:]), len(text)][: len(places)]
    position, around = 0, list[Provision]()
    for place, end in zip(places, ends, strict=True):
        around = [row for row in around if row.end > place.start]
        begun: list[Provision] = []
        while position < len(provisions) and provisions[position].start < end:
            row = provisions[position]
            begun += [row] if row.start >= place.start else []
            around += [row] if row.end > place.start else []
            position += 1
        words = text[place.start : end].strip()
        own = tuple(row for row in begun if row.start == place.start) or tuple(begun)
        within = around[-1] if around else None
        goes_on = not own and place.start > 0 and text[place.start - 1] != "\n"
        yield ReadLine(place.line, words, place.page, place.start, end, "", own, within, goes_on)


def _dropped(reading: Reading) -> Iterator[ReadLine]:
    for row in reading.text.ledger.dropped:
        if row.line is not None:
            yield ReadLine(row.line, row.text, row.page, 0, 0, row.reason)
