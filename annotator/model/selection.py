"""Filters: which annotations are meant. Several values of one kind mean any of them; different kinds, all."""

from __future__ import annotations

from typing import Any

from annotator.model.records import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """`version`, `category` hold ids, `provision` holds eIds, `annotation` ids; `since` is ISO 8601, `text` words.

    `text` is found in quotation or commentary. An annotation lies in a provision where the provision's range holds it.
    `without_commentary` means those that say nothing yet.
    """

    annotation: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    provision: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    text: str = ""
    since: str = ""
    without_commentary: bool = False


LIMIT = 500
"""Findings of a search at most, in the texts and in the commentary each: past that a reader narrows the query."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a search found its words: in the text (`annotation` empty) or in an annotation's commentary."""

    version: str
    eid: str
    citation: str
    start: int
    end: int
    snippet: str
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history: `when` ISO 8601 in UTC, `what` in words."""

    id: str
    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Step:
    """What an event did to one field of one thing: its value before and after, and the one that it has `now`.

    Values are those of the log (JSON). `name` says what a link ties to the annotation: a layer, a tag, a source.
    """

    entity: str
    entity_id: str
    field: str
    before: Any
    after: Any
    now: Any
    name: str = ""
