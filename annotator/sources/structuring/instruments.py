"""One file, several texts: where another language, another title or a treaty under its resolution begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.sources.languages import phrase_pattern, share_article_word
from annotator.sources.structuring.blocks import FIXED, Block
from annotator.sources.structuring.endings import announces, ends_with_stop
from annotator.sources.structuring.headings import DIVISIONS, Heading
from annotator.sources.structuring.labels import label_at

LONGEST_TITLE = 250
SHORTEST_SENTENCE = 6
"""Words behind a number that, with a stop at their end, are more than a title."""

_TESTIMONIUM = re.compile(rf"[\[“\"*]*(?:{phrase_pattern('testimonium').pattern})", re.IGNORECASE)


def is_titlelike(block: Block) -> bool:
    """Whether a paragraph looks like a title: marked as one, or short, loud or centred, and no sentence."""
    if block.heading is not None or block.is_note or block.drop:
        return False
    if block.line.asked in FIXED:
        return block.line.asked == "heading"
    text = block.plain.strip()
    if block.is_marked:
        return not _is_numbered_sentence(text)
    if len(text) > LONGEST_TITLE or text[:1].islower():
        return False
    if ends_with_stop(text) or announces(text) or begins_testimonium(block):
        return False
    label = label_at(text)
    return label is None or label.form not in ("()", ")", ".", "alternative", "dotted", "-", "–") or text.isupper()


def _is_numbered_sentence(text: str) -> bool:
    """Whether "1. The keeper shall weigh the grain." is a paragraph although its format sets it apart."""
    label = label_at(text)
    if label is None or label.is_weak or not (ends_with_stop(text) or announces(text)):
        return False
    return len(text[label.after :].split()) >= SHORTEST_SENTENCE


def begins_testimonium(block: Block) -> bool:
    if block.line.asked in FIXED:
        return block.line.asked == "signature"
    return bool(_TESTIMONIUM.match(block.text))


def split_instruments(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each text in the file. What precedes the first belongs to it."""
    starts = [0]
    scope = _Scope()
    for position, block in enumerate(blocks):
        heading = block.heading
        if heading is None or block.drop:
            continue
        if heading.kind == "annex":
            if _is_adopted_treaty(blocks, position, scope, starts[-1]) or _is_next_treaty(blocks, position, starts[-1]):
                starts.append(position)
                scope = _Scope()
            else:
                scope.enter_annex(position)
        elif heading.kind == "article":
            begin = _first_block(blocks, scope.last_article, position) if scope.has_articles else position
            if scope.begins_again(heading, blocks, begin, position):
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
        self._annex = -1

    def enter_annex(self, position: int) -> None:
        self._annex = position
        self._numbers = []

    @property
    def has_articles(self) -> bool:
        return self.last_article >= 0

    def begins_again(self, heading: Heading, blocks: Sequence[Block], begin: int, position: int) -> bool:
        """Whether another text begins at `begin` with this article: in another language, or at number one again."""
        changed = self._is_other_language(heading)
        if not self._numbers:
            return self.has_articles and (changed or _is_titled_after_annex(blocks, self._annex, position))
        again = (heading.value, heading.rank) in self._numbers
        first = (heading.value, heading.rank) == self._numbers[0] and not _is_later_division(blocks[begin])
        return again and (changed or first)

    def _is_other_language(self, heading: Heading) -> bool:
        return heading.language != self._language and not share_article_word(heading.language, self._language)

    def count(self, heading: Heading, position: int) -> None:
        self._numbers.append((heading.value, heading.rank))
        self._language = heading.language
        self.last_article = position


def _is_adopted_treaty(blocks: Sequence[Block], position: int, scope: _Scope, start: int) -> bool:
    """An annex with articles, of a text that has words but no articles: what a resolution adopts."""
    if scope.has_articles or not any(not row.drop and not is_titlelike(row) for row in blocks[start:position]):
        return False
    return _has_articles(blocks, position)


def _is_next_treaty(blocks: Sequence[Block], position: int, start: int) -> bool:
    """Whether "Annex II" is, as "Annex I" before it, an instrument that the resolution above both adopts."""
    first, heading = blocks[start].heading, blocks[position].heading
    if first is None or heading is None or first.kind != "annex" or not start:
        return False
    following = blocks[position + 1 : position + 4]
    titles = [blocks[position].text, *(row.text for row in following if is_titlelike(row))]
    named = any(phrase_pattern("instruments").search(title) for title in titles)
    return named and first.value > 0 and heading.value == first.value + 1 and _has_articles(blocks, position)


def _has_articles(blocks: Sequence[Block], annex: int) -> bool:
    """Whether articles come before the next annex."""
    for block in blocks[annex + 1 :]:
        if block.heading is not None and block.heading.kind in ("article", "annex"):
            return block.heading.kind == "article"
    return False


def _is_later_division(block: Block) -> bool:
    """A second chapter may count its articles from one; it is no text of its own."""
    return block.heading is not None and block.heading.kind in DIVISIONS and block.heading.value > 1


def _is_titled_after_annex(blocks: Sequence[Block], annex: int, article: int) -> bool:
    """Whether an annex has ended before the article: after its words comes the name of another instrument."""
    has_words = False
    for block in blocks[annex + 1 : article]:
        if is_titlelike(block):
            if has_words and block.is_marked and phrase_pattern("instruments").search(block.text):
                return True
        elif block.heading is None and not block.drop and not block.is_note:
            has_words = True
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
        begin = _highest_name(blocks, marked) or (marked or titles)[-1]
        while begin - 1 >= earliest and (is_titlelike(blocks[begin - 1]) or blocks[begin - 1].drop):
            begin -= 1
        return begin
    begin = restart
    while begin - 1 >= earliest and (blocks[begin - 1].heading is not None or blocks[begin - 1].drop):
        begin -= 1
    return begin


def _highest_name(blocks: Sequence[Block], places: Sequence[int]) -> int:
    """The last of the highest headings that name a text ("Rules on Mills" above "I. General rules"); 0 for none."""
    named = [place for place in places if phrase_pattern("instruments").search(blocks[place].text)]
    levels = [blocks[place].line.heading_level or 0 for place in named]
    return max((place for place, level in zip(named, levels, strict=True) if level == min(levels)), default=0)


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
