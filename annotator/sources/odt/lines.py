"""Lines and comments out of the paragraphs of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from annotator.model.treaty import canonical_characters
from annotator.sources.lines import CONTINUES_ITEM, NOTE_STYLE, Line, LineNote
from annotator.sources.odt.numbering import ListPlace, Numbering
from annotator.sources.odt.paragraph import CommentMark, Paragraph, Run, paragraphs_in
from annotator.sources.odt.parts import DUBLIN_CORE, FO, OFFICE, TEXT
from annotator.sources.odt.styles import Styles, points
from annotator.sources.revisions import DELETED, INSERTED

_Place = tuple[int, int]
"""Number of a line, and column in its canonical characters."""


@dataclass(frozen=True, slots=True)
class _Comment:
    element: etree._Element
    start: _Place
    end: _Place | None


class LineWriter:
    """Takes paragraphs in reading order; `note_label` is set while they are those of a footnote."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.lines: list[Line] = []
        self.note_label: str | None = None
        self._styles = styles
        self._numbering = numbering
        self._open_comments: dict[str, _Comment] = {}
        self._comments: list[_Comment] = []

    def write(self, paragraph: Paragraph) -> None:
        """Counts the paragraph where a list numbers it, and adds its lines: first the kept, then the dropped."""
        label = self._label(paragraph)
        first = len(self.lines)
        # LibreOffice prints the number of an empty paragraph; its words may follow in the next.
        if paragraph.text.strip() or (label and not any(run.drop for run in paragraph.runs)):
            lines = self._kept_lines(paragraph, label)
            self.lines += lines if self.note_label is None else [self._note_line(paragraph, label)]
        for mark in paragraph.marks:
            self._follow(mark, _line_and_column(paragraph.text, mark.offset, first))
        self.lines += _dropped_lines(paragraph.runs)

    def kept_of(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph without its dropped words, which become lines now: more may follow over many paragraphs."""
        self.lines += _dropped_lines(paragraph.runs)
        paragraph.runs = [run for run in paragraph.runs if not run.drop]
        return paragraph

    def notes(self) -> tuple[LineNote, ...]:
        """All comments, in the order in which they begin, once all is written and some line is kept."""
        kept = [index for index, line in enumerate(self.lines) if not line.drop]
        found = sorted([*self._comments, *self._open_comments.values()], key=lambda row: row.start)
        return tuple(self._line_note(row, kept) for row in found)

    def _label(self, paragraph: Paragraph) -> str:
        """A hidden paragraph counts, as LibreOffice has it; one that a tracked change takes away does not."""
        gone = not paragraph.text.strip() and any(run.drop in (DELETED, INSERTED) for run in paragraph.runs)
        if paragraph.place is None or gone:
            return ""
        return self._numbering.next_label(paragraph.place)

    def _kept_lines(self, paragraph: Paragraph, label: str) -> Iterator[Line]:
        """One line for each line break that the author typed; only the first has the number.

        A numbered paragraph without words gives a line too: its number is printed ("Article 5" alone on its line).
        """
        kept = [run for run in paragraph.runs if not run.drop and run.text.strip()]
        place = paragraph.place if paragraph.place and not paragraph.place.is_heading else None
        whole = Line(
            text="",
            heading_level=paragraph.heading_level,
            style=CONTINUES_ITEM if paragraph.is_further else self._styles.name(paragraph.style),
            list_level=place.level if place else None,
            indent=self._indent(paragraph.style, paragraph.place),
            size=kept[0].look.size if kept else None,
            bold=bool(kept) and all(run.look.bold for run in kept),
            italic=bool(kept) and all(run.look.italic for run in kept),
            centred=self._styles.property(paragraph.style, "paragraph", f"{FO}text-align") == "center",
        )
        for index, text in enumerate(paragraph.text.split("\n")):
            words = canonical_characters(text)
            yield replace(whole, text=words, list_label="" if index else label, starts_paragraph=not index)

    def _note_line(self, paragraph: Paragraph, label: str) -> Line:
        """A footnote's paragraph; its first has the footnote's number."""
        first, self.note_label = self.note_label or "", ""
        text = canonical_characters(paragraph.text.replace("\n", " ").strip())
        label = f"{first} {label}".strip()
        return Line(text=text, style=NOTE_STYLE, list_label=label, starts_paragraph=bool(label), behind_mark=True)

    def _indent(self, style: str, place: ListPlace | None) -> float:
        """Where the first line begins, in points from the margin, by its own, the list's or the style's setting."""
        listed = self._numbering.styles.level(place.item.style, place.level).indent if place else None
        margin, first = f"{FO}margin-left", f"{FO}text-indent"
        if listed is not None and self._styles.own_property(style, margin) is None:
            return listed
        settings = (points(self._styles.property(style, "paragraph", name)) for name in (margin, first))
        return sum(setting or 0.0 for setting in settings)

    def _follow(self, mark: CommentMark, place: _Place) -> None:
        name = mark.element.get(f"{OFFICE}name") or ""
        if mark.element.tag == f"{OFFICE}annotation":
            if name in self._open_comments or not name:
                self._comments.append(_Comment(mark.element, place, None))
            else:
                self._open_comments[name] = _Comment(mark.element, place, None)
        elif name in self._open_comments:
            self._comments.append(replace(self._open_comments.pop(name), end=place))

    def _line_note(self, comment: _Comment, kept: Sequence[int]) -> LineNote:
        """A comment over several paragraphs is kept on the first that has words, one on a place on the whole line."""
        line, column = comment.start
        if comment.end is not None:
            while line < kept[-1] and (self.lines[line].drop or column >= len(self.lines[line].text)):
                line, column = line + 1, 0
        if comment.end is None or line > kept[-1] or self.lines[line].drop:
            line, column = min(kept, key=lambda index: (abs(index - line), index)), 0
        length = len(self.lines[line].text)
        stops = comment.end is not None and comment.end[0] == line and comment.end[1] > column
        stop = comment.end[1] if comment.end is not None and stops else length
        words = "\n".join("".join(_words(row)) for row in paragraphs_in(comment.element)).strip()
        author = comment.element.findtext(f"{DUBLIN_CORE}creator") or ""
        created = comment.element.findtext(f"{DUBLIN_CORE}date") or ""
        return LineNote(line, min(column, length), min(stop, length), words, author.strip(), created.strip())


def _dropped_lines(runs: list[Run]) -> Iterator[Line]:
    for reason in dict.fromkeys(run.drop for run in runs if run.drop):
        text = canonical_characters("".join(run.text for run in runs if run.drop == reason).replace("\n", " ").strip())
        if text:
            yield Line(text=text, drop=reason)


def _line_and_column(text: str, offset: int, first: int) -> _Place:
    """Line number and column of `offset` in a paragraph whose first line is `first`, in canonical characters."""
    before = text[:offset].split("\n")
    return first + len(before) - 1, len(canonical_characters(before[-1]))


def _words(paragraph: etree._Element) -> Iterator[str]:
    pieces = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " "}
    for element in paragraph.iter():
        yield pieces.get(str(element.tag), "") or " ".join((element.text or "").split("\n"))
        if element is not paragraph:
            yield element.tail or ""
