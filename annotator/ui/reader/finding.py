"""Finding: words in one text, whatever their case and vowel marks; provisions by what a reader types."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.folding import fold, fold_with_offsets
from annotator.model.treaty import Provision
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


def find_place(provisions: Sequence[Provision], typed: str) -> Provision | None:
    """The provision meant by "24(2)", "Article 24 (2)", "art. 24" or an eId; the first where several are meant."""
    wanted = _plain(typed)
    if not wanted:
        return None
    exact = next((row for row in provisions if row.eid == typed or _plain(row.citation) == wanted), None)
    return exact or next((row for row in provisions if wanted in (_plain(row.label), _plain(row.heading))), None)


def _plain(citation: str) -> str:
    return re.sub(r"^(articles?|arts?\.?)", "", re.sub(r"\s", "", fold(citation)))
