"""Finding words in one text, whatever their case and vowel marks."""

from __future__ import annotations

from annotator.model.folding import fold, fold_with_offsets
from annotator.ui.reader.layering import Span


class FoldedText:
    """A text made ready for repeated searches."""

    def __init__(self, text: str) -> None:
        self._folded, self._offsets = fold_with_offsets(text)

    def find(self, words: str) -> list[Span]:
        """Every place `[start, end)` of `words`, in order and apart; none for nothing but white space."""
        wanted = fold(words)
        if not wanted.strip():
            return []
        found: list[Span] = []
        at = self._folded.find(wanted)
        while at != -1:
            after = at + len(wanted)
            # A character that folds to several may match with only some of them, or twice
            place = (self._offsets[at], max(self._offsets[after], self._offsets[after - 1] + 1))
            if not found or place[0] >= found[-1][1]:
                found.append(place)
            at = self._folded.find(wanted, after)
        return found
