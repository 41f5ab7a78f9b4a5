"""Measures a merge in a process of its own: `python -m tests.bench.merging merge FILE [TARGET]`.

FILE is merged into a copy of TARGET, or into a new library; then once more. `share LIBRARY FILE` makes one, in another
process, since what that takes is another matter. What is timed is what a person waits for: from the file on disk,
through the child process that reads it, to the commit; the backup before it, which copies the whole library, is left
out. Figures go to standard output as JSON: name to [milliseconds, milliseconds of the processor, children's too];
memory is the most that was resident, in megabytes.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.model.annotation import AUDIENCES
from annotator.model.selection import Filters
from annotator.model.sharing import SharingOptions
from annotator.operations.libraries import codebook_edits
from annotator.operations.merging import known_files, merge, read_files
from annotator.operations.sharing import share
from annotator.store.library import Library
from tests.bench.libraries import PERSON, codebook

HERE = "bbbbbbbb-1111-4222-8333-444444444444"


def main(arguments: list[str]) -> int:
    """Shares; or measures, and prints the figures."""
    act, first, *others = arguments
    if act == "share":
        with Library.read(Path(first)) as library:
            share(library, Path(others[0]), Filters(audience=AUDIENCES[1:]), SharingOptions(), PERSON)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        target, targets = Path(folder) / "target.sqlite", [Path(row) for row in others]
        if targets:
            shutil.copy(targets[0], target)
        else:
            Library.create(target, HERE, codebook_edits(codebook())).close()
        sys.stdout.write(json.dumps(_measured(Path(first), target)))
    return 0


def _measured(sent: Path, target: Path) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with Library.open(target, HERE) as library:
        library.backups.make = lambda *_arguments, **_named: None
        for name in ("first", "again"):
            with (
                _timed(figures, name),
                read_files([sent], known=known_files(library)) as incoming,
                _timed(figures, f"{name}, once it is read"),
            ):
                done = merge(library, incoming, None, PERSON, listed=False)
            receipt = done.files[0].receipt
            assert receipt is not None, done.files[0]
            figures[f"{name}, added"] = len(receipt.added)
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


@contextmanager
def _timed(figures: dict[str, Any], name: str) -> Iterator[None]:
    began, busy = time.perf_counter(), sum(os.times()[:4])
    yield
    figures[name] = [(time.perf_counter() - began) * 1000, (sum(os.times()[:4]) - busy) * 1000]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
