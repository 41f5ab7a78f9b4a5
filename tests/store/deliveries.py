"""Partners' files without files: what a whole library would deliver."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from annotator.model.delivery import Delivery, Row
from annotator.store import texts
from annotator.store.library import Library
from annotator.store.log import COLUMNS


def delivery_of(library: Library, name: str = "partner.sqlite", *, sender: str = "Partner") -> Delivery:
    """All that a library says, as the reader of partners' files gives it: what its owner unmerged is not told on."""
    rows: list[Row] = library._db.execute(
        f"SELECT {COLUMNS} FROM change WHERE id NOT IN (SELECT change FROM unapplied WHERE why = 'withdrawn')"
    ).fetchall()
    ids = [row[0] for row in library._db.execute("SELECT id FROM version_text ORDER BY id").fetchall()]
    words = tuple(text for text in (texts.text(library._db, id) for id in ids) if text is not None)
    return delivery(rows, name, sender=sender, words=words)


def delivery(
    rows: Iterable[Row], name: str = "partner.sqlite", *, sender: str = "Partner", words: Sequence[object] = ()
) -> Delivery:
    """These rows, two thousand at a time."""
    kept = list(rows)

    def batches() -> Iterable[Sequence[Row]]:
        return (kept[low : low + 2_000] for low in range(0, len(kept), 2_000))

    sha256 = hashlib.sha256(repr(kept).encode()).hexdigest()
    return Delivery(name, sha256, sender, tuple(words), batches)  # type: ignore[arg-type]
