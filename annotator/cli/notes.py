"""Commands on annotations."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import LIBRARY, VERSION, assignment, filters, person
from annotator.cli.output import json_option, say, show
from annotator.export.brief import BriefOptions
from annotator.model.anchoring import Anchor, anchor_provision, anchor_quote, anchor_range
from annotator.model.annotation import AUDIENCES
from annotator.model.selection import Filters
from annotator.model.treaty import Text
from annotator.operations import annotating
from annotator.operations.annotating import Assignment, resolve_annotations
from annotator.operations.choosing import annotation_row, resolve_filters
from annotator.operations.exporting import GROUPINGS, plan_export, write_export
from annotator.operations.libraries import open_library, read_library
from annotator.operations.naming import find_category, find_provision, find_version
from annotator.store.library import Library

_ANNOTATIONS = click.argument("annotations", metavar="ANNOTATION...", nargs=-1, required=True)


@click.command("annotate")
@LIBRARY
@VERSION
@click.option("--at", "provision", help="The provision, by eId or citation; alone it is annotated as a whole.")
@click.option("--quote", help="The exact words in it.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which of several; the first is 1.")
@click.option("--range", "places", type=(int, int), help="Start and end, in code points of the canonical text.")
@assignment
@json_option
def annotate(
    library: Path,
    version: str,
    provision: str | None,
    quote: str | None,
    occurrence: int | None,
    places: tuple[int, int] | None,
    given: Assignment,
    as_json: bool,
) -> None:
    """Annotate a passage of VERSION, or a whole provision for something that is missing there."""
    if (provision is None) == (places is None):
        raise click.UsageError(
            "Give either --at PROVISION (with --quote, or for the whole of it) or --range START END."
        )
    if quote is not None and provision is None:
        raise click.UsageError("--quote goes with --at; --range needs no words.")
    if occurrence is not None and quote is None:
        raise click.UsageError("--occurrence says which --quote is meant; give the words too.")
    if not given.categories:
        raise click.UsageError("Give at least one --category.")
    with open_library(library) as opened:
        text = opened.text(find_version(opened, version).id)
        anchor = _anchor(text, provision, quote, occurrence, places)
        made = annotating.annotate(opened, anchor, _resolved(opened, given), person())
        row = annotation_row(opened, made)
    say(f"Annotated {row['citation']}: {row['id']}", row, as_json)


@click.command("edit")
@LIBRARY
@_ANNOTATIONS
@assignment
@json_option
def edit(library: Path, annotations: tuple[str, ...], given: Assignment, as_json: bool) -> None:
    """Change annotations; a list is replaced whole, and emptied by one empty value (--tag "")."""
    if given == Assignment():
        raise click.UsageError("Say what to change, for example with --commentary or --category.")
    with open_library(library) as opened:
        ids = resolve_annotations(opened, annotations)
        annotating.edit_annotations(opened, ids, _resolved(opened, given), person())
        row = annotation_row(opened, opened.annotation(ids[0]))
    say(f"Changed {len(ids)} annotation(s).", {**row, "ids": ids}, as_json)


@click.command("delete")
@LIBRARY
@_ANNOTATIONS
@json_option
def delete(library: Path, annotations: tuple[str, ...], as_json: bool) -> None:
    """Delete annotations; undo brings them back."""
    with open_library(library) as opened:
        ids = resolve_annotations(opened, annotations)
        annotating.delete_annotations(opened, ids, person())
    say(f"Deleted {len(ids)} annotation(s).", {"id": ids[0], "ids": ids}, as_json)


@click.command("erase")
@LIBRARY
@_ANNOTATIONS
@json_option
def erase(library: Path, annotations: tuple[str, ...], as_json: bool) -> None:
    """Erase annotations for good: from the log, the index, drafts and backups here. Copies sent out live on."""
    with open_library(library) as opened:
        ids = annotating.erase_annotations(opened, resolve_annotations(opened, annotations, with_deleted=True))
    value = {"id": ids[0], "ids": ids, "note": "Copies that were already sent out live on."}
    say(f"Erased {len(ids)} annotation(s) here. {value['note']}", value, as_json)


@click.command("reply")
@LIBRARY
@click.argument("annotation")
@click.option("--commentary", required=True, help="The answer, in Markdown.")
@json_option
def reply(library: Path, annotation: str, commentary: str, as_json: bool) -> None:
    """Answer an annotation."""
    with open_library(library) as opened:
        chosen = resolve_annotations(opened, [annotation])[0]
        id = annotating.reply(opened, chosen, commentary, person())
    say(f"Answered: {id}", {"id": id, "annotation": chosen}, as_json)


@click.command("annotations")
@LIBRARY
@filters
@json_option
def list_annotations(library: Path, names: Filters, as_json: bool) -> None:
    """List annotations."""
    with read_library(library) as opened:
        placed = {row.annotation: row.how for row in opened.placements()}
        found = opened.annotations(resolve_filters(opened, names))
        rows = [annotation_row(opened, row) | {"placed": placed.get(row.id, "")} for row in found]
    show(rows, as_json, ("id", "citation", "categories", "stance", "severity", "quote", "commentary"))


@click.command("export")
@LIBRARY
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--as", "format_name", help="The format, where the name of OUTPUT does not tell it.")
@filters
@click.option("--group-by", type=click.Choice(GROUPINGS), default="category", show_default=True, help="The sections.")
@click.option("--title", default="", help="The title of the brief.")
@click.option(
    "--for",
    "readers",
    type=click.Choice(AUDIENCES),
    default="organisation",
    show_default=True,
    help="Whom the brief is for: what is narrower stays out, and what leaves the coalition must be approved.",
)
@click.option("--internal", is_flag=True, help="An internal copy: with authors, severity, audience and hashes.")
@json_option
def export(
    library: Path,
    output: Path,
    format_name: str | None,
    names: Filters,
    group_by: Any,
    title: str,
    readers: Any,
    internal: bool,
    as_json: bool,
) -> None:
    """Write a brief, or data, from the chosen annotations."""
    options = BriefOptions(title=title, group_by=group_by, audience=readers, internal=internal)
    with read_library(library) as opened:
        brief = plan_export(opened, resolve_filters(opened, names), options)
    done = write_export(brief, output, format_name)
    left_out = [{"reason": reason, "count": count} for reason, count in brief.left_out]
    sentence = f"Wrote {done.annotations} annotation(s) to {done.output}."
    sentence += "".join(f" Left out: {row['count']} ({row['reason']})." for row in left_out)
    say(sentence, {**asdict(done), "output": str(done.output), "left_out": left_out}, as_json)


COMMANDS = (annotate, edit, delete, erase, reply, list_annotations, export)


def _anchor(
    text: Text, provision: str | None, quote: str | None, occurrence: int | None, places: tuple[int, int] | None
) -> Anchor:
    if places is not None:
        return anchor_range(text, *places)
    assert provision is not None
    within = find_provision(text.provisions, provision)
    return anchor_provision(text, within) if quote is None else anchor_quote(text, quote, within, occurrence or 1)


def _resolved(library: Library, given: Assignment) -> Assignment:
    """With ids in place of the names of categories."""
    if given.categories is None:
        return given
    known = library.codebook().categories
    return replace(given, categories=tuple(find_category(known, name).id for name in given.categories))
