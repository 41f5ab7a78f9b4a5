"""A treaty as a Word document, its numbers typed or computed, its footnotes real ones."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from docx.document import Document

from tests.sources.treaty_drafts import Draft, Row
from tests.sources.word_file import add_part, add_xml, define_lists, level, paragraph, run, word

_STYLES = {
    "title": "Title",
    "preamble": "Heading1",
    "annex": "Heading1",
    "article": "Heading5",
    "heading title": "Heading6",
}
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
_ARTICLES, _RECITALS, _BODIES = 1, 2, 3
"""The definitions of the lists."""


def printed(draft: Draft) -> bytes:
    """Every number typed."""
    return word(lambda document: _fill(document, draft, [_paragraph(row, row.said()) for row in _shown(draft)]))


def numbered(draft: Draft) -> bytes:
    """Articles and lists numbered by Word: each body has a list of its own, as "restart at 1" makes one."""
    lists = _Lists()
    rows = [lists.paragraph(row) for row in _shown(draft)]

    def fill(document: Document) -> None:
        forms = [form.replace("{}", f"%{index}") for index, form in enumerate(draft.dress.forms, 1)]
        levels = "".join(level(index, _FORMATS[index], forms[index]) for index in range(3))
        abstracts = {
            _ARTICLES: level(0, "decimal", "Article %1"),
            _RECITALS: level(0, "decimal", draft.dress.recital.replace("{}", "%1")),
            _BODIES: levels,
        }
        define_lists(document, abstracts, lists.instances)
        _fill(document, draft, rows)

    return word(fill)


def generated(draft: Draft) -> Iterator[str]:
    """The numbers that no character of such a file says."""
    return (row.label for row in draft.rows if is_counted(row))


def is_counted(row: Row) -> bool:
    """An article between two others ("5 bis") is numbered by hand, or it would be the sixth."""
    return row.role == "item" or (row.role == "article" and row.label.split()[-1].isdecimal())


class _Lists:
    """Gives each row its list; a heading begins new ones."""

    def __init__(self) -> None:
        self.instances: dict[int, tuple[int, str]] = {}
        self._articles = self._body = 0
        self._definition = _RECITALS

    def paragraph(self, row: Row) -> str:
        if row.role in ("article", "annex"):
            self._body, self._definition = 0, _BODIES
        if row.role == "annex":
            self._articles = 0
        if not is_counted(row):
            return _paragraph(row, row.said())
        if row.role == "article":
            self._articles = self._articles or self._new(_ARTICLES, 1)
            return _paragraph(row, row.words, _place(self._articles, 0))
        self._body = self._body or self._new(self._definition, 3)
        return _paragraph(row, row.words, _place(self._body, row.depth))

    def _new(self, abstract: int, levels: int) -> int:
        name = len(self.instances) + 1
        restarts = "".join(
            f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="1"/></w:lvlOverride>' for index in range(levels)
        )
        self.instances[name] = (abstract, restarts)
        return name


def _place(number: int, index: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>'


def _shown(draft: Draft) -> list[Row]:
    return [row for row in draft.rows if row.role != "note"]


def _paragraph(row: Row, said: str, properties: str = "") -> str:
    style = f"Heading{1 + row.level}" if row.role == "division" else _STYLES.get(row.role, "")
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    mark = f'<w:r><w:footnoteReference w:id="{row.note + 1}"/></w:r>' if row.note else ""
    return paragraph((run(escape(said)) if said else "") + mark, named + properties)


def _note(row: Row) -> str:
    words = paragraph(f"<w:r><w:footnoteRef/></w:r>{run(f' {row.words}')}")
    return f'<w:footnote w:id="{row.note + 1}">{words}</w:footnote>'


def _fill(document: Document, draft: Draft, rows: list[str]) -> None:
    notes = "".join(_note(row) for row in draft.rows if row.role == "note")
    if notes:
        add_part(document, "footnotes", notes)
    add_xml(document, *rows)
