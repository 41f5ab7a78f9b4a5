"""Two languages side by side, or on facing pages: one is read through the document, then the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from annotator.sources.language_detection import detect_language, word_counts
from annotator.sources.pdf.columns import Region

ENOUGH = 300
"""Characters in which a language shows."""
FEWEST_PAGES = 4
AGREEING = 0.8
SAMPLE = 2000


def streams_of(pages: Sequence[Sequence[Region]]) -> list[list[Region]]:
    """The regions of all pages in reading order: one stream, or two where the document says everything twice."""
    columns = _languages_of_columns(pages)
    if columns is not None:
        return _by_column(pages, columns)
    facing = _languages_of_facing_pages(pages)
    if facing is not None:
        odd = [region for index, page in enumerate(pages) if index % 2 == 0 for region in page]
        even = [region for index, page in enumerate(pages) if index % 2 == 1 for region in page]
        return [odd, even]
    return [[region for page in pages for region in page]]


def _words(regions: Sequence[Region], place: str | None = None) -> str:
    return " ".join(line.text for row in regions if place in (None, row.place) for line in row.lines)


def _languages_of_columns(pages: Sequence[Sequence[Region]]) -> tuple[str, str] | None:
    """The languages of the left and the right columns, where they differ through the document."""
    pairs = [
        (detect_language(left[:SAMPLE]), detect_language(right[:SAMPLE]))
        for page in pages
        if len(left := _words(page, "left")) > ENOUGH and len(right := _words(page, "right")) > ENOUGH
    ]
    return _most(pairs)


def _languages_of_facing_pages(pages: Sequence[Sequence[Region]]) -> tuple[str, str] | None:
    if len(pages) < FEWEST_PAGES:
        return None
    said = [_words(page)[:SAMPLE] for page in pages]
    told = [detect_language(words) if len(words) > ENOUGH else "" for words in said]
    pairs = [(one, other) for one, other in zip(told[::2], told[1::2], strict=False) if one and other]
    return _most(pairs) if 2 * len(pairs) >= FEWEST_PAGES else None


def _most(pairs: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    if not pairs:
        return None
    pair = max(set(pairs), key=pairs.count)
    return pair if pair[0] != pair[1] and all(pair) and pairs.count(pair) >= AGREEING * len(pairs) else None


def _by_column(pages: Sequence[Sequence[Region]], languages: tuple[str, str]) -> list[list[Region]]:
    """What stands across the page goes to the column in whose language it is, in doubt to the left one."""
    streams: tuple[list[Region], list[Region]] = ([], [])
    for page in pages:
        for region in page:
            if region.place == "whole":
                for is_second, lines in groupby(region.lines, lambda line: _is_second(line.text, languages)):
                    streams[is_second].append(replace(region, lines=tuple(lines)))
            else:
                streams[region.place == "right"].append(region)
    return list(streams)


def _is_second(text: str, languages: tuple[str, str]) -> bool:
    """Whether a line is in the second of two languages; a title has few words to tell by."""
    found = detect_language(text)
    if found in languages:
        return found == languages[1]
    counts = word_counts(text)
    return counts.get(languages[1], 0) > counts.get(languages[0], 0)
