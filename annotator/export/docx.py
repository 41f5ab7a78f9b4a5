"""A brief as a Word file: real headings, footnotes, contents, page numbers, and nobody's name in its properties."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph
from docx_plus.notes import FootnoteIdRegistry, add_footnote

from annotator.export import phrases
from annotator.export.docx_commentary import add_commentary
from annotator.export.docx_fields import (
    add_bookmark,
    add_field,
    append_paragraph,
    begin_field,
    field_mark,
    link_to_bookmark,
    set_direction,
)
from annotator.export.docx_styles import set_up, set_up_matrix
from annotator.export.notes import EntryNotes, Note, number_notes
from annotator.export.tree import AskPart, Brief, Entry, Matrix, Quotation, Section

_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CONTENTS_LEVELS = 2
_UNNEEDED = frozenset({"thumbnail", "extended-properties", "customXml", "stylesWithEffects"})


def render_docx(brief: Brief) -> bytes:
    """Office Open XML (ISO/IEC 29500), the same bytes for the same brief."""
    return _without_times(_Writer(brief).write())


class _CountedNotes(FootnoteIdRegistry):
    """Footnotes numbered from 1; the library's own numbers are random, and would differ from file to file."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._last = 0

    def next(self) -> int:
        self._last += 1
        return self._last


