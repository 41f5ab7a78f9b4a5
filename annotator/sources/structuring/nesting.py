"""The tree of one instrument: its title, preamble, divisions, articles, annexes and clause of signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.treaty import ProvisionKind
from annotator.sources.languages import phrase_pattern
from annotator.sources.structuring.headings import DIVISIONS, LONGEST_TITLE, Heading
from annotator.sources.structuring.instruments import names_instrument
from annotator.sources.structuring.labels import label_at
from annotator.sources.structuring.lists import ListBuilder
from annotator.sources.structuring.nodes import Node
from annotator.sources.structuring.placing import Placed

_RANKS: dict[str, float] = {"annex": 0, "part": 1, "title": 2, "chapter": 3, "section": 4, "article": 9}
_SENTENCE_END = re.compile(r"[.;:,。；：،؛…]['\"”’»)\]*]*$")
_SMALL_TITLE = 200


def tree_of(rows: Sequence[Placed]) -> Node:
    """The root of the tree; its children are the provisions at the top."""
    return _Builder(rows).build()


@dataclass(slots=True)
class _Builder:
    rows: Sequence[Placed]
    root: Node = field(default_factory=lambda: Node("text", 0, 0))
    stack: list[tuple[float, Node]] = field(default_factory=list)
    bodies: list[tuple[Node, list[Placed]]] = field(default_factory=list)
    ranks: dict[str, float] = field(default_factory=lambda: dict(_RANKS))
    skip: int = 0

    def build(self) -> Node:
        begin = self._front()
        self._open_body(self.root)
        for index in range(begin, len(self.rows)):
            if index >= self.skip:
                self._take(index)
        for container, body in self.bodies:
            ListBuilder(container, body).build()
            container.children.sort(key=lambda node: node.start)
        self.root.end = max((row.end for row in self.rows), default=0)
        self.root.close()
        return self.root

    def _front(self) -> int:
        """Title and preamble: what stands before the first numbered heading. Returns where the rest begins."""
        end = next((index for index, row in enumerate(self.rows) if _is_numbered(row)), None)
        if end is None:
            end = self._front_without_articles()
        begins = next((index for index in range(end) if _begins_preamble(self.rows[index])), None)
        for row in self.rows[: end if begins is None else begins]:
            self._front_matter(row)
        if begins is not None:
            self._preamble(self.rows[begins:end])
        return end

    def _front_without_articles(self) -> int:
        """A text without headings: its preamble ends where its numbered paragraphs begin."""
        rows = self.rows
        first = next((index for index, row in enumerate(rows) if (label := label_at(row.text)) and label.is_first()), 0)
        if any(_begins_preamble(row) for row in rows[:first]):
            return first
        titles = next((index for index, row in enumerate(rows) if not _is_front_title(row)), len(rows))
        return titles if titles < len(rows) else 0

    def _front_matter(self, row: Placed) -> None:
        kind: ProvisionKind = "note" if row.block.is_note else "heading" if _is_front_title(row) else "text"
        node = Node(kind, row.start, row.end, row.start, page=row.block.line.page)
        node.heading = row.text if kind == "heading" else ""
        self.root.children.append(node)

    def _preamble(self, rows: Sequence[Placed]) -> None:
        first = rows[0]
        node = Node("preamble", first.start, first.end, first.start, page=first.block.line.page)
        body = list(rows)
        if first.block.heading is not None or len(first.text) < 30 and len(rows) > 1 and _is_front_title(first):
            node.label, node.words, body = first.text, first.end + 1, body[1:]
        self.root.children.append(node)
        notes = [row for row in body if row.block.is_note]
        words = [row for row in body if not row.block.is_note]
        if words and phrase_pattern("opening").match(words[0].text) and len(words) > 1:
            node.children.append(_plain("intro", words.pop(0)))
        closing = words.pop() if len(words) > 1 and _closes_preamble(words[-1]) else None
        self._recitals(node, words)
        if closing is not None:
            node.children.append(_plain("wrapup", closing))
        node.children += [_plain("note", row) for row in notes]
        node.children.sort(key=lambda child: child.start)
        node.end = max(row.end for row in rows)

    def _recitals(self, preamble: Node, rows: Sequence[Placed]) -> None:
        """Recitals are counted, whether or not they print numbers of their own."""
        last: Node | None = None
        for row in rows:
            label = label_at(row.text)
            small = label is not None and label.form == "()" and label.readings[0].family in ("latin", "roman")
            if last is not None and small:
                last.end = row.end
                continue
            number = str(1 + sum(child.kind == "paragraph" for child in preamble.children))
            last = _plain("paragraph", row)
            last.number = last.cited = number
            last.printed = False
            preamble.children.append(last)

    def _take(self, index: int) -> None:
        row = self.rows[index]
        heading = row.block.heading
        if heading is not None and heading.kind not in ("preamble", "contents"):
            self._open_numbered(index, row, heading)
        elif _is_testimonium(row) and not self._in_annex():
            self._open_signature(row)
        elif self._is_subheading(index):
            self._heading(index, row)
        else:
            self.bodies[-1][1].append(row)

    def _in_annex(self) -> bool:
        return any(node.kind == "annex" for _, node in self.stack)

    def _open_body(self, node: Node) -> None:
        self.bodies.append((node, []))

    def _open_numbered(self, index: int, row: Placed, heading: Heading) -> None:
        kind: ProvisionKind = "article" if heading.kind == "article" else heading.kind  # type: ignore[assignment]
        node = Node(kind, row.start, row.end, row.end + 1, heading.number, heading.cited, page=row.block.line.page)
        node.label = row.text[heading.label[0] : heading.label[1]].strip()
        node.heading = row.text[heading.title[0] : heading.title[1]].strip()
        self._title_below(index, node)
        rank = self._rank(heading.kind)
        while self.stack and self.stack[-1][0] >= rank:
            self.stack.pop()
        parent = self.stack[-1][1] if self.stack else self.root
        parent.children.append(node)
        self.stack.append((rank, node))
        self._open_body(node)

    def _rank(self, kind: str) -> float:
        """How deep a kind of division stands; a title met within a section is below sections."""
        deepest = self.stack[-1] if self.stack else None
        if kind == "title" and deepest and deepest[1].kind in ("section", "chapter") and self.ranks["title"] == 2:
            self.ranks["title"] = deepest[0] + 0.5
        return self.ranks[kind]

    def _title_below(self, index: int, node: Node) -> None:
        """The title that stands in the paragraph after a bare name."""
        place = index + 1
        while not node.heading and place < len(self.rows) and self.rows[place].block.is_note:
            place += 1
        if node.heading or place >= len(self.rows) or not self._is_title(place):
            return
        row = self.rows[place]
        node.heading, node.words, node.end = row.text, row.end + 1, row.end
        self.skip = place + 1

    def _is_title(self, place: int) -> bool:
        row = self.rows[place]
        if row.block.heading is not None or len(row.text) > LONGEST_TITLE:
            return False
        if row.block.is_marked:
            return True
        label = label_at(row.text)
        if (label is not None and label.form != " ") or _SENTENCE_END.search(row.text) or row.text[:1].islower():
            return False
        after = self.rows[place + 1] if place + 1 < len(self.rows) else None
        return after is not None and (after.block.heading is None or len(row.text) < 80)

    def _is_subheading(self, index: int) -> bool:
        row = self.rows[index]
        if row.block.is_note or not row.block.is_marked or row.block.heading is not None:
            return False
        return label_at(row.text) is None and len(row.text) <= LONGEST_TITLE

    def _heading(self, index: int, row: Placed) -> None:
        """A heading without a number: before another article it stands beside it, else within the provision."""
        node = _plain("heading", row)
        node.heading = row.text
        after = self.rows[index + 1].block.heading if index + 1 < len(self.rows) else None
        if after is not None:
            rank = self._rank(after.kind) if after.kind in self.ranks else 0
            while self.stack and self.stack[-1][0] >= rank:
                self.stack.pop()
            (self.stack[-1][1] if self.stack else self.root).children.append(node)
            return
        self.bodies[-1][0].children.append(node)
        if self.bodies[-1][0] is self.root or not self.bodies[-1][1]:
            return
        self.bodies[-1][1].append(row)
        self.bodies[-1][0].children.pop()

    def _open_signature(self, row: Placed) -> None:
        if self.root.children and self.root.children[-1].kind == "signature":
            self.bodies[-1][1].append(row)
            return
        self.stack.clear()
        node = _plain("signature", row)
        self.root.children.append(node)
        self._open_body(node)


def _plain(kind: ProvisionKind, row: Placed) -> Node:
    return Node(kind, row.start, row.end, row.start, page=row.block.line.page)


def _is_numbered(row: Placed) -> bool:
    heading = row.block.heading
    return heading is not None and (heading.kind in DIVISIONS or heading.kind in ("article", "annex"))


def _is_front_title(row: Placed) -> bool:
    if row.block.is_marked or names_instrument(row.block):
        return True
    line = row.block.line
    return (line.centred or line.bold or row.text.isupper()) and len(row.text) < _SMALL_TITLE


def _begins_preamble(row: Placed) -> bool:
    if row.block.heading is not None and row.block.heading.kind == "preamble":
        return True
    if row.block.is_marked or row.block.is_note:
        return False
    text = row.text.lstrip("[{(*“\"")
    begins = phrase_pattern("opening").match(text) or phrase_pattern("recitals").match(text)
    return bool(begins or phrase_pattern("preamble").fullmatch(text.strip(" .:]")))


def _closes_preamble(row: Placed) -> bool:
    return len(row.text) < _SMALL_TITLE and bool(phrase_pattern("closing").search(row.text))


def _is_testimonium(row: Placed) -> bool:
    return bool(phrase_pattern("testimonium").match(row.text)) and not row.block.is_marked
