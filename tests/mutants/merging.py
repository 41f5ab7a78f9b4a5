"""What of mutants is read is merged: into a library that knows nothing of them, and into the one that they are from.

Whatever a file says, the library is whole afterwards, everything in it can be shown, and unmerging puts it back.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.delivery import Delivery, Row
from annotator.model.problems import UnusableFile
from annotator.model.treaty import Text
from annotator.operations.codebooks import standard_codebook
from annotator.operations.libraries import codebook_edits
from annotator.sharing.frames import frame_of, rows_of
from annotator.sharing.reading import read_delivery
from annotator.sharing.texts import rebuilt_text
from annotator.sharing.worker import read_partner_file
from annotator.store.library import Library
from tests.fuzz.figures import Figures
from tests.fuzz.lane import Order, Tried
from tests.mutants.campaign import SECONDS, Plan, memory_folder, next_order
from tests.mutants.seeds import make_seeds, mutant
from tests.mutants.worker import NAME, is_one_sentence

IN_AN_ORDER = 50
INTO = ("fresh", "own")
THROUGH_THE_CHILD = 40
"""Every so many mutants one is read by a real child process, too: starting that takes longer than all the rest."""
HERE = "cccccccc-1111-4222-8333-444444444444"


class MergingError(AssertionError):
    """A library is not what it must be after a merge."""


class Merging:
    """Mutants of the seeds in `seeds`, merged in `folder`."""

    def __init__(self, seeds: Path, folder: Path) -> None:
        make_seeds(seeds)
        self._seeds, self._folder = seeds, folder
        Library.create(folder / "fresh.base", HERE, codebook_edits(standard_codebook())).close()
        shutil.copy(seeds / "made.sqlite", folder / "own.base")

    def work(self, order: Order) -> Iterator[Tried]:
        """Every mutant of an order: "read" where it was merged, "refused" where reader or library refuse it."""
        path = self._folder / NAME
        for number in range(order.first, order.end):
            path.write_bytes(mutant(self._seeds, order.reader, order.seed, number))
            began = time.process_time()
            through_child = number % THROUGH_THE_CHILD == 0
            outcome, detail = self._attempt(path, INTO[number // 2 % len(INTO)], through_child=through_child)
            yield Tried(number, outcome, round(time.process_time() - began, 4), detail)

    def _attempt(self, path: Path, into: str, *, through_child: bool) -> tuple[str, str]:
        try:
            if through_child:
                check_child(path)
            delivery = read_here(path)
            with self._library(into) as library:
                merge(library, delivery)
        except UnusableFile as problem:
            sentence = str(problem)
            return ("refused", sentence) if is_one_sentence(sentence) else ("defect", f"no sentence: {sentence!r}")
        except Exception:
            return "defect", f"into {into}:\n{traceback.format_exc()}"
        return "read", ""

    @contextmanager
    def _library(self, into: str) -> Iterator[Library]:
        path = self._folder / "library.sqlite"
        shutil.copy(self._folder / f"{into}.base", path)
        with Library.open(path, HERE) as library:
            yield library


def read_here(path: Path) -> Delivery:
    """What the child would give, read in this process: quicker, and for mutants of our own alone."""
    texts: list[Text] = []
    batches: list[list[Row]] = []

    def tell(message: dict[str, Any]) -> None:
        if "text" in message:
            texts.append(rebuilt_text(NAME, *message["text"]))

    def give(lines: list[str]) -> None:
        if lines:
            batches.append(rows_of(frame_of(lines)))

    sender = read_partner_file(path, NAME, time.monotonic() + SECONDS, tell, give)
    return Delivery(NAME, "0" * 64, sender, tuple(texts), lambda: batches)


def check_child(path: Path) -> None:
    """The child process and the program say of a file what the same code says here. Raises MergingError."""

    def said(read: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...] | str:
        try:
            return read()
        except UnusableFile as problem:
            return str(problem)

    def here() -> tuple[Any, ...]:
        return _content(read_here(path))

    def there() -> tuple[Any, ...]:
        with read_delivery(path) as delivery:
            return _content(delivery)

    before = path.read_bytes()
    _require(said(there) == said(here), "the child reads as this process does")
    _require(path.read_bytes() == before, "nothing is written")


def _content(delivery: Delivery) -> tuple[Any, ...]:
    return delivery.texts, [row for batch in delivery.batches() for row in batch]


def merge(library: Library, delivery: Delivery) -> None:
    """Preview, merge, look at everything, merge again, unmerge. Raises MergingError, or UnusableFile."""
    before = everything(library)
    foreseen = library.receive(delivery, "Reader", preview=True)
    _require(everything(library) == before, "a preview changes nothing")
    receipt = library.receive(delivery, "Reader")
    _require(
        (foreseen.added, foreseen.changed, foreseen.deleted) == (receipt.added, receipt.changed, receipt.deleted),
        "a preview foresees the merge",
    )
    _sound(library)
    after = everything(library)
    library.receive(delivery, "Reader")
    _require(everything(library) == after, "merging again changes nothing")
    for row in library.merges():
        library.unmerge(row.id)
    _sound(library)
    _require(everything(library) == before, "unmerging puts everything back")


def _sound(library: Library) -> None:
    problems = library.problems()
    _require(not problems, f"the library is whole: {problems[:3]}")


def everything(library: Library) -> tuple[Any, ...]:
    """All that a window shows."""
    annotations = library.annotations()
    at_hand = {row.id: library.at_hand(row.id) for row in library.versions()}
    return (
        annotations,
        {version: [(row.id, row.facets) for row in rows] for version, rows in at_hand.items()},
        library.codebook(),
        library.authorities(),
        {row.id: library.replies(row.id) for row in annotations},
    )


def _require(holds: bool, promise: str) -> None:
    if not holds:
        raise MergingError(f"broken: {promise}")


def run(plan: Plan, figures: Figures, progress: Callable[[str], None]) -> list[Tried]:
    """Until time is over, or as many as the plan's goal were tried over all runs with this code; gives what failed."""
    deadline, found = time.monotonic() + plan.seconds, []
    with tempfile.TemporaryDirectory(prefix="merging-", dir=memory_folder()) as folder:
        merging = Merging(plan.folder / "mutants" / f"seeds-{figures.code}", Path(folder))
        while time.monotonic() < deadline and (order := next_order(plan, figures, "merged ", IN_AN_ORDER)):
            name = order.reader
            results = list(merging.work(replace(order, reader=name.removeprefix("merged "))))
            figures.add(order, results, native=False)
            for tried in results:
                if tried.outcome == "defect":
                    found.append(tried)
                    progress(f"{name}-{plan.seed}-{tried.number}: {tried.detail}")
    return found
