"""The paragraphs of a Word document in reading order, as they stand once tracked changes are resolved.

Those in tables, content controls and text boxes are included. A paragraph that lost its mark is joined with the next
one, though never over the edge of a table or cell, where no mark can be taken away. The style and number of the mark
that stays are those of the whole: so Word has it, whereas LibreOffice keeps those of the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from annotator.sources.docx.paragraph import CONTENTS, CommentMark, Paragraph, ParagraphReader
from annotator.sources.docx.revisions import Revising
from annotator.sources.docx.styles import WORD, value_of

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
        for child in element:
            if child.tag == f"{WORD}p" or child.tag in _RANGE_MARKS:
                yield _Piece(child, drop)
            elif isinstance(child.tag, str) and child.tag not in _NO_BLOCKS and child.tag != _FALLBACK:
                if child.tag in _EDGES:
                    yield _Piece(None)
                yield from self._pieces(child, drop or self._revising.reason(child) or _contents(child))
                if child.tag in _EDGES:
                    yield _Piece(None)


def _contents(element: etree._Element) -> str:
    """A content control that Word made for a table of contents holds its title too."""
    gallery = element.find(f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery")
    return CONTENTS if value_of(gallery) == "Table of Contents" else ""


def _comment_mark(element: etree._Element) -> CommentMark:
    is_start = element.tag == f"{WORD}commentRangeStart"
    return CommentMark(value_of(element, "id") or "", 0, "start" if is_start else "end")
