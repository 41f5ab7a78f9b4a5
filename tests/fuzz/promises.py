"""What every reading promises, whatever it was read from."""

from __future__ import annotations

import io
import re
import unicodedata

from annotator.model.treaty import Provision, Reading, solid_length
from annotator.sources.wire import read_message, reading_from_json, reading_to_json, write_message

_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


class BrokenPromiseError(AssertionError):
    """A reading that no document may lead to."""


def check(readings: list[Reading]) -> None:
    """Raises BrokenPromiseError."""
    _require(bool(readings), "there is a reading")
    for reading in readings:
        _check_sums(reading)
        _check_words(reading.text.text)
        _check_tree(reading.text.provisions, len(reading.text.text))
        _check_notes(reading)
    _check_passing(readings)


def _check_sums(reading: Reading) -> None:
    ledger = reading.text.ledger
    _require(ledger.source_characters == ledger.kept_characters + ledger.dropped_characters, "source = kept + dropped")
    solid = solid_length(reading.text.text)
    _require(solid == ledger.kept_characters + ledger.generated_characters, "text = kept + generated")
    _require(min(ledger.kept_characters, ledger.generated_characters) >= 0, "no count is negative")


def _check_words(text: str) -> None:
    _require(unicodedata.is_normalized("NFC", text), "the text is in NFC")
    found = _UNWANTED.search(text)
    _require(found is None, f"the text has no {found[0]!r}" if found else "")
    _require(all(line.strip() for line in text.split("\n")) if text else True, "no line of the text is blank")


def _check_tree(provisions: tuple[Provision, ...], length: int) -> None:
    by_eid = {row.eid: row for row in provisions}
    _require(len(by_eid) == len(provisions), "no eId occurs twice")
    last: dict[str | None, int] = {}
    seen: set[str] = set()
    for row in provisions:
        start, end = 0, length
        if row.parent is not None:
            _require(row.parent in seen, f"the parent of {row.eid} comes before it")
            start, end = by_eid[row.parent].start, by_eid[row.parent].end
        _require(start <= row.start <= row.end <= end, f"{row.eid} is inside its parent")
        _require(last.get(row.parent, 0) <= row.start, f"{row.eid} does not overlap its sibling")
        last[row.parent] = row.end
        seen.add(row.eid)


def _check_notes(reading: Reading) -> None:
    for note in reading.notes:
        _require(0 <= note.start <= note.end <= len(reading.text.text), "a note is about words of the text")


def _check_passing(readings: list[Reading]) -> None:
    """What the worker found must arrive in the program as it was."""
    pipe = io.BytesIO()
    write_message(pipe, {"readings": [reading_to_json(row) for row in readings]})
    pipe.seek(0)
    message = read_message(pipe) or {}
    _require([reading_from_json(row) for row in message["readings"]] == readings, "the reading passes the wire")


def _require(holds: bool, promise: str) -> None:
    if not holds:
        raise BrokenPromiseError(f"broken: {promise}")
