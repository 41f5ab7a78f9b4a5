"""Word documents (.docx): paragraphs in reading order, with the numbers that Word computes for them.

Tracked changes are accepted. Footnotes follow the paragraph that refers to them, with the style "footnote". Comments
become notes on the words they mark. Headers, footers, a table of contents, hidden and deleted words are dropped lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Caution, canonical_characters
from annotator.sources.docx_numbering import ListPlace, Numbering
from annotator.sources.docx_paragraph import REVISIONS_TAKEN_AWAY, Paragraph, ParagraphReader, Run
from annotator.sources.docx_parts import Comment, Package
from annotator.sources.docx_styles import TWIPS_PER_POINT, WORD, Styles, value_of, whole
from annotator.sources.lines import Extraction, Line, LineNote

ENGINE = "docx"
FOOTNOTE_STYLE = "footnote"

_NO_BLOCKS = frozenset(WORD + name for name in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"))


def read_docx(data: bytes) -> Extraction:
    """Lines and comments of a Word document. Raises UnusableFile."""
    package = Package(data)
    reader = _DocumentReader(package)
    reader.read()
    if not any(line.text.strip() and not line.drop for line in reader.lines):
        raise UnusableFile(
            "This Word document has no text; if its pages are pictures, run text recognition on it first."
        )
    return Extraction(
        lines=tuple(reader.lines),
        engine=ENGINE,
        title=canonical_characters(package.title),
        notes=tuple(reader.notes),
        warnings=tuple(reader.warnings),
    )


class _DocumentReader:
    """Goes through the body once, counting lists and following comments and footnotes."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._paragraphs = ParagraphReader(self._styles)
        self._notes_of = {kind: package.footnotes(kind) for kind in ("footnotes", "endnotes")}
        self._comments = package.comments()
        self._open_comments: dict[str, tuple[int, int]] = {}
        self._footnote_count = 0
        self._carried: Paragraph | None = None
        self.lines: list[Line] = []
        self.notes: list[LineNote] = []
        self.warnings: list[Caution] = []

    def read(self) -> None:
        for part in self._package.parts("header"):
            self._furniture(part, "page header")
        for element, drop in _paragraphs_in(self._package.body):
            self._add(self._paragraphs.read(element, drop))
        if self._carried is not None:
            self._emit(self._carried)
        for part in self._package.parts("footer"):
            self._furniture(part, "page footer")

    def _add(self, paragraph: Paragraph) -> None:
        if paragraph.has_revisions and not self.warnings:
            message = (
                "The file has tracked changes; they are read as accepted, and deleted words are listed as dropped."
            )
            self.warnings.append(Caution("tracked-changes", "", message))
        if self._carried is not None:
            paragraph.take_over(self._carried)
            self._carried = None
        if paragraph.ends_in_next:
            self._carried = paragraph
        else:
            self._emit(paragraph)

    def _emit(self, paragraph: Paragraph) -> None:
        place = self._numbering.place(paragraph.properties, paragraph.style)
        label = self._numbering.next_label(place) if place else ""
        first = len(self.lines)
        if paragraph.text.strip():
            self.lines += self._kept_lines(paragraph, place, label)
        self._follow_comments(paragraph, first)
        self.lines += _dropped_lines(paragraph.runs)
        for kind, number in paragraph.footnotes:
            self._footnote(kind, number)
        for box in paragraph.boxes:
            for element, drop in _paragraphs_in(box):
                self._emit(self._paragraphs.read(element, drop))

    def _kept_lines(self, paragraph: Paragraph, place: ListPlace | None, label: str) -> Iterator[Line]:
        """One line for each line break that the author typed; only the first has the number."""
        kept = [run for run in paragraph.runs if not run.drop and run.text.strip()]
        for index, text in enumerate(paragraph.text.split("\n")):
            yield Line(
                text=canonical_characters(text),
                heading_level=self._styles.heading_level(paragraph.properties, paragraph.style),
                style=self._styles.name(paragraph.style),
                list_label=label if index == 0 else "",
                list_level=place.level if place else None,
                indent=self._indent(paragraph, place),
                size=kept[0].size,
                bold=all(run.bold for run in kept),
                italic=all(run.italic for run in kept),
                centred=value_of(self._paragraph_property(paragraph, "jc")) == "center",
                starts_paragraph=index == 0,
            )

    def _paragraph_property(self, paragraph: Paragraph, name: str) -> etree._Element | None:
        own = paragraph.properties.find(WORD + name) if paragraph.properties is not None else None
        return own if own is not None else self._styles.find(paragraph.style, f"pPr/{name}")

    def _indent(self, paragraph: Paragraph, place: ListPlace | None) -> float:
        """Where the first line begins, in points from the margin, by its own, the list's or the style's setting."""
        own = paragraph.properties.find(f"{WORD}ind") if paragraph.properties is not None else None
        level = self._numbering.level_properties(place) if place else None
        listed = level.find(f"{WORD}ind") if level is not None else None
        styled = self._styles.find(paragraph.style, "pPr/ind")

        def twips(*names: str) -> int:
            found = (whole(value_of(element, name)) for element in (own, listed, styled) for name in names)
            return next((value for value in found if value is not None), 0)

        return (twips("start", "left") + twips("firstLine") - twips("hanging")) / TWIPS_PER_POINT

    def _follow_comments(self, paragraph: Paragraph, first: int) -> None:
        for mark in paragraph.marks:
            place = _line_and_column(paragraph.text, mark.offset, first)
            if mark.is_start:
                self._open_comments[mark.id] = place
            elif mark.id in self._open_comments and mark.id in self._comments:
                self._note(self._comments[mark.id], self._open_comments.pop(mark.id), place)

    def _note(self, comment: Comment, start: tuple[int, int], end: tuple[int, int]) -> None:
        """A comment over several paragraphs is kept on the first that has words."""
        line, column = start
        while line < len(self.lines) - 1 and (self.lines[line].drop or column >= len(self.lines[line].text)):
            line, column = line + 1, 0
        if line >= len(self.lines):
            return
        stop = end[1] if end[0] == line and end[1] > column else len(self.lines[line].text)
        self.notes.append(LineNote(line, column, stop, comment.text, comment.author, comment.created))

    def _footnote(self, kind: str, number: str) -> None:
        element = self._notes_of[kind].get(number)
        if element is None:
            return
        self._footnote_count += 1
        label = str(self._footnote_count)
        for row in element.iter(f"{WORD}p"):
            paragraph = self._paragraphs.read(row)
            if paragraph.text.strip():
                text = canonical_characters(paragraph.text.replace("\n", " ").strip())
                self.lines.append(Line(text=text, style=FOOTNOTE_STYLE, list_label=label, starts_paragraph=bool(label)))
                label = ""
            self.lines += _dropped_lines(paragraph.runs)

    def _furniture(self, part: etree._Element, reason: str) -> None:
        for element, _ in _paragraphs_in(part):
            self.lines += _dropped_lines([Run(self._paragraphs.read(element).text, reason)])


