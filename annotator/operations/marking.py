"""Mark many places at once; move, split, join and duplicate annotations; put layers on and take them off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.model.anchoring import Anchor, anchor_range
from annotator.model.annotation import AUDIENCES, SEVERITIES, STATUSES, Annotation, Person
from annotator.model.change import DELETED, LINKS, ChangeSet, Edit
from annotator.model.delivery import Placement
from annotator.model.problems import Problem
from annotator.model.treaty import Text
from annotator.operations.annotating import (
    Assignment,
    annotation_edits,
    existing,
    link_edit,
    unlink_edits,
    with_approval,
)
from annotator.store.identity import new_id
from annotator.store.library import Library

_APPROVED = ("approved", "published")
_NOTHING_BETWEEN = re.compile(
    r"[\W_]*+(?:(?<!\w)(?:\d{1,3}[^\W\d_]?|[ivxlc]{1,6}|[^\W\d_]|[一二三四五六七八九十]{1,3})[.)）、])?[\W_]*",
    re.IGNORECASE,
)
"""What may lie between passages that are joined: white space, punctuation, the number of a paragraph."""


def annotate_all(
    library: Library, places: Iterable[tuple[str, int, int]], assignment: Assignment, person: Person
) -> list[str]:
    """Annotate each `(version, start, end)` as one change set; those marked in that layer already are left out.

    Returns the ids of the new annotations.
    """
    wanted = list(places)
    versions = tuple(dict.fromkeys(version for version, _start, _end in wanted))
    texts = {version: library.text(version) for version in versions}
    layers = set(assignment.categories or ())
    there = (row for version in versions for row in library.at_hand(version))
    marked = {(row.version, row.start, row.end) for row in there if not layers or layers & set(row.categories)}
    anchors = [anchor_range(texts[version], start, end) for version, start, end in wanted]
    made = {new_id(): row for row in anchors if (row.version, row.start, row.end) not in marked}
    edits = [edit for id, anchor in made.items() for edit in annotation_edits(id, anchor, assignment, person)]
    library.apply(edits, person)
    return list(made)


def move_anchor(library: Library, annotation: str, anchor: Anchor, person: Person) -> ChangeSet:
    """Let an annotation stand on `anchor`, in the same text. One that was approved for other words goes back to review.

    Raises Problem where the anchor is of another text.
    """
    row = library.annotation(annotation)
    _check_text(row, anchor.version)
    return reanchor(library, row, anchor, person)


def reanchor(library: Library, row: Annotation, anchor: Anchor, person: Person) -> ChangeSet:
    """As `move_anchor`, to whichever text, for an annotation whose own may have been removed.

    One that was made on a partner's text, which is not here, is only placed: an anchor in a text of ours would take it
    away from its author, who may not have that text.
    """
    if library.placements([row.id]):
        library.place([Placement(row.id, anchor, "exact")])
        return ChangeSet("", ())
    return library.apply([_moved(row, anchor, person)], person)


def delete_any(library: Library, annotation: str, person: Person) -> ChangeSet:
    """Delete an annotation though its text may have been removed; undo brings it back."""
    return library.apply([Edit("annotation", annotation, {DELETED: True})], person)


def toggle_category(library: Library, annotation: str, category: str, person: Person) -> bool:
    """Put an annotation into that layer too, or take it out; returns whether it is in it now."""
    row = library.annotation(annotation)
    is_in = category in row.categories
    entity = "annotation_category"
    out = unlink_edits(library, entity, annotation, category)
    library.apply(out if is_in else [link_edit(entity, annotation, category)], person)
    return not is_in


def split(library: Library, annotation: str, text: Text, at: int, person: Person, note: str = "") -> str:
    """Cut an annotation in two before the character at `at`.

    The first part keeps commentary, replies and ask; the second gets the same layers, tags, authorities and judgement,
    and `note` as its commentary. Returns the id of the second. Raises Problem where there are no words on one side.
    """
    row = library.annotation(annotation)
    _check_text(row, text.id)
    _check_own_text(library, [row.id])
    anchor = row.anchor
    if anchor.whole or not (text.text[anchor.start : at].strip() and text.text[at : anchor.end].strip()):
        raise Problem("Put the caret between two words of the annotation, then split it there.")
    second = new_id()
    like = _like(row, commentary=note, status="draft")
    edits = [_moved(row, anchor_range(text, anchor.start, at), person)]
    edits += annotation_edits(second, anchor_range(text, at, anchor.end), like, person)
    library.apply(edits, person)
    return second


def duplicate(library: Library, annotation: str, anchor: Anchor, person: Person) -> str:
    """Say the same of another passage: a draft by `person` with everything but status, outcome and replies.

    A proposed wording goes with it only where the words are the same. Returns the new id.
    """
    row = library.annotation(annotation)
    ask = row.ask
    values = {"ask": ask.action, "fallback": ask.fallback, "addressee": ask.addressee}
    if anchor.exact == row.anchor.exact:
        values["wording"] = ask.wording
    given = replace(
        _like(row, commentary=row.commentary, status="draft"), author=None, organisation=None, **_said(values)
    )
    made = new_id()
    library.apply(annotation_edits(made, anchor, given, person), person)
    return made


def join(library: Library, ids: Sequence[str], text: Text, person: Person) -> str:
    """Make one annotation of several that share a layer and follow on one another; undo takes them apart again.

    The one that begins first stays. Commentaries and asks are joined, layers, tags, authorities and replies united, the
    graver severity and the narrower audience kept. Returns its id; raises Problem where something would be lost.
    """
    rows = sorted(existing(library, ids), key=lambda row: (row.anchor.start, row.anchor.end, row.created, row.id))
    _check_joining(rows, text)
    _check_own_text(library, [row.id for row in rows])
    first, others = rows[0], rows[1:]
    anchor = anchor_range(text, first.anchor.start, max(row.anchor.end for row in rows))
    values = {**_moved(first, anchor, person).fields, **_joined(rows, text)}
    edits = [Edit("annotation", first.id, values)]
    for row in others:
        edits += [link_edit(entity, first.id, other) for entity, other in _links(row)]
        edits += [Edit("reply", reply.id, {"annotation": first.id}) for reply in library.replies(row.id)]
        edits.append(Edit("annotation", row.id, {DELETED: True}))
    library.apply(edits, person)
    return first.id


def neighbour(rows: Iterable[Annotation], row: Annotation, text: Text) -> Annotation | None:
    """The annotation of one layer with `row` that goes on where it ends, or else that ends where it begins."""
    here = row.anchor
    like = [other for other in rows if other.id != row.id and _could_join(row, other)]
    later = [other for other in like if other.anchor.start >= here.start]
    after = [other for other in later if _is_nothing(text, here.end, other.anchor.start)]
    earlier = [other for other in like if other.anchor.start < here.start]
    before = [other for other in earlier if _is_nothing(text, other.anchor.end, here.start)]
    return min(after, key=lambda other: other.anchor.start, default=None) or max(
        before, key=lambda other: other.anchor.end, default=None
    )


# -- inside -----------------------------------------------------------------------------------------------------------


def _check_text(row: Annotation, version: str) -> None:
    """Offsets of one text mean nothing in another."""
    if row.version != version:
        raise Problem("The annotation is on another text; show that one first.")


def _check_own_text(library: Library, ids: Iterable[str]) -> None:
    """What was made on a partner's text ends where it ends there."""
    if library.placements(ids):
        raise Problem("It was made on a partner's text that is not here; import that text to split or join it.")


