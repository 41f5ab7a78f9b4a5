"""Pages of a text file: form feeds part them, and their first and last lines may be heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

EDGE_LINES = 3
"""Lines at the top and at the bottom of a page among which furniture is looked for."""
FEWEST_PAGES = 3
REPEATING_SHARE = 0.3
LONGEST_HEAD = 90
"""Characters: a longer line is a paragraph that several pages happen to share."""

_NUMBER = re.compile(r"\d+")
_ALONE = re.compile(r"\W*\d{1,4}\W*")
_PAGE_MARK = re.compile(
    r"\W*(?:page|página|pagina|seite|bladzijde|стр(?:аница|\.)?|صفحة|第)\s*\d{1,4}\b.*", re.IGNORECASE
)
_NAME = re.compile(r"\W*[^\W\d_]+\W*\d+\W*")
"""One word and a number, which may be an article with a page of its own."""


def furniture_of_pages(pages: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """Why rows are dropped: "page number", "page header" or "page footer"; by (index of the page, of the row in it).

    A row is furniture where it stands at the same edge of at least three pages and nearly a third of them, and says the
    same on each, or the same but for a number that grows with the pages.
    """
    places: dict[tuple[str, bool], set[tuple[int, int]]] = defaultdict(set)
    for page, rows in enumerate(pages):
        filled = [index for index, row in enumerate(rows) if row.strip()]
        edges = [*((index, True) for index in filled[:EDGE_LINES]), *((index, False) for index in filled[-EDGE_LINES:])]
        for index, at_top in edges:
            for wording in _wordings(rows[index].strip(), page):
                places[wording, at_top].add((page, index))
    needed = max(FEWEST_PAGES, REPEATING_SHARE * len(pages))
    found: dict[tuple[int, int], str] = {}
    for (_, at_top), rows_found in places.items():
        if len({page for page, _ in rows_found}) >= needed:
            found |= {(page, index): _reason(pages[page][index].strip(), at_top=at_top) for page, index in rows_found}
    return found


def _wordings(row: str, page: int) -> list[str]:
    """What a row says; and with its number, if it has one, as the distance from the page's: "Page 12" as "Page +1"."""
    if len(row) > LONGEST_HEAD:
        return []
    numbers = _NUMBER.findall(row)
    if _ALONE.fullmatch(row) or _PAGE_MARK.fullmatch(row) or (len(numbers) == 1 and not _NAME.fullmatch(row)):
        return [row, _NUMBER.sub(lambda match: f"{int(match[0][:9]) - page:+d}", row, count=1)]
    return [row]


def _reason(row: str, *, at_top: bool) -> str:
    if _ALONE.fullmatch(row) or _PAGE_MARK.fullmatch(row):
        return "page number"
    return "page header" if at_top else "page footer"
