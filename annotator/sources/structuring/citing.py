"""From nodes to provisions: eIds after Akoma Ntoso, citations as lawyers write them, ranges."""

from __future__ import annotations

from collections import Counter

from annotator.model.treaty import Provision
from annotator.sources.languages import article_words
from annotator.sources.structuring.nodes import SUBSECTION, Node

_DIVISIONS = {"part": "part", "chapter": "ch.", "section": "sect.", "title": "title"}
_SCOPES = ("annex", *_DIVISIONS)
_OTHER_WORDS = {
    "tome": "tome", "book": "book", "subpart": "subpart", "subtitle": "subtitle", "subchp": "subch.",
    "subsec": "subsect.", "rule": "rule", "cl": "cl.",
}  # fmt: skip
"""Codes of divisions and articles that go by another word."""
_OTHER_PARAGRAPHS = {"cit": "citation", "subpara": "subpara.", "al": "subpara.", "proviso": "proviso"}
_BRACKETED = ("paragraph", "point", "item")
_NAMED = {
    "preamble": "preamble", "signature": "signature clause", "intro": "chapeau", "wrapup": "closing words",
}  # fmt: skip


def provisions_of(root: Node) -> tuple[tuple[Provision, ...], list[str]]:
    """The provisions below `root` in reading order, and the eIds that the text's own numbers would give twice."""
    namer = _Namer(root)
    rows = [namer.provision(node) for node in root.walk()]
    return tuple(rows), namer.repeated


