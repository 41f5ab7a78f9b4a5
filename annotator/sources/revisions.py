"""Tracked changes, in every format that has them: how a reader takes them, and what it says of that."""

from __future__ import annotations

from typing import Literal

from annotator.model.treaty import Caution

Taken = Literal["accepted", "rejected"]
"""As if all tracked changes had been accepted, or rejected."""

DELETED = "deleted in a tracked change"
INSERTED = "inserted in a tracked change"
MOVED_AWAY = "moved away in a tracked change"
MOVED_HERE = "moved here in a tracked change"

_LOST: dict[Taken, str] = {"accepted": "deleted", "rejected": "inserted"}


def tracked_changes(taken: Taken) -> Caution:
    """The warning of a text whose source has tracked changes."""
    message = f"The file has tracked changes; they are read as {taken}, and {_LOST[taken]} words are listed as dropped."
    return Caution("tracked-changes", "", message)
