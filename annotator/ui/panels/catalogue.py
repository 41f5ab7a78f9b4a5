"""What the panels read: the open library's versions, layers and annotations, kept in memory and up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Annotation
from annotator.model.change import ChangeSet
from annotator.model.codebook import Category, Codebook
from annotator.model.facets import Facets
from annotator.model.selection import Filters
from annotator.model.treaty import Provision, Version
from annotator.ui import garbage
from annotator.ui.bridge import Bridge
from annotator.ui.panels.rows import Articles, VersionRows

if TYPE_CHECKING:
    from annotator.model.delivery import Conflict
    from annotator.model.linking import Linker

_FEW = 400
"""Up to so many changed annotations are read one by one; beyond that all are read again."""

_MANY = 5_000
"""So many annotations are looked through for garbage for so long that one who reads would feel it."""

_PLAIN = ("author", "audience", "status", "stance", "severity", "ask")
"""Facets that filters name, of which an annotation has one value."""

Test = Callable[[Annotation], bool]


class Catalogue(QObject):
    """One per window, shared by its panels: `Catalogue.of(bridge)`. Empty while no library `is_open`.

    `closing` is the last moment to write, `replaced` says that another library (or none) is shown;
    `annotations_changed` carries the ids of those that may look different, made or deleted ones among them;
    `conflicts_changed` says that other things are in conflict.
    """

    closing = Signal()
    replaced = Signal()
    versions_changed = Signal()
    codebook_changed = Signal()
    annotations_changed = Signal(object)
    conflicts_changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._all: list[Annotation] | None = None
        self._found: tuple[str, bytearray] | None = None
        self.is_open = False
        self._linker: Linker | None = None
        self._clear()
        bridge.opened.connect(self._load)
        bridge.closed.connect(self._unload)
        bridge.changed.connect(self._follow)
        if bridge.is_open:
            self._load()

    @classmethod
    def of(cls, bridge: Bridge) -> Catalogue:
        """The catalogue of this bridge, made when the first panel asks for it."""
        found = bridge.findChild(cls)
        return found if isinstance(found, cls) else cls(bridge)

    # -- asking -------------------------------------------------------------------------------------------------------

    @property
    def annotations(self) -> list[Annotation]:
        """All of them, in reading order."""
        if self._all is None:
            self._all = [row for shelf in self._shelves.values() for row in shelf.rows]
        return self._all

    def annotation(self, id: str) -> Annotation | None:
        return self._by_id.get(id)

    def version(self, id: str) -> Version | None:
        return self._versions.get(id)

    @property
    def conflict_count(self) -> int:
        return sum(map(len, self._conflicts.values()))

    @property
    def conflicts(self) -> list[Conflict]:
        """All of them, those of one annotation together."""
        return [row for rows in self._conflicts.values() for row in rows]

    def read_conflicts(self) -> None:
        """Find out what is in conflict in a library that was opened; its first page does not wait for that."""
        if self.is_open:
            self._read_conflicts()
            self.conflicts_changed.emit()

    def conflicts_of(self, annotation: str) -> Sequence[Conflict]:
        """What others say otherwise of that annotation, its layers, tags, sources and replies included."""
        return self._conflicts.get(annotation, ())

    @property
    def versions(self) -> list[Version]:
        return list(self._versions.values())

    def category(self, id: str) -> Category | None:
        return self._categories.get(id)

    def categories_of(self, annotation: Annotation) -> list[Category]:
        """Its layers, without those that the codebook no longer has."""
        return [self._categories[id] for id in annotation.categories if id in self._categories]

    def citation(self, annotation: Annotation) -> str:
        """Where it stands, as a lawyer writes it; empty where it crosses the whole text."""
        found = self.provision(annotation.anchor.version, annotation.anchor.provision)
        return found.citation if found else ""

    def provision(self, version: str, eid: str) -> Provision | None:
        """The provision with that eId in a version that the library has."""
        if version not in self._provisions:
            self._provisions[version] = {row.eid: row for row in self._bridge.library.text(version).provisions}
        return self._provisions[version].get(eid)

    def newest_first(self) -> list[Annotation]:
        """All of them, those made last before others."""
        return [self._by_id[id] for id in self._bridge.library.newest() if id in self._by_id]

    def article_key(self, annotation: Annotation) -> str:
        """Its version and the eId of the article (preamble, annex …) that it lies in, or no eId where it crosses some:
        "VERSION art_24"."""
        version = annotation.version
        if version not in self._articles:
            self._articles[version] = Articles(self._bridge.library.text(version).provisions)
        return f"{version} {self._articles[version].around(annotation.start, annotation.end)}"

    @property
    def linker(self) -> Linker:
        """Finds what links in commentary lead to."""
        if self._linker is None:
            from annotator.model.linking import Linker  # only where commentary is read

            self._linker = Linker(self.versions, lambda version: self._bridge.library.text(version).provisions)
        return self._linker

    def on_version(self, version: str) -> list[Annotation]:
        """The annotations of one version, in reading order."""
        return list(self._shelves[version].rows) if version in self._shelves else []

    def rows_on(self, version: str) -> VersionRows:
        """The same, as the catalogue keeps them: not to be changed."""
        return self._shelves.get(version) or VersionRows([])

    def count_on(self, version: str) -> int:
        return len(self._shelves[version].rows) if version in self._shelves else 0

    def facets_on(self, versions: Iterable[str]) -> Counter[Facets]:
        """How many annotations of each kind there are in these versions."""
        found: Counter[Facets] = Counter()
        for version in versions:
            if version in self._shelves:
                found.update(self._shelves[version].facets)
        return found

    @property
    def facets(self) -> Counter[Facets]:
        """How many annotations of each kind there are."""
        return self.facets_on(self._shelves)

    def count_by_category(self, versions: Iterable[str]) -> Counter[str]:
        """How many annotations each layer has in these versions."""
        found: Counter[str] = Counter()
        for facets, number in self.facets_on(versions).items():
            for category in facets.categories:
                found[category] += number
        return found

    def choose(self, filters: Filters, among: Sequence[Annotation] | None = None) -> list[Annotation]:
        """Those that the filters choose, in reading order: as `Library.annotations`, hardly asking the file.

        With `among`, those of these, in their order.
        """
        found = list(self.annotations if among is None else among)
        for test in (*self._tests_of_facets(filters), *self._tests(filters)):
            found = [row for row in found if test(row)]
        return self.containing(found, filters.text) if filters.text else found

    def containing(self, annotations: Sequence[Annotation], text: str) -> list[Annotation]:
        """Those of them that have `text` in their quotation or commentary, whatever its case and vowel marks."""
        if self._found is None or self._found[0] != text:
            speaking = self._bridge.library.quoted(text)
            having = bytearray()
            for version, shelf in self._shelves.items():
                having += shelf.having(text, self._bridge.library.text(version), speaking) if shelf.rows else b""
            self._found = text, having
        found = compress(self.annotations, self._found[1])
        if annotations == self.annotations:
            return list(found)
        ids = {row.id for row in found}
        return [row for row in annotations if row.id in ids]

    # -- inside -------------------------------------------------------------------------------------------------------

    def _tests_of_facets(self, filters: Filters) -> Iterator[Test]:
        """One test for all that annotations have in common with many others: each kind is judged once."""
        wanted = {name: frozenset(values) for name in _PLAIN if (values := getattr(filters, name))}
        category, tag = frozenset(filters.category), frozenset(filters.tag)
        if not (wanted or category or tag):
            return
        chosen = {
            facets
            for facets in self.facets
            if all(getattr(facets, name) in values for name, values in wanted.items())
            and not (category and category.isdisjoint(facets.categories))
            and not (tag and tag.isdisjoint(facets.tags))
        }
        yield lambda row: row.facets in chosen

    def _tests(self, filters: Filters) -> Iterator[Test]:
        if filters.annotation:
            ids = frozenset(filters.annotation)
            yield lambda row: row.id in ids
        if filters.version:
            versions = frozenset(filters.version)
            yield lambda row: row.version in versions
        if filters.provision:
            places = self._places(filters.provision)
            yield lambda row: _lies_in(row, places.get(row.version, ()))
        if filters.since:
            yield lambda row: row.modified >= filters.since
        if filters.without_commentary:
            speaking = self._bridge.library.quoted("")
            yield lambda row: row.id not in speaking

    def _places(self, eids: tuple[str, ...]) -> dict[str, list[tuple[int, int]]]:
        """Version to where its provisions with these eIds lie."""
        return {
            version: [(row.start, row.end) for row in self._bridge.library.text(version).provisions if row.eid in eids]
            for version in self._shelves
        }

    def _clear(self) -> None:
        self._all = None
        self._shelves: dict[str, VersionRows] = {}
        self._by_id: dict[str, Annotation] = {}
        self._versions: dict[str, Version] = {}
        self._categories: dict[str, Category] = {}
        self._provisions: dict[str, dict[str, Provision]] = {}
        self._articles: dict[str, Articles] = {}
        self._found = self._linker = None
        self._conflicts: dict[str, list[Conflict]] = {}
        self.codebook = Codebook("", ())

    def _load(self) -> None:
        self._clear()
        self.is_open = True
        self._read_codebook()
        self._read_versions()
        self._read_annotations()
        self.replaced.emit()
        self.conflicts_changed.emit()

    def _unload(self) -> None:
        self.closing.emit()
        if len(self._by_id) >= _MANY:
            garbage.let_in()
        self._clear()
        self.is_open = False
        self.replaced.emit()
        self.conflicts_changed.emit()

    def _read_codebook(self) -> None:
        self.codebook = self._bridge.library.codebook()
        self._categories = {row.id: row for row in self.codebook.categories}

    def _read_versions(self) -> None:
        found = self._bridge.library.versions()
        self._versions = {row.id: row for row in found}
        self._linker = None

    def _read_conflicts(self) -> None:
        self._conflicts = {}
        for row in self._bridge.library.conflicts():
            self._conflicts.setdefault(row.annotation, []).append(row)

    def _read_conflicts_after(self, change: ChangeSet) -> bool:
        """Only a merge brings some; anything else can only settle those that it touches. False where none was."""
        settled = {row.annotation for row in self.conflicts if change.touches(row.entity, row.entity_id)}
        settled |= change.annotations & self._conflicts.keys()
        if change.also or "" in settled:
            self._read_conflicts()
            return True
        for id in settled:
            self._conflicts[id] = self._bridge.library.conflicts(id)
        self._conflicts = {id: rows for id, rows in self._conflicts.items() if rows}
        return bool(settled)

    def _read_annotations(self) -> None:
        library = self._bridge.library
        self._shelves = {version: VersionRows(library.at_hand(version)) for version in self._versions}
        self._by_id = {row.id: row for shelf in self._shelves.values() for row in shelf.rows}
        self._all = self._found = None
        if len(self._by_id) >= _MANY:
            garbage.keep_out()

    def _follow(self, change: ChangeSet, _by: object) -> None:
        if self._read_conflicts_after(change):
            self.conflicts_changed.emit()
        if change.touches("category") or change.touches("codebook"):
            self._read_codebook()
            self.codebook_changed.emit()
        ids = change.annotations
        if change.touches("version"):
            ids |= self._by_id.keys()
            self._read_versions()
            self._read_annotations()
            self.versions_changed.emit()
            self.annotations_changed.emit(ids | self._by_id.keys())
        elif ids:
            self._read_some(ids)
            self.annotations_changed.emit(ids)

    def _read_some(self, ids: frozenset[str]) -> None:
        if len(ids) > _FEW:
            self._read_annotations()
            return
        self._all = self._found = None
        for id in ids & self._by_id.keys():
            before = self._by_id.pop(id)
            self._shelves[before.version].remove(before)
        for row in self._bridge.library.annotations(Filters(annotation=tuple(ids))):
            self._shelves[row.version].put(row)
            self._by_id[row.id] = row


def _lies_in(row: Annotation, places: Iterable[tuple[int, int]]) -> bool:
    return any(start <= row.start and row.end <= end for start, end in places)
