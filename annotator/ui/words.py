"""The window's words for the values that annotations and versions take from a list."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from annotator.model.change import DELETED

translate = QCoreApplication.translate


def choice_name(field: str, value: str) -> str:
    """What the window calls a value: `choice_name("severity", "red-line")` is "Red line"."""
    return _choices()[field, value]


def field_name(field: str) -> str:
    """What the window calls a field of an annotation."""
    return _fields()[field]


def part_name(entity: str, field: str) -> str:
    """What the window calls a field of an annotation, or the thing itself, where `field` deletes it."""
    names = {
        "commentary": translate("HistorySteps", "Commentary"),
        "wording": translate("HistorySteps", "Proposed wording"),
        "fallback": translate("HistorySteps", "Fallback"),
        "addressee": translate("HistorySteps", "Addressee"),
        "outcome": translate("HistorySteps", "Outcome"),
        "anchor": translate("HistorySteps", "Passage"),
    }
    kinds = {
        "annotation": translate("HistorySteps", "Annotation"),
        "annotation_category": translate("HistorySteps", "Layer"),
        "annotation_tag": translate("HistorySteps", "Tag"),
        "annotation_authority": translate("HistorySteps", "Source"),
        "reply": translate("HistorySteps", "Reply"),
    }
    if field == DELETED or entity == "reply":
        return kinds.get(entity, entity)
    return names.get(field) or _fields().get(field, field)


def line_kind_name(kind: str) -> str:
    """What the window calls that which a line of a source can be said to be (`model/correcting.LineKind`)."""
    return _line_kinds().get(kind) or provision_kind_name(kind)


def provision_kind_name(kind: str) -> str:
    """What the window calls a kind of provision: `provision_kind_name("intro")` is "chapeau"."""
    return _provision_kinds()[kind]


def count_words(counts: Mapping[str, int]) -> str:
    """How many provisions of each kind: "48 articles, 112 paragraphs"; the kinds that readers count, in order."""
    parts = []
    for kind, (one, many) in _counted().items():
        number = counts.get(kind, 0)
        if number:
            parts.append((one if number == 1 else many).format(count=number_words(number)))
    return ", ".join(parts)


def number_words(number: int) -> str:
    """A number with its thousands apart: "48,211"."""
    return f"{number:,}"


def _choices() -> dict[tuple[str, str], str]:
    return {
        ("stance", "risk"): translate("Words", "Risk"),
        ("stance", "safeguard"): translate("Words", "Safeguard"),
        ("stance", "gap"): translate("Words", "Gap"),
        ("stance", "note"): translate("Words", "Note"),
        ("strength", ""): translate("Words", "Not said"),
        ("strength", "binding"): translate("Words", "Binding"),
        ("strength", "domestic-law"): translate("Words", "Left to domestic law"),
        ("strength", "optional"): translate("Words", "Optional"),
        ("severity", ""): translate("Words", "Not said"),
        ("severity", "red-line"): translate("Words", "Red line"),
        ("severity", "must-change"): translate("Words", "Must change"),
        ("severity", "should-improve"): translate("Words", "Should improve"),
        ("severity", "watch"): translate("Words", "Watch"),
        ("ask", ""): translate("Words", "No ask"),
        ("ask", "delete"): translate("Words", "Delete"),
        ("ask", "amend"): translate("Words", "Amend"),
        ("ask", "add"): translate("Words", "Add"),
        ("ask", "keep"): translate("Words", "Keep"),
        ("ask", "declare"): translate("Words", "Declare"),
        ("ask", "do-not-ratify"): translate("Words", "Do not ratify"),
        ("audience", "me"): translate("Words", "Only me"),
        ("audience", "organisation"): translate("Words", "My organisation"),
        ("audience", "coalition"): translate("Words", "Coalition"),
        ("audience", "public"): translate("Words", "Public"),
        ("status", "draft"): translate("Words", "Draft"),
        ("status", "in-review"): translate("Words", "In review"),
        ("status", "approved"): translate("Words", "Approved"),
        ("status", "published"): translate("Words", "Published"),
        ("kind", "official"): translate("Words", "Official text"),
        ("kind", "draft"): translate("Words", "Draft"),
        ("kind", "translation"): translate("Words", "Translation"),
        ("kind", "restatement"): translate("Words", "Restatement in other words"),
        ("kind", "law"): translate("Words", "National law"),
        ("group", "category"): translate("Words", "By layer"),
        ("group", "provision"): translate("Words", "By provision"),
        ("group", "severity"): translate("Words", "By severity"),
        ("group", "instrument"): translate("Words", "By instrument"),
    }


def _fields() -> dict[str, str]:
    return {
        "stance": translate("Words", "Stance"),
        "strength": translate("Words", "Strength"),
        "severity": translate("Words", "Severity"),
        "ask": translate("Words", "Ask"),
        "audience": translate("Words", "Audience"),
        "status": translate("Words", "Status"),
    }


def _counted() -> dict[str, tuple[str, str]]:
    """The words for one and for several of a kind."""
    return {
        "part": (translate("Words", "{count} part"), translate("Words", "{count} parts")),
        "chapter": (translate("Words", "{count} chapter"), translate("Words", "{count} chapters")),
        "section": (translate("Words", "{count} section"), translate("Words", "{count} sections")),
        "article": (translate("Words", "{count} article"), translate("Words", "{count} articles")),
        "paragraph": (translate("Words", "{count} paragraph"), translate("Words", "{count} paragraphs")),
        "point": (translate("Words", "{count} point"), translate("Words", "{count} points")),
        "annex": (translate("Words", "{count} annex"), translate("Words", "{count} annexes")),
        "note": (translate("Words", "{count} note"), translate("Words", "{count} notes")),
    }


def _line_kinds() -> dict[str, str]:
    return {
        "kept": translate("Words", "as its words say"),
        "left out": translate("Words", "left out"),
        "words": translate("Words", "words without a number"),
        "joined": translate("Words", "the line above goes on"),
        "subitem": translate("Words", "item below an item"),
    }


def _provision_kinds() -> dict[str, str]:
    return {
        "preamble": translate("Words", "preamble"),
        "part": translate("Words", "part"),
        "chapter": translate("Words", "chapter"),
        "section": translate("Words", "section"),
        "title": translate("Words", "title"),
        "article": translate("Words", "article"),
        "paragraph": translate("Words", "paragraph"),
        "point": translate("Words", "point"),
        "item": translate("Words", "item"),
        "intro": translate("Words", "chapeau"),
        "wrapup": translate("Words", "closing words"),
        "alternative": translate("Words", "option"),
        "annex": translate("Words", "annex"),
        "note": translate("Words", "footnote"),
        "signature": translate("Words", "signature clause"),
        "heading": translate("Words", "heading"),
        "text": translate("Words", "words"),
    }
