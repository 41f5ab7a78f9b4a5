"""The tree of one text: which paragraphs belong to the preamble, which to which article, chapter or annex."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.treaty import ProvisionKind
from annotator.sources.languages import phrase_pattern, words_of
from annotator.sources.structuring.blocks import Block
from annotator.sources.structuring.headings import DIVISIONS, Heading
from annotator.sources.structuring.instruments import begins_testimonium, is_titlelike
from annotator.sources.structuring.labels import Label, label_at
from annotator.sources.structuring.lists import Lists
from annotator.sources.structuring.nodes import SUBSECTION, Node, Words
from annotator.sources.structuring.notes import note_number
from annotator.sources.structuring.preambles import preamble_start
from annotator.sources.structuring.sections import names_section, names_subsection

_CODES: dict[str, str] = {
    "part": "part", "chapter": "chp", "section": "sec", "title": "title", "article": "art", "annex": "annex",
}  # fmt: skip

_MARKS = re.compile(r"\s?\[\^[^\]\s]+\]|\s*\*+$")

_OUTRANKED: dict[str, tuple[str, ...]] = {"part": ("chapter", "section", "title"), "chapter": ("section",)}
"""Divisions that cannot hold those of a kind, whichever comes first; titles stand above or below them."""


def nest(blocks: Sequence[Block], starts: Sequence[int], text: str) -> Node:
    """The tree of the kept `blocks`, which stand at `starts` of `text`. Its root is no provision."""
    builder = _Builder(blocks, starts, text)
    for position in range(len(blocks)):
        builder.add(position)
    return builder.root


class _Builder:
    def __init__(self, blocks: Sequence[Block], starts: Sequence[int], text: str) -> None:
        self.root = Node("text", "")
        self._blocks, self._starts, self._text = blocks, starts, text
        self._scope = self.root
        self._divisions: list[Node] = []
        self._lists: Lists | None = None
        self._counted: dict[str, int] = {}
        self._untitled: Node | None = None
        self._titled: Node | None = None
        self._title_block: Block | None = None
        self._plain: Node | None = None
        self._plain_end = -1
        kinds = [block.heading.kind for block in blocks if block.heading]
        self._has_articles = any(kind in ("article", *DIVISIONS) for kind in kinds)
        self._preamble_start = preamble_start(blocks)
        self._has_ended = False
        self._last_text = max((place for place, block in enumerate(blocks) if not block.is_note), default=-1)

    def add(self, position: int) -> None:
        block = self._blocks[position]
        if block.is_note:
            self._add_note(position)
        elif self._continues_title(position):
            self._extend_title(position)
        elif block.heading is not None:
            self._add_heading(position, block.heading)
        elif begins_testimonium(block) and self._has_articles and self._base.kind != "preamble":
            self._add_testimonium(position)
        elif self._is_heading(position):
            self._add_plain_heading(position)
        else:
            self._add_words(position)

    @property
    def _container(self) -> Node:
        return self._divisions[-1] if self._divisions else self._scope

    @property
    def _base(self) -> Node:
        return self._lists.base if self._lists else self._container

    def _start_lists(self, base: Node) -> None:
        self._lists = Lists(base, self._blocks, self._text)

    def _range(self, position: int) -> tuple[int, int]:
        start = self._starts[position]
        return start, start + len(self._blocks[position].text)

    def _node(self, position: int, kind: ProvisionKind, code: str) -> Node:
        start, end = self._range(position)
        return Node(kind, code, start=start, own_end=end, page=self._blocks[position].page_at(0))

    # --- headings

    def _add_heading(self, position: int, heading: Heading) -> None:
        start, _ = self._range(position)
        text = self._blocks[position].plain
        if heading.kind == "contents" or (heading.kind == "annex" and self._is_front(position)):
            self._add_plain_heading(position)
            return
        kind: ProvisionKind = heading.kind
        node = self._node(position, kind, _CODES.get(heading.kind, "preamble"))
        node.number, node.cited = heading.number, heading.cited
        node.label = text[slice(*heading.label)].rstrip(" .:：-–—")
        if heading.kind == "article" and names_section(text):
            node.code = "sec"
        if heading.kind == "section" and names_subsection(text):
            node.style = SUBSECTION
        node.heading = _without_marks(text[slice(*heading.title)])
        if heading.kind == "preamble":
            self._divisions = []
            self._scope.add(node)
        elif heading.kind == "annex":
            self._add_annex(node)
        elif heading.kind in DIVISIONS:
            self._leave_annex(heading)
            self._add_division(node)
        else:
            self._container.add(node)
        self._start_lists(node)
        self._untitled = node if heading.is_bare and heading.kind != "preamble" else None
        self._titled = None
        if heading.body[0] < heading.body[1]:
            node.own_end = start + heading.label[1]
            node.content.append(Words(start + heading.body[0], start + heading.body[1], node.page))

    def _leave_annex(self, heading: Heading) -> None:
        """A chapter that counts on from those before the annex stands in the text itself again."""
        inside = any(row.kind == heading.kind for row in self._scope.walk())
        if self._scope is not self.root and not inside and heading.value == self._counted.get(heading.kind, 0) + 1 > 1:
            # The chapter's old part or title ended before the annex: what it took in now would overlap the annex.
            self._scope, self._divisions = self.root, []
        if self._scope is self.root:
            self._counted[heading.kind] = heading.value

    def _add_annex(self, node: Node) -> None:
        """An appendix belongs to the annex before it, where the two are not called alike."""
        outer = next((row for row in (self._scope, *self._scope.ancestors()) if row.parent is self.root), None)
        nests = outer is not None and outer.kind == "annex" and _annex_word(outer.label) != _annex_word(node.label)
        if outer is not None and nests:
            node.code = "appendix"
            self._scope = outer.add(node)
        else:
            self._scope = self.root.add(node)
        self._divisions = []

    def _is_front(self, position: int) -> bool:
        """Whether nothing stands before: the annex of a resolution is then the text itself."""
        return position == 0 and any(row.heading and row.heading.kind == "article" for row in self._blocks)

    def _add_division(self, node: Node) -> None:
        outranked = _OUTRANKED.get(node.kind, ())
        for place, row in enumerate(self._divisions):
            if (row.kind, row.style) == (node.kind, node.style) or row.kind in outranked:
                del self._divisions[place:]
                break
        self._container.add(node)
        self._divisions.append(node)

    def _continues_title(self, position: int) -> bool:
        """Whether a paragraph is the title of the heading above it, or its second line."""
        block = self._blocks[position]
        if self._untitled is not None:
            return is_titlelike(block) and self._has_words_after(position)
        above = self._title_block
        if self._titled is None or above is None or not is_titlelike(block) or block.is_marked or above.is_marked:
            return False
        return (above.line.centred and block.line.centred) or (above.text.isupper() and block.text.isupper())

    def _has_words_after(self, position: int) -> bool:
        """A short line that is all there is in an article is its text, not its title."""
        if self._untitled is not None and self._untitled.kind != "article":
            return True
        block = self._blocks[position]
        following = self._blocks[position + 1] if position + 1 < len(self._blocks) else None
        if block.is_marked or block.line.centred:
            return True
        return following is not None and following.heading is None and not begins_testimonium(following)

    def _extend_title(self, position: int) -> None:
        node = self._untitled or self._titled
        if node is None:
            return
        words = _without_marks(self._blocks[position].plain.strip())
        node.heading = f"{node.heading} {words}" if node.heading else _unwrapped(words)
        node.own_end = self._range(position)[1]
        self._untitled, self._titled, self._title_block = None, node, self._blocks[position]

    # --- other paragraphs

    def _add_note(self, position: int) -> None:
        node = self._node(position, "note", "note")
        block = self._blocks[position]
        node.number, node.label = note_number(block)
        node.cited, node.is_tied = node.number, block.is_tied
        # Behind a note that belongs to nothing the text has ended: a tied one would stretch what is before it over that
        self._has_ended = self._has_ended or (position > self._last_text and not block.is_tied)
        parent = self.root if self._has_ended else self._lists.innermost if self._lists else self._container
        if position > 0 and self._blocks[position - 1].is_note and not node.number and parent.content:
            previous = parent.content[-1]
            if isinstance(previous, Node):
                previous.own_end = node.own_end
                return
        parent.add(node)

    def _add_testimonium(self, position: int) -> None:
        self._divisions = []
        if self._base.kind != "signature":
            self._start_lists(self._scope.add(self._node(position, "signature", "signature")))
        else:
            self._base.own_end = self._range(position)[1]
        self._untitled = self._titled = None

    def _is_heading(self, position: int) -> bool:
        block = self._blocks[position]
        if not is_titlelike(block):
            return False
        if self._base.kind == "signature":
            return block.is_marked or (_is_loud(block.text) and bool(phrase_pattern("instruments").match(block.text)))
        if self._lists is None and not self.root.children:
            return not self._is_first_words(position)
        in_preamble = self._base.kind == "preamble"
        return block.is_marked or (not in_preamble and (block.line.centred or _is_loud(block.text)))

    def _is_first_words(self, position: int) -> bool:
        """Nothing but titles would be left if these were one too."""
        return all(is_titlelike(block) or block.is_note for block in self._blocks[position:]) and position > 0

    def _add_plain_heading(self, position: int) -> None:
        """A title, or a heading without a known word; "A. Scope" and "II. Scope" name sections."""
        block = self._blocks[position]
        label = label_at(block.plain)
        self._untitled = self._titled = None
        if label is not None and _counts_sections(label, marked=block.is_marked):
            self._add_counted_heading(position, label)
            return
        last = self._container.content[-1] if self._container.content else None
        goes_on = self._lists is None or (not block.is_marked and last is self._plain and self._plain_end == position)
        self._plain_end = position + 1
        if isinstance(last, Node) and last.kind == "heading" and goes_on:
            last.heading, last.own_end = f"{last.heading} {block.text}", self._range(position)[1]
            return
        node = self._node(position, "heading", "heading")
        node.heading = block.text
        self._plain = self._container.add(node)
        self._start_again_after_heading()

    def _add_counted_heading(self, position: int, label: Label) -> None:
        """A section named by a capital letter or a roman number; "C." after "B." is a letter, "I." begins anew."""
        node = self._node(position, "section", "sec")
        open_ones = [row for row in self._divisions if row.style]
        reading = label.readings[0]
        for row in label.readings:
            follows = any(one.style == f"{row.family}{label.form}" and one.value == row.value - 1 for one in open_ones)
            if follows or (row.family == "ROMAN" and row.value == 1 and reading.value != 1):
                reading = row
        node.style, node.value = f"{reading.family}{label.form}", reading.value
        node.number = node.cited = label.number if reading.family == "LATIN" else label.cited(reading)
        if reading.family == "ROMAN":
            node.number = str(reading.value)
        node.label, node.heading = label.printed, self._blocks[position].text[label.after :]
        self._add_division(node)
        self._start_lists(node)

    def _start_again_after_heading(self) -> None:
        if self._lists is not None:
            self._start_lists(self._container)

    def _add_words(self, position: int) -> None:
        self._untitled = self._titled = None
        if position == self._preamble_start and self._container is self.root:
            node = self._node(position, "preamble", "preamble")
            node.own_end = node.start
            self._start_lists(self.root.add(node))
        elif self._lists is None or self._leaves_preamble(position):
            self._start_lists(self._container)
        if self._base.kind == "signature":
            self._base.own_end = self._range(position)[1]
        elif self._lists is not None:
            self._lists.place(position, self._starts[position])

    def _leaves_preamble(self, position: int) -> bool:
        """In a text without articles its first numbered paragraph ends the preamble."""
        label = label_at(self._blocks[position].plain)
        if label is None or self._has_articles or self._base.kind != "preamble":
            return False
        return label.is_first() and label.readings[0].family == "decimal" and not label.is_weak


def _counts_sections(label: Label, *, marked: bool) -> bool:
    """ "A. Scope", "II. Scope"; and where their format sets them apart "一、范围", "（一）范围"."""
    family = label.readings[0].family
    if family == "chinese":
        return marked and label.form in ("、", "()")
    return label.form == "." and family in ("LATIN", "ROMAN")


def _annex_word(label: str) -> str:
    """The word that an annex is called by: "annex", "appendix", "附件"."""
    printed = label.strip('[({*“" ').casefold()
    return max((word for word in words_of("annex") if printed.startswith(word)), key=len, default="")


def _without_marks(title: str) -> str:
    """A title without the footnotes that hang from it."""
    return _MARKS.sub("", title).strip()


def _unwrapped(words: str) -> str:
    return words[1:-1].strip() if words[:1] in "(（" and words[-1:] in ")）" else words


def _is_loud(text: str) -> bool:
    return text.isupper() and sum(mark.isalpha() for mark in text) > 3
