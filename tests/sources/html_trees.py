"""A treaty as a web page, in three manners: lists that the browser numbers, printed labels, labels in cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

from tests.sources.treaty_drafts import Draft, Row
from tests.sources.treaty_trees import Dress

NOTE = "{}"


def as_browsers_number(dress: Dress) -> Dress:
    """`dress` with the numbers of lists as browsers print them."""
    return replace(dress, forms=("{}.", "{}.", "{}."), recital="{}.")


_TYPES = ("1", "a", "i")


def printed(draft: Draft) -> bytes:
    """Every paragraph a `p`, with its number as words; headings centred, as word processors save them."""
    return _page(draft, (_paragraph(row) for row in draft.rows if row.role != "note"))


def nested(draft: Draft) -> bytes:
    """Lists in lists, without a single number in the file."""
    return _page(draft, _in_lists(draft, _LISTS))


def tabled(draft: Draft) -> bytes:
    """Tables in tables: the label in a cell of its own, what it labels in the next."""
    return _page(draft, _in_lists(draft, _TABLES))


def _page(draft: Draft, body: Iterator[str]) -> bytes:
    notes = [
        f'<p id="fn{row.note}"><a href="#ref{row.note}">{row.note}</a> {escape(row.words)}</p>'
        for row in draft.rows
        if row.role == "note"
    ]
    inside = "\n".join([*body, *(["<hr>", *notes] if notes else [])])
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{inside}\n</body></html>'.encode()


def _words(row: Row, said: str) -> str:
    mark = f'<sup><a href="#fn{row.note}" id="ref{row.note}">{row.note}</a></sup>' if row.note else ""
    return f"{escape(said)}{mark}"


def _paragraph(row: Row) -> str:
    said = _words(row, row.said())
    if row.role in ("item", "words"):
        return f"<p>{said}</p>"
    if row.role == "heading title" or row.role == "title":
        return f'<p style="text-align: center"><b>{said}</b></p>'
    return f'<p align="center">{said}</p>'


def _heading(row: Row) -> str:
    level = {"title": 1, "preamble": 2, "division": 1 + row.level, "annex": 2, "article": 5}.get(row.role, 6)
    return f"<h{level}>{_words(row, row.said())}</h{level}>"


_LISTS = ('<ol type="{type}">', "<li>", "</li>", "</ol>")
_TABLES = ("<table>", "<tr><td>{label}</td><td>", "</td></tr>", "</table>")


def _in_lists(draft: Draft, tags: tuple[str, ...]) -> Iterator[str]:
    """`tags`: what a list and an item begin with, and what an item and a list end with."""
    list_begins, item_begins, item_ends, list_ends = tags
    lists: list[int] = []
    for row in draft.rows:
        if row.role == "note":
            continue
        while lists and lists[-1] > row.depth:
            lists.pop()
            yield f"{item_ends}{list_ends}"
        if row.role == "item":
            if lists and lists[-1] == row.depth:
                yield item_ends
            else:
                lists.append(row.depth)
                yield list_begins.format(type=_TYPES[row.depth])
            yield f"{item_begins.format(label=row.label)}<p>{_words(row, row.words)}</p>"
        elif row.role == "words":
            yield f"<p>{_words(row, row.words)}</p>"
        else:
            yield _heading(row)
    yield from (f"{item_ends}{list_ends}" for _ in lists)
