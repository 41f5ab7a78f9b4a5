"""What mutants are made from, and how: files that the product made, of several page sizes, and a number for each.

The files have ids and times of their own each time they are made. So they are kept, and a number means the same mutant
as long as they are.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from tests.mutants.pages import MOST_BYTES, damaged
from tests.mutants.rows import ROWS, Edit
from tests.mutants.schemas import SCHEMAS
from tests.sharing.partner_samples import make_library, make_shared

KINDS = ("shared", "library")
_PAGE_SIZES = {"shared": (4096, 512, 1024), "library": (4096, 1024)}
_KINDS_OF_MUTATION = ("bytes", "bytes", "rows", "rows", "rows", "rows", "schemas", "both")


def make_seeds(folder: Path) -> None:
    """Fill `folder` with files to begin from, unless it has them."""
    if (folder / "complete").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    library = folder / "made.sqlite"
    make_library(library)
    for kind, made in (("shared", make_shared(library, folder)), ("library", [library])):
        for path in made:
            for size in _PAGE_SIZES[kind]:
                _rewritten(path, folder / f"{kind}-{path.stem}-{size}.seed", size)
    (folder / "complete").touch()


def _rewritten(path: Path, target: Path, size: int) -> None:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(path.read_bytes())
        db.execute(f"PRAGMA page_size = {size}")
        db.execute("VACUUM")
        target.write_bytes(db.serialize())


@cache
def seeds(folder: Path, kind: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(folder.glob(f"{kind}-*.seed")))


def mutant(folder: Path, kind: str, seed: int, number: int) -> bytes:
    """The bytes of one mutant; the same for the same numbers and seeds."""
    random = Random(zlib.crc32(kind.encode()) << 64 | seed << 40 | number)
    others = seeds(folder, kind)
    place = random.randrange(len(others))
    chosen = random.choice(_KINDS_OF_MUTATION)
    if chosen == "bytes":
        return damaged(random, others[place], others)
    if chosen == "schemas":
        return with_other_schema(random, others[place])
    changed = with_other_rows(random, _opened(folder, kind, place))
    return damaged(random, changed, others) if chosen == "both" else changed


@cache
def _opened(folder: Path, kind: str, place: int) -> sqlite3.Connection:
    """A seed in memory: reading what its tables are takes longer than changing them."""
    opened = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.deserialize(seeds(folder, kind)[place])
        made.backup(opened)
    opened.execute("PRAGMA temp_store = MEMORY")
    return opened


def with_other_rows(random: Random, db: sqlite3.Connection) -> bytes:
    """One to about three edits of rows; one that SQLite itself refuses ends that. The seed stays as it is."""
    db.execute("BEGIN")
    try:
        _edited(random, db, ROWS)
        return db.serialize()[:MOST_BYTES]
    finally:
        db.execute("ROLLBACK")


def with_other_schema(random: Random, data: bytes) -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(data)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
            db.execute(f"PRAGMA {pragma}")
        _edited(random, db, SCHEMAS)
        return db.serialize()[:MOST_BYTES]


def _edited(random: Random, db: sqlite3.Connection, edits: Sequence[Edit]) -> None:
    # What is hostile to the reader is so to whoever makes it, and what an edit made odd the next one may not understand
    with contextlib.suppress(
        sqlite3.Error, MemoryError, ArithmeticError, ValueError, LookupError, TypeError, AttributeError
    ):
        for _ in range(1 + min(2, int(random.expovariate(1.5)))):
            random.choice(edits)(random, db)
