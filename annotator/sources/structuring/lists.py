"""The labelled paragraphs, points and items of one article (or annex, or text without articles) as a tree.

A label alone says little: "(i)" follows "(h)" or begins a list of its own. What counts is which open list it continues,
what the next label is, and whether the words before it announce a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.treaty import ProvisionKind
from annotator.sources.structuring.labels import Label, label_at
from annotator.sources.structuring.nodes import Node
from annotator.sources.structuring.placing import Placed
from annotator.sources.structuring.values import Reading, suffix_rank

WIDEST_GAP = 20
"""Numbers further than this from the one before are words of the text ("1992.")."""

_DRESSED = frozenset({"()", ")", ".", "-"})
"""Forms that authors mix within a list."""

_COUNTING = frozenset({"decimal", "chinese", "ordinal"})
_SMALL_KINDS = frozenset({"point", "item"})


@dataclass(slots=True)
class _List:
    """A list that may go on: its last item, how it is dressed and counted."""

    parent: Node
    item: Node
    form: str
    reading: Reading
    rank: int
    prefix: str
    level: int | None

    def next_reading(self, label: Label, level: int | None, *, exact_form: bool) -> Reading | None:
        """The reading by which `label` is the next item of this list."""
        if not self._is_alike(label, level, exact_form=exact_form):
            return None
        rank = suffix_rank(label.suffix)
        for row in label.readings:
            follows = row.value == self.reading.value + 1 or (row.value == self.reading.value and rank == self.rank + 1)
            if row.family == self.reading.family and follows:
                return row
        return None

    def any_reading(self, label: Label, level: int | None) -> Reading | None:
        """The reading by which `label` could be an item of this list, in or out of order."""
        if not self._is_alike(label, level, exact_form=True):
            return None
        near = (row for row in label.readings if row.family == self.reading.family)
        return next((row for row in near if row.value - self.reading.value <= WIDEST_GAP), None)

    def _is_alike(self, label: Label, level: int | None, *, exact_form: bool) -> bool:
        if None not in (level, self.level) and level != self.level:
            return False
        if label.form == "dotted" and prefix_of(label) != self.prefix:
            return False
        return label.form == self.form or (not exact_form and {label.form, self.form} <= _DRESSED)


def prefix_of(label: Label) -> str:
    """The "3" of "3.2"."""
    return label.number.rpartition(".")[0] if label.form == "dotted" else ""


@dataclass(slots=True)
class ListBuilder:
    """Fills `container` with the provisions of its body."""

    container: Node
    body: Sequence[Placed]
    open: list[_List] = field(default_factory=list)
    labels: list[Label | None] = field(default_factory=list)
    loose: list[Placed] = field(default_factory=list)

    def build(self) -> None:
        self.labels = [None if row.block.is_note else label_at(row.text) for row in self.body]
        for index, row in enumerate(self.body):
            self.container.end = max(self.container.end, row.end)
            if row.block.is_note:
                self._note(row)
            elif not self._labelled(index, row):
                self._unlabelled(index, row)
            self._grow(row)
        self._number_loose()

    def _grow(self, row: Placed) -> None:
        for level in self.open:
            level.item.end = max(level.item.end, row.end)

    def _innermost(self) -> Node:
        return self.open[-1].item if self.open else self.container

    def _note(self, row: Placed) -> None:
        self._innermost().children.append(Node("note", row.start, row.end, row.start, page=row.block.line.page))

    def _labelled(self, index: int, row: Placed) -> bool:
        """Open the provisions whose labels the paragraph begins with; False where it has none that counts."""
        label, position, done = self.labels[index], 0, False
        while label is not None and self._take(index, row, label, position):
            done = True
            following = label_at(row.text, label.after)
            counts = following is not None and following.is_first() and following.form not in (" ", "–", label.form)
            position, label = label.after, following if counts else None
        return done

    def _take(self, index: int, row: Placed, label: Label, position: int) -> bool:
        if label.form == "–":
            return False
        level = row.block.line.list_level
        if position == 0 and (found := self._continued(index, row, label, level)):
            depth, reading = found
            self._append(depth, row, label, reading, position)
            return True
        if label.is_first() and self._opens(index, label, position):
            self._begin(row, label, next(one for one in label.readings if one.value == 1), position)
            return True
        return position == 0 and self._out_of_order(row, label, level)

    def _continued(
        self, index: int, row: Placed, label: Label, level: int | None
    ) -> tuple[int, Reading] | None:
        """The depth of the open list that the label continues exactly, and how it is read there."""
        for exact in (True, False):
            for depth in reversed(range(len(self.open))):
                reading = self.open[depth].next_reading(label, level, exact_form=exact)
                if reading and not (label.is_first() and self._begins_anew(index, label, reading)):
                    return depth, reading
        return None

    def _begins_anew(self, index: int, label: Label, reading: Reading) -> bool:
        """Whether "(i)" after "(h)" is a first roman item: the next "(ii)" says so, or the words before it."""
        after = next((row for row in self.labels[index + 1 :] if row is not None and row.form == label.form), None)
        if after is None:
            return index > 0 and self.body[index - 1].text.rstrip().endswith((":", "："))
        values = {(row.family, row.value) for row in after.readings}
        first = next(row for row in label.readings if row.value == 1)
        return (first.family, 2) in values and (reading.family, reading.value + 1) not in values

    def _opens(self, index: int, label: Label, position: int) -> bool:
        """Whether a first label begins a list: a bare number only where its second item is there."""
        if label.form == " " or (position and label.form == "."):
            return self._has_second(index, label)
        return True

    def _has_second(self, index: int, label: Label) -> bool:
        wanted = {(row.family, 2) for row in label.readings if row.value == 1}
        return any(
            row is not None and row.form == label.form and any((one.family, one.value) in wanted for one in row.readings)
            for row in self.labels[index + 1 :]
        )

    def _begin(self, row: Placed, label: Label, reading: Reading, position: int) -> None:
        again = self._restarted(row, label) if position == 0 else None
        if again is not None:
            self._append(again, row, label, reading, position)
            return
        parent = self._innermost()
        self._introduce(parent, row, position)
        node = self._node(parent, row, label, reading, position)
        level = row.block.line.list_level if position == 0 else None
        rank = suffix_rank(label.suffix)
        self.open.append(_List(parent, node, label.form, reading, rank, prefix_of(label), level))

    def _restarted(self, row: Placed, label: Label) -> int | None:
        """The list that a first label repeats, unless the words before it announce a list below."""
        for depth in reversed(range(len(self.open))):
            reading = self.open[depth].any_reading(label, row.block.line.list_level)
            if reading is not None and not self._announced(row):
                return depth
        return None

    def _announced(self, row: Placed) -> bool:
        place = self.body.index(row)
        return place > 0 and self.body[place - 1].text.rstrip("*] ").endswith((":", "：", "—", "-"))

    def _out_of_order(self, row: Placed, label: Label, level: int | None) -> bool:
        """Take a label that continues nothing exactly, as long as it can be no word of the text."""
        if label.form == " ":
            return False
        for depth in reversed(range(len(self.open))):
            reading = self.open[depth].any_reading(label, level)
            if reading is not None:
                self._append(depth, row, label, reading, 0)
                return True
        reading = label.readings[0]
        if reading.value > 2 * WIDEST_GAP or label.form == "." and reading.family not in _COUNTING:
            return False
        if label.form == "dotted":
            self._leave(label)
        self._begin(row, label, reading, 0)
        return True

    def _leave(self, label: Label) -> None:
        """A dotted number stands below the paragraph whose number it repeats, or below an alternative."""
        while self.open and self.open[-1].item.number != prefix_of(label) and self.open[-1].form != "alternative":
            self.open.pop()

    def _append(self, depth: int, row: Placed, label: Label, reading: Reading, position: int) -> None:
        del self.open[depth + 1 :]
        level = self.open[depth]
        level.item = self._node(level.parent, row, label, reading, position)
        level.reading, level.rank, level.form = reading, suffix_rank(label.suffix), label.form

    def _node(self, parent: Node, row: Placed, label: Label, reading: Reading, position: int) -> Node:
        node = Node(
            self._kind(label, reading),
            row.start + position,
            row.end,
            row.start + label.after,
            label.written(reading),
            label.cited(reading),
            label.printed,
            page=row.block.line.page,
        )
        if label.form == "alternative":
            node.number = str(reading.value) if reading.family in _COUNTING else label.written(reading)
        node.kind = self._kind_below(parent, label, reading)
        parent.children.append(node)
        return node

    def _kind(self, label: Label, reading: Reading) -> ProvisionKind:
        return "alternative" if label.form == "alternative" else "paragraph" if reading.family in _COUNTING else "point"

    def _kind_below(self, parent: Node, label: Label, reading: Reading) -> ProvisionKind:
        kind = self._kind(label, reading)
        if kind == "alternative":
            return kind
        above = [row.item.kind for row in self.open if row.item is parent or row.parent is not parent]
        above = [row for row in above if row != "alternative"] if parent is not self.container else []
        if any(row in _SMALL_KINDS for row in above):
            return "item"
        if "paragraph" in above and label.form != "dotted":
            return "point"
        return kind

    def _introduce(self, parent: Node, row: Placed, position: int) -> None:
        """Give the words before a list a place of their own, unless there are none."""
        if parent is self.container:
            if self.loose:
                self._intro(parent, self.loose[0].start, self.loose[-1].end)
                self.loose = []
            return
        end = row.start - 1 if position == 0 else row.start + position
        if not parent.children and end > parent.words:
            self._intro(parent, parent.words, end)

    def _intro(self, parent: Node, start: int, end: int) -> None:
        parent.children.insert(0, Node("intro", start, end, start))

    def _unlabelled(self, index: int, row: Placed) -> None:
        if not self.open:
            self.loose.append(row)
            return
        depth = self._depth_of_words(index)
        if depth == len(self.open) - 1:
            self._inside(row)
            return
        del self.open[depth + 1 :]
        self._wrap_up(self._innermost(), row)

    def _inside(self, row: Placed) -> None:
        """A second paragraph of the innermost provision; it only has to be said where a list came before."""
        if self._innermost().children:
            self._wrap_up(self._innermost(), row)

    def _depth_of_words(self, index: int) -> int:
        """The depth of the list to whose last item unlabelled words belong; -1: to the container."""
        following = next((place for place in range(index + 1, len(self.body)) if self.labels[place]), None)
        if following is not None:
            label, level = self.labels[following], self.body[following].block.line.list_level
            for depth in reversed(range(len(self.open))):
                if label is not None and self.open[depth].next_reading(label, level, exact_form=True):
                    return depth
        level = self.body[index].block.line.list_level
        if level is not None and any(row.level == level for row in self.open):
            return max(depth for depth, row in enumerate(self.open) if row.level == level)
        kinds = [row.item.kind for row in self.open]
        return max((depth for depth, kind in enumerate(kinds) if kind in ("paragraph", "alternative")), default=-1)

    def _wrap_up(self, parent: Node, row: Placed) -> None:
        last = parent.children[-1] if parent.children else None
        if last is not None and last.kind == "wrapup":
            last.end = row.end
        else:
            parent.children.append(Node("wrapup", row.start, row.end, row.start, page=row.block.line.page))

    def _number_loose(self) -> None:
        """Paragraphs without any label are counted, where there is more than one."""
        if len(self.loose) < 2 and self.container.kind not in ("preamble", "text"):
            return
        for number, row in enumerate(self.loose, 1):
            node = Node("paragraph", row.start, row.end, row.start, str(number), str(number), printed=False)
            node.page = row.block.line.page
            self.container.children.append(node)
        self.container.children.sort(key=lambda node: node.start)
