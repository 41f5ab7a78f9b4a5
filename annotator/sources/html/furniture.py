"""What of a web page is no part of the text on it: navigation, banners, controls, page numbers, what is not shown."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree

from annotator.model.treaty import solid_length

HIDDEN = "hidden text"
NAVIGATION = "navigation"
EMBEDDED = "stand-in for an embedded object"

_BY_TAG = {
    "nav": NAVIGATION, "del": "struck out", "aside": "aside", "button": "control", "select": "control",
    "textarea": "control", "datalist": "control", "noscript": HIDDEN, "template": HIDDEN, "dialog": HIDDEN,
    "annotation": HIDDEN, "svg": "picture", "audio": EMBEDDED, "video": EMBEDDED, "canvas": EMBEDDED,
    "object": EMBEDDED, "iframe": EMBEDDED,
}  # fmt: skip
_BY_ROLE = {
    "navigation": NAVIGATION, "search": NAVIGATION, "menu": NAVIGATION, "menubar": NAVIGATION, "banner": "page header",
    "contentinfo": "page footer", "dialog": "banner", "alertdialog": "banner", "complementary": "aside",
    "doc-toc": "table of contents", "doc-pagebreak": "page number", "button": "control", "tooltip": HIDDEN,
}  # fmt: skip
_NOTE_ROLES = frozenset(["doc-footnote", "doc-endnote"])
_PAGE_EDGES = {"header": "page header", "footer": "page footer"}
_BY_NAME = (
    ("cookie banner", re.compile(r"(?:^|[-_])(?:cookies?|consent|gdpr)(?:[-_]|$)|cookie-?(?:banner|bar|notice)")),
    (NAVIGATION, re.compile(r"^(?:breadcrumbs?|navbar|pagination|noprint|skip-?(?:link|nav|to-content)s?)$")),
    (NAVIGATION, re.compile(r"^(?:mw-(?:editsection|navigation|head|panel|jump-link)|jump-to-nav|sitesub|catlinks)$")),
    ("page header", re.compile(r"^(?:masthead|site-header|(?:oj-)?hd-(?:date|lg|ti|oj))$")),
    ("page footer", re.compile(r"^(?:footer|site-footer|printfooter|mw-footer)$")),
    ("table of contents", re.compile(r"^(?:toc|table-of-contents)$")),
    ("page number", re.compile(r"^(?:pagenum(?:ber)?s?|page-?number|page-?break|ws-pagenum)$")),
    ("link back", re.compile(r"^(?:mw-cite-backlink|footnote-back(?:ref)?)$")),
    (HIDDEN, re.compile(r"^(?:sr-only|visually-?hidden|screen-reader-text)$")),
)
"""What classes and ids are called, in small letters, in the frameworks that publishers use."""
_NOTE_NAME = re.compile(r"(?:^|[-_])(?:foot|end)notes?(?:[-_]?text)?$|^mso(?:foot|end)notetext$|^oj-note$")
_WHOLE_PAGE = frozenset(["html", "body", "main", "article"])


class Furniture:
    """Tells for each element of one page why it is no part of the text, if it is not."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    def reason(self, element: etree._Element, tag: str) -> str:
        """Why the words in `element` are dropped; "" where they are not, or nothing but it decides."""
        if _is_hidden(element):
            return HIDDEN
        if tag in _WHOLE_PAGE or element.get("role") in _NOTE_ROLES:
            return ""
        found = _BY_TAG.get(tag, "") or _BY_ROLE.get(element.get("role") or "", "") or _by_name(element)
        if not found and tag in _PAGE_EDGES and self._is_edge(element, tag):
            found = _PAGE_EDGES[tag]
        # A name is a sign only: what holds most of the page is the page.
        return found if found and (tag in ("nav", "del", "template") or not self._is_most(element)) else ""

    @cached_property
    def _length(self) -> int:
        return solid_length("".join(str(row) for row in self._root.itertext()))

    def _is_most(self, element: etree._Element) -> bool:
        return 2 * solid_length("".join(str(row) for row in element.itertext())) > self._length

    @cached_property
    def _has_main(self) -> bool:
        return bool(self._root.xpath("boolean(.//main|.//article|.//*[@role='main'])"))

    def _is_edge(self, element: etree._Element, tag: str) -> bool:
        """Whether a header or footer is that of the site, rather than of the text: it stands beside the main part."""
        if element.xpath("boolean(ancestor::main|ancestor::article|.//main|.//article|.//h1)"):
            return False
        parent = element.getparent()
        return self._has_main or (tag == "footer" and parent is not None and parent.tag == "body")


def is_note(element: etree._Element) -> bool:
    """Whether a block is named as a footnote."""
    names = (element.get("class") or "").lower().split()
    return element.get("role") in _NOTE_ROLES or any(_NOTE_NAME.search(name) for name in names)


def _by_name(element: etree._Element) -> str:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    for reason, pattern in _BY_NAME:
        if any(pattern.search(name) for name in names):
            return reason
    return ""


def _is_hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or any(
        said in style for said in ("display:none", "visibility:hidden", "mso-hide:all")
    )
