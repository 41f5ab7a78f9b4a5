"""Which provision an Akoma Ntoso element is, in its place: a subsection is a paragraph or a section."""

from __future__ import annotations

from lxml import etree

from annotator.model.treaty import ProvisionKind
from annotator.sources.akoma_ntoso.elements import (
    ANNEXES,
    ARTICLES,
    DIVISIONS,
    HIERARCHY,
    INTROS,
    NAMED_ANNEXES,
    PARAGRAPHS,
    POINTS,
    WRAPUPS,
    below,
    children,
    name_of,
)
from annotator.sources.structuring.nodes import Node

_IN_ARTICLE = ("article", "paragraph", "point", "item")

_SINGLE: dict[str, tuple[ProvisionKind, str]] = {
    "preamble": ("preamble", "preamble"),
    "conclusions": ("signature", "signature"),
    "crossHeading": ("heading", "heading"),
    **dict.fromkeys(INTROS, ("intro", "intro")),
    **dict.fromkeys(WRAPUPS, ("wrapup", "wrapup")),
}


def place_of(element: etree._Element, parent: Node) -> tuple[ProvisionKind, str] | None:
    """Kind and code of the provision that `element` makes below `parent`; None where it only holds others."""
    name = name_of(element)
    if name == "hcontainer":
        name = _spoken_name(element)
    if name in ANNEXES or name in NAMED_ANNEXES:
        return "annex", "annex"
    if name == "formula":
        begins = not any(row.kind == "paragraph" for row in parent.children)
        return ("intro", "intro") if begins and parent.kind == "preamble" else ("wrapup", "wrapup")
    if name in _SINGLE:
        return _SINGLE[name]
    return _hierarchical(element, name, parent)


def _hierarchical(element: etree._Element, name: str, parent: Node) -> tuple[ProvisionKind, str] | None:
    inside = next((row.kind for row in (parent, *parent.ancestors()) if row.kind in (*_IN_ARTICLE, "annex")), "")
    is_inside = inside in _IN_ARTICLE
    if name in ARTICLES and not is_inside:
        return "article", ARTICLES[name]
    if name in POINTS:
        return _point(name, parent)
    if name == "citation" and _has_numbered_recitals(element):
        return "paragraph", "cit"
    if name in PARAGRAPHS or (name in ARTICLES and is_inside):
        return _paragraph(element, PARAGRAPHS.get(name, "para"), parent)
    if name not in HIERARCHY:
        return None
    named = next(children(element, "num", "heading"), None) is not None
    if name in DIVISIONS and not is_inside and not (name == "subsection" and _numbers_text(element, parent)):
        return DIVISIONS[name] if named or name != "level" else _paragraph(element, "para", parent)
    if is_inside or name == "subsection":
        return _paragraph(element, "para", parent)
    return ("section", "sec") if named else None


def _paragraph(element: etree._Element, code: str, parent: Node) -> tuple[ProvisionKind, str]:
    """Numbered ones below a paragraph are points, and items below a point; others stay paragraphs of their own."""
    if next(children(element, "num"), None) is None and parent.kind in ("paragraph", "point", "item"):
        return "paragraph", code if code in ("al", "proviso") else "subpara"
    kinds = [row.kind for row in (parent, *parent.ancestors())]
    if "point" in kinds or "item" in kinds:
        return "item", "item"
    return ("point", "point") if "paragraph" in kinds else ("paragraph", code)


def _point(name: str, parent: Node) -> tuple[ProvisionKind, str]:
    above = any(row.kind in ("point", "item") for row in (parent, *parent.ancestors()))
    if name == "indent":
        return "item", "indent"
    return ("item", "item") if above else ("point", POINTS[name])


def _has_numbered_recitals(citation: etree._Element) -> bool:
    """The number of a recital is then the paragraph's in the preamble, and citations count apart."""
    preamble = next(citation.iterancestors("{*}preamble"), None)
    recitals = below(preamble, "recital") if preamble is not None else iter(())
    return any(next(children(row, "num"), None) is not None for row in recitals)


def _numbers_text(element: etree._Element, parent: Node) -> bool:
    """Whether a subsection is "(1)" in a section of a law, rather than a division with articles or a heading."""
    if parent.kind != "section" or next(below(element, *ARTICLES, "section"), None) is not None:
        return False
    return next(children(element, "heading"), None) is None


def _spoken_name(element: etree._Element) -> str:
    """What a generic container is called, where that is a name that is known."""
    said = "".join(mark for mark in (element.get("name") or "").lower() if mark.isalpha())
    return next((known for known in (*HIERARCHY, *NAMED_ANNEXES) if known.lower() == said), "hcontainer")
