"""Page furniture: running heads, page numbers and other lines that pages repeat at their edges."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median

from annotator.sources.numerals import roman
from annotator.sources.pdf_page import PrintedLine, PrintedPage

EDGE = 0.15
"""Share of the page's height, at the top and at the bottom, where furniture is looked for."""
EDGE_LINES = 5
SAME_HEIGHT = 6.0
"""Points within which a repeated line stands at the same height."""
FIRST_PAGE_SHIFT = 24.0
"""Points by which the same line may stand higher or lower once it is known to repeat: first pages differ."""
REPEATING_SHARE = 0.1

_NUMBER = re.compile(r"\d+")
_PAGE_WORD = "page|página|pagina|seite|bladzijde|стр(?:аница|\\.)?|صفحة|第"
_PAGE_MARK = re.compile(rf"^\W*(?:{_PAGE_WORD})?\s*#\s*(?:页|頁)?\W*$", re.IGNORECASE)
# Where each article has a page of its own, "Article #" grows with the pages too: one word and a number is a heading.
_HEADING = re.compile(r"^\W*(?:[^\W\d_]+\W*#|第\s*#\s*\w)\W*$")
_ROMAN_VALUES = {roman(value): value for value in range(1, 100)}


def furniture(pages: list[PrintedPage]) -> dict[PrintedLine, str]:
    """Why each line of page furniture is dropped: "page number", "page header" or "page footer".

    A line is furniture where it stands near an edge, at the same height on several pages, and says the same on each:
    literally, or with a number that grows by one from page to page.
    """
    groups: dict[tuple[str, int | None, bool], list[tuple[PrintedLine, bool]]] = defaultdict(list)
    for page in pages:
        for line, at_top in _edge_lines(page):
            for wording, offset in _wordings(line):
                groups[wording, offset, at_top].append((line, at_top))
    printed = sum(bool(page.lines) for page in pages)
    needed = max(2 if printed <= 5 else 3, round(REPEATING_SHARE * printed))
    found: dict[PrintedLine, str] = {}
    for (wording, _, at_top), members in groups.items():
        usual = median(line.top for line, _ in members)
        level = {line.page for line, _ in members if abs(line.top - usual) <= SAME_HEIGHT}
        if len(level) >= needed:
            near = [line for line, _ in members if abs(line.top - usual) <= FIRST_PAGE_SHIFT]
            found.update(dict.fromkeys(near, _reason(wording, at_top)))
    return found


def _edge_lines(page: PrintedPage) -> list[tuple[PrintedLine, bool]]:
    """The outermost lines of a page, each with whether it is at the top."""
    ordered = sorted(page.lines, key=lambda line: line.top)
    top = [(line, True) for line in ordered[:EDGE_LINES] if line.top < EDGE * page.height]
    bottom = [(line, False) for line in ordered[-EDGE_LINES:] if line.top > (1 - EDGE) * page.height]
    return top + bottom


def _wordings(line: PrintedLine) -> list[tuple[str, int | None]]:
    """What the line says; and for each number in it, the same without that number, and its distance to the page's."""
    said: list[tuple[str, int | None]] = [(line.text, None)]
    for number in _NUMBER.finditer(line.text):
        pattern = f"{line.text[: number.start()]}#{line.text[number.end() :]}"
        said.append((pattern, int(number[0][:9]) - line.page))
    value = _ROMAN_VALUES.get(line.text.strip(" -–—.").lower())
    if value:
        said.append(("#", value - line.page))
    return [row for row in said if _PAGE_MARK.match(row[0]) or not _HEADING.match(row[0])]


def _reason(wording: str, at_top: bool) -> str:
    if _PAGE_MARK.match(wording):
        return "page number"
    return "page header" if at_top else "page footer"
