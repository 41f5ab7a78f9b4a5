"""Words to lines: what stands on one baseline, in the order in which it is read, with the signs raised above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from annotator.sources.pdf.page import PrintedLine, Word, is_right_to_left, within_bounds

WIDE_GAP = 6.0
"""In font sizes: words farther apart on one line are two lines (a symbol left, a page mark right; cells of a table)."""
NO_GAP = 0.15
"""In font sizes: what stands nearer is one word."""
RAISED_SIZE = 0.85
RAISED_BY = 0.1

FEWEST_SPACED_OUT = 5
"""Letters by themselves, one after the other, that are a word spaced out for emphasis."""
SPACED_OUT_GAP = 0.9
"""In font sizes: letters farther apart stand for themselves."""

_SAME_LINE = 0.5
_OTHER_SIZE = 2.5
_MARK = re.compile(r"[(\[]?(?:\d{1,3}(?:\s?[,;]\s?\d{1,3})*|[*†‡§¶#]{1,4})[)\]]?[,;]?")
_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴-⁹]+")


def lines_of(page: int, words: Iterable[Word]) -> Iterator[PrintedLine]:
    """The lines of a page from its words in drawing order; a raised mark stands where it touches, whenever drawn."""
    rows = list(_from_the_right_whole(list(_rows(words))))
    marks = [row for row in rows if len(row) == 1 and _MARK.fullmatch(row[0].text)]
    for row in marks:
        others = [other for other in rows if other is not row]
        holder = next((other for touches in (_ends, _leads) for other in others if touches(row[0], other)), None)
        if holder is not None:
            rows = others
            place = next((at for at, word in enumerate(holder) if word.left >= row[0].left), len(holder))
            holder.insert(place, row[0]._replace(glued=True))
    for row in rows:
        yield line_of(page, row)


def _from_the_right_whole(rows: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """The rows, but those read from the right in one where brackets and numbers are drawn before or after the words."""
    level: list[list[Word]] = []
    for row in rows:
        if level and not _is_level(level[-1][-1], row[0]):
            yield from _without_wide_gaps(level)
            level = []
        level.append(row)
    yield from _without_wide_gaps(level)


def _without_wide_gaps(level: list[list[Word]]) -> Iterator[list[Word]]:
    """Rows of one baseline, put together up to the next wide gap; words stay in the order in which they are drawn."""
    words = [word for row in level for word in row]
    if len(level) < 2 or not any(_has_right_to_left(word.text) for word in words):
        yield from level
        return
    parts: list[list[int]] = []
    reached = 0.0
    for place in sorted(range(len(words)), key=lambda place: words[place].left):
        if not parts or words[place].left - reached >= WIDE_GAP * words[place].size:
            parts.append([])
            reached = words[place].right
        parts[-1].append(place)
        reached = max(reached, words[place].right)
    for part in reversed(parts):
        yield [words[place] for place in sorted(part)]


def _ends(mark: Word, row: Sequence[Word]) -> bool:
    """Whether a mark is raised above the words of a row, right behind one of them."""
    return _is_raised(mark, row[0]) and any(abs(mark.left - word.right) <= NO_GAP * row[0].size for word in row)


def _leads(mark: Word, row: Sequence[Word]) -> bool:
    """Whether a mark is raised in front of words, as that of a note: a space may stand between.

    A row may hold lines of two columns.
    """
    return any(_is_raised(mark, word) and abs(word.left - mark.right) <= _SAME_LINE * word.size for word in row)


def _is_raised(mark: Word, word: Word) -> bool:
    return mark.size <= RAISED_SIZE * word.size and RAISED_BY * word.size < word.top - mark.top < word.size


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    row: list[Word] = []
    reads_left = False
    for word in map(within_bounds, words):
        if row and not (_goes_on(row[-1], word) or (reads_left and _is_within(row, word))):
            yield row
            row, reads_left = [], False
        row.append(word)
        reads_left = reads_left or _has_right_to_left(word.text)
    if row:
        yield row


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands on the baseline of another and a little to the right; Arabic ones, to the left.

    Of words turned against the page, those belong together that are near.
    """
    size = max(before.size, word.size)
    if before.angle and before.angle == word.angle:
        return abs(before.left - word.left) + abs(before.top - word.top) < 2 * WIDE_GAP * size
    if not _is_level(before, word):
        return False
    if -_SAME_LINE * size < word.left - before.right < WIDE_GAP * size:
        return True
    return _has_right_to_left(word.text) and -_SAME_LINE * size < before.left - word.right < WIDE_GAP * size


def _is_level(before: Word, word: Word) -> bool:
    size = max(before.size, word.size)
    is_like = before.angle == word.angle and size <= _OTHER_SIZE * min(before.size, word.size)
    return is_like and abs(before.top - word.top) < _SAME_LINE * size


def _is_within(row: Sequence[Word], word: Word) -> bool:
    """Whether a word belongs to a line that is read from the right: signs and numbers are drawn out of order."""
    reach = WIDE_GAP * word.size
    left, right = min(row, key=lambda one: one.left).left, max(row, key=lambda one: one.right).right
    return _is_level(row[-1], word) and left - reach < word.right and word.left < right + reach


