"""The canonical text of an Akoma Ntoso document while it is written: labels, words, and what is left out."""

from __future__ import annotations

import re

from annotator.model.treaty import Dropped, Ledger, canonical_characters, solid_length

_SPACES = re.compile(r"\s*[^\S\u00a0\u202f]\s*|\s{2,}")
_NOTE = "\0"
"""Where a note was taken out of a sentence. No character of XML."""
_NOTE_BEFORE_STOP = re.compile(rf"\s*{_NOTE}\s*(?=[,.;:)\]])")
_NOTE_BETWEEN_WORDS = re.compile(rf"(?<=\w){_NOTE}(?=\w)")


def squeezed(words: str) -> str:
    """`words` as a paragraph of the canonical text: no white space around them, runs of it one space."""
    return _SPACES.sub(" ", canonical_characters(words)).strip()


class CanonicalText:
    """Grows paragraph by paragraph. A label waits at the front of its line for the words that follow it."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.dropped: list[Dropped] = []
        self._generated = 0
        self._length = 0
        self._front = ""
        self._words: list[str] = []

    @property
    def place(self) -> int:
        """Where the next label or words will stand; words that are not yet finished do not count."""
        return self._length + (len(self._front) + 1 if self._front else 0)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    def say(self, words: str) -> None:
        """Words of the paragraph that is being written."""
        self._words.append(words)

    def mark_note(self) -> None:
        """A note stood here: what is around it neither grows together nor stands apart."""
        self._words.append(_NOTE)

    def drop(self, reason: str, words: str) -> None:
        if solid_length(kept := squeezed(words)):
            self.dropped.append(Dropped(reason, kept))

    def label(self, printed: str, *, generated: bool = False) -> tuple[int, int]:
        """Puts a label, which is not empty, at the front of the next line; gives where it stands."""
        start = self.place
        self._front = f"{self._front} {printed}" if self._front else printed
        self._generated += solid_length(printed) if generated else 0
        return start, start + len(printed)

    def end_words(self) -> tuple[int, int] | None:
        """Ends the paragraph; gives where its words stand, without the label. Without words nothing ends."""
        said = "".join(self._words)
        self._words = []
        if _NOTE in said:
            said = _NOTE_BETWEEN_WORDS.sub(" ", _NOTE_BEFORE_STOP.sub("", said)).replace(_NOTE, "")
        words = squeezed(said)
        if not words:
            return None
        start = self.place
        self._finish(f"{self._front} {words}" if self._front else words)
        return start, start + len(words)

    def end_label(self) -> None:
        """Ends the line of a label that no words followed."""
        if self._front:
            self._finish(self._front)

    def _finish(self, paragraph: str) -> None:
        self.paragraphs.append(paragraph)
        self._length += len(paragraph) + 1
        self._front = ""

    def paragraphs_with(self, places: list[int], start: int) -> list[str]:
        """The finished paragraphs, from the one at `start` on, in which one of `places` is."""
        found: list[str] = []
        place, index = self._length, len(self.paragraphs)
        while place > start:
            index -= 1
            end, place = place, place - len(self.paragraphs[index]) - 1
            if any(place <= wanted < end for wanted in places):
                found.insert(0, self.paragraphs[index])
        return found

    def ledger(self) -> Ledger:
        kept = solid_length(self.text) - self._generated
        source = kept + sum(solid_length(row.text) for row in self.dropped)
        return Ledger(source, kept, self._generated, tuple(self.dropped))