def _moved(row: Annotation, anchor: Anchor, person: Person) -> Edit:
    values: dict[str, Any] = {"anchor": anchor.to_json()}
    if row.status in _APPROVED and anchor.exact != row.anchor.exact:
        values["status"] = "in-review"
    return Edit("annotation", row.id, with_approval(values, person, row))


def _like(row: Annotation, *, commentary: str, status: str) -> Assignment:
    return Assignment(
        categories=row.categories,
        tags=row.tags,
        authorities=row.authorities,
        commentary=commentary,
        stance=row.stance,
        strength=row.strength,
        severity=row.severity,
        audience=row.audience,
        status=status,
        author=row.author,
        organisation=row.organisation,
    )


def _said(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _check_joining(rows: Sequence[Annotation], text: Text) -> None:
    if len(rows) < 2:
        raise Problem("Choose two annotations in the list, or one that another of its layer follows.")
    _check_text(rows[0], text.id)
    reached = rows[0].anchor.end
    for row in rows[1:]:
        if not _could_join(rows[0], row):
            raise Problem(
                "Only annotations of one text, one layer and one stance can be joined; give them the same first."
            )
        if not _is_nothing(text, reached, row.anchor.start):
            between = " ".join(text.text[reached : row.anchor.start].split())
            raise Problem(f"Between them stand the words “{between[:60]}”; extend one of them over these first.")
        reached = max(reached, row.anchor.end)
    for name, values in (
        ("ask for different things", {row.ask.action for row in rows}),
        ("differ in strength", {row.strength for row in rows}),
    ):
        if len(values - {""}) > 1:
            raise Problem(f"They {name} ({', '.join(sorted(values - {''}))}); settle on one first.")


def _could_join(row: Annotation, other: Annotation) -> bool:
    return (
        row.version == other.version
        and not (row.anchor.whole or other.anchor.whole)
        and row.stance == other.stance
        and (not set(row.categories).isdisjoint(other.categories) or row.categories == other.categories)
    )


def _is_nothing(text: Text, start: int, end: int) -> bool:
    return start >= end or _NOTHING_BETWEEN.fullmatch(text.text, start, end) is not None


def _joined(rows: Sequence[Annotation], text: Text) -> dict[str, Any]:
    def together(values: Iterable[str], gap: str) -> str:
        return gap.join(dict.fromkeys(value for value in values if value))

    severities = [row.severity for row in rows if row.severity]
    status = min((row.status for row in rows), key=STATUSES.index)
    return {
        "commentary": together(_comments(rows), "\n\n"),
        "strength": next((row.strength for row in rows if row.strength), ""),
        "severity": min(severities, key=SEVERITIES.index) if severities else "",
        "ask": next((row.ask.action for row in rows if row.ask.action), ""),
        "wording": _joined_wording(rows, text),
        "fallback": together((row.ask.fallback for row in rows), "\n"),
        "addressee": together((row.ask.addressee for row in rows), "; "),
        "outcome": together((row.ask.outcome for row in rows), "\n"),
        "audience": min((row.audience for row in rows), key=AUDIENCES.index),
        **with_approval({"status": "in-review" if status in _APPROVED else status}, Person()),
    }


def _comments(rows: Sequence[Annotation]) -> list[str]:
    """Each says whose it is where they are not all of one hand."""
    if len({row.author for row in rows}) < 2:
        return [row.commentary for row in rows]
    return [f"{row.commentary}\n— {row.author}" if row.author and row.commentary else row.commentary for row in rows]


def _joined_wording(rows: Sequence[Annotation], text: Text) -> str:
    """The passage as it should read: proposed words where there are some, and the text's own in between."""
    if not any(row.ask.wording for row in rows):
        return ""
    parts, reached = [], rows[0].anchor.start
    for row in rows:
        if row.anchor.start < reached and row.ask.wording:
            # Two proposals for words that overlap cannot be woven into one
            parts.append(f"\n{row.ask.wording}")
        else:
            parts.append(text.text[reached : row.anchor.start])
            parts.append(row.ask.wording or text.text[max(reached, row.anchor.start) : row.anchor.end])
        reached = max(reached, row.anchor.end)
    return "".join(parts)


def _links(row: Annotation) -> list[tuple[str, str]]:
    per = {"annotation_category": row.categories, "annotation_tag": row.tags, "annotation_authority": row.authorities}
    return [(entity, other) for entity in LINKS for other in per[entity]]
