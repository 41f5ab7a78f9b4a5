"""One file, several texts: where another language, another title or a treaty under its resolution begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.sources.languages import phrase_pattern
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS, Heading
from annotator.sources.structuring.labels import label_at

LONGEST_TITLE = 250
FEWEST_CONTENTS = 3
"""So many headings in a row without a word between them are a table of contents, if they come again."""

_FINAL = re.compile(r"[.;:,!?。；：，؛،…][\])”’\"]*$")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*$|…{2,}\s*\d*$|\s\d{1,3}$")
_TESTIMONIUM = re.compile(rf"[\[“\"*]*(?:{phrase_pattern('testimonium').pattern})", re.IGNORECASE)


def is_titlelike(block: Block) -> bool:
    """Whether a paragraph looks like a title: marked as one, or short, loud or centred, and no sentence."""
    if block.heading is not None or block.is_note or block.drop:
        return False
    if block.is_marked:
        return True
    text = block.text
    if len(text) > LONGEST_TITLE or _FINAL.search(text) or begins_testimonium(block) or text[:1].islower():
        return False
    label = label_at(text)
    return label is None or label.form not in ("()", ")", ".", "alternative", "dotted", "-", "–") or text.isupper()


def begins_testimonium(block: Block) -> bool:
    return bool(_TESTIMONIUM.match(block.text))


def drop_contents(blocks: list[Block]) -> None:
    """Marks a table of contents: lines with leaders under its heading, or headings in a row that all come again."""
    position = 0
    while position < len(blocks):
        end = _end_of_contents(blocks, position)
        if end > position:
            for block in blocks[position:end]:
                block.drop, block.heading = block.drop or "table of contents", None
        position = max(end, position + 1)


def _end_of_contents(blocks: list[Block], position: int) -> int:
    first = blocks[position]
    named = first.heading is not None and first.heading.kind == "contents"
    if not named and not _is_entry(first):
        return position
    end = position + 1
    while end < len(blocks) and (blocks[end].drop or _is_entry(blocks[end])) and not _has_words_next(blocks, end):
        end += 1
    entries = [block.heading for block in blocks[position:end] if block.heading and block.heading.kind != "contents"]
    leaders = sum(bool(_LEADERS.search(block.text)) for block in blocks[position:end])
    if len(entries) < FEWEST_CONTENTS and not (named and leaders >= FEWEST_CONTENTS):
        return position
    articles = [row for row in entries if row.kind == "article"] or entries
    later = {(row.heading.kind, row.heading.number) for row in blocks[end:] if row.heading is not None}
    again = sum((row.kind, row.number) in later for row in articles)
    return end if named or again >= max(FEWEST_CONTENTS, len(articles) - 1) else position


def _is_entry(block: Block) -> bool:
    return (block.heading is not None and not block.heading.body[0] < block.heading.body[1]) or is_titlelike(block)


def _has_words_next(blocks: list[Block], position: int) -> bool:
    """Whether the heading at `position` is followed by words, perhaps after its title: the text begins there."""
    heading = blocks[position].heading
    if heading is None or heading.kind not in ("article", "preamble"):
        return False
    following = [block for block in blocks[position + 1 : position + 4] if not block.drop][:2]
    if following and is_titlelike(following[0]) and heading.is_bare:
        following = following[1:]
    return bool(following) and following[0].heading is None and not is_titlelike(following[0])


def split_instruments(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each text in the file. What precedes the first belongs to it."""
    starts = [0]
    scope = _Scope()
    for position, block in enumerate(blocks):
        heading = block.heading
        if heading is None or block.drop:
            continue
        if heading.kind == "annex":
            if _is_adopted_treaty(blocks, position, scope, starts[-1]):
                starts.append(position)
                scope = _Scope()
            else:
                scope.enter_annex()
        elif heading.kind == "article":
            if scope.begins_again(heading):
                begin = _first_block(blocks, scope.last_article, position)
                starts.append(begin)
                scope = _Scope()
            scope.count(heading, position)
    return [list(blocks[start:end]) for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)]


class _Scope:
    """Which articles the text that is being read had so far."""

    def __init__(self) -> None:
        self.last_article = -1
        self._numbers: list[tuple[int, int]] = []
        self._language = ""
        self._in_annex = False

    def enter_annex(self) -> None:
        self._in_annex = True
        self._numbers = []

    @property
    def has_articles(self) -> bool:
        return self.last_article >= 0

    def begins_again(self, heading: Heading) -> bool:
        """Whether numbers restart with this article: at the first one, or in another language."""
        if not self._numbers:
            return False
        again = (heading.value, heading.rank) in self._numbers
        changed = heading.language != self._language and {heading.language, self._language} != {"en", "fr"}
        return again and (changed or (heading.value, heading.rank) == self._numbers[0])

    def count(self, heading: Heading, position: int) -> None:
        self._numbers.append((heading.value, heading.rank))
        self._language = heading.language
        self.last_article = position


def _is_adopted_treaty(blocks: Sequence[Block], position: int, scope: _Scope, start: int) -> bool:
    """An annex with articles, of a text that has words but no articles: what a resolution adopts."""
    if scope.has_articles or not any(not row.drop and not is_titlelike(row) for row in blocks[start:position]):
        return False
    for block in blocks[position + 1 :]:
        if block.heading is not None and block.heading.kind in ("article", "annex"):
            return block.heading.kind == "article"
    return False


def _first_block(blocks: Sequence[Block], last_article: int, restart: int) -> int:
    """Where the text begins whose first article is at `restart`: at its title, its preamble, its first division."""
    earliest = _end_of_article_name(blocks, last_article)
    titles = [
        place
        for place in range(earliest, restart)
        if is_titlelike(blocks[place]) and not _names_division(blocks, place)
    ]
    marked = [place for place in titles if blocks[place].is_marked]
    if marked or titles:
        begin = (marked or titles)[-1]
        while begin - 1 >= earliest and (is_titlelike(blocks[begin - 1]) or blocks[begin - 1].drop):
            begin -= 1
        return begin
    begin = restart
    while begin - 1 >= earliest and (blocks[begin - 1].heading is not None or blocks[begin - 1].drop):
        begin -= 1
    return begin


def _end_of_article_name(blocks: Sequence[Block], article: int) -> int:
    """The block after an article's heading and title."""
    heading = blocks[article].heading
    after = article + 1
    if heading is not None and heading.is_bare and after < len(blocks) and is_titlelike(blocks[after]):
        after += 1
    return after


def _names_division(blocks: Sequence[Block], place: int) -> bool:
    """Whether a titlelike block is the title of the part or chapter before it."""
    before = blocks[place - 1].heading if place else None
    return before is not None and before.kind in DIVISIONS and before.is_bare
