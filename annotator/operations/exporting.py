"""Briefs and data: chosen on the library's thread, written anywhere."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from annotator.export.brief import Brief, BriefOptions, GroupBy, build_brief
from annotator.export.formats import format_for
from annotator.export.writing import write_atomically
from annotator.model.problems import Problem
from annotator.model.selection import Filters
from annotator.operations.naming import make_linker
from annotator.store.connection import is_library
from annotator.store.library import Library

GROUPINGS: tuple[GroupBy, ...] = get_args(GroupBy)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `annotations` is how many are in it, `bytes` its size."""

    output: Path
    format: str
    annotations: int
    bytes: int
    seconds: float


def plan_export(library: Library, filters: Filters, options: BriefOptions) -> Brief:
    """The brief of the chosen annotations; `left_out` of it says what its audience forbade."""
    chosen = library.annotations(filters)
    versions = {row.id: row for row in library.versions()}
    texts = {row.version: library.text(row.version) for row in chosen}
    authorities = {row.id: row for row in library.authorities()}
    links = make_linker(library)
    return build_brief(chosen, versions, texts, library.codebook(), authorities, options, links)


def write_export(brief: Brief, target: Path, format_name: str | None = None) -> Exported:
    """Write the brief where it is wanted, whole or not at all. Raises Problem; needs no library."""
    began = time.monotonic()
    chosen = format_for(target, format_name)
    if is_library(target):
        raise Problem(f"{target} is a library, and the brief would replace it; choose another name.")
    data = chosen.render(brief)
    write_atomically(target, data)
    return Exported(target, chosen.name, brief.annotation_count, len(data), round(time.monotonic() - began, 3))
