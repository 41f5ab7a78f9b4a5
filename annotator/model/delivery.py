"""A partner's file on its way into a library, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from annotator.model.anchoring import Anchor
from annotator.model.records import dataclass
from annotator.model.treaty import Text

Row = tuple[str, str, str | None, str, str, str, str, str, str, str, str | None]
"""A change as it travels, in the order of the log's columns: id, change_set, reverses, entity, entity_id, hlc, origin,
author, previous, fields, signature.

`previous` and `fields` are JSON. Nothing of it is believed before `Library.receive` has looked at it.
"""

Batches = Callable[[], Iterable[Sequence[Row]]]
"""Gives the rows, some thousands at a time; may be called again, and then gives them from the first on."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one partner's file holds: texts, and changes in no order. `sha256` is the file's, `sender` what it says of
    itself or the file's name."""

    file: str
    sha256: str
    sender: str
    texts: tuple[Text, ...]
    batches: Batches


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a conflict: a change that nothing has replaced, and the value that it gives the field.

    `when` is ISO 8601 in UTC, `is_ours` whether this installation made the change. What is displayed until somebody
    settles it is the latest.
    """

    change: str
    value: Any
    author: str
    when: str
    is_ours: bool
    is_displayed: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field to which people who did not know of each other gave different values, the displayed one first.

    `annotation` is the one it belongs to (through a reply or a link, too), or "". The field `deleted` stands for a
    deletion that did not know of an edit; the edit is the claim of the value False.
    """

    entity: str
    entity_id: str
    annotation: str
    field: str
    claims: tuple[Claim, ...]

    @property
    def id(self) -> str:
        """What people and commands name it by."""
        return f"{self.entity}.{self.entity_id}.{self.field}"


@dataclass(frozen=True, slots=True)
class Merge:
    """A file that was merged. `withdrawn` while it is unmerged; `annotations` is how many it has told us of."""

    id: str
    file: str
    sender: str
    merged: str
    withdrawn: bool
    annotations: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What merging a file did, or would do.

    `added`, `changed` and `deleted` are ids of annotations; one whose layers, tags or replies changed is changed.
    `unchanged` is how many annotations of the file look as before. `others` maps other kinds of entity to how many
    changed, `lacking` versions whose words are not here to how many annotations wait for them. `conflicts` are those
    that were not there before, `waiting` changes whose clock is too far ahead. `rejected` are sentences.
    """

    merge: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: int
    others: Mapping[str, int]
    conflicts: tuple[Conflict, ...]
    waiting: int
    lacking: Mapping[str, int]
    rejected: tuple[str, ...]


Placing = Literal["exact", "moved", "review"]
"""How an annotation was placed in a text other than the one it was made on."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an annotation stands here, since the text that it was made on is not here. Never leaves this library."""

    annotation: str
    anchor: Anchor
    how: Placing
