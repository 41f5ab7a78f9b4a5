"""What every change has beside what it says: ids, a time, names. Looked at column by column, since there are many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.characters import is_line
from annotator.sharing.strict_json import NonsenseError

LATEST = "e677d21fdbff.ffffff"
"""The last millisecond of the year 9999 on the hybrid clock: no calendar here counts further."""

MOST_AUTHOR = 1_000
"""Characters of a person's name."""

_UUID = b"hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"
_STAMP = b"hhhhhhhhhhhh.hhhhhh"
_DIGITS = bytes.maketrans(b"0123456789abcdefh", b"hhhhhhhhhhhhhhhh!")
"""Makes each hexadecimal digit the same letter, and that letter none of them."""

_is_origin = re.compile(r"[A-Za-z0-9_.:-]{0,100}").fullmatch
_is_signature = re.compile(r"[A-Za-z0-9+/=_-]{0,200}").fullmatch


class HeadChecker:
    """Looks at the first eight columns and the last one of every row; raises NonsenseError.

    `things` has for each change a number that says what it is about, `authors` how many changes each (installation,
    person) made.
    """

    def __init__(self) -> None:
        self.things: dict[str, int] = {}
        self.authors: Counter[tuple[str, str]] = Counter()

    def check(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Some rows of strings."""
        columns = zip(*rows, strict=True)
        ids, change_sets, reverses, entities, entity_ids, hlcs, origins, authors, _previous, _fields, signatures = (
            columns
        )
        if not (have_form(ids, _UUID) and have_form(change_sets, _UUID) and have_form(set(reverses) - {""}, _UUID)):
            raise NonsenseError("a change in it has no proper ids")
        if not have_form(hlcs, _STAMP) or max(hlcs) > LATEST:
            raise NonsenseError("a change in it has an impossible time")
        if not all(map(_is_signature, set(signatures))):
            raise NonsenseError("a change in it has an impossible signature")
        for origin, author in set(zip(origins, authors, strict=True)) - self.authors.keys():
            if not _is_origin(origin) or not is_line(author, MOST_AUTHOR):
                raise NonsenseError("a change in it has an author whose name cannot be shown")
        self.authors.update(zip(origins, authors, strict=True))
        expected = len(self.things) + len(rows)
        self.things.update(zip(ids, map(hash, zip(entities, entity_ids, strict=True)), strict=True))
        if len(self.things) != expected:
            raise NonsenseError("a change stands in it twice")

    @property
    def most_frequent_author(self) -> str:
        """Who made most changes; empty where nobody is named."""
        counts: Counter[str] = Counter()
        for (_origin, author), count in self.authors.items():
            counts[author] += count if author else 0
        return max(counts, key=lambda author: (counts[author], author), default="")


def have_form(values: Iterable[str], form: bytes) -> bool:
    """Whether all have this form, in which `h` stands for a hexadecimal digit in lower case."""
    found = tuple(values)
    if any(length != len(form) for length in set(map(len, found))):
        return False
    return "".join(found).encode("ascii", "replace").translate(_DIGITS) == form * len(found)


def is_uuid(value: str) -> bool:
    return have_form((value,), _UUID)
