"""Tables that lay a text out: two languages side by side are read one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from annotator.sources.language_detection import detect_language

FEWEST_ROWS = 2
MOST_COLUMNS = 4


Cell = TypeVar("Cell")


def language_columns(rows: Sequence[Sequence[Cell]], words: Callable[[Cell], str]) -> list[list[Cell]]:
    """The cells of each column, where every column is in a language of its own; [] where the table is another.

    `words` gives what a cell says.
    """
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= MOST_COLUMNS:
        return []
    whole = [said for row in rows if len(row) == width if all(said := [words(cell) for cell in row])]
    if len(whole) < FEWEST_ROWS:
        return []
    languages = [detect_language("\n".join(row[column] for row in whole)) for column in range(width)]
    if "" in languages or len(set(languages)) < width:
        return []
    return [[row[column] for row in rows if column < len(row)] for column in range(width)]
