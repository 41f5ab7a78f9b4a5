"""Tables that lay a text out: two languages side by side are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from annotator.sources.language_detection import detect_language

FEWEST_ROWS = 2
_ROWS = frozenset(["tbody", "thead", "tfoot", "tr"])


def language_columns(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each column, where every column is in a language of its own; [] where the table is another."""
    rows = list(_rows(table))
    width = max((len(row) for row in rows), default=0)
    whole = [row for row in rows if len(row) == width and all(_words(cell) for cell in row)]
    if not 2 <= width <= 4 or len(whole) < FEWEST_ROWS or _has_loose_words(table):
        return []
    languages = [detect_language("\n".join(_words(row[column]) for row in whole)) for column in range(width)]
    if "" in languages or len(set(languages)) < width:
        return []
    return [[row[column] for row in rows if column < len(row)] for column in range(width)]


def _rows(element: etree._Element) -> Iterator[list[etree._Element]]:
    for child in element:
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in ("td", "th")]
        elif child.tag in _ROWS:
            yield from _rows(child)


def _words(cell: etree._Element) -> str:
    return "".join(str(row) for row in cell.itertext()).strip()


def _has_loose_words(element: etree._Element) -> bool:
    """Whether words or elements stand outside of its cells, such as a caption."""
    if (element.text or "").strip():
        return True
    for child in element:
        if (child.tail or "").strip():
            return True
        if child.tag in _ROWS:
            if _has_loose_words(child):
                return True
        elif child.tag not in ("td", "th", "col", "colgroup"):
            return True
    return False
