"""A treaty as an OpenDocument text, its numbers typed or computed, its footnotes real ones."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from tests.sources.treaty_drafts import Draft, Row
from tests.sources.word_trees import is_counted
from tests.sources.writer_file import h, headings, level, list_style, note, odt, outline, p

_LEVELS = {"title": 1, "preamble": 1, "annex": 1, "article": 5, "heading title": 6}
_FORMATS = ("1", "a", "i")


def printed(draft: Draft) -> bytes:
    """Every number typed."""
    notes = _notes(draft)
    return odt(
        "".join(_paragraph(row, row.said(), notes) for row in draft.rows if row.role != "note"), styles=headings()
    )


def numbered(draft: Draft) -> bytes:
    """Lists in lists, numbered by their style, and articles numbered by the outline.

    Nothing else is a heading: LibreOffice counts the articles anew behind each heading of a higher level, and counts a
    heading of a lower one that stands before the first as if it were in an article.
    """
    lists = list_style("Body", *(_level(index, form) for index, form in enumerate(draft.dress.forms)))
    recitals = list_style("Recitals", _level(0, draft.dress.recital))
    style = outline(level(1, "1", prefix="Article "))
    return odt("".join(_in_lists(draft)), lists + recitals, styles=style)


def _level(index: int, form: str) -> str:
    prefix, _, suffix = form.partition("{}")
    return level(index + 1, _FORMATS[index], prefix=prefix, suffix=suffix)


def _notes(draft: Draft) -> dict[int, str]:
    return {row.note: note(str(row.note), p(escape(row.words))) for row in draft.rows if row.role == "note"}


def _paragraph(row: Row, said: str, notes: dict[int, str]) -> str:
    depth = 1 + row.level if row.role == "division" else _LEVELS.get(row.role)
    return h(_inside(row, said, notes), depth) if depth else p(_inside(row, said, notes))


def _inside(row: Row, said: str, notes: dict[int, str]) -> str:
    return f"{escape(said)}{notes[row.note] if row.note else ''}"


def _in_lists(draft: Draft) -> Iterator[str]:
    notes = _notes(draft)
    depth, style, restarts = -1, "Recitals", ""
    for row in draft.rows:
        if row.role == "note":
            continue
        while depth > row.depth:
            depth -= 1
            yield "</text:list-item></text:list>"
        if row.role == "item":
            if depth == row.depth:
                yield "</text:list-item><text:list-item>"
            while depth < row.depth:
                depth += 1
                named = f' text:style-name="{style}"' if not depth else ""
                yield f"<text:list{named}><text:list-item>"
            yield p(_inside(row, row.words, notes))
        elif row.role == "article":
            style = "Body"
            by_hand = not is_counted(row)
            more = ' text:is-list-header="true"' if by_hand else restarts
            restarts = restarts if by_hand else ""
            yield h(_inside(row, row.said() if by_hand else row.words, notes), 1, more=more)
        else:
            restarts = ' text:restart-numbering="true" text:start-value="1"' if row.role == "annex" else restarts
            style = "Body" if row.role == "annex" else style
            yield p(_inside(row, row.said(), notes))
    yield "</text:list-item></text:list>" * (depth + 1)
