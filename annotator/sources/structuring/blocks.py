"""Paragraphs out of lines: wrapped lines joined, a number alone on its line put before its text, lists pulled apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.model.correcting import LINE_KINDS
from annotator.model.treaty import Dropped, canonical_characters, solid_length
from annotator.sources.language_detection import common_words
from annotator.sources.languages import phrase_pattern
from annotator.sources.lines import NOTE_STYLE, Line
from annotator.sources.structuring.endings import LONGEST_END, pauses
from annotator.sources.structuring.headings import Heading, heading_as, heading_of
from annotator.sources.structuring.labels import Label, is_only_label, label_at, refers
from annotator.sources.structuring.recitals import recitals_in

HEADINGS = frozenset({"heading", "part", "chapter", "section", "title", "article", "annex"})
FIXED = frozenset(LINE_KINDS) - {"kept", "left out", "joined"}
"""What a person can say a line is that leaves nothing to find out; such a line begins a paragraph."""

LONGEST_WORD = 60
"""Characters at the end of a line in which a hyphenated word begins."""

LONGEST_PARAGRAPH = 100_000
"""Characters; joining further lines would take ever longer."""

_SPACES = re.compile(r"\s*[^\S\u00a0\u202f]\s*|\s{2,}")
_BOND = re.compile(rf"(?:{phrase_pattern('bonds').pattern})$", re.IGNORECASE)
_NO_SPACE_AFTER = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]$|[^\W\d_][-‐]$|/$")
_NO_SPACE_BEFORE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-‐]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(
    r"(?P<first>\(?(?P<number>\d{1,3}|[a-z]{1,4})[.)]+)\s+"
    r"(?P<again>\(?(?P=number)(?:[.)]+|(?<=\d)))\s+(?=[^\W\d_]|[“\"\[])(?!\w+\s\d{4})"
)
_RULE = re.compile(r"(?:[-_–—=*~•·]\s?){3,}")
_MARKDOWN_NOTE = re.compile(r"\[\^[^\]\s]+\]:")


@dataclass(slots=True)
class Block:
    """One paragraph of the canonical text.

    `pieces` says which source lines are in it: (index of the line, offset in `text` from which its words stand).
    `generated` characters at the front say no character of the file; `removed` were taken out and why.
    `drop` is set where the whole block is no part of the text. `marks` are the signs in `text` that point to notes and
    their offsets; `turns` says on which page the words from an offset on stand. `is_tied`: a note behind its mark.
    """

    text: str
    line: Line
    pieces: list[tuple[int, int]] = field(default_factory=list)
    generated: int = 0
    removed: list[Dropped] = field(default_factory=list)
    heading: Heading | None = None
    drop: str = ""
    marks: list[tuple[int, str]] = field(default_factory=list)
    turns: list[tuple[int, int | None]] = field(default_factory=list)
    is_tied: bool = False

    @property
    def plain(self) -> str:
        """`text` with a space for each character of a mark: a raised 1 after "Article 5" is no part of its number."""
        return without_marks(self.text, self.marks)

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at `offset` stands."""
        return next((page for at, page in reversed(self.turns) if at <= offset), self.line.page)

    @property
    def source_characters(self) -> int:
        removed = sum(solid_length(row.text) for row in self.removed)
        return solid_length(self.text) - self.generated + removed

    @property
    def is_note(self) -> bool:
        if self.line.asked in FIXED:
            return self.line.asked == "note"
        return self.line.style == NOTE_STYLE or bool(_MARKDOWN_NOTE.match(self.text))

    @property
    def is_marked(self) -> bool:
        """Its format, or a person, sets it apart as a heading."""
        if self.line.asked in FIXED:
            return self.line.asked in HEADINGS
        return self.line.heading_level is not None

    @property
    def ends_sentence(self) -> bool:
        end = self.plain.rstrip()
        return pauses(end) or bool(_BOND.search(end[-LONGEST_END:]))


