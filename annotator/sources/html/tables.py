"""The tables of a page whose columns are languages."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from annotator.sources.language_columns import language_columns

_ROWS = frozenset(["tbody", "thead", "tfoot", "tr"])


def columns_of(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each column, where every column is in a language of its own; [] where the table is another."""
    return [] if _has_loose_words(table) else language_columns(list(_rows(table)), _words)


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
