"""Making the sample library from the files of `sample_texts/`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.model.anchoring import anchor_provision, anchor_quote
from annotator.model.annotation import Authority, Person
from annotator.model.change import Edit
from annotator.model.treaty import VERSION_FIELDS, Text
from annotator.operations.annotating import Assignment, add_authority, annotation_edits
from annotator.operations.codebooks import standard_codebook
from annotator.operations.importing import Imported, add_versions
from annotator.operations.libraries import codebook_edits
from annotator.operations.naming import find_provision
from annotator.operations.reading import describe
from annotator.settings import SAMPLE_TEXTS
from annotator.sources import Readers
from annotator.store.identity import new_id
from annotator.store.library import Library

_ORIGIN = "samples"  # not this installation's: undo must not take the samples apart

Progress = Callable[[str, float], None]


def make(path: Path, featured: str, progress: Progress) -> None:
    """Make it at `path`, with the id `featured` for the finished note. `progress` hears the step and its share."""
    content = tomllib.loads((SAMPLE_TEXTS / "annotations.toml").read_text(encoding="utf-8"))
    person = Person(content["author"], content["organisation"])
    with Library.create(path, _ORIGIN, codebook_edits(standard_codebook())) as library:
        texts = _import_texts(library, content["versions"], person, progress)
        authorities = {
            row["id"]: add_authority(library, Authority(**row), person).id for row in content.get("authority", [])
        }
        edits: list[Edit] = []
        for row in content["annotation"]:
            edits += _edits(row, featured, texts[row["version"]], authorities, person)
        library.apply(edits, person)


def _import_texts(library: Library, files: dict[str, str], person: Person, progress: Progress) -> dict[str, Text]:
    found: dict[str, Text] = {}
    with Readers() as readers:
        for number, (name, file) in enumerate(files.items()):
            progress(f"Reading {file}", number / len(files))
            path = SAMPLE_TEXTS / file
            readings = [describe(row, front_matter(path)) for row in readers.read_file(path)]
            imported: list[Imported] = add_versions(library, readings, person)
            found[name] = library.text(imported[0].version.id)
    return found


def front_matter(path: Path) -> dict[str, str]:
    """The `key: value` lines between the `---` at the head of a Markdown file that describe a version."""
    head = path.read_text(encoding="utf-8").split("---", 2)
    rows = (line.partition(":") for line in head[1].splitlines()) if len(head) == 3 and not head[0].strip() else ()
    return {key.strip(): value.strip() for key, _, value in rows if key.strip() in VERSION_FIELDS}


def _edits(row: dict[str, Any], featured: str, text: Text, authorities: dict[str, str], person: Person) -> list[Edit]:
    provision = find_provision(text.provisions, row["provision"])
    anchor = anchor_provision(text, provision) if row.get("whole") else anchor_quote(text, row["quote"], provision)
    ask = row.get("ask", {})
    plain = ("commentary", "stance", "strength", "severity", "audience", "status")
    given = Assignment(
        categories=tuple(row["categories"]),
        tags=tuple(row.get("tags", ())),
        authorities=tuple(authorities[id] for id in row.get("authorities", ())),
        ask=ask.get("action"),
        **{name: ask.get(name) for name in ("wording", "fallback", "addressee")},
        **{name: row.get(name) for name in plain},
    )
    return annotation_edits(featured if row.get("featured") else new_id(), anchor, given, person)
