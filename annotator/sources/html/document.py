"""HTML pages: blocks of text in document order, with the numbers that a browser computes for ordered lists.

Nothing is loaded and no script runs: the parser has no network, and scripts and styles are markup, not text.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field, replace

import charset_normalizer
from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import canonical_characters
from annotator.sources.html.furniture import Furniture, is_note
from annotator.sources.html.notes import Notes, notes_of
from annotator.sources.html.tables import columns_of
from annotator.sources.lines import NOTE_STYLE, Extraction, Line
from annotator.sources.numerals import numeral, roman, spreadsheet_letter
from annotator.sources.structuring.labels import is_only_label

ENGINE = "html"
NOTE_MARK = "note mark"
LONGEST_LABELS = 24
"""Characters: so many labels stand in cells before the words of one paragraph, as in "1. (a) (iii)"."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META = re.compile(rb"""<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
# What pages call Latin-1 is Windows-1252 to every browser (WHATWG Encoding Standard, §4.2).
_WEB_NAMES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_NOT_TEXT = frozenset(["head", "script", "style"])
_LISTS = frozenset(["ol", "ul", "menu", "dir"])
_CELLS = frozenset(["td", "th"])
_DASH = re.compile(r"[–—•·‣▪◦-]")
_BOLD = frozenset(["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"])
_ITALIC = frozenset(["i", "em", "cite"])
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLED_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*(?:[^;]*\s)?([a-z-]+)\s*(?:;|$)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes) -> Extraction:
    """Lines of an HTML page and the encoding it was read in. Raises UnusableFile."""
    text, encoding = decode_html(data)
    root = _parse(text)
    body = root.find("body") if root.tag == "html" else root
    page = body if body is not None else root
    reader = _PageReader(Furniture(page), notes_of(page))
    reader.read(page)
    lines = tuple(reader.lines)
    if not any(line.text.strip() and not line.drop for line in lines):
        raise UnusableFile("This HTML page has no text of its own; open it in a browser and save the finished page.")
    title = canonical_characters(_squeezed(root.findtext("head/title") or ""))
    return Extraction(lines=lines, engine=ENGINE, encoding=encoding, title=title)


