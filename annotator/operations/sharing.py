"""Share: show exactly what would leave, then write it into a fresh file for partners."""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.annotation import Audience, Person
from annotator.model.problems import Cancelled, Problem
from annotator.model.selection import Filters
from annotator.model.sharing import SharingOptions
from annotator.sharing.packing import Progress, check_target, pack, seal
from annotator.sharing.planning import Check, Leaving, describe, plan_sharing
from annotator.store.library import Library


@dataclass(frozen=True, slots=True)
class Shared:
    """What was written: `sha256` is the file's, for reading out over another channel."""

    output: Path
    leaving: Leaving
    bytes: int
    sha256: str
    seconds: float


def preview(
    library: Library,
    filters: Filters,
    options: SharingOptions,
    person: Person,
    cancelled: Callable[[], bool] = lambda: False,
) -> Leaving:
    """What `share` would let out. Raises Problem where the filters or options mean nothing that could leave."""
    outgoing, check = library.outgoing(), _check(cancelled)

    def look() -> Leaving:
        plan = plan_sharing(outgoing, filters, options, check)
        return describe(outgoing, plan, options, person, check)

    return outgoing.steadily(look)


def share(
    library: Library,
    output: Path,
    filters: Filters,
    options: SharingOptions,
    person: Person,
    progress: Progress = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Shared:
    """Write what the filters choose and its audience lets go into a fresh file at `output`, whole or not at all.

    Raises Problem, also where nothing would leave; then what was at `output` is still there. Cancelled likewise.
    """
    began = time.monotonic()
    check = _check(cancelled)
    check_target(output, library.path)
    outgoing = library.outgoing()

    def make() -> tuple[Leaving, bytes]:
        plan = plan_sharing(outgoing, filters, options, check)
        if not plan.annotations and not plan.removed:
            raise Problem(_nothing(plan.stays))
        leaving = describe(outgoing, plan, options, person, check)
        return leaving, pack(outgoing, plan, options, person, _today(), progress, check)

    leaving, data = outgoing.steadily(make)
    check()
    seal(output, data)
    sha256 = hashlib.sha256(data).hexdigest()
    return Shared(output, leaving, len(data), sha256, round(time.monotonic() - began, 3))


def _nothing(stays: Mapping[Audience, int]) -> str:
    if stays:
        return (
            f"Nothing would leave: all that was chosen ({sum(stays.values())}) is for you or your organisation alone; "
            "choose the audience organisation too, or give annotations a wider one."
        )
    return "Nothing would leave: no annotation is chosen; choose with fewer filters."


def _check(cancelled: Callable[[], bool]) -> Check:
    def check() -> None:
        if cancelled():
            raise Cancelled("Cancelled; nothing was written.")

    return check


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
