"""Numbers of the footnotes and endnotes of a Word document (ECMA-376 part 1, §17.11): counted, not written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from annotator.sources.docx.styles import WORD, value_of, whole
from annotator.sources.numerals import numeral

_SETTINGS = {"footnotes": "footnotePr", "endnotes": "endnotePr"}
_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A mark in the text: the part its note is in ("footnotes" or "endnotes"), the note's id, why it is dropped if so.

    `has_own_mark` is True where the author typed a mark ("*"), which no number stands for.
    """

    part: str
    id: str
    drop: str = ""
    has_own_mark: bool = False


class NoteNumbers:
    """Counts notes section by section. Restarts with each page are not followed: a file does not know its pages."""

    def __init__(self, body: etree._Element, settings: etree._Element | None) -> None:
        self._settings = settings
        self._sections = [row for row in body.iter(f"{WORD}sectPr") if _is_section(row)]
        self._section = 0
        self._counts: dict[str, int] = {}

    def next_label(self, part: str) -> str:
        """The number of the next note of `part`, in the format of its section."""
        count = self._counts.get(part)
        start = whole(self._setting(part, "numStart"))
        self._counts[part] = count + 1 if count is not None else (start if start is not None else 1)
        return numeral(self._counts[part], self._setting(part, "numFmt") or _FORMS[part])

    def end_section(self) -> None:
        """The paragraph that ends a section has gone by."""
        self._section += 1
        for part in _SETTINGS:
            if self._setting(part, "numRestart") == "eachSect":
                self._counts.pop(part, None)

    def _setting(self, part: str, name: str) -> str | None:
        for place in self._places():
            found = value_of(place.find(f"{WORD}{_SETTINGS[part]}/{WORD}{name}"))
            if found is not None:
                return found
        return None

    def _places(self) -> Iterator[etree._Element]:
        """A section's own settings come before those of the document."""
        yield from self._sections[self._section : self._section + 1]
        if self._settings is not None:
            yield self._settings


def _is_section(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag != f"{WORD}sectPrChange"