def decode_html(data: bytes) -> tuple[str, str]:
    """The characters of a page and the name of its encoding: by mark, by declaration, or by its bytes."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    declared = _META.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    name = _WEB_NAMES.get(name, name)
    with contextlib.suppress(UnicodeDecodeError, LookupError):
        return data.decode(name), name
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnusableFile("The character encoding of this HTML page is not known; save it as UTF-8 in a text editor.")
    return str(best), best.encoding


def _parse(text: str) -> etree._Element:
    """The page's tree. Control characters and lone surrogates cannot be parsed and are never text."""
    clean = "".join(mark for mark in text if mark in "\t\n\r" or (mark >= " " and not "\ud800" <= mark <= "\udfff"))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(clean.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnusableFile("This HTML page cannot be parsed; open it in a browser and save it again.") from error
    # The parser stops without a word where elements are nested too deeply, and what follows would be lost.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnusableFile("This HTML page is nested too deeply or too large; save its text as .docx or .txt.")
    if root is None:
        raise UnusableFile("This HTML page is empty; open it in a browser and save the finished page.")
    return root


@dataclass(slots=True)
class _List:
    """A list being read: `form` is a CSS list-style-type, "" where items have no number."""

    form: str
    next: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class _Context:
    """What surrounds the words being read."""

    style: str = ""
    heading_level: int | None = None
    bold: bool = False
    italic: bool = False
    centred: bool = False
    preformatted: bool = False
    is_note: bool = False
    is_cell_label: bool = False
    drop: str = ""


@dataclass(slots=True)
class _Block:
    """Words gathered for one line, and how each piece looks."""

    context: _Context
    label: str = ""
    level: int | None = None
    starts: bool = True
    pieces: list[tuple[str, _Context]] = field(default_factory=list)


class _PageReader:
    """Walks the tree once; a block element ends the line before it and begins another.

    A note is read after the paragraph that has its mark; a label alone in a cell waits for the words in the next.
    """

    def __init__(self, furniture: Furniture, notes: Notes) -> None:
        self.lines: list[Line] = []
        self._furniture, self._notes = furniture, notes
        self._lists: list[_List] = []
        self._block = _Block(_Context())
        self._label: tuple[str, int] | None = None
        self._waiting_notes: list[etree._Element] = []
        self._read_notes: set[etree._Element] = set()
        self._is_in_notes = self._is_at_end = False
        self._cell_label = ""
        self._note_label = ""

    def read(self, element: etree._Element) -> None:
        self._element(element, _Context())
        self._finish()
        self._waiting_notes, self._is_at_end = list(self._notes.printed), True
        self._finish()

    def _element(self, element: etree._Element, outside: _Context) -> None:
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if tag in _NOT_TEXT or not tag or element in self._notes:
            return
        if tag == "br":
            self._break()
            return
        self._read_element(element, tag, outside)

    def _read_element(self, element: etree._Element, tag: str, outside: _Context) -> None:
        inside = _inside(element, tag, outside)
        inside = replace(inside, drop=outside.drop or self._reason(element, tag, inside))
        if element in self._notes.by_mark and inside.drop == NOTE_MARK:
            self._waiting_notes.append(self._notes.by_mark[element])
        is_block = tag in _BLOCKS
        if is_block:
            self._begin(element, tag, inside)
        columns = columns_of(element) if tag == "table" else []
        for column in columns:
            for cell in column:
                self._element(cell, inside)
        if not columns:
            self._words(element.text, inside)
            for child in element:
                self._element(child, inside)
                self._words(child.tail, inside)
        if is_block:
            self._end(tag, outside)

    def _reason(self, element: etree._Element, tag: str, context: _Context) -> str:
        """Why the words in an element are dropped, if they are."""
        if element in self._notes.by_mark:
            return NOTE_MARK
        if context.is_note and tag == "a" and "#" in (element.get("href") or ""):
            return "" if any(mark.isalnum() for mark in _words_in(element)) else "link back"
        return self._furniture.reason(element, tag)

    def _begin(self, element: etree._Element, tag: str, context: _Context) -> None:
        self._finish()
        if tag in _LISTS:
            self._lists.append(_list(element, tag))
        elif tag == "li":
            self._label = (self._count(element), len(self._lists) - 1)
        self._block = _Block(context)

    def _end(self, tag: str, outside: _Context) -> None:
        self._finish()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = None
        elif tag in ("tr", "table") and self._cell_label:
            label, self._cell_label = self._cell_label, ""
            self.lines.append(Line(text=label, style=tag))
        self._block = _Block(outside)

    def _count(self, element: etree._Element) -> str:
        if not self._lists:
            return ""
        here = self._lists[-1]
        value = _whole(element.get("value"), here.next)
        here.next = value + here.step
        form = _form(element, here.form)
        return f"{_list_numeral(value, form)}." if form else ""

    def _words(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if not context.preformatted:
            self._block.pieces.append((text, context))
            return
        for index, row in enumerate(text.split("\n")):
            if index:
                self._break()
            self._block.pieces.append((row, context))

    def _break(self) -> None:
        """Ends the line within its paragraph; two ends of lines with nothing between them end the paragraph."""
        self._finish(goes_on=any(words.strip() for words, _ in self._block.pieces))

    def _finish(self, *, goes_on: bool = False) -> None:
        """Ends the line; `goes_on` where only a line break does."""
        block = self._block
        self._block = _Block(block.context, starts=not goes_on)
        for drop in dict.fromkeys(context.drop for _, context in block.pieces):
            pieces = [(text, context) for text, context in block.pieces if context.drop == drop]
            self._add(block, pieces, drop)
        if not goes_on and self._waiting_notes and not self._is_in_notes:
            self._read_waiting_notes()

    def _read_waiting_notes(self) -> None:
        """Reads the notes whose marks were met, and then those whose marks are in them."""
        outer = (self._block, self._lists, self._label, self._cell_label)
        self._is_in_notes = True
        while self._waiting_notes:
            note = self._waiting_notes.pop(0)
            if note not in self._read_notes:
                self._read_notes.add(note)
                self._read_note(note)
        self._is_in_notes = False
        self._block, self._lists, self._label, self._cell_label = outer

    def _read_note(self, note: etree._Element) -> None:
        self._block, self._lists, self._label, self._cell_label = _Block(_Context()), [], None, ""
        printed = self._notes.printed[note]
        begins = _words_in(note).lstrip("↑^↩\ufe0e[( ").startswith(printed)
        self._note_label = "" if begins else printed
        self._read_element(note, str(note.tag).lower(), _Context(is_note=True))
        self._finish()

    def _add(self, block: _Block, pieces: list[tuple[str, _Context]], drop: str) -> None:
        text = canonical_characters(_squeezed("".join(words for words, _ in pieces)))
        if not text.strip():
            return
        if drop:
            self.lines.append(Line(text=text, drop=drop))
            return
        if self._cell_label:
            text, self._cell_label = f"{self._cell_label} {text}", ""
        if block.context.is_cell_label and len(text) <= LONGEST_LABELS:
            self._cell_label = text
            return
        label, level = self._next_label(block)
        looks = [context for words, context in pieces if words.strip()]
        self.lines.append(
            Line(
                text=text,
                heading_level=block.context.heading_level,
                style=NOTE_STYLE if block.context.is_note else block.context.style,
                list_label=label,
                list_level=level,
                bold=all(look.bold for look in looks),
                italic=all(look.italic for look in looks),
                centred=block.context.centred,
                starts_paragraph=block.starts,
                behind_mark=self._is_in_notes and not self._is_at_end,
            )
        )

    def _next_label(self, block: _Block) -> tuple[str, int | None]:
        """The number that a browser shows before this line, and the level of its list."""
        if block.context.is_note:
            label, self._note_label = self._note_label, ""
            return label, None
        label, level = self._label or ("", None)
        self._label = ("", level) if level is not None else None
        return label, level


def _inside(element: etree._Element, tag: str, outside: _Context) -> _Context:
    style = (element.get("style") or "").replace(" ", "").lower()
    aligned = (element.get("align") or "").lower() == "center" or tag == "center" or "text-align:center" in style
    realigned = bool(element.get("align")) or "text-align:" in style
    is_heading = len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()
    return replace(
        outside,
        style=(element.get("class") or tag) if tag in _BLOCKS else outside.style,
        heading_level=int(tag[1]) if is_heading else outside.heading_level,
        bold=outside.bold or tag in _BOLD or "font-weight:bold" in style,
        italic=outside.italic or tag in _ITALIC or "font-style:italic" in style,
        centred=aligned or (outside.centred and not realigned),
        preformatted=outside.preformatted or tag == "pre" or "white-space:pre" in style,
        is_note=outside.is_note or (tag in _BLOCKS and is_note(element)),
        is_cell_label=outside.is_cell_label or (tag in _CELLS and _is_cell_label(element)),
    )


def _is_cell_label(cell: etree._Element) -> bool:
    """Whether a cell holds only a label, or a dash, whose words are in a cell beside it."""
    words = _words_in(cell)
    if not words or not (is_only_label(words) or _DASH.fullmatch(words)):
        return False
    return any(_words_in(beside) for beside in cell.itersiblings("td", "th"))


def _words_in(element: etree._Element) -> str:
    return " ".join("".join(str(row) for row in element.itertext()).split())


def _list(element: etree._Element, tag: str) -> _List:
    if tag != "ol":
        return _List(_form(element, ""), 1)
    reverse = element.get("reversed") is not None
    first = len(element.findall("li")) if reverse else 1
    return _List(_form(element, "decimal"), _whole(element.get("start"), first), -1 if reverse else 1)


def _form(element: etree._Element, inherited: str) -> str:
    """The list-style-type in force; "" for a bullet or none."""
    styled = _STYLED_TYPE.search(element.get("style") or "")
    if styled:
        name = styled[1].lower()
        return "" if name in ("none", "disc", "circle", "square") else name
    return _LIST_TYPES.get(element.get("type") or "", inherited)


def _list_numeral(value: int, form: str) -> str:
    if form.endswith(("-alpha", "-latin")):
        letters = spreadsheet_letter(value)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("-roman"):
        return roman(value).upper() if form.startswith("upper") else roman(value)
    return numeral(value, "decimalZero" if form == "decimal-leading-zero" else "decimal")


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise


def _squeezed(text: str) -> str:
    """White space as a browser shows it: runs are one space, a non-breaking space stays."""
    return _SPACE.sub(" ", text).strip(" ")
