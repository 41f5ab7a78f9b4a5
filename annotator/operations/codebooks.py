"""Codebooks as TOML files: read one, write one, the one that ships.

A file has a `name`, one `[[category]]` for each group and layer in order (parents before children), and `[tags]`, a
table of lists. The keys of a category are the fields of `Category`, without `position`, which is its place in the file.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, cast

from annotator.model.codebook import MARKS, Category, Codebook, Mark
from annotator.model.colour import parse_colour
from annotator.model.problems import Problem, UnusableFile
from annotator.settings import resource

_KEYS = tuple(row.name for row in fields(Category) if row.name != "position")
_DEFAULTS = {row.name: row.default for row in fields(Category) if row.name in _KEYS}


def load_codebook(path: Path) -> Codebook:
    """The codebook in the TOML file `path`. Raises UnusableFile naming the file, the category and what is wrong."""
    try:
        return _codebook(_tables(path))
    except UnusableFile:
        raise
    except Problem as problem:
        raise UnusableFile(f"The codebook {path.name} cannot be used: {problem}") from problem


@cache
def standard_codebook() -> Codebook:
    """The codebook that ships: ten layers in five groups."""
    return load_codebook(resource("codebooks", "standard.toml"))


def codebook_toml(codebook: Codebook) -> str:
    """`codebook` as a TOML file that `load_codebook` reads back unchanged."""
    import tomlkit  # to write one; to read one, tomllib will do

    document = tomlkit.document()
    document["name"] = codebook.name
    document["tags"] = {kind: list(names) for kind, names in codebook.tags}
    rows = tomlkit.aot()
    for category in codebook.categories:
        rows.append(tomlkit.item({key: getattr(category, key) for key in _KEYS if getattr(category, key)}))
    document["category"] = rows
    return tomlkit.dumps(document)


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableFile(f"The codebook {path} cannot be opened: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UnusableFile(f"The codebook {path.name} is not a text file in UTF-8; save it as UTF-8 TOML.") from error
    except tomllib.TOMLDecodeError as error:
        raise UnusableFile(f"The codebook {path.name} is not valid TOML: {error}; correct that line.") from error


def _codebook(tables: dict[str, Any]) -> Codebook:
    unknown = sorted(set(tables) - {"name", "category", "tags"})
    if unknown:
        raise Problem(f"it has “{unknown[0]}” at its top; only name, [[category]] and [tags] belong there.")
    name = tables.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Problem("it has no name; begin it with name = “…”.")
    rows = tables.get("category")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Problem("it has no categories; add a [[category]] for each group and layer.")
    categories = tuple(_category(row, position) for position, row in enumerate(rows))
    _check_tree(categories)
    _check_keys(categories)
    return Codebook(name, categories, _tags(tables.get("tags", {})))


def _category(row: dict[str, Any], position: int) -> Category:
    place = _place(row, position)
    _check_fields(row, place)
    if not row.get("id", "").strip():
        raise Problem(f"{place} has no id; give it a short slug such as “data-transfer”.")
    if not row.get("name", "").strip():
        raise Problem(f"{place} has no name; say what the window should call it.")
    if row.get("mark", "") not in MARKS:
        raise Problem(f"{place} has the mark “{row['mark']}”; use one of {', '.join(filter(None, MARKS))}.")
    for field in ("colour", "colour_dark"):
        try:
            parse_colour(row.get(field, _DEFAULTS[field]))
        except Problem as problem:
            raise Problem(f"the {field} of {place} is wrong: {problem}") from problem
    return Category(**_folded(row), position=position)


def _check_fields(row: dict[str, Any], place: str) -> None:
    for key, value in row.items():
        if key not in _KEYS:
            raise Problem(f"{place} has an unknown field “{key}”; the fields are {', '.join(_KEYS)}.")
        if not isinstance(value, str):
            raise Problem(f"the {key} of {place} must be text in quotation marks.")


def _check_tree(categories: tuple[Category, ...]) -> None:
    seen: set[str] = set()
    for category in categories:
        if category.id in seen:
            raise Problem(f"two categories have the id “{category.id}”; ids must differ.")
        if category.parent is not None and category.parent not in seen:
            raise Problem(
                f"the parent “{category.parent}” of category “{category.id}” does not stand before it; put it there."
            )
        seen.add(category.id)


def _check_keys(categories: tuple[Category, ...]) -> None:
    holders: dict[str, str] = {}
    for category in categories:
        if not category.key:
            continue
        if len(category.key) != 1 or category.key not in "0123456789":
            raise Problem(f"the key “{category.key}” of category “{category.id}” must be one digit, 0 to 9.")
        if not category.is_layer:
            raise Problem(f"category “{category.id}” has a key but no mark; give it a mark, or take the key away.")
        if category.key in holders:
            raise Problem(
                f"categories “{holders[category.key]}” and “{category.id}” share the key “{category.key}”; change one."
            )
        holders[category.key] = category.id


def _tags(table: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(table, dict):
        raise Problem("its tags must be a table, [tags], of lists of words.")
    for kind, names in table.items():
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            raise Problem(f"the tags under “{kind}” must be a list of words in quotation marks.")
    return tuple((kind, tuple(names)) for kind, names in table.items())


def _folded(row: dict[str, str]) -> dict[str, Any]:
    """The fields without the line ends that a TOML file needs inside long sentences."""
    folded: dict[str, Any] = {key: " ".join(value.split()) for key, value in row.items()}
    folded["mark"] = cast(Mark, folded.get("mark", ""))
    return folded


def _place(row: dict[str, Any], position: int) -> str:
    known = row.get("id") or row.get("name")
    return f"category “{known}”" if known else f"category number {position + 1}"