def _distance(before: Word, word: Word) -> float:
    return max(word.left - before.right, before.left - word.right)


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and any("\u0590" <= mark <= "\u08ff" for mark in text)


def line_of(page: int, row: Sequence[Word]) -> PrintedLine:
    """One line from words that stand on one baseline."""
    size, top = _size_and_top(row)
    is_from_the_right = any(_has_right_to_left(word.text) for word in row)
    is_from_the_right = is_from_the_right and is_right_to_left("".join(word.text for word in row))
    row = _from_the_right(row) if is_from_the_right else _closed_up(row)
    text, marks = row[0].text.lstrip(), _marks_in(row[0], 0, size, top)
    for before, word in pairwise(row):
        glued = word.glued if word.glued is not None else _distance(before, word) <= NO_GAP * size
        text = text.rstrip("\u00ad") + ("" if glued or text.endswith(" ") else " ")
        marks += _marks_in(word, len(text), size, top)
        text += word.text
    if is_from_the_right:
        text = _turned(text)
    plain = [word for word in row if word.size >= RAISED_SIZE * size] or row
    return PrintedLine(
        page=page,
        text=text.rstrip().replace("\u00ad", "-"),
        left=min(word.left for word in row),
        right=max(word.right for word in row),
        top=top,
        size=size,
        bold=all(word.bold for word in plain),
        italic=all(word.italic for word in plain),
        words=tuple(row),
        marks=tuple(marks),
    )


def _closed_up(row: Sequence[Word]) -> Sequence[Word]:
    """The words with letters that are spaced out ("A r t i c l e   5") glued to one another."""
    if len(row) < FEWEST_SPACED_OUT:
        return row
    closed: list[Word] = []
    for is_single, run in groupby(row, key=lambda word: len(word.text) == 1 and word.text.isalnum()):
        words = list(run)
        is_word = is_single and sum(word.text.isalpha() for word in words) >= FEWEST_SPACED_OUT
        closed += _glued(words) if is_word else words
    return closed


def _glued(letters: Sequence[Word]) -> Iterator[Word]:
    """Letters nearer than those of two words are: the commonest gap parts letters."""
    gaps = [_distance(before, word) for before, word in pairwise(letters)]
    usual = sorted(gaps)[len(gaps) // 2]
    yield letters[0]
    for gap, word in zip(gaps, letters[1:], strict=True):
        is_near = gap < min(1.5 * usual, SPACED_OUT_GAP * word.size)
        yield word._replace(glued=True) if is_near else word


def _size_and_top(row: Sequence[Word]) -> tuple[float, float]:
    """The size of most characters, and their baseline."""
    first = row[0]
    if all(word.size == first.size for word in row):
        return first.size, row[len(row) // 2].top
    sizes: Counter[float] = Counter()
    for word in row:
        sizes[word.size] += len(word.text)
    # A tie ("5" and a raised "1") goes to the larger one.
    size = max(sizes, key=lambda key: (sizes[key], key))
    return size, next(word.top for word in row if word.size == size)


def _marks_in(word: Word, offset: int, size: float, top: float) -> list[tuple[int, str]]:
    """Signs raised above the line: smaller and higher than its words, or characters that are raised by themselves."""
    is_raised = word.size <= RAISED_SIZE * size and top - word.top > RAISED_BY * size
    if is_raised and _MARK.fullmatch(word.text):
        return [(offset, word.text)]
    if word.text.isascii():
        return []
    return [(offset + match.start(), match[0]) for match in _SUPERSCRIPTS.finditer(word.text)]


def _from_the_right(row: Sequence[Word]) -> list[Word]:
    """Words as they stand from right to left, except that numbers and Latin words among them run left to right."""
    ordered: list[Word] = []
    run: list[Word] = []
    for word in sorted(row, key=lambda word: -word.right):
        if _has_right_to_left(word.text) and not _is_number(word.text):
            ordered += _left_to_right(run)
            ordered.append(word)
            run = []
        else:
            run.append(word)
    # White space between words no longer stands where the file has it.
    return [word._replace(glued=None) for word in ordered + _left_to_right(run)]


_FACING_AWAY = re.compile(r"(?<!\S)[)»\]](?=[^\s.,:،؛)»\]])|(?<=[^\s(«\[])[(«\[](?=[\s.,:،؛]|$)")
_MIRRORED = str.maketrans("()«»[]", ")(»«][")
_SIGN_FIRST = re.compile(r"^([-–.])(\d{1,3})(?=\s)")


def _turned(text: str) -> str:
    """Brackets around what they hold, and "1-" for a "-1" at the start: some files have signs as they look."""
    text = _FACING_AWAY.sub(lambda match: match[0].translate(_MIRRORED), text)
    return _SIGN_FIRST.sub(r"\2\1", text)


def _is_number(text: str) -> bool:
    return not any(mark.isalpha() for mark in text)


def _left_to_right(run: list[Word]) -> list[Word]:
    """`run` reversed between its first and last word that has a direction; signs around stay where they are."""
    strong = [index for index, word in enumerate(run) if any(mark.isalnum() for mark in word.text)]
    if not strong:
        return run
    first, last = strong[0], strong[-1] + 1
    return run[:first] + run[first:last][::-1] + run[last:]
