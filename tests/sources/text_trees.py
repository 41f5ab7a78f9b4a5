"""A treaty as Markdown and as plain text, printed numbers and all."""

from __future__ import annotations

import textwrap

from tests.sources.treaty_drafts import Draft, Row

MARK, NOTE = "[^{}]", "[^{}]:"


def markdown(draft: Draft) -> bytes:
    """Headings as headings, footnotes at the end, as converters write them."""
    rows = [_in_markdown(row) for row in draft.rows if row.role != "note"]
    notes = [f"{NOTE.format(row.note)} {row.words}" for row in draft.rows if row.role == "note"]
    return "\n\n".join([*rows, *notes]).encode()


def _in_markdown(row: Row) -> str:
    level = {"title": 1, "preamble": 2, "division": 1 + row.level, "annex": 2, "article": 5, "heading title": 6}.get(
        row.role
    )
    said = row.said(MARK.format(row.note) if row.note else "")
    return f"{'#' * level} {said}" if level else said


FEWEST_PARAGRAPHS = 12


def plain_text(draft: Draft, width: int = 0) -> bytes:
    """Paragraphs with an empty line between them; `width` is where their lines are wrapped, in characters.

    Where there are few of them they are not wrapped: two lines that stand together, or three, show no margin.
    """
    rows = [row.said() for row in draft.rows]
    if width and len(rows) >= FEWEST_PARAGRAPHS:
        rows = [textwrap.fill(row, width, break_on_hyphens=False, break_long_words=False) for row in rows]
    return "\n\n".join(rows).encode()
