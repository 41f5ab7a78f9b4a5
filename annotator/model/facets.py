"""Facets: what annotations are shown, counted and chosen by. A hundred thousand annotations have few different ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from annotator.model.records import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """Of an annotation, its anchor and its ask. Made by `facets` alone: two that are equal are the same object."""

    whole: bool
    stance: str
    strength: str
    severity: str
    ask: str
    audience: str
    status: str
    author: str
    organisation: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    partner: str = ""


_known: dict[tuple[Any, ...], Facets] = {}


def facets(*values: Any) -> Facets:
    """The facets with these values, in the order of the fields."""
    found = _known.get(values)
    if found is None:
        found = _known[values] = Facets(*values)
    return found


def facets_from(kind: Facets, partner: str) -> Facets:
    """The same of an annotation that came with a file of this partner's."""
    own = (getattr(kind, row.name) for row in fields(Facets) if row.name != "partner")
    return facets(*own, partner)


def facets_from_json(words: str, positions: Mapping[str, int], read_as: Mapping[str, str] = {}) -> Facets:
    """The facets that the library keeps as JSON; `positions` orders categories as the codebook does.

    `read_as` maps a partner's category to the one that it is read as.
    """
    whole, *plain, categories, tags = json.loads(words)
    own = {read_as.get(id, id) for id in categories}
    ordered = sorted(own, key=lambda id: (positions.get(id, -1), id))
    return facets(bool(whole), *plain, tuple(ordered), tuple(sorted(tags)), "")
