"""What the window calls a conflict, what it is about, and what each side says."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from annotator.model.change import DELETED, ENTITIES, LINKS
from annotator.model.delivery import Claim, Conflict
from annotator.ui.panels.catalogue import Catalogue
from annotator.ui.panels.dates import moment
from annotator.ui.words import choice_name, part_name

translate = QCoreApplication.translate

_CHOICES = frozenset({"stance", "strength", "severity", "ask", "audience", "status"})
_WRITTEN = frozenset(
    {"commentary", "wording", "fallback", "addressee", "outcome", "definition", "use_when", "not_when"}
)


def conflict_name(conflict: Conflict) -> str:
    """The field: "Commentary", "Severity", "Deleted, or kept"."""
    if conflict.field == DELETED:
        return {
            "annotation": translate("Conflicts", "Deleted, or kept"),
            "reply": translate("Conflicts", "Reply: deleted, or kept"),
            "version": translate("Conflicts", "Text: removed, or kept"),
            "category": translate("Conflicts", "Layer: removed, or kept"),
        }.get(conflict.entity, translate("Conflicts", "Taken away, or kept"))
    if conflict.entity in ("annotation", "reply", *LINKS):
        return part_name(conflict.entity, conflict.field)
    kinds = {
        "version": translate("Conflicts", "Text"),
        "category": translate("Conflicts", "Layer"),
        "codebook": translate("Conflicts", "Codebook"),
        "authority": translate("Conflicts", "Source"),
        "alignment": translate("Conflicts", "Link between provisions"),
    }
    told = translate("Conflicts", "{kind}: {field}")
    return told.format(kind=kinds.get(conflict.entity, conflict.entity), field=_plain_name(conflict.field))


def conflict_place(conflict: Conflict, catalogue: Catalogue) -> str:
    """What it is about: where an annotation stands, or the name of a text or layer."""
    note = catalogue.annotation(conflict.annotation) if conflict.annotation else None
    if note is not None:
        version = catalogue.version(note.version)
        return " · ".join(part for part in (catalogue.citation(note), version.name if version else "") if part)
    if conflict.entity == "version" and (found := catalogue.version(conflict.entity_id)) is not None:
        return found.name
    if conflict.entity == "category" and (layer := catalogue.category(conflict.entity_id)) is not None:
        return layer.name
    return translate("Conflicts", "The library as a whole")


def claim_words(conflict: Conflict, claim: Claim) -> str:
    """What a side says, as the window says it."""
    if conflict.field == DELETED:
        if claim.value:
            return translate("Conflicts", "Deleted it")
        return translate("Conflicts", "Went on with it")
    if conflict.entity == "annotation" and conflict.field in _CHOICES:
        return choice_name(conflict.field, claim.value)
    if isinstance(claim.value, dict):
        return str(claim.value.get("exact", "")) or translate("Conflicts", "The provision as a whole")
    if isinstance(claim.value, bool):
        return translate("Conflicts", "yes") if claim.value else translate("Conflicts", "no")
    return _words(claim.value)


def choosing_words(conflict: Conflict, claim: Claim) -> str:
    """What the button says that lets this side stand."""
    if conflict.field != DELETED:
        return translate("Conflicts", "Keep this")
    return translate("Conflicts", "Delete it") if claim.value else translate("Conflicts", "Keep it")


def claim_author(claim: Claim) -> str:
    """Who says it, and when: "Ada (on this computer), 3 May 2026, 14:05"."""
    if claim.is_ours:
        named = translate("Conflicts", "{who} (on this computer)").format(who=claim.author)
        who = named if claim.author else translate("Conflicts", "You")
    else:
        who = claim.author or translate("Conflicts", "Somebody without a name")
    return translate("Conflicts", "{who}, {when}").format(who=who, when=moment(claim.when))


def is_written(conflict: Conflict) -> bool:
    """Whether it is about words, which can be combined."""
    return conflict.field in _WRITTEN or (
        isinstance(ENTITIES[conflict.entity].get(conflict.field), str)
        and (conflict.field not in _CHOICES and conflict.entity != "annotation")
    )


def _plain_name(field: str) -> str:
    return {
        "label": translate("Conflicts", "name"),
        "name": translate("Conflicts", "name"),
        "colour": translate("Conflicts", "colour"),
        "colour_dark": translate("Conflicts", "colour on dark ground"),
        "mark": translate("Conflicts", "mark"),
        "key": translate("Conflicts", "key"),
        "parent": translate("Conflicts", "group"),
        "position": translate("Conflicts", "place in the list"),
        "definition": translate("Conflicts", "definition"),
        "tags": translate("Conflicts", "tags"),
        "title": translate("Conflicts", "title"),
        "instrument": translate("Conflicts", "instrument"),
        "short_title": translate("Conflicts", "short title"),
        "language": translate("Conflicts", "language"),
        "kind": translate("Conflicts", "kind"),
        "url": translate("Conflicts", "address"),
        "date": translate("Conflicts", "date"),
    }.get(field, field.replace("_", " "))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(row) for row in value)
    return str(value) if value not in ("", None) else translate("Conflicts", "(nothing)")