class _Namer:
    def __init__(self, root: Node) -> None:
        self.repeated: list[str] = []
        self._root = root
        self._eids: dict[int, str] = {id(root): ""}
        self._citations: dict[int, str] = {id(root): ""}
        self._used: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._stated = {node.eid for node in root.walk() if node.eid}
        self._counted: Counter[str] = Counter()
        self._headings: Counter[int] = Counter()
        self._headings_before: dict[tuple[int, str, str], int] = {}
        self._crowded = _crowded_scopes(root)
        self._lone_annex = sum(node.kind == "annex" for node in root.children) == 1

    def provision(self, node: Node) -> Provision:
        parent = node.parent
        ours = self._eid(node)
        eid = self._unique(node.eid, node) if node.eid else self._unstated(ours, node)
        citation = self._citation(node)
        self._eids[id(node)], self._citations[id(node)] = eid, citation
        self._headings[id(parent)] += node.kind == "heading"
        self._headings_before[_place(node)] = self._headings[id(parent)]
        return Provision(
            eid=eid,
            parent=self._eids[id(parent)] or None if parent else None,
            kind=node.kind,
            number=node.number or None,
            label=node.label,
            heading=node.heading,
            citation=citation,
            start=node.start,
            end=node.end,
            page=node.page,
        )

    def _unique(self, eid: str, node: Node) -> str:
        if eid in self._used:
            is_counted = node.is_numbered and node.kind not in ("note", "heading", "signature")
            if node.eid or (is_counted and not self._begins_anew(node)):
                self.repeated.append(eid)
            eid = self._next_free(eid)
        self._used.add(eid)
        return eid

    def _begins_anew(self, node: Node) -> bool:
        """Whether a heading without a number stands before the first number of a list that counts from one again."""
        before = self._headings_before.get(_place(node))
        return before is not None and self._headings[id(node.parent)] > before

    def _unstated(self, eid: str, node: Node) -> str:
        """An eId of ours gives way to the same one where the file gives it, before or after."""
        return self._unique(self._next_free(eid) if eid in self._stated and eid not in self._used else eid, node)

    def _next_free(self, eid: str) -> str:
        again = self._repeats.get(eid, 1) + 1
        while f"{eid}-{again}" in self._used or f"{eid}-{again}" in self._stated:
            again += 1
        self._repeats[eid] = again
        return f"{eid}-{again}"

    def _eid(self, node: Node) -> str:
        above = self._prefix(node)
        own = node.code
        if node.kind in ("heading", "text", "note") or (node.kind == "annex" and not node.number):
            self._counted[above + own] += 1
            own = f"{own}_{node.number or self._counted[above + own]}"
        elif node.number:
            own = f"{own}_{node.number.replace(' ', '').replace('.', '-')}"
        return f"{above}{own}"

    def _prefix(self, node: Node) -> str:
        """Articles, notes and headings hang from their annex only; other provisions from what holds them."""
        holder = node.parent
        if node.kind in ("article", "note", "heading", "text", "signature", "preamble"):
            holder = _scope(node)
        elif node.kind in _BRACKETED and holder is not None and _is_division(holder):
            holder = holder if id(_scope(node)) in self._crowded else _scope(node)
        eid = self._eids[id(holder)] if holder is not None else ""
        return f"{eid}__" if eid else ""

    def _citation(self, node: Node) -> str:
        parent = node.parent
        if node.kind in ("article", "note", "heading", "text", "signature", "preamble"):
            return _joined(self._citations[id(_scope(node))], self._own(node))
        above = self._citations[id(parent)] if parent is not None else ""
        if node.kind in _BRACKETED and parent is not None:
            if _is_division(parent) and id(_scope(node)) not in self._crowded:
                above = self._citations[id(_scope(node))]
                parent = _scope(node)
            return self._bracketed(node, parent, above)
        return _joined(above, self._own(node))

    def _bracketed(self, node: Node, parent: Node, above: str) -> str:
        """ "art. 24" + 2 → "art. 24(2)"; where no number stands before, "para. 2" after a comma."""
        if node.label[:1] in "–—-•·‣▪◦" and node.label:
            return f"{above}, indent {node.cited}"
        goes_on = parent.kind == "paragraph" and node.cited.startswith(f"{parent.cited}.")
        if goes_on and parent.parent is not None:
            return self._bracketed(node, parent.parent, self._citations[id(parent.parent)])
        inside_article = parent.kind in ("article", *_BRACKETED) or parent.is_unit
        if node.is_numbered and (inside_article or (node.kind != "paragraph" and parent.kind == "annex")):
            return f"{above}({node.cited})"
        word = _OTHER_PARAGRAPHS.get(node.code, "para.") if node.kind == "paragraph" else f"{node.kind}"
        number = node.cited if node.kind == "paragraph" and node.cited[:1].isdigit() else f"({node.cited})"
        return _joined(above, f"{word} {number}")

    def _own(self, node: Node) -> str:
        match node.kind:
            case "article":
                return f"{_OTHER_WORDS.get(node.code) or _article_word(node.label)} {node.cited}"
            case "annex":
                word = "appendix" if node.code == "appendix" else "annex"
                return f"{word} {node.cited}" if node.cited else word
            case "part" | "chapter" | "section" | "title":
                word = "subsect." if node.style == SUBSECTION else _DIVISIONS[node.kind]
                return f"{_OTHER_WORDS.get(node.code, word)} {node.cited}"
            case "alternative":
                return f"option {node.cited}"
            case "note" | "heading" | "text":
                eid = self._eids.get(id(node)) or self._eid_number(node)
                return f"{node.kind} {node.cited or eid}"
            case _:
                return _NAMED.get(node.kind, node.kind)

    def _eid_number(self, node: Node) -> str:
        return str(self._counted[self._prefix(node) + node.code])


def _place(node: Node) -> tuple[int, str, str]:
    """What is alike in siblings whose numbers are the same."""
    return id(node.parent), node.code, node.number


def _article_word(label: str) -> str:
    """What the articles of a text are called, where they are rules, principles or sections."""
    printed = label.strip('[({*“" ').casefold()
    return next((cited for word, cited in article_words().items() if printed.startswith(word)), "art.")


def _joined(above: str, own: str) -> str:
    return f"{above}, {own}" if above else own


def _is_division(node: Node) -> bool:
    """Whether paragraphs are numbered through it, as through a chapter, rather than in it, as in an article."""
    return node.kind in _DIVISIONS and not node.is_unit


def _scope(node: Node) -> Node:
    """The annex around a node, or the text itself."""
    last = node
    for around in node.ancestors():
        last = around
        if around.kind == "annex":
            break
    return last


def _crowded_scopes(root: Node) -> set[int]:
    """Texts and annexes whose divisions number their paragraphs anew: there a division is part of the eId."""
    seen: set[tuple[int, str]] = set()
    crowded: set[int] = set()
    for node in root.walk():
        if node.kind in _BRACKETED and node.parent is not None and (node.parent is root or node.parent.kind in _SCOPES):
            scope = id(_scope(node))
            key = (scope, f"{node.code}_{node.number}")
            if key in seen:
                crowded.add(scope)
            seen.add(key)
    return crowded
