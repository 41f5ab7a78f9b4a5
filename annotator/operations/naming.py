"""From what a person writes ("paris", "24(2)", "Surveillance") to what is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from annotator.model.citing import find_place
from annotator.model.codebook import Category
from annotator.model.linking import Linker
from annotator.model.problems import NotFound
from annotator.model.treaty import Provision, Version
from annotator.store.library import Library

T = TypeVar("T")


def find_version(library: Library, name: str) -> Version:
    """The version whose id or label is `name` or, alone, begins with it. Raises NotFound."""
    versions = library.versions()
    exact = [row for row in versions if name in (row.id, row.data.label)]
    begun = [row for row in versions if name and (row.id.startswith(name) or _plain(row.name).startswith(_plain(name)))]
    return _only(
        exact or begun, f"version “{name}”", [f"{row.id[:8]} {row.name}" for row in exact or begun or versions]
    )


def find_provision(provisions: Sequence[Provision], name: str) -> Provision:
    """The provision with that eId or citation: "art_24__para_2", "art. 24(2)", "Article 24 (2)" or "24(2)"."""
    found = find_place(provisions, name)
    twins = [row.eid for row in provisions if found and name != found.eid and row.citation == found.citation]
    if len(twins) > 1:
        raise NotFound(
            f"“{name}” stands {len(twins)} times in this text; give one of these eIds: {', '.join(twins[:8])}."
        )
    if found is None:
        raise NotFound(f"There is no provision “{name}” in this text; “annotator outline” lists its citations.")
    return found


def find_category(categories: Iterable[Category], name: str) -> Category:
    """The layer with that id, key or name, or whose name alone begins with it. Raises NotFound."""
    layers = [row for row in categories if row.is_layer]
    exact = [row for row in layers if name in (row.id, row.key) or _plain(row.name) == _plain(name)]
    begun = [row for row in layers if name and _plain(row.name).startswith(_plain(name))]
    return _only(exact or begun, f"category “{name}”", [row.name for row in exact or begun or layers])


def make_linker(library: Library) -> Linker:
    """What finds the provisions that commentary links to, in any version of the library; a text is read when needed."""
    return Linker(library.versions(), lambda version: library.text(version).provisions)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _only(found: Sequence[T], what: str, choice: Sequence[str]) -> T:
    if len(found) == 1:
        return found[0]
    listed = "; ".join(choice[:8]) or "none"
    if found:
        raise NotFound(f"More than one thing is meant by {what}: {listed}. Give more of its name or id.")
    raise NotFound(f"There is no {what}; there is: {listed}.")
