"""Commands on the backups of a library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from annotator.cli.options import LIBRARY
from annotator.cli.output import json_option, say, show
from annotator.operations.backups import back_up, find_backup, list_backups, restore_backup
from annotator.operations.libraries import open_library
from annotator.store import connection
from annotator.store.backups import Backup


@click.command("backups")
@LIBRARY
@click.option("--now", is_flag=True, help="Make one first.")
@json_option
def backups(library: Path, now: bool, as_json: bool) -> None:
    """List the backups of LIBRARY, the latest first."""
    if now:
        with open_library(library) as opened:
            back_up(opened)
    found = list_backups(library)
    if not found:
        connection.check_path(library)
        if not as_json:
            say(f"There is no backup of {library} yet; --now makes one.", [], as_json)
            return
    show([_row(row) for row in found], as_json, ("name", "when", "reason", "bytes"))


@click.command("restore")
@LIBRARY
@click.argument("backup")
@json_option
def restore(library: Path, backup: str, as_json: bool) -> None:
    """Put BACKUP, a file or the beginning of its name, in the place of LIBRARY, after a backup of what is there now."""
    chosen = find_backup(library, backup)
    before = restore_backup(library, chosen)
    kept = f"; what was there is now {before.path}" if before else ""
    row = {"library": str(library), "restored": str(chosen), "kept": _row(before) if before else None}
    say(f"{library} is again as in {chosen.name}{kept}.", row, as_json)


COMMANDS = (backups, restore)


def _row(backup: Backup) -> dict[str, Any]:
    when = backup.made.isoformat(timespec="seconds")
    return {
        "name": backup.path.name,
        "path": str(backup.path),
        "when": when,
        "reason": backup.reason,
        "bytes": backup.size,
    }
