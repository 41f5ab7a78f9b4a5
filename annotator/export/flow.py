"""A brief as one run of paragraphs and tables, each with its role: what a writer of pages sets one after the other.

Every page format says the same in the same order; a writer only knows how each role looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from annotator.export import phrases
from annotator.export.commentary import Block, Run
from annotator.export.direction import direction_of
from annotator.export.notes import EntryNotes, Note, number_notes
from annotator.export.tree import AskPart, Brief, Entry, Matrix, Quotation, Section
from annotator.model.treaty import Direction

Role = Literal[
    "title", "subtitle", "heading", "contents", "listed", "entry", "label", "whole", "lead", "quote", "text",
    "subheading", "inner-quote", "code", "rule", "sources", "ask", "wording", "caution", "ask-detail", "internal",
    "nothing",
]  # fmt: skip

DEEPEST = 4
"""Headings go no deeper."""


@dataclass(frozen=True, slots=True)
class Inline:
    """Words set in one way, a line break ("\\n"), or the mark of a footnote. `entry` is the number it leads to."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    inserted: bool = False
    code: bool = False
    link: str = ""
    entry: int = 0
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` is that of a heading, from 1; `indent` counts the lists and quotations around it, `mark` is its own.

    `number` is that of the entry which begins here. An empty `language` is that of the brief. `restated`: the words
    stand for a text's, and are ours.
    """

    role: Role
    inlines: tuple[Inline, ...]
    level: int = 0
    indent: int = 0
    mark: str = ""
    number: int = 0
    direction: Direction = "ltr"
    language: str = ""
    restated: bool = False

    @property
    def words(self) -> str:
        """Its words alone."""
        return "".join(row.text for row in self.inlines)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head. `is_matrix`: the head stands upright over narrow columns of counts."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    is_matrix: bool = False


Part = Paragraph | Table


def flow(brief: Brief) -> tuple[Part, ...]:
    """Everything that a page format sets, in order."""
    notes = number_notes(brief)
    parts = chain(_front(brief), *(_section(row, notes, 1) for row in brief.sections))
    return (*parts, *(_matrix(brief.matrix) if brief.matrix else ()))


def _front(brief: Brief) -> Iterator[Part]:
    yield _plain("title", brief.title)
    if subtitle := phrases.subtitle(brief):
        yield _plain("subtitle", subtitle)
    yield _plain("heading", phrases.SUMMARY, level=1)
    for entry in brief.asking:
        if entry.ask:
            whom = f" ({entry.ask.addressee})" if entry.ask.addressee else ""
            place = Inline(f"§\u00a0{entry.number}", entry=entry.number)
            yield Paragraph("listed", (Inline(f"{entry.ask.sentence}{whom} "), place))
    if not brief.asking:
        yield _plain("nothing", phrases.NO_ASKS if brief.entries else phrases.NOTHING)
    if brief.instruments:
        yield _plain("heading", phrases.INSTRUMENTS, level=1)
    for row in brief.instruments:
        details = phrases.instrument_details(row)
        extra = [part for part in (row.url, f"SHA-256 {row.sha256}" if row.sha256 else "") if part]
        words = ". ".join([f", {details}" if details else "", *extra])
        yield Paragraph("listed", (Inline(row.name, bold=True), Inline(words)))
    if brief.sections:
        yield _plain("contents", phrases.CONTENTS)


def _section(section: Section, notes: dict[int, EntryNotes], level: int) -> Iterator[Part]:
    yield _plain("heading", section.heading, level=min(level, DEEPEST))
    for entry in section.entries:
        yield from _entry(entry, notes[entry.number], min(level + 1, DEEPEST))
    for part in section.sections:
        yield from _section(part, notes, level + 1)


def _entry(entry: Entry, notes: EntryNotes, level: int) -> Iterator[Part]:
    mark = () if entry.quotation else (Inline(note=notes.citation),)
    heading = (Inline(f"{entry.number}. {entry.provision}"), *mark)
    yield Paragraph("entry", heading, level=level, number=entry.number)
    yield _plain("label", phrases.entry_label(entry))
    if entry.whole:
        yield Paragraph("whole", (Inline(phrases.WHOLE, italic=True),))
    if entry.quotation:
        yield from _quotation(entry.quotation, notes.citation)
    yield from _blocks(entry.commentary, 0, "")
    if notes.authorities:
        yield Paragraph("sources", tuple(_sources(notes.authorities)))
    if entry.ask:
        yield from _ask(entry.ask)
    for label, words in phrases.internal_lines(entry):
        yield Paragraph("internal", (Inline(f"{label}: ", bold=True), Inline(words)))


def _quotation(quotation: Quotation, note: Note) -> Iterator[Part]:
    words = quotation.paragraphs
    if quotation.is_restated:
        yield Paragraph("lead", (Inline(phrases.RESTATED, italic=True),), restated=True)
    else:
        words = phrases.quoted(words, restated=False)
    for place, line in enumerate(words, 1):
        mark = (Inline(note=note),) if place == len(words) else ()
        runs = (Inline(line), *mark)
        yield Paragraph(
            "quote",
            runs,
            direction=quotation.direction,
            language=quotation.language,
            restated=quotation.is_restated,
        )


def _sources(notes: Sequence[Note]) -> Iterator[Inline]:
    for place, note in enumerate(notes):
        yield Inline(f"{'; ' if place else 'See '}{note.title}")
        yield Inline(note=note)


def _ask(ask: AskPart) -> Iterator[Part]:
    yield Paragraph("ask", (Inline(ask.sentence, bold=True),))
    if ask.runs:
        pieces = phrases.spaced(ask.runs)
        runs = tuple(Inline(words, struck=kind == "struck", inserted=kind == "inserted") for kind, words in pieces)
        yield Paragraph("wording", runs, direction=ask.direction, language=ask.language)
    if ask.is_against_restatement:
        yield Paragraph("caution", (Inline(phrases.AGAINST_RESTATEMENT, italic=True),))
    for label, words in phrases.ask_lines(ask):
        yield Paragraph("ask-detail", (Inline(f"{label}: ", bold=True), Inline(words)))


def _blocks(blocks: Iterable[Block], indent: int, mark: str, role: Role = "text") -> Iterator[Part]:
    """`mark` goes before the first of them."""
    for block in blocks:
        if block.kind == "table":
            yield Table(tuple(tuple(_runs(cell.runs) for cell in row.children) for row in block.children))
        elif block.kind in ("bullets", "numbers"):
            for number, item in enumerate(block.children, block.start):
                yield from _blocks(item.children, indent + 1, f"{number}." if block.kind == "numbers" else "•", role)
        elif block.kind == "quote":
            yield from _blocks(block.children, indent + 1, mark, "inner-quote")
        else:
            own: dict[str, Role] = {"heading": "subheading", "code": "code", "rule": "rule"}
            runs = _runs(block.runs)
            direction = direction_of("".join(row.text for row in runs))
            yield Paragraph(own.get(block.kind, role), runs, indent=indent, mark=mark, direction=direction)
        mark = ""


def _runs(runs: Iterable[Run]) -> tuple[Inline, ...]:
    return tuple(Inline(run.text, run.bold, run.italic, run.struck, code=run.code, link=run.link) for run in runs)


def _matrix(matrix: Matrix) -> Iterator[Part]:
    yield _plain("heading", phrases.MATRIX, level=1)
    lines = [("Article", *matrix.categories)]
    lines += [
        (article, *(str(count or "") for count in counts))
        for article, counts in zip(matrix.articles, matrix.counts, strict=True)
    ]
    yield Table(tuple(tuple((Inline(words),) for words in line) for line in lines), is_matrix=True)


def _plain(role: Role, words: str, level: int = 0) -> Paragraph:
    return Paragraph(role, (Inline(words),), level)
