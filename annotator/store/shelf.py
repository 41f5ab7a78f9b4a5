"""Annotations at hand: place and facets of each, read at once; its words, read when somebody asks for them.

A page paints, a panel counts and a list scrolls through a hundred thousand annotations; a person reads a few of them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from annotator.model.anchoring import Anchor
from annotator.model.annotation import Annotation
from annotator.model.facets import Facets, facets_from, facets_from_json
from annotator.store import layer_matches
from annotator.store.database import Database
from annotator.store.partners import partners_of

Read = Callable[["ShelvedAnnotation"], Annotation]

_BOTH = (
    *("stance", "strength", "severity", "audience", "status", "author", "organisation", "categories", "tags"),
    "partner",
)
_WORDS = frozenset({"exact", "prefix", "suffix", "provision"})
_FIELDS = frozenset(row.name for row in fields(Annotation))


class ShelvedAnnotation(Annotation):
    """An annotation like any other, for whoever reads it; a field that was not read yet is read when it is asked for.

    It must not be asked for its words any more once the library is closed.
    """

    __slots__ = ("end", "facets", "read", "start", "version")
    start: int
    end: int
    facets: Facets
    version: str
    read: Read

    def __new__(cls, *given: Any, **named: Any) -> Any:
        """Without values by `shelved`; with all of them, as a changed copy (`dataclasses.replace`), an Annotation."""
        return Annotation(*given, **named) if given or named else super().__new__(cls)

    def __getattr__(self, name: str) -> Any:
        """Python comes here only where a field has no value yet."""
        if name in _BOTH:
            for field in _BOTH:
                _set(self, field, getattr(self.facets, field))
        elif name == "anchor":
            _set(self, "anchor", _ShelvedAnchor.of(self))
        elif name in _FIELDS:
            self.fill()
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def fill(self) -> None:
        """Read all that is missing. The place stays that at which it was shelved, though it may have moved since: lists
        are sorted by it."""
        found = self.read(self)
        for field in _FIELDS:
            _set(self, field, getattr(found, field))
        _set(self, "anchor", replace(found.anchor, version=self.version, start=self.start, end=self.end))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Annotation):
            return NotImplemented
        return self.id == other.id and all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    __hash__ = Annotation.__hash__


class _ShelvedAnchor(Anchor):
    __slots__ = ("_row",)
    _row: ShelvedAnnotation

    @classmethod
    def of(cls, row: ShelvedAnnotation) -> _ShelvedAnchor:
        made = cls.__new__(cls)
        values = {"version": row.version, "start": row.start, "end": row.end, "whole": row.facets.whole}
        for name, value in {**values, "_row": row}.items():
            _set(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        if name not in _WORDS:
            raise AttributeError(name)
        self._row.fill()
        for field in _WORDS:
            _set(self, field, getattr(self._row.anchor, field))
        return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Anchor) and self.to_json() == other.to_json()

    __hash__ = Anchor.__hash__


def shelved(db: Database, version: str, positions: dict[str, int], read: Read) -> list[Annotation]:
    """The annotations of a version that are not deleted, in reading order; `positions` are those of its categories."""
    sql = "SELECT id, start, end, facets FROM annotation WHERE version = ? AND NOT deleted ORDER BY start, end, id"
    known: dict[str, Facets] = {}
    partners = partners_of(db)
    theirs: dict[tuple[str, str], Facets] = {}
    read_as = layer_matches.matches(db)
    found: list[Annotation] = []
    new, add = object.__new__, found.append  # past our own `__new__`, which takes a tenth of the time
    set_id, set_start, set_end, set_facets, set_version, set_read = _setters(
        "id", "start", "end", "facets", "version", "read"
    )
    with collector_off():
        for id, start, end, words in db.execute(sql, [version]):
            facets = known.get(words)
            if facets is None:
                facets = known[words] = facets_from_json(words, positions, read_as)
            if partners and (partner := partners.get(id)):
                both = words, partner
                facets = theirs.get(both) or theirs.setdefault(both, facets_from(facets, partner))
            row = new(ShelvedAnnotation)
            set_id(row, id)
            set_start(row, start)
            set_end(row, end)
            set_facets(row, facets)
            set_version(row, version)
            set_read(row, read)
            add(row)
    return found


@contextmanager
def collector_off() -> Iterator[None]:
    """Python would look for garbage again and again while so many objects are made, in a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _setters(*names: str) -> Sequence[Callable[[ShelvedAnnotation, Any], None]]:
    """Frozen: only the slots themselves can be set; and this is done a hundred thousand times."""
    return [getattr(ShelvedAnnotation, name).__set__ for name in names]


_set = object.__setattr__
