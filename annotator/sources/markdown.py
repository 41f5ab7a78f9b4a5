"""Markdown (CommonMark with tables and footnotes, as converters and static sites write it) to lines.

Numbers of lists are characters that the file says, so they stay as printed. Code has no place in a treaty: indented
lines are paragraphs, backticks are quotation marks. Kramdown's `{:toc}` and YAML front matter are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.model.problems import UnusableFile
from annotator.model.treaty import canonical_characters
from annotator.sources.lines import CONTINUES_ITEM, NOTE_STYLE, Extraction, Line
from annotator.sources.plain_text import decoded

_GLUED_HEADING = re.compile(r"^( {0,3})(#{2,6}|#(?=[^\W\d]))(?=[^#\s])")
_TABLE_OF_CONTENTS = re.compile(
    r"\s*(?:[*+-]\s+|\d+\.\s+)?TOC\s*|\s*\[TOC\]\s*|\s*\{:?\s*\.?(?:no_)?toc[^}]*\}\s*", re.I
)
_ATTRIBUTES = re.compile(r"\s*\{:[^}]*\}\s*")
_HEADING_ATTRIBUTES = re.compile(r"(?<=\S)\s*\{:?\s*[#.][^{}]*\}\s*$")
"""What pandoc and Kramdown write behind a heading: "# Mills {#mills .unnumbered}"."""
_NOTE = re.compile(r"^( {0,3})(\[\^[^\]\s]+\]:)")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]:")
_REFERENCE = re.compile(r"(?<!^)\[\^[^\]\s]+\]|^\[\^[^\]\s]+\](?!:)")
_FRONT_MATTER_END = re.compile(r"(?:---|\.\.\.)\s*")
_TITLE = re.compile(r"title:\s*[\"']?(.*?)[\"']?\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NUMBERED = re.compile(r"[(（]?\w{1,4}[)）]\s|\d{1,3}\.\s")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|.*[/.#?]", re.IGNORECASE)
_STRAY_EMPHASIS = re.compile(r"\*\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*\*")
_LOST_BREAK = re.compile(
    r"(?:(?<=[^\W\d_]{2}[.;,])|(?<=[\])”’][.;,]))\s{3,}(?=[^\W\d_])|(?<=[a-z\u00df-\u00ff]{2}\.)(?=[A-Z\u00c0-\u00de][\w'’]*\s)"
)
"""Where converters put paragraphs into one row: behind a wide gap, or with nothing between them."""
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)


def read_markdown(data: bytes) -> Extraction:
    """The lines of a Markdown file. Raises UnusableFile where `data` is empty or no text."""
    text, encoding = decoded(data)
    source = _Source.of(text)
    lines = sorted([*source.dropped, *_Reader(source.rows).lines()], key=lambda row: row[0])
    if not any(line.text.strip() for _, line in lines):
        raise UnusableFile("This file is empty; choose a file that has text in it.")
    return Extraction(tuple(line for _, line in lines), engine="markdown", encoding=encoding, title=source.title)


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows to parse (as many as the file has, those already understood emptied) and the lines taken out of them."""

    rows: tuple[str, ...]
    dropped: tuple[tuple[int, Line], ...]
    title: str

    @classmethod
    def of(cls, text: str) -> _Source:
        rows = text.expandtabs(4).split("\n")
        dropped: list[tuple[int, Line]] = []
        title = ""
        for index in range(_front_matter(rows)):
            dropped.append((index, Line(text=rows[index], drop="front matter")))
            found = _TITLE.fullmatch(rows[index])
            title = title or (found[1] if found else "")
            rows[index] = ""
        for index, row in enumerate(rows):
            if _TABLE_OF_CONTENTS.fullmatch(row):
                dropped.append((index, Line(text=row.strip(), drop="table of contents")))
                rows[index] = ""
            elif _ATTRIBUTES.fullmatch(row):
                rows[index] = ""
            else:
                rows[index] = _NOTE.sub(r"\1\\\2", _GLUED_HEADING.sub(r"\1\2 ", row))
                if rows[index].lstrip().startswith("#"):
                    rows[index] = _HEADING_ATTRIBUTES.sub("", rows[index])
        return cls(tuple(rows), tuple(row for row in dropped if row[1].text.strip()), title)


def _front_matter(rows: Sequence[str]) -> int:
    """How many rows of YAML the file begins with, its fences included."""
    if rows[0].strip() != "---":
        return 0
    for index, row in enumerate(rows[1:], 1):
        if _FRONT_MATTER_END.fullmatch(row):
            return index + 1
    return 0


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the name is markdown-it's)
        """Only what looks like an address: "[net](annual)" in a draft is two pieces of its text."""
        return bool(_ADDRESS.match(url)) and super().validateLink(url)


