"""The notes that a merge is about, as its preview lists them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from annotator.model.delivery import Receipt
from annotator.model.selection import Filters
from annotator.operations.merge_preview import LISTED, Line
from annotator.store.library import Library

_AT_ONCE = 500


def lines_of(library: Library, receipts: Iterable[Receipt]) -> dict[str, Line]:
    """The first notes of each group of each file, by their ids, as they are in `library` now.

    A deleted one has no line, nor has one whose text is not here.
    """
    wanted: dict[str, None] = {}
    for receipt in receipts:
        disputed = [row.annotation for row in receipt.conflicts if row.annotation]
        for group in (receipt.added, receipt.changed, disputed):
            wanted |= dict.fromkeys(group[:LISTED])
    ids, found = iter(wanted), dict[str, Line]()
    names = {row.id: row.name for row in library.versions()}
    citations: dict[str, dict[str, str]] = {}
    while some := tuple(itertools.islice(ids, _AT_ONCE)):
        for row in library.annotations(Filters(annotation=some)):
            if row.version not in citations:
                citations[row.version] = {part.eid: part.citation for part in library.text(row.version).provisions}
            cited = citations[row.version].get(row.anchor.provision, "")
            version = names.get(row.version, "")
            found[row.id] = Line(
                row.id, row.author, cited, version, "" if row.anchor.whole else row.anchor.exact, row.commentary
            )
    return found
