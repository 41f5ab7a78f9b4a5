"""Building a Brief from annotations: who may see what, in what order, under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import Any

from annotator.export.cutting import check_internal, cut
from annotator.export.entries import Material, make_entry, make_instrument
from annotator.export.grouping import Group, group_annotations
from annotator.export.matrix import make_matrix
from annotator.export.rows import make_row
from annotator.export.tree import Brief, BriefOptions, GroupBy, Instrument, Section
from annotator.model.annotation import Annotation, Authority
from annotator.model.codebook import Codebook
from annotator.model.linking import Linker
from annotator.model.treaty import Text, Version, canonical_characters

__all__ = ["Brief", "BriefOptions", "GroupBy", "build_brief"]


def build_brief(
    annotations: Iterable[Annotation],
    versions: Mapping[str, Version],
    texts: Mapping[str, Text],
    codebook: Codebook,
    authorities: Mapping[str, Authority],
    options: BriefOptions,
    links: Linker | None = None,
) -> Brief:
    """The brief of what `options` allow of `annotations`. `versions`, `texts` and `authorities` are by id.

    `links` finds what commentary links to; without it that is looked for in `texts` alone.
    Raises Problem where a quotation is not what its version says, or an internal copy is wanted for the public.
    """
    check_internal(options.audience, internal=options.internal)
    kept, left_out = cut(annotations, options.audience)
    known = [row for id, row in versions.items() if id in texts]
    linker = links or Linker(known, lambda version: texts[version].provisions)
    material = Material(versions, texts, codebook, authorities, options, linker)
    groups = group_annotations(kept, material)
    numbers = count(1)
    sections = tuple(_section(group, material, numbers) for group in groups)
    instruments = tuple(make_instrument(row, material) for row in _quoted(kept, material))
    brief = Brief(
        title=" ".join(options.title.split()) or _default_title(instruments),
        date=options.date,
        is_internal=options.internal,
        instruments=instruments,
        sections=sections,
        annotation_count=len(kept),
        left_out=left_out,
        rows=tuple(make_row(row, material) for group in groups for row in group.all_annotations),
        matrix=make_matrix(kept, material) if options.internal else None,
    )
    printable: Brief = _printable(brief)
    return printable


def _section(group: Group, material: Material, numbers: Iterable[int]) -> Section:
    """Numbers are taken in the order of reading: the group's own entries, then those of its parts."""
    entries = tuple(make_entry(row, number, material) for row, number in zip(group.annotations, numbers, strict=False))
    return Section(group.heading, entries, tuple(_section(part, material, numbers) for part in group.parts))


def _printable(value: Any) -> Any:
    """The same tree without characters that no file format takes; canonical text, and so each quotation, stays."""
    if isinstance(value, str):
        return canonical_characters(value)
    if isinstance(value, tuple):
        return tuple(_printable(part) for part in value)
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{row.name: _printable(getattr(value, row.name)) for row in fields(value)})
    return value


def _quoted(kept: Iterable[Annotation], material: Material) -> list[Version]:
    """The versions that the brief quotes, in the library's order."""
    used = {row.version for row in kept}
    return [version for id, version in material.versions.items() if id in used]


def _default_title(instruments: tuple[Instrument, ...]) -> str:
    names = [f"the {row.name}" for row in instruments]
    if not 1 <= len(names) <= 3:
        return "Brief"
    listed = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return f"Brief on {listed}"
