"""What commands print: one JSON document, or a table for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """Adds `--json`; the command gets `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def show(value: Any, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print rows (a list of mappings) or one mapping; for people only `columns`, where some are named."""
    if as_json:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    elif isinstance(value, Mapping):
        _show_mapping(value, columns)
    else:
        _show_rows(value, columns)


def say(sentence: str, value: Any, as_json: bool) -> None:
    """Print `value` as JSON, or for people the sentence."""
    if as_json:
        show(value, True)
    else:
        Console(soft_wrap=True).print(Text(sentence))


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Gives a function `(step, share)`; it shows on standard error, and only where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _step, _share: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda step, share: progress.update(task, description=step, completed=share)


def _show_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    if not rows:
        Console().print(Text("None."))
        return
    names = columns or tuple(rows[0])
    table = Table(*names, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        # Text, not markup: brackets are part of what drafts say
        table.add_row(*(Text(_cell(row[name])) for name in names))
    Console().print(table)


def _show_mapping(value: Mapping[str, Any], columns: Sequence[str]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for name in columns or tuple(value):
        table.add_row(Text(name, style="bold"), Text(_cell(value[name])))
    Console().print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_cell(part)}" for name, part in value.items())
    return " ".join(str(value).split())
