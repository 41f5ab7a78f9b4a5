"""The Markdown in which commentary is written, for paper and for the screen.

CommonMark with tables and strikethrough, and `[[24(2)]]` for a link to a provision. Raw HTML stays words, and pictures
become links, so nothing in it can load or run anything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from annotator.model.linking import ProvisionLink, link_at

CITE = "cite"
"""Key of the environment a text is parsed in: gives the words that stand for a link to a provision."""

Cite = Callable[[ProvisionLink], str]


@cache
def commentary_parser() -> MarkdownIt:
    """The parser. A link to a provision is a token `provision_link`: `content` is what `env[CITE]` made of it (without
    that, its words), and `meta["link"]` the ProvisionLink."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    parser.inline.ruler.before("link", "provision_link", _provision_link)
    return parser


def _provision_link(state: StateInline, silent: bool) -> bool:
    found = link_at(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if found is None:
        return False
    link, end = found
    if not silent:
        cite: Cite | None = state.env.get(CITE)
        token = state.push("provision_link", "", 0)
        token.content = cite(link) if cite else link.plain
        token.meta = {"link": link}
    state.pos = end
    return True
