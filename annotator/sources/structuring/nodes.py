"""A provision while its tree is being built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.model.treaty import ProvisionKind


@dataclass(slots=True)
class Node:
    """A provision in the making; `[start, end)` are offsets of the canonical text.

    `number` is as eIds have it, `cited` as citations have it; `words` is where the text after label and heading
    begins. `printed` says whether the number stands in the text or was counted by us.
    """

    kind: ProvisionKind
    start: int
    end: int
    words: int = 0
    number: str = ""
    cited: str = ""
    label: str = ""
    heading: str = ""
    page: int | None = None
    printed: bool = True
    children: list[Node] = field(default_factory=list)

    def close(self) -> None:
        """Let every range cover those of its children."""
        for child in self.children:
            child.close()
        if self.children:
            self.start = min(self.start, self.children[0].start)
            self.end = max(self.end, self.children[-1].end)

    def all(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all()
