"""Making the bytes of a shared file from a plan, and putting them where they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from annotator.export.writing import write_atomically
from annotator.model.annotation import Person
from annotator.model.change import LINKS, Change
from annotator.model.delivery import Row
from annotator.model.merging import Lineage
from annotator.model.problems import Problem
from annotator.model.sharing import Disguise, SharingOptions, could_have_left
from annotator.sharing.leaving import common_rows, leaving_rows
from annotator.sharing.planning import Check, Plan, most_private_of
from annotator.sharing.readme import readme_of, sharing_of
from annotator.store.outgoing import Histories, Outgoing
from annotator.store.shared_file import build_shared_file, may_be_replaced

_AT_ONCE = 400
"""Annotations read at a time: between two such parts, sharing can be cancelled."""

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""


def pack(
    outgoing: Outgoing, plan: Plan, options: SharingOptions, person: Person, day: str, progress: Progress, check: Check
) -> bytes:
    """The bytes of the shared file that the plan describes; `day` is ISO 8601."""
    packer = _Packer(outgoing, plan, options)
    texts = (text for id in plan.versions if id in plan.texts and (text := outgoing.text(id)))
    about = sharing_of(plan, options, person, day)
    return build_shared_file(texts, packer.rows(progress, check), about, readme_of(plan, options, about))


def check_target(target: Path, library: Path) -> None:
    """Raise Problem where writing there would replace a library, or any other database but a shared file."""
    try:
        final = target.resolve()
        is_ours = final.exists() and final.samefile(library)
    except (OSError, RuntimeError, ValueError) as error:
        raise Problem(f"{target} cannot be written; choose another name or folder.") from error
    if is_ours:
        raise Problem(f"{target} is the library itself; choose another name for the file that leaves.")
    if final.exists() and not final.is_file() and not final.is_dir():  # a pipe would be waited for, for ever
        raise Problem(f"{target} is no ordinary file; choose another name.")
    if not may_be_replaced(final):
        raise Problem(f"{target} is a library or another database, and would be replaced; choose another name.")


def seal(target: Path, data: bytes) -> None:
    """Put the bytes of a shared file where they are wanted, whole or not at all.

    The one place where they leave the program's memory: whatever encrypts or signs them does it here. Raises Problem.
    """
    write_atomically(target, data)


class _Packer:
    """Gives the rows of a plan: what annotations refer to, then each annotation with its links and replies."""

    def __init__(self, outgoing: Outgoing, plan: Plan, options: SharingOptions) -> None:
        self._outgoing, self._plan = outgoing, plan
        self._disguise = Disguise(options)
        self._unapplied = outgoing.unapplied()
        self._known = {"category": plan.categories, "authority": plan.authorities}
        self._replies: dict[str, list[str]] = {}
        for row in plan.replies:
            self._replies.setdefault(row.annotation, []).append(row.id)

    def rows(self, progress: Progress, check: Check) -> Iterator[Row]:
        """In reading order; `check` may raise between two parts."""
        for entity, wanted in (
            ("version", self._plan.versions),
            ("category", sorted(self._plan.categories)),
            ("authority", sorted(self._plan.authorities)),
        ):
            yield from self._common(self._outgoing.histories(entity, wanted), wanted)
        everything = [*self._plan.ids, *self._plan.removed]
        for low in range(0, len(everything), _AT_ONCE):
            check()
            progress(low / len(everything))
            yield from self._annotations(everything[low : low + _AT_ONCE])
        progress(1.0)

    def _common(self, histories: Histories, ids: Iterable[str]) -> Iterator[Row]:
        """Texts, layers, sources: nobody's where nobody is to be known."""
        if not self._disguise.hides_names:
            yield from self._leaving(histories, ids)
            return
        for id in ids:
            if id in histories:
                lineage = Lineage(histories[id][0].entity, histories[id], self._unapplied)
                yield from common_rows(lineage, id, self._disguise)

    def _annotations(self, ids: Sequence[str]) -> Iterator[Row]:
        histories = self._outgoing.histories("annotation", ids)
        links = [_by_annotation(self._outgoing.link_histories(entity, ids)) for entity in LINKS]
        answers = self._outgoing.histories("reply", [id for row in ids for id in self._replies.get(row, ())])
        for id in ids:
            lineage = Lineage("annotation", histories[id], self._unapplied)
            if most_private_of(lineage) not in self._plan.audiences:
                raise RuntimeError("An annotation was about to leave that its audience keeps here.")
            yield from leaving_rows(lineage, self._disguise)
            if not lineage.is_deleted:
                for found in links:
                    yield from self._links(found.get(id, ()), histories[id])
                yield from self._leaving(answers, self._replies.get(id, ()))

    def _links(self, links: Iterable[Sequence[Change]], annotation: Sequence[Change]) -> Iterator[Row]:
        """Those that stand, to what goes along; of those that were removed that they are, where a partner may know."""
        for history in links:
            entity = history[0].entity
            lineage, field = Lineage(entity, history, self._unapplied), LINKS[entity]
            if lineage.is_deleted:
                leaves = could_have_left(annotation, history, self._plan.audiences)
            else:
                leaves = field not in self._known or lineage.current()[field] in self._known[field]
            if leaves:
                yield from leaving_rows(lineage, self._disguise)

    def _leaving(self, histories: Histories, ids: Iterable[str]) -> Iterator[Row]:
        for id in ids:
            if id in histories:
                lineage = Lineage(histories[id][0].entity, histories[id], self._unapplied)
                yield from leaving_rows(lineage, self._disguise)


def _by_annotation(histories: Histories) -> dict[str, list[list[Change]]]:
    found: dict[str, list[list[Change]]] = {}
    for id, history in histories.items():
        found.setdefault(id.partition(":")[0], []).append(history)
    return found
