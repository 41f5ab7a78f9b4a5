"""Import: what was read (`operations/reading`), and perhaps looked at and corrected, becomes versions of a library.

Reading and writing are apart, so that the window can show what was read before anything is made.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.anchoring import anchor_range
from annotator.model.annotation import Person
from annotator.model.change import DELETED, Edit
from annotator.model.problems import Problem
from annotator.model.treaty import VERSION_FIELDS, Reading, Version
from annotator.operations.annotating import Assignment, annotation_edits, now
from annotator.operations.reading import check_given
from annotator.store.identity import new_id
from annotator.store.library import Library


@dataclass(frozen=True, slots=True)
class Imported:
    """A reading that is now a version of the library. `existing`: it was there already, and nothing was made."""

    version: Version
    reading: Reading
    existing: bool
    annotations: int


def add_versions(library: Library, readings: Sequence[Reading], person: Person) -> list[Imported]:
    """Make each reading a version, its comments annotations. One that is there already is only named.

    Each reading is one change set, so that undo takes back one at a time.
    """
    return [_add(library, reading, person) for reading in readings]


def edit_version(library: Library, version: str, given: Mapping[str, str], person: Person) -> Version:
    """Change a version's label, instrument, kind, language or what its citation needs; its words never change."""
    before = library.version(version)
    if not given:
        return before
    check_given(given)
    library.apply([Edit("version", version, dict(given))], person)
    return library.version(version)


def remove_version(library: Library, version: str, person: Person) -> None:
    """Take a version out of the library with everything on it; undo brings it back."""
    library.version(version)
    library.apply([Edit("version", version, {DELETED: True})], person)


def restore_version(library: Library, version: str, person: Person) -> None:
    """Bring a text that was removed back into the library, with everything on it."""
    library.apply([Edit("version", version, {DELETED: False})], person)


def _add(library: Library, reading: Reading, person: Person) -> Imported:
    text = reading.text
    if not text.text:
        raise Problem(f"Nothing is left of {reading.source_name}; put a line back.")
    there = {row.id: row for row in library.versions()}
    if text.id not in there and library.has_text(text.id):
        # It was removed: it comes back as it was, with its comments, rather than beside them
        library.apply([Edit("version", text.id, {DELETED: False})], person)
        there = {row.id: row for row in library.versions()}
    if text.id in there:
        return Imported(there[text.id], reading, True, there[text.id].annotations)
    label = _free_label(reading, {row.name for row in there.values()})
    fields = {name: getattr(reading.data, name) for name in VERSION_FIELDS}
    fields |= {"label": label, "sha256": text.sha256, "source_sha256": reading.source_sha256}
    fields |= {"source_name": reading.source_name, "imported": now()}
    edits = [Edit("version", text.id, {**fields, DELETED: False})]
    for note in reading.notes:
        author = Person(note.author)
        given = Assignment(stance="note", commentary=note.commentary)
        made = annotation_edits(new_id(), anchor_range(text, note.start, note.end), given, author)
        created = {"created": note.created or now()}
        edits += [Edit(row.entity, row.entity_id, {**row.fields, **created}) for row in made]
    library.apply(edits, person, texts=[text])
    return Imported(library.version(text.id), reading, False, len(reading.notes))


def _free_label(reading: Reading, taken: set[str]) -> str:
    """A label that no other version has, since versions are named by it."""
    label = reading.data.label or reading.data.short_title or reading.data.instrument or Path(reading.source_name).stem
    dated = [f"{label}, {reading.data.date}"] if reading.data.date else []
    numbered = (f"{label} ({number})" for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain([label], dated, numbered) if candidate not in taken)
