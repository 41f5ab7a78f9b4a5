"""Commands on a library as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from annotator.cli.options import LIBRARY, person
from annotator.cli.output import json_option, say, show
from annotator.model.annotation import Person
from annotator.model.change import ChangeSet
from annotator.model.delivery import Merge
from annotator.model.problems import Problem
from annotator.model.selection import Event
from annotator.operations.annotating import resolve_annotations
from annotator.operations.codebooks import load_codebook
from annotator.operations.libraries import new_library, open_library, read_library, rebuild_library, replace_codebook
from annotator.operations.whereabouts import hazard_at
from annotator.store.library import Library

_FILE = click.Path(path_type=Path)


@click.command("new")
@LIBRARY
@click.option("--codebook", type=_FILE, help="A TOML file with another codebook than the standard one.")
@json_option
def new(library: Path, codebook: Path | None, as_json: bool) -> None:
    """Make a library with the standard codebook."""
    with new_library(library, load_codebook(codebook) if codebook else None):
        say(f"Made {library}.", {"library": str(library)}, as_json)


@click.command("codebook")
@LIBRARY
@click.option("--load", type=_FILE, help="Replace the categories with those of this TOML file.")
@json_option
def codebook(library: Path, load: Path | None, as_json: bool) -> None:
    """Show or replace the categories."""
    if load is None:
        with read_library(library) as opened:
            found = opened.codebook()
    else:
        loaded = load_codebook(load)
        with open_library(library) as opened:
            replace_codebook(opened, loaded, person())
            found = opened.codebook()
    show([asdict(row) for row in found.categories], as_json, ("key", "name", "parent", "colour", "mark", "rights"))


@click.command("undo")
@LIBRARY
@json_option
def undo(library: Path, as_json: bool) -> None:
    """Take back the last change made with this installation."""
    _reverse(library, "undo", Library.undo, as_json)


@click.command("redo")
@LIBRARY
@json_option
def redo(library: Path, as_json: bool) -> None:
    """Bring back what the last undo took away."""
    _reverse(library, "redo", Library.redo, as_json)


@click.command("history")
@LIBRARY
@click.argument("annotation", required=False)
@click.option("--limit", default=200, show_default=True, help="How many at most.")
@json_option
def history(library: Path, annotation: str | None, limit: int, as_json: bool) -> None:
    """The change log, the latest first."""
    with read_library(library) as opened:
        chosen = resolve_annotations(opened, [annotation], with_deleted=True)[0] if annotation else None
        show([asdict(row) for row in opened.history(chosen, limit)], as_json, ("when", "who", "what"))


@click.command("check")
@LIBRARY
@click.option("--rebuild", is_flag=True, help="Make tables and index anew that are not what the log says.")
@json_option
def check(library: Path, rebuild: bool, as_json: bool) -> int:
    """Check the integrity of the whole file."""
    if rebuild:
        return _rebuild(library, as_json)
    with read_library(library) as opened:
        problems = opened.problems()
    hazard = hazard_at(library)
    remarks = [f"A remark: {hazard.sentence}; keep it on a disk of this machine, and share a copy."] if hazard else []
    told = [*(problems or ["All is well."]), *remarks]
    row = {"ok": not problems, "problems": problems}
    say("\n".join(told), row | {"remarks": remarks} if remarks else row, as_json)
    return 1 if problems else 0


def _rebuild(library: Path, as_json: bool) -> int:
    done = rebuild_library(library)
    if done.backup is None:
        made = "All is well; nothing was rebuilt." if not done.found else "None of it can be rebuilt; restore a backup."
        sentences = [*done.found, made]
    else:
        made = f"Tables and index were made anew from the log; what was there before is {done.backup}."
        sentences = [*done.found, made, *(f"Still: {row}" for row in done.left)]
    row = {"ok": not done.left, "problems": done.left, "found": done.found}
    say("\n".join(sentences), {**row, "backup": str(done.backup) if done.backup else None}, as_json)
    return 1 if done.left else 0


COMMANDS = (new, codebook, undo, redo, history, check)


def _reverse(path: Path, verb: str, act: Callable[[Library, Person], ChangeSet | None], as_json: bool) -> None:
    with open_library(path) as opened:
        stood = {row.id for row in opened.merges() if not row.withdrawn}
        change = act(opened, person())
        if change is None:
            raise Problem(f"There is nothing to {verb} in {path}.")
        turned = [row for row in opened.merges() if (row.id in stood) is row.withdrawn]
        event = _turned(turned) if turned else opened.history(limit=1)[0]
    done = {"undo": "undone", "redo": "redone"}[verb]
    say(f"{done.capitalize()}; {event.what}.", {done: change.reverses, **asdict(event)}, as_json)


def _turned(merges: Sequence[Merge]) -> Event:
    """Of merges that were taken back or brought back, which is nothing that the log tells."""
    what, files = "taken back" if merges[0].withdrawn else "brought back", ", ".join(row.file for row in merges)
    return Event(merges[0].id, merges[0].merged, "", f"what was merged from {files} is {what}")
