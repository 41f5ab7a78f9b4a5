"""The Brief: one tree of headings, quotations, commentary and citations, which each writer turns into a file.

Its words hold no control characters, and none are escaped for any format. `cutting` says what may be in it, `brief`
builds it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.export.commentary import Block
from annotator.model.annotation import AskAction, Audience
from annotator.model.redline import Piece
from annotator.model.treaty import Direction

GroupBy = Literal["category", "provision", "severity", "instrument"]


def today() -> str:
    """The date here, as ISO 8601."""
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date().isoformat()


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """How a brief is made. `date` is ISO 8601, today unless it is given; an empty one leaves the brief undated."""

    title: str = ""
    group_by: GroupBy = "category"
    audience: Audience = "organisation"
    internal: bool = False
    date: str = field(default_factory=today)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A text that the brief quotes. `date` is in words, `kind` too (empty for an official text).

    `sha256` (of the words) is set in an internal copy only.
    """

    version: str
    name: str
    title: str
    symbol: str
    series: str
    date: str
    place: str
    url: str
    kind: str
    citation: str
    language: str
    is_restated: bool
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words of a version, by paragraph. Restated words are ours: writers say so and set no quotation marks."""

    paragraphs: tuple[str, ...]
    language: str
    direction: Direction
    is_restated: bool


@dataclass(frozen=True, slots=True)
class AskPart:
    """What is asked. `sentence` says it with its place; `runs` is the wording, with what it strikes and inserts."""

    action: AskAction
    label: str
    sentence: str
    runs: tuple[Piece, ...]
    fallback: str
    addressee: str
    is_against_restatement: bool
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Source:
    """An authority as a footnote cites it."""

    title: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class InternalNote:
    """What only an internal copy shows of an annotation, in words."""

    author: str
    severity: str
    audience: str
    status: str
    tags: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One annotation. `provision` is its short citation, `citation` the full one; `number` counts through the brief.

    `also` names further categories; `whole` says that it is about the provision as such. `quotation` is None for a gap
    in a whole provision, which has no words to point at. `annotation` is the id, for programs; no writer shows it.
    """

    annotation: str
    number: int
    provision: str
    instrument: str
    citation: str
    quotation: Quotation | None
    whole: bool
    stance: str
    also: tuple[str, ...]
    commentary: tuple[Block, ...]
    ask: AskPart | None
    authorities: tuple[Source, ...]
    internal: InternalNote | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its entries, then its subsections."""

    heading: str
    entries: tuple[Entry, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        return self.entries + tuple(entry for section in self.sections for entry in section.all_entries)


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many annotations each category has on each article: `counts[row][column]`, rows being articles."""

    articles: tuple[str, ...]
    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What every writer is given. `date` is ISO 8601; `left_out` pairs a reason with how many it left out.

    `rows` are the annotations as flat data, all with the same keys; `matrix` is there in an internal copy only.
    """

    title: str
    date: str
    is_internal: bool
    instruments: tuple[Instrument, ...]
    sections: tuple[Section, ...]
    annotation_count: int
    left_out: tuple[tuple[str, int], ...]
    rows: tuple[Mapping[str, str], ...]
    matrix: Matrix | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.all_entries)

    @property
    def asking(self) -> tuple[Entry, ...]:
        """The entries with an ask, in order: the summary of the asks."""
        return tuple(entry for entry in self.entries if entry.ask)