def without_marks(text: str, marks: Sequence[tuple[int, str]]) -> str:
    for at, mark in marks:
        text = f"{text[:at]}{' ' * len(mark)}{text[at + len(mark) :]}"
    return text


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs of `lines` in order; a line that its reader drops stays a block of its own, marked `drop`."""
    builder = _Builder(lines)
    for index, line in enumerate(lines):
        builder.add(index, line)
    return [part for block in builder.blocks for part in _finished(block)]


class _Builder:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.blocks: list[Block] = []
        self._words: frozenset[str] | None = None
        self._lines = lines
        self._open: Block | None = None
        self._open_note: Block | None = None

    def add(self, index: int, line: Line) -> None:
        text = _SPACES.sub(" ", line.text).strip()
        drop = line.drop or ("rule" if _RULE.fullmatch(text) and not line.asked else "")
        if drop or not (text or _number(line)):
            if text:
                self.blocks.append(Block(text, line, [(index, 0)], drop=drop))
            return
        before = self._open_note if line.style == NOTE_STYLE else self._open
        marks = _moved(line.marks, line.text, text)
        if before is not None and self._goes_on(before, index, without_marks(text, marks)):
            self._join(before, index, text, marks)
            return
        block = _new_block(index, line, text, marks)
        self.blocks.append(block)
        if line.style == NOTE_STYLE:
            self._open_note = block
        else:
            self._open = block

    def _goes_on(self, before: Block, index: int, text: str) -> bool:
        line = self._lines[index]
        if line.asked == "joined":
            return True
        return not self._begins(before, line, text) or self._is_mid_sentence(before, index)

    def _begins(self, before: Block, line: Line, text: str) -> bool:
        """Whether a line begins a paragraph of its own after the block `before`."""
        if line.list_label or line.heading_level is not None or line.asked in FIXED:
            return True
        if len(before.text) > LONGEST_PARAGRAPH:
            return True
        heading = heading_of(text, marked=False, starts=line.starts_paragraph or line.centred)
        if before.is_marked and before.text.isdecimal() and line.heading_level is None:
            return heading is not None
        if before.heading is None and not before.is_marked and is_only_label(before.plain):
            return heading is not None
        if line.starts_paragraph:
            return True
        if before.heading is not None or before.is_marked:
            ends = before.heading is None or before.heading.is_bare or heading is not None
            return ends or not (before.line.centred or _is_wrapped_title(before, line, text))
        return before.ends_sentence and (heading is not None or _begins_with_label(text, before.text))

    def _is_mid_sentence(self, before: Block, index: int) -> bool:
        """Whether "Article 5" alone on a line only stands between two halves of a sentence that was wrapped."""
        line, after = self._lines[index], self._lines[index + 1] if index + 1 < len(self._lines) else None
        if line.heading_level is not None or line.list_label or line.centred or line.asked:
            return False
        if before.heading is not None or before.is_marked or before.ends_sentence:
            return False
        if len(before.text) > LONGEST_PARAGRAPH:
            return False
        if _ends_with_little_word(before.text) and (line.page is not None or not line.starts_paragraph):
            return True
        if after is None or after.drop or not after.text[:1].islower():
            return False
        heading = heading_of(line.text.strip(), marked=False, starts=True)
        return heading is not None and heading.is_bare

    def _join(self, block: Block, index: int, text: str, marks: Sequence[tuple[int, str]]) -> None:
        if block.is_marked and block.text.isdecimal():
            block.line = self._lines[index]
        if self._is_hyphenated(block, text):
            last = block.pieces[-1][0]
            block.removed.append(Dropped("line-end hyphen", block.text[-1], self._lines[last].page, last))
            block.text = block.text[:-1]
            gap = ""
        else:
            gap = "" if _NO_SPACE_AFTER.search(block.text[-LONGEST_END:]) and _is_glued(block.text, text) else " "
        start = len(block.text) + len(gap)
        block.pieces.append((index, start))
        block.marks += [(start + at, mark) for at, mark in marks]
        if self._lines[index].page != block.page_at(start):
            block.turns.append((start, self._lines[index].page))
        block.text += gap + text
        line = self._lines[index]
        is_title = line.asked == "joined" or _is_wrapped_title(block, line, text)
        block.heading = _heading(block) if is_title and block.heading is not None else None

    def _is_hyphenated(self, block: Block, text: str) -> bool:
        """Whether the document spells the word across the line end without the hyphen elsewhere, and never with it."""
        left, right = _HYPHENATED.search(block.text[-LONGEST_WORD:]), _FIRST_WORD.match(text)
        if not left or not right or not right[0][0].islower() or self._lines[block.pieces[-1][0]].asked == "kept":
            return False
        if self._words is None:
            self._words = _vocabulary(self._lines)
        word, compound = f"{left[1]}{right[0]}".casefold(), f"{left[1]}-{right[0]}".casefold()
        return word in self._words and compound not in self._words


def _is_wrapped_title(before: Block, line: Line, text: str) -> bool:
    """Whether a line goes on with the title in a heading: in small letters, and set apart from words as it is."""
    if before.heading is None or before.heading.title[0] == before.heading.title[1] or not text[:1].islower():
        return False
    return before.line.bold == line.bold and (line.bold or (before.line.centred and line.centred))


def _ends_with_little_word(text: str) -> bool:
    """Whether words must follow: no paragraph ends with "in accordance with"."""
    last = text[-LONGEST_END:].split()[-1:]
    return bool(last) and last[0].casefold() in common_words() and not text.isupper()


def _vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """Words and hyphenated compounds that stand within lines."""
    found: set[str] = set()
    for line in lines:
        for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", line.text.casefold()):
            found.add(word.replace("‐", "-"))
    return frozenset(found)


def _is_glued(before: str, after: str) -> bool:
    return before[-1] in "-‐/" or bool(_NO_SPACE_BEFORE.match(after))


def _begins_with_label(text: str, before: str) -> bool:
    """Whether a number begins a paragraph; behind a comma it may be one that is referred to.

    A bare one ("2 Each Party") does where it is the next to that of the paragraph before.
    """
    label = label_at(text)
    if label is None or (before[-1:] in ",،，" and refers(label, text)):
        return False
    if not label.is_weak:
        return True
    first = label_at(before)
    return first is not None and not text[label.after].islower() and _follows(first, label)


def _moved(marks: Sequence[tuple[int, str]], said: str, text: str) -> list[tuple[int, str]]:
    """The marks of the line `said` where they stand in `text`, which has the same characters and less white space."""
    if not marks or said == text:
        return list(marks)
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return [(places[solid_length(said[:at])], mark) for at, mark in marks]


def _new_block(index: int, line: Line, text: str, marks: Sequence[tuple[int, str]]) -> Block:
    label = _number(line)
    front = f"{label} " if label and text else label
    block = Block(front + text, line, [(index, len(front))], generated=solid_length(label))
    block.marks = [(len(front) + at, mark) for at, mark in marks]
    block.is_tied = line.behind_mark
    block.heading = None if block.is_note else _heading(block)
    return block


def _number(line: Line) -> str:
    return _SPACES.sub(" ", canonical_characters(line.list_label)).strip()


def _heading(block: Block) -> Heading | None:
    """What a block names: as a person said, else by its look and its words."""
    line = block.line
    if line.asked in FIXED:
        return heading_as(block.plain, line.asked)
    starts = line.starts_paragraph or line.centred
    return heading_of(block.plain, marked=line.heading_level is not None, starts=starts)


def _finished(block: Block) -> Iterator[Block]:
    """The block without a doubled number, and its run-in lists as blocks of their own."""
    heading, asked = block.heading, block.line.asked
    if heading is not None and heading.body[0] < heading.body[1] and _has_parts(block.plain, heading.body[0]):
        name = part_of(block, 0, heading.body[0])
        name.heading = heading_of(name.plain, marked=False, starts=True)
        yield name
        yield from _finished(part_of(block, heading.body[0], len(block.text)))
        return
    if block.drop or heading is not None or block.is_note or asked == "words":
        yield block
        return
    if asked != "kept":
        _take_out_doubled(block)
    recitals = list(recitals_in(block.text))
    cuts = recitals or sorted({*_run_in_items(block.text), *_run_in_paragraphs(block.text)})
    for start, end in zip([0, *cuts], [*cuts, len(block.text)], strict=True):
        part = part_of(block, start, end) if cuts else block
        if recitals and start == 0:
            part.heading = heading_of(part.text, marked=False, starts=True)
        yield part


def _has_parts(text: str, body: int) -> bool:
    """Whether the words behind "Article 5." are numbered paragraphs, or announce a list."""
    label = label_at(text, body)
    return (label is not None and label.is_first() and not label.is_weak) or any(_run_in_items(text[body:]))


def _take_out_doubled(block: Block) -> None:
    """ "2. 2 Such conditions" says its number twice; "1. 1 January 2030" does not."""
    match = _DOUBLED.match(block.plain)
    if not match or block.generated:
        return
    start = match.start("again")
    line = next(line for line, at in reversed(block.pieces) if at <= start)
    block.removed.append(Dropped("doubled number", match["again"], block.page_at(start), line))
    taken = match.end() - start
    block.text = f"{block.text[:start]}{block.text[match.end() :]}"
    block.pieces = [(line, _without(at, start, taken)) for line, at in block.pieces]
    block.marks = [(_without(at, start, taken), mark) for at, mark in block.marks]
    block.turns = [(_without(at, start, taken), page) for at, page in block.turns]


def _without(at: int, start: int, taken: int) -> int:
    """Where the character at `at` stands once `taken` characters from `start` on are gone."""
    return at if at < start else max(start, at - taken)


def part_of(block: Block, start: int, end: int) -> Block:
    """Characters `[start, end)` of the block as a block of its own; what was removed stays with the first part."""
    text = block.text[start:end]
    skipped = len(text) - len(text.lstrip())
    front = start + skipped
    return Block(
        text.strip(),
        block.line,
        [(line, at - front) for line, at in block.pieces if start <= at < end],
        generated=block.generated if start == 0 else 0,
        removed=block.removed if start == 0 else [],
        marks=[(at - front, mark) for at, mark in block.marks if start <= at < end],
        turns=[(0, block.page_at(front)), *((at - front, page) for at, page in block.turns if front < at < end)],
    )


_ITEM = r"(?=[(（]\w{1,4}[)）]|(?<!\S)\w{1,4}\)\s)"
_RUN_IN = re.compile(rf"(?<=[:：])\s*(?=[(（](?:a|i|1|أ|а|一)[)）]|(?<!\S)(?:a|i|1|а)\)\s)|(?<=[;；،؛,.])\s*{_ITEM}")
_RUN_IN_BOND = re.compile(rf"(?:[;,]\s*(?:{phrase_pattern('bonds').pattern}))\s*{_ITEM}", re.IGNORECASE)


def _run_in_items(text: str) -> Iterator[int]:
    """Where the items of lists written within a paragraph begin: ": (a) …; (b) …", ":(a)To promote".

    A list counts where it begins after a colon and its second item is there too, or where nothing else ends a line so;
    or where the paragraph itself is its first item.
    """
    own = label_at(text)
    opened: list[Label] = [own] if own is not None and own.is_first() and own.form in ("()", ")") else []
    for place in sorted({match.end() for pattern in (_RUN_IN, _RUN_IN_BOND) for match in pattern.finditer(text)}):
        label = label_at(text, place)
        if label is None:
            continue
        before = text[:place].rstrip()[-1:]
        if before in ":：" and label.is_first() and _has_second(text, label):
            opened.append(label)
            yield place
        elif opened and any(_follows(row, label) for row in opened):
            opened = [label if _follows(row, label) else row for row in opened]
            yield place


def _run_in_paragraphs(text: str) -> Iterator[int]:
    """Where the next numbers follow within a paragraph of a draft: "5. [Grain.] 6. [Water.]"."""
    label = label_at(text)
    if label is None or label.form != "." or label.readings[0].family != "decimal":
        return
    number = label.readings[0].value
    place = label.after
    while match := re.compile(rf"(?<=\])\s+(?={number + 1}\.\s+\[)").search(text, place):
        number, place = number + 1, match.end()
        yield place


def _has_second(text: str, first: Label) -> bool:
    glued = first.after == first.end and text[first.end : first.end + 1].isalpha()
    found = (label_at(text, match.end()) for pattern in (_RUN_IN, _RUN_IN_BOND) for match in pattern.finditer(text))
    return glued or any(label is not None and _follows(first, label) for label in found)


def _follows(first: Label, second: Label) -> bool:
    values = {(row.family, row.value + 1) for row in first.readings}
    return first.form == second.form and any((row.family, row.value) in values for row in second.readings)
