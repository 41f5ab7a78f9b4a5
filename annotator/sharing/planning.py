"""Deciding what leaves in a shared file, and saying it before it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.model.annotation import AUDIENCES, Audience, Person
from annotator.model.merging import Lineage
from annotator.model.selection import Filters
from annotator.model.sharing import (
    Disguise,
    NameFinder,
    SharingOptions,
    chosen_audiences,
    most_private,
    tells_the_time,
)
from annotator.store.outgoing import Answer, Candidate, Outgoing

_CITED = 3
"""Places that are told of each name."""

Check = Callable[[], None]
"""Called now and then; raises Cancelled where the work is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What leaves, by ids; `stays` counts what was chosen and is for fewer people."""

    audiences: tuple[Audience, ...]
    annotations: tuple[Candidate, ...]
    removed: tuple[str, ...]
    replies: tuple[Answer, ...]
    layers: Mapping[str, int]
    categories: frozenset[str]
    authorities: frozenset[str]
    versions: tuple[str, ...]
    texts: frozenset[str]
    stays: Mapping[Audience, int]

    @property
    def ids(self) -> list[str]:
        return [row.id for row in self.annotations]


@dataclass(frozen=True, slots=True)
class Share:
    """One line of what leaves: how many annotations are on a text, in a layer, by an author, for an audience.

    `is_along` is for texts: whether the words go along, or only their hash.
    """

    id: str
    name: str
    annotations: int
    is_along: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands in what was written, though the file is to name nobody: in how many annotations.

    `places` cites the first of them.
    """

    name: str
    annotations: int
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """Exactly what will leave, for a person to look at; authors under the names that the file gives them.

    `stays` is how many of the chosen annotations their audience keeps here. `telling_ids` counts annotations made by
    a version of this program whose ids told the time of day.
    """

    annotations: int
    texts: tuple[Share, ...] = ()
    layers: tuple[Share, ...] = ()
    authors: tuple[Share, ...] = ()
    audiences: tuple[Share, ...] = ()
    replies: int = 0
    authorities: int = 0
    removed: int = 0
    stays: Mapping[Audience, int] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    telling_ids: int = 0


def plan_sharing(outgoing: Outgoing, filters: Filters, options: SharingOptions, check: Check) -> Plan:
    """Decide what leaves. Raises Problem where nothing can be meant by the filters or options."""
    options.check()
    audiences = chosen_audiences(filters)
    candidates = outgoing.candidates(replace(filters, audience=()))
    check()
    candidates = _with_all_audiences(outgoing, candidates)
    check()
    open_ = [row for row in candidates if row.audience in audiences]
    leaving = tuple(row for row in open_ if not row.is_deleted)
    ids = [row.id for row in leaving]
    categories = outgoing.standing("category")
    layers = {id: count for id, count in outgoing.links("annotation_category", ids).items() if id in categories}
    check()
    authorities = outgoing.standing("authority")
    narrower = AUDIENCES[: AUDIENCES.index(audiences[-1])]
    kept = Counter(row.audience for row in candidates if row.audience not in audiences and not row.is_deleted)
    versions = tuple(dict.fromkeys([*(row.version for row in leaving), *_placed_versions(outgoing, ids)]))
    return Plan(
        audiences,
        leaving,
        tuple(row.id for row in open_ if row.is_deleted),
        tuple(outgoing.replies(ids)) if options.replies else (),
        layers,
        _with_groups(layers, outgoing.parents()),
        frozenset(outgoing.links("annotation_authority", ids)) & frozenset(authorities),
        versions,
        outgoing.texts().intersection(versions) if options.texts else frozenset(),
        {name: kept[name] for name in narrower if kept[name]},
    )


