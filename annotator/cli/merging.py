"""Commands on partners' files: merging them, and what comes after a merge."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import LIBRARY, person
from annotator.cli.output import json_option, progress_bar, say, show
from annotator.model.delivery import Conflict, Merge, Placing, Receipt
from annotator.model.problems import NotFound, UnusableFile
from annotator.model.selection import Filters
from annotator.operations.choosing import citation_of
from annotator.operations.libraries import open_library, read_library
from annotator.operations.merge_preview import Choices, MergePreview, OfferedText
from annotator.operations.merging import Incoming, known_files, preview_merge, read_files, usual_choices
from annotator.operations.merging import merge as merge_files
from annotator.operations.naming import find_category
from annotator.operations.settling import claim_of, find_conflict, find_merge, sides, value_from
from annotator.operations.settling import settle as settle_conflict
from annotator.store.library import Library


@click.command("merge")
@LIBRARY
@click.argument("partners", metavar="PARTNER...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--preview", is_flag=True, help="Say what it would do, and change nothing.")
@click.option(
    "--texts",
    type=click.Choice(("new", "all", "none")),
    default="new",
    show_default=True,
    help="Which texts come in too: those that none of yours nearly is, all that are not here, or none.",
)
@click.option(
    "--layer",
    "layers",
    type=(str, str),
    multiple=True,
    metavar="THEIRS OURS",
    help='Read a partner\'s layer (its id) as one of yours, or with OURS "" as its own. May be given several times.',
)
@click.option("--keep-layers", is_flag=True, help="Do not read layers of the same name as yours.")
@json_option
def merge(
    library: Path,
    partners: tuple[Path, ...],
    preview: bool,
    texts: str,
    layers: tuple[tuple[str, str], ...],
    keep_layers: bool,
    as_json: bool,
) -> int:
    """Merge partners' files after a backup; PARTNER may be a folder. Good ones are merged where others are refused."""
    began = time.monotonic()
    with open_library(library) as opened, progress_bar() as progress:
        known = known_files(opened) if texts == "new" and not layers else {}
        with read_files(partners, progress, library=opened.path, known=known) as incoming:
            choices = _choices(opened, incoming, texts, layers, keep_layers)
            act = preview_merge if preview else merge_files
            done = act(opened, incoming, choices, person(), progress, listed=False)
        names = {row.id: row.name for row in opened.codebook().categories}
    receipts, refused = done.receipts, [(row.path, row.refused) for row in done.files if row.receipt is None]
    if not receipts and len(refused) == 1:
        raise UnusableFile(refused[0][1])
    row = _report(done) | {"seconds": round(time.monotonic() - began, 3)}
    if as_json:
        show(row, True)
    else:
        _tell(done, choices, names, preview)
    return 0 if receipts else _refused_all(refused)


@click.command("merges")
@LIBRARY
@json_option
def merges(library: Path, as_json: bool) -> None:
    """List what was merged, the latest first."""
    with read_library(library) as opened:
        rows = [_merge_row(row) for row in opened.merges()]
    show(rows, as_json, ("id", "sender", "file", "merged", "withdrawn", "annotations"))


@click.command("unmerge")
@LIBRARY
@click.argument("set_", metavar="SET")
@json_option
def unmerge(library: Path, set_: str, as_json: bool) -> None:
    """Take a merge back: SET is its id, its file or its sender. Partners do not hear of it."""
    _turn(library, set_, as_json, withdrawn=True)


@click.command("remerge")
@LIBRARY
@click.argument("set_", metavar="SET")
@json_option
def remerge(library: Path, set_: str, as_json: bool) -> None:
    """Bring back a merge that was taken back: SET is its id, its file or its sender."""
    _turn(library, set_, as_json, withdrawn=False)


