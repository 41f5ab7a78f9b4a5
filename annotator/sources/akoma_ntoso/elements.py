"""The elements of Akoma Ntoso: which is what in a text (OASIS Akoma Ntoso 1.0, part 2; and its forerunners).

Names are those of version 3.0; versions 1.0 and 2.0 differ by little and say `id` where 3.0 says `eId`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from annotator.model.treaty import ProvisionKind, canonical_characters
from annotator.sources.revisions import DELETED

DOCUMENTS = frozenset([
    "act", "bill", "doc", "statement", "amendment", "judgment", "debate", "debateReport", "report", "portion",
])  # fmt: skip
COLLECTIONS = frozenset(["documentCollection", "amendmentList", "officialGazette", "collection"])
COMPONENTS = frozenset(["components", "collectionBody"])

DIVISIONS: dict[str, tuple[ProvisionKind, str]] = {
    "tome": ("part", "tome"),
    "book": ("part", "book"),
    "part": ("part", "part"),
    "subpart": ("part", "subpart"),
    "title": ("title", "title"),
    "subtitle": ("title", "subtitle"),
    "chapter": ("chapter", "chp"),
    "subchapter": ("chapter", "subchp"),
    "section": ("section", "sec"),
    "subsection": ("section", "subsec"),
    "division": ("section", "dvs"),
    "subdivision": ("section", "subdvs"),
    "tblock": ("section", "tblock"),
    "level": ("section", "lvl"),
}
ARTICLES = {"article": "art", "rule": "rule", "subrule": "rule", "clause": "cl"}
PARAGRAPHS = {
    "paragraph": "para", "subparagraph": "subpara", "subclause": "para", "alinea": "al", "proviso": "proviso",
    "recital": "para", "citation": "para", "transitional": "para",
}  # fmt: skip
POINTS = {"point": "point", "item": "point", "indent": "indent"}
HIERARCHY = frozenset([*DIVISIONS, *ARTICLES, *PARAGRAPHS, *POINTS, "hcontainer"])

INTROS = frozenset(["intro", "listIntroduction"])
WRAPUPS = frozenset(["wrapUp", "wrap", "listWrapUp", "listConclusion"])
ANNEXES = frozenset(["attachment", "annex", "schedule"])
NAMED_ANNEXES = frozenset(["annex", "schedule", "appendix"])
"""What `hcontainer` elements are called that are annexes."""
NAMES = frozenset(["num", "heading", "subheading"])
QUOTED = frozenset(["quotedStructure", "embeddedStructure"])

NOT_WORDS = frozenset(["meta", "componentInfo"])
DROPPED = {"toc": "table of contents", "coverPage": "cover page", "del": DELETED}
"""Elements whose words are listed as dropped, and why."""
_SOFT_ACTION = "{urn:eu:europa:ec:leos}softaction"
"""How LEOS, the editor of the European institutions, marks whole elements."""

BLOCKS = frozenset([
    *HIERARCHY, *INTROS, *WRAPUPS, *ANNEXES, *QUOTED, *NAMES, *DOCUMENTS, *COLLECTIONS, *COMPONENTS,
    "preface", "preamble", "body", "mainBody", "amendmentBody", "judgmentBody", "debateBody", "portionBody",
    "conclusions", "attachments", "annexes", "component", "content", "list", "sublist", "blockList", "blockContainer",
    "container", "block", "p", "li", "ul", "ol", "div", "table", "caption", "tr", "td", "th", "tbody", "thead",
    "formula", "recitals", "citations", "longTitle", "crossHeading", "interstitial", "toc", "coverPage", "foreign",
    "header", "introduction", "background", "arguments", "remedies", "motivation", "decision", "tocItem",
    "componentRef", "documentRef", "debateSection", "speech", "question", "answer", "address", "other", "scene",
    "narrative", "summary",
])  # fmt: skip

_IDS = ("eId", "id", "evolvingId", "wId", "{http://www.w3.org/XML/1998/namespace}id")


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def eid_of(element: etree._Element) -> str:
    """The id that the file gives an element: `eId`, or what drafts and older versions have in its place."""
    return next((found for name in _IDS if (found := canonical_characters(element.get(name, "")).strip())), "")


def dropped_as(element: etree._Element) -> str:
    """Why the words of an element are no part of the text; "" where they are."""
    if element.get(_SOFT_ACTION) in ("del", "move_to"):
        return DELETED
    return DROPPED.get(name_of(element), "")


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The child elements of those names, in order; of all names where none is given."""
    for child in element:
        found = name_of(child)
        if found and (not names or found in names):
            yield child


def below(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Every element of those names inside, the metadata and attached documents left out."""
    for child in children(element):
        found = name_of(child)
        if found in names:
            yield child
        if found not in NOT_WORDS and found not in ("attachments", *COMPONENTS):
            yield from below(child, *names)


def words_of(element: etree._Element) -> str:
    """All characters inside in one paragraph, white space as a browser shows it."""
    said = "".join(str(row) for row in element.xpath(".//text()[not(ancestor::*[local-name()='meta'])]"))
    return " ".join(canonical_characters(said).split())
