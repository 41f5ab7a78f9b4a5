"""Facets: what annotations are shown, counted and chosen by. A hundred thousand annotations have few different ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model.annotation import Annotation, Audience, Severity, Stance, Status, Strength


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """Made by `facets` alone, once for each combination: two that are equal are the same object."""

    whole: bool
    stance: Stance
    strength: Strength
    severity: Severity
    ask: str
    audience: Audience
    status: Status
    author: str
    organisation: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]


_Key = tuple[Any, ...]
_known: dict[_Key, Facets] = {}


def facets_of(row: Annotation) -> Facets:
    """The facets of an annotation."""
    key = (
        *(row.anchor.whole, row.stance, row.strength, row.severity, row.ask.action, row.audience, row.status),
        *(row.author, row.organisation, row.categories, row.tags),
    )
    return _facets(key)


def facets_from_json(words: str, positions: Mapping[str, int]) -> Facets:
    """The facets that the library keeps as JSON; `positions` orders categories as the codebook does."""
    whole, *plain, categories, tags = json.loads(words)
    ordered = sorted(categories, key=lambda id: (positions.get(id, -1), id))
    return _facets((bool(whole), *plain, tuple(ordered), tuple(sorted(tags))))


def _facets(key: _Key) -> Facets:
    found = _known.get(key)
    if found is None:
        found = _known[key] = Facets(*key)
    return found
