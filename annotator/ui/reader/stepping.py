"""Stepping: which article or annotation comes next. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from annotator.model.annotation import Annotation
from annotator.model.treaty import Provision
from annotator.ui.reader.intervals import Intervals

_STOPS = {"preamble", "article", "annex", "signature"}


def stops(provisions: tuple[Provision, ...]) -> list[Provision]:
    """Where one stops when going from article to article: articles, preamble, annexes; else the top of the tree."""
    found = [row for row in provisions if row.kind in _STOPS]
    return found or [row for row in provisions if row.parent is None]


def next_stop(provisions: tuple[Provision, ...], offset: int) -> Provision | None:
    return next((row for row in stops(provisions) if row.start > offset), None)


def previous_stop(provisions: tuple[Provision, ...], offset: int) -> Provision | None:
    return next((row for row in reversed(stops(provisions)) if row.start < offset), None)


Test = Callable[[Annotation], bool]


def next_annotation(rows: Intervals, offset: int, current: Annotation | None, shown: Test) -> Annotation | None:
    """The first annotation shown after `current`, or after `offset` where there is none.

    Those that begin at one place are visited one by one, longest first, so identical passages are all reached.
    """
    if current:
        offset = current.anchor.start
        here = _shown_at(rows, offset, shown)
        after = here[_place(here, current) + 1 :]
        if after:
            return after[0]
    return next((found[0] for start in rows.starts_from(offset) if (found := _shown_at(rows, start, shown))), None)


def previous_annotation(rows: Intervals, offset: int, current: Annotation | None, shown: Test) -> Annotation | None:
    """The mirror image of `next_annotation`."""
    if current:
        offset = current.anchor.start
        here = _shown_at(rows, offset, shown)
        before = here[: max(0, _place(here, current))]
        if before:
            return before[-1]
    return next((found[-1] for start in rows.starts_before(offset) if (found := _shown_at(rows, start, shown))), None)


def _shown_at(rows: Intervals, start: int, shown: Test) -> list[Annotation]:
    return [row for row in rows.starting_at(start) if shown(row)]


def _place(here: list[Annotation], current: Annotation) -> int:
    return next((index for index, row in enumerate(here) if row.id == current.id), -1)
