"""Word documents (.docx): paragraphs in reading order, with the numbers that Word computes for them.

Tracked changes are accepted or rejected. Footnotes follow the paragraph that refers to them, with the style "footnote".
Comments become notes on the words they mark. Headers, footers, a table of contents, hidden words and those that a
tracked change takes away are dropped lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from annotator.model.problems import UnusableFile
from annotator.model.treaty import Caution, canonical_characters
from annotator.sources.docx.blocks import Blocks
from annotator.sources.docx.comments import CommentPlaces, Place
from annotator.sources.docx.notes import NoteNumbers, NoteReference
from annotator.sources.docx.numbering import ListPlace, Numbering
from annotator.sources.docx.paragraph import Paragraph, ParagraphReader, Run
from annotator.sources.docx.parts import Package
from annotator.sources.docx.revisions import REASONS, Revising, has_revisions
from annotator.sources.docx.styles import TWIPS_PER_POINT, WORD, Styles, is_on, value_of, whole
from annotator.sources.lines import NOTE_STYLE, Extraction, Line
from annotator.sources.revisions import Taken, tracked_changes

ENGINE = "docx"


def read_docx(data: bytes, revisions: Taken = "accepted") -> Extraction:
    """Lines and comments of a Word document, its tracked changes accepted or rejected. Raises UnusableFile."""
    package = Package(data)
    reader = _DocumentReader(package, revisions)
    reader.read()
    is_revised = has_revisions([package.body, *package.parts("footnotes"), *package.parts("endnotes")])
    if not any(line.text.strip() and not line.drop for line in reader.lines):
        raise UnusableFile(_why_empty(reader.lines, revisions))
    return Extraction(
        lines=tuple(reader.lines),
        engine=ENGINE,
        title=canonical_characters(package.title),
        notes=tuple(reader.comments.notes(reader.lines)),
        warnings=tuple(_warnings(package, revisions if is_revised else None)),
        revisions=revisions if is_revised else "",
    )


def _why_empty(lines: list[Line], revisions: Taken) -> str:
    if any(line.drop in REASONS for line in lines):
        other = "rejected" if revisions == "accepted" else "accepted"
        return f"With its tracked changes {revisions} this Word document has no text; read it with them {other}."
    return "This Word document has no text; if its pages are pictures, run text recognition on it first."


def _warnings(package: Package, revisions: Taken | None) -> Iterator[Caution]:
    if revisions is not None:
        yield tracked_changes(revisions)
    if next(package.body.iter(f"{WORD}altChunk"), None) is not None:
        yield Caution(
            "embedded-document",
            "",
            "The file holds another document that is not read; open it in Word and save it again to join them.",
        )


class _DocumentReader:
    """Goes through the body once, counting lists and notes and following comments."""

    def __init__(self, package: Package, revisions: Taken) -> None:
        self._package = package
        self._styles = Styles(package.part("styles"))
        # Text boxes are a story of their own, which counts apart from the body, as LibreOffice has it.
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._numbering_of_boxes = Numbering(package.part("numbering"), self._styles)
        revising = Revising(revisions)
        self._blocks = Blocks(ParagraphReader(self._styles, revising), revising)
        self._notes_of = {kind: package.footnotes(kind) for kind in ("footnotes", "endnotes")}
        self._note_numbers = NoteNumbers(package.body, package.part("settings"))
        self.comments = CommentPlaces(package.comments())
        self.lines: list[Line] = []

    def read(self) -> None:
        for part in self._package.parts("header"):
            self._furniture(part, "page header")
        for paragraph in self._blocks.paragraphs(self._package.body):
            self._emit(paragraph, self._numbering)
            if paragraph.ends_section:
                self._note_numbers.end_section()
        for part in self._package.parts("footer"):
            self._furniture(part, "page footer")

    def _emit(self, paragraph: Paragraph, numbering: Numbering) -> None:
        place, label = None, ""
        if not paragraph.is_gone:
            place = numbering.place(paragraph.properties, paragraph.style)
            label = numbering.next_label(place) if place else ""
        first = len(self.lines)
        if paragraph.text.strip() or (label and not _is_hidden(paragraph)):
            self.lines += self._kept_lines(paragraph, place, label)
        for mark in paragraph.marks:
            self.comments.mark(mark.id, mark.kind, _line_and_column(paragraph.text, mark.offset, first))
        self.lines += _dropped_lines(paragraph.runs)
        for reference in paragraph.footnotes:
            self._footnote(reference)
        self._boxes(paragraph)

    def _boxes(self, paragraph: Paragraph) -> None:
        for box, drop in paragraph.boxes:
            for boxed in self._blocks.paragraphs(box, drop):
                self._emit(boxed, self._numbering_of_boxes)

    def _kept_lines(self, paragraph: Paragraph, place: ListPlace | None, label: str) -> Iterator[Line]:
        """One line for each line break that the author typed; only the first has the number.

        A numbered paragraph without words gives a line too: its number is printed ("Article 5" alone on its line).
        """
        kept = [run for run in paragraph.runs if not run.drop and run.text.strip()]
        for index, text in enumerate(paragraph.text.split("\n")):
            yield Line(
                text=canonical_characters(text),
                heading_level=self._styles.heading_level(paragraph.properties, paragraph.style),
                style=self._styles.name(paragraph.style),
                list_label=label if index == 0 else "",
                list_level=place.level if place else None,
                indent=self._indent(paragraph, place),
                size=kept[0].size if kept else None,
                bold=bool(kept) and all(run.bold for run in kept),
                italic=bool(kept) and all(run.italic for run in kept),
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

    def _footnote(self, reference: NoteReference) -> None:
        """The paragraphs of a note; one that is no part of the text is dropped for the reason its mark is."""
        element = self._notes_of[reference.part].get(reference.id)
        if element is None:
            return
        is_counted = not reference.drop and not reference.has_own_mark
        label = self._note_numbers.next_label(reference.part) if is_counted else ""
        is_first = True
        for paragraph in self._blocks.paragraphs(element):
            words = paragraph.text.replace("\n", " ")
            text = canonical_characters(words.strip())
            for mark in paragraph.marks:
                column = len(canonical_characters(words[: mark.offset].lstrip()))
                self.comments.mark(mark.id, mark.kind, (len(self.lines), column))
            if text:
                note = Line(text, style=NOTE_STYLE, list_label=label, starts_paragraph=is_first, behind_mark=True)
                self.lines.append(replace(note, drop=reference.drop))
                label, is_first = "", False
            self.lines += _dropped_lines(paragraph.runs)
            self._boxes(paragraph)

    def _furniture(self, part: etree._Element, reason: str) -> None:
        for paragraph in self._blocks.paragraphs(part):
            self.lines += _dropped_lines([Run(paragraph.text, reason), *paragraph.runs])
            for box, _ in paragraph.boxes:
                self._furniture(box, reason)


def _is_hidden(paragraph: Paragraph) -> bool:
    """Whether its paragraph mark is hidden, which hides a paragraph without visible words, number and all."""
    mark = paragraph.properties.find(f"{WORD}rPr/{WORD}vanish") if paragraph.properties is not None else None
    return mark is not None and is_on(mark)


def _dropped_lines(runs: list[Run]) -> Iterator[Line]:
    """One line for each reason; words that stood apart are kept apart."""
    passages: dict[str, list[str]] = {}
    for reason, together in itertools.groupby(runs, key=lambda run: run.drop):
        passages.setdefault(reason, []).append("".join(run.text for run in together))
    passages.pop("", None)
    for reason, words in passages.items():
        text = canonical_characters(" ".join(words).replace("\n", " ").strip())
        if text:
            yield Line(text=text, drop=reason)


def _line_and_column(text: str, offset: int, first: int) -> Place:
    """Line number and column of `offset` in a paragraph whose first line is `first`, in canonical characters."""
    before = text[:offset].split("\n")
    return first + len(before) - 1, len(canonical_characters(before[-1]))
