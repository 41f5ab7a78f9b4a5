"""eIds after Akoma Ntoso, citations as lawyers write them in English: the finished provisions of a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotator.model.treaty import Provision
from annotator.sources.structuring.nodes import Node

_ABBREVIATIONS = {
    "article": "art", "chapter": "chp", "section": "sec", "paragraph": "para", "alternative": "alt", "heading": "hdg",
}  # fmt: skip
_DIVISIONS = frozenset({"part", "title", "chapter", "section"})
_WITHIN_ARTICLE = frozenset({"paragraph", "point", "item"})
_NAMES = {"article": "art.", "section": "sec.", "paragraph": "para."}
_WORDS = {"intro": "chapeau", "wrapup": "closing words", "alternative": "option"}
_SINGLE = frozenset({"preamble", "intro", "wrapup", "signature"})


def provisions_of(root: Node) -> tuple[Provision, ...]:
    """All provisions below `root`, in reading order, with unique eIds."""
    return tuple(_Citer(root).below(root, None, "", ""))


class _Citer:
    def __init__(self, root: Node) -> None:
        self._taken: set[str] = set()
        self._counted: Counter[str] = Counter()
        self._repeating = _scopes_that_repeat(root)
        self._page: int | None = None

    def below(self, node: Node, parent: Provision | None, scope: str, cited_scope: str) -> Iterator[Provision]:
        for child in node.children:
            yield from self._node(child, parent, scope, cited_scope)

    def _node(self, node: Node, parent: Provision | None, scope: str, cited_scope: str) -> Iterator[Provision]:
        """`scope` and `cited_scope` are what eIds and citations begin with at this place."""
        eid = self._eid(node, parent, scope)
        citation = _citation(node, parent, cited_scope)
        self._page = node.page or self._page
        number = node.number or None
        row = Provision(eid, parent.eid if parent else None, node.kind, number, node.label, node.heading, citation,
                        node.start, node.end, self._page)  # fmt: skip
        yield row
        if node.kind == "annex":
            scope, cited_scope = eid, citation
        yield from self.below(node, row, scope, cited_scope)

    def _eid(self, node: Node, parent: Provision | None, scope: str) -> str:
        name = _ABBREVIATIONS.get(node.kind, node.kind)
        base = self._base(node, parent, scope)
        if node.number:
            own = f"{name}_{node.number}"
        elif node.kind in _SINGLE or node.kind == "annex":
            own = name
        else:
            self._counted[f"{base}/{name}"] += 1
            own = f"{name}_{self._counted[f'{base}/{name}']}"
        return self._unique(f"{base}__{own}" if base else own)

    def _base(self, node: Node, parent: Provision | None, scope: str) -> str:
        """What the eId begins with: an article does not repeat its chapter."""
        if parent is None or node.kind in ("annex", "note"):
            return ""
        if node.kind == "article":
            return scope
        if parent.kind in _DIVISIONS and node.kind not in _DIVISIONS and scope not in self._repeating:
            return scope
        return parent.eid

    def _unique(self, eid: str) -> str:
        found, number = eid, 2
        while found in self._taken:
            found, number = f"{eid}_{number}", number + 1
        self._taken.add(found)
        return found


def _scopes_that_repeat(root: Node) -> frozenset[str]:
    """The annexes (or "", the body) whose divisions count their own paragraphs anew."""
    found: set[str] = set()
    for top in [root, *(node for node in root.all() if node.kind == "annex")]:
        numbers = Counter(child.number for part in _divisions(top) for child in part.children if child.number)
        if any(count > 1 for count in numbers.values()):
            name = "" if top is root else f"annex_{top.number}" if top.number else "annex"
            found.add(name)
    return frozenset(found)


def _divisions(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind in _DIVISIONS:
            yield child
            yield from _divisions(child)


def _citation(node: Node, parent: Provision | None, scope: str) -> str:
    if node.kind == "article":
        own = f"art. {node.cited}"
        return f"{scope}, {own}" if scope else own
    if parent is None or node.kind == "annex":
        return _top_citation(node)
    if node.kind in _WITHIN_ARTICLE:
        return _numbered_citation(node, parent, scope)
    own = _top_citation(node)
    if parent.kind in _DIVISIONS and node.kind not in _DIVISIONS:
        return f"{scope}, {own}" if scope else own
    return f"{parent.citation}, {own}"


def _numbered_citation(node: Node, parent: Provision, scope: str) -> str:
    if parent.kind in ("article", "paragraph", "point", "item") and node.printed:
        return f"{parent.citation}({node.cited})"
    name = f"{_NAMES.get(node.kind, node.kind)} {node.cited}"
    if node.kind != "paragraph":
        name = f"{parent.citation}({node.cited})" if parent.kind == "alternative" else f"({node.cited})"
        return name if parent.kind == "alternative" else f"{parent.citation}, {name}"
    before = scope if parent.kind in _DIVISIONS and not scope else parent.citation
    return f"{before}, {name}" if before else name


def _top_citation(node: Node) -> str:
    name = _NAMES.get(node.kind) or _WORDS.get(node.kind) or node.kind
    return f"{name} {node.cited}".strip()
