"""The tree while it grows: nodes and the words between them, as ranges of the canonical text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.model.treaty import ProvisionKind

SUBSECTION = "subsection"
"""`Node.style` of what is called so: it stands in a section."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, or what of it follows a label, that belongs to a node itself. `eid` is the one its file gives it."""

    start: int
    end: int
    page: int | None
    eid: str = ""


@dataclass(slots=True)
class Node:
    """A provision to be. `content` holds its own words and its children in reading order.

    `number` is as eIds have it, `cited` as citations do; both are empty for what counts nothing. `[start, own_end)` is
    what it covers by itself: label and heading. `code` names it in eIds. `style` and `value` say how a section without
    a word for it is counted: "ROMAN." 2, "LATIN." 1. `eid` is the one that the file itself gives it. `is_unit` marks a
    section of a law that stands where treaties have an article: "sect. 5(2)"; `is_tied` a note to the words before it.
    """

    kind: ProvisionKind
    code: str
    number: str = ""
    cited: str = ""
    label: str = ""
    heading: str = ""
    start: int = 0
    own_end: int = 0
    page: int | None = None
    parent: Node | None = None
    content: list[Node | Words] = field(default_factory=list)
    is_numbered: bool = True
    style: str = ""
    value: int = 0
    eid: str = ""
    is_unit: bool = False
    is_tied: bool = False

    @property
    def children(self) -> list[Node]:
        return [row for row in self.content if isinstance(row, Node)]

    @property
    def end(self) -> int:
        last = self.content[-1] if self.content else None
        return max(self.own_end, last.end) if last is not None else self.own_end

    def add(self, child: Node) -> Node:
        child.parent = self
        self.content.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """Every node below this one, in reading order."""
        for child in self.content:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def ancestors(self) -> Iterator[Node]:
        """From the parent outwards."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent
