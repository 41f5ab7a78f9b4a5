"""What the writers say around the words of a brief, so that each says the same."""

from __future__ import annotations

from annotator.export.tree import AskPart, Brief, Entry, Instrument
from annotator.model.citing import long_date
from annotator.model.redline import Piece

SUMMARY = "Summary of the asks"
CONTENTS = "Contents"
INSTRUMENTS = "Instruments"
MATRIX = "Articles by category"
RESTATED = "Restated in other words:"
WHOLE = "On the provision as a whole."
AGAINST_RESTATEMENT = "Set against a restatement, not against the words of the instrument."
NO_ASKS = "No asks are made."
NOTHING = "No annotations were chosen for this brief."
INTERNAL = "Internal copy, not for circulation"


def subtitle(brief: Brief) -> str:
    """ "24 December 2026 · Internal copy, not for circulation"."""
    return " · ".join(part for part in (long_date(brief.date), INTERNAL if brief.is_internal else "") if part)


def entry_label(entry: Entry) -> str:
    """The line under an entry's heading: "Risk · UN Convention against Cybercrime · also: Oversight"."""
    also = f"also: {', '.join(entry.also)}" if entry.also else ""
    return " · ".join(part for part in (entry.stance, entry.instrument, also) if part)


def instrument_details(row: Instrument) -> str:
    """What follows the name in the list of instruments: "A/RES/79/243, UNTS 1, New York, 24 December 2024"."""
    title = row.title if row.title != row.name else ""
    return ", ".join(part for part in (title, row.symbol, row.series, row.place, row.date, row.kind) if part)


def ask_lines(ask: AskPart) -> tuple[tuple[str, str], ...]:
    """Label and words of what goes with an ask."""
    lines = (("Fallback", ask.fallback), ("Addressed to", ask.addressee))
    return tuple((label, words) for label, words in lines if words)


def spaced(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with a space between words that are struck and those that take their place."""
    found: list[Piece] = []
    for kind, words in pieces:
        if kind == "inserted" and found and found[-1][0] == "struck":
            before = found[-1][1]
            found += [] if before[-1].isspace() or words[0].isspace() else [("same", " ")]
        found.append((kind, words))
    return tuple(found)


def internal_lines(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Label and words of what an internal copy adds to an entry; none in any other."""
    note = entry.internal
    if note is None:
        return ()
    lines = (
        ("Severity", note.severity),
        ("Author", note.author),
        ("Audience", note.audience),
        ("Status", note.status),
        ("Tags", ", ".join(note.tags)),
        ("Outcome", note.outcome),
    )
    return tuple((label, words) for label, words in lines if words)


def quoted(paragraphs: tuple[str, ...], *, restated: bool) -> tuple[str, ...]:
    """The paragraphs as they are set: the treaty's words in quotation marks, a restatement introduced as one."""
    if not paragraphs:
        return ()
    if restated:
        return (f"{RESTATED} {paragraphs[0]}", *paragraphs[1:])
    return tuple(f"“{words}{'”' if place == len(paragraphs) - 1 else ''}" for place, words in enumerate(paragraphs))
