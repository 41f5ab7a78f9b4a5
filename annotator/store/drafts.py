"""What is being typed: kept against a crash, never in the log, never shared.

Each under the id of the annotation or reply whose words it will be, or `answer_draft` for a reply that is not made yet.
"""

from __future__ import annotations

from annotator.model.clock import Stamp
from annotator.store.database import Database
from annotator.store.identity import now_milliseconds


def save(db: Database, annotation: str, commentary: str) -> None:
    saved = Stamp(now_milliseconds()).when
    db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", [annotation, commentary, saved])


def drop(db: Database, annotation: str) -> None:
    db.execute("DELETE FROM draft WHERE annotation = ?", [annotation])


def all_of(db: Database) -> dict[str, str]:
    return dict(db.execute("SELECT annotation, commentary FROM draft ORDER BY saved").fetchall())
