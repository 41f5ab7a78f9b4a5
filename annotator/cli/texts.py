"""Commands on texts: reading them in, and reading them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import LIBRARY, VERSION, person
from annotator.cli.output import json_option, progress_bar, say, show
from annotator.model.correcting import LINE_KINDS, REVISIONS, Correction, Instructions, ReadLine, lines_of
from annotator.model.problems import Problem, UnusableFile
from annotator.model.selection import LIMIT
from annotator.model.treaty import VERSION_FIELDS, VERSION_KINDS, Version
from annotator.operations.importing import Imported, add_versions, edit_version
from annotator.operations.libraries import open_library, read_library
from annotator.operations.naming import find_provision, find_version
from annotator.operations.reading import Batch, read_texts
from annotator.store.library import Library


def _data_options(command: Any) -> Any:
    helps = {
        "label": "How this version is called in lists.",
        "instrument": "The instrument that it is a text of.",
        "short_title": "As a citation names it.",
        "language": "Language code, such as en or ar.",
        "symbol": "Document symbol, such as A/RES/79/243.",
        "series": "Series, such as ETS No. 185.",
        "date": "Date, ISO 8601.",
        "place": "Place.",
        "url": "Web address of the official text.",
    }
    for name in reversed(VERSION_FIELDS):
        option = f"--{name.replace('_', '-')}"
        if name == "kind":
            command = click.option(option, type=click.Choice(VERSION_KINDS), help="What sort of text it is.")(command)
        else:
            command = click.option(option, help=helps[name])(command)
    return command


def _revisions_option(command: Any) -> Any:
    text = "Tracked changes: as accepted, as never made, or both as two versions."
    option = click.option("--revisions", type=click.Choice(REVISIONS), default="accepted", show_default=True, help=text)
    return option(command)


@click.command("import")
@LIBRARY
@click.argument("files", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True)
@_data_options
@_revisions_option
@click.option(
    "--read-as",
    "corrections",
    type=(int, click.Choice(LINE_KINDS)),
    multiple=True,
    metavar="LINE KIND",
    help=f"What a line is, numbered as `annotator lines` has it: {', '.join(LINE_KINDS)}. May be given several times.",
)
@json_option
def import_(
    library: Path,
    files: tuple[Path, ...],
    revisions: Any,
    corrections: tuple[tuple[int, Any], ...],
    as_json: bool,
    **data: str | None,
) -> int:
    """Read texts; FILE may be a folder. Good files are kept where others are refused."""
    given = {name: value for name, value in data.items() if value is not None}
    if corrections and (len(files) != 1 or files[0].is_dir()):
        raise click.UsageError("--read-as names lines of one file; give one file.")
    if corrections and revisions == "both":
        raise click.UsageError("--read-as names lines of one reading; give --revisions accepted or rejected.")
    instructions = Instructions(revisions, corrections=tuple(Correction(*row) for row in corrections))
    with open_library(library) as opened:
        with progress_bar() as progress:
            batch = read_texts(files, given, instructions=instructions, progress=progress)
        imported, refused = _add_each(opened, batch)
    if not imported and len(refused) == 1:
        raise UnusableFile(refused[0]["why"])
    seconds = {id(row.reading): row.seconds for row in batch.found}
    rows = [_imported(row, seconds[id(row.reading)]) for row in imported]
    if as_json:
        show({"versions": rows, "refused": refused, "start_seconds": round(batch.start_seconds, 3)}, True)
    else:
        _report(rows, refused)
    return 0 if imported else _refused_all(refused)


@click.command("lines")
@click.argument("file", type=click.Path(path_type=Path))
@_revisions_option
@json_option
def lines(file: Path, revisions: Any, as_json: bool) -> None:
    """What each line of FILE is read as, and what is left out and why; nothing is imported."""
    with progress_bar() as progress:
        batch = read_texts([file], instructions=Instructions(revisions), progress=progress)
    if batch.refused:
        raise UnusableFile(batch.refused[0].why)
    if not any(reading.places for reading in batch.readings):
        raise UnusableFile(f"{file.name} states its structure itself: import it, and see its outline.")
    rows = [_line(row, number) for number, reading in enumerate(batch.readings) for row in lines_of(reading)]
    show(rows, as_json, ("line", "text", "read_as", "citation", "dropped", "page", "words"))


@click.command("versions")
@LIBRARY
@json_option
def versions(library: Path, as_json: bool) -> None:
    """List the texts."""
    with read_library(library) as opened:
        rows = [_version(row) for row in opened.versions()]
    show(rows, as_json, ("id", "label", "instrument", "language", "kind", "articles", "annotations"))


@click.command("version")
@LIBRARY
@VERSION
@_data_options
@json_option
def version(library: Path, version: str, as_json: bool, **data: str | None) -> None:
    """Show what a citation of VERSION needs, or change it."""
    given = {name: value for name, value in data.items() if value is not None}
    with open_library(library) if given else read_library(library) as opened:
        found = find_version(opened, version)
        if given:
            found = edit_version(opened, found.id, given, person())
        show(_version(found), as_json)


@click.command("outline")
@LIBRARY
@VERSION
@json_option
def outline(library: Path, version: str, as_json: bool) -> None:
    """The tree of provisions, in reading order."""
    with read_library(library) as opened:
        text = opened.text(find_version(opened, version).id)
    rows = [asdict(row) for row in text.provisions]
    show(rows, as_json, ("eid", "kind", "citation", "label", "heading"))


@click.command("text")
@LIBRARY
@VERSION
@click.argument("provision", required=False)
@json_option
def text(library: Path, version: str, provision: str | None, as_json: bool) -> None:
    """The canonical text, or that of PROVISION (eId or citation)."""
    with read_library(library) as opened:
        found = opened.text(find_version(opened, version).id)
    words = found.text
    if provision is not None:
        chosen = find_provision(found.provisions, provision)
        words = words[chosen.start : chosen.end]
    say(words, {"text": words}, as_json)


@click.command("search")
@LIBRARY
@click.argument("query")
@click.option(
    "--in",
    "where",
    type=click.Choice(("text", "commentary", "all")),
    default="all",
    show_default=True,
    help="Where to look.",
)
@json_option
def search(library: Path, query: str, where: Any, as_json: bool) -> None:
    """Full text search: folded, so that accents, vowel marks and case do not matter."""
    with read_library(library) as opened:
        rows = [asdict(row) for row in opened.search(query, where)]
        labels = {row.id: row.name for row in opened.versions()}
    if not as_json:
        rows = [{**row, "text": labels.get(row["version"], "")} for row in rows]
    show(rows, as_json, ("text", "citation", "snippet"))
    if len(rows) >= LIMIT:
        click.echo(f"There may be more than these {len(rows)}; add a word to narrow the search.", err=True)


COMMANDS = (import_, lines, versions, version, outline, text, search)


def _version(row: Version) -> dict[str, Any]:
    counted = {"characters": row.characters, "articles": row.articles, "annotations": row.annotations}
    about = {"sha256": row.sha256, "source_sha256": row.source_sha256, "source_name": row.source_name}
    return {"id": row.id, **asdict(row.data), "direction": row.data.direction, **counted, **about}


def _line(row: ReadLine, number: int) -> dict[str, Any]:
    """A line of the text that is number `number` (from 0) in its file."""
    cited = row.provisions[-1] if row.provisions else row.within
    told = {"read_as": row.kind or "", "citation": cited.citation if cited else "", "dropped": row.dropped}
    return {"line": row.index, "text": number, **told, "page": row.page, "words": row.words}


def _imported(row: Imported, seconds: float) -> dict[str, Any]:
    reading, ledger = row.reading, row.reading.text.ledger
    return {
        **_version(row.version),
        "counts": reading.counts,
        "source_characters": ledger.source_characters,
        "kept_characters": ledger.kept_characters,
        "generated_characters": ledger.generated_characters,
        "dropped": [asdict(part) for part in ledger.dropped],
        "warnings": [asdict(part) for part in ledger.warnings],
        "annotations": row.annotations,
        "existing": row.existing,
        "engine": reading.engine,
        "encoding": reading.encoding,
        "choice": reading.choice,
        "revisions": reading.revisions,
        "seconds": round(seconds, 3),
    }


def _report(rows: list[dict[str, Any]], refused: list[dict[str, str]]) -> None:
    if rows:
        columns = ("id", "label", "language", "counts", "source_characters", "kept_characters", "existing")
        show(rows, False, columns)
    for row in rows:
        for warning in row["warnings"]:
            click.echo(f"{row['label']}: {warning['where']}: {warning['message']}")
    for row in refused:
        click.echo(f"Not read: {row['why']}", err=True)


def _add_each(library: Library, batch: Batch) -> tuple[list[Imported], list[dict[str, str]]]:
    """Each reading on its own: a disk that is full after the first leaves the first, and says so of the others."""
    imported: list[Imported] = []
    refused = [asdict(row) for row in batch.refused]
    for reading in batch.readings:
        try:
            imported += add_versions(library, [reading], person())
        except Problem as problem:
            refused.append({"file": reading.source_name, "why": str(problem)})
    return imported, [row for place, row in enumerate(refused) if row not in refused[:place]]


def _refused_all(refused: list[dict[str, str]]) -> int:
    click.echo(f"annotator: None of the {len(refused)} files could be used: {refused[0]['why']}", err=True)
    return 1
