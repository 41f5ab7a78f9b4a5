"""The codebook: a tree of categories, one highlight layer each."""

from __future__ import annotations

from typing import Literal, get_args

from annotator.model.records import dataclass

Mark = Literal["", "solid", "dashed", "dotted", "double", "wavy"]
MARKS: tuple[Mark, ...] = get_args(Mark)


@dataclass(frozen=True, slots=True)
class Category:
    """A layer, or (without `key` and `mark`) a group of layers: a group is a hue, a layer in it a mark.

    `colour` is "#rrggbb" on light paper, `colour_dark` on dark. `mark` is the line style of its stripe and bars, so
    that colour is never the only sign. `key` is the digit that annotates with it. `rights` names what is at stake, as
    articles of the ICCPR. `position` orders the codebook.
    """

    id: str
    name: str
    parent: str | None = None
    colour: str = "#888888"
    colour_dark: str = "#aaaaaa"
    mark: Mark = ""
    key: str = ""
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    rights: str = ""
    position: int = 0

    @property
    def is_layer(self) -> bool:
        """Groups only hold layers; passages are marked with layers."""
        return bool(self.mark)


@dataclass(frozen=True, slots=True)
class Codebook:
    """Categories in order, parents before children, and the tags that cut across them."""

    name: str
    categories: tuple[Category, ...]
    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def layers(self) -> tuple[Category, ...]:
        return tuple(row for row in self.categories if row.is_layer)
