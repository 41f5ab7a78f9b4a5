"""What a reader should look at before trusting a text: numbers left out or used twice, brackets, no articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.model.treaty import Caution, Provision
from annotator.sources.structuring.values import readings, suffix_rank, without_suffix

_MARK = re.compile(r"[\[\]]")
_SMALL = ("paragraph", "point", "item")


def cautions_of(text: str, provisions: tuple[Provision, ...]) -> tuple[Caution, ...]:
    """All cautions of one version, in reading order within each kind."""
    found = [*_numbering(provisions), *_brackets(text, provisions)]
    if not any(row.kind == "article" for row in provisions):
        message = "No articles were found; the text is divided by its paragraphs."
        found.insert(0, Caution("no-articles", "", message))
    return tuple(found)


def _numbering(provisions: tuple[Provision, ...]) -> Iterator[Caution]:
    for scope, rows in _sequences(provisions).items():
        last: tuple[int, int] | None = None
        for row in rows:
            value = _value(row, rows)
            if value is None:
                continue
            if last is not None:
                yield from _step(row, value, last)
            elif value[0] > 1 and scope[1] == "article":
                yield Caution("numbering-gap", row.eid, f"The first article is {row.citation}.")
            last = value if last is None else max(last, value)


def _step(row: Provision, value: tuple[int, int], last: tuple[int, int]) -> Iterator[Caution]:
    if value[0] > last[0] + 1:
        yield Caution("numbering-gap", row.eid, f"{row.citation} does not follow the number before it.")
    elif value <= last:
        yield Caution("duplicate-number", row.eid, f"The number of {row.citation} was used before or is out of order.")


def _sequences(provisions: tuple[Provision, ...]) -> dict[tuple[str, str], list[Provision]]:
    """Articles of the body and of each annex; paragraphs, points and items below one parent."""
    found: dict[tuple[str, str], list[Provision]] = {}
    by_id = {row.eid: row for row in provisions}
    for row in provisions:
        if row.kind == "article":
            found.setdefault((_annex_of(row, by_id), "article"), []).append(row)
        elif row.kind in _SMALL and row.number:
            found.setdefault((row.parent or "", row.kind), []).append(row)
    return found


def _annex_of(row: Provision, by_id: dict[str, Provision]) -> str:
    place: Provision | None = row
    while place is not None and place.kind != "annex":
        place = by_id[place.parent] if place.parent else None
    return place.eid if place else ""


def _value(row: Provision, rows: list[Provision]) -> tuple[int, int] | None:
    """The value of a number within its list; the family that the whole list is counted in decides for letters."""
    number, suffix = without_suffix(row.number or "")
    if re.fullmatch(r"\d+[a-z]", number):
        return int(number[:-1]), suffix_rank(number[-1])
    family = _family(rows)
    found = next((one.value for one in readings(number) if one.family == family), None)
    return None if found is None else (found, suffix_rank(suffix))


def _family(rows: list[Provision]) -> str:
    """How a list counts: as its first number does, read as one."""
    first, _ = without_suffix(rows[0].number or "")
    found = readings(first)
    best = next((row for row in found if row.value == 1), found[0] if found else None)
    return best.family if best else ""


def _brackets(text: str, provisions: tuple[Provision, ...]) -> Iterator[Caution]:
    """One caution for each article (or provision at the top) whose square brackets do not close."""
    for row in provisions:
        if row.kind != "article" and (row.parent is not None or row.kind in ("part", "title", "chapter", "section")):
            continue
        if row.kind == "annex" and any(one.parent == row.eid and one.kind == "article" for one in provisions):
            continue
        depth, lowest = 0, 0
        for mark in _MARK.findall(text, row.start, row.end):
            depth += 1 if mark == "[" else -1
            lowest = min(lowest, depth)
        if depth or lowest:
            yield Caution("unbalanced-bracket", row.eid, f"{row.citation}: a square bracket is opened or closed alone.")
