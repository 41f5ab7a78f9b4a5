"""Sentences of a paragraph. Treaties are full of dots that end none: "art. 24(2)", "paras. 1 and 2", "No. 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from annotator.ui.reader.layering import Span

_KEPT = 64  # paragraphs whose sentences are remembered: those one is working in
_OTHER_ENDS = re.compile("[。！？｡؟۔।॥።։។]+[”’»）」』\"')]*")
"""Ends of sentences in scripts that nupunkt, which learnt on English law, does not know."""
_LABEL = re.compile(r"\s*\(?[\dA-Za-z\u0600-\u06ff\u4e00-\u9fff]{1,5}[.)]\s*")
"""What looks like the number of a paragraph is no sentence of its own."""
_NUMBER = re.compile(
    r"\s*(?:[(（]?(?:\d{1,3}(?:\s?(?:bis|ter|quater))?|[A-Za-z]|[ivxIVX]{2,5}|[\u0621-\u064a]|[一二三四五六七八九十]{1,3})"
    r"[.)）]|[一二三四五六七八九十]{1,3}、)\s*"
)
"""What is the number of a paragraph belongs to no sentence: nobody quotes it."""
_HEADED = re.compile(r"\s*[^\W\d_]{2,12}\s(?:\d{1,3}|[IVXLC]{1,7})(?:\s?(?:bis|ter|quater))?\.\s*")
"""What stands before the title of a provision, "Article 24.", or before its words where it has no title."""
_ABBREVIATED = re.compile(
    r"(?:^|[\s(’'])(?:arts?|artículos?|paras?|párrs?|nos?|núms?|sects?|secs?|chaps?|ch|subparas?|regs?|vols?|pp?|"
    r"docs?|rev|add|corr|supp|cf|ann|e\.g|i\.e|al|p\.ej)\.\s*$",
    re.IGNORECASE,
)


@lru_cache(_KEPT)
def sentences(paragraph: str) -> tuple[Span, ...]:
    """`[start, end)` of every sentence in code points of `paragraph`, without the white space between them."""
    found: list[Span] = []
    for start, end in _cut(paragraph):
        words = paragraph[start:end]
        if found and (_is_number(paragraph[slice(*found[-1])]) or _runs_on(paragraph[: found[-1][1]], words)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    number = _NUMBER.match(paragraph) or (_HEADED.match(paragraph) if _is_closed(paragraph) else None)
    if number and found and number.end() < found[0][1]:
        found[0] = (number.end(), found[0][1])
    return tuple(_trimmed(paragraph, *span) for span in found if paragraph[slice(*span)].strip())


def _cut(paragraph: str) -> Iterator[Span]:
    # It takes 40 ms and 15 MB to load, once, and not before somebody selects a sentence
    from nupunkt import sent_spans

    for start, end in sent_spans(paragraph) if paragraph.strip() else ():
        for other in _OTHER_ENDS.finditer(paragraph, start, end):
            yield start, other.end()
            start = other.end()
        if start < end:
            yield start, end


def _is_number(words: str) -> bool:
    return any(form.fullmatch(words) for form in (_LABEL, _NUMBER, _HEADED))


def _is_closed(paragraph: str) -> bool:
    """Whether it ends as sentences do, and headings do not."""
    return bool(re.search(r"[.;:,!?][”’»)」』\"')]*\s*$", paragraph))


def _runs_on(before: str, after: str) -> bool:
    """Whether what looks like the end of a sentence is the dot of an abbreviation that words or a number follow."""
    return bool(_ABBREVIATED.search(before)) and bool(after.strip())


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
