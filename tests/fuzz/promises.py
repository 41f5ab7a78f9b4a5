"""What every reading promises, whatever it was read from and however that was asked for."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from annotator.model.correcting import Instructions, lines_of
from annotator.model.treaty import Provision, Reading, Text, canonical_characters, solid_length
from annotator.sources.kinds import kind_of
from annotator.sources.lines import Line
from annotator.sources.reading import extractions_of
from annotator.sources.wire import read_message, reading_from_json, reading_to_json, write_message

_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


class BrokenPromiseError(AssertionError):
    """A reading that no document may lead to."""


def check(readings: list[Reading], *, is_passed_on: bool = True) -> None:
    """Raises BrokenPromiseError. What `is_passed_on` is also sent through the worker's pipe."""
    _require(bool(readings), "there is a reading")
    for reading in readings:
        _check_sums(reading)
        _check_words(reading.text.text)
        _check_tree(reading.text.provisions, len(reading.text.text))
        _check_notes(reading)
        _check_places(reading)
        _check_identity(reading.text)
    if is_passed_on:
        _check_passing(readings)


def check_nothing_lost(readings: list[Reading], name: str, data: bytes, instructions: Instructions) -> None:
    """Every line that the reader gives stands in the readings or is dropped, with all its characters and once.

    The file is read a second time, up to its lines; one that states its own structure has none. Raises
    BrokenPromiseError.
    """
    kind = kind_of(name, data)
    if kind == "akoma-ntoso":
        return
    for state in {row.revisions for row in readings}:
        found = [row for row in readings if row.revisions == state]
        revisions = "rejected" if "rejected" in (state, instructions.revisions) and state != "accepted" else "accepted"
        extractions = extractions_of(kind, data, revisions)
        (lines,) = (row.lines for row in extractions if row.engine == found[0].engine)
        _check_lines(found, lines)


def _check_lines(readings: list[Reading], lines: Sequence[Line]) -> None:
    source = sum(row.text.ledger.source_characters for row in readings)
    _require(source == sum(solid_length(row.text) for row in lines), "the ledger has all that the reader gives")
    said: Counter[int] = Counter()
    for row in (line for reading in readings for line in lines_of(reading)):
        said[row.index] += solid_length(row.words)
    generated = sum(row.text.ledger.generated_characters for row in readings)
    for index, line in enumerate(lines):
        more = said[index] - solid_length(line.text)
        _require(
            0 <= more <= solid_length(canonical_characters(line.list_label)),
            f"line {index} is kept or dropped, whole and once",
        )
        generated -= more
    _require(not generated, "what is generated are numbers of lines")


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


def _check_places(reading: Reading) -> None:
    """A line that is cut into several paragraphs has a place in each."""
    length, starts = len(reading.text.text), [row.start for row in reading.places]
    _require(starts == sorted(starts) and all(0 <= start <= length for start in starts), "places ascend in the text")
    _require(len(set(reading.places)) == len(reading.places), "no place is told twice")
    kept = [row for row in lines_of(reading) if not row.dropped]
    reached = 0
    for row in sorted(kept, key=lambda row: (row.start, row.end)):
        _require(row.start == reached, f"line {row.index} begins where the line before it ends")
        reached = row.end
    _require(reached == length or not reading.places, "lines reach to the end of the text")
    _require(bool(reading.places) or not length or reading.engine == "akoma-ntoso", "lines have places")


def _check_identity(text: Text) -> None:
    _require(
        Text.of(text.text, text.provisions, text.ledger) == text, "id and hash are those of the words and the tree"
    )


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
