"""Saying which provision of one version answers which of another, where the program does not see it by itself."""

from __future__ import annotations

from annotator.model.annotation import Person
from annotator.model.change import DELETED, ChangeSet, Edit
from annotator.model.correspondence import Link
from annotator.model.problems import NotFound, Problem
from annotator.store.library import Library


def link_provisions(library: Library, link: Link, person: Person) -> ChangeSet:
    """Keep that these two provisions answer each other; what was said of either with another one is taken back.

    Raises Problem where the two versions are one, NotFound where a provision is none of its version's.
    """
    _check(library, link)
    said = [row for row in _said(library, link) if row.answers and row != link and _meets(row, link)]
    edits = [_edit(link, answers=True), *(Edit("alignment", _id(row), {DELETED: True}) for row in said)]
    return library.apply(edits, person)


def part_provisions(library: Library, link: Link, person: Person) -> ChangeSet:
    """Keep that these two provisions do not answer each other."""
    _check(library, link)
    return library.apply([_edit(link, answers=False)], person)


def forget_links(library: Library, version: str, provision: str, other_version: str, person: Person) -> ChangeSet:
    """Take back whatever was said of a provision and another version: the program pairs it again by itself."""
    said = _said(library, Link(version, provision, other_version, ""))
    return library.apply(
        [Edit("alignment", _id(row), {DELETED: True}) for row in said if row.provision == provision], person
    )


def _said(library: Library, link: Link) -> list[Link]:
    """What was said of these two versions, the way round that `link` has."""
    rows = library.links(link.version, link.other_version)
    return [row if row.version == link.version else row.turned() for row in rows]


def _meets(row: Link, link: Link) -> bool:
    return row.provision == link.provision or row.other_provision == link.other_provision


def _edit(link: Link, *, answers: bool) -> Edit:
    ordered = _ordered(link)
    fields = {
        "version": ordered.version,
        "provision": ordered.provision,
        "other_version": ordered.other_version,
        "other_provision": ordered.other_provision,
        "answers": answers,
        DELETED: False,
    }
    return Edit("alignment", _id(link), fields)


def _id(link: Link) -> str:
    """The same for the same two provisions, whoever says it and whichever way round: two people's word is one thing."""
    ordered = _ordered(link)
    return ":".join((ordered.version, ordered.provision, ordered.other_version, ordered.other_provision))


def _ordered(link: Link) -> Link:
    return link if link.version < link.other_version else link.turned()


def _check(library: Library, link: Link) -> None:
    if link.version == link.other_version:
        raise Problem("Both provisions are of one version; choose one of another version.")
    for version, eid in ((link.version, link.provision), (link.other_version, link.other_provision)):
        if all(row.eid != eid for row in library.text(version).provisions):
            raise NotFound(f"There is no provision {eid} in version {version}; choose one from its outline.")