def _paragraphs_in(element: etree._Element, drop: str = "") -> Iterator[tuple[etree._Element, str]]:
    """Paragraphs in document order, those in tables and content controls included, and why they are dropped if so."""
    for child in element:
        if child.tag == f"{WORD}p":
            yield child, drop
        elif isinstance(child.tag, str) and child.tag not in _NO_BLOCKS:
            yield from _paragraphs_in(child, drop or REVISIONS_TAKEN_AWAY.get(child.tag, "") or _row_revision(child))


def _row_revision(element: etree._Element) -> str:
    properties = element.find(f"{WORD}trPr")
    if properties is None or properties.find(f"{WORD}del") is None:
        return ""
    return REVISIONS_TAKEN_AWAY[f"{WORD}del"]


def _dropped_lines(runs: list[Run]) -> Iterator[Line]:
    reasons = dict.fromkeys(run.drop for run in runs if run.drop)
    for reason in reasons:
        text = canonical_characters("".join(run.text for run in runs if run.drop == reason).replace("\n", " ").strip())
        if text:
            yield Line(text=text, drop=reason)


def _line_and_column(text: str, offset: int, first: int) -> tuple[int, int]:
    """Line number and column of `offset` in a paragraph whose first line is `first`, in canonical characters."""
    before = text[:offset].split("\n")
    return first + len(before) - 1, len(canonical_characters(before[-1]))
