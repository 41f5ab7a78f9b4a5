"""Change: what an edit does. Field assignments on entities, who, when, and what they replaced.

`ENTITIES` says which entities there are, and which fields each has with the value a field has before anyone set it. The
derived tables, the validation of edits and what a partner may send all follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from annotator.model.problems import Problem
from annotator.model.records import dataclass

Fields = Mapping[str, Any]
"""Field name to JSON value."""

DELETED = "deleted"

_LONG = 1_000
"""Characters: what is no longer has room in every field."""

ENTITIES: dict[str, dict[str, Any]] = {
    "version": {
        "label": "",
        "instrument": "",
        "short_title": "",
        "language": "",
        "kind": "official",
        "symbol": "",
        "series": "",
        "date": "",
        "place": "",
        "url": "",
        "sha256": "",
        "source_sha256": "",
        "source_name": "",
        "imported": "",
    },
    "codebook": {"name": "", "tags": []},
    "category": {
        "name": "",
        "parent": "",
        "colour": "#888888",
        "colour_dark": "#aaaaaa",
        "mark": "",
        "key": "",
        "definition": "",
        "use_when": "",
        "not_when": "",
        "rights": "",
        "position": 0,
    },
    "annotation": {
        "anchor": {},
        "commentary": "",
        "stance": "note",
        "strength": "",
        "severity": "",
        "ask": "",
        "wording": "",
        "fallback": "",
        "addressee": "",
        "outcome": "",
        "audience": "organisation",
        "status": "draft",
        "approved_by": "",
        "approved_at": "",
        "author": "",
        "organisation": "",
        "created": "",
    },
    "annotation_category": {"annotation": "", "category": ""},
    "annotation_tag": {"annotation": "", "tag": ""},
    "annotation_authority": {"annotation": "", "authority": ""},
    "authority": {"title": "", "symbol": "", "paragraph": "", "url": "", "seen": ""},
    "reply": {"annotation": "", "commentary": "", "author": "", "organisation": "", "created": ""},
    "alignment": {"version": "", "provision": "", "other_version": "", "other_provision": "", "answers": True},
}

LINKS = {"annotation_category": "category", "annotation_tag": "tag", "annotation_authority": "authority"}
"""Entities that tie one thing to an annotation, with the field that names it: two people's categories add up."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Assign `fields` on one entity; what was there before is found out when it is applied."""

    entity: str
    entity_id: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Change:
    """One edit as the log keeps it. `previous` maps each field to the ids of the changes that it replaced."""

    id: str
    change_set: str
    reverses: str | None
    entity: str
    entity_id: str
    hlc: str
    origin: str
    author: str
    previous: Mapping[str, tuple[str, ...]]
    fields: Fields
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes applied together: what one act of a person did. `reverses` is the set that it undoes, if it does.

    `also` maps kinds of entity to ids that may look different in any field: what a merge brought, or took away.
    """

    id: str
    changes: tuple[Change, ...]
    reverses: str | None = None
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def touches(self, entity: str, entity_id: str | None = None, field: str | None = None) -> bool:
        """Whether anything of that kind (that one, that field of it) may look different now."""
        others = self.also.get(entity, frozenset())
        if others if entity_id is None else entity_id in others:
            return True
        return any(
            row.entity == entity
            and (entity_id is None or row.entity_id == entity_id)
            and (field is None or field in row.fields)
            for row in self.changes
        )

    @property
    def annotations(self) -> frozenset[str]:
        """Ids of every annotation touched, through its links too; a reply touches no annotation but its list."""
        mine = [row.entity_id for row in self.changes if row.entity == "annotation" or row.entity in LINKS]
        for entity in ("annotation", *LINKS):
            mine += self.also.get(entity, ())
        return frozenset(map(annotation_of, mine))


def link_id(annotation: str, other: str) -> str:
    """The id of the link between an annotation and a category, tag or authority: the same wherever it is made.

    The other end is hashed: ids go on existing once a tag was removed, and must not tell its word.
    """
    import hashlib  # reading needs no new ids

    return f"{annotation}:{hashlib.sha256(other.encode()).hexdigest()[:16]}"


def annotation_of(id: str) -> str:
    """The annotation that an annotation's id, or a link's, speaks of."""
    return id.partition(":")[0]


def check_edits(edits: Iterable[Edit]) -> None:
    """Raise Problem where an edit names an entity or a field that does not exist, or a value of the wrong type."""
    for edit in edits:
        known = ENTITIES.get(edit.entity)
        if known is None:
            raise Problem(f"There is nothing called {edit.entity!r} to change.")
        for name, value in edit.fields.items():
            expected = bool if name == DELETED else type(known[name]) if name in known else None
            if expected is None or not isinstance(value, expected):
                raise Problem(f"{edit.entity}.{name} cannot be set to {value!r}.")
            if isinstance(value, str) and len(value) > _LONG:
                _check_length(edit.entity, name, value)


def clean_edits(edits: Iterable[Edit]) -> list[Edit]:
    """The edits without characters that no field may hold, which come with what is pasted or typed into a terminal."""
    return [edit if _is_plain(edit) else _cleaned(edit) for edit in edits]


def clean_name(name: str) -> str:
    """A person's name as changes give it: in one line, and not without end."""
    if name.isprintable() and len(name) <= _LONG:
        return name
    from annotator.model.characters import clean_line

    return clean_line(name)[:_LONG]


def _is_plain(edit: Edit) -> bool:
    return all(not isinstance(value, str) or value.isprintable() for value in edit.fields.values())


def _cleaned(edit: Edit) -> Edit:
    from annotator.model.characters import FREE, clean_line, clean_words  # hardly ever anything is to be cleaned

    fields = {
        name: value if not isinstance(value, str) else clean_words(value) if name in FREE else clean_line(value)
        for name, value in edit.fields.items()
    }
    other = LINKS.get(edit.entity)
    is_renamed = other is not None and edit.entity_id == link_id(
        str(edit.fields.get("annotation", "")), str(edit.fields.get(other, ""))
    )
    id = link_id(fields["annotation"], fields[other]) if other and is_renamed else edit.entity_id
    return Edit(edit.entity, id, fields)


def _check_length(entity: str, name: str, value: str) -> None:
    from annotator.model.characters import FREE, MOST_IN_A_LINE, MOST_WORDS

    most = MOST_WORDS if name in FREE else MOST_IN_A_LINE
    if len(value) > most:
        raise Problem(f"{entity}.{name} would have {len(value)} characters, and has room for {most}; make it shorter.")