class _Reader:
    """Walks the tokens of markdown-it."""

    def __init__(self, rows: Sequence[str]) -> None:
        parser = _Parser("commonmark").enable("table").disable(["code", "backticks"])
        self._rows = rows
        self._tokens = parser.parse("\n".join(rows))
        self._in_note = False
        self._markers: list[str] = []
        self._depth = 0
        self._ordered: list[bool] = []
        self._item_is_new = False
        self._cells: list[str] | None = None

    def lines(self) -> Iterator[tuple[int, Line]]:
        """Each line with the row of the file it stands on."""
        row = 0
        for index, token in enumerate(self._tokens):
            row = token.map[0] if token.map else row
            match token.type:
                case "list_item_open":
                    self._open_item(token)
                case "list_item_close":
                    yield from self._left_over_marker(row)
                case "tr_open" | "tr_close":
                    yield from self._table_row(row)
                case "inline":
                    yield from self._inline(token, self._tokens[index - 1], row)
                case "fence" | "html_block":
                    yield from _raw(token, row)
                case _ if token.type.endswith("_list_open") or token.type.endswith("_list_close"):
                    self._depth += token.nesting

    def _table_row(self, row: int) -> Iterator[tuple[int, Line]]:
        """A row of a table is one line."""
        if self._cells is None:
            self._cells = []
            return
        yield row, Line(text=" ".join(self._cells), style="table")
        self._cells = None

    def _inline(self, token: Token, opening: Token, row: int) -> Iterator[tuple[int, Line]]:
        if self._cells is None:
            yield from self._paragraph(token, opening, row)
        else:
            self._cells.append(" ".join(_Words(token).rows()))

    def _open_item(self, token: Token) -> None:
        """A number is printed; so is a dash; a star or a plus only says that this is an item."""
        marker = f"{token.info}{token.markup}" if token.info else token.markup if token.markup == "-" else ""
        self._markers.append(marker)
        self._item_is_new = True

    def _left_over_marker(self, row: int) -> Iterator[tuple[int, Line]]:
        """An item without words: its number stands alone on its line."""
        for marker in self._markers:
            if marker:
                yield row, Line(text=marker, list_level=self._depth)
        self._markers = []

    def _paragraph(self, token: Token, opening: Token, row: int) -> Iterator[tuple[int, Line]]:
        front = " ".join(marker for marker in self._markers if marker)
        self._markers = []
        level = int(opening.tag[1]) if opening.type == "heading_open" else None
        words = _Words(token)
        if front == "-" and _NUMBERED.match(words.rows()[0]):
            front = ""  # "- (a)": the dash only makes the item of a list that counts itself
        self._in_note = level is None and (_is_note(token.content) or (self._in_note and self._is_indented(row)))
        style = NOTE_STYLE if self._in_note else "" if self._item_is_new else CONTINUES_ITEM
        for index, starts, text in _parts(words.rows(), whole=level is not None):
            spoken = f"{front} {text}" if front and starts and not index else text
            line = Line(
                text=spoken,
                heading_level=level if not index else None,
                style=style if self._depth or self._in_note else "",
                list_level=self._depth or None,
                marks=tuple((match.start(), match[0]) for match in _REFERENCE.finditer(spoken)),
                bold=words.is_all("strong"),
                italic=words.is_all("em"),
                starts_paragraph=starts,
            )
            yield row + index, line
            front = ""
            style = style or CONTINUES_ITEM
        self._item_is_new = False

    def _is_indented(self, row: int) -> bool:
        """Whether a paragraph after a footnote stands below its mark, and so belongs to it."""
        return self._rows[row].startswith("  ")


def _is_note(content: str) -> bool:
    return content.startswith("\\[^")


def _parts(rows: Sequence[str], *, whole: bool) -> Iterator[tuple[int, bool, str]]:
    """The paragraphs in the rows of one block: index of the row, whether it begins a paragraph, words."""
    for index, text in enumerate(rows):
        parts = [text] if whole else [part for part in _LOST_BREAK.split(text) if part]
        for place, part in enumerate(parts):
            yield index, not index or place > 0 or _NOTE_MARK.match(part) is not None, part


class _Words:
    """The words of an inline token: emphasis, links and tags understood, line breaks kept."""

    def __init__(self, token: Token) -> None:
        self._children = token.children or []

    def rows(self) -> list[str]:
        """Entities name characters, and marks join letters, that were apart in the file."""
        spoken = _STRAY_EMPHASIS.sub(r"\1", "".join(_spoken(child) for child in self._children))
        return canonical_characters(spoken).split("\n")

    def is_all(self, kind: str) -> bool:
        """Whether every word stands inside `kind` ("strong", "em")."""
        inside, found = 0, False
        for child in self._children:
            inside += child.nesting if child.type.startswith(kind) else 0
            if child.type == "text" and child.content.strip():
                if not inside:
                    return False
                found = True
        return found


def _spoken(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return "\n"
    if child.type == "image":
        return "".join(_spoken(row) for row in child.children or [])
    if child.type == "html_inline":
        return "\n" if _BREAK.match(child.content) else ""
    return child.content


def _without_tags(source: str) -> str:
    """The words of a block of HTML. What is opened after the last end of its kind is never closed: no use to search."""
    last = source.rfind("-->") + 3 if "-->" in source else 0
    source = _COMMENT.sub("", source[:last]) + source[last:]
    last = source.rfind(">") + 1
    return _TAG.sub("", _BREAK.sub("\n", source[:last])) + source[last:]


def _raw(token: Token, row: int) -> Iterator[tuple[int, Line]]:
    """Lines of a block of HTML without its tags, or of a fenced block."""
    content = _without_tags(token.content) if token.type == "html_block" else token.content
    for index, text in enumerate(canonical_characters(content).split("\n")):
        if text.strip():
            yield row + index, Line(text=text.strip())
