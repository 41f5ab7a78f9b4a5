"""What the panels read: the open library's versions, layers and annotations, kept in memory and up to date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, islice, repeat
from operator import contains

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.annotation import Annotation
from annotator.model.change import ChangeSet
from annotator.model.codebook import Category, Codebook
from annotator.model.folding import fold
from annotator.model.selection import Filters
from annotator.model.treaty import Provision, Version
from annotator.ui.bridge import Bridge

_FEW = 400
"""Up to so many changed annotations are read one by one; beyond that all are read again."""

_AT_ONCE = 200
"""So many are folded between two events: about 10 milliseconds."""

_FOREIGN = re.compile(r"[^\x00-\x7f]+")

_fold = lru_cache(4096)(fold)
"""The same quotation marks and accents come again and again."""

Order = tuple[int, int, int, str]


class Catalogue(QObject):
    """One per window, shared by its panels: `Catalogue.of(bridge)`. Empty while no library `is_open`.

    `closing` is the last moment to write, `replaced` says that another library (or none) is shown;
    `annotations_changed` carries the ids of those that may look different, made or deleted ones among them.
    """

    closing = Signal()
    replaced = Signal()
    versions_changed = Signal()
    codebook_changed = Signal()
    annotations_changed = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self.is_open = False
        self._folding = QTimer(self)
        self._folding.setInterval(0)
        self._folding.timeout.connect(self._fold_some)
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
        return self._rows

    def annotation(self, id: str) -> Annotation | None:
        return self._by_id.get(id)

    def version(self, id: str) -> Version | None:
        return self._versions.get(id)

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

    def on_version(self, version: str) -> list[Annotation]:
        """The annotations of one version, in reading order."""
        rank = self._ranks.get(version)
        if rank is None:
            return []
        low = bisect_left(self._rows, (rank, -1, -1, ""), key=self._order)
        high = bisect_left(self._rows, (rank + 1, -1, -1, ""), key=self._order)
        return self._rows[low:high]

    def count_on(self, version: str) -> int:
        return len(self.on_version(version))

    def count_by_category(self, versions: Iterable[str]) -> Counter[str]:
        """How many annotations each layer has in these versions."""
        return Counter(id for version in versions for row in self.on_version(version) for id in row.categories)

    def choose(self, filters: Filters, among: Sequence[Annotation] | None = None) -> list[Annotation]:
        """Those that the filters choose, in reading order: as `Library.annotations`, without asking the file.

        With `among`, those of these, in their order.
        """
        wanted = fold(filters.text)
        found = list(self._rows if among is None else among)
        for test in self._tests(filters):
            found = found if test is None else [row for row in found if test(row)]
        if not wanted:
            return found
        return list(containing(found, self.words_of(found), filters.text))

    def words_of(self, annotations: Iterable[Annotation]) -> list[str]:
        """What a search looks at, folded: of each annotation its quotation and commentary."""
        known = self._words
        return [known.get(row.id) or self._folded(row) for row in annotations]

    # -- inside -------------------------------------------------------------------------------------------------------

    def _tests(self, filters: Filters) -> Iterable[Callable[[Annotation], bool] | None]:
        yield _among(filters.annotation, lambda row: (row.id,))
        yield _among(filters.version, lambda row: (row.version,))
        yield _among(filters.category, lambda row: row.categories)
        yield _among(filters.tag, lambda row: row.tags)
        yield _among(filters.author, lambda row: (row.author,))
        yield _among(filters.audience, lambda row: (row.audience,))
        yield _among(filters.status, lambda row: (row.status,))
        yield _among(filters.stance, lambda row: (row.stance,))
        yield _among(filters.severity, lambda row: (row.severity,))
        yield _among(filters.ask, lambda row: (row.ask.action,))
        yield (lambda row: self._lies_in(row, filters.provision)) if filters.provision else None
        yield (lambda row: row.modified >= filters.since) if filters.since else None
        yield (lambda row: not row.commentary.strip()) if filters.without_commentary else None

    def _lies_in(self, annotation: Annotation, eids: tuple[str, ...]) -> bool:
        anchor = annotation.anchor
        return any(
            row.start <= anchor.start and row.end >= anchor.end
            for row in self._bridge.library.text(anchor.version).provisions
            if row.eid in eids
        )

    def _folded(self, annotation: Annotation) -> str:
        known = self._words.get(annotation.id)
        if known is None:
            words = f"{annotation.anchor.exact}\n{annotation.commentary}"
            # Folding goes character by character, and nearly all of these are plain ones
            known = _FOREIGN.sub(lambda found: _fold(found[0]), words).lower()
            self._words[annotation.id] = known
        return known

    def _fold_some(self) -> None:
        """Between events, so that the first search does not wait for ten thousand annotations to be folded."""
        some = list(islice(self._unfolded, _AT_ONCE))
        for row in some:
            self._folded(row)
        if not some:
            self._folding.stop()

    def _order(self, annotation: Annotation) -> Order:
        anchor = annotation.anchor
        return self._ranks.get(anchor.version, len(self._ranks)), anchor.start, anchor.end, annotation.id

    def _clear(self) -> None:
        self._rows: list[Annotation] = []
        self._by_id: dict[str, Annotation] = {}
        self._versions: dict[str, Version] = {}
        self._ranks: dict[str, int] = {}
        self._categories: dict[str, Category] = {}
        self._provisions: dict[str, dict[str, Provision]] = {}
        self._words: dict[str, str] = {}
        self._unfolded: Iterator[Annotation] = iter(())
        self.codebook = Codebook("", ())

    def _load(self) -> None:
        self._clear()
        self.is_open = True
        self._read_codebook()
        self._read_versions()
        self._read_annotations()
        self.replaced.emit()

    def _unload(self) -> None:
        self.closing.emit()
        self._clear()
        self.is_open = False
        self.replaced.emit()

    def _read_codebook(self) -> None:
        self.codebook = self._bridge.library.codebook()
        self._categories = {row.id: row for row in self.codebook.categories}

    def _read_versions(self) -> None:
        found = self._bridge.library.versions()
        self._versions = {row.id: row for row in found}
        self._ranks = {row.id: number for number, row in enumerate(found)}

    def _read_annotations(self) -> None:
        self._rows = sorted(self._bridge.library.annotations(), key=self._order)
        self._by_id = {row.id: row for row in self._rows}
        self._words = {}
        self._unfolded = iter(list(self._rows))
        self._folding.start()

    def _follow(self, change: ChangeSet, _by: object) -> None:
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
        for id in ids & self._by_id.keys():
            del self._rows[bisect_left(self._rows, self._order(self._by_id[id]), key=self._order)]
            del self._by_id[id]
            self._words.pop(id, None)
        for row in self._bridge.library.annotations(Filters(annotation=tuple(ids))):
            self._rows.insert(bisect_left(self._rows, self._order(row), key=self._order), row)
            self._by_id[row.id] = row


def containing(annotations: Iterable[Annotation], words: Iterable[str], text: str) -> Iterator[Annotation]:
    """Those of the annotations whose `words` (see `Catalogue.words_of`) have `text` in them."""
    return compress(annotations, map(contains, words, repeat(fold(text))))


def _among(
    wanted: tuple[str, ...], values: Callable[[Annotation], Iterable[str]]
) -> Callable[[Annotation], bool] | None:
    if not wanted:
        return None
    chosen = frozenset(wanted)
    return lambda row: not chosen.isdisjoint(values(row))
