"""Numbered paragraphs, points and items under one provision: which label goes on, which opens a level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.sources.lines import CONTINUES_ITEM
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.decimals import holder_of, is_decimal_label, path_of
from annotator.sources.structuring.endings import LONGEST_END, announces, ends_sentence, pauses
from annotator.sources.structuring.labels import Label, label_at, refers
from annotator.sources.structuring.levels import (
    ASKED_LEVELS,
    COUNTING,
    Level,
    could_be_in,
    first_reading,
    is_item,
    kind_of_item,
    likeliest_reading,
    rank_of,
    stands_as_deep,
)
from annotator.sources.structuring.nodes import Node, Words
from annotator.sources.structuring.values import Family, Reading, suffix_rank

WIDEST_GAP = 20
HIGHEST_FIRST = 200
"""A list may begin with any number up to this; beyond, it is a year or a quantity."""

FARTHEST = 400
"""Paragraphs within which the next number of a list is looked for."""

DEEPEST = 10
"""Lists in lists; what goes on deeper is nonsense, and stands at this depth."""

L = Reading("latin", 12)

_PLAIN_FORMS = (".", ")", "()", "-", "、", "°", "§")


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a label belongs: the list at `index` that it continues, or a new one under `parent`."""

    reading: Reading
    index: int | None = None
    parent: Node | None = None


