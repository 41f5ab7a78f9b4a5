"""Commentary as a small tree that every writer shares, made from Markdown.

A link keeps its target only where that is a web or mail address (see also `markup`); a link to a provision becomes
the words that cite it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it.tree import SyntaxTreeNode

from annotator.export.markup import CITE, Cite, commentary_parser

BlockKind = Literal[
    "paragraph", "heading", "quote", "bullets", "numbers", "item", "code", "rule", "table", "row", "cell"
]  # fmt: skip

_LINKS = ("http://", "https://", "mailto:")
_KINDS: dict[str, BlockKind] = {
    "paragraph": "paragraph",
    "heading": "heading",
    "blockquote": "quote",
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "list_item": "item",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words set in one way. A line break is a run of its own: "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or what holds others: lists hold items, tables rows of cells, quotations and items any block.

    `start` is the number of the first item of a numbered list.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    children: tuple[Block, ...] = ()
    start: int = 1


def parse_commentary(markdown: str, cite: Cite | None = None) -> tuple[Block, ...]:
    """The blocks of `markdown`. `cite` gives the words for a link to a provision; without it they are its own."""
    env = {CITE: cite} if cite else {}
    return tuple(_blocks(SyntaxTreeNode(commentary_parser().parse(markdown, env))))


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        kind = _KINDS.get(child.type)
        if kind is None:  # the head and body of a table only hold its rows
            yield from _blocks(child)
        elif kind == "code":
            yield Block(kind, (Run(child.content.rstrip("\n"), code=True),))
        elif child.children and child.children[0].type == "inline":
            yield Block(kind, tuple(_runs(child.children[0], Run(""))))
        else:
            yield Block(kind, (), tuple(_blocks(child)), int(child.attrs.get("start", 1)))


def _runs(node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
    for child in node.children:
        if child.type in ("hardbreak", "softbreak"):
            yield replace(look, text="\n" if child.type == "hardbreak" else " ")
        elif child.children:
            yield from _runs(child, _with_look(look, child))
        elif child.content:
            yield replace(look, text=child.content, code=look.code or child.type == "code_inline")


def _with_look(look: Run, node: SyntaxTreeNode) -> Run:
    if node.type == "strong":
        return replace(look, bold=True)
    if node.type == "em":
        return replace(look, italic=True)
    if node.type == "s":
        return replace(look, struck=True)
    target = str(node.attrs.get("href", ""))
    return replace(look, link=target) if target.lower().startswith(_LINKS) else look
