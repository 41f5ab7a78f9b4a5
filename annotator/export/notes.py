"""The footnotes of a brief: one for each citation, numbered through it."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.export.tree import Brief


@dataclass(frozen=True, slots=True)
class Note:
    """`title` is what an authority is called in the line that the note hangs on."""

    number: int
    text: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class EntryNotes:
    """The note of an entry's own citation, and those of its authorities."""

    citation: Note
    authorities: tuple[Note, ...]

    @property
    def all(self) -> tuple[Note, ...]:
        return (self.citation, *self.authorities)


def number_notes(brief: Brief) -> dict[int, EntryNotes]:
    """The notes by the number of their entry, in the order of reading."""
    found: dict[int, EntryNotes] = {}
    last = 0
    for entry in brief.entries:
        citation = Note(last + 1, f"{entry.citation}.")
        sources = tuple(
            Note(last + 2 + place, f"{source.citation}.", source.url, source.title)
            for place, source in enumerate(entry.authorities)
        )
        found[entry.number] = EntryNotes(citation, sources)
        last += 1 + len(sources)
    return found