class Lists:
    """Grows the tree below `base`. Blocks are given in order, each with its place in `blocks` and in the text."""

    def __init__(self, base: Node, blocks: Sequence[Block], text: str) -> None:
        self.base = base
        self._blocks = blocks
        self._text = text
        self._levels: list[Level] = []
        self._labels: dict[int, Label | None] = {}

    @property
    def innermost(self) -> Node:
        return self._levels[-1].item if self._levels else self.base

    def place(self, position: int, start: int) -> None:
        """Puts block number `position`, which stands at `start` of the text, where its labels say."""
        block = self._blocks[position]
        if block.line.asked in ASKED_LEVELS:
            self._place_asked(position, start)
            return
        label, at, placed = self._own_label(position), 0, False
        while label is not None:
            fit = self._fit(label, position, run_in=placed)
            if fit is None:
                break
            self._open(fit, label, start + at, start, block)
            at, placed = label.after, True
            following = label_at(block.plain, at)
            label = (
                following
                if following and following.is_first() and not following.is_weak and following.form != "–"
                else None
            )
        if not placed:
            self._home(position).content.append(Words(start, start + len(block.text), block.page_at(0)))
        elif at < len(block.text):
            self.innermost.content.append(Words(start + at, start + len(block.text), block.page_at(at)))

    def _place_asked(self, position: int, start: int) -> None:
        """At the level that a person gave: below what is open of a higher one, whatever the number says."""
        block = self._blocks[position]
        kind, code, depth = ASKED_LEVELS[block.line.asked]
        while self._levels and rank_of(self._levels) >= depth:
            self._levels.pop()
        parent, label = self.innermost, label_at(block.plain)
        siblings = [row for row in parent.children if row.kind == kind]
        node = Node(kind, code, start=start, own_end=start, page=block.page_at(0))
        if label is None:
            node.number = node.cited = str(len(siblings) + 1)
            node.is_numbered = False
            level = Level("", "decimal", len(siblings) + 1, 0, None, parent, node)
        else:
            reading = likeliest_reading(label, siblings)
            node.number, node.cited, node.label = label.written(reading), label.cited(reading), label.printed
            node.start, node.own_end = start, start + label.end
            rank = suffix_rank(label.suffix)
            level = Level(label.form, reading.family, reading.value, rank, None, parent, node)
        parent.add(node)
        self._levels.append(level)
        at = label.after if label else 0
        if at < len(block.text):
            node.content.append(Words(start + at, start + len(block.text), block.page_at(at)))

    def _open(self, fit: Fit, label: Label, at: int, start: int, block: Block) -> None:
        rank = suffix_rank(label.suffix)
        depth = block.line.list_level if is_item(block) and at == start else None
        if fit.index is not None:
            del self._levels[fit.index + 1 :]
            level = self._levels[fit.index]
            value = level.value + 1 if label.form == "–" else fit.reading.value
            level.form, level.family, level.value, level.rank = label.form, fit.reading.family, value, rank
        else:
            parent = self._parent(fit.parent or self.base)
            level = Level(label.form, fit.reading.family, fit.reading.value, rank, depth, parent, parent)
            self._levels.append(level)
        kind, code = kind_of_item(label, level.family, [self.base.kind, *(row.item.kind for row in self._levels[:-1])])
        page = block.page_at(at - start)
        node = Node(kind, code, label.written(fit.reading), label.cited(fit.reading), label.printed, page=page)
        if label.form == "–":
            node.number = node.cited = str(level.value)
        node.start, node.own_end = at, start + label.end
        level.item = level.parent.add(node)

    def _parent(self, wanted: Node) -> Node:
        """Where a list opens that would stand in `wanted`."""
        if len(self._levels) < DEEPEST:
            return wanted
        del self._levels[DEEPEST - 1 :]
        return self.innermost

    def _fit(self, label: Label, position: int, *, run_in: bool) -> Fit | None:
        block = self._blocks[position]
        if label.form == "–":
            return self._fit_dash(label, block)
        if label.form == "dotted":
            return self._fit_decimal(label, position)
        if run_in:
            return Fit(first_reading(label), parent=self.innermost)
        found = self._fit_next(label, block, position)
        if found is not None:
            return found
        if label.is_first() and (not label.is_weak or self._is_confirmed(label, position)):
            return self._fit_opening(label, block)
        return self._fit_elsewhere(label, position)

    def _fit_dash(self, label: Label, block: Block) -> Fit:
        for index in range(len(self._levels) - 1, -1, -1):
            level = self._levels[index]
            if level.form == "–" and stands_as_deep(level, block):
                return Fit(label.readings[0], index)
        return Fit(label.readings[0], parent=self.innermost)

    def _fit_decimal(self, label: Label, position: int) -> Fit | None:
        """A decimal number stands below the one that it goes on from, beside those that share its beginning."""
        items = [level.item for level in self._levels]
        if not is_decimal_label(label, self.base, items, self._ahead(position)):
            return None
        above = path_of(label)[:-1]
        for index, item in enumerate(items):
            if self._levels[index].form == "dotted" and tuple(item.number.split("-"))[:-1] == above:
                return Fit(label.readings[0], index)
        holder = holder_of(path_of(label), items)
        if holder is None:
            holder = -1 if all(level.form == "dotted" for level in self._levels) else len(items) - 1
        del self._levels[holder + 1 :]
        return Fit(label.readings[0], parent=items[holder] if holder >= 0 else self.base)

    def _fit_next(self, label: Label, block: Block, position: int) -> Fit | None:
        """The innermost list whose next number this is; its own dress and depth count before its number alone."""
        for same_dress, same_depth in ((True, True), (True, False), (False, True)):
            for index in range(len(self._levels) - 1, -1, -1):
                level = self._levels[index]
                if not could_be_in(level, label, block, same_dress=same_dress, same_depth=same_depth):
                    continue
                for reading in label.readings:
                    if level.continues(label, reading) and not self._opens_roman(label, reading, position):
                        return self._within_alternative(label, reading, index, position)
        return None

    def _within_alternative(self, label: Label, reading: Reading, index: int, position: int) -> Fit:
        """The list at `index` goes on, or anew in an alternative of its last item that is followed by another one."""
        for inner in range(index + 1, len(self._levels)):
            level = self._levels[inner]
            following = next((row for row in self._ahead(position) if row.form == "alternative"), None)
            if level.form != "alternative" or label.form == "alternative" or following is None:
                continue
            if any(level.continues(following, row) for row in following.readings):
                del self._levels[inner + 1 :]
                return Fit(reading, parent=level.item)
        return Fit(reading, index)

    def _opens_roman(self, label: Label, reading: Reading, position: int) -> bool:
        """Whether an "(i)" that could follow "(h)" begins (i), (ii) …: told by what comes next, or a colon before."""
        if reading.family not in ("latin", "LATIN") or not label.is_first():
            return False
        for following in self._ahead(position):
            if following.form == label.form:
                values = {(row.family in ("roman", "ROMAN"), row.value) for row in following.readings}
                if (True, 1) in values:
                    return False
                if (True, 2) in values:
                    return True
                if (False, reading.value + 1) in values:
                    return False
        return self._ends_with_colon()

    def _fit_opening(self, label: Label, block: Block) -> Fit:
        """A list that begins: below the words that announce it, or again beside the one of its kind."""
        reading = first_reading(label)
        depth = block.line.list_level if is_item(block) else None
        announced = self._ends_with_colon()
        while depth is not None and self._levels and not announced and (self._levels[-1].depth or 0) >= depth:
            self._levels.pop()
        for index, level in enumerate(self._levels):
            alike = (level.form, level.family) == (label.form, reading.family)
            if alike and not announced and stands_as_deep(level, block):
                del self._levels[index:]
                return Fit(reading, parent=level.parent)
        return Fit(reading, parent=self.innermost)

    def _fit_elsewhere(self, label: Label, position: int) -> Fit | None:
        """A number that is not next: a gap in an open list, or a list that does not begin at one."""
        block = self._blocks[position]
        if not block.line.starts_paragraph or label.is_weak or label.form == "’’":
            return None
        for index in range(len(self._levels) - 1, -1, -1):
            level = self._levels[index]
            for reading in label.readings:
                alike = level.form == label.form and level.family == reading.family and stands_as_deep(level, block)
                if alike and 0 <= reading.value - level.value <= WIDEST_GAP:
                    return Fit(reading, index)
        return self._fit_odd_opening(label, position)

    def _fit_odd_opening(self, label: Label, position: int) -> Fit | None:
        if label.form == "alternative":
            return Fit(label.readings[0], parent=self.innermost)
        for reading in label.readings:
            open_ones = {(level.form, level.family) for level in self._levels}
            if label.form not in _PLAIN_FORMS or (label.form, reading.family) in open_ones:
                continue
            if reading.family in COUNTING and reading.value <= HIGHEST_FIRST and not self._levels:
                return Fit(reading, parent=self.base)
            if reading.family != "latin" or label.form not in ("()", ")"):
                continue
            if reading.value <= 3 or self._is_confirmed(label, position):
                return Fit(reading, parent=self.innermost)
        return None

    def _home(self, position: int) -> Node:
        """The node that a paragraph without a number belongs to, whose list goes on or ends with it."""
        block = self._blocks[position]
        if not self._levels or self._ends_with_colon():
            return self.innermost
        if block.text[:1].isdigit() and not pauses(self._last_words()):
            return self.innermost  # "since / 1 January 2030"
        if block.line.style == CONTINUES_ITEM:
            return self._home_in_item(block, position)
        if self._levels[-1].form == "alternative":
            return self._home_in_alternative(position)
        upcoming = self._next_level(position)
        last = len(self._levels) - 1
        closes = block.text[:1].islower() or not ends_sentence(self._last_words())
        if upcoming is None:
            keep = last if closes else int(last >= 1 and self._levels[0].item.kind == "paragraph")
        else:
            keep = last + 1 if upcoming == last else last if closes else upcoming + 1
        del self._levels[keep:]
        return self.innermost

    def _home_in_item(self, block: Block, position: int) -> Node:
        """A further paragraph of a list item belongs to the item of its depth, or to the alternative open in it."""
        depth = block.line.list_level or 0
        if self._levels[-1].form == "alternative" and self._is_unfinished_alternative(position):
            return self.innermost
        while self._levels and (self._levels[-1].depth is None or self._levels[-1].depth > depth):
            self._levels.pop()
        return self.innermost

    def _home_in_alternative(self, position: int) -> Node:
        if not self._is_unfinished_alternative(position):
            while self._levels and self._levels[-1].form == "alternative":
                self._levels.pop()
        return self.innermost

    def _is_unfinished_alternative(self, position: int) -> bool:
        """Nothing said in it yet, a bracket still open, or the next alternative still to come."""
        item = self._levels[-1].item
        said = self._text[item.start : item.end]
        if not item.content or said.count("[") > said.count("]"):
            return True
        return self._next_level(position) == len(self._levels) - 1

    def _next_level(self, position: int) -> int | None:
        """The index of the open list that the next label continues."""
        for label in self._ahead(position):
            for index in range(len(self._levels) - 1, -1, -1):
                level = self._levels[index]
                if level.form == label.form and any(level.continues(label, row) for row in label.readings):
                    return index
        return None

    def _is_confirmed(self, label: Label, position: int) -> bool:
        """A bare "1" or "a", or an "(h)" without "(g)", is a label where the next number follows in the same dress."""
        reading = first_reading(label)
        wanted = (reading.family, reading.value + 1)
        return any(row.form == label.form and wanted in _pairs(row) for row in self._ahead(position))

    def _ahead(self, position: int) -> Iterator[Label]:
        """The labels of the paragraphs up to the next heading."""
        for place in range(position + 1, min(position + FARTHEST, len(self._blocks))):
            if self._blocks[place].heading is not None:
                return
            label = self._label(place)
            if label is not None:
                yield label

    def _own_label(self, position: int) -> Label | None:
        """The label of a paragraph, unless it is a number that the sentence before refers to: "paragraph / (6) of"."""
        label = self._label(position)
        before = self._blocks[position - 1] if position else None
        if label is None or before is None or before.heading is not None:
            return label
        if before.ends_sentence and before.text[-1:] not in ",،，":
            return self._as_meant(label, position)
        return None if refers(label, self._blocks[position].text) else self._as_meant(label, position)

    def _as_meant(self, label: Label, position: int) -> Label:
        """A one or a capital I between points (k) and (m) is the letter l: scanned texts and typists mistake them."""
        if label.number not in ("1", "I") or label.is_weak:
            return label
        is_open = any((row.form, row.family, row.value) == (label.form, L.family, L.value - 1) for row in self._levels)
        following = next((row for row in self._ahead(position) if row.form == label.form), None)
        if not is_open or following is None or (L.family, L.value + 1) not in _pairs(following):
            return label
        return replace(label, number="l", readings=(L,))

    def _label(self, position: int) -> Label | None:
        if position not in self._labels:
            block = self._blocks[position]
            is_plain = block.is_note or block.line.asked == "words"
            self._labels[position] = None if is_plain else label_at(block.plain)
        return self._labels[position]

    def _last_words(self) -> str:
        """The end of what was said last."""
        node = self.innermost
        return self._text[max(node.start, node.end - LONGEST_END) : node.end].rstrip()

    def _ends_with_colon(self) -> bool:
        return bool(self._levels or self.base.content) and announces(self._last_words())


def _pairs(label: Label) -> set[tuple[Family, int]]:
    return {(row.family, row.value) for row in label.readings}
