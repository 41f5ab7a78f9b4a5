"""Which annotations a command means: from names as a person writes them to filters of ids."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from annotator.model.annotation import Annotation
from annotator.model.citing import find_place
from annotator.model.problems import NotFound, Problem
from annotator.model.selection import Filters
from annotator.operations.naming import find_category, find_version
from annotator.store.library import Library


def resolve_filters(library: Library, names: Filters) -> Filters:
    """`names` says it as people write it: versions by label, provisions by citation, categories by name or key.

    Raises NotFound where a version, provision or category is not there."""
    versions = tuple(find_version(library, name).id for name in names.version)
    categories = library.codebook().categories if names.category else ()
    return replace(
        names,
        since=_moment(names.since),
        version=versions,
        provision=_provisions(library, names.provision, versions),
        category=tuple(find_category(categories, name).id for name in names.category),
    )


def annotation_row(library: Library, annotation: Annotation) -> dict[str, Any]:
    """An annotation as `--json` prints it; `eid` is the innermost provision around it, `quote` its exact words."""
    anchor, ask = annotation.anchor, annotation.ask
    return {
        "id": annotation.id,
        "version": anchor.version,
        "eid": anchor.provision,
        "citation": citation_of(library, annotation),
        "start": anchor.start,
        "end": anchor.end,
        "quote": anchor.exact,
        "whole": anchor.whole,
        "categories": list(annotation.categories),
        "commentary": annotation.commentary,
        "stance": annotation.stance,
        "strength": annotation.strength,
        "severity": annotation.severity,
        "ask": ask.action,
        "wording": ask.wording,
        "fallback": ask.fallback,
        "addressee": ask.addressee,
        "outcome": ask.outcome,
        "audience": annotation.audience,
        "status": annotation.status,
        "tags": list(annotation.tags),
        "authorities": list(annotation.authorities),
        "author": annotation.author,
        "organisation": annotation.organisation,
        "created": annotation.created,
        "modified": annotation.modified,
    }


def citation_of(library: Library, annotation: Annotation) -> str:
    """The citation of the provision around an annotation, without the instrument: "art. 24(2)"."""
    provisions = library.text(annotation.version).provisions
    return next((row.citation for row in provisions if row.eid == annotation.anchor.provision), "")


def _moment(iso: str) -> str:
    """A date or time as the library keeps them: UTC, to the millisecond. Raises Problem where it is neither."""
    if not iso:
        return ""
    try:
        moment = datetime.datetime.fromisoformat(iso)
    except ValueError as error:
        raise Problem(f"“{iso}” is no date; write it as 2024-12-24 or 2024-12-24T10:00:00Z.") from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return aware.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _provisions(library: Library, names: Sequence[str], versions: Sequence[str]) -> tuple[str, ...]:
    """eIds: a citation may mean another eId in each version."""
    texts = [library.text(id) for id in versions or [row.id for row in library.versions()]]
    found: dict[str, None] = {}
    for name in names:
        meant = [(text, find_place(text.provisions, name)) for text in texts]
        here = [row.eid for text, place in meant if place for row in text.provisions if row.citation == place.citation]
        if not here:
            raise NotFound(f"There is no provision “{name}” in these texts; “annotator outline” lists their citations.")
        found |= dict.fromkeys(here)
    return tuple(found)
