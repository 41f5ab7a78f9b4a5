"""OpenDocument texts (.odt, .ott, .fodt): paragraphs in reading order, with the numbers that LibreOffice prints.

Tracked changes are accepted, or rejected for whoever asks. Footnotes and text boxes follow the paragraph that they
hang on. Comments become notes on the words they mark. Headers, footers, tables of contents, hidden and deleted words
are dropped lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Caution, canonical_characters
from annotator.sources.language_columns import language_columns
from annotator.sources.lines import Extraction
from annotator.sources.odt.lines import LineWriter
from annotator.sources.odt.list_styles import ListStyles
from annotator.sources.odt.numbering import ListPlace, Numbering
from annotator.sources.odt.paragraph import HIDDEN, Hanging, InlineReader, Paragraph, is_skipped
from annotator.sources.odt.parts import DRAW, OFFICE, TABLE, TEXT, Package, StyleParts
from annotator.sources.odt.revisions import RevisionMarks
from annotator.sources.odt.styles import Styles, whole
from annotator.sources.revisions import DELETED, Taken

ENGINE = "odt"
CONTENTS = "table of contents"
INDEX = "index"

_FURNITURE = {"header": "page header", "footer": "page footer"}
_LISTINGS = {
    **dict.fromkeys(("table-of-content", "illustration-index", "table-index", "object-index", "user-index"), CONTENTS),
    "alphabetical-index": INDEX,
}
_CONTENTS_STYLE = re.compile(r"Contents (?:\d+|Heading)")


def read_odt(data: bytes, revisions: Taken = "accepted") -> Extraction:
    """Lines and comments of an OpenDocument text, its tracked changes accepted or rejected. Raises UnusableFile."""
    package = Package(data)
    flows = {name: _FlowReader(package, package.page_styles, revisions) for name in _FURNITURE}
    masters = package.masters if package.masters is not None else ()
    for element in (part for master in masters for part in master if isinstance(part.tag, str)):
        name = etree.QName(element).localname.partition("-")[0]
        if name in flows:
            flows[name].read(element, _FURNITURE[name])
    text = _FlowReader(package, package.text_styles, revisions)
    text.read(package.text)
    if not any(line.text.strip() and not line.drop for line in text.writer.lines):
        raise UnusableFile("This document has no text; if its pages are pictures, run text recognition on it first.")
    before = flows["header"].writer.lines
    return Extraction(
        lines=(*before, *text.writer.lines, *flows["footer"].writer.lines),
        engine=ENGINE,
        title=canonical_characters(package.title),
        notes=tuple(replace(note, line=note.line + len(before)) for note in text.writer.notes()),
        warnings=tuple(text.cautions),
    )


class _FlowReader:
    """Goes once through a flow of text (the body, a header), following its lists, changes, footnotes and boxes."""

    def __init__(self, package: Package, styles: StyleParts, revisions: Taken) -> None:
        self._package = package
        self._styles = Styles(styles)
        self._numbering = Numbering(ListStyles(self._styles))
        self._mode = revisions
        self._revisions = RevisionMarks(package.text, revisions)
        self._inline = self._new_inline_reader()
        self._carried: Paragraph | None = None
        self._joins = False
        self._restores = False
        self.writer = LineWriter(self._styles, self._numbering)
        self.cautions: list[Caution] = []
        text: dict[str, Callable[[etree._Element, str], None]] = {
            "p": self._paragraph,
            "h": self._paragraph,
            "list": self._list,
            "numbered-paragraph": self._numbered_paragraph,
            "section": self._section,
            "change": self._change,
            "change-start": lambda element, _: self._revisions.start(element),
            "change-end": lambda element, _: self._revisions.end(element),
            **dict.fromkeys(_LISTINGS, self._listing),
        }
        self._handlers = {TEXT + name: handler for name, handler in text.items()}
        self._handlers[f"{TABLE}table"] = self._table
        self._handlers[f"{TABLE}table-row"] = self._row
        self._handlers[f"{TABLE}table-cell"] = self._cell
        self._handlers[f"{TABLE}covered-table-cell"] = lambda element, drop: self._cell(element, drop or HIDDEN)
        self._handlers[f"{DRAW}object"] = self._object
        self._handlers[f"{OFFICE}annotation"] = lambda *_: None

    def read(self, flow: etree._Element, drop: str = "") -> None:
        """Adds the lines of `flow`; `drop` is the reason where all of it is no part of the text."""
        self._revisions = RevisionMarks(flow, self._mode)
        self._inline = self._new_inline_reader()
        # LibreOffice reads deleted lists first, and writes lists that go on from them.
        for deleted in self._revisions.lists:
            self._numbering.open(deleted)
            self._numbering.close()
        self._blocks(flow, drop)
        self._flush()
        if self._revisions.caution:
            self.cautions.append(self._revisions.caution)

    def _new_inline_reader(self) -> InlineReader:
        return InlineReader(self._package, self._styles, self._revisions, self._restore)

    def _blocks(self, element: etree._Element, drop: str) -> None:
        for child in element:
            if not is_skipped(child):
                self._handlers.get(child.tag, self._blocks)(child, drop)

    def _paragraph(self, element: etree._Element, drop: str, place: ListPlace | None = None) -> None:
        joins, self._joins = self._joins, False
        if not joins:
            if self._restores:
                self._finish()
            self._begin(element, place)
        style = self._styles.name(self._inline.paragraph.style)
        self._inline.read(element, drop or (CONTENTS if _CONTENTS_STYLE.fullmatch(style) else ""))
        if not self._restores:
            self._finish()

    def _begin(self, element: etree._Element, place: ListPlace | None) -> None:
        style = element.get(f"{TEXT}style-name") or "Standard"
        level = max(whole(element.get(f"{TEXT}outline-level")) or 1, 1) if element.tag == f"{TEXT}h" else None
        place = place or self._numbering.place()
        is_further = place is not None and place.item.goes_on()
        numbered = self._styles.outline_number(style, level) if place is None else None
        if numbered:
            place = self._numbering.place_in_outline(element, numbered)
        heading_level = min(level, 9) if level else self._styles.heading_level(style)
        paragraph = Paragraph(style, heading_level, place, is_further)
        if self._carried is not None:
            paragraph.take_over(self._carried)
            self._carried = None
        self._inline.paragraph = paragraph

    def _finish(self) -> None:
        """The paragraph ends, unless its end is what a change takes away: then it goes on in the next."""
        paragraph = self._inline.paragraph
        if not self._revisions.drop:
            self._emit(paragraph)
        elif paragraph.text.strip():
            self._carried = self.writer.kept_of(paragraph)
        else:
            paragraph.place = None
            self._emit(paragraph)

    def _flush(self) -> None:
        if self._carried is not None:
            paragraph, self._carried = self._carried, None
            self._emit(paragraph)

    def _emit(self, paragraph: Paragraph) -> None:
        self.writer.write(paragraph)
        for hanging in paragraph.hanging:
            self._hanging(hanging)

    def _hanging(self, hanging: Hanging) -> None:
        """A footnote or a text box: a small text of its own, with lists of its own."""
        note = hanging.element.find(f"{TEXT}note-body") if hanging.element.tag == f"{TEXT}note" else None
        outside = self._inline.paragraph, self._carried, self._joins, self._restores, self.writer.note_label
        self._carried, self._joins, self._restores = None, False, False
        if note is not None:
            self.writer.note_label = _citation(hanging.element)
        with self._numbering.apart("box" if note is None else "note"), self._revisions.apart():
            self._blocks(hanging.element if note is None else note, hanging.drop)
            self._flush()
        self._inline.paragraph, self._carried, self._joins, self._restores, self.writer.note_label = outside

    def _list(self, element: etree._Element, drop: str) -> None:
        self._numbering.open(element)
        for child in element:
            if child.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                self._numbering.item(child)
                self._blocks(child, drop)
            elif not is_skipped(child):
                self._handlers.get(child.tag, self._blocks)(child, drop)
        self._numbering.close()

    def _numbered_paragraph(self, element: etree._Element, drop: str) -> None:
        place = self._numbering.place_alone(element)
        for child in element.iterchildren(f"{TEXT}p", f"{TEXT}h"):
            self._paragraph(child, drop, place)

    def _section(self, element: etree._Element, drop: str) -> None:
        hides = element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"
        self._blocks(element, drop or (HIDDEN if hides else ""))

    def _listing(self, element: etree._Element, drop: str) -> None:
        self._blocks(element, drop or _LISTINGS[etree.QName(element).localname])

    def _table(self, element: etree._Element, drop: str) -> None:
        """Languages side by side are read one after the other."""
        columns = language_columns(_cells(element), lambda cell: "".join(str(said) for said in cell.itertext()).strip())
        if not columns:
            self._blocks(element, drop)
        for cell in itertools.chain.from_iterable(columns):
            self._cell(cell, drop)

    def _row(self, element: etree._Element, drop: str) -> None:
        hides = element.get(f"{TABLE}visibility") in ("collapse", "filter")
        self._blocks(element, drop or (HIDDEN if hides else ""))

    def _cell(self, element: etree._Element, drop: str) -> None:
        self._blocks(element, drop)
        self._flush()

    def _object(self, element: etree._Element, _drop: str) -> None:
        if self._package.formula(element) or any(row.code == "embedded-object" for row in self.cautions):
            return
        message = "The file has embedded objects, such as charts or sheets; what they show is not read."
        self.cautions.append(Caution("embedded-object", "", message))

    def _change(self, element: etree._Element, drop: str) -> None:
        """Whole paragraphs that were deleted here."""
        deletion = self._revisions.deletion(element)
        if deletion is not None:
            with self._numbering.apart():
                self._blocks(deletion, drop or ("" if self._revisions.keeps_deletions else DELETED))

    def _restore(self, deletion: etree._Element, drop: str) -> None:
        """Puts a deletion back: its first paragraph goes on where the reader stands, the text goes on in its last."""
        outside = self._joins, self._restores
        self._joins, self._restores = True, True
        with self._numbering.apart():
            self._blocks(deletion, drop)
        self._joins, self._restores = outside


def _cells(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row; none where rows are grouped or hidden, cells covered, or changes tracked."""
    rows = [child for child in table if child.tag != f"{TABLE}table-column"]
    is_plain = all(row.tag == f"{TABLE}table-row" and not row.get(f"{TABLE}visibility") for row in rows)
    is_plain = is_plain and all(cell.tag == f"{TABLE}table-cell" for row in rows for cell in row)
    is_tracked = any(True for _ in table.iter(*(f"{TEXT}{name}" for name in ("change", "change-start", "change-end"))))
    return [list(row) for row in rows] if is_plain and not is_tracked else []


def _citation(note: etree._Element) -> str:
    found = note.find(f"{TEXT}note-citation")
    if found is None:
        return ""
    return " ".join((found.get(f"{TEXT}label") or "".join(str(piece) for piece in found.itertext())).split())
