"""Provisions that no label names: words before and after a list, recitals, the paragraphs of an unnumbered article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeGuard

from annotator.model.treaty import ProvisionKind
from annotator.sources.languages import phrase_pattern
from annotator.sources.structuring.nodes import Node, Words

_LISTED = ("paragraph", "point", "item", "alternative")
_HOLDERS = ("article", "annex", "preamble", *_LISTED)
_GOES_ON = ("subpara", "al")
"""Codes of paragraphs within a paragraph that no number names: what is before them announces nothing."""
LONGEST_OPENING = 200


def complete(root: Node, text: str) -> None:
    """Adds intro, wrapup, unnumbered paragraphs and loose text to the tree below `root`."""
    nodes = [root, *root.walk()]
    has_articles = any(node.kind == "article" for node in nodes)
    has_paragraphs = any(child.kind == "paragraph" for child in _outside_annexes(root))
    counter = 0
    texts: Counter[int] = Counter()
    for node in nodes:
        if node.kind == "preamble":
            _complete_preamble(node, text)
        elif node.kind in _HOLDERS or node.is_unit:
            _complete_holder(node)
        elif node is root or node.kind in ("part", "chapter", "section", "title"):
            if has_articles or has_paragraphs or not (node is root or root in node.ancestors()):
                scope = id(next((row for row in node.ancestors() if row.kind == "annex"), root))
                texts[scope] = _wrap_words(node, "text", "text", texts[scope])
            else:
                counter = _wrap_words(node, "paragraph", "para", counter)


def _outside_annexes(node: Node) -> list[Node]:
    """Children of the text itself and of its divisions, not of articles or annexes."""
    found: list[Node] = []
    for child in node.children:
        if child.kind in ("part", "chapter", "section", "title"):
            found += _outside_annexes(child)
        else:
            found.append(child)
    return found


def _complete_holder(node: Node) -> None:
    listed = [row for row in node.children if row.kind in _LISTED and row.code not in _GOES_ON]
    words = [row for row in node.content if isinstance(row, Words)]
    if listed:
        first, last = node.content.index(listed[0]), _last_index(node.content, listed[-1])
        after = [row for row in node.content[last + 1 :] if isinstance(row, Words)]
        before = [row for row in node.content[:first] if isinstance(row, Words)]
        if before:
            _wrap(node, before, "intro")
        if after:
            _wrap(node, after, "wrapup")
    elif (node.kind in ("article", "annex") or node.is_unit) and len(words) > 1:
        _wrap_words(node, "paragraph", "para")


def _last_index(content: Sequence[Node | Words], node: Node) -> int:
    return next(index for index in range(len(content) - 1, -1, -1) if content[index] is node)


def _complete_preamble(node: Node, text: str) -> None:
    """The list of parties is its intro, the formula of agreement its wrapup, each other paragraph is counted."""
    if any(row.kind == "paragraph" for row in node.children):
        _complete_holder(node)
        return
    words = [row for row in node.content if isinstance(row, Words)]
    if len(words) > 1 and _is_opening(text[words[0].start : words[0].end]):
        _wrap(node, words[:1], "intro")
    if len(words) > 1 and _is_closing(text[words[-1].start : words[-1].end]):
        _wrap(node, words[-1:], "wrapup")
    _wrap_words(node, "paragraph", "para")


def _is_opening(words: str) -> bool:
    return len(words) <= LONGEST_OPENING and bool(phrase_pattern("opening").match(words.lstrip("[*")))


def _is_closing(words: str) -> bool:
    if phrase_pattern("closing").search(words[:80]):
        return True
    return words.endswith((":", "：")) and not phrase_pattern("recitals").match(words.lstrip("[*"))


def _wrap(node: Node, words: Sequence[Words], kind: ProvisionKind) -> None:
    """Puts consecutive `words` of `node` into a child of `kind`, with the notes among them and those to the last."""
    first = node.content.index(words[0])
    last = max(index for index, row in enumerate(node.content) if row is words[-1])
    while last + 1 < len(node.content) and _is_tied_note(node.content[last + 1]):
        last += 1
    child = Node(kind, kind, start=words[0].start, own_end=words[-1].end, page=words[0].page, parent=node)
    child.content = node.content[first : last + 1]
    for row in child.children:
        row.parent = child
    node.content[first : last + 1] = [child]


def _wrap_words(node: Node, kind: ProvisionKind, code: str, counter: int = 0) -> int:
    """Each paragraph of `node` that is in no child becomes one, counted on from `counter`; returns the last number."""
    content: list[Node | Words] = []
    wrapped: Node | None = None
    for row in node.content:
        if isinstance(row, Words):
            counter += 1
            wrapped = Node(kind, code, str(counter), str(counter), start=row.start, own_end=row.end, page=row.page)
            wrapped.is_numbered, wrapped.parent, wrapped.content, wrapped.eid = False, node, [row], row.eid
            content.append(wrapped)
        elif wrapped is not None and _is_tied_note(row):
            wrapped.add(row)
        else:
            wrapped = None
            content.append(row)
    node.content = content
    return counter


def _is_tied_note(row: Node | Words) -> TypeGuard[Node]:
    return isinstance(row, Node) and row.is_tied