def describe(outgoing: Outgoing, plan: Plan, options: SharingOptions, person: Person, check: Check) -> Leaving:
    """What a plan amounts to. Looking for names takes longest, and is done only where the file is to name nobody."""
    disguise = Disguise(options)
    standing = [row for row in plan.replies if not row.is_deleted]
    authors = Counter(_shown(disguise, row.author, row.organisation) for row in plan.annotations)
    names = outgoing.standing("category")
    titles = outgoing.names_of_versions()
    texts = Counter(row.version for row in plan.annotations)
    audiences = Counter(row.audience for row in plan.annotations)
    return Leaving(
        annotations=len(plan.annotations),
        texts=tuple(Share(id, titles.get(id, ""), count, id in plan.texts) for id, count in texts.items()),
        layers=_shares({id: (names[id], count) for id, count in plan.layers.items()}),
        authors=_shares({name: (name, count) for name, count in authors.items()}),
        audiences=tuple(Share(name, name, audiences[name]) for name in plan.audiences if audiences[name]),
        replies=len(standing),
        authorities=len(plan.authorities),
        removed=len(plan.removed),
        stays=plan.stays,
        mentions=_mentions(outgoing, plan, options, person, check),
        telling_ids=sum(tells_the_time(row.id) for row in plan.annotations) if options.coarse_times else 0,
    )


def _mentions(
    outgoing: Outgoing, plan: Plan, options: SharingOptions, person: Person, check: Check
) -> tuple[Mention, ...]:
    if options.names == "kept":
        return ()
    people, organisations = outgoing.people()
    finder = NameFinder({*people, person.name}, {*organisations, person.organisation})
    found: dict[str, set[str]] = {}
    for annotation, words in outgoing.words(plan.ids, replies=options.replies):
        check()
        for name in finder.find(words):
            found.setdefault(name, set()).add(annotation)
    cited = outgoing.citations({id for ids in found.values() for id in ids})
    counted = []
    for name, ids in found.items():
        places = dict.fromkeys(cited[id] for id in plan.ids if id in ids and id in cited)
        counted.append(Mention(name, len(ids), tuple(places)[:_CITED]))
    return tuple(sorted(counted, key=lambda row: (-row.annotations, row.name)))


def _with_all_audiences(outgoing: Outgoing, candidates: list[Candidate]) -> list[Candidate]:
    """Where people gave an annotation different audiences, and nobody has settled that, the most private counts."""
    told, unapplied = outgoing.told_audiences(), outgoing.unapplied()
    histories = outgoing.histories("annotation", [row.id for row in candidates if row.id in told])
    said = {id: most_private_of(Lineage("annotation", rows, unapplied)) for id, rows in histories.items()}
    return [replace(row, audience=said[row.id]) if row.id in said else row for row in candidates]


def _placed_versions(outgoing: Outgoing, ids: Collection[str]) -> list[str]:
    """The versions that annotations were made on which are shown on another: anchors leave as they were made."""
    histories = outgoing.histories("annotation", outgoing.placed().intersection(ids))
    lineages = (Lineage("annotation", rows, outgoing.unapplied()) for rows in histories.values())
    return sorted({str(row.current()["anchor"].get("version", "")) for row in lineages} - {""})


def most_private_of(lineage: Lineage) -> Audience:
    """The narrowest of the audiences that an annotation was given and that nothing has replaced."""
    return most_private(change.fields["audience"] for change in lineage.heads.get("audience", ()))


def _with_groups(layers: Iterable[str], parents: Mapping[str, str]) -> frozenset[str]:
    """These categories and those that they are within."""
    found: set[str] = set()
    for id in layers:
        while id and id not in found:
            found.add(id)
            id = parents.get(id, "")
    return frozenset(found)


def _shown(disguise: Disguise, author: str, organisation: str) -> str:
    told = disguise.fields("annotation", {"author": author, "organisation": organisation})
    return str(Person(told["author"], told["organisation"]))


def _shares(counted: Mapping[str, tuple[str, int]]) -> tuple[Share, ...]:
    """The most first."""
    rows = [Share(id, name, count) for id, (name, count) in counted.items()]
    return tuple(sorted(rows, key=lambda row: (-row.annotations, row.name)))
