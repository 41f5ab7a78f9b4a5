"""Units of a text that are selected as one: word, sentence, paragraph, provision. Pure functions on code points."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.treaty import Text
from annotator.ui.reader.layering import Span
from annotator.ui.reader.words import whole_words


def word_at(text: str, offset: int) -> Span:
    """The word with the character at `offset`. A mark or an ideograph is one of its own; a space belongs to the word
    before it."""
    offset = min(offset, len(text) - 1)
    while offset > 0 and text[offset].isspace() and text[offset] != "\n" and text[offset - 1] != "\n":
        offset -= 1
    return whole_words(text, offset, offset + 1)


def paragraph_at(text: str, offset: int) -> Span:
    """The paragraph that holds `offset`, without the line end."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return start, len(text) if end < 0 else end


def sentence_at(text: str, offset: int) -> Span:
    """The sentence that holds `offset`, or the one before it where it lies between two."""
    start, end = paragraph_at(text, offset)
    from annotator.ui.reader.sentences import sentences  # which no first page needs

    found = [(start + low, start + high) for low, high in sentences(text[start:end])]
    before = [span for span in found if span[0] <= offset]
    return before[-1] if before else found[0] if found else (start, end)


def next_end(text: str, offset: int, unit: str) -> int:
    """The end of the `unit` ("sentence" or "paragraph") that goes on at `offset`, or of the next one."""
    return _around(text, over_space(text, offset, True), unit)[1]


def previous_start(text: str, offset: int, unit: str) -> int:
    """Where the `unit` begins that ends at `offset` or goes on there."""
    at = max(0, over_space(text, offset, False) - 1)
    start, paragraph = _around(text, at, unit)[0], paragraph_at(text, at)[0]
    if start > at and paragraph > 0:  # in the number before a paragraph's first sentence
        return previous_start(text, paragraph, unit)
    return start


def larger(text: Text, span: Span) -> Span | None:
    """The smallest word, sentence, paragraph or provision that holds all of `span` and more; None past the largest."""
    held = (unit for unit in _units(text, span) if unit[0] <= span[0] and unit[1] >= span[1] and unit != span)
    return min(held, key=lambda unit: unit[1] - unit[0], default=None)


def smaller(text: Text, span: Span, offset: int) -> Span | None:
    """The largest unit around `offset` that lies inside `span` and is less than it; None below a word."""
    at = min(max(span[0], offset), span[1] - 1)
    inside = (unit for unit in _units(text, (at, at)) if span[0] <= unit[0] and unit[1] <= span[1] and unit != span)
    return max(inside, key=lambda unit: unit[1] - unit[0], default=None)


def step_word(text: str, offset: int, *, forwards: bool, ends: bool) -> int:
    """The next place where a word ends (or, without `ends`, begins) after `offset`, or before it."""
    if ends is forwards:
        return _over_word(text, over_space(text, offset, forwards), forwards)
    return over_space(text, _over_word(text, offset, forwards), forwards)


def nearest_word_edge(text: str, offset: int) -> int:
    """`offset`, or the nearer end of the word that it lies in the middle of."""
    if not 0 < offset < len(text):
        return offset
    start, end = whole_words(text, offset - 1, offset)
    if not start < offset < end:
        return offset
    return start if offset - start < end - offset else end


def _over_word(text: str, offset: int, forwards: bool) -> int:
    if forwards:
        return whole_words(text, offset, offset + 1)[1] if offset < len(text) else offset
    return whole_words(text, offset - 1, offset)[0] if offset else 0


def over_space(text: str, offset: int, forwards: bool) -> int:
    """The end of the white space that begins at `offset`, or (not `forwards`) its beginning."""
    while forwards and offset < len(text) and text[offset].isspace():
        offset += 1
    while not forwards and offset > 0 and text[offset - 1].isspace():
        offset -= 1
    return offset


def _around(text: str, offset: int, unit: str) -> Span:
    return sentence_at(text, offset) if unit == "sentence" else paragraph_at(text, offset)


def _units(text: Text, span: Span) -> Iterator[Span]:
    words = text.text
    if not words:
        return
    yield word_at(words, span[0])
    yield sentence_at(words, span[0])
    yield paragraph_at(words, span[0])
    for row in text.provisions:
        if row.start <= span[0] < row.end:
            yield row.start, row.start + len(words[row.start : row.end].rstrip())
    yield 0, len(words)