@click.command("conflicts")
@LIBRARY
@click.argument("annotation", required=False)
@json_option
def conflicts(library: Path, annotation: str | None, as_json: bool) -> None:
    """List what people said of one thing without knowing of each other, side by side; ANNOTATION's alone if given."""
    with read_library(library) as opened:
        found = [row for row in opened.conflicts() if annotation is None or row.annotation.startswith(annotation)]
        rows = [_conflict_row(row, opened) for row in found]
    show(rows, as_json, ("id", "citation", "field", "ours", "theirs"))


@click.command("settle")
@LIBRARY
@click.argument("conflict")
@click.option("--ours", "side", flag_value="ours", help="What was said here.")
@click.option("--theirs", "side", flag_value="theirs", help="What was said elsewhere, the latest of it.")
@click.option("--value", help="Other words than either; JSON where the field holds no words.")
@json_option
def settle(library: Path, conflict: str, side: Any, value: str | None, as_json: bool) -> None:
    """Settle CONFLICT, an id or the beginning of one. That travels to partners like any edit."""
    if (side is None) == (value is None):
        raise click.UsageError("Give one of --ours, --theirs and --value.")
    with open_library(library) as opened:
        found = find_conflict(opened, conflict)
        chosen = claim_of(found, side).value if value is None else value_from(found, value)
        settle_conflict(opened, found, chosen, person())
        left = len(opened.conflicts())
    row = {"id": found.id, "annotation": found.annotation, "field": found.field, "value": chosen, "left": left}
    say(f"Settled {found.id}; {left} left.", row, as_json)


@click.command("accept")
@LIBRARY
@json_option
def accept(library: Path, as_json: bool) -> None:
    """Believe changes whose clock is more than a day ahead, which wait until then."""
    with open_library(library) as opened:
        waiting = opened.waiting()
        opened.accept_waiting()
    say(f"Accepted {_several(waiting, 'change')}." if waiting else "No change waits.", {"accepted": waiting}, as_json)


COMMANDS = (merge, merges, unmerge, remerge, conflicts, settle, accept)


def _turn(path: Path, name: str, as_json: bool, *, withdrawn: bool) -> None:
    with open_library(path) as opened:
        found = find_merge(opened, name)
        if found.withdrawn == withdrawn:
            raise NotFound(f"The merge of {found.file} {'was taken back already' if withdrawn else 'stands'}.")
        (opened.unmerge if withdrawn else opened.remerge)(found.id)
        row = next(row for row in opened.merges() if row.id == found.id)
    what = "taken back; what it brought is hidden, nothing is lost" if withdrawn else "brought back"
    say(f"The merge of {row.file} is {what}.", _merge_row(row), as_json)


def _choices(
    library: Library, incoming: Incoming, texts: str, layers: tuple[tuple[str, str], ...], keep_layers: bool
) -> Choices | None:
    """None where nothing was said: what is usual is found out by the merge itself."""
    if texts == "new" and not layers and not keep_layers:
        return None
    known = library.codebook().categories
    usual = usual_choices(preview_merge(library, incoming, None, person(), listed=False))
    given = {theirs: find_category(known, ours).id if ours else "" for theirs, ours in layers}
    chosen = {"new": usual.texts, "all": None, "none": frozenset[str]()}[texts]
    return Choices(chosen, {**({} if keep_layers else usual.layers), **given})


def _report(done: MergePreview) -> dict[str, Any]:
    receipts = done.receipts
    added, changed, deleted = (_united(receipts, name) for name in ("added", "changed", "deleted"))
    return {
        "added": len(added),
        "changed": len(changed.keys() - added.keys()),
        "deleted": len(deleted),
        "unchanged": sum(row.unchanged for row in receipts),
        "conflicts": [_sides(row) for row in done.conflicts],
        "rejected": [
            {"file": row.file, "why": why} for row in done.files if row.receipt for why in row.receipt.rejected
        ],
        "waiting": sum(row.waiting for row in receipts),
        "lacking": dict(sum((Counter(row.lacking) for row in receipts), Counter[str]())),
        "texts": [asdict(row) for row in done.texts],
        "layers": [asdict(row) for row in done.layers],
        "placed": dict(done.placements),
        "merges": [{"file": row.file, "id": row.receipt.merge} for row in done.files if row.receipt],
        "annotations": {"added": list(added), "changed": list(changed), "deleted": list(deleted)},
        "refused": [{"file": row.path, "why": row.refused} for row in done.files if row.receipt is None],
    }


