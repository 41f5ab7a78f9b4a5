"""Merge partners' files: look at what it would do, then do it in one transaction.

`read_files` touches no library, so it runs while the window lives on; what it read can be previewed and merged as often
as wanted while the copies are held.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.model.annotation import Person
from annotator.model.codebook import Category
from annotator.model.delivery import Delivery, Placing, Receipt
from annotator.model.folding import fold
from annotator.model.problems import Cancelled, Problem
from annotator.operations.merge_lines import lines_of
from annotator.operations.merge_preview import Choices, FilePreview, Line, MergePreview, OfferedText, UnknownLayer
from annotator.operations.near_texts import TextOffer, offers_of, offers_without_words, placements
from annotator.operations.reading import Cancelling, Progress
from annotator.sharing.reading import read_delivery
from annotator.store.library import Library


@dataclass(frozen=True, slots=True)
class Incoming:
    """Files that were read, each with its path, and the paths of those that could not be, with a sentence."""

    files: tuple[tuple[str, Delivery], ...]
    refused: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, int] = field(default_factory=dict)
    """Files by their SHA-256 that were merged before and not read again, with how many notes they tell of."""

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        return tuple(delivery for _path, delivery in self.files)


@contextmanager
def read_files(
    paths: Sequence[Path],
    progress: Progress | None = None,
    cancelled: Cancelling | None = None,
    *,
    library: Path | None = None,
    known: Mapping[str, int] | None = None,
) -> Iterator[Incoming]:
    """Read these files, and those in these folders; private copies of them are held until the block is left.

    A file that cannot be used is listed in `refused`, and the others go on; so is `library` itself, the one that they
    are to be merged into. What `known_files` gave is not read again: nothing in it is new. Raises Cancelled.
    """
    files, refused = _files(paths, library)
    found: list[tuple[str, Delivery]] = []
    with ExitStack() as held:
        for number, path in enumerate(files):
            try:
                report = _reporter(progress, path, number, files)
                delivery = held.enter_context(read_delivery(path, report, cancelled, known=known or ()))
                found.append((str(path), delivery))
            except Cancelled:
                raise
            except Problem as problem:
                refused.append((str(path), str(problem)))
        yield Incoming(tuple(found), tuple(refused), known or {})


def known_files(library: Library) -> Mapping[str, int]:
    """The files of which nothing can be new: all of each was merged, and nothing waits for a text that one may hold."""
    return {} if library.unplaced() else library.merged_files()


def preview_merge(
    library: Library,
    incoming: Incoming,
    choices: Choices | None,
    person: Person,
    progress: Progress | None = None,
    cancelled: Cancelling | None = None,
    *,
    listed: bool = True,
) -> MergePreview:
    """What merging them would do; nothing is changed. Without `choices`, as `usual_choices` has it.

    `listed` says whether `lines` are wanted. Raises Cancelled, and Problem where the library is open for reading only.
    """
    return _Merging(library, incoming, choices, person, progress, cancelled).run(preview=True, listed=listed)


def merge(
    library: Library,
    incoming: Incoming,
    choices: Choices | None,
    person: Person,
    progress: Progress | None = None,
    cancelled: Cancelling | None = None,
    *,
    listed: bool = True,
) -> MergePreview:
    """Merge them after a backup, as one transaction and one step to undo; gives what was done.

    A file that is refused leaves the others. Raises Cancelled or Problem, and then nothing was changed.
    """
    if any(delivery.sha256 not in incoming.known for delivery in incoming.deliveries):
        library.backups.make("merge", cancelled or (lambda: False), pause=False)
    return _Merging(library, incoming, choices, person, progress, cancelled).run(preview=False, listed=listed)


def usual_choices(preview: MergePreview) -> Choices:
    """What is done unless somebody chooses otherwise: texts come in that none of ours nearly is, and a partner's layer
    is read as ours of the same name."""
    texts = frozenset(row.id for row in preview.texts if row.has_words and not row.near)
    return Choices(texts, {row.id: row.proposed for row in preview.layers if row.proposed})


# -- inside -----------------------------------------------------------------------------------------------------------


@dataclass
class _Merging:
    """One merge of several files, or a look at it."""

    library: Library
    incoming: Incoming
    choices: Choices | None
    person: Person
    progress: Progress | None
    cancelled: Cancelling | None
    files: list[FilePreview] = field(default_factory=list)
    texts: dict[str, OfferedText] = field(default_factory=dict)
    layers: dict[str, UnknownLayer] = field(default_factory=dict)
    placed: dict[str, Placing] = field(default_factory=dict)

    def run(self, *, preview: bool, listed: bool) -> MergePreview:
        lines: Mapping[str, Line] = {}
        with self.library.merging(preview=preview):
            for number, (path, delivery) in enumerate(self.incoming.files):
                self._report(delivery.file, number)
                self.files.append(self._file(path, delivery))
            if listed:
                lines = lines_of(self.library, [row.receipt for row in self.files if row.receipt is not None])
            self._report("", len(self.incoming.files))
        refused = [FilePreview(path, Path(path).name, "", None, why) for path, why in self.incoming.refused]
        return MergePreview(
            (*self.files, *refused), lines, tuple(self.texts.values()), tuple(self.layers.values()), dict(self.placed)
        )

    def _report(self, file: str, number: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(file, number / max(len(self.incoming.files), 1))

    def _file(self, path: str, delivery: Delivery) -> FilePreview:
        try:
            receipt = self._receive(delivery)
        except Cancelled:
            raise
        except Problem as problem:
            return FilePreview(path, delivery.file, delivery.sender, None, str(problem))
        return FilePreview(path, delivery.file, delivery.sender, receipt)

    def _receive(self, delivery: Delivery) -> Receipt:
        if delivery.sha256 in self.incoming.known:
            return Receipt("", (), (), (), self.incoming.known[delivery.sha256], {}, (), 0, {}, ())
        wanted = self.choices.texts if self.choices else None
        offers = offers_of(self.library, delivery, wanted, usual=self.choices is None)
        ours = {row.id: row for row in self.library.codebook().categories}

        def then() -> None:
            self._place(delivery, offers)
            self._match_layers(ours)

        imported = [row.version for row in offers if row.is_imported]
        return self.library.receive(delivery, self.person, texts=imported, then=then)

    def _place(self, delivery: Delivery, offers: Sequence[TextOffer]) -> None:
        """Where the notes stand that wait for a text which one of ours nearly is."""
        waiting, overtaken = self.library.unplaced(), self.library.overtaken_placements()
        without = {row.version for row in (*waiting.values(), *overtaken.values())} - {row.version for row in offers}
        offers = [*offers, *offers_without_words(self.library, delivery, sorted(without))]
        found = placements(self.library, delivery, offers, {**waiting, **overtaken}, self.cancelled)
        again = {row.annotation for row in found}
        stay = self.library.placements(overtaken.keys() - again)
        found += [replace(row, how="review") for row in stay]
        self.library.place(found)
        self.placed.update({row.annotation: row.how for row in found})
        versions = self.library.versions()
        names = {row.id: row.name for row in versions}
        counts = Counter(anchor.version for anchor in waiting.values())
        counts.update({row.id: row.annotations for row in versions})
        for row in offers:
            near = names.get(row.near, "")
            offer = OfferedText(row.version, row.name, counts[row.version], near, row.has_words, row.likeness)
            self.texts[row.version] = offer

    def _match_layers(self, ours: Mapping[str, Category]) -> None:
        """Read the layers that a file brought as ours: those that somebody chose, groups by their names. A choice about
        a layer that was here already counts too."""
        chosen = self.choices.layers if self.choices else None
        self.library.match_layers(
            {theirs: own for theirs, own in (chosen or {}).items() if self._was_here(theirs, ours)}
        )
        matches: dict[str, str] = {}
        for row in self.library.codebook().categories:
            if row.id in ours:
                continue
            proposed = _called_alike(row, ours.values())
            if row.is_layer:
                self.layers[row.id] = UnknownLayer(row.id, row.name, self.library.notes_in(row.id), proposed)
            matches[row.id] = proposed if chosen is None or not row.is_layer else chosen.get(row.id, "")
        self.library.match_layers({theirs: own for theirs, own in matches.items() if own})

    def _was_here(self, layer: str, ours: Mapping[str, Category]) -> bool:
        return layer in ours or layer in self.library.layer_matches()


def _called_alike(row: Category, ours: Iterable[Category]) -> str:
    """The id of the one of ours that has the same name, or ""."""
    name = fold(row.name).split()
    alike = [other.id for other in ours if row.is_layer == other.is_layer and name and fold(other.name).split() == name]
    return alike[0] if len(alike) == 1 else ""


def _files(paths: Iterable[Path], library: Path | None) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files named and those in the folders named; never the library itself, whose file nobody may open twice."""
    files: list[Path] = []
    refused: list[tuple[str, str]] = []
    for path in paths:
        try:
            inside = [row for row in _inside(path) if not _is_same(row, library)] if path.is_dir() else [path]
        except OSError as error:
            refused.append((str(path), f"{path} cannot be read ({error.strerror}); check its permissions."))
            continue
        if not inside:
            refused.append((str(path), f"{path} is a folder without a partner's file; name the file itself."))
        for row in inside:
            if _is_same(row, library):
                refused.append((str(row), f"{row} is the library itself; name a partner's file."))
            elif row not in files:
                files.append(row)
    return files, refused


_SUFFIXES = (".sqlite", ".sqlite3", ".db")
"""Of the files in a folder, those that may be a partner's; others are named one by one."""


def _inside(folder: Path) -> list[Path]:
    return sorted(row for row in folder.iterdir() if row.suffix in _SUFFIXES and not row.name.startswith("."))


def _is_same(path: Path, library: Path | None) -> bool:
    with contextlib.suppress(OSError):
        return library is not None and path.samefile(library)
    return False


def _reporter(
    progress: Progress | None, path: Path, number: int, files: Sequence[Path]
) -> Callable[[str, float], None]:
    """Tells of one file of several in the terms of all."""

    def report(step: str, share: float) -> None:
        if progress is not None:
            progress(f"{path.name}: {step}", (number + share) / len(files))

    return report