class _Writer:
    """Writes one brief into one document; headings are numbered for the contents as they are met."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._notes = number_notes(brief)
        self._document = docx.Document()
        self._footnote_ids = _CountedNotes(self._document)
        self._bookmarks = 0
        set_up(self._document)
        self._style_ids = {row.name: row.style_id for row in self._document.styles}
        """python-docx looks through all styles for each paragraph, which takes most of the time there is."""

    def write(self) -> Document:
        _set_properties(self._document, self._brief)
        self._add_front()
        for section in self._brief.sections:
            self._add_section(section, 1)
        if self._brief.matrix:
            self._add_heading(phrases.MATRIX, 1).paragraph_format.page_break_before = True
            self._add_matrix(self._brief.matrix)
        if self._brief.is_internal:
            header = self._document.sections[0].header.paragraphs[0]
            header._p.style = self._style_ids["Header"]
            header.add_run(phrases.INTERNAL)
        footer = self._document.sections[0].footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_field(footer, "PAGE", "1")
        return self._document

    def _add_front(self) -> None:
        """Title, asks, instruments, contents: what a delegate reads first."""
        self._paragraph(self._brief.title, "Title")
        self._paragraph(phrases.subtitle(self._brief), "Subtitle")
        self._add_heading(phrases.SUMMARY, 1)
        for entry in self._brief.asking:
            if entry.ask:
                self._add_summary_line(entry, entry.ask)
        if not self._brief.asking:
            self._paragraph(phrases.NO_ASKS if self._brief.entries else phrases.NOTHING)
        if self._brief.instruments:
            self._add_heading(phrases.INSTRUMENTS, 1)
            self._add_instruments()
        if self._brief.sections:
            self._add_contents()

    def _add_summary_line(self, entry: Entry, ask: AskPart) -> None:
        whom = f" ({ask.addressee})" if ask.addressee else ""
        paragraph = self._paragraph(f"{ask.sentence}{whom} ", "List Bullet")
        link_to_bookmark(paragraph, [paragraph.add_run(f"§ {entry.number}")], _entry_mark(entry.number))

    def _add_instruments(self) -> None:
        for row in self._brief.instruments:
            paragraph = self._paragraph("", "List Bullet")
            paragraph.add_run(row.name).bold = True
            details = phrases.instrument_details(row)
            extra = [row.url, f"SHA-256 {row.sha256}" if row.sha256 else ""]
            words = ". ".join([f", {details}" if details else "", *(part for part in extra if part)])
            paragraph.add_run(words)

    def _add_contents(self) -> None:
        """The field with its result, for readers that never bring fields up to date.

        Page numbers come when a person updates it: only a layout knows them, and a field marked for updating makes Word
        ask on opening whether the file may refer to other files.
        """
        self._paragraph(phrases.CONTENTS, "TOC Heading")
        headings = list(_headings(self._brief))
        paragraph = None
        for place, (words, level) in enumerate(headings, self._bookmarks + 1):
            paragraph = self._paragraph("", f"toc {level}")
            if place == self._bookmarks + 1:
                begin_field(paragraph, f'TOC \\o "1-{_CONTENTS_LEVELS}" \\h \\z \\u')
            link_to_bookmark(paragraph, [paragraph.add_run(words)], _heading_mark(place))
        if paragraph is not None:
            field_mark(paragraph, "end")

    def _add_section(self, section: Section, level: int) -> None:
        self._add_heading(section.heading, level)
        for entry in section.entries:
            self._add_entry(entry, level + 1)
        for part in section.sections:
            self._add_section(part, level + 1)

    def _add_entry(self, entry: Entry, level: int) -> None:
        notes = self._notes[entry.number]
        heading = self._paragraph(f"{entry.number}. {entry.provision}", f"Heading {min(level, 4)}")
        add_bookmark(heading, 10_000 + entry.number, _entry_mark(entry.number))
        if not entry.quotation:
            self._add_note(heading, notes.citation)
        self._paragraph(phrases.entry_label(entry), "Entry Label")
        if entry.whole:
            whole = self._paragraph("")
            whole.add_run(phrases.WHOLE).italic = True
            whole.paragraph_format.keep_with_next = True
        if entry.quotation:
            self._add_quotation(entry.quotation, notes.citation)
        add_commentary(self._document, entry.commentary)
        self._add_sources(notes)
        if entry.ask:
            self._add_ask(entry.ask)
        self._add_lines(phrases.internal_lines(entry), "Internal Detail")

    def _add_quotation(self, quotation: Quotation, note: Note) -> None:
        words = quotation.paragraphs
        if quotation.is_restated:
            lead = self._paragraph("", "Quote")
            lead.add_run(phrases.RESTATED).italic = True
            lead.paragraph_format.keep_with_next = True
        else:
            words = phrases.quoted(words, restated=False)
        paragraph = None
        for line in words:
            paragraph = self._paragraph(line, "Quote")
            set_direction(paragraph, quotation.direction, quotation.language)
        if paragraph is not None:
            self._add_note(paragraph, note)

    def _add_sources(self, notes: EntryNotes) -> None:
        if not notes.authorities:
            return
        paragraph = self._paragraph("See ", "Sources")
        for place, note in enumerate(notes.authorities):
            paragraph.add_run(f"; {note.title}" if place else note.title)
            self._add_note(paragraph, note)

    def _add_ask(self, ask: AskPart) -> None:
        self._paragraph(ask.sentence, "Ask")
        if ask.runs:
            paragraph = self._paragraph("", "Ask Wording")
            for kind, words in phrases.spaced(ask.runs):
                run = paragraph.add_run(words)
                run.font.strike = True if kind == "struck" else None
                run.font.underline = True if kind == "inserted" else None
            set_direction(paragraph, ask.direction, ask.language)
        if ask.is_against_restatement:
            self._paragraph(phrases.AGAINST_RESTATEMENT, "Ask Detail")
        self._add_lines(phrases.ask_lines(ask), "Ask Detail")

    def _add_lines(self, lines: Iterable[tuple[str, str]], style: str) -> None:
        for label, words in lines:
            paragraph = self._paragraph("", style)
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(words)

    def _add_matrix(self, matrix: Matrix) -> None:
        lines = [("Article", *matrix.categories)]
        for article, counts in zip(matrix.articles, matrix.counts, strict=True):
            lines.append((article, *(str(count or "") for count in counts)))
        table = self._document.add_table(len(lines), len(lines[0]), "Table Grid")
        for place, (row, words) in enumerate(zip(table.rows, lines, strict=True)):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for column, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph._p.style = self._style_ids["Internal Detail"]
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if place and column else None
                paragraph.add_run(text).bold = place == 0
        set_up_matrix(table)

    def _add_heading(self, words: str, level: int) -> Paragraph:
        paragraph = self._paragraph(words, f"Heading {min(level, 4)}")
        if level <= _CONTENTS_LEVELS:
            self._bookmarks += 1
            add_bookmark(paragraph, self._bookmarks, _heading_mark(self._bookmarks))
        return paragraph

    def _add_note(self, paragraph: Paragraph, note: Note) -> None:
        words = " ".join(part for part in (note.text, note.url) if part)
        add_footnote(paragraph, f" {words}", id_registry=self._footnote_ids)

    def _paragraph(self, words: str, style: str = "Normal") -> Paragraph:
        paragraph = append_paragraph(self._document)
        paragraph._p.style = self._style_ids[style]
        if words:
            paragraph.add_run(words)
        return paragraph


def _headings(brief: Brief) -> Iterable[tuple[str, int]]:
    """What the contents list after themselves: heading and level, in order."""
    for section in brief.sections:
        yield section.heading, 1
        for part in section.sections:
            yield part.heading, 2
    if brief.matrix:
        yield phrases.MATRIX, 1


def _heading_mark(number: int) -> str:
    return f"_Toc{number:08d}"


def _entry_mark(number: int) -> str:
    return f"_Ref{number:08d}"


def _set_properties(document: Document, brief: Brief) -> None:
    """The template's author, comments and program go, and its parts that no brief needs; the times are nobody's."""
    properties = document.core_properties
    properties.title = brief.title[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.language = "en"
    properties.revision = 1
    properties.created = properties.modified = _EPOCH
    for relations in (document.part.package.rels, document.part.rels):
        for id in [id for id, row in relations.items() if row.reltype.rpartition("/")[2] in _UNNEEDED]:
            relations.pop(id)


def _without_times(document: Document) -> bytes:
    """The file with the same date on every part, which would otherwise tell when it was written."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(zipfile.ZipInfo(part.filename, _ZIP_TIME), source.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
