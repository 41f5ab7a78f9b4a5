"""Two engines have read one document: what each of them misses, and which reading is kept."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.model.treaty import Caution, Reading
from annotator.sources.lines import Extraction, Line

LOST_SHARE = 0.01
"""An engine that misses more than this share of the letters and digits that the other finds is incomplete."""

MOST_PAGES_NAMED = 5

DIFFERENCE = "engines-differ"
NUMBERING_BREAKS = frozenset({"numbering-gap", "duplicate-number", "numbering-break"})

_NAMES = {"pdf (pdfium)": "PDFium", "pdf (pdf-inspector)": "pdf-inspector"}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One engine's reading. `lost` says how many letters and digits of each page only another engine finds."""

    extraction: Extraction
    readings: list[Reading]
    lost: Counter[int]
    found: int

    @property
    def name(self) -> str:
        return _NAMES.get(self.extraction.engine, self.extraction.engine)

    @property
    def breaks(self) -> int:
        return sum(row.code in NUMBERING_BREAKS for reading in self.readings for row in reading.text.ledger.warnings)

    @property
    def is_incomplete(self) -> bool:
        return self.lost.total() > LOST_SHARE * max(self.found, 1)

    @property
    def demerits(self) -> tuple[int, bool, int]:
        """Least is best: pages that make no sense, then words that the other engine found, then broken numbering."""
        unusable = sum(row.code == "unusable-text" for row in self.extraction.warnings)
        return unusable, self.is_incomplete, self.breaks

    def verdict(self) -> str:
        breaks = f"{self.name}: {self.breaks} numbering break{'' if self.breaks == 1 else 's'}"
        return f"{breaks}, {self.lost.total()} characters missing" if self.is_incomplete else breaks


def say_the_same(one: Extraction, other: Extraction) -> bool:
    """Whether two engines give the structurer the same lines: one structure is then that of both."""
    return [_structural(line) for line in one.lines] == [_structural(line) for line in other.lines]


def _structural(line: Line) -> Line:
    """The line without what the structurer does not look at."""
    return replace(line, indent=None, bold=False, italic=False)


def preferred(extractions: Sequence[Extraction], readings: Sequence[list[Reading]]) -> list[Reading]:
    """The readings of the engine that lost nothing and whose numbering breaks least; the first of equals.

    Each says in `choice` how the engines did, and warns where they differ.
    """
    if len(extractions) == 1:
        return readings[0]
    said = [_letters(row) for row in extractions]
    candidates = [
        _Candidate(row, readings[index], _lost(said, index), max(map(_total, said)))
        for index, row in enumerate(extractions)
    ]
    best = min(candidates, key=lambda row: row.demerits)
    others = [row for row in candidates if row is not best]
    choice = "; ".join(row.verdict() for row in (best, *others))
    warnings = [_difference(finder, loser) for finder in candidates for loser in candidates if loser.is_incomplete]
    found = tuple(row for row in warnings if row is not None)
    return [_with(reading, choice, found) for reading in best.readings]


def as_chosen(readings: Sequence[Reading], before: Reading) -> list[Reading]:
    """Readings of the same engine as `before`, made anew, with what was said of the choice then."""
    differences = tuple(row for row in before.text.ledger.warnings if row.code == DIFFERENCE)
    return [_with(reading, before.choice, differences) for reading in readings]


def _letters(extraction: Extraction) -> dict[int, Counter[str]]:
    """Letters and digits of each page; signs and spacing differ between engines without anything being lost."""
    pages: dict[int, list[str]] = defaultdict(list)
    for line in extraction.lines:
        pages[line.page or 0].append(line.text)
    found = {}
    for page, texts in pages.items():
        counted = Counter(unicodedata.normalize("NFKC", "".join(texts)))
        found[page] = Counter({mark: count for mark, count in counted.items() if mark.isalnum()})
    return found


def _total(pages: dict[int, Counter[str]]) -> int:
    return sum(counted.total() for counted in pages.values())


def _lost(said: Sequence[dict[int, Counter[str]]], index: int) -> Counter[int]:
    """By page, the letters that another engine finds and engine number `index` does not."""
    lost: Counter[int] = Counter()
    for place, other in enumerate(said):
        for page, counted in other.items() if place != index else ():
            missing = (counted - said[index].get(page, Counter())).total()
            if missing:
                lost[page] = max(lost[page], missing)
    return lost


def _difference(finder: _Candidate, loser: _Candidate) -> Caution | None:
    if finder is loser:
        return None
    pages = [page for page, _ in loser.lost.most_common(MOST_PAGES_NAMED)]
    named = ", ".join(map(str, sorted(pages)))
    more = " and others" if len(loser.lost) > len(pages) else ""
    message = (
        f"{finder.name} finds {loser.lost.total()} letters and digits that {loser.name} does not (p. {named}{more}); "
        "compare these pages with the file."
    )
    return Caution(DIFFERENCE, f"p. {pages[0]}", message)


def _with(reading: Reading, choice: str, warnings: tuple[Caution, ...]) -> Reading:
    ledger = replace(reading.text.ledger, warnings=warnings + reading.text.ledger.warnings)
    return replace(reading, choice=choice, text=replace(reading.text, ledger=ledger))
