"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click

from annotator.model.annotation import Person
from annotator.model.selection import Filters
from annotator.operations.annotating import CHOICES, Assignment
from annotator.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])

LIBRARY = click.argument("library", type=click.Path(path_type=Path))
VERSION = click.argument("version")

_HELP = {
    "version": "In this version (id or label).",
    "provision": "In this provision (eId or citation).",
    "category": "In this layer.",
    "author": "By this author.",
    "tag": "With this tag.",
}


def filters(command: F) -> F:
    """Adds the filters; the command gets them as `names`."""
    added: Any = _gathered(command, Filters, "names")
    for name in ("since", "text"):
        text = "Only what was changed since then (ISO 8601)." if name == "since" else "With these words."
        added = click.option(f"--{name}", default="", help=text)(added)
    for row in reversed(fields(Filters)):
        if row.name in CHOICES:
            kind = click.Choice([value for value in CHOICES[row.name] if value])
            added = click.option(f"--{row.name}", multiple=True, type=kind, help=f"Of this {row.name}.")(added)
        elif row.name in _HELP:
            added = click.option(f"--{row.name}", multiple=True, help=_HELP[row.name])(added)
    result: F = added
    return result


def assignment(command: F) -> F:
    """Adds what can be said in an annotation; the command gets it as `given`, categories and all still as names."""
    added: Any = _gathered(command, Assignment, "given")
    for name, text in (
        ("--organisation", "The author's organisation."),
        ("--author", "Who says so (you)."),
        ("--outcome", "What became of the ask."),
        ("--addressee", "Whom the ask is addressed to."),
        ("--fallback", "What to settle for."),
        ("--wording", "The passage as it should read."),
    ):
        added = click.option(name, help=text)(added)
    for name in reversed(tuple(CHOICES)):
        added = click.option(f"--{name}", type=click.Choice(CHOICES[name]), help=f"Its {name}.")(added)
    added = click.option("--commentary", help="Why, in Markdown.")(added)
    added = click.option("--authority", "authorities", multiple=True, help="Id of a source it cites.")(added)
    added = click.option("--tag", "tags", multiple=True, help="Tag; may be given several times.")(added)
    added = click.option("--category", "categories", multiple=True, help="Layer; may be given several times.")(added)
    result: F = added
    return result


def person() -> Person:
    """Who is at work: what the settings say. An author that was named is a field of what they wrote."""
    return Settings().person


def _gathered(command: Callable[..., Any], kind: type, name: str) -> Callable[..., Any]:
    """`command` with the options that are fields of `kind` gathered into one value of it."""
    names = [row.name for row in fields(kind)]

    def wrapper(**arguments: Any) -> Any:
        values = {field: arguments.pop(field) for field in names if field in arguments}
        if kind is Assignment:
            values = {field: _list(value) for field, value in values.items() if value not in ((), None)}
        return command(**arguments, **{name: kind(**values)})

    wrapper.__doc__ = command.__doc__
    wrapper.__name__ = command.__name__
    wrapper.__dict__.update(vars(command))  # the options that click has noted on it so far
    return wrapper


def _list(value: Any) -> Any:
    """A list without empty values: `--tag ""` alone empties it."""
    return tuple(row for row in value if row.strip()) if isinstance(value, tuple) else value
