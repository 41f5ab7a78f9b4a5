"""The command that makes a file for partners."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import LIBRARY, filters, person
from annotator.cli.output import json_option, progress_bar, say
from annotator.model.selection import Filters
from annotator.model.sharing import Names, SharingOptions
from annotator.operations.choosing import resolve_filters
from annotator.operations.libraries import read_library
from annotator.operations.sharing import preview, share
from annotator.sharing.planning import Leaving, Mention, Share

_REASONS = {"me": "for yourself alone", "organisation": "for your organisation", "coalition": "for the coalition"}


@click.command("share")
@LIBRARY
@click.argument("output", type=click.Path(path_type=Path))
@filters
@click.option("--pseudonym", help="Name everybody so, in place of authors and organisations.")
@click.option("--without-authors", is_flag=True, help="Name nobody.")
@click.option("--coarse-times", is_flag=True, help="Days in place of times.")
@click.option("--without-texts", is_flag=True, help="Only hashes of the texts; quotations stay.")
@click.option("--without-replies", is_flag=True, help="Leave out the replies under annotations.")
@click.option("--sender", help="Who the file says made it (you).")
@click.option("--preview", "only_preview", is_flag=True, help="Say what would leave, and write nothing.")
@json_option
def share_(
    library: Path,
    output: Path,
    names: Filters,
    pseudonym: str | None,
    without_authors: bool,
    coarse_times: bool,
    without_texts: bool,
    without_replies: bool,
    sender: str | None,
    only_preview: bool,
    as_json: bool,
) -> None:
    """Make a file for partners at OUTPUT, from the chosen annotations.

    What is for the coalition or public leaves; what is for your organisation only with --audience organisation; what
    is for yourself alone never.
    """
    if pseudonym is not None and without_authors:
        raise click.UsageError("Give either --pseudonym or --without-authors.")
    naming: Names = "none" if without_authors else "kept" if pseudonym is None else "pseudonym"
    options = SharingOptions(naming, pseudonym or "", coarse_times, not without_texts, not without_replies, sender)
    with read_library(library) as opened:
        chosen = resolve_filters(opened, names)
        if only_preview:
            found = preview(opened, chosen, options, person())
            say(_sentences(found, f"{_annotations(found.annotations)} would leave."), _row(found), as_json)
            return
        with progress_bar() as bar:
            done = share(opened, output, chosen, options, person(), lambda part: bar("Sharing", part))
    written = {"output": str(done.output), "bytes": done.bytes, "sha256": done.sha256, "seconds": done.seconds}
    told = f"Shared {_annotations(done.leaving.annotations)} in {done.output}."
    say(_sentences(done.leaving, told), {**written, **_row(done.leaving)}, as_json)


COMMANDS = (share_,)


def _row(found: Leaving) -> dict[str, Any]:
    """`leaves_out` has what was chosen and stays here; the others count what leaves."""
    told = asdict(found)
    del told["stays"]
    return {**told, "leaves_out": [{"reason": _REASONS[name], "count": n} for name, n in found.stays.items()]}


def _sentences(found: Leaving, first: str) -> str:
    """What leaves and what stays, a line each."""
    lines = [first]
    for what, rows in (("Texts", found.texts), ("Layers", found.layers), ("Authors", found.authors)):
        lines += [f"{what}: {'; '.join(map(_counted, rows))}."] if rows else []
    lines += [f"For: {'; '.join(map(_counted, found.audiences))}."] if found.audiences else []
    counted = (("reply", "replies", found.replies), ("source", "sources", found.authorities))
    with_them = [
        f"{count} {one if count == 1 else many}"
        for one, many, count in (*counted, ("deletion", "deletions", found.removed))
        if count
    ]
    lines += [f"With them: {', '.join(with_them)}."] if with_them else []
    lines += [f"Stays here: {count} {_REASONS[name]}." for name, count in found.stays.items()]
    if found.mentions:
        listed = "; ".join(map(_mentioned, found.mentions))
        lines.append(f"Names that still stand in what was written: {listed}.")
    if found.telling_ids:
        lines.append(f"The ids of {found.telling_ids} older annotations still tell when they were made.")
    return "\n".join(lines)


def _counted(row: Share) -> str:
    return f"{row.name or 'nobody named'} ({row.annotations}{'' if row.is_along else ', only its hash'})"


def _mentioned(row: Mention) -> str:
    places = f" ({', '.join(row.places)}{' …' if len(row.places) < row.annotations else ''})" if row.places else ""
    return f"{row.name} in {_annotations(row.annotations)}{places}"


def _annotations(count: int) -> str:
    return "1 annotation" if count == 1 else f"{count:,} annotations"
