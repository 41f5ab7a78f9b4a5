"""What the `num` of an Akoma Ntoso element says: "Article 24 bis", "§ 12", "(a)", "IV."."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotator.sources.structuring.headings import heading_of, number_of
from annotator.sources.structuring.labels import label_at
from annotator.sources.structuring.values import Reading

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_IN_EID = re.compile(r"(?:^|__)[A-Za-z]+[_-](?P<number>\d+[a-z]*|[ivxlcdm]+)$")


class Number(NamedTuple):
    """As eIds have it, and as citations do."""

    number: str = ""
    cited: str = ""


def number_in_name(printed: str) -> Number:
    """The number of an article or a division: "Article V bis" → ("5bis", "V bis"); empty where there is none."""
    heading = heading_of(printed, marked=True, starts=True)
    if heading is not None and heading.number:
        return Number(heading.number, heading.cited)
    bare = _EDGES.sub("", printed)
    for candidate in (bare, *_last_words(bare)):
        found = number_of(candidate) if candidate else None
        if found is not None:
            return Number(found[0], found[1])
    return Number()


def number_in_label(printed: str) -> Number:
    """The number of a paragraph or point: "(a)" → ("a", "a"); empty where there is none or a dash."""
    label = label_at(printed) or label_at(_EDGES.sub("", printed) + ".")
    if label is not None and label.form != "–":
        reading = _best(label.readings)
        return Number(label.written(reading), label.cited(reading))
    return number_in_name(printed)


def number_in_eid(eid: str) -> str:
    """The number that an eId ends with: "chp_2__art_7" → "7", else ""."""
    match = _IN_EID.search(eid)
    return match["number"] if match else ""


def _last_words(bare: str) -> list[str]:
    """The end of a name without its word: "Section 12", "sub b", "Rule 4 bis"."""
    words = bare.split()
    return [" ".join(words[-count:]) for count in (2, 1) if count < len(words)]


def _best(readings: tuple[Reading, ...]) -> Reading:
    """Letters are printed the same whatever they count."""
    return next((row for row in readings if row.family in ("latin", "LATIN", "decimal")), readings[0])