def _united(receipts: tuple[Receipt, ...], name: str) -> dict[str, None]:
    return dict.fromkeys(id for row in receipts for id in getattr(row, name))


def _tell(done: MergePreview, choices: Choices | None, names: dict[str, str], preview: bool) -> None:
    row = _report(done)
    if done.receipts:
        told = "Would bring" if preview else "Merged"
        counts = f"{_several(row['added'], 'new annotation')}, {row['changed']} changed, {row['deleted']} deleted"
        conflicts = _several(len(done.conflicts), "new conflict")
        click.echo(f"{told}: {counts}, {row['unchanged']} as before; {conflicts}.")
    for line in _lines(done, choices or usual_choices(done), names, preview):
        click.echo(line)
    for line in [why for receipt in done.receipts for why in receipt.rejected]:
        click.echo(line)
    if row["waiting"]:
        late = _several(row["waiting"], "change")
        click.echo(f"From a clock more than a day ahead: {late}; “annotator accept” takes what waits.")
    for refusal in row["refused"]:
        click.echo(f"Not merged: {refusal['why']}", err=True)
    if done.conflicts and not preview:
        click.echo("“annotator conflicts” lists the conflicts, “annotator settle” settles one.")


def _lines(done: MergePreview, chosen: Choices, names: dict[str, str], preview: bool) -> Iterator[str]:
    """What became of texts and layers that were not here, and of the annotations placed in other texts than theirs."""
    for text in done.texts:
        yield _about_text(text, text.has_words and (chosen.texts is None or text.id in chosen.texts), preview)
    for layer in done.layers:
        ours = chosen.layers.get(layer.id, "")
        yield f"The layer {layer.name} {f'is read as {names.get(ours, ours)}' if ours else 'is new'}."
    if counts := [f"{count} {words}" for how, words in _HOW.items() if (count := done.placed[how])]:
        yield f"Of the annotations placed in your texts, {', '.join(counts)}."


def _about_text(text: OfferedText, is_imported: bool, preview: bool) -> str:
    notes = _several(text.annotations, "annotation")
    if is_imported:
        return f"The text {text.name} {'would be' if preview else 'was'} imported, with {notes}."
    if text.near:
        return f"The text {text.name} nearly is {text.near}; placed there: {notes}."
    return f"The text {text.name} is not here; waiting for it: {notes}."


def _several(count: int, one: str) -> str:
    """ "1 change", "2 changes"."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


_HOW: dict[Placing, str] = {"exact": "stand where they stood", "moved": "were moved", "review": "need review"}


def _sides(row: Conflict) -> dict[str, Any]:
    ours, theirs = sides(row)
    about = {"id": row.id, "annotation": row.annotation, "entity": row.entity, "field": row.field}
    return {**about, "ours": ours.value, "theirs": theirs.value}


def _conflict_row(row: Conflict, library: Library) -> dict[str, Any]:
    citation = ""
    if row.annotation:
        found = library.annotations(Filters(annotation=(row.annotation,)))
        citation = citation_of(library, found[0]) if found else ""
    return {**_sides(row), "citation": citation, "claims": [asdict(claim) for claim in row.claims]}


def _merge_row(row: Merge) -> dict[str, Any]:
    return asdict(row)


def _refused_all(refused: list[tuple[str, str]]) -> int:
    click.echo(f"annotator: None of the {len(refused)} files could be merged: {refused[0][1]}", err=True)
    return 1
