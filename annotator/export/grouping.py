"""The order of a brief: annotations under headings, by category, provision, severity or instrument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.export.entries import Material, categories_of, innermost, instrument_name
from annotator.export.tree import GroupBy
from annotator.export.wording import SEVERITY_WORDS
from annotator.model.annotation import Annotation, Severity
from annotator.model.treaty import Provision, Text

_FROM_THE_WORST: tuple[Severity, ...] = ("red-line", "must-change", "should-improve", "watch", "")
_ARTICLES = frozenset({"article", "preamble", "annex", "signature"})


@dataclass(frozen=True, slots=True)
class Group:
    """Annotations under a heading, then the groups inside it."""

    heading: str
    annotations: tuple[Annotation, ...] = ()
    parts: tuple[Group, ...] = ()

    @property
    def all_annotations(self) -> tuple[Annotation, ...]:
        return self.annotations + tuple(row for part in self.parts for row in part.all_annotations)


def group_annotations(annotations: Iterable[Annotation], material: Material) -> tuple[Group, ...]:
    """Each annotation once, in the order of the texts inside its group; no group is empty."""
    order = {id: place for place, id in enumerate(material.versions)}
    rows = sorted(annotations, key=lambda row: (order[row.version], row.anchor.start, row.anchor.end, row.id))
    return _GROUPINGS[material.options.group_by](rows, material)


def article_of(row: Annotation, text: Text) -> Provision | None:
    """The article (preamble, annex …) in which the passage lies, or the outermost provision where there is none."""
    by_eid = {provision.eid: provision for provision in text.provisions}
    around = innermost(row, text)
    while around and around.kind not in _ARTICLES and around.parent in by_eid:
        around = by_eid[around.parent]
    return around


def _by_category(rows: list[Annotation], material: Material) -> tuple[Group, ...]:
    """Layers under their groups; an annotation with several stands under the first in the codebook."""
    names = {row.id: row.name for row in material.codebook.categories}
    layers = _gathered(rows, lambda row: next((x.id for x in categories_of(row, material.codebook)), ""))
    parents = {row.id: row.parent or "" for row in material.codebook.categories}
    outer: dict[str, list[Group]] = {}
    for id in (*names, ""):
        if id in layers:
            heading = names.get(id, "Without a category")
            outer.setdefault(parents.get(id, ""), []).append(Group(heading, tuple(layers[id])))
    groups: list[Group] = []
    for parent, parts in outer.items():
        groups += [Group(names[parent], (), tuple(parts))] if parent in names else parts
    return tuple(groups)


def _by_instrument(rows: list[Annotation], material: Material) -> tuple[Group, ...]:
    found = _gathered(rows, lambda row: row.version)
    return tuple(Group(_version_heading(id, found, material), tuple(chosen)) for id, chosen in found.items())


def _by_provision(rows: list[Annotation], material: Material) -> tuple[Group, ...]:
    """Articles under their instrument, which needs no heading where it is the only one."""
    found = _gathered(rows, lambda row: row.version)
    groups = [
        Group(_version_heading(id, found, material), (), _articles(chosen, material)) for id, chosen in found.items()
    ]
    return groups[0].parts if len(groups) == 1 else tuple(groups)


def _articles(rows: list[Annotation], material: Material) -> tuple[Group, ...]:
    found: dict[str, list[Annotation]] = {}
    for row in rows:
        found.setdefault(_heading(article_of(row, material.texts[row.version])), []).append(row)
    return tuple(Group(heading, tuple(chosen)) for heading, chosen in found.items())


def _by_severity(rows: list[Annotation], material: Material) -> tuple[Group, ...]:
    """Only an internal copy may name severities: others say the order alone."""
    found = _gathered(rows, lambda row: row.severity)
    groups = [Group(SEVERITY_WORDS[value], tuple(found[value])) for value in _FROM_THE_WORST if value in found]
    if material.options.internal or not groups:
        return tuple(groups)
    return (Group("Points, the most pressing first", tuple(row for group in groups for row in group.annotations)),)


_GROUPINGS: dict[GroupBy, Callable[[list[Annotation], Material], tuple[Group, ...]]] = {
    "category": _by_category,
    "provision": _by_provision,
    "severity": _by_severity,
    "instrument": _by_instrument,
}


def _gathered(rows: list[Annotation], key: Callable[[Annotation], str]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _version_heading(id: str, among: Iterable[str], material: Material) -> str:
    """The instrument's name, with the version's label where two versions of it are quoted."""
    version = material.versions[id]
    name = instrument_name(version)
    twins = sum(instrument_name(material.versions[other]) == name for other in among)
    return f"{name} ({version.name})" if twins > 1 and version.name != name else name


def _heading(article: Provision | None) -> str:
    if article is None:
        return "Several provisions"
    return ". ".join(part for part in (article.label.strip().rstrip("."), article.heading.strip()) if part) or (
        article.citation
    )
