"""What a person sees in a library, as JSON: what must be there again after a kill or a loss of power."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.store.library import Library

Seen = dict[str, Any]
"""Notes by id, with their words, layers and tags and the answers to them; drafts; labels of texts; names of layers."""


def seen_in(library: Library) -> Seen:
    """All that is shown of an open library."""
    notes = {
        row.id: {
            "words": row.commentary,
            "status": row.status,
            "layers": sorted(row.categories),
            "tags": sorted(row.tags),
            "answers": sorted(reply.commentary for reply in library.replies(row.id)),
        }
        for row in library.annotations()
    }
    return {
        "notes": notes,
        "drafts": library.drafts(),
        "texts": sorted(version.data.label for version in library.versions()),
        "layers": sorted(layer.name for layer in library.codebook().categories),
    }


def seen_in_file(path: Path) -> Seen:
    """The same of one that is not open."""
    with Library.read(path) as library:
        return seen_in(library)


def copied(seen: Seen) -> Seen:
    """For changing; what is inside a note is replaced, not changed."""
    notes = {id: dict(note) for id, note in seen["notes"].items()}
    return {**seen, "notes": notes, "drafts": dict(seen["drafts"])}


def without(seen: Seen, notes: set[str]) -> Seen:
    """The same without these notes and their drafts."""
    kept = copied(seen)
    for id in notes:
        kept["notes"].pop(id, None)
        kept["drafts"].pop(id, None)
    return kept


def key(seen: Seen | None) -> str:
    """The same for what looks the same; of no library at all, too."""
    return json.dumps(seen, sort_keys=True, ensure_ascii=False)


def difference(found: Seen | None, wanted: Seen | None) -> str:
    """In what the two differ, in some words."""
    if found is None or wanted is None:
        return f"found {'no' if found is None else 'a'} library, wanted {'none' if wanted is None else 'one'}"
    told = []
    for part in sorted(found.keys() | wanted.keys()):
        here, there = found.get(part), wanted.get(part)
        if here == there:
            continue
        if isinstance(here, dict) and isinstance(there, dict):
            names = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
            told += [f"{part} {name}: found {here.get(name)}, wanted {there.get(name)}" for name in names[:3]]
        else:
            told.append(f"{part}: found {here}, wanted {there}")
    return "; ".join(told) or "nothing"
