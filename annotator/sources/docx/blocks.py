"""The paragraphs of a Word document in reading order, as they stand once tracked changes are resolved.

Those in tables, content controls and text boxes are included. A paragraph that lost its mark is joined with the next
one, though never over the edge of a table or cell, where no mark can be taken away. The style and number of the mark
that stays are those of the whole: so Word has it, whereas LibreOffice keeps those of the first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from annotator.sources.docx.paragraph import CONTENTS, CommentMark, Paragraph, ParagraphReader
from annotator.sources.docx.revisions import Revising
from annotator.sources.docx.styles import WORD, value_of
from annotator.sources.language_columns import language_columns

MARKUP_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_NO_BLOCKS = frozenset(WORD + name for name in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"))
_EDGES = frozenset(WORD + name for name in ("tbl", "tc"))
_RANGE_MARKS = frozenset(WORD + name for name in ("commentRangeStart", "commentRangeEnd"))
_FALLBACK = f"{MARKUP_COMPATIBILITY}Fallback"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph or comment mark, and why it is dropped if so; no element where paragraphs cannot be joined."""

    element: etree._Element | None
    drop: str = ""


class Blocks:
    """Goes through containers (a body, a footnote, a text box) paragraph by paragraph."""

    def __init__(self, reader: ParagraphReader, revising: Revising) -> None:
        self._reader = reader
        self._revising = revising

    def paragraphs(self, container: etree._Element, drop: str = "") -> Iterator[Paragraph]:
        """The paragraphs in `container`, all dropped where `drop` names a reason."""
        carried: Paragraph | None = None
        for paragraph in self._read(container, drop):
            if carried is not None and (paragraph is None or not paragraph.is_gone):
                if paragraph is None:
                    yield carried
                else:
                    paragraph.take_over(carried)
                carried = None
            if paragraph is not None and paragraph.ends_in_next and not paragraph.is_gone:
                carried = paragraph
            elif paragraph is not None:
                yield paragraph

    def _read(self, container: etree._Element, drop: str) -> Iterator[Paragraph | None]:
        """Each paragraph as it is in the file, with the comment marks that stand before it; None at an edge."""
        waiting: list[CommentMark] = []
        for piece in self._pieces(container, drop):
            if piece.element is None:
                yield None
            elif piece.element.tag in _RANGE_MARKS:
                waiting.append(_comment_mark(piece.element))
            else:
                paragraph = self._reader.read(piece.element, piece.drop)
                paragraph.marks[:0] = waiting
                waiting = []
                yield paragraph
        yield None
        if waiting:
            yield Paragraph("", None, marks=waiting, drop="no paragraph")

    def _pieces(self, element: etree._Element, drop: str) -> Iterator[_Piece]:
        children: Iterable[etree._Element] = element
        if element.tag == f"{WORD}tbl":
            # Languages side by side are read one after the other.
            columns = language_columns(_rows(element), _words)
            if columns and not _count_together(columns):
                children = itertools.chain.from_iterable(columns)
        for child in children:
            if child.tag == f"{WORD}p" or child.tag in _RANGE_MARKS:
                yield _Piece(child, drop)
            elif isinstance(child.tag, str) and child.tag not in _NO_BLOCKS and child.tag != _FALLBACK:
                if child.tag in _EDGES:
                    yield _Piece(None)
                yield from self._pieces(child, drop or self._revising.reason(child) or _contents(child))
                if child.tag in _EDGES:
                    yield _Piece(None)


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row; none where rows or cells stand in a content control, or are tracked changes."""
    rows = [child for child in table if child.tag not in _NO_BLOCKS]
    cells = [[child for child in row if child.tag not in _NO_BLOCKS] for row in rows]
    is_plain = all(row.tag == f"{WORD}tr" and not _is_tracked(row) for row in rows)
    return cells if is_plain and all(cell.tag == f"{WORD}tc" for row in cells for cell in row) else []


def _count_together(columns: Sequence[Sequence[etree._Element]]) -> bool:
    """Whether a list goes on from one column to another: its numbers follow the rows."""
    found = [{value_of(row) for cell in column for row in cell.iter(f"{WORD}numId")} for column in columns]
    return len(set().union(*found)) < sum(map(len, found))


def _is_tracked(row: etree._Element) -> bool:
    return any(row.find(f"{WORD}trPr/{WORD}{name}") is not None for name in ("ins", "del"))


def _words(cell: etree._Element) -> str:
    return " ".join(str(text.text) for text in cell.iter(f"{WORD}t") if text.text).strip()


def _contents(element: etree._Element) -> str:
    """A content control that Word made for a table of contents holds its title too."""
    gallery = element.find(f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery")
    return CONTENTS if value_of(gallery) == "Table of Contents" else ""


def _comment_mark(element: etree._Element) -> CommentMark:
    is_start = element.tag == f"{WORD}commentRangeStart"
    return CommentMark(value_of(element, "id") or "", 0, "start" if is_start else "end")
