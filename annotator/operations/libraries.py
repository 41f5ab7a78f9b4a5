"""Making and opening libraries, and their codebooks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from annotator.model.annotation import Person
from annotator.model.change import DELETED, ChangeSet, Edit
from annotator.model.codebook import Category, Codebook
from annotator.model.records import dataclass
from annotator.operations.codebooks import standard_codebook
from annotator.settings import origin
from annotator.store.library import Library

_CODEBOOK = "codebook"
"""The id of a library's one codebook: the same everywhere, so that partners' codebooks meet when merged."""


def new_library(path: Path, codebook: Codebook | None = None) -> Library:
    """Make a library with that codebook (the standard one) and open it for writing."""
    return Library.create(path, origin(), codebook_edits(codebook or standard_codebook()))


def open_library(path: Path) -> Library:
    """Open for writing."""
    return Library.open(path, origin())


def read_library(path: Path) -> Library:
    """Open for reading alone, where this installation can have no name too."""
    try:
        here = origin()
    except OSError:
        here = ""
    return Library.read(path, here)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was wrong with a library, what still is, and the backup made first: None where nothing was rebuilt."""

    found: tuple[str, ...]
    left: tuple[str, ...]
    backup: Path | None


def rebuild_library(path: Path) -> Rebuilt:
    """Check a library, and where what is derived is not what the log says, make that anew after a backup.

    Raises Problem, and then nothing was changed.
    """
    with open_library(path) as library:
        found = tuple(library.problems())
        made = library.rebuild()
        return Rebuilt(found, tuple(library.problems()) if made else found, made.path if made else None)


def replace_codebook(library: Library, codebook: Codebook, person: Person) -> ChangeSet:
    """Make `codebook` the library's. Layers that annotations use and the new one lacks stay, after the others."""
    used = {category for row in library.annotations() for category in row.categories}
    kept = {row.id for row in codebook.categories}
    old = [row for row in library.codebook().categories if row.id not in kept]
    parents = {row.parent for row in old if row.id in used}
    edits = codebook_edits(codebook)
    for number, row in enumerate(old):
        stays = row.id in used or row.id in parents
        fields = {"position": len(codebook.categories) + number, "key": ""} if stays else {DELETED: True}
        edits.append(Edit("category", row.id, fields))
    return library.apply(edits, person)


def codebook_edits(codebook: Codebook) -> list[Edit]:
    """The edits that write every category and the tags."""
    tags = [[group, list(names)] for group, names in codebook.tags]
    return [
        Edit("codebook", _CODEBOOK, {"name": codebook.name, "tags": tags}),
        *(Edit("category", row.id, _fields(row)) for row in codebook.categories),
    ]


def _fields(category: Category) -> dict[str, object]:
    values: dict[str, object] = {**asdict(category), "parent": category.parent or "", DELETED: False}
    del values["id"]
    return values
